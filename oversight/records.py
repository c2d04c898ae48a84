"""Rows below a header → records, their faults, and the rows left out with the reason.

A record has the ledger's column names as keys, for the columns the table has, and ``row``, the row
as the spreadsheet numbers it. What was said over several rows or columns is one record's cell.
"""

import re
from dataclasses import dataclass, field

from oversight import values
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
_NOTE = re.compile(r"[(（]?(注|备注|说明|填表说明|填报说明|填报要求|注意事项)(\d*[:：]|\d+[.、])")
_SIGNED = re.compile(
    r"(单位|部门|主要|分管)?(填[表报]|制表|审核|复核|审批|报送|经办|联系|负责)?"
    r"(人|单位|领导|负责人|日期|时间|电话)?(签字|签名|盖章)?([(（].{0,8}[)）])?[:：]"
)
_LABEL = re.compile(r"[(（]?\w*(单位|日期|时间|电话|人)\s*([(（].{0,4}[)）])?[:：]")
_ANNEX = re.compile(r"附[件表]\s*[\d一二三四五六七八九十]*\s*[:：.、]?\s*")
_FILED = re.compile(r"(?:填报|填表|制表|上报|报送)(?:日期|时间)[:：]?(.*)")
_UNIT = re.compile(r"(?:^|[^一-龥]|金额|货币|计量)单\s*位\s*[:：]\s*(\S+)")
_DITTO = {"同上", "同上。", "〃"}
_BEGINS_RECORD = {"units", "leaders", "persons", "due_on", "status"}


@dataclass(frozen=True)
class Fault:
    """Something wrong in a record: ``column`` is its key, or None for the whole row."""

    row: int
    column: str | None
    code: str
    sentence: str


@dataclass(frozen=True)
class LeftOut:
    """A row, or a whole sheet (``row`` None), that was not read, and why."""

    row: int | None
    text: str
    reason: str

    def __str__(self):
        where = "" if self.row is None else f"第 {self.row} 行："
        return f"{where}{self.reason}（{self.text}）" if self.text else f"{where}{self.reason}"


@dataclass
class Sheet:
    """One table sheet. ``columns`` are Headings; ``header_rows`` is (first, last), from 1."""

    name: str | None
    title: str | None
    header_rows: tuple
    columns: tuple
    records: list = field(default_factory=list)
    faults: list = field(default_factory=list)
    left_out: list = field(default_factory=list)


def read_sheet(grid, header, words, file_name):
    """The Sheet of a grid whose first table begins with ``header``, by ``words`` of its kind."""
    return _Reader(grid, header, words, file_name).read()


def titles(grid, header):
    """The texts above a header that are titles: no annex number, label or long explanation."""
    for row in grid.rows[: header.first]:
        for text in filter(None, map(as_text, row)):
            text = _ANNEX.sub("", text, count=1) if _ANNEX.match(text) else text
            if text and len(text) <= 60 and not _LABEL.match(text) and not _NOTE.match(text):
                yield text


def _year_in(text):
    """The year a title or file name speaks of, or None."""
    text = compact(text)
    for pattern in (r"(20\d\d)年", r"(?<!\d)(20\d\d)(?!\d)", r"(?<!\d)(20\d\d)[01]\d"):
        if years := re.findall(pattern, text):
            return int(years[-1])
    return None


def _filed_year(rows):
    """The year of 填报日期 in one of the rows: in the label's cell or in the next one filled."""
    for row in rows:
        for place, cell in enumerate(row):
            if isinstance(cell, str) and (match := _FILED.search(compact(cell))):
                beside = next((other for other in row[place + 1 :] if as_text(other)), None)
                if day := values.parse_date(match[1] or beside).on:
                    return day.year
    return None


def _unit(rows):
    """元 per unit of a line “单位：万元” in one of the rows; 1 where none says so."""
    texts = filter(None, (as_text(cell) for row in rows for cell in row))
    said = (values.scale(match[1]) for text in texts for match in _UNIT.finditer(text))
    return next(filter(None, said), 1)


