"""What stands around a plan's text: its title, who issued it, on which day, and where it begins."""

import re
from dataclasses import dataclass
from datetime import date

from oversight.dates import parse_date
from oversight.values import compact

_KINDS = (
    "工作方案|实施方案|整治方案|行动方案|分工方案|方案|行动计划|工作计划|计划|实施意见|指导意见|意见|通知|要点|办法|细则|规划"
    "|任务分解表?|(?:分工|任务|责任)表|责任分解|分解表?|政策解读|解读|清单|预案|通报|公告|决定|安排|分工|规程|报告|总结|简报|纪要|汇报|制度|规定|情况"
)
_TITLE_END = re.compile(
    rf"(?:{_KINDS})(?:范文|模板)?(?:篇?\d{{1,2}}|篇[一二三四五六七八九十])?(?:[（(](?:试行|暂行|征求意见稿|草案|节选|审议稿|送审稿|20[^）)]*)[）)])?$"
)
_ISSUED = re.compile(r"(?:(?:关于)?(?:印发|转发|发布|下发))?[《<〈](.{4,80}?)[》>〉](?:的?通知)")
_CN = "一二三四五六七八九十〇○零"
_DAY = rf"(?:20\d{{2}}|二[〇○零][{_CN}]{{2}})年[\d{_CN}]{{1,3}}月[\d{_CN}]{{1,4}}[日号]"
_SIGNED = re.compile(rf"({_DAY})(?:印发|发布)?[）)]?$")
_ORGAN = re.compile(
    r"[\u4e00-\u9fff（）()“”]{2,40}(?:局|委员会|委|政府|办公室|党委|党组|厅|部|处|中心|街道|院|公司|领导小组|支部|大队|会|站|所|党工委|办事处)"
)
_HANDED = re.compile(r"现将《([^《》]{4,80})》.{0,30}?(?:印发|转发|下发)")
_WRAPPED = re.compile(r"(?:印发|转发|下发|批转)给?你们|现予(?:以)?印发|现(?:印|转|下)发给")
_META_ISSUER = re.compile(
    r"(?:发布机构|发文机关|发文单位|发布单位|制发机关|印发机关|发文机构|公开主体)\s*[:：|]+[\s|]*([^\s|:：]{3,40})"
)
_META_MADE = re.compile(
    r"(?:成文日期|成文时间|发文日期|生成日期|印发日期|发文时间|签发日期)\s*[:：|]*[\s|]*([12]\d{3}[-/.年]\s*\d{1,2}[-/.月]\s*\d{1,2})"
)
_META_POSTED = re.compile(
    r"(?:发布日期|公开日期|公开时间|发布时间)\s*[:：|]*[\s|]*([12]\d{3}[-/.年]\s*\d{1,2}[-/.月]\s*\d{1,2})"
)
_META_TITLE = re.compile(
    r"^[\s|]*(?:标\s*题|名\s*称|文件名称)\s*[:：|]+[\s|]*([^\n|]{6,120})", re.MULTILINE
)
_RED_HEAD = re.compile(r"([\u4e00-\u9fff]{4,40})文件$")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,16}[〔\[【（(](20\d{2})[〕\]】）)]第?\d{1,4}号")
_OPENING = re.compile("为|根据|按照?|依据|经|现|各|贯彻|深入|全面|认真")
_YEARS = re.compile(r"20\d{2}年?[-—–~～至到]+20\d{2}年?")
# The plan's own time: 行动时间 2024年4月至11月.
_PERIOD = re.compile(
    r"(?:时间|期限|为期|步骤|从|自|[（(])[^。；]{0,12}?(20\d{2})年\d{1,2}月[^。；]{0,8}?(?:至|到|[-—–～~]|底前)"
)
_FIRST = re.compile(r"[一二三四五六七八九十]{1,3}、|第一[章条]|[（(]一[）)]|1[.．、]")
_NO_TITLE = re.compile(
    r"\||^来源|https?:|首页|^政[府务]信?息?公开|^信息公开|^全文$|文件$|^附件[\d一二三四五]{0,2}[:：]?$|^索引|^您"
)


@dataclass(frozen=True)
class Head:
    """``begins`` and ``ends`` are the places in the flat text between which the plan itself stands.

    ``enclosed`` tells that a notice hands on a plan; ``year`` completes dates without one, None
    when the text tells no year; ``guessed`` that the year stands only in its opening.
    """

    title: str | None
    issuer: str | None
    issued_on: date | None
    begins: int
    ends: int
    enclosed: bool
    year: int | None
    guessed: bool


def _on_a_title(line):
    return 6 <= len(line) <= 90 and not re.search("[，,。]", line) and bool(_TITLE_END.search(line))


