"""Which rows below a header are records: sections, examples, totals, notes, rows that go on.

Most rows of a long table are plainly records and are taken as whole runs of columns; a row that
could be anything else is looked at by itself.
"""

import re
from dataclasses import dataclass, field
from itertools import islice

from oversight import values
from oversight.errors import UserError
from oversight.headings import header_at
from oversight.values import as_text, compact

_CHINESE = "[一二三四五六七八九十]+"
_SECTION = re.compile(
    rf"{_CHINESE}[、.．:：]|[(（]{_CHINESE}[)）][、.]?|第{_CHINESE}[类章][、:：]?|第{_CHINESE}部分[、:：]?"
)
_SECTION_NUMBER = re.compile(rf"{_CHINESE}[、.．]?|[(（]{_CHINESE}[)）]")
_SECTION_COUNT = re.compile(r"[(（]共?\s*\d+\s*[项个条件类][)）]$")
_EXAMPLE = re.compile(r"示?例")
_TOTAL = re.compile(r"(本页|本表|全区|全市|全县|全年)?(合计|小计|总计|累计|共计)")
NOTE = re.compile(r"[(（]?(注|备注|说明|填表说明|填报说明|填报要求|注意事项)(\d*[:：]|\d+[.、])")
_SIGNED = re.compile(
    r"(单位|部门|主要|分管)?(填[表报]|制表|审核|复核|审批|报送|经办|联系|负责)?"
    r"(人|单位|领导|负责人|日期|时间|电话)?(签字|签名|盖章)?([(（].{0,8}[)）])?[:：]"
)
# A row that begins with none of these is no section, example, total, note or signature.
_BEWARE = set(
    "示例本全合小总累共注备说填单部主分制审复报经联负人领日时电第(（一二三四五六七八九十:："
)
_NUMBER = re.compile(r"(?=[A-Za-z._/()（）-]*\d)[0-9A-Za-z(（][0-9A-Za-z._/()（）-]*")
_FIGURE = re.compile(r"[\d.,]+")
_DITTO = {"同上", "同上。", "〃"}
MOST_TABLES = 1000
_BEGINS_RECORD = {"units", "leaders", "persons", "due_on", "status"}


@dataclass(frozen=True)
class LeftOut:
    """A row, or a whole sheet (``row`` None), that was not read, and why."""

    row: int | None
    text: str
    reason: str

    def __str__(self):
        where = "" if self.row is None else f"第 {self.row} 行："
        return f"{where}{self.reason}（{self.text}）" if self.text else f"{where}{self.reason}"


class Lines(tuple):
    """What one record's column says over several cells, in order."""


@dataclass
class Block:
    """The records under one header: their rows (from 1), categories, and cells by place.

    All lists have one item per record; a cell is as in the grid, or Lines.
    """

    header: object
    rows: list = field(default_factory=list)
    categories: list = field(default_factory=list)
    cells: dict = field(default_factory=dict)

    def __post_init__(self):
        self.cells = {heading.place: [] for heading in self.header.headings}


def lines(cell):
    """A cell, or the cells it is made of, as a tuple."""
    return cell if cell.__class__ is Lines else (cell,)


def read_rows(grid, header, words, chosen=None):
    """(blocks, rows left out, numbers of those rows from 0) of a grid's table.

    ``chosen`` says of rows (from 1) whether a person wants them read as records or left out.
    """
    reader = _Rows(grid, header, words, chosen or {})
    reader.read()
    return reader.blocks, reader.left_out, list(reader.dropped)


def _layout(header):
    return [(heading.place, heading.text) for heading in header.headings]


def _is_number(cell):
    if cell.__class__ is str:
        return bool(_NUMBER.fullmatch(cell))
    return cell.__class__ in (float, int)


