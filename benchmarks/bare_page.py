"""The baseline: a bare Streamlit page with a filter, five numbers, four charts and a table."""

import altair as alt
import pandas as pd
import streamlit as st

st.set_page_config("bare", layout="wide")
group = st.selectbox("专项", ["全部", "甲", "乙"], key="campaign")
factor = {"全部": 3, "甲": 2, "乙": 1}[group]
for place, box in enumerate(st.columns(5)):
    box.metric(f"数字{place + 1}", factor * (place + 1) * 10, factor)
frame = pd.DataFrame({"name": [f"第{i}项" for i in range(12)]})
frame["items"] = [factor * (i + 1) for i in range(12)]
upper, lower = st.columns(2), st.columns(2)
for place, box in enumerate([*upper, *lower]):
    mark = alt.Chart(frame)
    mark = mark.mark_bar() if place % 2 else mark.mark_line()
    drawn = mark.encode(x="name:N", y="items:Q").properties(height=180, title=f"图{place + 1}")
    box.altair_chart(drawn, width="stretch", theme=None)
st.dataframe(frame, hide_index=True)
