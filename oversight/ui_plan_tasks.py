"""How 方案转任务 works: a plan is taken in, corrected beside its source, filed and withdrawn."""

import pandas as pd
import streamlit as st

from oversight import drafts, figures, filings, plan_drafts, plan_files, plans, tables, ui, ui_files
from oversight.errors import UserError
from oversight.plan_drafts import LABELS
from oversight.store import data_dir
from oversight.viewer import LOCAL

_PASTED = "粘贴的方案.txt"
# Heights of the table and of its rows (three lines of text) in pixels; letters of a stage shown.
_HEIGHT, _ROW, _SHOWN = 620, 65, 72
_WIDTHS = {
    "mark": 52,
    "plan_path": 84,
    "description": 250,
    "leaders": 112,
    "units": 150,
    "lead_units": 120,
    "due_text": 165,
    "due_on": 112,
    "long_term": 100,
    "measures": 220,
    "doubts": 240,
}
_STAGES = {
    "name": "阶段",
    "start": "开始",
    "end": "结束",
    "time_text": "时间（原文）",
    "text": "内容",
}
_DIFFERENCE = {"change": ("变动", 100), "number": ("编号", 130), "text": ("任务或改动", 900)}


@st.cache_data(show_spinner=False, max_entries=8)
def _read(data, name):
    return plans.read_bytes(data, name)


def received():
    """The draft to work on, and the Plan in it; (None, None) before there is one."""
    label, types = "方案文件（.txt、.docx）", ["txt", "docx"]
    if ui.asked("draft"):
        draft = ui_files.received("plan", label, types)
        return draft, _read(drafts.content(data_dir(), draft), draft.files[0])
    ui_files.received("plan", label, types)
    words = "或者把方案的文字粘贴在这里，再点一下空白处"
    text = st.text_area(words, key="plan_pasted", height=300)
    if text and text.strip():
        ui_files.begin("plan", {_PASTED: plan_files.check_text(text).encode()})
        st.rerun()
    return None, None


def corrected(draft, plan):
    """The rows as they stand after what was typed; drawn beside the source, kept in the draft."""
    if "tasks" not in draft.state:
        ui_files.changed(draft, tasks=plan_drafts.rows_of(plan))
    for sentence in plan.notes:
        st.info(tables.quoted(sentence))
    left, right = st.columns([4, 7])
    with left, ui.section("原文", "标出的是收作任务的文字，号码与右边的标号相同。"):
        st.html(plan_drafts.marked(plan))
    with (
        right,
        ui.section("任务", "双击格子改字；在末行下面添任务，选中行首可删去。改动随时存下。"),
    ):
        return _table(draft, plan)


def _table(draft, plan):
    # The table starts from what was kept. It is drawn anew only when a cell nobody typed in
    # changes: a fresh table forgets where the reader was.
    held = st.session_state.setdefault("_plan_tables", {})
    version, base = held.get(draft.token, (0, None))
    change = st.session_state.get(f"plan_{draft.token}_{version}")
    if base is None or change is None:
        base, change = draft.state["tasks"], {}
    rows, derived = plan_drafts.edited(base, change, plan.year)
    if rows != draft.state["tasks"]:
        ui_files.changed(draft, tasks=rows)
    if derived:
        version, base = version + 1, rows
    held[draft.token] = version, base
    st.data_editor(
        pd.DataFrame(base, columns=list(LABELS)).astype({"long_term": bool}),
        column_config=_columns(),
        num_rows="dynamic",
        hide_index=True,
        height=_HEIGHT,
        row_height=_ROW,
        placeholder="",
        key=f"plan_{draft.token}_{version}",
    )
    return rows


def _columns():
    shown = {
        name: st.column_config.TextColumn(
            label, width=_WIDTHS[name], default="", disabled=name in ("mark", "doubts")
        )
        for name, label in LABELS.items()
    }
    shown["long_term"] = st.column_config.CheckboxColumn(
        LABELS["long_term"], width=_WIDTHS["long_term"], default=False
    )
    return shown


