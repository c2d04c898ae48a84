"""Dates and deadlines of ledgers and plans, as people write them, as days.

A month, quarter or year means its last day, a range its end. What is said and is no day, such as
2月30日, is a fault and never a guess.
"""

import re
import unicodedata
from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import NamedTuple

from oversight.values import BRACKETS, CIRCLED, as_text, compact

EXCEL_EPOCH = date(1899, 12, 30)
_YEARS = range(1949, 2200)
_LEAP_YEAR = 2024
_SERIAL = re.compile(r"([2-7]\d{4})(\.\d+)?")
_MONTH_DAY = re.compile(r"(0?[1-9]|1[0-2])[-/.]([0-3]?\d)(日|号)?(之?前)?")
_NUMERALS = {
    word: str(n) for n, words in enumerate(["〇零○", *"一二三四五六七八九"]) for word in words
}
_CHINESE_NUMBER = re.compile(f"([{''.join(_NUMERALS)}十]+)(年|月|日|号)")
_TIME = re.compile(
    r"(?:\s+|T|(?<=[日号]))\d{1,2}(?::\d{2}(?::\d{2}(?:\.\d+)?)?|[时点](?:\d{1,2}分)?)"
)
_LONG_TERM = re.compile("长期|持续|常态")
_IMMEDIATE = re.compile(
    "立行立改|立查立改|立整立改|立即|即知即改|即查即改|即行即改|即时整改|当场整改"
)


class Day(NamedTuple):
    """A date, or none; ``fault`` is bad_date for a date that does not exist."""

    on: date | None = None
    fault: str | None = None


class Deadline(NamedTuple):
    """A deadline as understood and as written."""

    due_on: date | None = None
    text: str | None = None
    long_term: bool = False
    immediate: bool = False
    fault: str | None = None


def _month_end(year, month):
    """Last day of a month; ValueError when there is no such month."""
    if not 1 <= month <= 12:
        raise ValueError(month)
    return date(year, month, monthrange(year, month)[1])


def _on_day(year, said, before):
    month = said.get("m") or (before and before.month)
    return month and date(year, int(month), int(said["d"]))


def _in_third(year, said, before):
    return date(year, int(said["m"]), 10 if said["third"] == "上旬" else 20)


def _in_month(year, said, before):
    return _month_end(year, int(said["m"]))


def _in_quarter(year, said, before):
    return _month_end(year, 3 * int(_NUMERALS.get(said["q"], said["q"])))


def _in_half(year, said, before):
    return _month_end(year, 6 if said["half"] == "上" else 12)


def _in_year(year, said, before):
    return date(year, 12, 31)


_TO = "[-–—~至到]"
_YEAR = r"(?:(?P<y>\d{4}|\d{2})年度?|(?P<word>今|本|当|明|次|翌)年)"
# Tried in this order at each place of the text.
_FORMS = [
    (re.compile(rf"(?<!\d){pattern}"), meaning)
    for pattern, meaning in (
        (r"(?P<y>\d{4}|\d{2})(?P<by>[-/.])(?P<m>\d{1,2})(?P=by)(?P<d>\d{1,2})(?!\d)", _on_day),
        (r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?!\d)", _on_day),
        (rf"{_YEAR}?(?P<m>\d{{1,2}})月份?(?P<d>\d{{1,2}})(?:[日号]|(?!\d))", _on_day),
        (rf"(?<={_TO})(?P<m>\d{{1,2}})[./](?P<d>\d{{1,2}})(?!\d)", _on_day),
        (rf"(?<={_TO})(?P<d>\d{{1,2}})[日号]", _on_day),
        (rf"{_YEAR}?(?P<m>\d{{1,2}})月份?(?P<third>[上中]旬)", _in_third),
        (rf"{_YEAR}?(?P<m>\d{{1,2}})月", _in_month),
        (r"(?P<y>20\d{2})[-/.](?P<m>\d{1,2})(?![-/.\d])", _in_month),
        (rf"{_YEAR}?第?(?P<q>[一二三四1-4])季度", _in_quarter),
        (rf"{_YEAR}?(?P<half>[上下])半年", _in_half),
        (rf"(?:{_YEAR}|(?<!每)(?<!每年)(?=年))年?[底末内终]", _in_year),
        # 2025年国庆节前 says a day, but not which.
        (r"(?P<y>20\d{2})年(?!.{0,4}(?:节|元旦|汛期|换届))", _in_year),
    )
]


