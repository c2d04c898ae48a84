"""The page 名单比对, in Streamlit: lists and their columns, results, exclusions, doubts."""

import json
from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from oversight import (
    catalog,
    exclusions,
    figures,
    roster_check,
    tables,
    ui,
    ui_files,
    ui_rosters,
    wording,
)
from oversight.errors import UserError
from oversight.roster_check import LABELS, PAIR_LABELS, PROBLEM_LABELS, RESULTS
from oversight.store import mask, open_store
from oversight.viewer import LOCAL

ABOUT = (
    "把两三份名单一起拖进来，例如民政（低保、特困）名单、参保名单、救助支付名单；表头怎么写、在第几行都可以。"
    "先按证件号（校验位核对）比对，没有证件号的按姓名和出生日期并注明存疑。"
    "名单只在本页比对，不写入台账；排除的原因留存，下月仍在。"
)
VIEWS = RESULTS | {"pairs": "是否同一人", "problems": "名单自身的问题", "out": "留存的排除"}
_EXCLUDED = {"reason": "排除原因", "words": "说明", "until": "排除到"}
_EXCLUDED |= {"excluded_by": "排除人", "excluded_at": "排除时间"}
_ROW_PX = 35
_WIDTHS = {"doubt": 230, "places": 330, "certno": 158}


@st.cache_resource(show_spinner="正在比对…", max_entries=4)
def _compare(key, as_of, days, rules, decisions, _lists):
    return roster_check.compare(_lists, as_of, days, json.loads(rules), json.loads(decisions))


@st.cache_resource(show_spinner=False, max_entries=4)
def _parted(stamp, key, as_of, _found):
    """Results by exclusion, in clear and masked: {result: (stay, seen, out, seen out)}."""
    opened, parted = open_store(), {}
    for name, frame in _found.results.items():
        stay, out = exclusions.split(opened, LOCAL, name, frame, as_of)
        parted[name] = (stay, mask(stay, LOCAL), out, mask(out, LOCAL))
    return parted, mask(_found.pairs, LOCAL), mask(_found.problems, LOCAL)


@dataclass(frozen=True)
class Shown:
    """A comparison as the page shows it: with exclusions, and masked."""

    found: roster_check.Comparison
    parted: dict
    pairs: pd.DataFrame
    problems: pd.DataFrame


def compared(draft, listed):
    """Draw the readings and compare: a Shown, or None where the lists cannot be compared."""
    key = json.dumps([draft.token, ui_rosters.chosen(draft), draft.files], sort_keys=True)
    refused, categories = ui_rosters.prepared(key, listed)
    for words in refused:
        st.warning(tables.quoted(words))
    if refused:
        return None
    days, rules = ui_rosters.readings(draft, categories)
    decisions = json.dumps(draft.state.get("decisions", {}), sort_keys=True)
    asked = (key, ui.as_of(), days, json.dumps(rules), decisions)
    found = _compare(*asked, listed)
    return Shown(found, *_parted(st.session_state["_stamp"], asked, ui.as_of(), found))


# Results


def summary(shown):
    """One line for each result, with labels: persons, rows, money, doubts, exclusions, why not."""
    lines = []
    for name, title in RESULTS.items():
        line = {"title": title, "words": shown.found.partly.get(name, "")}
        if name in shown.found.why_not:
            line |= {"words": f"不适用：{shown.found.why_not[name]}"}
        else:
            stay, _, out, _ = shown.parted[name]
            doubted = stay["doubt"].fillna("").ne("")
            line |= {
                "persons": stay["person"].nunique(),
                "rows": len(stay),
                "amount": tables.wan(stay["amount"].sum(min_count=1)),
                "doubted": stay.loc[doubted, "person"].nunique(),
                "excluded": out["person"].nunique(),
            }
        lines.append(line)
    labels = {"title": "结果", "persons": "人数", "rows": "笔数", "amount": "金额（万元）"}
    labels |= {"doubted": "其中存疑（人）", "excluded": "已排除（人）", "words": "没有查的"}
    frame = pd.DataFrame(lines, columns=list(labels))
    counts = ["persons", "rows", "doubted", "excluded"]
    return frame.astype(dict.fromkeys(counts, "Int64")), labels


