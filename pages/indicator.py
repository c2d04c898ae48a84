"""一个指标：怎样算、用哪条线、走势如何、由哪些行算出？"""

import streamlit as st

from oversight import lights, ui, wording

reading = ui.reading(ui.as_of(), ui.asked("indicator"))
ui.lead(f"{reading.code} {reading.title}" if reading else "指标详情")

if not reading:
    st.info("没有选定指标。请从“基金风险”点一个指标名。")
else:
    st.markdown(wording.indicator(reading))
    left, right = st.columns([3, 2])
    with left, ui.section("走势"):
        ui.chart(lights.trend(reading))
    with right, ui.section("口径"):
        ui.brief(*lights.definition(reading))
    with ui.section("分项"):
        ui.table(*lights.members(reading), "分项")
    if reading.rows:
        with ui.section("明细行"):
            ui.listed(reading.rows, as_of=ui.as_of(), since=ui.shared()["since"])

ui.foot()