def _arabic(match):
    """Chinese numerals in figures: 二〇二五年 → 2025年, 三十一日 → 31日."""
    word, unit = match.groups()
    tens, ten, ones = word.rpartition("十")
    figures = "".join(_NUMERALS.get(character, "") for character in ones)
    if ten:
        figures = _NUMERALS.get(tens, "1") + (figures or "0")
    return figures + unit


def _normal(text):
    """A date text in Arabic figures without blanks, times of day and starts of short ranges."""
    text = unicodedata.normalize("NFKC", CIRCLED.sub(" ", text))
    text = _CHINESE_NUMBER.sub(_arabic, compact(_TIME.sub(" ", text)).replace("元月", "1月"))
    # 2025年8-10月 and 9月1-15日: the end counts, the year or month before stays.
    text = re.sub(rf"(?<!\d)\d{{1,2}}{_TO}+(?=\d{{1,2}}月)", "", text)
    return re.sub(rf"(?<=月)\d{{1,2}}{_TO}+(?=\d{{1,2}}[日号])", "", text)


def _day_said(said, meaning, before, year):
    """The day one date in a text means, ``before`` being the one said just before it.

    None when its year is not known; ValueError when there is no such day.
    """
    figures, word = said.get("y"), said.get("word")
    if figures:
        year = int(figures) + (2000 if len(figures) == 2 else 0)
    else:
        year = before.year if before else year
        if year is None:
            # 2月30日 is wrong in whatever year; 2月29日 may be right.
            meaning(_LEAP_YEAR, said, before)
            return None
        year += word in ("明", "次", "翌")
    if year not in _YEARS:
        raise ValueError(year)
    day = meaning(year, said, before)
    # 11月至2月, no second year written, ends in the year after.
    turn = day and before and day < before and not figures and not word
    return meaning(year + 1, said, before) if turn else day


def _last_day(text, year):
    """The last date said in a normal text as a Day; None when no date is said at all."""
    day, last, place = None, None, 0
    while place < len(text):
        found = ((pattern.match(text, place), meaning) for pattern, meaning in _FORMS)
        match, meaning = next(((m, f) for m, f in found if m), (None, None))
        if match:
            try:
                day = _day_said(match.groupdict(), meaning, day, year)
                last = Day(day)
            except ValueError:
                last = Day(fault="bad_date")
        place = match.end() if match else place + 1
    return last


def parse_date(cell, year=None):
    """The day a cell means: a real date, any of the ways to write one, or an Excel serial.

    A month, quarter or year means its last day, a range its end; ``year`` completes 12月31日.
    """
    if isinstance(cell, datetime):
        return Day(cell.date())
    if isinstance(cell, date):
        return Day(cell)
    text = as_text(cell)
    if text is None:
        return Day()
    normal = _normal(text)
    if _SERIAL.fullmatch(normal):
        return Day(EXCEL_EPOCH + timedelta(days=int(float(normal))))
    # Only as text: the number 9.3 may have been typed as 9.30.
    if isinstance(cell, str) and (match := _MONTH_DAY.fullmatch(normal)):
        normal = f"{match[1]}月{match[2]}日"
    # （原定10月31日） beside a date says something else; alone it is the date.
    found = _last_day(BRACKETS.sub("", normal), year) or _last_day(normal, year)
    return found or Day()


def parse_deadline(cell, year=None):
    """A deadline: date, or words such as 立行立改 and 长期坚持, or both."""
    text, day = as_text(cell), parse_date(cell, year)
    words = compact(text or "")
    return Deadline(
        due_on=day.on,
        text=text,
        long_term=bool(_LONG_TERM.search(words)),
        immediate=bool(_IMMEDIATE.search(words)),
        fault=day.fault,
    )
