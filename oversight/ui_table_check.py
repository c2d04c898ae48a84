"""What 数据自查 shows: the tables in the dropped files, their profiles, charts, and a screening."""

import tempfile
from pathlib import Path

import pandas as pd
import streamlit as st

from oversight import (
    check_words,
    claims_check,
    drafts,
    loose_files,
    profiling,
    quick_charts,
    recognising,
    settings,
    tables,
    ui,
    ui_files,
)
from oversight.errors import UserError
from oversight.store import data_dir

VIEWS = {"profile": "概况", "charts": "图表", "claims": "理赔筛查"}
# Pixels; text is wrapped in rows of at least 65.
_ROW, _ROW_OF_TWO = 35, 65
_PROMPT = "把要核对的表拖到这里，可以一次放几个（Excel、ods、CSV）"
_LARGEST_MB = 300
_EMPTY = "empty"


@st.cache_resource(show_spinner="正在读取文件…", max_entries=30, ttl=1800)
def _parts(folder, token, number, file, headers):
    draft = drafts.load(folder, token)
    given = {place: (first, last) for place, first, last in headers}
    return loose_files.parts(drafts.content(folder, draft, number), file, number, given)


@st.cache_resource(show_spinner=False, max_entries=2)
def _profiled(folder, token, number, key, headers, today, _part):
    """(rows in DuckDB, Profile) of one table; two are kept, for a large one takes much memory."""
    bar = st.progress(0.0, "正在读入") if _part.large else None
    draft = drafts.load(folder, token)
    held = loose_files.held(_part, drafts.content(folder, draft, number))
    found = profiling.profile(held, today, bar and (lambda share, said: bar.progress(share, said)))
    if bar:
        bar.empty()
    return held, found


@st.cache_resource(show_spinner=False, max_entries=4)
def _screened(folder, token, headers, rules):
    """A ClaimsCheck of a draft's files; ``rules`` are what the bureau's settings say of them."""
    draft, bar = drafts.load(folder, token), st.progress(0.0, "正在读入")
    given = {(file, sheet): last for file, sheet, last in headers}
    with tempfile.TemporaryDirectory() as place:
        paths = []
        for number, file in enumerate(draft.files):
            paths.append(Path(place) / str(number) / Path(file).name)
            paths[-1].parent.mkdir()
            paths[-1].write_bytes(drafts.content(folder, draft, number))
        try:
            return claims_check.check(
                paths,
                settings.load(folder),
                headers=given,
                progress=lambda share, said: bar.progress(share, said),
            )
        finally:
            bar.empty()


# What was dropped


def opened():
    """(draft, Parts of all its files); None before there is a file. A file that cannot be read is
    said so in a sentence, the others go on."""
    types = [*loose_files.TYPES, loose_files.MAPPING]
    draft = ui_files.received("table", _PROMPT, types, several=True, largest=_LARGEST_MB)
    if draft is None:
        return None
    found = []
    for number, file in enumerate(draft.files):
        if file.lower().endswith(f".{loose_files.MAPPING}"):
            continue
        try:
            found += _parts(data_dir(), draft.token, number, file, _headers(draft, number))
        except UserError as error:
            st.error(tables.quoted(str(error)))
    return draft, found


def _headers(draft, number=None):
    """Header rows that a person gave: (place of the sheet, first, last) of one file."""
    given = draft.state.get("headers", {})
    return tuple(
        (key.partition("/")[2], *rows)
        for key, rows in sorted(given.items())
        if key.partition("/")[0] == str(number)
    )


def choose(parts):
    """The Part to look at, out of a box where there are several; None where all are empty."""
    named = {f"{part.number}.{part.key}": part for part in parts if part.what.kind != _EMPTY}
    empty = len(parts) - len(named)
    if not named:
        st.warning("文件里没有内容，请核对后重新选择。")
        return None
    if len(named) + empty > 1:
        first = next(iter(named))
        given = st.query_params.get("part")
        st.session_state["part"] = given if given in named else first
        st.selectbox(
            f"表（共 {len(named)} 张" + (f"，另有 {empty} 张空白工作表）" if empty else "）"),
            list(named),
            format_func=lambda key: _called(named[key]),
            key="part",
            on_change=ui.to_url,
            args=("part", first),
        )
        return named[st.session_state["part"]]
    return next(iter(named.values()))


def _called(part):
    return f"{part.name}：{recognising.KINDS[part.what.kind]}"


def _place(part):
    return f"{part.number}/{part.key.partition('.')[0]}"


