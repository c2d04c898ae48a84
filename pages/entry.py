"""这一条现在怎样，经过了什么，由哪些报送而来？"""

import streamlit as st

from oversight import tables, ui, ui_leads, wording

number = ui.asked("entry")
entry = ui.row("ledger/entry", entry_no=number, as_of=ui.as_of()) if number else {}

if not entry:
    ui.lead("事项详情")
    st.info("没有选定事项，或这一条在截至日期还没有立账。请从“超期督办”或“整改进展”点选一行。")
else:
    ui.lead(tables.quoted(number), wording.entry(entry))
    left, right = st.columns([2, 3])
    with left, ui.section("现在"):
        ui.brief(*tables.sheet(entry, ui.labels("ledger/entry")))
    with right, ui.section("经过", "每次报送改了什么；历史只增不改。"):
        ui.listed("ledger/entry_history", rows=20, entry_no=number, as_of=ui.as_of())
    ui_leads.of_entry(number)

ui.foot()
