"""What a cell of a ledger means: text, names, dates and deadlines, amounts, counts, states.

Pure functions from a cell (text, number, date or None) to a value. What cannot be is returned as
a fault code beside the empty value, never raised. ``year`` is the year of a date written without.
"""

import math
import re
import unicodedata
from calendar import monthrange
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

BLANKS = " \t\r\n\f\v\u00a0\u3000\u200b\ufeff"
_NOTHING = re.compile(r"[/／]|无|[—–―－-]{1,3}")
_CIRCLED = re.compile("[\u2460-\u24ff]")


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


class Amount(NamedTuple):
    """An amount in 元, or none; ``fault`` is bad_amount for a negative or unreadable one."""

    yuan: Decimal | None = None
    fault: str | None = None


class Status(NamedTuple):
    """The reported state in one of the ledgers' four words, and as written."""

    status: str | None = None
    text: str | None = None
    fault: str | None = None


def as_text(cell):
    """The text of a cell as a person reads it, outer blanks removed; None for nothing.

    A real date gives YYYY-MM-DD, a whole number no decimal point. ``/``, ``无`` and dashes alone
    are nothing.
    """
    if cell is None or isinstance(cell, bool):
        return {True: "是", False: "否"}.get(cell)
    if isinstance(cell, date):
        return cell.strftime("%Y-%m-%d")
    if isinstance(cell, float):
        cell = f"{cell:.0f}" if cell.is_integer() else repr(cell)
    text = str(cell).strip(BLANKS)
    # Some writers leave the file format's escaped carriage return in the text.
    if "\r" in text or "_x000D_" in text:
        text = text.replace("_x000D_", "").replace("\r\n", "\n").strip(BLANKS)
    return None if not text or (len(text) < 4 and _NOTHING.fullmatch(text)) else text


def compact(text):
    """Half-width and without any blank: the form in which words are compared."""
    text = unicodedata.normalize("NFKC", _CIRCLED.sub(" ", text))
    return "".join(text.replace("\u200b", "").replace("\ufeff", "").split())


# Names

_APART = re.compile(r"[、，,；;/\n]")
_BRACKETS = re.compile(r"[（(【\[][^（(【\[\]】)）]*[)）】\]]")
_ROLE = re.compile(r"^(牵头|配合|责任|主责|主办|协办)(单位|部门|科室|股室|处室)?\s*[：:]")


def _pieces(text):
    """The pieces of ``text`` between separators; those inside brackets do not separate."""
    hidden = _BRACKETS.sub(lambda match: "\0" * len(match[0]), text)
    start = 0
    for match in _APART.finditer(hidden + "\n"):
        yield text[start : match.start()]
        start = match.end()


def _distinct(pieces):
    # A list copied out of a plan's text ends with the sentence's full stop.
    names = ("".join(piece.split()).rstrip("。") for piece in pieces)
    return list(dict.fromkeys(name for name in names if as_text(name)))


def parse_names(cell):
    """Names of persons, without duties in brackets and without blanks inside a name."""
    return _distinct(_BRACKETS.sub("", piece) for piece in _pieces(as_text(cell) or ""))


def parse_units(cell):
    """Names of units: brackets belong to the name, 牵头： and 配合单位： do not."""
    pieces = _pieces(as_text(cell) or "")
    return _distinct(_ROLE.sub("", piece.strip(BLANKS)) for piece in pieces)


# Dates and deadlines

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
        (r"(?P<y>20\d{2})年", _in_year),
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
    text = unicodedata.normalize("NFKC", _CIRCLED.sub(" ", text))
    text = _CHINESE_NUMBER.sub(_arabic, compact(_TIME.sub(" ", text)))
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
    found = _last_day(_BRACKETS.sub("", normal), year) or _last_day(normal, year)
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


# Amounts and counts

_SCALES = {
    "亿": 10**8,
    "千万": 10**7,
    "百万": 10**6,
    "十万": 10**5,
    "万": 10**4,
    "千": 1000,
    "百": 100,
}
_SCALE = "|".join(_SCALES)
_PART = rf"(?:\d+(?:\.\d+)?|\.\d+)[余多]?(?:{_SCALE})?"
_AMOUNT = re.compile(
    rf"(?:约|近|共计?|合计|人民币|¥)*(?P<minus>-?)¥?(?P<parts>(?:{_PART})+)(?P<yuan>[余多]?[元圆])?"
    r"(?:余|多|整|左右|以上|上下|人民币)*"
)
_IN_WORDS = re.compile(rf"(?P<minus>-?)(?P<parts>(?:{_PART})+)(?P<yuan>[余多]?元)")
_CENT = Decimal("0.01")
_LARGEST = Decimal(10) ** 16  # what DECIMAL(18,2) holds