def correct(draft, part):
    """Where the header is, as found; a person can say otherwise, beside the first rows."""
    given = draft.state.get("headers", {}).get(_place(part))
    lines = (part.table.first, part.table.last) if part.table else (None, None)
    said = "表头：没有找到" if lines[0] is None else f"表头：第 {lines[0]} 至 {lines[1]} 行"
    with st.expander(f"{said}（{'手工指定' if given else '自动识别'}），看原表开头或改正"):
        first, last, back, rest = st.columns([1, 1, 1, 3], vertical_alignment="bottom")
        key = f"{draft.token}_{_place(part)}"
        most = max(len(part.top), lines[1] or 1, 1)
        a = first.number_input("从第几行", 1, most, min(lines[0] or 1, most), key=f"from_{key}")
        b = last.number_input("到第几行", 1, most, min(lines[1] or 1, most), key=f"to_{key}")
        if a > b:
            rest.warning("起始行不能在结束行之后。")
        elif (a, b) != (lines[0] or 1, lines[1] or 1) or lines[0] is None:
            rest.button(
                "按这几行作表头",
                type="primary",
                key=f"set_{key}",
                on_click=_set_header,
                args=(draft, _place(part), [int(a), int(b)]),
            )
        if given:
            back.button(
                "恢复自动识别",
                key=f"auto_{key}",
                on_click=_set_header,
                args=(draft, _place(part), None),
            )
        st.dataframe(
            _top(part), hide_index=True, height=388, key=f"top_{key}", placeholder=tables.DASH
        )


def _set_header(draft, place, rows):
    given = dict(draft.state.get("headers", {}))
    given.pop(place, None)
    if rows:
        given[place] = rows
    ui_files.changed(draft, headers=given)
    for name in list(st.session_state):
        if str(name).startswith((f"from_{draft.token}_{place}", f"to_{draft.token}_{place}")):
            del st.session_state[name]


def _top(part):
    """The first rows as written, personal data masked below the header."""
    rows = loose_files.preview(part)
    width = max((len(cells) for _, cells, _ in rows), default=1)
    headings = {column.place: column.name for column in part.table.columns} if part.table else {}
    hidden = {"记录", "合计", "小计"}
    shown = [
        {"行": row, "是什么": kind}
        | {
            f"第 {place + 1} 列": check_words.shown_cell(
                cells[place] if place < len(cells) else "",
                headings.get(place) if kind in hidden else None,
            )
            for place in range(width)
        }
        for row, cells, kind in rows
    ]
    return pd.DataFrame(shown)


# What is seen of it


def _held(draft, part):
    headers = _headers(draft, part.number)
    given = (data_dir(), draft.token, part.number, part.key, headers, ui.today())
    return _profiled(*given, part)


def profile(draft, part):
    """A table's profile: in sentences, what to look at, every column, what is no record."""
    if part.form:
        _form(part)
        return
    correct(draft, part)
    held, found = _held(draft, part)
    st.markdown(check_words.about(part, found))
    columns, problems = check_words.columns(found), check_words.problems(found)
    sums, asides = check_words.sums(found), check_words.asides(part.table, held.totals)
    sheets = [("各列", columns), ("要核对的", problems)]
    if len(problems):
        with ui.section("要核对的", "只按这张表自己大多数的写法判断；离群值不一定是错。"):
            _table(problems, "要核对的", rows=6, lines=2)
    with ui.section("各列", "金额按列的单位；人员姓名、证件号、电话已遮盖。"):
        _table(columns, "各列", rows=14)
    if len(sums):
        sheets.append(("合计核对", sums))
        with ui.section("合计核对"):
            _table(sums, "合计核对", rows=6)
    if len(asides):
        sheets.append(("不是记录的行", asides))
        with ui.section("不是记录的行", "标题、分组、合计、重复表头、表注等，没有计入各列。"):
            _table(asides, "不是记录的行", rows=6)
    _hand_out(f"数据自查_{part.name}", sheets)


def _form(part):
    st.info(part.what.why)
    items = check_words.items(part.form)
    with ui.section(tables.quoted(part.form.title or "填写项")):
        _table(items, "填写项", rows=16)
    _hand_out(f"数据自查_{part.name}", [("填写项", items)])


def _table(frame, key, rows, lines=1):
    """At most ``rows`` rows at a time; a cell may take so many ``lines``."""
    row = _ROW if lines == 1 else _ROW_OF_TWO
    st.dataframe(
        frame,
        hide_index=True,
        height=row * min(len(frame), rows) + _ROW + 3,
        row_height=row,
        key=f"table_{key}",
        column_config=check_words.config(frame),
        placeholder=tables.DASH,
    )


