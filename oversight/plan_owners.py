"""Who leads and who answers for a task, from labels and from the brackets that close it.

Only what the text marks is taken: nothing is inferred from a sentence's subject.
"""

import re

from oversight.values import parse_names, parse_units

_SUFFIX = (
    "办公室|管委会|办事处|居委会|村委会|委员会|党工委|街道办|事业部|领导小组|工作专班|专班|检察院|服务中心|分中心"
    "|政府|街道|社区|中心|大队|支队|总队|分局|总局|机构|部门|单位|地区|公司|集团|银行|学校|医院|协会|学会|联合会"
    "|工商联|文联|残联|妇联|科协|团委|法院|税务|公安|党委|党组|支部|企业|医联体|窗口|小组|专员|园区|开发区|成员单位"
    "|局|委|办|科|股|处|室|部|院|所|站|队|厅|会|署|司|区|县|市|镇|乡|村|社|馆|台|园|校|组|联|省|州|盟|旗|街|厂|城"
)
_UNIT = re.compile(rf".*(?:{_SUFFIX})(?:[（(][^）)]*[）)])?")
_TAIL = re.compile(
    r"(?:依?(?:按照?|根据|依据)(?:各自|本)?(?:的)?(?:职责|职能|分工|任务)(?:分工)?(?:权限)?|分工|分头|具体|共同|分别|各自|联合)*"
    r"(?:牵头)?(?:负责|落实|配合|参与|参加|组织实施|协助|协同|抓好|完成|推进)*"
    r"(?:组织|具体)?(?:负责|落实|实施|配合|推进)?[。；;，,]*$"
)
_AND_OTHERS = re.compile(
    r"等(?:(?:国务院|国家|省|市|区|县|自治区)?(?:级|直)?(?:相关|有关|各)*"
    r"(?:职能|业务|成员|责任|主管|行业)?(?:部门|单位|科室|股室|处室)(?:和单位|和部门|、单位)?)?"
    r"(?=及|和|以及|、|，|,|；|;|按|依|根据|共同|分别|负责|配合|参与|参加|牵头|协助|$)"
)
_GENERIC = r"(?:各|相关|有关|其他|国务院相关|国务院有关)"
_JOINED = re.compile(
    rf"(?<=[局委办科股处室部院所站队厅会署司区县市镇乡村心府道门位构联])(?:以及|及其|及|和|与)(?={_GENERIC})"
)
_AND = re.compile(r"以及|及|和|与")
_LEADS = re.compile(
    r"(?:共同|联合|分别|为)?牵头(?!(?:单位|部门)[：:])(?:单位|部门|负责|落实|组织实施|组织|抓总|推进)?"
)
# With whom a unit acts is not made responsible by it.
_WITH = re.compile("(?:会同|(?<=[局委办部厅])联合(?![会社体]))[^，,；;。]*")
_NOT_UNIT = re.compile(
    r"含|以下|包括|如|即|除|不含|简称|原|详|见|共|约|其中|附|下同|另|自|从|到|至|试行|暂行|征求|修订|此|注"
)
_WHEN = re.compile(
    r"\d{4}年|\d{1,2}月|年[底内末]|季度|半年|长期|持续|常态|立行立改|立即|时限|完成$|每[年月周季]"
)
_BRACKET = re.compile(
    r"[（(〔【\[](?P<in>(?:[^（(〔【\[\]】)）〕]|[（(〔【\[][^（(〔【\[\]】)）〕]{0,120}[\]】)）〕]){1,800})[\]】)）〕]"
)
_CHARGED = re.compile(r"(?:负责|配合|落实|参与|分工)(?:[^，,、；;]{0,4}$|[，,；;])|牵头")


def _joined(piece):
    """A piece cut where 及 or 和 plainly joins two units."""
    piece = _JOINED.sub("、", piece)
    for match in _AND.finditer(piece):
        left, right = piece[: match.start()], piece[match.end() :]
        tail = re.split("[、，,]", left)[-1]
        head = re.split("[、，,]", right)[0]
        # 文化和旅游部 and 住房和城乡建设局: what stands before 和 is no unit.
        named = all(len(one) >= 3 and _UNIT.fullmatch(one) for one in (tail, head))
        # A place name is no unit: 甲县和乙县医保局.
        if named and (tail[-1] not in "社区县市镇乡村" or tail[0] in ("各", head[0])):
            return left + "、" + _joined(right)
    return piece


