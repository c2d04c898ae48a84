"""基金哪里有风险，依据哪条线，哪些指标因缺数据不适用？"""

import streamlit as st

from oversight import lights, ui, wording

st.title("基金哪里有风险？", anchor=False)
domain = ui.pick("范围", {"fund": "基金指标", "drive": "督导指标"}, "domain")
found = ui.readings(ui.as_of(), {"fund": "基金", "drive": "督导"}[domain])
st.markdown(wording.wall(found))

ui.wall([r for r in found if r.light != "不适用"])
idle = [r for r in found if r.light == "不适用"]
if idle:
    with ui.section("不适用（缺数据）", "不适用不等于 0：缺的表或列装入后自动计算。"):
        ui.brief(*lights.idle(idle))

ui.foot("点指标名看公式、阈值来源、走势和明细")