def _hand_out(name, sheets):
    ui.export(name, *((title, frame, {c: c for c in frame}) for title, frame in sheets))


# Charts


def charts(draft, part):
    """A chart of the table by two or three choices, and the rows behind it."""
    if part.form:
        st.info("填写式的表没有可以画图的列。")
        return
    held, found = _held(draft, part)
    axes, measures = quick_charts.axes(found), quick_charts.measures(found)
    if not axes:
        st.info("每一列的值都相同或为空，没有可以画的图。")
        return
    by, money = quick_charts.suggest(found)
    boxes = iter(st.columns(4))
    with next(boxes):
        by = _pick("按哪一列", axes, "by", by)
    ways = {key: word for key, word in quick_charts.HOW.items() if key == "count" or measures}
    if not found.columns[by].numeric:
        ways.pop("each", None)
    with next(boxes):
        how = _pick("算什么", ways, "how", "sum" if money is not None else "count")
    measure = split = None
    if how != "count":
        with next(boxes):
            measure = _pick("哪一列的数", measures, "measure", money)
    parts = quick_charts.splits(found, by) if how != "each" else {}
    if parts:
        with next(boxes):
            split = _pick("再按哪一列分", {None: "不再分"} | parts, "split", None)
    made = quick_charts.draw(held, found, by, how, measure, split)
    if made is None:
        st.info("选中的列没有可以画的值，请换一列。")
        return
    with ui.section(tables.quoted(made.heading), made.note or None):
        ui.chart(made.drawn)
    rows = pd.DataFrame(made.rows, columns=[axes[by], "分组", "值"])
    if rows["分组"].isna().all():
        rows = rows.drop(columns="分组")
    _hand_out(f"数据自查_{made.heading}", [(made.heading, rows)])


def _pick(label, options, key, first):
    """One of ``options`` (place → name), its place in the URL: names of columns are data."""
    by_text = {str(option): option for option in options}
    first = str(first if first in options else next(iter(options)))
    given = st.query_params.get(key)
    st.session_state[key] = given if given in by_text else first
    picked = st.selectbox(
        label,
        list(by_text),
        format_func=lambda text: options[by_text[text]],
        key=key,
        on_change=ui.to_url,
        args=(key, first),
    )
    return by_text[picked]


# Claims


def claims(draft, parts):
    """What the screening rules find in all the dropped files together, and what they cannot say."""
    sheets = {(part.number, part.key.partition(".")[0]): part.sheet for part in parts}
    headers = tuple(
        (file, sheets.get((number, place)), last)
        for number, file in enumerate(draft.files)
        for place, _, last in _headers(draft, number)
    )
    rules = repr(sorted(settings.load(data_dir()).rules.items()))
    try:
        found = _screened(data_dir(), draft.token, headers, rules)
    except UserError as error:
        st.warning(tables.quoted(str(error)))
        st.caption(
            "理赔数据表按列名认：国家平台的字段名、接口名、中文表头都可以；"
            "列名都不同的，把对照文件（TOML）和数据一起拖进来。"
        )
        return
    st.markdown(check_words.screened(found))
    ran, idle, rows = (f(found) for f in (check_words.ran, check_words.idle, check_words.findings))
    read = check_words.loaded(found)
    if len(ran):
        with ui.section("查出的疑点", "疑点不等于违规，须核实；阈值按本局设置。"):
            _table(ran, "规则", rows=8)
            if len(rows):
                _findings(rows)
    if len(idle):
        with ui.section("不适用的规则", "缺表或缺列，不能判断；不是没有问题。"):
            _table(idle, "不适用", rows=6)
    with ui.section("读入的表"):
        _table(read, "读入", rows=6)
    titles = ("规则", "疑点", "不适用的规则", "读入的表")
    _hand_out("理赔筛查", list(zip(titles, (ran, rows, idle, read), strict=True)))


def _findings(rows):
    named = dict(zip(rows["编号"], rows["规则"], strict=True))
    options = {code: f"{code} {name}" for code, name in named.items()}
    with st.columns([1, 1])[0]:
        code = _pick("看哪条规则的疑点", {"all": "全部"} | options, "rule", "all")
    shown = rows if code == "all" else rows[rows["编号"] == code]
    _table(shown, "疑点", rows=12)
