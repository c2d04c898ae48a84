"""Where the header of a sheet of unknown meaning is: by score, not by a list of headings.

A header's cells are short words, differ from each other and from what stands below them, cover the
columns that are filled below, and nothing like them stands above. A few usual endings (名称, 日期,
金额) only tip the balance. (The headers of ledgers are found by their words: headings.py.)
"""

import re
from copy import copy
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from statistics import mean, median

from oversight.values import as_text, compact, scale

DEEPEST, MOST_LINES, _SAMPLE = 60, 3, 40
LEAST_SCORE, SURE_SCORE = 2.0, 3.0
_NUMBER = re.compile(r"[-+(]?[¥￥]?\s*\d[\d,，]*(\.\d+)?[)%％]?(E\+?\d+)?", re.IGNORECASE)
_DATE = re.compile(r"\d{4}[-/.年]\d{1,2}([-/.月]\d{0,2}日?)?([ T]\d.*)?|\d{1,2}月\d{1,2}日")
_SENTENCE = re.compile(r"[。；;！!？?]|[，,].*[，,]|\{\{")
_USUAL = re.compile(
    r"(名称|姓名|编号|编码|代码|序号|日期|时间|金额|费用|单位|备注|类型|类别|数量|说明|内容|情况|"
    r"项目|等级|级别|地址|电话|机构|人数|比例|状态|措施|期限|地区|意见|建议|标志|名|额|率|号|数)$"
    r"|_(id|no|name|code|date|time|amt|flag|type)$"
)
_BRACKETS = re.compile(r"[（(].*?[)）]")
LABEL = re.compile(r"[:：]")


class Sheet:
    """A grid as rows of filled cells, merged ranges at hand."""

    def __init__(self, grid):
        self.merges = grid.merges
        self.rows = [
            {p: c for p, c in enumerate(row) if c is not None and as_text_any(c)}
            for row in grid.rows
        ]
        self.tops = {}
        for top, left, bottom, right in grid.merges:
            self.tops.setdefault(top, []).append((left, bottom, right))

    @cached_property
    def width(self):
        """Columns up to the last filled one."""
        return max((max(row) for row in self.rows if row), default=-1) + 1

    def until(self, row):
        """The same sheet, cut off above ``row``."""
        cut = copy(self)
        cut.rows = self.rows[:row]
        cut.__dict__.pop("width", None)
        return cut

    def spread(self, row, down=True):
        """Texts of a row by place, merged cells over all the columns (and rows) they cover."""
        found = {p: text for p, c in self.rows[row].items() if (text := as_text_any(c))}
        for top in range(max(0, row - MOST_LINES) if down else row, row + 1):
            for left, bottom, right in self.tops.get(top, ()):
                if bottom >= row and left in self.rows[top] and right - left < 200:
                    text = as_text_any(self.rows[top][left])
                    found.update(dict.fromkeys(range(left, right + 1), text))
        return found


def as_text_any(cell):
    """The text of a cell; unlike values.as_text, dashes and 无 are texts too."""
    return as_text(cell) or (cell.strip() if isinstance(cell, str) else None) or None


def shape(cell):
    """What a cell looks like: 数, 日期, 编码, 长文 (a sentence) or 词 (a short text)."""
    if isinstance(cell, bool):
        return "词"
    if isinstance(cell, date):
        return "日期"
    if not isinstance(cell, str):
        return "数"
    text = " ".join(cell.split())
    if _NUMBER.fullmatch(text):
        return "数"
    if _DATE.fullmatch(text):
        return "日期"
    digits = sum(map(str.isdigit, text))
    if digits >= 4 and digits * 2 >= len(text):
        return "编码"
    return "长文" if len(text) > 30 or _SENTENCE.search(text) else "词"


def wordlike(text):
    """How much a text looks like a heading, 0 to 1."""
    kind = shape(text)
    if kind == "数":  # years as headings of a cross table
        return 0.6 if re.fullmatch(r"(19|20)\d\d", text) else 0.0
    if kind == "日期":
        return 0.6 if re.fullmatch(r"(\d{4}年)?\d{1,2}月", text) else 0.0
    if kind == "长文":  # a heading with a long explanation in brackets
        return 0.8 if len(_BRACKETS.sub("", text)) <= 15 else 0.1
    if LABEL.search(_BRACKETS.sub("", text)):  # 填报单位：某局 is filled in, no heading
        return 0.2
    return 0.2 if kind == "编码" else 1.0


@dataclass(frozen=True)
class Block:
    """Header lines ``first`` to ``last`` (from 0), the parts of each heading by place."""

    first: int
    last: int
    parts: dict
    score: float

    def leaf(self, place):
        """The lowest line of a heading that is no unit."""
        words = [part for part in self.parts[place] if not _is_unit(part)]
        return (words or self.parts[place])[-1]

    def name(self, place):
        """The whole heading: its lines joined by ·, a unit without."""
        joined = ""
        for part in self.parts[place]:
            part = "".join(part.split("\n")).strip()
            joined += part if not joined or _is_unit(part) else f"·{part}"
        return joined


def _is_unit(text):
    words = text.strip("（()）")
    counted = words != text and words in {"%", "人", "人次", "天", "个"}
    return len(words) <= 5 and (scale(words) is not None or counted)


def _lines(sheet, first, last):
    lines = [sheet.spread(row, down=row > first) for row in range(first, last + 1)]
    if not sheet.merges:  # a text file: a blank cell continues the group on its left
        for line, below in pairwise(lines):
            group = None
            for place in range(min(line, default=0), max([*line, *below], default=-1) + 1):
                group = line.get(place, group)
                if place not in line and group and place in below:
                    line[place] = group
    return lines


