"""谁名下还有超期事项，超了多久，时限推迟过几次，近期还有什么到期？"""

import streamlit as st

from oversight import charts, ui, wording

HEAD = "ledger/headline"
SOON = {"7": "7 日内", "30": "30 日内"}

ui.lead("谁名下还有超期事项？")
narrow = ui.filters("leader", "unit", "category", "source")
head = ui.row(HEAD, **narrow)
st.markdown(wording.overdue(head))

left, right = st.columns([3, 2])
with (
    left,
    ui.section("按责任领导", "点选一行只看这一位名下的；一条有几位责任领导的，每位名下都计。"),
):
    leaders = ui.run("ledger/overdue_by_leader", **narrow)
    names = ui.labels("ledger/overdue_by_leader")
    if len(leaders):
        ui.chart(charts.ranked_bars(leaders, "leader", "overdue_items", names))
    ui.table(leaders, names, "超期（按责任领导）", narrows="leader")
with right, ui.section("按责任单位", "点选一行只看这个单位的。"):
    ui.listed("ledger/overdue_by_unit", narrows="unit", **narrow)

with ui.section("超期事项", "点选一行看这一条的经过。"):
    ui.listed("ledger/overdue_entries", opens=("entry", {"entry": "entry_no"}), **narrow)

with ui.section("即将到期"):
    days = ui.pick("期限", SOON, "days")
    opens = ("entry", {"entry": "entry_no"})
    ui.listed("ledger/due_soon", opens=opens, days=int(days), **narrow)

ui.foot("超期按自然日计；工作日按国务院放假与调休安排计")
