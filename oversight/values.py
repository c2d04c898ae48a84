"""What a cell of a ledger means: text, names, amounts, counts, states (dates: oversight/dates.py).

Pure functions from a cell (text, number, date or None) to a value. What cannot be is returned as
a fault code beside the empty value, never raised.
"""

import math
import re
import unicodedata
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

BLANKS = " \t\r\n\f\v\u00a0\u3000\u200b\ufeff"
_NOTHING = re.compile(r"[/／]|无|[—–―－-]{1,3}")
CIRCLED = re.compile("[\u2460-\u24ff]")


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
    text = unicodedata.normalize("NFKC", CIRCLED.sub(" ", text))
    return "".join(text.replace("\u200b", "").replace("\ufeff", "").split())


# Names

_APART = re.compile(r"[、，,；;/\n]")
BRACKETS = re.compile(r"[（(【\[][^（(【\[\]】)）]*[)）】\]]")
_ROLES = "牵头|配合|责任|主责|主办|协办"
_PLACES = "单位|部门|科室|股室|处室"
_ROLE = re.compile(
    rf"^({_ROLES})({_PLACES})?\s*[：:]|[（(]({_ROLES})({_PLACES})?[）)]$|(?<=.)(牵头|配合|负责)$"
)
# 分管领导：张某 names the duty first; no name has a colon.
_DUTY = re.compile(r"^[^：:]{2,8}[：:]")


def _pieces(text):
    """The pieces of ``text`` between separators; those inside brackets do not separate."""
    hidden = BRACKETS.sub(lambda match: "\0" * len(match[0]), text)
    start = 0
    for match in _APART.finditer(hidden + "\n"):
        yield text[start : match.start()]
        start = match.end()


def _distinct(pieces):
    # A list copied out of a plan's text ends with the sentence's full stop.
    names = ("".join(piece.split()).rstrip("。") for piece in pieces)
    return list(dict.fromkeys(name for name in names if as_text(name)))


def parse_names(cell):
    """Names of persons, without duties before a colon or in brackets and blanks inside a name."""
    pieces = (BRACKETS.sub("", piece).strip(BLANKS) for piece in _pieces(as_text(cell) or ""))
    return _distinct(_DUTY.sub("", piece) for piece in pieces)


def parse_units(cell):
    """Names of units: brackets belong to the name; 牵头：, （配合单位） and a last 牵头 do not."""
    pieces = _pieces(as_text(cell) or "")
    return _distinct(_ROLE.sub("", piece.strip(BLANKS)) for piece in pieces)


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
_NUMBER = r"(?:\d+(?:\.\d+)?|\.\d+)[余多]?"
# 1万2000: a number goes on only behind a scale, so 1200.5.6 is none.
_PARTS = rf"(?P<parts>(?:{_NUMBER}(?:{_SCALE}))*{_NUMBER}(?:{_SCALE})?)"
_AMOUNT = re.compile(
    rf"(?:约|近|共计?|合计|人民币|¥)*(?P<minus>-?)¥?{_PARTS}(?P<yuan>[余多]?[元圆])?"
    r"(?:余|多|整|左右|以上|上下|人民币)*"
)
_IN_WORDS = re.compile(rf"(?P<minus>-?)(?<![\d.]){_PARTS}(?P<yuan>[余多]?元)")
# 10-20万元 says no one amount.
_FROM_TO = re.compile(rf"\d(?:{_SCALE})?[元圆]?(?:-|~|至|到|—|–)+\d")
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
        said = [] if _FROM_TO.search(words) else list(_IN_WORDS.finditer(words))
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
_END = "办结|完成|销号|整改到位"
_NOT_IN_TIME = re.compile(f"(无法|不能)按[时期]|(无法|不能|难以)({_END})")
_IN_TIME = re.compile("(预计|能够?|可|将|拟)按[时期]")
_GOING_ON = re.compile(f"否|[{_CROSSES}].*|.*(未|逾期|整改中|正在|推进中|基本|部分|阶段性).*")
# Names the end without having reached it: 申请销号; but 已完成，待销号 is done.
_WANTED = re.compile(f"(申请|提请|建议|待|拟|不)({_END})")
_DONE = re.compile(f"是|[{TICKS}].*|.*({_END}).*")
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
    reached = _WANTED.sub("", words)
    if shares or head == "是" or _DONE.fullmatch(reached):
        return Status("已办结", text)
    if reached != words:
        return Status("整改中", text)
    return Status(None, text, "unknown_status")
