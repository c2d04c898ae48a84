"""A dropped file → lists of persons: which kind each sheet is, its columns, its rows, what is odd.

Nothing of a file disappears: a sheet or row that is not read is listed with the reason.
"""

import hashlib
import re
from dataclasses import dataclass, replace
from pathlib import Path

from oversight import grids, headings, id_numbers
from oversight import roster_columns as columns
from oversight.errors import UserError
from oversight.values import as_text, compact

_TOTAL = re.compile(r"(本页|本表|全区|全市|全县|全镇)?(合计|小计|总计|累计|共计)")
_NOTE = re.compile(
    r"[(（]?(注|备注|说明|填表说明|填报说明)(\d*[:：]|\d+[.、])|填[表报]人|审核人|制表人|经办人[:：]"
)
_EXAMPLE = re.compile(r"示?例[:：]?")
_HAN_NAME = re.compile(
    r"[\u3400-\u9fff\U00020000-\U0003ffff]{2,4}|[\u3400-\u9fff]+·[\u3400-\u9fff·]+"
)
_SAMPLE, _MOSTLY = 200, 0.6
_HINT_POINTS = 3


@dataclass(frozen=True)
class Listed:
    """One sheet as a list of persons.

    ``role`` is a key of roster_columns.TITLES; ``why`` says by what it was recognised.
    ``headings`` are headings.Heading by place, ``field`` None where a column is not used. ``rows``
    are (row as the spreadsheet numbers it, cells); ``left_out`` are (row, text, reason).
    """

    file: str
    sheet: str | None
    role: str
    why: str
    headings: tuple
    rows: list
    left_out: list
    header: int | None
    is_only: bool = False

    @property
    def title(self):
        """What the list is called: the file, and the sheet where it has several."""
        stem = Path(self.file).stem
        return stem if self.is_only or not self.sheet else f"{stem}“{self.sheet}”"

    @property
    def places(self):
        """Place of each field that the list has."""
        return {h.field: h for h in reversed(self.headings) if h.field}


def _score(header, role, said):
    fields = header.fields if header else set()
    points = sum(p for name, p in columns.ROLES[role].telling.items() if name in fields)
    return points + (_HINT_POINTS if role in said else 0)


def _titles(grid, header):
    rows = grid.rows[: header.first] if header else []
    return " ".join(filter(None, (as_text(cell) for row in rows for cell in row)))


def _recognise(grid, file):
    """(role, header, why) of a sheet; the role is OTHER where nothing tells."""
    best, found = (0, None), {}
    for role in columns.ROLES:
        found[role] = headings.find_header(grid, columns.vocabulary(role))
    names = f"{file} {grid.name or ''}"
    for role, header in found.items():
        said = columns.hints(names)
        score = _score(header, role, said or columns.hints(_titles(grid, header)))
        if score > best[0]:
            best = (score, role)
    role = best[1]
    if role is None:
        plain = max(found.values(), key=lambda header: header.score if header else 0)
        return columns.OTHER, plain, "表头和文件名都没有说明，请选择"
    told = [
        columns.fields(role)[name].label
        for name in columns.ROLES[role].telling
        if found[role] and name in found[role].fields
    ]
    said = role in columns.hints(names)
    why = "、".join((["文件名"] if said else []) + [f"“{word}”列" for word in told[:3]])
    return role, found[role], f"按{why or '标题'}认出"


def _cells(row, place):
    return row[place] if place < len(row) else ""


def _by_content(rows, taken):
    """Places whose cells are identity numbers or names, where no heading says so."""
    found = {}
    sample = rows[:_SAMPLE]
    width = max((len(row) for _, row in sample), default=0)
    for place in range(width):
        cells = [cell for _, row in sample if as_text(cell := _cells(row, place))]
        if place in taken or not cells:
            continue
        numbers = sum(id_numbers.parse(cell).born is not None for cell in cells)
        names = sum(bool(_HAN_NAME.fullmatch(compact(as_text(cell)))) for cell in cells)
        if numbers > _MOSTLY * len(cells):
            found.setdefault("certno", place)
        elif names > _MOSTLY * len(cells):
            found.setdefault("psn_name", place)
    return found


def _header_above(grid):
    """Headings in words nobody knows: the line above the first identity number."""
    for number, row in enumerate(grid.rows[: headings.DEEPEST_START]):
        if any(id_numbers.parse(cell).born for cell in row):
            if number == 0:
                return None
            above = grid.rows[number - 1]
            named = [(place, as_text(_cells(above, place))) for place in range(len(row))]
            listed = [
                headings.Heading(place, text or f"第 {place + 1} 列") for place, text in named
            ]
            return headings.Header(number - 1, number - 1, tuple(listed), 0, 0)
    return None


def _split(grid):
    """A text whose cells are parted by blanks only, parted."""
    if grid.name is not None or any(len(row) > 1 for row in grid.rows):
        return grid
    return replace(grid, rows=[str(row[0]).split() if row else [] for row in grid.rows])


def _is_repeat(row, texts):
    said = [(place, as_text(cell)) for place, cell in enumerate(row) if as_text(cell)]
    return len(said) > 1 and all(texts.get(place) == text for place, text in said)


