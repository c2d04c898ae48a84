"""Identity numbers: read from a cell as people and Excel write them, checked, compared.

A resident's number is GB 11643: region (6), birth date (8), sequence (3, odd is male), check digit
(ISO 7064, MOD 11-2). The residence permit of 港澳台居民 (81, 82, 83) and the 2023 permanent
residence card of foreigners (9) end in the same check digit, but where theirs fails the number is
called unknown, not wrong. Other documents are compared as they stand.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from operator import mul

from oversight.values import BLANKS

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
# GB/T 2260: the first two digits of a region.
_PROVINCES = {
    *("11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37"),
    *("41", "42", "43", "44", "45", "46", "50", "51", "52", "53", "54"),
    *("61", "62", "63", "64", "65", "71", "81", "82", "83"),
}
_RESIDENCE_PERMITS = ("810000", "820000", "830000")
_OLDEST = 120
_EARLIEST = date(1850, 1, 1)
# Numbers of those who were a hundred when the old numbers were given out.
_CENTENARIANS = ("996", "997", "998", "999")
_LOOK_ALIKE = str.maketrans({"×": "X", "х": "X", "Х": "X", "χ": "X", "╳": "X"})
_QUOTES = "'‘’`´\"“”=,，。;；"
_ID_CARD = re.compile("身份证|户口簿|居民户口|^0?1$")
_NEW = re.compile(r"\d{17}[\dX]")
_OLD = re.compile(r"\d{15}")
_FOREIGN_OLD = re.compile(r"[A-Z]{3}\d{12}")
_SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?\d{2}")
_DOCUMENT = re.compile(r"[A-Z0-9()\-/]{6,24}")


@dataclass(frozen=True)
class IdNumber:
    """What a cell says of an identity number.

    ``status``: valid (by its check digit), unknown (no rule to check it by), wrong, missing.
    ``number`` is the text to compare by (18 characters, or as it stands where unknown); None where
    the number must not be relied on. ``text`` is the cell without blanks and quotes. ``fault`` says
    in Chinese what to look at, also for a valid number; ``born`` and ``sex`` (男, 女) are what the
    number says, as far as it can be read.
    """

    text: str | None
    number: str | None
    status: str
    fault: str | None = None
    born: date | None = None
    sex: str | None = None
    old: bool = False


def check_digit(body):
    """The 18th character that belongs to 17 digits."""
    return CHECKS[sum(map(mul, map(int, body), WEIGHTS)) % 11]


def from_old(number):
    """The 18-character number of a 15-digit one: century and check digit added."""
    century = "18" if number[12:] in _CENTENARIANS else "19"
    body = number[:6] + century + number[6:]
    return body + check_digit(body)


def as_written(cell):
    """A cell's text half-width, upper case, without blanks, quotes and marks around it; or None."""
    if cell is None or isinstance(cell, bool):
        return None
    if isinstance(cell, float):
        cell = f"{cell:.0f}" if cell == cell and cell.is_integer() else repr(cell)
    text = unicodedata.normalize("NFKC", str(cell)).translate(_LOOK_ALIKE).upper()
    text = "".join(text.split()).replace("\u200b", "").replace("\ufeff", "")
    return text.strip(BLANKS + _QUOTES + ".-—/、:：") or None


def _born(digits):
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


def _odd(born, on):
    """What is odd about a birth date on a day; None when nothing is."""
    if on and born > on:
        return f"证件号里的出生日期 {born} 在截至日之后"
    if on and on.year - born.year > _OLDEST:
        return f"证件号里的出生日期 {born} 超过 {_OLDEST} 岁"
    return None


def _modern(text, on):
    born, sex = _born(text[6:14]), "男" if int(text[16]) % 2 else "女"
    checked = check_digit(text[:17]) == text[17]
    own_rules = text[0] == "9" or text.startswith(_RESIDENCE_PERMITS)
    if born is None or born < _EARLIEST:
        if own_rules:
            return IdNumber(text, text, "unknown", "证件号的规则不明，未校验")
        return IdNumber(text, None, "wrong", "证件号里没有这样的出生日期")
    if not checked:
        if own_rules:
            return IdNumber(text, text, "unknown", "证件号的规则不明，未校验", born, sex)
        said = "校验位不符"
        if text.endswith("000"):
            said += "，末三位是 0，可能被 Excel 当数字存过"
        return IdNumber(text, None, "wrong", said, born, sex)
    fault = None
    if text[0] != "9" and text[:2] not in _PROVINCES:
        fault = f"证件号的地区码 {text[:2]} 不存在"
    return IdNumber(text, text, "valid", fault or _odd(born, on), born, sex)


def _old(text, on):
    whole = from_old(text)
    born, sex = _born(whole[6:14]), "男" if int(text[14]) % 2 else "女"
    if born is None or text[:2] not in _PROVINCES:
        return IdNumber(text, None, "wrong", "15 位证件号里没有这样的出生日期或地区")
    fault = _odd(born, on) or "15 位旧证件号，已换成 18 位比对"
    return IdNumber(text, whole, "valid", fault, born, sex, old=True)


def _number_cell(text):
    """A number stored as a number: Excel keeps 15 digits, the rest is lost."""
    born = _born(text[6:14]) if len(text) == 18 else None
    fault = "证件号被 Excel 当数字存过，后几位已丢失，请取得文本格式的名单"
    return IdNumber(text, None, "wrong", fault, born)


def parse(cell, on=None, document=None):
    """Read one cell as an IdNumber; never raises.

    ``on`` is the day by which a birth date is judged; ``document`` is what the list says the
    document is (证件类型): other than an identity card it is compared as it stands.
    """
    text = as_written(cell)
    if text is None or text in ("无", "NULL", "NONE", "NAN", "暂无", "不详", "未知"):
        return IdNumber(None, None, "missing", "没有证件号")
    kind = as_written(document)
    other = bool(kind) and not _ID_CARD.search(kind)
    if isinstance(cell, (int, float)) and len(text) > 15:
        return _number_cell(text)
    if _SCIENTIFIC.fullmatch(text):
        return _number_cell(text)
    if _NEW.fullmatch(text):
        found = _modern(text, on)
        if found.status != "wrong" or not other:
            return found
    elif _OLD.fullmatch(text) and not other:
        return _old(text, on)
    if "*" in text:
        return IdNumber(text, None, "wrong", "证件号被遮盖，不能比对")
    if _FOREIGN_OLD.fullmatch(text) or (other and _DOCUMENT.fullmatch(text)):
        return IdNumber(text, text, "unknown", "不是居民身份证，未校验，按原样比对")
    if re.fullmatch(r"[\dX]+", text):
        return IdNumber(text, None, "wrong", f"证件号有 {len(text)} 位，应为 18 位")
    if _DOCUMENT.fullmatch(text) and not text.isalpha():
        return IdNumber(text, text, "unknown", "不是居民身份证号的写法，未校验，按原样比对")
    return IdNumber(text, None, "wrong", "不是证件号的写法")
