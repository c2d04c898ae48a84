"""这家机构与同类型、同等级的机构相比怎样，有哪些疑点？"""

import streamlit as st

from oversight import charts, tables, ui, wording

ui.lead("这家机构与同级相比怎样？")
chosen = ui.institution()

if not chosen:
    st.info("还没有机构数据。请用 `python -m oversight load 文件夹` 装入机构与结算表。")
else:
    asked = {"fixmedins_code": chosen["fixmedins_code"], "as_of": ui.as_of()}
    measures = ui.run("fund/institution_measures", **asked)
    st.markdown(wording.portrait(chosen, measures))
    left, right = st.columns([9, 10])
    names = ui.labels("fund/institution_measures")
    with left, ui.section("与同级比较"):
        ui.chart(charts.peers(measures, names, 420))
    with right, ui.section("本机构与同级的数值", "同级指同类型、同等级；不足 8 家时不比较。"):
        figures = ["value", "p20", "p50", "p80"]
        written = tables.by_unit(measures, figures)
        ui.brief(written, names, ["label", *figures])
    with ui.section("按规则的疑点", "疑点不等于违规，须核查认定。"):
        ui.listed("fund/institution_findings", **asked)
    with ui.section("疑点明细", "人员编号已遮盖。"):
        ui.listed("fund/findings", **asked)
    ui.export_page("机构画像", (chosen["fixmedins_name"], written, names))

ui.foot()