def _brackets(title):
    return title.replace("〈", "《").replace("〉", "》").replace("<", "《").replace(">", "》")


def _is_paragraph(line):
    return len(line) > 60 or line.endswith(("。", "；", "："))


def _title(flat, source):
    """The title, and the place after its lines."""
    for number in range(min(len(flat.lines), 80)):
        # In a sentence the same words name the paper that this one follows.
        rows = "".join(flat.line(n) for n in range(number, min(number + 3, len(flat.lines))))
        match = _ISSUED.match(re.sub(r"^.{0,40}?(?=关于(?:印|转|发|下)|印发《)", "", rows[:240]))
        if match and not re.match("根据|按照|为|现将|依据", rows):
            return _brackets(match[1]), 0
    named = _META_TITLE.search(source[:4000])
    if named and _TITLE_END.search(compact(named[1])):
        title = "".join(named[1].split())
        return title, 0
    found = _title_of_lines(flat)
    if found:
        return found
    handed = _HANDED.search(flat.text[:4000])
    if handed:
        return _brackets(handed[1]), 0
    start = re.match(
        rf".{{4,50}}?(?:{_KINDS})(?:范文)?(?=[\u4e00-\u9fff、]{{2,30}}[:：]|各|为|根据|一、)",
        flat.text,
    )
    named = start and not re.search("[。，；]", start[0]) and not _FIRST.match(start[0])
    return (start[0], start.end()) if named else (None, 0)


def _title_of_lines(flat):
    """The title among the first lines, and the place after it; None without one."""
    found, rows = None, []
    for number in range(min(len(flat.lines), 60)):
        line = flat.line(number)
        if _FIRST.match(line):
            break
        if _is_paragraph(line):
            if found or number > 15 or _OPENING.match(line):
                break
            rows = []
        elif _NO_TITLE.search(line) or _NUMBER.search(line) or re.search(_DAY, line):
            rows = []
        else:
            rows.append(line)
            sizes = range(min(4, len(rows)), 0, -1)
            titles = (
                joined
                for size in sizes
                if _on_a_title(joined := "".join(rows[-size:]))
                and not any(_on_a_title(row) for row in rows[-size:-1])
            )
            title = next(titles, None)
            # The plan's own title goes before the notice's.
            if title and (found is None or not title.endswith("通知")):
                found = title, flat.lines[number] + len(line)
    return found


def _signature(flat, begins, ends):
    """Sign-off at the end: (issuer, day, place where it begins) or None."""
    first = max(0, flat.line_of(max(ends - 1, 0)) - 40)
    for number in range(flat.line_of(max(ends - 1, 0)), first, -1):
        if flat.lines[number] < begins:
            break
        line = flat.line(number)
        match = _SIGNED.search(line)
        if not match or len(line) > 60:
            continue
        day = parse_date(match[1]).on
        before = line[: match.start()].strip("（(")
        above, place = before, flat.lines[number]
        if not before and number:
            above, place = flat.line(number - 1), flat.lines[number - 1]
        named = _ORGAN.fullmatch(above)
        if not named and before and not re.search("印发", line):
            continue
        if not named and not _SIGNED.fullmatch(line):
            continue
        return (above if named else None), day, (place if named else flat.lines[number])
    tail = flat.text[max(begins, ends - 120) : ends]
    run_on = re.search(rf"[。；](?P<who>[^。；，、]{{4,40}}?)(?P<day>{_DAY})[）)]?(?:印发)?$", tail)
    if run_on and _ORGAN.fullmatch(run_on["who"]):
        return (
            run_on["who"],
            parse_date(run_on["day"]).on,
            max(begins, ends - 120) + run_on.start() + 1,
        )
    return None


def _metadata(source):
    """Issuer and day that a page's heading gives. A copying site's own posting time is neither."""
    top = source[:3000]
    issuer, made, posted = (p.search(top) for p in (_META_ISSUER, _META_MADE, _META_POSTED))
    official = re.search(
        r"https?://[^\s/]*\.gov\.cn|索\s*引\s*号|来源\s*[:：]\s*\S{2,30}(?:局|政府|办公室|委员会)",
        top,
    )
    day = made or (posted if posted and (official or "发布日期" in posted[0]) else None)
    return issuer and issuer[1], parse_date("".join(day[1].split())).on if day else None


