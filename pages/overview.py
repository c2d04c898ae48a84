"""本周要看什么：变了什么，红在哪里，谁欠什么？"""

import streamlit as st

from oversight import charts, lights, ui, wording

HEAD = "ledger/headline"

narrow = ui.filters()
head = ui.row(HEAD, **narrow)
fund = ui.readings(narrow["as_of"], "基金")
leads = ui.row("fund/leads", **narrow)
leaders = ui.run("ledger/by_leader", **narrow)

ui.lead("本周要看什么？", wording.overview(head, leaders, fund))

closed = ui.code("已办结")
ui.show_figures(
    ui.figure("问题总数", HEAD, head, "total_items", opens="rectification_progress"),
    ui.figure("已办结", HEAD, head, "closed_items", "up", "rectification_progress", state=closed),
    ui.figure("超期", HEAD, head, "overdue_items", "down", "overdue"),
    ui.figure("7 日内到期", HEAD, head, "due_7_items", "none", "overdue", days="7"),
    ui.figure("追回（万元）", HEAD, head, "recovered_yuan", "up", "rectification_progress"),
    ui.figure("待核疑点", "fund/leads", leads, "open_items", "down", "fund_risk", domain="leads"),
)

left, right = st.columns([3, 2])
with left, ui.section("谁名下有超期、临期"):
    names = ui.labels("ledger/by_leader")
    ui.chart(charts.state_bars(leaders, "leader", charts.ACTIVE, names, 230, most=6))
with right, ui.section("发现与办结"):
    weeks = ui.run("ledger/weeks", **narrow)
    ui.chart(charts.burn_up(weeks, "at", charts.BURN_UP, 230))

left, right = st.columns([2, 1])
with left, ui.section(f"{narrow['since']:%m月%d日}以来的变化"):
    changes, told = ui.run("ledger/changes", **narrow), ui.labels("ledger/changes")
    seen = ["change", "description", "leader", "due_on", "detail"]
    ui.linked(changes, told, opens=("entry", {"entry": "entry_no"}), columns=seen)
with right, ui.section("最红的基金指标"):
    opens = ("indicator", {"indicator": "code"})
    ui.linked(*lights.ranked(fund, 5), opens, columns=["title", "why"])

asked = (HEAD, "fund/leads", "ledger/by_leader", "ledger/weeks", "ledger/changes")
sheets = [ui.sheet(query, **narrow) for query in asked]
ui.export_page("首页总览", *sheets, ("亮灯的基金指标", *lights.ranked(fund)))
ui.foot("数字旁的“?”是口径；全部口径见“数据与口径”")
