"""What 规则卡 shows: the record of every rule, one card, a rehearsal, what does not run and why."""

from dataclasses import astuple

import duckdb
import pandas as pd
import streamlit as st

from oversight import catalog, rehearsal, rulebook, settings, tables, track_record, ui
from oversight.errors import UserError
from oversight.store import data_dir, open_store
from oversight.viewer import LOCAL

_SOURCES = {
    "法": "法规明文",
    "法*": "法规，参考值，须核对本地文件",
    "公": "公开文件或案例",
    "默": "本系统默认",
}
_RECORD = ["code", "title", "class", "status", "items", "institutions", "fund_yuan"]
_REHEARSED = {
    "what": "",
    "items": "疑点（条）",
    "institutions": "机构（家）",
    "fund_yuan": "涉及基金（元）",
    "new": "新增（条）",
    "gone": "减少（条）",
    "confirmed": "其中已确认（条）",
    "refuted": "其中已排除（条）",
    "confirmed_rate": "历史确认率",
}


def records():
    """Draw the record of every rule: hits, what was checked, what held, what to do; the frame."""
    title, frame, labels = ui.sheet("leads/by_rule", as_of=ui.as_of())
    frame = frame.assign(
        precision_text=[
            _share(c, j)
            for c, j in zip(frame["confirmed_items"], frame["judged_items"], strict=True)
        ],
        advice=[
            track_record.advice(c, j)
            for c, j in zip(frame["confirmed_items"], frame["judged_items"], strict=True)
        ],
    )
    shown = {c: labels[c] for c in (*_RECORD, "judged_items")}
    shown |= {"precision_text": "确认率（95% 区间）", "advice": "建议"}
    if not frame["advice"].any():
        shown.pop("advice")
    opens = ("rule_cards", {"rule": "code"})
    ui.table(frame, shown, title, opens, rows=16)
    return frame


def _share(confirmed, judged):
    """A share with its interval, as text; a dash where nothing was checked."""
    span = track_record.interval(confirmed, judged)
    if span is None:
        return tables.DASH
    return f"{confirmed / judged:.0%}（{span[0]:.0%}–{span[1]:.0%}）"


def asked(frame):
    """The rule the URL asks for, as a query; None when there is none."""
    code = ui.asked("rule")
    found = frame[frame["code"] == code]
    return catalog.get(f"rules/{found.iloc[0]['rule']}") if len(found) else None


def card(rule, frame):
    """Draw one rule's card: question, basis, where it is blind, values in force, its funnel."""
    record = frame[frame["rule"] == rule.stem].iloc[0]
    st.markdown(f"**{tables.quoted(rule.card['question'])}**")
    st.markdown("\n".join(f"- {tables.quoted(line)}" for line in rule.card["basis"]))
    st.caption(tables.quoted(rule.card["limits"].strip()))
    judged = int(record["judged_items"])
    st.markdown(
        f"在列 **{tables.count(record['items'])}** 条 → 已核查 **{judged}** 条 → 确认 "
        f"**{int(record['confirmed_items'])}** 条（{_share(record['confirmed_items'], judged)}）；"
        f"另有 {int(record['gone_items'])} 条后来消失。"
    )
    if record["advice"]:
        st.warning(record["advice"])
    if record["status"] != "完成":
        st.info(tables.quoted(f"{record['status']}：{record['reason'] or '还没有筛查'}"))
    with st.expander("规则的 SQL"):
        st.code(rule.sql, language="sql")


def parameters(rule):
    """Draw the values in force and where each comes from; the values."""
    bureau = settings.load(data_dir())
    values, own = rulebook.parameters(rule, bureau), bureau.rule_params(rule.card["code"])
    rows = [
        {
            "label": spec["label"],
            "value": _written(values[name], spec["unit"]),
            "default": _written(spec["default"], spec["unit"]),
            "source": "本局设置" if name in own else _SOURCES[spec["source"]],
        }
        for name, spec in rule.params.items()
    ]
    if not rows:
        st.caption("这条规则没有可调的参数。")
        return values
    labels = {"label": "参数", "value": "现行值", "default": "默认值", "source": "来源"}
    ui.brief(pd.DataFrame(rows), labels)
    return values