def read_head(flat):
    """The Head of a plan."""
    source, text = flat.source, flat.text
    title, after = _title(flat, source)
    begins, enclosed = after, False
    wrapped = _WRAPPED.search(text, 0, 6000)
    ends = _attachments(flat, wrapped.end() if wrapped else 0)
    signed = _signature(flat, after, ends) or (
        _signature(flat, after, len(text)) if ends < len(text) else None
    )
    issuer_said, day_said = _metadata(source)
    if wrapped:
        inner = _inner_title(flat, wrapped.end(), title)
        enclosed = inner is None
        begins = inner if inner is not None else wrapped.end()
        if inner is not None:
            ends = max(ends, _attachments(flat, inner))
        handed = _signature(flat, 0, begins) if inner is not None else None
        signed = signed or handed
    # A notice signed above the plan it hands on does not end the plan.
    if signed and begins < signed[2] and ends - signed[2] < 200:
        ends = min(ends, signed[2])
    issuer = signed[0] if signed and signed[0] else issuer_said or _red_head(flat)
    issuer = issuer or _named_above(flat) or _source_named(source)
    day = signed[1] if signed and signed[1] else day_said
    year, guessed = _year(flat, title, day, begins)
    return Head(title, issuer, day, begins, ends, enclosed, year, guessed)


def _red_head(flat):
    for number in range(min(len(flat.lines), 8)):
        match = _RED_HEAD.fullmatch(flat.line(number))
        if match:
            return match[1]
    return None


def _named_above(flat):
    """The organ that a notice's title begins with: 某某局关于印发…的通知."""
    match = re.search(r"关于(?:印发|转发|下发|开展|做好|进一步)", flat.text[:1500])
    if not match:
        return None
    start = flat.lines[flat.line_of(match.start())]
    if start == match.start() and flat.line_of(start):
        start = flat.lines[flat.line_of(start) - 1]
    named = flat.text[start : match.start()]
    return named if _ORGAN.fullmatch(named) else None


def _source_named(source):
    match = re.search(r"^\s{0,8}来源[:：]\s*([^\s|]{4,40})", source[:3000], re.MULTILINE)
    return match[1] if match and _ORGAN.fullmatch(match[1]) else None


def _attachments(flat, after):
    """Where the list of attachments or the first of them begins after a place."""
    for number in range(flat.line_of(after) + 1, len(flat.lines)):
        line = flat.line(number)
        if len(line) <= 60 and re.match(
            r"附件?[：:]|附件\d{0,2}$|附件[一二三四五六七八九十]{1,2}$|附[件表]\d{1,2}[：:.．、]?",
            line,
        ):
            # 附件 above the title that a notice hands on begins the plan, and does not end it.
            begun = "".join(
                flat.line(n) for n in range(number + 1, min(number + 4, len(flat.lines)))
            )
            if re.fullmatch(r"附件\d{0,2}[：:]?", line) and _TITLE_END.search(
                begun[:120].split("。")[0]
            ):
                continue
            return flat.lines[number]
    return len(flat.text)


def _inner_title(flat, after, title):
    """Where the text of a handed-on plan begins, after its title; None when it is not there."""
    first = flat.line_of(after) + 1
    rows = []
    for number in range(first, min(first + 400, len(flat.lines))):
        line = flat.line(number)
        if _is_paragraph(line) or re.match(r"附件?[:：]|[一二三四五六七八九十]{1,3}、", line):
            rows = []
            continue
        rows.append(line)
        for size in range(1, min(4, len(rows)) + 1):
            joined = "".join(rows[-size:])
            same = title and compact(joined) in (compact(title), compact(title).split("印发")[-1])
            if same or (
                _on_a_title(joined) and not joined.endswith("通知") and not _is_list(joined)
            ):
                return flat.lines[number] + len(line)
    if title:
        again = flat.text.find("".join(title.split()), after)
        if again >= 0:
            return again + len(title)
    return None


def _is_list(line):
    return bool(re.match(r"\d{1,2}[.．、]", line))


def _year(flat, title, day, begins):
    """The plan's year and whether it was read only from its opening."""
    if day:
        return day.year, False
    titled = re.search(r"(20\d{2})年", _YEARS.sub("", title or ""))
    numbered = _NUMBER.match(flat.text[:400])
    if titled or numbered:
        return int((titled or numbered)[1]), False
    opening = re.split(r"[一1][、.．]", flat.text[begins : begins + 1200])[0] or flat.text[:1200]
    opening = _YEARS.sub("", opening)
    years = [int(year) for year in re.findall(r"(20\d{2})(?=年)", opening)]
    years += [int(year) for year in re.findall(r"[〔\[](20\d{2})[〕\]]", opening)]
    if not years:
        period = _PERIOD.search(flat.text, begins, begins + 6000)
        years = [int(period[1])] if period else []
    return (max(years), True) if years else (None, False)
