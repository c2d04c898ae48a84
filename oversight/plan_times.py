"""When a task or a stage is due: time words in a plan's text → dates.

A label's value is a deadline whatever it says. In running text only wording that sets a limit is:
6月底前, 年底前, 今年下半年 — not the dates of papers, meetings, periods under review, or 每年.
"""

import re
from dataclasses import dataclass
from datetime import date

from oversight.dates import parse_date, parse_deadline
from oversight.plan_text import HALF
from oversight.values import compact

_Y = r"(?:(?:20\d{2}|二[〇○零]{1}[一二三四五六七八九〇零○]{2})年度?|今年|本年度?|明年|当年|次年)"
_M = r"(?:\d{1,2}|十[一二]?|[一二三四五六七八九])月份?"
_D = r"(?:\d{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[日号]"
_BEFORE = r"(?:之前|以前|前)(?![期后述往提款景沿瞻置台])"
_THIRD = r"(?:[上中下]旬|[底末初])"
_QUARTER = r"(?:第?[一二三四1-4]季度|[上下]半年)"
_LIMIT = re.compile(
    rf"(?P<firm>{_Y}?{_M}{_D}{_BEFORE}|{_Y}?{_M}{_THIRD}?{_BEFORE}"
    rf"|(?:20\d{{2}}|今|本|明|当|(?<![\d每今本明当去前往全半周度多近一]))年[底末终]{_BEFORE}"
    rf"|{_Y}?{_QUARTER}[末底]?{_BEFORE}|{_Y}{_BEFORE})"
    rf"|(?P<loose>{_Y}?{_M}[底末]|(?:20\d{{2}}|今|本|明)年[底末]|{_Y}{_QUARTER}[末底]?)"
    rf"|(?<=[于在到至争])(?P<led>{_Y}?{_M}(?:{_D}|{_THIRD})?|{_Y}?{_QUARTER}[末底]?|{_Y}?年?[底末])"
    rf"|(?<=到)(?P<goal>20\d{{2}}年)(?=[，,]|基本|全面|实现|力争|建成|完成)"
    rf"|(?P<within>{_Y}?年内|{_Y}内)(?=[，,]?(?:力争|要|基本|全面|全部|完成|实现|建成|出台|制定|争取))"
    rf"|(?P<done>{_Y}?{_M}(?:{_D})?|{_Y}?{_QUARTER})(?=(?:基本|全面|全部|前)?(?:完成|建成|出台|实现))"
)
_NOT_BEFORE = re.compile(
    r"(?:每年度?|每|截至|截止到?|截止至|自从?|从|始于|早于|晚于|期间|以来|来|往年|逐)$"
)
_RANGE_END = re.compile(r"(?:[日号月年]|季度|半年)(?:至|到|[-—–~～])$")
_NOT_AFTER = re.compile(
    r"以来|以后|之后|之间|起[至，,施实]|起$|期间|的?(?:通知|意见|方案|会议)|印发|召开|下发|发布|公布|版|实施的|施行|再|参保|纳入的"
)
_PERIOD_END = re.compile(r"即日起(?:至|到)$|(?:时间|期限|时限)[：:为]?$")
_HIDDEN = re.compile(r"《[^《》]{1,200}》|〔[^〔〕]{1,40}〕")
_LONG = re.compile(
    r"(?:并|需|应)?(?:长期|持续|常态化?|常年|经常性)(?:性|化)?(?:地)?(?:坚持|推进|开展|落实|整改|实施|抓好|推动|进行|巩固|保持|完成|执行|任务|整治|坚持落实|做好)?"
)
_SOME_DAY = re.compile("[0-9０-９一二三四五六七八九十]月|年[底末内]|(?<!每)季度|(?<!每)半年")
_YEAR = re.compile(r"20\d{2}(?=年)")


@dataclass(frozen=True)
class Due:
    """A deadline as written and as understood.

    ``several`` when the text sets more than one, ``completed`` when the plan's year was added,
    ``undated`` when there was none to add.
    """

    text: str | None = None
    on: date | None = None
    long_term: bool = False
    immediate: bool = False
    several: bool = False
    completed: bool = False
    undated: bool = False
    fault: str | None = None


def _date_of(words, year):
    """The day time words mean, reading 下旬 and 初 too."""
    plain = compact(words)
    plain = re.sub(r"(月份?)下旬", r"\1底", plain)
    plain = re.sub(r"(月份?)初", r"\g<1>上旬", plain)
    return parse_date(plain, year)


def labelled(value, year):
    """What a deadline label's value means. ``year`` completes dates without one."""
    value = value.strip("。；;，,：:、 ")
    if not value:
        return Due()
    whole = parse_deadline(value, year)
    last, said, count, fault = None, year, 0, whole.fault
    for piece in re.split("[；;，,。]|并|其中", value):
        day = _date_of(piece, said)
        if day.on:
            count += last is not None and day.on != last
            last = max(last or day.on, day.on)
        years = _YEAR.findall(compact(piece))
        said = int(years[-1]) if years else said
    dated = _YEAR.search(compact(value)) is not None
    undated = last is None and not fault and not dated and _SOME_DAY.search(value) is not None
    return Due(
        value,
        last,
        whole.long_term,
        whole.immediate,
        several=count > 0,
        completed=last is not None and not dated,
        undated=undated,
        fault=fault,
    )