def headline(draft, shown):
    """Draw the five results as headline figures; each opens its rows."""
    frame, labels = summary(shown)
    st.markdown(wording.rosters(ui.as_of(), frame.to_dict("records")))
    cards = []
    for name, line in zip(RESULTS, frame.to_dict("records"), strict=True):
        value = "不适用" if name in shown.found.why_not else line["persons"]
        opens = figures.address("roster_check", **ui.kept(), draft=draft.token, result=name)
        query = f"rosters/{name}"
        cards.append(
            figures.card(
                f"{RESULTS[name]}（人）",
                query,
                {"persons": value},
                "persons",
                ui.as_of(),
                opens=opens,
            )
        )
    ui.show_figures(*cards)
    ui.brief(frame, labels, [column for column in labels if column != "persons"])
    return frame, labels


def _telling(frame):
    """LABELS without the columns that say nothing in these rows."""
    same_day = (
        frame["event_date"].nunique() == 1 and (frame["event_date"].dt.date == ui.as_of()).all()
    )
    silent = {
        c for c in LABELS if frame[c].isna().all() or not frame[c].astype(str).str.len().any()
    }
    silent |= {"event_date"} if same_day else set()
    return {c: label for c, label in LABELS.items() if c not in silent}


def _grid(frame, labels, key):
    """Rows to choose from; places of those chosen."""
    config = {
        tables.heading(c, label): tables.column(c, label, frame[c]) for c, label in labels.items()
    }
    for name in _WIDTHS.keys() & labels.keys():
        config[labels[name]]["width"] = _WIDTHS[name]
    event = st.dataframe(
        tables.shown(frame, labels),
        column_config=config,
        hide_index=True,
        height=_ROW_PX * (min(len(frame), 12) + 1) + 3,
        key=key,
        on_select="rerun",
        selection_mode="multi-row",
        placeholder=tables.DASH,
    )
    return list(event.selection.rows)


def _fresh(key):
    """A widget's key that changes when its rows do: what was ticked must not tick others."""
    return f"{key}_{st.session_state.setdefault('roster_turn', 0)}"


def _done():
    st.session_state["roster_turn"] += 1
    st.rerun()


def _result(name, shown):
    """Draw one result: its definition, its rows, the exclusion of rows, those excluded."""
    card = catalog.get(f"rosters/{name}").card
    with ui.section(RESULTS[name], card["note"].replace("\n", "")):
        if name in shown.found.why_not:
            st.info(tables.quoted(f"不适用：{shown.found.why_not[name]}。不适用不等于 0。"))
            return
        stay, seen, out, seen_out = shown.parted[name]
        if name in shown.found.partly:
            st.caption(tables.quoted(shown.found.partly[name]))
        if stay.empty:
            st.info("没有查出。")
        else:
            chosen = _grid(seen, _telling(seen), _fresh(f"rows_{name}"))
            ui.export(RESULTS[name], (RESULTS[name], seen, LABELS))
            _exclude(name, stay.iloc[chosen].to_dict("records"))
    if len(out):
        with ui.section(f"{RESULTS[name]}：已排除", "勾选后可以撤回；名单自己注明的不能撤回。"):
            labels = {c: LABELS[c] for c in ("psn_name", "certno", "town", "places")} | _EXCLUDED
            chosen = _grid(seen_out, labels, _fresh(f"out_{name}"))
            _withdraw([i for i in out.iloc[chosen]["exclusion_id"] if isinstance(i, str)], name)


