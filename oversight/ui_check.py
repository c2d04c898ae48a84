"""What 上传核查 and 导入 share: a dropped ledger file, its reading, and what is mended in place."""

import json
from dataclasses import dataclass
from functools import partial

import streamlit as st

from oversight import checking, drafts, importing, ledgers, remembered, tables, ui, ui_files
from oversight.drafts import Draft
from oversight.errors import UserError
from oversight.grids import read_grids
from oversight.headings import plain
from oversight.store import data_dir
from oversight.viewer import LOCAL

TYPES = ["xlsx", "xls", "xlsb", "ods", "csv", "tsv", "txt"]
VIEWS = {"faults": "问题", "mend": "改正", "columns": "表头与列", "left": "未读的行"}
_ANY = ("table_check", "到“数据自查”核对")
_ELSEWHERE = {
    "knowledge": ("rule_library", "到“两库规则”装入"),
    "roster": ("roster_check", "到“名单比对”"),
}
_MAYBE = {"ledger", "list", "template", "unknown"}
_PROMPT = "把街镇、科室、医院或省市送来的台账拖到这里（Excel、ods、CSV）"


@dataclass
class Reading:
    """A draft and what is read from it; ``learned`` are the headings known of this sender."""

    draft: Draft
    workbook: importing.Workbook
    kind: ledgers.Kind
    learned: dict
    sender: str | None


@st.cache_resource(show_spinner="正在读取文件…", max_entries=3)
def _grids(folder, token):
    draft = drafts.load(folder, token)
    return read_grids(drafts.content(folder, draft), draft.files[0])


@st.cache_resource(show_spinner="正在核查…", max_entries=6)
def _workbook(folder, token, sha256, state, learned):
    draft = drafts.load(folder, token)
    choices = checking.choices(json.loads(state), dict(learned))
    return importing.read_sheets(_grids(folder, token), draft.files[0], sha256, choices=choices)


def _read(draft):
    folder = data_dir()
    mattering = {k: v for k, v in draft.state.items() if k in importing.Choices.__annotations__}
    given = (folder, draft.token, drafts.sha256(folder, draft), json.dumps(mattering))
    workbook = _workbook(*given, ())
    sender = draft.state.get("unit") or checking.sender(workbook)
    learned = remembered.recall(ui.store(), LOCAL, workbook.kind, sender)
    if learned:
        workbook = _workbook(*given, tuple(sorted(learned.items())))
    kind = ledgers.kind(workbook.kind)
    return Reading(draft, workbook, kind, learned | draft.state.get("columns", {}), sender)


def opened():
    """The Reading of the file the page works on; None before there is one, or where it cannot be
    read (said in a sentence; the ledger kind can be chosen by hand then)."""
    draft = ui_files.received("ledger", _PROMPT, TYPES)
    if draft is None:
        return None
    try:
        return _read(draft)
    except UserError as error:
        _explain(draft, error)
        return None


def _explain(draft, error):
    """Why a file is not read as a ledger: what it is instead, and where to go with it."""
    try:
        found = checking.others(_grids(data_dir(), draft.token))
    except UserError:
        found = []
    if draft.state or not found or any(what.kind in _MAYBE for _, what in found):
        st.error(tables.quoted(str(error)))
    if draft.state:
        st.button("放弃改动，按原样重读", on_click=_forget, args=(draft,))
    if not found:
        return
    st.warning(tables.quoted("\n\n".join(checking.other_words(draft.files[0], found))))
    ways = dict.fromkeys(_ELSEWHERE.get(what.kind, _ANY) for _, what in found)
    with st.container(horizontal=True):
        for page, label in ways:
            if st.button(label, key=f"to_{page}"):
                there = ui.kept() | {"draft": draft.token}
                st.switch_page(f"pages/{page}.py", query_params=there)


def _forget(draft):
    draft.state = {}
    ui_files.changed(draft)


def summary(reading):
    """What the file is and how much of it is wrong; the kind of ledger can be corrected."""
    book, draft = reading.workbook, reading.draft
    words, box = st.columns([4, 1], vertical_alignment="center")
    words.markdown(tables.quoted(checking.said(book, reading.kind)))
    kinds = {name: kind.title for name, kind in ledgers.kinds().items()}
    key = f"kind_{draft.token}"
    st.session_state[key] = book.kind
    box.selectbox(
        "读作",
        list(kinds),
        format_func=lambda name: f"读作：{kinds[name]}",
        key=key,
        on_change=_set_kind,
        args=(draft, key),
        label_visibility="collapsed",
    )

    unsure = checking.unsure(book, reading.kind)
    if unsure:
        st.warning(tables.quoted(f"这些表头是猜的，请在“表头与列”里确认：{'；'.join(unsure)}。"))