class _Rows:
    """Walks down the rows of one sheet."""

    def __init__(self, grid, header, words, chosen):
        self.chosen = {row - 1: wanted for row, wanted in chosen.items()}
        self.grid, self.words, self.columns = grid, words, grid.columns
        self.height = len(grid.rows)
        self.merged = {}  # (row, place) of a vertically merged cell → row where it begins
        # The same columns, where a merged cell says what it says in each of its rows.
        self.filled = list(self.columns)
        for top, left, bottom, _ in grid.merges:
            if bottom > top < self.height and left < len(self.columns):
                if self.filled[left] is self.columns[left]:
                    self.filled[left] = list(self.columns[left])
                for row in range(top + 1, min(bottom + 1, self.height)):
                    self.merged[row, left] = top
                    self.filled[left][row] = self.columns[left][top]
        texts = self._short_texts()
        self.dittos = self._rows_with(texts, lambda t: len(t) < 9 and compact(t) in _DITTO)
        self.special = self.dittos | self._rows_with(texts, words.names_required)
        self.special |= {row for row in self.chosen if row < self.height}
        self.category, self.last_reason = None, None
        self.blocks, self.left_out, self.dropped = [], [], {}
        self.latest, self.growing = None, {}
        self._plain = {}
        self._use(header)

    def _short_texts(self):
        """By column, the different texts that may be a heading or say “as above”."""
        return [
            {c for c in set(column) if c.__class__ is str and len(c) < 30 and c[:1] > "9"}
            for column in self.columns
        ]

    def _rows_with(self, texts, wanted):
        """Rows with a text that is wanted; ``texts`` as _short_texts() gives them."""
        rows = set()
        for column, said in zip(self.columns, texts, strict=True):
            found = {text for text in said if wanted(text)}
            if found:
                rows |= {row for row, cell in enumerate(column) if cell in found}
        return rows

    def _use(self, header):
        if len(self.blocks) >= MOST_TABLES:
            raise UserError(
                f"工作表“{self.grid.name or ''}”第 {header.first + 1} 行又是一张表的表头，"
                f"已超过 {MOST_TABLES} 张，请拆分后再导入。"
            )
        self._close()
        self.block = Block(header)
        self.blocks.append(self.block)
        self.heads = self.grid.rows[header.first : header.last + 1]
        self.header, self.numbered = header, False
        places = {}
        for heading in header.headings:
            places.setdefault(heading.field, []).append(heading.place)
        self.seq = places.get("seq", [None])[0]
        self.described = places.get("description", [])
        self.beginners = [p for name in _BEGINS_RECORD for p in places.get(name, ())]
        layout = (self.seq, tuple(self.described), tuple(self.block.cells))
        if layout not in self._plain:
            self._plain[layout] = self._plain_rows()
        self.plain = self._plain[layout]

    def read(self):
        """Take in all rows."""
        row, plain = self.header.last + 1, self.plain
        while row < self.height:
            if self.last_reason is None and plain[row]:
                end = plain.find(0, row)
                row = self._take_run(row, end if end >= 0 else self.height)
            else:
                row = self._row(row)
                plain = self.plain
        self._close()

    # Rows that are plainly records

    def _plain_rows(self):
        """A byte per row: 1 where it is surely a record of its own."""
        plain = bytearray(self.height)
        first = min(self.block.cells, default=0)
        if not self.described or any(any(map(as_text, c)) for c in self.columns[:first]):
            return plain
        columns, width = self.filled, len(self.columns)
        if self.described[0] >= width or (first in self.described and self.seq is None):
            return plain
        tests = [(self._is_said, columns[self.described[0]])]
        if self.seq is not None:
            tests.append((_is_number, columns[self.seq] if self.seq < width else []))
        if first != self.seq:
            tests.append((self._is_safe, columns[first]))
        passed = [map({c: test(c) for c in set(column)}.get, column) for test, column in tests]
        for row, sure in enumerate(zip(*passed, strict=False)):
            if all(sure):
                plain[row] = 1
        for row in self.special:
            plain[row] = 0
        for row, place in self.merged:
            # What a row itself begins with must be its number.
            if self.seq is None or place == self.seq or place == first != self.seq - 1:
                plain[row] = 0
        return plain

    def _is_safe(self, cell):
        if cell.__class__ is not str:
            return cell.__class__ in (float, int)
        text = as_text(cell)
        return bool(text) and text[0] not in _BEWARE and not self.words.match_short(text)

    def _is_said(self, cell):
        said = as_text(cell) if cell.__class__ is str else None
        if not said or _FIGURE.fullmatch(said) or _SECTION.match(said):
            return False
        return not self.words.match_short(said)

    def _take_run(self, row, end):
        self._close()
        self.latest = self.block.cells
        self.block.rows += range(row + 1, end + 1)
        self.block.categories += [self.category] * (end - row)
        for place, cells in self.block.cells.items():
            there = place < len(self.filled)
            cells += self.filled[place][row:end] if there else [None] * (end - row)
        self.numbered = self.numbered or self.seq is not None
        return end

    # Rows looked at one by one

    def _cell(self, row, place):
        """A cell when it says something; a merged cell says it in each of its rows."""
        if place >= len(self.filled):
            return None
        cell = self.filled[place][row]
        return None if as_text(cell) is None else cell

    def _leave(self, row, own, reason):
        self.dropped[row] = self.last_reason = reason
        self.left_out.append(LeftOut(row + 1, " ".join(own.values())[:60], reason))
        return row + 1

    def _row(self, row):
        """Take in one row; returns the number of the next one."""
        own = {
            place: text
            for place, column in enumerate(self.columns)
            if (text := as_text(column[row])) and (row, place) not in self.merged
        }
        if not own:
            return row + 1
        if self.chosen.get(row) is False:
            return self._leave(row, own, "按您的选择不读")
        if self.chosen.get(row):
            self._begin(row)
            self.last_reason = None
            return row + 1
        # No heading begins with a figure.
        worded = (text for text in own.values() if text[0] > "9")
        if any(map(self.words.names_required, worded)) and (last := self._header(row, own)):
            return last + 1
        if reason := self._no_record(row, own):
            return self._leave(row, own, reason)
        if self._continues(row, own):
            self._go_on(row, own)
            return row + 1
        self._begin(row)
        self.numbered = self.numbered or bool(self.seq is not None and self._cell(row, self.seq))
        self.last_reason = None
        return row + 1

    def _header(self, row, own):
        """Take in the lines of a header that begins in a row; the last one, or None."""
        size = self.header.last - self.header.first + 1
        same = self.grid.rows[row : row + size] == self.heads
        header = None if same else header_at(self.grid, row, self.words)
        if not same and header is None:
            return None
        last = row + size - 1 if same else header.last
        same = same or _layout(header) == _layout(self.header)
        for line in range(row, last + 1):
            self._leave(line, own, "重复的表头" if same else "另一张表的表头")
        # The table goes on below the same header.
        if not same:
            self._use(header)
        return last

    def _no_record(self, row, own):
        """Why a row is no record, or None; a section row sets the category of those after it."""
        place, first = next(iter(own.items()))
        plain = compact(first)
        if (begun := self.merged.get((row, self.seq))) in self.dropped:
            return self.dropped[begun]
        if place == (self.seq or 0) and place not in self.described and _EXAMPLE.match(plain):
            return "示例行"
        if match := _TOTAL.match(plain):
            bare = plain.strip(":：") == match[0]
            if bare or (place not in self.described and len(plain) <= 12):
                return "合计行"
        if place not in self.described or len(own) == 1:
            if NOTE.match(plain):
                return "注释"
            if _SIGNED.match(plain):
                return "填表人、审核人一类的落款"
        numbers = [int(t) for t in own.values() if len(t) < 3 and re.fullmatch(r"\d+", t)]
        if len(numbers) > 2 and numbers == list(range(numbers[0], numbers[0] + len(own))):
            return "栏次行"
        if self._is_section(own):
            return "分节行"
        if self.last_reason == "注释" and len(own) == 1:
            return "注释"
        others = (h.place for h in self.header.headings if h.place != self.seq)
        if set(own) == {self.seq} and not any(self._cell(row, place) for place in others):
            return "只填了序号" if len(plain) < 8 and re.search(r"\d", plain) else "表外的文字"
        if self.last_reason == "示例行" and not self._begins(row, own):
            return "示例行"
        return None

    def _is_section(self, own):
        found = ((p, text) for p, text in own.items() if not _FIGURE.fullmatch(text))
        worded = dict(islice(found, 3))
        number = worded.get(self.seq)
        place, text = next(iter(worded.items()), (0, ""))
        numbering = _SECTION.match(text)
        if len(worded) == 2 and number and _SECTION_NUMBER.fullmatch(compact(number)):
            title = next(text for place, text in worded.items() if place != self.seq)
        elif len(worded) == 1 and numbering and place <= max(self.described, default=0):
            title = text[numbering.end() :]
        else:
            return False
        self.category = _SECTION_COUNT.sub("", title.strip(values.BLANKS)).strip(values.BLANKS)
        return True

    def _begins(self, row, own):
        """True when a row has its own number, or names who answers for it, by when, how far."""
        return self.seq in own or any(self._cell(row, place) for place in self.beginners)

    def _continues(self, row, own):
        """True when a row goes on with the record before it."""
        if self.seq is None or not self.block.rows:
            return False
        if (row, self.seq) in self.merged:
            return self.merged[row, self.seq] + 1 == self.block.rows[-1]
        return self.numbered and not self._begins(row, own)

    def _begin(self, row):
        """A new record; what it says by “as above” was said in the record before."""
        self._close()
        before = self.latest or {}
        for place, cells in self.block.cells.items():
            cell = self._cell(row, place)
            if cell is not None and row in self.dittos and compact(as_text(cell)) in _DITTO:
                cell = before[place][-1] if before.get(place) else None
            cells.append(cell)
        self.latest = self.block.cells
        self.block.rows.append(row + 1)
        self.block.categories.append(self.category)

    def _go_on(self, row, own):
        """Add a row to the record before it: only what begins in this row, “as above” is said."""
        for place, cells in self.block.cells.items():
            cell = self._cell(row, place) if place in own else None
            if cell is None or row in self.dittos and compact(as_text(cell)) in _DITTO:
                continue
            if place not in self.growing:
                self.growing[place] = [c for c in lines(cells[-1]) if as_text(c) is not None]
            self.growing[place].append(cell)

    def _close(self):
        """The last record is whole: what was said of it over several rows is one cell a column."""
        for place, said in self.growing.items():
            self.block.cells[place][-1] = Lines(said) if len(said) > 1 else said[0]
        self.growing = {}
