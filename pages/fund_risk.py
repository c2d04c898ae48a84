"""基金哪里有风险，依据哪条线，哪些指标因缺数据不适用，筛查出什么疑点？"""

import streamlit as st

from oversight import lights, ui, wording

VIEWS = {"fund": "基金指标", "drive": "督导指标", "leads": "筛查疑点"}

ui.lead("基金哪里有风险？")
view = ui.pick("范围", VIEWS, "domain")

if view == "leads":
    st.markdown(wording.leads(ui.row("fund/leads", as_of=ui.as_of())))
    with ui.section("按规则"):
        ui.listed("data/runs", as_of=ui.as_of())
    with ui.section("疑点", "按涉及基金从大到小；人员编号已遮盖。"):
        ui.listed("fund/findings", as_of=ui.as_of())
else:
    found = ui.readings(ui.as_of(), {"fund": "基金", "drive": "督导"}[view])
    st.markdown(wording.wall(found))
    ui.wall([reading for reading in found if reading.light != "不适用"])
    idle = [reading for reading in found if reading.light == "不适用"]
    if idle:
        with ui.section("不适用（缺数据）", "不适用不等于 0：缺的表或列装入后自动计算。"):
            ui.brief(*lights.idle(idle))
    ui.export_page(VIEWS[view], (VIEWS[view], *lights.listed(found)))

ui.foot("点指标名看公式、阈值来源、走势和明细")