def _set_kind(draft, key):
    ui_files.changed(draft, kind=st.session_state[key], columns={})


def sheet_of(reading):
    """The sheet a view is about: the only one, or the one chosen."""
    named = {sheet.name or "": sheet for sheet in reading.workbook.sheets}
    if len(named) == 1:
        return next(iter(named.values()))
    picked = ui.choose("工作表", list(named), "sheet")
    return named[picked] if picked else next(iter(named.values()))


def show_faults(reading):
    """The faults, to be narrowed by kind and handed out."""
    found = checking.faults(reading.workbook)
    if found.empty:
        st.success("没有发现问题。")
        return
    counts = found["类型"].value_counts()
    box, rest = st.columns([1, 3])
    with box:
        wanted = ui.choose("问题类型", list(counts.index), "fault")
    rest.markdown(tables.quoted("、".join(f"{name} {n} 处" for name, n in counts.items())))
    if wanted:
        found = found[found["类型"] == wanted]
    ui.table(found, {c: c for c in found}, "核查发现的问题", rows=14)


def mend(reading):
    """The records' cells as written, to be corrected in place; every correction is kept at once."""
    sheet = sheet_of(reading)
    box, typed = st.columns([1, 3], vertical_alignment="bottom")
    only = box.toggle("只看有问题的", value=True, key="only_faulty")
    search = typed.text_input("查找", key="search_cells", placeholder="单位、人名、问题里的字")
    grid = reading.workbook.grids[sheet.name]
    frame = checking.cells(sheet, reading.workbook, only, search.strip())
    if frame.empty:
        st.info("没有这样的记录。")
    else:
        _editor(reading, sheet, grid, frame)
    _corrections(reading)


def _editor(reading, sheet, grid, frame):
    draft = reading.draft
    places = {name: place for place, name in checking.names(sheet).items()}
    # A new name after each correction: the old edits are in the draft already.
    key = f"cells_{draft.token}_{len(json.dumps(draft.state))}_{len(frame)}"
    st.caption("双击一格就能改，改完立即重新核查；原文件不动，改动只记在暂存里。")
    st.data_editor(
        frame,
        key=key,
        hide_index=True,
        disabled=["行", "问题"],
        num_rows="fixed",
        height=min(560, 36 * (len(frame) + 1) + 3),
        column_config={
            "行": st.column_config.NumberColumn(width=50, pinned=True),
            "问题": st.column_config.TextColumn(width=220, pinned=True),
        },
        on_change=_written,
        args=(draft, sheet.name or "", grid, list(frame["行"]), places, key),
    )


def _written(draft, sheet, grid, rows, places, key):
    written = draft.state.setdefault("cells", {}).setdefault(sheet, {})
    for line, edits in st.session_state[key]["edited_rows"].items():
        for name, text in edits.items():
            row, place = checking.anchor(grid, rows[int(line)], places[name] + 1)
            written[f"{row},{place}"] = text or ""
    ui_files.changed(draft)


def _corrections(reading):
    frame = checking.corrections(reading.draft.state, _grids(data_dir(), reading.draft.token))
    if frame.empty:
        return
    with ui.section(f"已改 {len(frame)} 格"):
        ui.brief(frame, {c: c for c in frame})
        st.button("撤销最后一处", on_click=_undo, args=(reading.draft,))


def _undo(draft):
    for written in reversed(list(draft.state["cells"].values())):
        if written:
            written.popitem()
            break
    ui_files.changed(draft)


def columns(reading):
    """Where the header is and which column each heading fills; both can be corrected."""
    if fault := st.session_state.pop("_mapping_fault", None):
        st.error(tables.quoted(fault))
    draft, book = reading.draft, reading.workbook
    names = [grid.name or "" for grid in book.grids.values() if not grid.hidden]
    name = names[0]
    if len(names) > 1:
        name = ui.choose("工作表", names, "sheet") or name
    sheet = next((s for s in book.sheets if (s.name or "") == name), None)
    lines = sheet.header_rows if sheet else (1, 1)
    first, last, also = st.columns([1, 1, 4], vertical_alignment="bottom")
    keys = [f"{end}_{draft.token}_{ui.code(name)}" for end in ("first", "last")]
    for box, label, key, line in zip(
        (first, last), ("表头首行", "表头末行"), keys, lines, strict=True
    ):
        st.session_state[key] = line
        box.number_input(
            label, 1, None, key=key, on_change=_set_header, args=(draft, name, tuple(keys))
        )
    if sheet is None:
        also.info("这张表没有当作台账来读；给出表头所在的行，就按台账读。")
        return
    said = "；".join(f"{label}：{text}" for label, text in sheet.stated.items())
    also.markdown(tables.quoted("　".join(filter(None, (sheet.title, said)))))
    _mapping(reading, sheet)


