"""Rows below a header → records, their faults, and the rows left out with the reason.

A record has the ledger's column names as keys, for the columns the table has, and ``row``, the row
as the spreadsheet numbers it. Work goes by columns: what is written often is understood once.
"""

from collections import Counter
from dataclasses import dataclass, field

from oversight import dates, surroundings, values
from oversight.rows import Lines, lines, read_rows
from oversight.values import as_text, compact

_AT_ONCE = 4
_NEAR = 100
_WRONG = {
    "bad_date": "不是真实的日期，请改正",
    "unclear_date": "说不出是哪一天，请写明日期",
    "bad_amount": "是负数或读不出数，请核实",
    "bad_count": "读不出数，请改为整数",
    "unknown_status": "认不出是否办结，请改为规定的写法",
}


@dataclass(frozen=True)
class Fault:
    """Something wrong in a record: ``column`` is its key, or None for the whole row."""

    row: int
    column: str | None
    code: str
    sentence: str


@dataclass
class Sheet:
    """One table sheet. ``columns`` are Headings; ``header_rows`` is (first, last), from 1.

    ``stated`` is what is written around the table: 填报单位, 填报日期, 审核人 and the like.
    """

    name: str | None
    title: str | None
    header_rows: tuple
    columns: tuple
    records: list = field(default_factory=list)
    faults: list = field(default_factory=list)
    left_out: list = field(default_factory=list)
    stated: dict = field(default_factory=dict)


def read_sheet(grid, header, words, file_name, chosen=None):
    """The Sheet of a grid whose first table begins with ``header``, by ``words`` of its kind.

    ``chosen``: rows a person wants read or left out, as read_rows() takes them.
    """
    title = "".join(surroundings.titles(grid, header)) or None
    blocks, left_out, dropped = read_rows(grid, header, words, chosen)
    above = grid.rows[: header.first]
    # A page long of totals says nothing of who filed it.
    around = [*above, *(grid.rows[row] for row in (*dropped[:_NEAR], *dropped[_NEAR:][-_NEAR:]))]
    year = surroundings.year(around, title, file_name)
    unit = surroundings.unit(above)
    stated = surroundings.stated(around)
    rows, columns = (header.first + 1, header.last + 1), header.headings
    sheet = Sheet(grid.name, title, rows, columns, left_out=left_out, stated=stated)
    for block in (block for block in blocks if block.rows):
        part = _Part(block, words, year, unit, grid.faulty)
        sheet.records += part.records()
        sheet.faults += part.faults()
    return sheet


def _text(cell):
    """What a cell, or the cells of several rows, say; None for nothing."""
    if cell.__class__ is not Lines:
        return as_text(cell)
    return "\n".join(filter(None, map(as_text, cell))) or None


def _whole(cell):
    """One cell as it is, several as their text."""
    return _text(cell) if cell.__class__ is Lines else cell


def _each(cells, mean):
    """``mean`` of every cell, worked out once for what is written alike."""
    if bool in set(map(type, cells)):
        # True and 1 are one key of a dictionary, and different cells.
        return [mean(cell) for cell in cells]
    known = {cell: mean(cell) for cell in set(cells)}
    return [known[cell] for cell in cells]


