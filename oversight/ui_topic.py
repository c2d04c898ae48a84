"""What a topic page shows: its indicators, its rules' leads and its tables; no logic of its own."""

import streamlit as st

from oversight import lights, ui, wording

_RULES = ["code", "title", "class", "status", "items", "institutions", "fund_yuan", "judged_items"]
_LEADS = [
    "priority", "class", "rule_title", "psn_no", "fixmedins_name", "event_date", "fund_amount",
    "state",
]  # fmt: skip


def show(question, indicators, rules, tables):
    """Draw a topic: ``indicators`` and ``rules`` are codes, ``tables`` names of page queries."""
    codes = ";".join(rules)
    asked = {"as_of": ui.as_of(), "codes": codes}
    ui.lead(question, wording.worklist(ui.row("leads/summary", **asked)))
    _indicators(indicators)
    _leads(asked)
    for name in tables:
        title, frame, labels = ui.sheet(name, as_of=ui.as_of())
        with ui.section(title):
            ui.table(frame, labels, title, rows=12)
    ui.foot("疑点不等于违规，须核查认定")


def _indicators(codes):
    found = [reading for code in codes if (reading := ui.reading(ui.as_of(), code))]
    shown = [reading for reading in found if reading.light != "不适用"]
    if shown:
        ui.wall(shown)
    idle = [reading for reading in found if reading.light == "不适用"]
    if idle:
        with ui.section("不适用的指标（缺数据）"):
            ui.brief(*lights.idle(idle))


def _leads(asked):
    title, frame, labels = ui.sheet("leads/by_rule", **asked)
    with ui.section("规则与疑点", "点一行看规则卡：查什么、依据、参数、核查结果。"):
        ui.table(frame, labels, title, ("rule_cards", {"rule": "code"}), columns=_RULES, rows=14)
    title, frame, labels = ui.sheet("leads/ranked", **asked)
    with ui.section("先查哪些", "按优先级从高到低；点一行看证据。"):
        if frame.empty:
            st.info("没有疑点，或这些规则还不适用：看上表的结果一列。")
            return
        ui.table(frame, labels, title, ("lead", {"lead": "finding_key"}), columns=_LEADS, rows=10)