def _kept(rows, headings_, places):
    """Rows that speak of a person, and the others with the reason."""
    kept, left_out = [], []
    texts = {h.place: h.text for h in headings_}
    who = [places[name].place for name in ("certno", "psn_name") if name in places]
    for number, row in rows:
        first = next((text for text in map(as_text, row) if text), None)
        if first is None:
            continue
        whom = [text for place in who if (text := as_text(_cells(row, place)))]
        words = compact(first)
        named = {compact(text) for text in whom}
        if _TOTAL.match(words) or any(_TOTAL.fullmatch(text) for text in named):
            left_out.append((number, first, "合计行"))
        elif _is_repeat(row, texts):
            left_out.append((number, first, "重复的表头"))
        elif _EXAMPLE.match(words):
            left_out.append((number, first, "示例行"))
        elif _NOTE.match(words):
            left_out.append((number, first, "说明或落款"))
        elif not whom:
            left_out.append((number, first, "没有证件号，也没有姓名"))
        elif len(whom) == len([c for c in row if as_text(c)]) == 1 and len(words) > 12:
            left_out.append((number, first, "标题或说明"))
        else:
            kept.append((number, row))
    return kept, left_out


def _as_role(grid, file, role, header, why, chosen):
    """The list a sheet is when it is of ``role``; ``chosen`` maps places to fields as corrected."""
    header = header or _header_above(grid)
    start = header.last + 1 if header else 0
    rows = [(start + place + 1, row) for place, row in enumerate(grid.rows[start:])]
    known = columns.fields(role) if role != columns.OTHER else {}
    given = header.headings if header else ()
    found = {h.place: replace(h, field=h.field if h.field in known else None) for h in given}
    taken = {h.field for h in found.values()}
    if role != columns.OTHER:
        for field, place in _by_content(rows, {p for p, h in found.items() if h.field}).items():
            if field not in taken:
                text = found[place].text if place in found else f"第 {place + 1} 列"
                found[place] = headings.Heading(place, text, field, exact=False)
    for place, field in chosen.items():
        if place in found:
            found[place] = replace(found[place], field=field if field in known else None)
    listed = tuple(found[place] for place in sorted(found))
    places = {h.field: h for h in reversed(listed) if h.field}
    kept, left_out = _kept(rows, listed, places) if role != columns.OTHER else ([], [])
    number = header.first + 1 if header else None
    return Listed(file, grid.name, role, why, listed, kept, left_out, number)


def read(data, file, chosen=None):
    """The lists of one file's ``data``, and the sheets not read as (sheet, reason).

    ``chosen`` maps a sheet's place to {"role": …, "columns": {place: field or None}} as the user
    corrected it. Raises UserError for a file that is no table.
    """
    found, unread = [], []
    chosen = chosen or {}
    for number, grid in enumerate(grids.read_grids(data, file)):
        if grid.hidden:
            unread.append((grid.name, grid.hidden))
            continue
        if not any(as_text(cell) for row in grid.rows for cell in row):
            if grid.name is None:
                raise UserError(f"“{file}”里没有内容，请核对后重新选择。")
            unread.append((grid.name, "空表"))
            continue
        grid = _split(grid)
        role, header, why = _recognise(grid, file)
        said = chosen.get(str(number), {})
        if said.get("role") in columns.TITLES and said["role"] != role:
            role, why = said["role"], "人工选定"
            if role != columns.OTHER:
                header = headings.find_header(grid, columns.vocabulary(role)) or header
        mapped = {int(place): field for place, field in said.get("columns", {}).items()}
        found.append((number, _as_role(grid, file, role, header, why, mapped)))
    if not found:
        raise UserError(f"“{file}”里没有表格内容，请核对后重新选择。")
    if len(found) == 1:
        found = [(number, replace(listed, is_only=True)) for number, listed in found]
    return found, unread


def refusals(lists):
    """What keeps lists from being compared, one Chinese sentence each; empty when nothing does.

    ``lists`` are Listed of all files.
    """
    said = []
    compared = [each for each in lists if each.role != columns.OTHER]
    for each in compared:
        if "certno" not in each.places and "psn_name" not in each.places:
            said.append(f"“{each.title}”里没有认出证件号列，也没有姓名列，请在“列的对应”里指定。")
        elif "certno" not in each.places and "brdy" not in each.places:
            said.append(
                f"“{each.title}”只有姓名，没有证件号列和出生日期列，无法比对，请换一份有证件号的名单，"
                "或在“列的对应”里指定。"
            )
        elif not each.rows:
            said.append(f"“{each.title}”只有表头，没有人员，请核对后重新选择。")
    if len(compared) == 1:
        said.append("现在只有一份名单，请再加一份要比对的名单（如参保名单）。")
    if not compared:
        said.append("没有认出要比对的名单，请为每份名单选择它是什么。")
    content = {}
    for each in compared:
        first = content.setdefault(_content(each), each)
        if first is not each and each.rows:
            said.append(f"“{first.title}”和“{each.title}”内容相同，请去掉其中一份。")
    return said


def _content(listed):
    digest = hashlib.blake2b()
    for _, row in listed.rows:
        digest.update("\t".join([as_text(cell) or "" for cell in row]).rstrip("\t").encode())
        digest.update(b"\n")
    return digest.digest()