class _Part:
    """The records under one header, column by column."""

    def __init__(self, block, words, year, unit, faulty):
        self.block, self.words, self.faulty = block, words, faulty
        self.year, self.unit = year, unit
        self.has = block.header.fields
        self.headings = {}
        for heading in block.header.headings:
            self.headings.setdefault(heading.field, []).append(heading)
        self.columns = {"row": block.rows}
        self.wrong = []  # (record, column name, code, what is written)
        for name in (name for name in words.columns if name in self.has):
            self._read(name)
        self._categories()

    # Values

    def _cells(self, name):
        """The cells of a column of ours, which may stand in several columns of the file."""
        headings = self.headings[name]
        if any(heading.tick for heading in headings):
            return self._ticked(headings)
        columns = [self.block.cells[heading.place] for heading in headings]
        if len(columns) == 1:
            return columns[0]
        rows = zip(*columns, strict=True)
        return [Lines(c for cell in row for c in lines(cell) if as_text(c)) for row in rows]

    def _ticked(self, headings):
        """Of columns named for states and ticked, the names of those ticked."""
        columns = [self.block.cells[heading.place] for heading in headings]
        marked = [
            _each(
                column,
                lambda cell: any(
                    as_text(c) and values.parse_status(c).status != "整改中" for c in lines(cell)
                ),
            )
            for column in columns
        ]
        states = [heading.tick for heading in headings]
        return [
            "、".join(state for state, tick in zip(states, row, strict=True) if tick)
            for row in zip(*marked, strict=True)
        ]

    def _read(self, name):
        cells, mean = self._cells(name), self._meaning(name)
        known = _each(cells, mean)
        keys = {
            "due_on": ("due_on", "due_text", "long_term", "immediate"),
            "status": ("status", "status_text"),
        }.get(name, (name,))
        *found, codes = zip(*known, strict=True) if known else [()] * (len(keys) + 1)
        self.columns.update(zip(keys, map(list, found), strict=True))
        self.wrong += [
            (record, name, code, _text(cells[record])) for record, code in enumerate(codes) if code
        ]

    def _meaning(self, name):
        """A function from a cell to the values of the column's keys, a fault code or None last."""
        kind = self.words.columns[name].type
        if name == "due_on":
            return self._deadline
        if kind == "status":
            return _status
        if kind == "names":
            parse = values.parse_units if name == "units" else values.parse_names
            return lambda cell: (
                list(dict.fromkeys(found for c in lines(cell) for found in parse(c))),
                None,
            )
        if kind == "date":
            return self._date
        if kind == "money":
            unit = self.headings[name][0].scale or self.unit
            return lambda cell: _amount(lines(cell)[0], unit)
        if kind == "count":
            return _count
        if kind == "flag":
            return _flag
        return lambda cell: (_text(cell), None)

    def _deadline(self, cell):
        due = dates.parse_deadline(_whole(cell), self.year)
        return due.due_on, due.text, due.long_term, due.immediate, due.fault

    def _date(self, cell):
        day = dates.parse_date(lines(cell)[0], self.year)
        unclear = "unclear_date" if _text(cell) and not day.on else None
        return day.on, day.fault or unclear

    def _categories(self):
        """A section's title is the category of the records below it that say none themselves."""
        if any(self.block.categories):
            own = self.columns.get("category", [None] * len(self.block.rows))
            both = zip(own, self.block.categories, strict=True)
            self.columns["category"] = [said or section for said, section in both]

    def records(self):
        """The records, one dict each; names are lists of their own."""
        for name in self.has:
            if self.words.columns[name].type == "names":
                self.columns[name] = [list(found) for found in self.columns[name]]
        keys = list(self.columns)
        found = [
            dict(zip(keys, row, strict=True)) for row in zip(*self.columns.values(), strict=True)
        ]
        if "category" not in self.has and "category" in self.columns:
            for record in found:
                if record["category"] is None:
                    del record["category"]
        return found

    # Faults

    def faults(self):
        """What is wrong in the records, from the first row to the last."""
        # Without the store's unit: the file's figure may be in 万元.
        labels = {name: c.label.split("（")[0] for name, c in self.words.columns.items()}
        found = [*self._uncomputed()]
        for record, name, code, said in self.wrong:
            words = (said or "").replace("\n", "、")
            found.append((record, name, code, f"{labels[name]}“{words}”{_WRONG[code]}"))
        for name in self.words.required & self.has:
            found += self._empty(name, "missing_value", labels)
        found += self._no_deadline(labels)
        found += self._empty("units", "missing_unit", labels)
        found += self._empty("leaders", "missing_leader", labels)
        found += self._closing(labels)
        found += [
            (record, None, "duplicate_row", "与前面的一条除序号外完全相同")
            for record in self._duplicates()
        ]
        rows = self.block.rows
        return [
            Fault(rows[record], column, code, f"第 {rows[record]} 行{what}。")
            for record, column, code, what in sorted(found, key=lambda fault: fault[0])
        ]

    def _uncomputed(self):
        """Formulas without a figure, and errors where a figure should be."""
        if not self.faulty:
            return
        numbers = {row: record for record, row in enumerate(self.block.rows)}
        texts = {h.place: (h.field, h.text) for h in self.block.header.headings}
        for (row, place), error in sorted(self.faulty.items()):
            if row + 1 in numbers and place in texts:
                name, heading = texts[place]
                if error:
                    what = f"{heading}的公式出错，显示为 {error}，请改正公式或直接填写数字"
                else:
                    what = f"{heading}的公式没有算出结果，请在 Excel 或 WPS 中打开、保存后再报"
                yield numbers[row + 1], name, "formula_without_value", what

    def _empty(self, name, code, labels):
        if name not in self.has:
            return
        for record, value in enumerate(self.columns[name]):
            if value is None or value == []:
                yield record, name, code, f"没有填写{labels[name]}"

    def _no_deadline(self, labels):
        if "due_on" not in self.has:
            return
        wrong = {record for record, name, _, _ in self.wrong if name == "due_on"}
        keys = ("due_on", "due_text", "long_term", "immediate")
        rows = zip(*(self.columns[key] for key in keys), strict=True)
        for record, (due, text, long_term, immediate) in enumerate(rows):
            if not (due or long_term or immediate or record in wrong):
                said = f"“{text}”说不出日期" if text else "没有填写"
                yield record, "due_on", "missing_deadline", f"{labels['due_on']}{said}"

    def _closing(self, labels):
        if "closed_on" not in self.has:
            return
        wrong = {r for r, name, code, _ in self.wrong if (name, code) == ("closed_on", "bad_date")}
        closed, none = self.columns["closed_on"], [None] * len(self.block.rows)
        for record, status in enumerate(self.columns.get("status", none)):
            if status == "已办结" and not closed[record] and record not in wrong:
                what = f"已办结却没有{labels['closed_on']}"
                yield record, "closed_on", "closed_without_date", what
        for record, found in enumerate(self.columns.get("found_on", none)):
            day = closed[record]
            if day and found and day < found:
                what = f"{labels['closed_on']} {day} 早于{labels['found_on']} {found}"
                yield record, "closed_on", "closed_before_found", what

    def _duplicates(self):
        """Records whose columns, but for the running number, all say what an earlier one says."""
        seq = {heading.place for heading in self.headings.get("seq", ())}
        columns = [cells for place, cells in self.block.cells.items() if place not in seq]
        chosen = list(range(len(self.block.rows)))
        # What is cheap to compare first: most records are told apart by it.
        efforts = sorted(((_effort(cells), n) for n, cells in enumerate(columns)))
        for start in range(0, len(efforts), _AT_ONCE):
            part = []
            for effort, number in efforts[start : start + _AT_ONCE]:
                cells = [columns[number][record] for record in chosen]
                part.append(_each(cells, _said) if effort else cells)
            keys = list(zip(*part, strict=True))
            often = Counter(keys)
            chosen = [r for r, key in zip(chosen, keys, strict=True) if often[key] > 1]
        said = [_each([c[r] for r in chosen], _said) for c in columns]
        seen = set()
        for record, key in zip(chosen, zip(*said, strict=True), strict=False):
            if key in seen:
                yield record
            seen.add(key)


def _effort(cells):
    """How much work it is to compare a column: its different texts. Numbers and days need none."""
    return sum(cell.__class__ is str for cell in set(cells))


def _said(cell):
    """What a cell says, blanks aside; "" for nothing."""
    return compact("".join(filter(None, map(as_text, lines(cell)))))


def _status(cell):
    said = values.parse_status(_whole(cell))
    return said.status, said.text, said.fault


def _amount(cell, unit):
    return values.parse_amount(cell, unit)


def _count(cell):
    number = values.parse_count(lines(cell)[0])
    return number, "bad_count" if _text(cell) and number is None else None


def _flag(cell):
    state = values.parse_status(lines(cell)[0]).status
    return None if state is None else state == "已办结", None
