"""What a topic page shows: its indicators, its rules' leads and its tables; no logic of its own."""

import streamlit as st

from oversight import catalog, charts, lights, tables, ui, wording

_RULES = ["code", "title", "class", "status", "items", "institutions", "fund_yuan", "judged_items"]
_LEADS = [
    "priority", "class", "rule_title", "psn_no", "fixmedins_name", "event_date", "fund_amount",
    "state",
]  # fmt: skip
# Where a row leads to, by the key that its query returns; the key itself is not shown.
_WAYS = {
    "finding_key": ("lead", {"lead": "finding_key"}),
    "staff_key": ("person", {"kind": "kind", "staff": "staff_key"}),
    "fixmedins_code": ("institution", {"fixmedins_code": "fixmedins_code"}),
}


def show(question, indicators, rules, months, curves, sheets, totals=None, inst_type=None):
    """Draw a topic. ``indicators`` and ``rules`` are codes, ``sheets`` names of page queries.

    ``months`` is the query of the charts, one for each of ``curves``: its column → the code of the
    indicator whose lines are drawn, or None. ``totals`` is a query of one row of headline figures;
    ``inst_type`` narrows the leads to institutions of one type.
    """
    codes = ";".join(rules)
    asked = {"as_of": ui.as_of(), "codes": codes, "inst_type": inst_type}
    found = ui.chosen(ui.as_of(), indicators)
    lights_on = f"{wording.wall(found)}\n\n" if found else ""
    ui.lead(question, lights_on + wording.worklist(ui.row("leads/summary", **asked)))
    absent = lacking(indicators, rules, ui.run("data/coverage"))
    _lacking(absent)
    if totals:
        _totals(totals)
    _indicators(found)
    _months(months, curves, {reading.code: reading for reading in found})
    _leads(asked)
    asked_for = [(name, *ui.sheet(name, as_of=ui.as_of())) for name in sheets]
    # What is empty because nothing was loaded has been said above.
    taken = [_sheet(*one) for one in asked_for if not (absent and one[2].empty)]
    if taken:
        ui.export_page(question.rstrip("？"), *taken)
    ui.foot("疑点不等于违规，须核查认定")


def lacking(indicators, rules, coverage):
    """Titles with names of tables that the rules and indicators need and that have no row.

    ``coverage`` is the frame of queries/data/coverage.
    """
    cards = [q.card for kind in ("rules", "indicators") for q in catalog.load(kind).values()]
    wanted = [card for card in cards if card["code"] in {*indicators, *rules}]
    needed = {name for card in wanted for name in {*card["tables"]} - {*card.get("optional", [])}}
    empty = coverage[(coverage["table_rows"] == 0) & coverage["table_name"].isin(needed)]
    return [f"{row.title}（{row.table_name}）" for row in empty.itertuples(index=False)]


def _lacking(absent):
    if absent:
        st.info(
            f"还没有装入：{'、'.join(absent)}。请用 `python -m oversight load 文件夹` 装入后筛查；"
            "用到它们的指标和规则不适用，不等于 0。"
        )


def _totals(name):
    found = ui.row(name, as_of=ui.as_of())
    if found:
        labels = ui.labels(name)
        ui.show_figures(*(ui.figure(labels[c], name, found, c) for c in labels))


def _indicators(readings):
    shown = [reading for reading in readings if reading.light != "不适用"]
    if shown:
        ui.wall(shown)
    idle = [reading for reading in readings if reading.light == "不适用"]
    if idle:
        with ui.section("不适用的指标（缺数据）"):
            ui.brief(*lights.idle(idle))


def _months(name, curves, found):
    title, frame, labels = ui.sheet(name, as_of=ui.as_of())
    if frame.empty:
        return
    shown = tables.shown(frame, labels)
    for block, (column, code) in zip(st.columns(len(curves)), curves.items(), strict=True):
        heading = tables.heading(column, labels[column])
        with block, ui.section(f"每月{heading}", catalog.get(name).card["note"]):
            ui.chart(
                _curve(frame, column, heading, found.get(code))
                if column.endswith("_rate")
                else charts.month_bars(shown, labels["ym"], heading, 240),
                "近 12 个月都是 0，或没有数据。",
            )


def _curve(frame, column, heading, reading):
    known = frame[frame[column].notna()]
    rows = [
        {"period": row["ym"], "value": tables.scaled(row[column], "%")}
        for row in known.to_dict("records")
    ]
    lines = lights.drawn_lines(reading) if reading else ()
    drawn = charts.trend(rows, f"{heading}（%）", lines, 240, ".1f", monthly=True)
    return drawn if rows else None


def _sheet(name, title, frame, labels):
    way = next((key for key in _WAYS if key in labels), None)
    columns = ui.filled(frame, labels, *_WAYS, "kind")
    with ui.section(title, catalog.get(name).card.get("note")):
        ui.table(frame, labels, title, way and _WAYS[way], 10, columns)
    return title, frame, {c: labels[c] for c in columns}


def _leads(asked):
    title, frame, labels = ui.sheet("leads/by_rule", **asked)
    with ui.section("规则与疑点", "点一行看规则卡：查什么、依据、参数、核查结果。"):
        ui.table(frame, labels, title, ("rule_cards", {"rule": "code"}), columns=_RULES, rows=14)
    title, frame, labels = ui.sheet("leads/ranked", **asked)
    with ui.section("先查哪些", "按优先级从高到低；点一行看证据。"):
        if frame.empty:
            st.info("没有疑点，或这些规则还不适用：看上表的结果一列。")
            return
        columns = ui.filled(frame, {c: labels[c] for c in _LEADS})
        ui.table(frame, labels, title, ("lead", {"lead": "finding_key"}), columns=columns, rows=10)
