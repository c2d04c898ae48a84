"""Official 两库 workbooks → libraries: pages recognised, knowledge points joined to their codes.

A workbook has a page of knowledge points and, for drugs, a page of codes that names the point
once and leaves the cells below it empty. The header stands on whatever row. Nothing on a page
disappears silently: a row that is no point and no code is listed with the reason.
"""

import re
from dataclasses import dataclass, field

from oversight import catalog, knowledge, knowledge_pages
from oversight.errors import UserError
from oversight.grids import read_grids
from oversight.knowledge_pages import Said, page_of
from oversight.values import as_text, compact

_CODE = re.compile(r"[0-9A-Za-z]{4,40}(-[0-9A-Za-z]+)*")
_SCIENTIFIC = re.compile(r"\d+(\.\d+)?[eE]\+?\d+")
_APART = re.compile(r"[、，,;；\s/]+")
_EXAMPLES = 3


@dataclass
class Point:
    """One knowledge point: its texts as printed, its values for the rule, its codes.

    ``codes`` are (code, name) in the order of the sheet; ``unread`` are the columns the rule
    needs and that could not be read from the text; ``more`` is what further columns say.
    """

    name: str
    row: int
    no: str | None = None
    limit: str | None = None
    basis: str | None = None
    logic: str | None = None
    remark: str | None = None
    more: str | None = None
    values: dict = field(default_factory=dict)
    unread: tuple = ()
    codes: list = field(default_factory=list)
    count: str | None = None


@dataclass
class Library:
    """One 两库 table of a workbook. ``code_rows`` counts the codes its sheets list."""

    kind: knowledge.Kind
    batch: str | None
    points: list
    code_rows: int = 0
    faults: list = field(default_factory=list)
    left_out: list = field(default_factory=list)

    @property
    def name(self):
        """What makes it the same library when it is published anew: kind and batch number."""
        return f"{self.kind.name}-{knowledge.batch_number(self.batch)}" if self.batch else None

    @property
    def codes(self):
        """How many rows it fills: codes of its points, or pairs."""
        return sum(len(point.codes) for point in self.points)


def read(data, file_name, batch=None):
    """The libraries of a workbook's bytes, in sheet order.

    ``batch`` is said by the user for a file that does not print it. Raises UserError for a file
    that cannot be read or in which no page of knowledge points of a known kind is recognised.
    """
    grids = [grid for grid in read_grids(data, file_name) if not grid.hidden]
    pages = [page for page in map(page_of, grids) if page]
    points = [page for page in pages if not page.is_codes]
    codes = [page for page in pages if page.is_codes]
    if not points:
        what = "只有代码页，没有知识点页" if codes else "没有找到知识点页的表头"
        raise UserError(f"“{file_name}”不像两库工作簿：{what}，请核对文件。")
    libraries = []
    for page in points:
        mine = _codes_of(page, codes, points, file_name)
        for code_page in mine:
            codes.remove(code_page)
        libraries.append(_library(page, mine, file_name, batch))
    for page in codes:
        libraries[-1].faults.append(Said("这一页代码没有对应的知识点页，没有收", page.name))
    return libraries


def _codes_of(page, codes, points, file_name):
    """The pages of codes that belong to a page of points."""
    if len(points) == 1:
        return list(codes)
    kind = knowledge_pages.kind_in(page.title)
    return [code for code in codes if kind and knowledge_pages.kind_in(code.title) == kind]


# Points and codes


def _library(page, code_pages, file_name, batch):
    printed = knowledge.batch_in(f"{page.title}{file_name}")
    kind = knowledge_pages.kind_of(page, file_name, printed or batch)
    batch, sentence = knowledge_pages.batch_of(page, kind, file_name, batch)
    library = Library(kind, batch, [], left_out=list(page.left_out))
    if sentence:
        library.faults.append(Said(sentence, page.name))
    if kind.table == "kb_pair" and not page.is_pair:
        raise UserError(f"“{file_name}”缺少两个项目的代码列，请核对表头。")
    for number, raw in page.rows:
        _point(library, page, number, raw)
    for code_page in code_pages:
        _join(library, code_page)
    if not code_pages:
        library.code_rows = library.codes
    _check(library, page, bool(code_pages))
    return library


def _point(library, page, number, raw):
    """One row of a page of points into the library."""
    kind = library.kind
    row = {role: page.cell(raw, role) for role in page.places}
    pair = kind.table == "kb_pair"
    name = row.get("name")
    if pair and row.get("main_item_name") and row.get("sub_item_name"):
        name = f"{row['main_item_name']} ＋ {row['sub_item_name']}"
    if not name:
        words = "没有名称" if len(raw) > 1 else f"只有“{as_text(next(iter(raw.values())))}”"
        library.left_out.append(Said(words, page.name, number))
        return
    for column, integer in knowledge.numeric(kind.table).items():
        if row.get(column):
            row[column] = _number(library, page, number, row[column], column, integer)
    values, unread, remark = knowledge.values(kind, row)
    if remark:
        library.faults.append(Said(f"“{name}”{remark}", page.name, number))
    limit = knowledge.limit_text(kind, row, page.headed)
    more = [
        f"{heading}：{text}"
        for place, heading in page.others.items()
        if (text := as_text(raw.get(place)))
    ]
    point = Point(
        name,
        number,
        row.get("no"),
        limit,
        row.get("basis"),
        row.get("logic"),
        row.get("remark"),
        "；".join(more) or None,
        values,
        tuple(unread),
        count=row.get("code_count"),
    )
    if pair:
        codes = [
            _code(library, page, number, raw, role) for role in ("main_item_code", "sub_item_code")
        ]
        if all(codes):
            point.values |= {"main_item_code": codes[0], "sub_item_code": codes[1]}
            point.codes = [(f"{codes[0]}＋{codes[1]}", name)]
    elif "code" in page.places:
        text = _code(library, page, number, raw, "code")
        for code in _APART.split(text) if text else ():
            if _is_code(library, page, number, code):
                point.codes.append((code, name))
    library.points.append(point)


