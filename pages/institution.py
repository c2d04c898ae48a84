"""这家机构与同类型、同等级的机构相比怎样，有哪些疑点，怎样处置的？"""

import streamlit as st

from oversight import ui, ui_portrait, wording

ui.lead("这家机构与同级相比怎样？")
chosen = ui.institution()

if not chosen:
    st.info("还没有机构数据。请用 `python -m oversight load 文件夹` 装入机构与结算表。")
else:
    asked = {key: chosen[key] for key in ("fixmedins_code", "fixmedins_name")}
    asked["as_of"] = ui.as_of()
    found = ui_portrait.measures("institution", chosen["fixmedins_code"])
    st.markdown(wording.portrait(chosen["fixmedins_name"], found))
    if len(found):
        ui_portrait.compared("institution", chosen["fixmedins_code"], found, "本机构")
    ui_portrait.months(
        "portrait/institution_months",
        ("fund_yuan", "items"),
        fixmedins_code=chosen["fixmedins_code"],
    )
    with ui.section("按规则的疑点", "点一行看是哪些；疑点不等于违规，须核查认定。"):
        ui_portrait.institution_leads(chosen)
    left, right = st.columns([2, 3])
    with left, ui.section("处置经过"):
        ui.listed("portrait/institution_decisions", rows=6, **asked)
    with right, ui.section("台账中的记录", "点一行看这条记录。"):
        ui.listed("portrait/institution_entries", ("entry", {"entry": "entry_no"}), 6, **asked)
    if len(found):
        sheet = (chosen["fixmedins_name"], *ui_portrait.written(found))
        ui.export_page("机构画像", sheet)

ui.foot()