def _exclude(name, rows):
    persons = len({row["person"] for row in rows})
    if not rows:
        st.caption("勾选左边的方框可以排除，下月比对时仍然有效。")
        return
    with st.form(f"exclude_{name}", border=False):
        why, words, until, forever = st.columns([2, 4, 2, 1], vertical_alignment="bottom")
        reason = why.selectbox("排除原因", exclusions.REASONS)
        said = words.text_input("说明（选“其他”时必填）")
        last = until.date_input(
            "排除到", date(ui.as_of().year, 12, 31), min_value=ui.as_of(), format="YYYY-MM-DD"
        )
        always = forever.checkbox("长期有效")
        if st.form_submit_button(f"排除所选 {persons} 人", type="primary"):
            try:
                end = None if always else last
                exclusions.exclude(open_store(), LOCAL, name, rows, reason, said, end)
            except UserError as error:
                st.error(tables.quoted(str(error)))
            else:
                _done()


def _withdraw(ids, key):
    if ids and st.button(f"撤回所选 {len(ids)} 条排除", key=f"withdraw_{key}"):
        exclusions.withdraw(open_store(), LOCAL, ids)
        _done()


def _pairs(draft, shown):
    """Draw persons that may be one, to be confirmed."""
    note = "同名同出生日期的先按同一人；姓名或证件号相近的没有合并，确认是同一人后再合并。"
    with ui.section("是否同一人", note):
        if shown.pairs.empty:
            st.info("没有需要确认的人。")
            return
        ticked = _grid(shown.pairs, PAIR_LABELS, _fresh("pairs"))
        chosen = list(shown.pairs["pair"].iloc[ticked])
        ui.export("是否同一人", ("是否同一人", shown.pairs, PAIR_LABELS))
        if not chosen:
            st.caption("勾选左边的方框，再确认是不是同一人。")
            return
        for box, words, same in zip(
            st.columns(6), ("是同一人", "不是同一人"), (True, False), strict=False
        ):
            if box.button(f"{words}（{len(chosen)} 对）", key=f"same_{same}"):
                kept = draft.state.get("decisions", {}) | dict.fromkeys(chosen, same)
                ui_files.changed(draft, decisions=kept)
                _done()


def _problems(shown):
    """Draw what is odd in the lists themselves."""
    note = catalog.get("rosters/row_problem").card["note"]
    with ui.section("名单自身的问题", note):
        ui.table(shown.problems, PROBLEM_LABELS, "名单自身的问题", rows=15)


def kept_exclusions():
    """Draw every exclusion that is kept, of whichever run."""
    with ui.section("留存的排除", "以前各次比对中排除、没有撤回的；勾选后可以撤回。"):
        frame = ui.run("ledger/exclusions")
        if frame.empty:
            st.info("还没有排除过任何人。")
            return
        hidden = ("exclusion_id", "person_key", "name_key")
        labels = {c: w for c, w in ui.labels("ledger/exclusions").items() if c not in hidden}
        frame["result"] = frame["result"].map(RESULTS)
        chosen = _grid(frame, labels, _fresh("kept"))
        ui.export("留存的排除", ("留存的排除", frame, labels))
        _withdraw(list(frame["exclusion_id"].iloc[chosen]), "kept")


def show(view, draft, shown):
    """Draw one of VIEWS."""
    if view in RESULTS:
        _result(view, shown)
    elif view == "pairs":
        _pairs(draft, shown)
    elif view == "problems":
        _problems(shown)
    else:
        kept_exclusions()


def sheets(shown, totals):
    """All of a comparison as sheets of one workbook, masked."""
    out = [("名单比对汇总", *totals)]
    for name, (_, seen, _, seen_out) in shown.parted.items():
        out.append((RESULTS[name], seen, LABELS))
        if len(seen_out):
            out.append((f"{RESULTS[name]}已排除", seen_out, LABELS | _EXCLUDED))
    out.append(("是否同一人", shown.pairs, PAIR_LABELS))
    out.append(("名单自身的问题", shown.problems, PROBLEM_LABELS))
    notes = [catalog.get(f"rosters/{name}").card["note"].replace("\n", "") for name in RESULTS]
    used = pd.DataFrame({"title": list(RESULTS.values()), "note": notes})
    out.append(("口径", used, {"title": "结果", "note": "口径"}))
    return out
