"""谁名下还有超期事项，超了多久，时限推迟过几次，近期还有什么到期？"""

import streamlit as st

from oversight import charts, ui, wording

HEAD = "ledger/headline"
SOON = {"7": "7 日内", "30": "30 日内"}

ui.lead("谁名下还有超期事项？")
narrow = ui.filters("leader", "unit", "category", "source")
head = ui.row(HEAD, **narrow)
st.markdown(wording.overdue(head))

left, right = st.columns(2)
for block, by, heading in ((left, "leader", "责任领导"), (right, "unit", "责任单位")):
    with block, ui.section(f"超期最多的{heading}"):
        found = ui.run(f"ledger/overdue_by_{by}", **narrow)
        names = ui.labels(f"ledger/overdue_by_{by}")
        ui.chart(charts.overdue_bars(found, by, names), "没有超期事项。")

with ui.section("按责任领导", "点选一行只看这一位名下的；几位共同负责的，每位名下都计。"):
    ui.listed("ledger/overdue_by_leader", narrows="leader", **narrow)
with ui.section("按责任单位", "点选一行只看这个单位的。"):
    ui.listed("ledger/overdue_by_unit", narrows="unit", rows=6, **narrow)

with ui.section("超期事项", "点选一行看这一条的经过。"):
    ui.listed("ledger/overdue_entries", opens=("entry", {"entry": "entry_no"}), **narrow)

with ui.section("即将到期"):
    days = ui.pick("期限", SOON, "days")
    opens = ("entry", {"entry": "entry_no"})
    ui.listed("ledger/due_soon", opens=opens, days=int(days), **narrow)

ui.foot("超期按自然日计；工作日按国务院放假与调休安排计")
