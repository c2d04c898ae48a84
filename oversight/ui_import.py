"""导入台账 in Streamlit: who sends what for which campaign, what it changes, commit, withdraw."""

from datetime import datetime

import streamlit as st

from oversight import (
    checking,
    clock,
    differences,
    filings,
    matching,
    remembered,
    tables,
    ui,
    ui_files,
)
from oversight.errors import UserError
from oversight.store import open_store
from oversight.viewer import LOCAL

_NONE = "（不写）"


def _options(query, column, **given):
    return [value for value in ui.run(query, **ui.shared() | given)[column] if value]


def _set(draft, name, key):
    value = st.session_state[key]
    ui_files.changed(draft, **{name: None if value == _NONE else value})


def _box(place, draft, label, name, options, default):
    chosen = draft.state.get(name, default)
    listed = list(dict.fromkeys([*filter(None, [chosen]), *options, _NONE]))
    key = f"{name}_{draft.token}"
    st.session_state[key] = chosen or _NONE
    place.selectbox(
        label,
        listed,
        key=key,
        accept_new_options=True,
        placeholder="选择或写入",
        on_change=_set,
        args=(draft, name, key),
    )
    return chosen or None


def sent(reading):
    """Who sends the file, for which campaign, when: boxes filled with what the file says."""
    draft, kind = reading.draft, reading.kind
    who, what, when = st.columns(3)
    units = _options("ledger/units", "unit", kind=kind.name)
    given = {"unit": _box(who, draft, "报送单位", "unit", units, checking.sender(reading.workbook))}
    if kind.campaign:
        known = _options("ledger/campaigns", "campaign")
        title = next((sheet.title for sheet in reading.workbook.sheets if sheet.title), None)
        default = checking.campaign(title, known)
        given["campaign"] = _box(what, draft, "专项", "campaign", known, default)
    day = when.date_input("报送日期", ui.today(), format="YYYY-MM-DD", key="filed_on")
    return given | {"filed_at": datetime.combine(day, ui.now().time())}


@st.cache_resource(show_spinner="正在与台账对比…", max_entries=4)
def _compared(stamp, kind, _records, key, unit, campaign, day):
    # Without the moment: within a day it changes nothing.
    return filings.preview(
        open_store(), LOCAL, kind, _records, campaign=campaign, unit=unit, filed_at=day
    )


def difference(reading, given):
    """What the file would change; None where it cannot be filed, said in a sentence."""
    draft = reading.draft
    records = [record for sheet in reading.workbook.sheets for record in sheet.records]
    records = differences.numbered(records, draft.state.get("same", {}))
    day = datetime.combine(given["filed_at"].date(), datetime.min.time())
    key = f"{draft.token}{sorted(draft.state.items(), key=str)}"
    try:
        if not records:
            raise UserError("没有可以入账的记录，请先在“上传核查”里核对表头。")
        stamp, kind = ui.store().stamp, reading.kind.name
        unit, campaign = given["unit"], given.get("campaign")
        return _compared(stamp, kind, records, key, unit, campaign, day), records
    except UserError as error:
        st.error(tables.quoted(str(error)))
        return None, records


def confirm(reading, found):
    """Records without a number that read like an entry: the same, or new? True when all is said."""
    draft = reading.draft
    decided = draft.state.get("same", {})
    pairs = differences.alike(found, decided)
    if pairs:
        with ui.section(f"有 {len(pairs)} 条像是台账里已有的，请逐条确认"):
            for mark, record, number, entry, score in pairs[:20]:
                _pair(draft, decided, mark, record, number, entry, score)
    if decided:
        st.button("重新确认相似的条目", on_click=_say, args=(draft, {}))
    return not pairs


def _pair(draft, decided, mark, record, number, entry, score):
    text, same, fresh = st.columns([6, 1, 1], vertical_alignment="center")
    text.markdown(
        tables.quoted(
            f"第 {record['row']} 行：{record.get('description') or ''}\n\n"
            f"{number}：{entry['description']}（文字相似 {score}%，{entry['unit'] or '单位未填'}）"
        )
    )
    args = (draft, decided | {mark: number})
    same.button("同一条", key=f"same_{mark}", on_click=_say, args=args)
    fresh.button("新的", key=f"new_{mark}", on_click=_say, args=(draft, decided | {mark: ""}))


def _say(draft, decided):
    ui_files.changed(draft, same=decided)


