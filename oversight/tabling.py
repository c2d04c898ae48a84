"""A sheet of unknown meaning → the tables on it: header, data rows, and what is neither.

Titles, units, section rows, 合计, repeated headers, 示例, notes and footers are told apart and
listed with their rows; nothing disappears silently.
"""

import re
from dataclasses import dataclass, field
from functools import cached_property
from statistics import mean

from oversight.table_headers import (
    LABEL,
    LEAST_SCORE,
    Sheet,
    as_text_any,
    find_header,
    first_header,
    header_at,
    repeats,
    shape,
    wordlike,
)
from oversight.values import compact

_ORDINALS, _BRACKETED = ("甲乙丙丁戊己庚辛", "ABCDEFGH"), re.compile(r"[（()）]")
_SECTION = re.compile(r"[（(]?[一二三四五六七八九十]+[)）、.．]|第.{1,3}[章节部分类批]")
_TOTAL = re.compile(
    r"(本页|全[区县市镇])?(合计|总计|总合计|共计|累计)(数|额|金额)?|.{0,12}(小计|合计|总计)"
)
_TOTAL_ALONE = re.compile("合计|总计|小计|共计")
_NOTE = re.compile(
    r"(备?注|说明|填表说明|填表人|填报人|制表人?|审核人?|复核人?|单位负责人|负责人|经办人|联系人|"
    r"联系电话|填报(单位|日期|时间)|制表(单位|日期|时间)|大写)([:：(（\d].*|$)|(以上|本表).*"
)
_UNIT_LINE = re.compile(r"[单單]位[:：]\s*([十百千万萬亿]?元)")
_EXAMPLE = re.compile(r"(示例|样例|例)([:：\d（(].*)?")


@dataclass(frozen=True)
class Column:
    """One column: its place in the grid from 0, its name (header lines joined by ·), its lowest
    line ``leaf``; ``named`` is False where the header leaves it blank."""

    place: int
    name: str
    leaf: str
    named: bool = True


@dataclass(frozen=True)
class Aside:
    """A line that is no record: its row as a person counts (from 1), what it is, its text."""

    row: int
    kind: str
    text: str


@dataclass
class Table:
    """One table: header rows ``first`` to ``last`` (from 1; None without a header), its columns.

    ``rows`` and ``totals`` are (row number, cells by column). A cell merged downwards counts for
    each of its rows where it is text; an amount only once, so that no sum is doubled.
    """

    first: int | None
    last: int | None
    columns: tuple
    rows: list = field(default_factory=list)
    totals: list = field(default_factory=list)
    asides: list = field(default_factory=list)
    unit: str | None = None
    score: float = 0.0

    @cached_property
    def title(self):
        """The title above the table, or None."""
        return " ".join(aside.text for aside in self.asides if aside.kind == "标题") or None

    @cached_property
    def names(self):
        """Names of the columns, in order."""
        return [column.name for column in self.columns]


def tables_of(grid, header=None):
    """The tables of a grid, top to bottom; empty for an empty grid.

    ``header`` is (first, last) row from 1 as a person corrected it. A grid without a recognisable
    header is one table whose columns are called 第 1 列 and so on.
    """
    sheet = Sheet(grid)
    if not any(sheet.rows):
        return []
    if header:
        first, last = header
        block = header_at(sheet, first - 1, min(last, len(sheet.rows)) - 1)
        return _Reader(sheet, block, 0, alone=True).tables()
    return _Reader(sheet, first_header(sheet), 0).tables()