def _written(value, unit):
    if isinstance(value, list):
        return "、".join(map(str, value))
    return f"{value} {unit}".strip()


def rehearse(rule, values):
    """Draw boxes to move the numbers of a rule, what that would do, and a way to keep it."""
    moved = {n: v for n, v in values.items() if isinstance(v, (int, float))}
    if not moved:
        st.caption("这条规则没有可以试调的数值。")
        return
    with st.form("rehearse", border=False):
        boxes, given = st.columns(4), {}
        for number, (name, value) in enumerate(moved.items()):
            spec = rule.params[name]
            given[name] = boxes[number % len(boxes)].number_input(
                f"{spec['label']}（{spec['unit']}）",
                value=value,
                step=1 if isinstance(value, int) else 0.01,
                key=f"try_{rule.stem}_{name}",
            )
        pressed = st.form_submit_button("试算", type="primary")
    if pressed:
        st.session_state["tried"] = (rule.stem, tuple(given.items()))
    tried = st.session_state.get("tried")
    if tried and tried[0] == rule.stem:
        _show_rehearsal(rule, values | dict(tried[1]), dict(tried[1]), values)


@st.cache_data(show_spinner="正在试算，不改动任何数据…", max_entries=40)
def _rehearsed(stamp, path, name, params, as_of):
    rule = catalog.get(f"rules/{name}")
    known = open_store().rows("leads/of_rule", LOCAL, code=rule.card["code"])
    return astuple(rehearsal.rehearse(path, rule, dict(params), as_of, known)), astuple(
        rehearsal.of_now(known)
    )


def _show_rehearsal(rule, params, given, values):
    stamp, path = st.session_state["_stamp"], open_store().claims
    if path is None:
        st.info("还没有理赔数据，不能试算。")
        return
    asked_for = tuple((k, tuple(v) if isinstance(v, list) else v) for k, v in params.items())
    try:
        tried, now = _rehearsed(stamp, str(path), rule.stem, asked_for, ui.as_of())
    except duckdb.Error:
        st.error("用这些值算不出结果，请改回原值后再试。")
        return
    lines = []
    for what, numbers in (("现行", now), ("试调后", tried)):
        found = rehearsal.Rehearsal(*numbers)
        judged = found.confirmed + found.refuted
        row = {"what": what, **found.__dict__}
        lines.append(row | {"confirmed_rate": found.confirmed / judged if judged else None})
    ui.brief(pd.DataFrame(lines), _REHEARSED)
    st.caption("试算按现有数据重新运行这条规则；没有保存任何东西。历史确认率只看核查过的疑点。")
    changed = {name: value for name, value in given.items() if value != values[name]}
    if changed:
        _keep(rule, changed)


def _keep(rule, changed):
    with st.form("keep_values", border=False):
        reason = st.text_input("保存理由（必填）", max_chars=200)
        if st.form_submit_button("保存为本局的值，下次筛查起用"):
            try:
                settings.save_rule(open_store(), LOCAL, rule, changed, reason)
            except UserError as error:
                st.error(tables.quoted(str(error)))
            else:
                st.session_state.pop("tried", None)
                st.success("已保存到设置文件。请运行 `python -m oversight screen` 使它生效。")


def idle():
    """Draw which rules and indicators do not run, and which one table would unlock most."""
    filled = ui.run("data/filled").to_dict("records")
    found, offered = track_record.runnable(filled)
    missing = [row for row in found if row["missing"]]
    st.markdown(
        f"共 {len(found)} 项（规则和指标），现有数据可以运行 **{len(found) - len(missing)}** 项，"
        f"不适用 **{len(missing)}** 项。"
    )
    if offered:
        st.markdown("**再装入哪一张表最有用**（只缺这一张表的）")
        labels = {"title": "数据表", "table_name": "表名", "rules": "可多跑规则（条）"}
        ui.brief(pd.DataFrame(offered[:8]), labels | {"indicators": "可多跑指标（个）"})
    if missing:
        labels = {"kind": "类别", "code": "编号", "title": "名称", "missing": "缺什么"}
        ui.table(pd.DataFrame(missing), labels, "不适用的规则和指标", rows=12)
