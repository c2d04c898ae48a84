"""几份名单对不对得上：谁应参未参、应资未资、应享未享、重复享受，谁已经排除？"""

import streamlit as st

from oversight import ui, ui_files, ui_rosters
from oversight import ui_roster_check as check

ui.lead("谁应参未参、应资未资、应享未享、重复享受？")
draft = ui_files.received("roster", "把名单拖到这里", ui_rosters.TYPES, several=True)

if not draft:
    st.info(check.ABOUT)
    check.kept_exclusions()
else:
    results, setup = st.container(), st.container()
    with setup:
        listed = ui_rosters.lists(draft)
        shown = check.compared(draft, listed)
    with results:
        if shown:
            totals = check.headline(draft, shown)
            view = ui.pick("看什么", check.VIEWS, "result")
            check.show(view, draft, shown)
            ui.export_page("名单比对", *check.sheets(shown, totals))

ui.foot("名单只在本页比对，不写入台账；证件号按校验位核对")