class _Reader:
    """Reads the rows below a header until they end, or until another table begins."""

    def __init__(self, sheet, block, start, alone=False):
        self.sheet, self.block, self.start, self.alone = sheet, block, start, alone

    def tables(self):
        """All the tables, top to bottom."""
        tables, block, start = [], self.block, self.start
        while True:
            table, block, start = self._one(block, start)
            tables.append(table)
            if block is None:
                return tables

    def _one(self, block, start):
        rows = self.sheet.rows
        body = block.last + 1 if block else start
        table = Table(
            block.first + 1 if block else None,
            block.last + 1 if block else None,
            (),
            score=block.score if block else 0.0,
        )
        for row in range(start, block.first if block else start):
            self._above(table, row)
        fill = self._filled_down(body)
        heading = block and {p: compact(block.leaf(p)) for p in block.parts}
        records, blank, footer = [], False, False
        for row in range(body, len(rows)):
            cells = rows[row] | fill.get(row, {})
            if not rows[row]:
                blank = True
                continue
            if blank and block and not self.alone:
                nxt = self._another(block, row, records)
                if nxt:
                    return self._done(table, block, records), nxt, row
            blank = False
            kind = self._kind(row, cells, heading, records)
            if kind == "记录" and footer and len(cells) * 2 < len(heading or cells):
                kind = "表注"
            footer = kind == "表注" or footer and kind != "记录"
            if kind == "记录":
                records.append((row, cells))
            elif kind in ("合计", "小计"):
                table.totals.append((row, cells, kind))
            else:
                table.asides.append(Aside(row + 1, kind, self._text(row)))
        return self._done(table, block, records), None, None

    def _text(self, row):
        texts = filter(None, map(as_text_any, self.sheet.rows[row].values()))
        return " ".join("".join(text.splitlines()) for text in dict.fromkeys(texts))

    def _above(self, table, row):
        if not self.sheet.rows[row]:
            return
        text = self._text(row)
        unit = _UNIT_LINE.search(text)
        if unit:
            table.unit = unit[1]
        alone = len(set(self.sheet.spread(row).values())) == 1
        label = unit or _NOTE.match(compact(text)) or LABEL.search(text)
        kind = "标题" if alone and not label and len(text) <= 60 else "表头说明"
        table.asides.append(Aside(row + 1, kind, text))

    def _filled_down(self, body):
        fill = {}
        for top, left, bottom, _ in self.sheet.merges:
            cell = self.sheet.rows[top].get(left) if top < len(self.sheet.rows) else None
            if top < body or bottom == top or cell is None or shape(cell) == "数":
                continue
            for row in range(top + 1, min(bottom + 1, len(self.sheet.rows))):
                fill.setdefault(row, {})[left] = cell
        return fill

    def _kind(self, row, cells, heading, records):
        """What a row below the header is."""
        own = self.sheet.rows[row]
        texts = {p: compact(str(c)) for p, c in own.items() if isinstance(c, str)}
        words = list(texts.values())
        if heading:
            if repeats(heading, texts):
                return "重复表头"
            enough = len(own) >= max(3, len(heading) - 1)
            if not records and enough and _is_numbering([own[place] for place in sorted(own)]):
                return "栏次"
        lead = [texts.get(p) for p in sorted(own)[:2]]
        total = next((t for t in lead if t and _TOTAL.fullmatch(t.rstrip(":："))), None)
        if total and records and (len(own) == 1 or any(shape(c) == "数" for c in own.values())):
            return "小计" if "小计" in total else "合计"
        if total and _TOTAL_ALONE.fullmatch(total):
            return "小计" if "小计" in total else "合计"
        first = min(own)
        if _EXAMPLE.fullmatch(texts.get(first, "")) and not records:
            return "示例"
        span = next(
            (r - left + 1 for left, _, r in self.sheet.tops.get(row, ()) if left == first), 1
        )
        wide = len(heading) if heading else self.sheet.width
        if len(own) <= 2 and words and _NOTE.match(words[0]):
            return "表注"
        if len(own) == 1 and words and wide >= 3:
            if span * 2 > wide or span >= 3:
                return "表注" if len(words[0]) > 60 else "分组"
            numbered = [c[first] for _, c in records[:30] if first in c]
            if _SECTION.match(words[0]) or (
                len(numbered) >= 2 and all(shape(c) == "数" for c in numbered)
            ):
                return "分组"
        return "记录"

    def _another(self, block, row, records):
        """The header of another table that begins at or just below ``row``, or None."""
        found = find_header(self.sheet, row, deepest=3)
        if not found or found.first > row + 3 or len(found.parts) < 2:
            return None
        names = {compact(block.leaf(p)) for p in block.parts}
        own = {compact(found.leaf(p)) for p in found.parts}
        if len(own & names) * 5 >= len(own) * 4:
            return None  # the same header again
        if mean(wordlike(found.leaf(p)) for p in found.parts) < 0.9:
            return None
        if found.last + 1 >= len(self.sheet.rows) or not self.sheet.rows[found.last + 1]:
            return None
        odd = 0
        for place in found.parts:
            values = [c[place] for _, c in records[:30] if place in c]
            plain = sum(shape(v) in ("数", "日期", "编码") for v in values)
            odd += not values or plain * 2 > len(values)
        return found if odd and found.score >= LEAST_SCORE + 0.3 else None

    def _done(self, table, block, records):
        """Give the table its columns and its rows."""
        used = {place for _, cells in records for place in cells}
        places = sorted(used | set(block.parts if block else ()))
        columns, taken = [], {}
        for place in places:
            named = bool(block) and place in block.parts
            spread = named and place - 1 in block.parts and place not in used
            if spread and block.parts[place] == block.parts[place - 1]:
                continue  # the rest of a merged heading
            name = block.name(place) if named else f"第 {place + 1} 列"
            taken[name] = taken.get(name, 0) + 1
            shown = name if taken[name] == 1 else f"{name}（{taken[name]}）"
            columns.append(Column(place, shown, block.leaf(place) if named else name, named))
        table.columns = tuple(columns)
        order = [column.place for column in columns]
        table.rows = [(row + 1, tuple(map(cells.get, order))) for row, cells in records]
        table.totals = [
            (row + 1, tuple(map(cells.get, order)), kind) for row, cells, kind in table.totals
        ]
        if table.unit is None and block:
            units = {u for p in block.parts for part in block.parts[p] if (u := _unit_in(part))}
            table.unit = units.pop() if len(units) == 1 else None
        return table


def _is_numbering(cells):
    """True for a line that numbers the columns: 甲 乙 1 2 3, or （1） （2） （3）."""
    texts = [_BRACKETED.sub("", compact(as_text_any(cell) or "")) for cell in cells]
    if texts[0] == "栏次":
        texts = texts[1:]
    letters = [text for text in texts if not text.isdigit()]
    numbers = [text for text in texts if text.isdigit()]
    in_order = any("".join(letters) == row[: len(letters)] for row in _ORDINALS)
    return in_order and numbers == [str(n + 1) for n in range(len(numbers))]


def _unit_in(text):
    found = re.search(r"[（(]\s*(?:单位[:：])?\s*([十百千万亿]?元)\s*[)）]", text)
    return found and found[1]
