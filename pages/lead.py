"""这条疑点说的是什么，凭什么，该查什么，查到哪一步？"""

import streamlit as st

from oversight import decisions, ui, ui_leads

found = ui_leads.lead()

if not found:
    ui.lead("疑点详情")
    st.info("没有选定疑点。请从“疑点线索”勾选一条，再点“查看这条疑点的证据”。")
else:
    ui.lead(f"{found['code']} {found['rule_title']}", decisions.NOT_A_BREACH)
    ui_leads.told()
    ui_leads.ways(found)
    left, right = st.columns(2)
    with left, ui.section("这条疑点"):
        ui_leads.facts(found)
    with right, ui.section("规则与依据"):
        ui_leads.rule(found)
    with ui.section("证据", "证明这条疑点的行，人员信息已遮盖。"):
        shown, checked = ui_leads.evidence(found)
    left, right = st.columns(2)
    with left, ui.section("核查要点"):
        st.markdown("\n".join(f"- {line}" for line in checked))
        ui_leads.sheet(found, shown, checked)
    with right, ui.section("处置"):
        ui_leads.decide([found["finding_key"]])
    ui_leads.history(found)

ui.foot()