class _Entry:
    """A record in the making: what its cells say, by column name and by place."""

    def __init__(self, row, category, header):
        self.row, self.category, self.header = row, category, header
        self.cells, self.places, self.ticks = {}, {}, []

    def add(self, heading, cell):
        self.places.setdefault(heading.place, []).append(cell)
        if heading.tick:
            if values.parse_status(cell).status != "整改中":
                self.ticks.append(heading.tick)
        elif heading.field:
            self.cells.setdefault(heading.field, []).append((cell, heading.scale))

    def text(self, name):
        """Everything said in a column, line by line, or None."""
        return "\n".join(as_text(cell) for cell, _ in self.cells.get(name, ())) or None

    def key(self):
        """What makes two rows the same: all columns but the running number."""
        seq = {heading.place for heading in self.header.headings if heading.field == "seq"}
        said = sorted((place, cells) for place, cells in self.places.items() if place not in seq)
        return (self.header.first, *((p, compact("".join(map(as_text, c)))) for p, c in said))


class _Reader:
    """Reads the rows of one sheet."""

    def __init__(self, grid, header, words, file_name):
        self.grid, self.words, self.file_name = grid, words, file_name
        self.sheet = Sheet(
            grid.name,
            "".join(titles(grid, header)) or None,
            (header.first + 1, header.last + 1),
            header.headings,
        )
        self.unit = _unit(grid.rows[: header.first])
        self.merged = {}  # (row, place) of a vertically merged cell → row where it begins
        for top, left, bottom, _ in grid.merges:
            self.merged.update({(row, left): top for row in range(top + 1, bottom + 1)})
        self.entries, self.category = [], None
        self.dropped = {}  # row → reason, of the rows left out
        self.last_reason = None
        self._use(header)

    def _use(self, header):
        self.header, self.numbered = header, False
        places = {}
        for heading in header.headings:
            places.setdefault(heading.field, []).append(heading.place)
        self.seq = places.get("seq", [None])[0]
        self.described = places.get("description", [])
        self.beginners = [p for name in _BEGINS_RECORD for p in places.get(name, ())]

    def read(self):
        row = self.header.last + 1
        while row < len(self.grid.rows):
            row = self._row(row)
        around = self.grid.rows[: self.sheet.header_rows[0] - 1]
        around += [self.grid.rows[row] for row in self.dropped]
        self.year = (
            _filed_year(around) or _year_in(self.sheet.title or "") or _year_in(self.file_name)
        )
        seen = set()
        for entry in self.entries:
            record, faults = self._record(entry)
            self.sheet.records.append(record)
            self._check(entry, record, faults)
            if (key := entry.key()) in seen:
                self._fault(entry, None, "duplicate_row", "与前面的一条除序号外完全相同")
            seen.add(key)
        return self.sheet

    # Rows

    def _cell(self, row, place):
        """A cell when it says something; a merged cell says it in each of its rows."""
        cells = self.grid.rows[self.merged.get((row, place), row)]
        cell = cells[place] if place < len(cells) else None
        return None if as_text(cell) is None else cell

    def _leave(self, row, own, reason):
        self.dropped[row] = self.last_reason = reason
        self.sheet.left_out.append(LeftOut(row + 1, " ".join(own.values())[:60], reason))
        return row + 1

    def _row(self, row):
        """Take in one row; returns the number of the next one."""
        own = {
            place: text
            for place, cell in enumerate(self.grid.rows[row])
            if (row, place) not in self.merged and (text := as_text(cell))
        }
        if not own:
            return row + 1
        if any(map(self.words.names_required, own.values())) and (
            header := header_at(self.grid, row, self.words)
        ):
            same = [h.text for h in header.headings] == [h.text for h in self.header.headings]
            for line in range(row, header.last + 1):
                self._leave(line, own, "重复的表头" if same else "另一张表的表头")
            self._use(header)
            return header.last + 1
        if reason := self._no_record(row, own):
            return self._leave(row, own, reason)
        if self._continues(row, own):
            self._fill(self.entries[-1], row, own)
            return row + 1
        entry = _Entry(row + 1, self.category, self.header)
        self._fill(entry, row, None)
        self.entries.append(entry)
        self.numbered = self.numbered or "seq" in entry.cells
        self.last_reason = None
        return row + 1

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
            if _NOTE.match(plain):
                return "注释"
            if _SIGNED.match(plain):
                return "填表人、审核人一类的落款"
        numbers = [int(text) for text in own.values() if re.fullmatch(r"\d{1,2}", text)]
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
        worded = {p: text for p, text in own.items() if not re.fullmatch(r"[\d.,]+", text)}
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
        if self.seq is None or not self.entries:
            return False
        if (row, self.seq) in self.merged:
            return self.merged[row, self.seq] + 1 == self.entries[-1].row
        return self.numbered and not self._begins(row, own)

    def _fill(self, entry, row, own):
        """Put a row's cells into a record; ``own``: only those that begin in this row."""
        for heading in self.header.headings:
            cell = self._cell(row, heading.place)
            if cell is None or (own is not None and heading.place not in own):
                continue
            if compact(as_text(cell)) not in _DITTO or not self.entries:
                entry.add(heading, cell)
            # In a row that goes on with its record, “as above” is said already.
            elif entry is not self.entries[-1]:
                for earlier in self.entries[-1].places.get(heading.place, ()):
                    entry.add(heading, earlier)

    # Records and faults

    def _record(self, entry):
        """The record of an entry, and the faults of its cells by column name."""
        record, faults = {"row": entry.row}, {}
        for name in (name for name in self.words.columns if name in entry.header.fields):
            found, faults[name] = self._value(name, entry)
            record |= found
        if entry.category and not record.get("category"):
            record["category"] = entry.category
        return record, {name: fault for name, fault in faults.items() if fault}

    def _value(self, name, entry):
        """What one column of an entry says, as record keys, and its fault or None."""
        cells = entry.cells.get(name, [])
        cell, scale = cells[0] if cells else (None, None)
        text = entry.text(name)
        whole = cell if len(cells) == 1 else text
        kind = self.words.columns[name].type
        if name == "due_on":
            due = values.parse_deadline(whole, self.year)
            words = {"due_text": due.text, "long_term": due.long_term, "immediate": due.immediate}
            return {"due_on": due.due_on, **words}, due.fault
        if kind == "status":
            said = values.parse_status("、".join(entry.ticks) or whole)
            return {"status": said.status, "status_text": said.text}, said.fault
        if kind == "names":
            parse = values.parse_units if name == "units" else values.parse_names
            return {name: list(dict.fromkeys(n for c, _ in cells for n in parse(c)))}, None
        if kind == "date":
            day = values.parse_date(cell, self.year)
            unclear = "unclear_date" if text and not day.on else None
            return {name: day.on}, day.fault or unclear
        if kind == "money":
            amount = values.parse_amount(cell, scale or self.unit)
            return {name: amount.yuan}, amount.fault
        if kind == "count":
            number = values.parse_count(cell)
            return {name: number}, "bad_count" if text and number is None else None
        if kind == "flag":
            state = values.parse_status(cell).status
            return {name: None if state is None else state == "已办结"}, None
        return {name: text}, None

    def _fault(self, entry, column, code, what):
        self.sheet.faults.append(Fault(entry.row, column, code, f"第 {entry.row} 行{what}。"))

    def _check(self, entry, record, faults):
        """List the faults of one record; a check is made only where the table has the column."""
        has = entry.header.fields
        # Without the store's unit: the file's figure may be in 万元.
        labels = {name: c.label.split("（")[0] for name, c in self.words.columns.items()}
        for name, code in faults.items():
            said = (entry.text(name) or "、".join(entry.ticks)).replace("\n", "、")
            self._fault(entry, name, code, f"{labels[name]}“{said}”{_WRONG[code]}")
        for name in self.words.required & has:
            if record.get(name) in (None, []):
                self._fault(entry, name, "missing_value", f"没有填写{labels[name]}")
        dated = "due_on" not in has or record["due_on"] or "due_on" in faults
        if not (dated or record["long_term"] or record["immediate"]):
            said = f"“{record['due_text']}”说不出日期" if record["due_text"] else "没有填写"
            self._fault(entry, "due_on", "missing_deadline", f"{labels['due_on']}{said}")
        for name, code in (("units", "missing_unit"), ("leaders", "missing_leader")):
            if name in has and not record[name]:
                self._fault(entry, name, code, f"没有填写{labels[name]}")
        closed, found = record.get("closed_on"), record.get("found_on")
        lacking = "closed_on" in has and not closed and faults.get("closed_on") != "bad_date"
        if lacking and record.get("status") == "已办结":
            what = f"已办结却没有{labels['closed_on']}"
            self._fault(entry, "closed_on", "closed_without_date", what)
        if closed and found and closed < found:
            what = f"{labels['closed_on']} {closed} 早于{labels['found_on']} {found}"
            self._fault(entry, "closed_on", "closed_before_found", what)


_WRONG = {
    "bad_date": "不是真实的日期，请改正",
    "unclear_date": "说不出是哪一天，请写明日期",
    "bad_amount": "是负数或读不出数，请核实",
    "bad_count": "读不出数，请改为整数",
    "unknown_status": "认不出是否办结，请改为规定的写法",
}
