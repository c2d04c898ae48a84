"""What 疑点线索 and the page of one lead show: the ranked list, decisions, evidence, the sheet."""

import html
from datetime import date
from functools import partial

import streamlit as st

from oversight import (
    catalog,
    decisions,
    figures,
    lead_evidence,
    settings,
    tables,
    ui,
    ui_portrait,
)
from oversight.errors import UserError
from oversight.store import data_dir, open_store
from oversight.viewer import LOCAL

_ROW_PX = 35
_FILTERS = {
    "code": "规则",
    "fixmedins_code": "机构",
    "dept_name": "科室",
    "ym": "月份",
    "stage": "环节",
    "state": "状态",
}
# What the list shows, each with the width that keeps the whole line on a small screen.
_SHOWN = {
    "priority": 58,
    "rule_title": 178,
    "psn_no": 112,
    "fixmedins_name": 140,
    "dept_name": 76,
    "event_date": 94,
    "fund_amount": 106,
    "state": 64,
    "factors": 178,
}
_ENTER = "转台账"


def filters():
    """Draw the boxes above the list; what they are set to, with the date."""
    offered = ui.run("leads/offered", as_of=ui.as_of())
    given = {"as_of": ui.as_of()}
    boxes = st.columns(len(_FILTERS) + 1)
    for box, (name, label) in zip(boxes, _FILTERS.items(), strict=False):
        of_name = offered[offered["by_what"] == name]
        options = dict(zip(of_name["label"], of_name["member"], strict=True))
        with box:
            given[name] = options.get(ui.choose(label, list(options), f"lead_{name}"))
    with boxes[-1]:
        number = st.text_input("人员编号", key="lead_person", placeholder="完整编号")
    given["psn_no"] = number.strip() or None
    return given


def listed(given):
    """Draw the ranked list; the finding keys of the rows that are ticked."""
    title, frame, labels = ui.sheet("leads/ranked", **given)
    if frame.empty:
        st.info("没有符合条件的疑点。")
        return []
    shown = {c: labels[c] for c in _SHOWN if c != "dept_name" or frame[c].notna().any()}
    config = {
        tables.heading(c, label): tables.column(c, label, frame[c]) | {"width": _SHOWN[c]}
        for c, label in shown.items()
    }
    event = st.dataframe(
        tables.shown(frame, shown),
        column_config=config,
        hide_index=True,
        height=_ROW_PX * (min(len(frame), 12) + 1) + 3,
        key=f"leads_{st.session_state.setdefault('leads_turn', 0)}",
        on_select="rerun",
        selection_mode="multi-row",
        placeholder=tables.DASH,
    )
    ui.export(title, (title, frame, shown | {"finding_key": labels["finding_key"]}))
    return list(frame["finding_key"].iloc[event.selection.rows])


def history(found):
    """Draw what was decided, and the other leads of the same person, institution and rule."""
    asked = {key: found[key] for key in ("finding_key", "psn_no", "fixmedins_code", "rule")}
    asked["as_of"] = ui.as_of()
    with ui.section("处置经过"):
        ui.listed("leads/decisions", **asked)
    # A lead about an agent or a shop's terminal has no insured person, some no institution.
    others = [
        ("leads/same_person", "同一参保人的其他疑点", found["psn_no"]),
        ("leads/same_institution", "同一机构的疑点", found["fixmedins_code"]),
    ]
    drawn = [(query, title) for query, title, whose in others if whose]
    for box, (query, title) in zip(st.columns(max(1, len(drawn))), drawn, strict=False):
        with box, ui.section(title):
            ui.listed(query, **asked)
    if found["fixmedins_code"]:
        with ui.section("同一规则在同类机构中的分布", "同类指同类型、同等级。"):
            ui.listed("leads/peers", **asked)


def open_chosen(keys):
    """Draw the way on to the page of the first ticked lead."""
    if len(keys) == 1 and st.button("查看这条疑点的证据", type="primary"):
        st.switch_page("pages/lead.py", query_params=ui.kept() | {"lead": keys[0]})


def decide(keys):
    """Draw the form that decides about the ticked leads, or about the one of the page."""
    if not keys:
        st.caption("勾选左边的方框，可以查看证据，也可以一次处置多条。")
        return
    what = st.segmented_control(
        "处置", [*decisions.WORDS[:1], _ENTER, *decisions.WORDS[1:]], default="核实", key="decision"
    )
    with st.form("decide", border=False):
        if what == _ENTER:
            act = partial(_enter, keys, *_entry_boxes())
        else:
            act = partial(_decide, keys, what, *_decision_boxes(what))
        if st.form_submit_button(f"{what}所选 {len(keys)} 条", type="primary"):
            try:
                said = act()
            except UserError as error:
                st.error(tables.quoted(str(error)))
            else:
                st.session_state["leads_turn"] = st.session_state.get("leads_turn", 0) + 1
                st.session_state["leads_said"] = said
                st.rerun()


def told():
    """Say once what the last decision did."""
    said = st.session_state.pop("leads_said", None)
    if said:
        st.success(tables.quoted(said))


def _decision_boxes(what):
    reason = st.text_input("理由（必填）", max_chars=500)
    handed_to = st.text_input("移送给（部门）") if what == "移送" else None
    return reason, handed_to


def _decide(keys, what, reason, handed_to):
    done = decisions.decide(open_store(), LOCAL, keys, what, reason, handed_to)
    return f"已{what} {done} 条疑点。"