def _continues(sheet, first, lines):
    """True when each line can be the header line under the one above it."""
    for number, (above, below) in enumerate(pairwise(lines), start=first):
        own = {p: t for p, t in below.items() if above.get(p) != t}
        if not own or any(wordlike(text) < 0.5 for text in above.values()):
            return False
        tied = any(
            top <= number and bottom > number
            for top in range(first, number + 1)
            for _, bottom, _ in sheet.tops.get(top, ())
        )
        units = all(map(_is_unit, own.values()))
        for place, text in own.items():
            upper = above.get(place)
            alone = upper is not None and upper not in (above.get(place - 1), above.get(place + 1))
            if alone and not tied and not units and not _is_unit(text):
                return False
        grouped = any(upper == other for upper, other in pairwise(above.values()))
        gaps = any(place not in above for place in own)
        if not (tied or units or grouped or gaps):
            return False
        if len(set(above.values())) == 1 and min(above) <= min(below) and not units:
            return False  # a title, not a line of groups
    return True


def _contrast(heading, values):
    """How well a column's values differ in kind from its heading, -1 to 1."""
    shapes = [shape(value) for value in values]
    strange = sum(kind != "词" for kind in shapes) / len(shapes)
    words = [as_text_any(v) for v, kind in zip(values, shapes, strict=True) if kind == "词"]
    if not words:
        return 1.0
    if heading in words:
        return -1.0
    repeats = len(words) >= 4 and len(set(words)) <= len(words) / 2
    apart = abs(len(heading) - median(map(len, words))) / max(len(heading), *map(len, words))
    return strange + (1 - strange) * (0.7 if repeats else 0.3 + 0.5 * min(1, apart))


def repeats(leaves, cells):
    """True when a row says the headings once more."""
    same = sum(leaves.get(place) == as_text_any(cell) for place, cell in cells.items())
    return same >= 2 and same * 5 >= len(cells) * 4


def _block(sheet, first, last, ahead):
    """The header made of these lines, scored; None when they cannot be one. ``ahead`` are the
    numbers of the next filled rows."""
    lines = _lines(sheet, first, last)
    if last > first and not _continues(sheet, first, lines):
        return None
    parts = {}
    for place in sorted(set().union(*lines)):
        parts[place] = list(dict.fromkeys(line[place] for line in lines if place in line))
    block = Block(first, last, parts, 0.0)
    names = [block.name(place) for place in parts]
    if len(set(names)) < min(2, sheet.width):
        return None
    below = [sheet.rows[row] for row in ahead]
    words_share = mean(wordlike(block.leaf(place)) for place in parts)
    unique = len(set(names)) / len(names)
    leaves = {place: block.leaf(place) for place in parts}
    below = [row for row in below if not repeats(leaves, row)]
    if below:
        filled = {}
        for row in below:
            for place, cell in row.items():
                filled.setdefault(place, []).append(cell)
        cells = sum(map(len, filled.values()))
        covered = sum(len(values) for place, values in filled.items() if place in parts) / cells
        both = [
            _contrast(block.leaf(p), values)
            for p, values in filled.items()
            if p in parts and len(values) * 5 >= len(below)
        ]
        contrast = mean(both) if both else 0.0
    else:
        covered, contrast = len(parts) / sheet.width, 0.5
    if words_share < 0.6 or unique < 0.6 or covered < 0.4:
        return None
    if sheet.width == 1 and (contrast < 0.7 or not below or any(sheet.rows[: max(0, first - 1)])):
        return None  # lines of prose
    above = 0.0
    for row in range(max(0, first - 3), first):
        words = {t for t in sheet.spread(row).values() if wordlike(t) > 0.5}
        above = max(above, len(words) / len(parts)) if len(words) > 1 else above
    usual = mean(bool(_USUAL.search(compact(block.leaf(p)).lower())) for p in parts)
    score = covered + words_share + 0.7 * unique + contrast - 1.2 * min(1, above) + 0.4 * usual
    score += 0.1 * (last > first) - 0.01 * first
    return Block(first, last, parts, score)


def find_header(sheet, start=0, deepest=DEEPEST):
    """The most likely header among the ``deepest`` filled rows from ``start``; None when none is.

    ``sheet`` is a Sheet; rows count from 0.
    """
    filled = [row for row in range(start, len(sheet.rows)) if sheet.rows[row]]
    best = None
    for number, first in enumerate(filled[:deepest]):
        for last in range(first, min(first + MOST_LINES, len(sheet.rows))):
            if not sheet.rows[last]:
                break
            ahead = filled[number + last - first + 1 :][:_SAMPLE]
            block = _block(sheet, first, last, ahead)
            if block and (best is None or block.score > best.score):
                best = block
    return best if best and best.score >= LEAST_SCORE else None


def first_header(sheet):
    """The header of the first table on a sheet: one above the likeliest, with rows of its own and
    a blank row between, comes first. None when there is none."""
    best = find_header(sheet)
    while best:
        blank = max((row for row in range(best.first) if not sheet.rows[row]), default=None)
        if blank is None:
            return best
        earlier = find_header(sheet.until(blank))
        alone = earlier is None or earlier.score < SURE_SCORE or len(earlier.parts) < 2
        if alone or not sheet.rows[earlier.last + 1]:
            return best
        best = earlier
    return None


def header_at(sheet, first, last):
    """The header that a person says stands in rows ``first`` to ``last`` (from 0)."""
    lines = _lines(sheet, first, last)
    parts = {}
    for place in sorted(set().union(*lines)):
        parts[place] = list(dict.fromkeys(line[place] for line in lines if place in line))
    return Block(first, last, parts, float("inf"))
