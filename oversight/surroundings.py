"""What stands around a table: its title, the unit of its figures, who filed it and when."""

import re

from oversight import dates, values
from oversight.rows import NOTE
from oversight.values import as_text, compact

_LABEL = re.compile(r"[(（]?\w*(单位|日期|时间|电话|人)\s*([(（].{0,4}[)）])?[:：]")
_ANNEX = re.compile(r"附[件表]\s*[\d一二三四五六七八九十]*\s*[:：.、]?\s*")
_FILED = re.compile(r"(?:填报|填表|制表|上报|报送)(?:日期|时间)[:：]?(.*)")
_UNIT = re.compile(r"(?:^|[^一-龥]|金额|货币|计量)单\s*位\s*[:：]\s*(\S+)")
_STATED = re.compile(
    r"(填报单位|报送单位|填表单位|填报日期|填报时间|报送日期|填表人|填报人|经办人|审核人|复核人|"
    r"负责人|联系人|联系电话)(?:[(（].{0,8}[)）])?[:：]"
)


def titles(grid, header):
    """The texts above a header that are titles: no annex number, label or long explanation."""
    for row in grid.rows[: header.first]:
        for text in filter(None, map(as_text, row)):
            text = _ANNEX.sub("", text, count=1) if _ANNEX.match(text) else text
            if text and len(text) <= 60 and not _LABEL.match(text) and not NOTE.match(text):
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
                if day := dates.parse_date(match[1] or beside).on:
                    return day.year
    return None


def unit(rows):
    """元 per unit of a line “单位：万元” in one of the rows; 1 where none says so."""
    texts = filter(None, (as_text(cell) for row in rows for cell in row))
    said = (values.scale(match[1]) for text in texts for match in _UNIT.finditer(text))
    return next(filter(None, said), 1)


def year(rows, title, file_name):
    """The year of dates written without one: of 填报日期, the title, the file's name, or None."""
    return _filed_year(rows) or _year_in(title or "") or _year_in(file_name)


def stated(rows):
    """What the lines around a table say of its filing: label → text, as 填报单位 → 甲镇."""
    found = {}
    for row in rows:
        for place, cell in enumerate(row):
            text = as_text(cell) or ""
            said = list(_STATED.finditer(text))
            for number, match in enumerate(said):
                end = said[number + 1].start() if number + 1 < len(said) else len(text)
                value = text[match.end() : end].strip(values.BLANKS)
                beside = row[place + 1 : place + 2]
                if not value and number + 1 == len(said) and beside:
                    value = as_text(beside[0]) or ""
                if value and not _STATED.match(value):
                    found.setdefault(match[1], value[:60])
    return found