def _number(library, page, number, text, column, integer):
    found = knowledge.number(text, integer)
    if found is None:
        words = f"{page.headed[column]}“{text}”不是数，没有读入"
        library.faults.append(Said(words, page.name, number))
    return found


def _code(library, page, number, raw, role):
    """The text of a code cell; None, and a fault, where a number has taken its place."""
    cell = raw.get(page.places[role])
    text = as_text(cell)
    ruined = isinstance(cell, (int, float)) or (text and _SCIENTIFIC.fullmatch(text))
    if text and ruined:
        words = (
            f"代码“{text}”存成了数字，前导零或末尾几位可能已丢失，没有收，"
            "请把该列改成文本后重新取得"
        )
        library.faults.append(Said(words, page.name, number))
        return None
    return text


def _is_code(library, page, number, text):
    if _CODE.fullmatch(compact(text)):
        return True
    library.faults.append(Said(f"“{text}”不像代码，没有收", page.name, number))
    return False


def _join(library, page):
    """The codes of one page to their points, by the point's number and name, filled down."""
    by_no = {point.no: point for point in library.points if point.no}
    by_name = {}
    for point in library.points:
        by_name.setdefault(compact(point.name), point)
    no = name = None
    library.left_out += page.left_out
    for number, raw in page.rows:
        if own := page.cell(raw, "point_no"):
            # A new point begins: its name stands here or nowhere.
            no, name = own, None
        if own := page.cell(raw, "name"):
            name = own
            if "point_no" in page.places and not page.cell(raw, "point_no") and no:
                same = by_no.get(no)
                no = no if same and compact(same.name) == compact(name) else None
        cell = _code(library, page, number, raw, "code")
        if not cell:
            if raw.get(page.places["code"]) is None:
                library.left_out.append(Said("没有代码", page.name, number))
            else:
                library.code_rows += 1
            continue
        library.code_rows += 1
        point = _point_of(library, page, number, no, name, by_no, by_name)
        if point is None:
            words = f"代码 {cell}（{name or no or '没有名称'}）没有对应的知识点，没有收"
            library.left_out.append(Said(words, page.name, number))
            continue
        for code in filter(None, _APART.split(cell)):
            if not _is_code(library, page, number, code):
                continue
            if code in {held for held, _ in point.codes}:
                words = f"“{point.name}”的代码 {code} 重复，只收一次"
                library.left_out.append(Said(words, page.name, number))
            else:
                point.codes.append((code, name or point.name))


def _point_of(library, page, number, no, name, by_no, by_name):
    """The point a code belongs to; where number and name name two points, the name decides."""
    numbered, named = by_no.get(no), by_name.get(compact(name or ""))
    if numbered and name and compact(numbered.name) != compact(name):
        words = f"知识点序号 {no} 是“{numbered.name}”，这里写的是“{name}”，"
        words += "按名称对应" if named else "按序号对应"
        library.faults.append(Said(words, page.name, number))
        return named or numbered
    return numbered or named


def _check(library, page, has_code_page):
    """What can be said only when all is read: repeats, points without codes, counts, unread."""
    seen = {}
    for point in library.points:
        key = compact(point.name)
        if key in seen and {c for c, _ in point.codes} <= {c for c, _ in seen[key].codes}:
            words = f"知识点“{point.name}”与第 {seen[key].row} 行重复"
            library.faults.append(Said(words, page.name, point.row))
        seen.setdefault(key, point)
        if not point.codes:
            words = f"知识点“{point.name}”没有代码，规则用不上它"
            library.faults.append(Said(words, page.name, point.row))
        elif has_code_page and point.count and knowledge.number(point.count, True):
            printed = int(knowledge.number(point.count, True))
            if printed != len(point.codes):
                words = f"“{point.name}”写明代码 {printed} 个，代码页收到 {len(point.codes)} 个"
                library.faults.append(Said(words, page.name, point.row))
    _check_codes(library, page)
    _say_unread(library, page)


def _check_codes(library, page):
    """A code that two points of one library bear: each keeps it, and it is said once."""
    bearers = {}
    for point in library.points:
        for code, _ in point.codes:
            bearers.setdefault(code, []).append(point)
    twice = {code: points for code, points in bearers.items() if len(points) > 1}
    if twice:
        told = "；".join(
            f"{code}（{'、'.join(point.name for point in points)}）"
            for code, points in list(twice.items())[:_EXAMPLES]
        )
        library.faults.append(
            Said(f"有 {len(twice)} 个代码列在几个知识点下，各自保留：{told}", page.name)
        )


def _say_unread(library, page):
    unread = [point for point in library.points if point.unread]
    if unread:
        columns = catalog.get(f"schema/{library.kind.table}").columns
        names = [c.split("|")[0] for point in unread for c in point.unread]
        labels = "、".join(columns[name]["label"] for name in dict.fromkeys(names))
        told = "；".join(f"“{point.limit or point.name}”" for point in unread[:_EXAMPLES])
        library.faults.append(
            Said(
                f"有 {len(unread)} 个知识点的限定内容没有读成{labels}，已保留原文、作了标记，"
                f"规则 {library.kind.rule} 暂不能据此判定，请人工核对：{told}",
                page.name,
            )
        )