def is_long_term(words):
    """Whether words in a deadline's place mean a standing duty and nothing else."""
    return bool(_LONG.fullmatch(words.strip("。；;，, ")))


def said_in(text, year, issued_on=None):
    """The deadlines a task's own text sets, as one Due: texts joined by ；, the last day."""
    source, text = text, text.translate(HALF)
    hidden = [match.span() for match in _HIDDEN.finditer(text)]
    texts, last, said, completed, undated = [], None, None, False, False
    years = iter([*_YEAR.finditer(text)])
    known = next(years, None)
    for match in _LIMIT.finditer(text):
        start, end = match.span(match.lastgroup)
        while known is not None and known.start() <= start:
            if not any(a <= known.start() < b for a, b in hidden):
                said = int(known[0])
            known = next(years, None)
        if any(a <= start < b for a, b in hidden) or not _sets_limit(text, match, start, end):
            continue
        words = match[match.lastgroup]
        day = _date_of(words, said or year)
        if day.fault or (issued_on and day.on and day.on < issued_on):
            continue
        if day.on is None:
            undated = True
            texts.append(source[start:end])
            continue
        completed |= not (said or _YEAR.search(compact(words)))
        texts.append(source[start:end])
        last = max(last or day.on, day.on)
    if not texts:
        return Due()
    texts = list(dict.fromkeys(texts))
    return Due("；".join(texts), last, several=len(texts) > 1, completed=completed, undated=undated)


def _sets_limit(text, match, start, end):
    before, after = text[max(0, start - 8) : start], text[end : end + 8]
    if _PERIOD_END.search(before):
        return True
    if _NOT_BEFORE.search(before) or _NOT_AFTER.match(after):
        return False
    if match.lastgroup == "firm":
        return True
    if _RANGE_END.search(before) or after.startswith(("至", "到", "—", "-", "~", "～")):
        return False
    if match.lastgroup == "led":
        # 在8月 alone sets no limit; 于10月31日 does; 在2月召开的 is past.
        return not after.startswith(("的", "、", "和"))
    return not after.startswith(("的", "、", "和", "时"))


# Stages


_POINT = rf"(?:{_Y}?{_M}(?:{_D}|{_THIRD})?|{_Y}?年?[底末]|{_Y}?{_QUARTER}[末底]?|{_Y})"
_SPAN = re.compile(
    rf"(?:自|从)?(?P<from>{_POINT}|即日|印发之日|本方案印发之日|方案下发之日)(?:起|开始)?(?:至|到|[-—–~～]+)"
    rf"(?P<to>{_POINT}|\d{{1,2}}[日号]|\d{{1,2}}月?|[上中下]旬|[底末])(?:{_BEFORE}|止|底|结束)?"
    rf"|(?P<until>持续至|持续到|截止到?|截至|至|到)(?P<end>{_POINT})(?:{_BEFORE}|止|底)?"
    rf"|(?P<one>{_POINT})(?P<before>{_BEFORE})?(?P<on>起|开始|以后|之后)?"
    r"|(?P<long>(?:长期|持续|常态化)(?:坚持|推进|开展)?|全年|贯穿全程|全程)"
)


def span_of(text, year):
    """The first time said in ``text``: (its words, first day, last day, long term) or None."""
    match = _SPAN.search(text.translate(HALF))
    if not match:
        return None
    words = text[match.start() : match.end()]
    if match["from"]:
        began = _first_day(match["from"], year)
        said = _YEAR.search(compact(match["from"]))
        end_year = int(said[0]) if said else year
        to = match["to"]
        if not re.search("月|年|季度|半年", to):
            month = re.search(rf"({_Y})?({_M})", match["from"])
            to = (month[2] if month else "") + to
            to = to if re.search("[日号旬底末月]$", to) else to + "月"
        tail = words[match.end("to") - match.start() :]
        ended = _date_of(to + ("底" if tail == "底" else ""), end_year).on
        if began and ended and ended < began and not _YEAR.search(compact(to)):
            ended = date(
                ended.year + 1, ended.month, min(ended.day, 28) if ended.month == 2 else ended.day
            )
        return words, began, ended, False
    if match["until"]:
        return words, None, _date_of(match["end"], year).on, False
    if match["one"]:
        if match["before"]:
            return words, None, _date_of(match["one"], year).on, False
        if match["on"]:
            return words, _first_day(match["one"], year), None, False
        if re.search("[底末]$", match["one"]):
            return words, None, _date_of(match["one"], year).on, False
        return words, _first_day(match["one"], year), _date_of(match["one"], year).on, False
    return words, None, None, True


def _first_day(words, year):
    """The first day of the month, quarter or day that words mean; None for 即日."""
    day = _date_of(words, year).on
    if day is None or re.search(rf"{_D}", words):
        return day
    if re.search("[底末]$", words):
        return day
    if "旬" in words:
        first = {"上": 1, "中": 11, "下": 21}[words[words.index("旬") - 1]]
        return day.replace(day=first)
    if "季度" in words:
        return date(day.year, day.month - 2, 1)
    if "半年" in words:
        return date(day.year, day.month - 5, 1)
    return date(day.year, 1 if "月" not in words else day.month, 1)