def _cleaned(text):
    """A list of units, without what the sentence says around it."""
    text = re.sub("为(?:责任|配合|协办|参与)(?:单位|部门)", "", _WITH.sub("", text))
    text = _AND_OTHERS.sub("", _TAIL.sub("", text.strip("。；;，,：: ")))
    pieces = parse_units(_joined(text))
    found = []
    for piece in pieces:
        piece = _TAIL.sub("", re.sub(r"^(?:由|并|具体由|及|和|以及)(?=..)", "", piece))
        piece = re.sub(r"等$", "", piece).strip("：:。")
        if piece and not _WHEN.search(piece) and piece not in found:
            found.append(piece)
    return found


def units_of(text):
    """The units a list or clause names, and those of them said to lead: two lists.

    A牵头，B、C等相关部门按职责分工负责 → [A, B, C], [A].
    """
    leads, rest, found = [], text, []
    while match := _LEADS.search(rest):
        before, rest = rest[: match.start()], rest[match.end() :]
        if before.endswith(("（", "(")):
            # 区医保局（牵头）、区财政局
            cut = [*re.finditer("[、，,；;]", before[:-1])]
            named = before[cut[-1].end() : -1] if cut else before[:-1]
            found += _cleaned(before[: cut[-1].start()]) if cut else []
            leads += _cleaned(named)
            rest = rest.lstrip("）)单位部门")
        else:
            leads += _cleaned(re.split("[；;。]", before)[-1])
        rest = rest.lstrip("，,、；;。")
    found += _cleaned(rest)
    units = list(dict.fromkeys([*leads, *found]))
    return units, list(dict.fromkeys(leads))


def looks_like_unit(piece):
    """Whether a piece ends as units of the genre end."""
    return bool(_UNIT.fullmatch(piece))


_VERB = re.compile(
    r"配合|做好|开展|加强|推进|推动|落实|建立|完善|实施|组织|强化|提升|规范|深化|优化|健全|加快|全面|进一步|严格|要|对|在|按|根据|为|结合"
)


def without_tail(piece):
    """A unit whose label ran into the next heading: cut after the name, where a verb follows.

    园林局配合做好专项整治工作 → 园林局.
    """
    for match in re.finditer(rf"(?:{_SUFFIX})(?={_VERB.pattern})", piece):
        if match.end() >= 2:
            return piece[: match.end()]
    return piece


def value_of(flat, start, end):
    """A label's value; blanks part its names where nothing else does."""
    text = flat.text[start:end].strip("。；;，,、：: ")
    if text and not re.search("[、，,；;/]", text):
        left, right = flat.source_of(start, end)
        apart = flat.source[left:right].strip("。；;，,、：: ").split()
        if len(apart) > 1 and all(len(name) >= 2 for name in apart):
            return "、".join(apart)
    return text


def leaders_of(text):
    """The persons a label's value names."""
    names = parse_names(re.sub(r"同志(?=[、，,；;]|$)", "", _joined(text)))
    return [name for name in names if not _WHEN.search(name)]


def closing_groups(flat, start, end):
    """Brackets in flat.text[start:end] that say who is charged, as (start, end, text, sure).

    ``sure`` is True where the bracket says so (负责, 牵头), False where it only lists units.
    """
    text, found = flat.text, []
    for match in _BRACKET.finditer(text, start, end):
        inner, after = match["in"], match.end()
        closes = after >= end or text[after] in "。；;" or flat.starts_line(after)
        if _CHARGED.search(inner) and not re.search("负责人|责任[：:]", inner):
            if len(re.split("[、，,；;]|等|及|按", inner)[0]) <= 24:
                found.append((match.start(), after, inner, True))
        elif closes and _only_units(inner) and _apart(flat, start, match.start(), inner):
            found.append((match.start(), after, inner, False))
    return found


def _apart(flat, start, place, inner):
    """Whether a bracket stands for itself: 村（社区） is one name."""
    stops = place <= start or flat.text[place - 1] in "。；;！”）)" or flat.starts_line(place)
    return stops or len(re.split("[、，,；;]", inner)) > 1


def _only_units(inner):
    pieces = re.split("[、，,；;]|以及|及", inner)
    if _NOT_UNIT.match(inner) or not 2 <= len(inner) <= 300:
        return False
    named = [piece for piece in pieces if piece and not _WHEN.search(piece)]
    return bool(named) and all(
        2 <= len(piece) <= 25 and looks_like_unit(_TAIL.sub("", re.sub("等$", "", piece)))
        for piece in named
    )