def stages(plan):
    """The plan's timetable."""
    if not plan.stages:
        return
    with ui.section("阶段"):
        frame = pd.DataFrame([vars(stage) for stage in plan.stages])
        cut = frame["text"].str.len() > _SHOWN
        frame["text"] = frame["text"].str.slice(0, _SHOWN) + cut.map({True: "…", False: ""})
        ui.brief(frame.astype(object).where(frame.notna(), tables.DASH), _STAGES)


def filed(draft, plan, rows):
    """What filing the rows would do; files them, says so, and takes it back when asked."""
    with ui.section("报送"):
        _said(draft)
        named, sent = st.columns([5, 3])
        issuer = "" if plan_drafts.without_units(rows) else plan.issuer
        campaign = _kept(named, draft, "campaign", "专项（方案名）", plan.title)
        unit = _kept(sent, draft, "unit", "报送单位（可不填）", issuer)
        found = plan_drafts.complaints(rows, plan.year)
        if not campaign:
            found.append("请填写专项（方案名），任务入账后按它归在一起。")
        if not rows:
            found.append("还没有任务，请在上面的表里添上，或换一个文件。")
        for sentence in found[:5]:
            st.warning(tables.quoted(sentence))
        if not found:
            _offer(draft, rows, campaign, unit, plan.year)


def _kept(place, draft, name, label, default):
    value = draft.state.get(name, default or "")
    typed = place.text_input(label, value, key=f"plan_{name}_{draft.token}").strip()
    if typed != value:
        ui_files.changed(draft, **{name: typed})
    return typed or None


def _offer(draft, rows, campaign, unit, year):
    """Show the difference to the ledger and, when there is one, the button that files it."""
    store, records = ui.store(), plan_drafts.records(rows, year)
    sent = {"campaign": campaign, "unit": unit}
    found = filings.preview(store, LOCAL, "tasks", records, **sent)
    st.markdown(plan_drafts.counted(found))
    unowned = plan_drafts.without_units(rows)
    if unit and unowned:
        st.warning(
            f"有 {unowned} 项没有写责任单位，入账后会算在报送单位名下；"
            "不是它负责的，请先补上责任单位，或把报送单位留空。"
        )
    shown = plan_drafts.difference(found)
    if shown:
        st.dataframe(
            tables.shown(pd.DataFrame(shown), {n: label for n, (label, _) in _DIFFERENCE.items()}),
            hide_index=True,
            height=35 * (min(len(shown), 6) + 1) + 3,
            column_config={
                label: st.column_config.Column(width=width) for label, width in _DIFFERENCE.values()
            },
        )
    if (found.new or found.changed) and st.button("确认入账", type="primary"):
        number = filings.commit(
            store,
            LOCAL,
            "tasks",
            records,
            file_name=draft.files[0],
            file_bytes=drafts.content(data_dir(), draft),
            seen=found,
            **sent,
        )
        words = plan_drafts.counted(found)
        ui_files.changed(draft, filing=number, filed_as=campaign, words=words)
        st.rerun()


def _said(draft):
    """The filing made from this draft, the way to its tasks, and the way back."""
    number, words = draft.state.get("filing"), draft.state.get("words", "")
    if not number:
        if words:
            st.info(words)
        return
    plan = tables.code(draft.state["filed_as"])
    address = figures.address("task_division", **ui.kept() | {"plan": plan})
    st.success(f"已入账，报送批次 {number}。{words.removeprefix('入账后：')}")
    on, back, done = st.columns([3, 2, 2], vertical_alignment="center")
    on.html(f'<p class="onward"><a class="go" href="{address}">到“任务分工”看这些任务</a></p>')
    done.button("办完了，清出暂存", on_click=ui_files.done, args=(draft,))
    if back.button("撤回这次报送"):
        try:
            filings.withdraw(ui.store(), LOCAL, number)
        except UserError as error:
            st.error(tables.quoted(str(error)))
        else:
            words = f"报送批次 {number} 已撤回，台账回到报送之前。"
            ui_files.changed(draft, filing=None, words=words)
            st.rerun()