def show(reading, found):
    """The difference, kind by kind; rows can be left out of the filing."""
    if found.filing_id:
        st.success(f"这份内容已经报送过（批次 {found.filing_id}），台账没有变动，不必再报。")
        return
    kind, draft = reading.kind, reading.draft
    st.markdown(tables.quoted(differences.said(found)))
    if found.new:
        with ui.section(f"新增 {len(found.new)} 条", "取消“入账”勾选的，这次不入账。"):
            marks = list(map(matching.mark, found.new))
            _chosen(draft, "new", differences.new(kind, found), marks)
    if found.changed:
        with ui.section(f"变更 {len(found.changed)} 条", "取消一条的“入账”勾选，这一条就不改。"):
            frame = differences.changed(kind, found)
            _chosen(draft, "changed", frame, [found.marks[number] for number in frame["编号"]])
    if found.gone:
        note = "送来的文件里没有这些条目；台账里仍然保留，不会办结。"
        with ui.section(f"文件中不再列出 {len(found.gone)} 条", note):
            frame = differences.gone(kind, found)
            ui.table(frame, {c: c for c in frame}, "不再列出", rows=6)


def _chosen(draft, name, frame, marks):
    skipped = set(draft.state.get("skip", []))
    frame.insert(0, "入账", [mark not in skipped for mark in marks[: len(frame)]])
    key = f"skip_{name}_{draft.token}_{len(skipped)}"
    st.data_editor(
        frame,
        key=key,
        hide_index=True,
        disabled=[c for c in frame if c != "入账"],
        num_rows="fixed",
        height=min(420, 36 * (len(frame) + 1) + 3),
        on_change=_skip,
        args=(draft, marks, skipped, key),
    )


def _skip(draft, marks, skipped, key):
    for line, edits in st.session_state[key]["edited_rows"].items():
        mark = {marks[int(line)]}
        skipped = skipped - mark if edits["入账"] else skipped | mark
    ui_files.changed(draft, skip=sorted(skipped))


def commit(reading, found, records, given, ready):
    """The button that files what is chosen, whole; afterwards the page shows the filing."""
    if found.filing_id or not (found.new or found.changed):
        if not found.filing_id:
            st.info("文件里的内容与台账一致，没有要入账的变动。")
        return
    words = "确认入账" if ready else "请先确认相似的条目"
    if st.button(words, type="primary", disabled=not ready, key="commit"):
        try:
            number = _file(reading, found, records, given)
        except UserError as error:
            st.error(tables.quoted(str(error)))
            return
        ui_files.done(reading.draft)
        st.query_params["filing"] = number
        st.rerun()


def _file(reading, found, records, given):
    draft, store = reading.draft, ui.store()
    skipped = set(draft.state.get("skip", []))
    if skipped:
        records = [record for record in records if matching.mark(record) not in skipped]
        found = filings.preview(store, LOCAL, reading.kind.name, records, **given)
    number = filings.commit(
        store,
        LOCAL,
        reading.kind.name,
        records,
        file_name=draft.files[0],
        file_bytes=ui_files.content(draft),
        seen=found,
        **given,
    )
    columns = remembered.used(reading.workbook) | draft.state.get("columns", {})
    remembered.remember(store, LOCAL, reading.kind.name, given["unit"], columns)
    return number


def filed():
    """The filing of the address: what became of it, the way on, and how to take it back."""
    number = ui.asked("filing")
    if not number:
        return
    found = ui.run("ledger/filings", as_of=clock.LATEST)
    found = found[found["filing_id"] == number]
    if found.empty:
        st.warning("网址里的报送批次不存在，请从下面的清单里选择。")
        return
    one = found.iloc[0]
    rows = f"新增 {one['rows_new']} 条，变更 {one['rows_changed']} 条"
    what = f"《{one['ledger']}》批次 {number}：{rows}"
    if one["state"] == "已撤回":
        st.info(f"{what}；已撤回，台账恢复到入账之前。")
        return
    st.success(tables.quoted(f"已入账：{what}，未变 {one['rows_unchanged']} 条。"))
    on, back, _ = st.columns([1, 1, 3])
    if on.button("看整改进展", width="stretch"):
        st.switch_page("pages/rectification_progress.py", query_params=ui.kept())
    if one["state"] == "有效":
        with back.popover("撤回这一批", width="stretch"):
            st.write("撤回后，这一批新增的条目不再有效，改动过的条目恢复原样；撤回本身也有记录。")
            st.button("确定撤回", type="primary", on_click=_withdraw, args=(number,))
    if fault := st.session_state.pop("_withdraw_fault", None):
        st.error(tables.quoted(fault))


def _withdraw(number):
    try:
        filings.withdraw(open_store(), LOCAL, number, ui.now())
    except UserError as error:
        st.session_state["_withdraw_fault"] = str(error)


def earlier():
    """Filings received so far; choosing one shows it, to be withdrawn."""
    found = ui.run("ledger/filings", as_of=clock.LATEST)
    with ui.section("报送批次", "点选一行可以查看、撤回。"):
        seen = ["filed_at", "ledger", "campaign", "unit", "rows_new", "rows_changed", "state"]
        labels = ui.labels("ledger/filings")
        opens = ("import_file", {"filing": "filing_id"})
        ui.table(found, labels, "报送批次", opens, columns=[*seen, "file_name"])