def _set_header(draft, name, keys):
    first, last = (st.session_state[key] for key in keys)
    headers = draft.state.get("headers", {}) | {name: [first, max(first, last)]}
    ui_files.changed(draft, headers=headers)


def _mapping(reading, sheet):
    draft, kind = reading.draft, reading.kind
    frame = checking.columns(sheet, reading.workbook, kind, reading.learned)
    named = {column.label: name for name, column in kind.columns.items()}
    key = f"columns_{draft.token}_{len(json.dumps(draft.state))}"
    st.data_editor(
        frame,
        key=key,
        hide_index=True,
        disabled=["列", "表头", "认法", "示例"],
        num_rows="fixed",
        height=36 * (len(frame) + 1) + 3,
        column_config={
            "列": st.column_config.TextColumn(width=50),
            "对应": st.column_config.SelectboxColumn(
                "对应的台账列（可改）", options=[*named, checking.NOT_READ], required=True
            ),
        },
        on_change=_mapped,
        args=(draft, list(frame["表头"]), named, key),
    )
    known = reading.learned | remembered.used(reading.workbook)
    left, right = st.columns([1, 3], vertical_alignment="center")
    left.download_button(
        "导出对照",
        partial(remembered.as_toml, kind.name, reading.sender, known),
        f"表头对照_{reading.sender or kind.title}.toml",
        on_click="ignore",
        key="export_mapping",
    )
    box = f"mapping_{draft.token}"
    right.file_uploader(
        "用改好的对照", ["toml"], key=box, on_change=_mapping_given, args=(draft, box)
    )


def _mapped(draft, headings, named, key):
    columns = dict(draft.state.get("columns", {}))
    for line, edits in st.session_state[key]["edited_rows"].items():
        columns[plain(headings[int(line)])] = named.get(edits.get("对应"), "")
    ui_files.changed(draft, columns=columns)


def _mapping_given(draft, box):
    given = st.session_state[box]
    if given is None:
        return
    try:
        kind, _, columns = remembered.from_toml(given.getvalue(), given.name)
    except UserError as error:
        st.session_state["_mapping_fault"] = str(error)
        return
    ui_files.changed(draft, kind=kind, columns=draft.state.get("columns", {}) | columns)


def left_out(reading):
    """Rows that were not read as records, with the reason; any can be read after all."""
    frame = checking.left_out(reading.workbook)
    if frame.empty:
        st.success("表里的每一行都读作了记录。")
        return
    draft = reading.draft
    rows = draft.state.get("rows", {})
    key = f"left_{draft.token}_{len(json.dumps(draft.state))}"
    frame.insert(0, "读作记录", False)
    st.caption("勾选“读作记录”，这一行就不再略过。")
    st.data_editor(
        frame,
        key=key,
        hide_index=True,
        disabled=["工作表", "行", "原因", "内容"],
        num_rows="fixed",
        height=min(560, 36 * (len(frame) + 1) + 3),
        on_change=_read_after_all,
        args=(draft, rows, list(zip(frame["工作表"], frame["行"], strict=True)), key),
    )


def _read_after_all(draft, rows, places, key):
    for line, edits in st.session_state[key]["edited_rows"].items():
        sheet, row = places[int(line)]
        if row == row and row is not None:
            rows.setdefault(sheet, {})[str(int(row))] = edits["读作记录"]
    ui_files.changed(draft, rows=rows)


def _marked(folder, draft, workbook, cells):
    from oversight import marking  # openpyxl loads slowly

    return marking.mark(drafts.content(folder, draft), workbook, cells)


def hand_out(reading):
    """The file again, corrected and marked, with a sheet of what was found; and the way on."""
    draft = reading.draft
    cells = checking.choices(draft.state).cells
    back, on, _ = st.columns([1, 1, 3])
    back.download_button(
        "下载标注后的文件",
        partial(_marked, data_dir(), draft, reading.workbook, cells),
        f"{draft.files[0].rsplit('.', 1)[0]}_体检.xlsx",
        on_click="ignore",
        width="stretch",
    )
    if on.button("下一步：导入台账", type="primary", width="stretch"):
        st.switch_page("pages/import_file.py", query_params=ui.kept() | {"draft": draft.token})