def scale(text):
    """元 per unit that a heading or a 单位 line names (万元: 10000), or None."""
    match = re.search(rf"({_SCALE})?元", compact(text or ""))
    return match and Decimal(_SCALES.get(match[1], 1))


def _sum(match, unit):
    """The amount of a match in 元; ``unit`` applies when the text names none of its own."""
    parts = re.findall(rf"(\d*\.?\d+)[余多]?({_SCALE})?", match["parts"])
    if match["yuan"] or "¥" in match[0] or any(scale for _, scale in parts):
        unit = 1
    total = sum(Decimal(number) * _SCALES.get(scale, 1) for number, scale in parts) * unit
    return -total if match["minus"] else total


def parse_amount(cell, unit=1):
    """An amount in 元. ``unit`` is the column's (10000 for 万元); the cell's own goes before it.

    约, 近, 余, 多 and 左右 do not change the figure. A negative amount is kept, with its fault.
    """
    if cell.__class__ is float and math.isfinite(cell):
        return _in_yuan(Decimal(repr(cell)) * unit)
    text = as_text(cell)
    if text is None:
        return Amount()
    words = compact(text).replace(",", "")
    words = re.sub(r"^\(([\d.]+)\)$", r"-\1", words)
    if isinstance(cell, (int, float, Decimal)) and "e" in words.lower():
        words = f"{Decimal(words):f}" if Decimal(words).is_finite() else words
    match = _AMOUNT.fullmatch(words)
    if not match:
        said = list(_IN_WORDS.finditer(words))
        match = said[0] if len(said) == 1 else None
    return _in_yuan(match and _sum(match, Decimal(unit)))


def _in_yuan(yuan):
    if yuan is None or abs(yuan) >= _LARGEST:
        return Amount(fault="bad_amount")
    yuan = yuan.quantize(_CENT, ROUND_HALF_UP)
    return Amount(yuan, "bad_amount" if yuan < 0 else None)


_COUNT = re.compile(
    r"约?(\d{1,9})(?:\.0+)?[余多]?(万)?(?:人次?|名|户|家|件|例|笔|个|条|项|次)?(?:左右)?"
)


def parse_count(cell):
    """A whole number of persons or things (12人次 → 12), or None when it is not one."""
    match = _COUNT.fullmatch(compact(as_text(cell) or "").replace(",", ""))
    number = match and int(match[1]) * (10**4 if match[2] else 1)
    return number if number is not None and number < 2**31 else None


# States

TICKS = "√✓✔☑"
_CROSSES = "×✗✘☒╳"
_NOT_IN_TIME = re.compile("(无法|不能)按[时期]")
_IN_TIME = re.compile("预计按[时期]")
_GOING_ON = re.compile(f"否|[{_CROSSES}].*|.*(未|逾期|整改中|正在|推进中|基本|部分).*")
_DONE = re.compile(f"是|[{TICKS}].*|.*(办结|完成|销号|整改到位).*")
_PER_CENT = re.compile(r"(\d+(?:\.\d+)?)%")


def parse_status(cell):
    """The reported state: 已办结, 预计按时办结, 无法按时办结, 整改中 or None.

    A number from 0 to 1 is a cell shown in per cent. A text that says no state is unknown_status.
    """
    if isinstance(cell, (int, float)) and 0 <= cell <= 1:
        cell = f"{cell * 100:g}%"
    text = as_text(cell)
    if text is None:
        return Status()
    words = compact(text)
    head = re.split(r"[,。;:(]", words)[0]
    shares = [float(share) for share in _PER_CENT.findall(words)]
    if _NOT_IN_TIME.search(words):
        return Status("无法按时办结", text)
    if _IN_TIME.search(words):
        return Status("预计按时办结", text)
    if min(shares, default=100) < 100 or head == "否" or _GOING_ON.fullmatch(words):
        return Status("整改中", text)
    if shares or head == "是" or _DONE.fullmatch(words):
        return Status("已办结", text)
    return Status(None, text, "unknown_status")