def _entry_boxes():
    unit, leader, due = st.columns(3)
    shared = ui.shared()
    units = [u for u in ui.run("ledger/units", **shared)["unit"] if u]
    leaders = [name for name in ui.run("ledger/leaders", **shared)["leader"] if name]
    chosen = unit.selectbox("责任单位", units, index=None, accept_new_options=True)
    named = leader.multiselect("责任领导", leaders, accept_new_options=True)
    on = due.date_input("完成时限", decisions.due_by_default(ui.today()), format="YYYY-MM-DD")
    measures = st.text_input("核查要求")
    return chosen, named, on, measures


def _enter(keys, unit, leaders, due_on, measures):
    decisions.enter(open_store(), LOCAL, keys, unit, leaders, due_on, measures or None, ui.now())
    return f"已将 {len(keys)} 条疑点立入疑点线索处置台账，同一规则、同一机构合为一条。"


def of_entry(number):
    """Draw the leads that an entry of the ledger was made from, where there are any."""
    title, frame, labels = ui.sheet("leads/of_entry", entry_no=number)
    if len(frame):
        with ui.section(title, "点一行看证据。"):
            columns = ui.filled(frame, labels, "finding_key")
            ui.table(frame, labels, title, ("lead", {"lead": "finding_key"}), columns=columns)


# One lead


def lead():
    """The lead the URL asks for, as a dict; empty when there is none."""
    key = ui.asked("lead")
    return ui.row("leads/lead", finding_key=key, as_of=ui.as_of()) if key else {}


def facts(found):
    """Draw what a lead is, its four factors, and where it stands."""
    labels = ui.labels("leads/lead")
    hidden = {"finding_key", "rule", "params", "priority", "fund_rank", "class_weight"}
    hidden |= {"precision_rate", "recurrence", "fixmedins_code", "entry_no"}
    ui.brief(*tables.sheet(found, {c: labels[c] for c in labels if c not in hidden}))
    if not tables.is_missing(found["priority"]):
        st.caption(
            f"优先级 {found['priority']:.3f} = 基金分位 {found['fund_rank']:.3f} × 判级权重 "
            f"{found['class_weight']:.1f} × 历史精确率 {found['precision_rate']:.2f} × 复发系数 "
            f"{found['recurrence']:.1f}"
        )
    if not tables.is_missing(found["entry_no"]):
        opens = ("entry", {"entry": "entry_no"})
        frame = ui.run("leads/lead", finding_key=found["finding_key"], as_of=ui.as_of())
        ui.linked(frame, labels, opens, ["entry_no", "state"])


def ways(found):
    """Draw the ways on from a lead: portraits of whom its evidence names, the group it is of."""
    ways, key = [], found["finding_key"]
    if not tables.is_missing(found["fixmedins_code"]):
        ways.append(("机构画像", "institution", {"fixmedins_code": found["fixmedins_code"]}))
    for row in ui.run("portrait/lead_person", finding_key=key).itertuples(index=False):
        ways.append(("参保人画像", "person", {"kind": "insured", "person": row.person_key}))
    for row in ui.run("portrait/lead_staff", finding_key=key).itertuples(index=False):
        title = f"{ui_portrait.KINDS[row.kind]}画像：{row.staff_name}"
        ways.append((title, "person", {"kind": row.kind, "staff": row.staff_key}))
    for row in ui.run("network/of_lead", finding_key=key).itertuples(index=False):
        title = f"关系网络：{row.tie} {row.persons} 人"
        ways.append((title, "network", {"group": row.group_key}))
    links = (
        f'<a class="go" href="{html.escape(figures.address(page, **ui.kept() | asked))}">'
        f"{html.escape(title)}</a>"
        for title, page, asked in ways
    )
    st.html(f'<p class="onward">{"　".join(links)}</p>')


def rule(found):
    """Draw what the rule asks, on what basis, with which values, and where it is blind."""
    from oversight import lead_sheet  # python-docx takes long to load

    of_rule = catalog.get(f"rules/{found['rule']}")
    lines = [of_rule.card["question"], "", *(f"- {basis}" for basis in of_rule.card["basis"])]
    st.markdown("\n".join(tables.quoted(line) if line[:2] != "- " else line for line in lines))
    values = lead_sheet.parameters(of_rule, found["params"])
    if values:
        st.markdown(tables.quoted(f"参数：{values}"))
    st.caption(tables.quoted(of_rule.card["limits"].strip()))
    with st.expander("规则的 SQL"):
        st.code(of_rule.sql, language="sql")


def evidence(found):
    """Draw the rows that prove a lead and what to check; returns both."""
    rows = ui.run("leads/evidence", finding_key=found["finding_key"], as_of=ui.as_of())
    shown = lead_evidence.frames(rows, LOCAL)
    if not shown:
        st.info("证据行已不在数据中（数据有变动），疑点编号和金额仍保留。")
    for title, frame, labels in shown:
        st.markdown(f"**{title}**（{len(frame)} 行）")
        ui.table(frame, labels, f"{title}_{found['finding_key'][:6]}", rows=8)
    groups = lead_evidence.missing(rows, LOCAL)
    if groups:
        st.caption(tables.quoted("同一组：" + "、".join(groups)))
    return shown, lead_evidence.checks(rows)


def sheet(found, shown, checked):
    """Draw the button that hands out the lead as a sheet of paper (docx)."""

    def made():
        from oversight import lead_sheet

        decided = ui.run("leads/decisions", finding_key=found["finding_key"])
        bureau = settings.load(data_dir()).bureau
        return lead_sheet.to_bytes(found, shown, checked, decided, ui.as_of(), bureau)

    st.download_button(
        "下载核查单（Word）",
        made,
        f"疑点线索核查单_{found['code']}_{found['finding_key'][:8]}_{date.today():%Y%m%d}.docx",
        on_click="ignore",
    )
