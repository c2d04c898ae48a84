"""Which parts of a plan set tasks, which its timetable, and which neither."""

import re

TASK, STAGE, NOT, OPEN = "task", "stage", "not", "open"
# 目标任务 sets tasks only where no other part does.
_WEAK = re.compile("(?:工作|总体|主要)?(?:目标任务|任务目标)(?:要求)?")
_GOALS = re.compile(
    "(?:工作|总体|主要|整治|行动|治理|发展)目标|指导思想|基本原则|工作原则|总体要求"
)
_NOT = (
    "指导思想|总体要求|总体思路|工作思路|基本思路|(?:工作|总体|主要|整治|行动|治理|发展|活动|创建|预期|检查)目标|目标要求|基本原则|工作原则|推进原则"
    "|整治原则|基本要求|组织领导|组织机构|领导机构|领导小组|组织架构|组织实施|组织体系|机构和?与?及?职责|职责分工|工作职责|部门职责"
    "|工作要求|有关要求|相关要求|几点要求|具体要求|纪律要求|报送要求|其他要求|组织保障|保障措施|保障机制|实施保障|强化保障|工作保障"
    "|责任追究|督导考核|监督考核|考核评价|考核办法|附则|附件|名词解释|工作背景|重要意义|重大意义|基本情况|面临形势|存在的?问题"
    "|适用范围|整治范围|检查范围|治理范围|工作范围|整治对象|检查对象|治理对象|工作依据|编制依据|(?:整治|检查|活动|行动|治理|工作)时间$|时间范围|检查方式"
    "|(?:工作|活动|宣传|整治)目的|活动意义|工作机制|联系方式|活动主题|主题$|有关事项$|组织方式"
)
_TASK = (
    "(?:主要|工作|重点|具体|核心|整治|治理|整改|行动|攻坚|实施|建设|改革|目标|专项)任务|任务(?:分工|清单|分解|措施|安排|及|和)|重点工作|工作重点"
    "|(?:整治|治理|检查|排查|监管|整改)重点|重点(?:内容|环节|领域|举措|措施|事项|项目|行动)|(?:工作|整治|治理|主要|实施|整改|活动|宣传|行动|检查|排查|重点)内容"
    "|(?:工作|主要|具体|整治|整改|推进|落实|实施|治理|改革|政策|重点|防控)(?:措施|举措|行动)|专项整治工作|具体工作|主要工作|整治事项|任务$"
    "|责任分工|工作分工"
)
_STAGE = (
    "进度安排|时间安排|(?:工作|实施|方法|整治|行动|活动|推进|检查|治理|时间|阶段|开展)?步骤|时间进度|工作进度|进度|时间节点|(?:行动|推进|实施|阶段)安排|阶段划分|时间表|实施阶段|工作阶段"
    "|时间要求|整治阶段$|方法和?与?步骤"
)
_VERBS = re.compile(
    "强化|加强|推进|深化|加快|完善|健全|压实|细化|统筹|聚焦|突出|紧盯|抓好|抓实|落实"
)
_PATTERNS = [
    (kind, re.compile(words)) for kind, words in ((STAGE, _STAGE), (NOT, _NOT), (TASK, _TASK))
]
_WHEN = re.compile(
    r"阶段|[（(][^（）()]{0,30}(?:月|季度|年底|上旬|持续)[^（）()]{0,20}[）)]|第[一二三四五1-5]步"
)
_REPORTS = re.compile(
    "现将[^。]{0,40}(?:情况|结果)[^。]{0,12}(?:公布|公开|公示|通报|汇报|报告|总结)"
)
_GENRE = [
    (
        re.compile("(?:规则|条例|章程|办法|规定|制度)(?:[（(].*[）)])?$"),
        "这是规章制度，没有任务部分",
    ),
    (re.compile("应急预案|处置预案|预案(?:[（(].*[）)])?$"), "这是应急预案，没有任务部分"),
    (
        re.compile(
            "通报$|进展(?:情况)?|情况(?:的)?(?:报告|汇报|通报|说明)|工作总结|总结$|工作汇报|汇报$|简报|解读$|情况$|工作报告$|述职|讲话|发言|致辞|倡议书|公开信|体会$"
        ),
        "这是情况通报或总结，没有任务部分",
    ),
]


def heading_of(flat, node):
    """The heading of a node and whether it stands alone before the text."""
    end = min(flat.line_end(node.body), node.end) if node.body < node.end else node.end
    line = flat.text[node.body : end]
    if len(line) <= 30 and not re.search("[。；;]", line[:-1]):
        return line, True
    head = re.split("[。：:；;]", line, maxsplit=1)[0]
    return (head, True) if len(head) <= 18 else (line[:16], False)


def kind_of(heading, alone):
    """What a heading announces: TASK, STAGE, NOT or OPEN (its subject says nothing of it)."""
    heading = re.sub(r"[（(][^（）()]*[）)]", "", heading.strip("。：:；;，, "))
    found = OPEN
    for kind, pattern in _PATTERNS:
        match = pattern.search(heading) if alone and len(heading) <= 20 else pattern.match(heading)
        if not match:
            continue
        if kind in (TASK, STAGE) and _VERBS.match(heading) and not pattern.match(heading):
            continue
        if kind == NOT and len(heading) - len(match[0]) > 12:
            continue
        if found == OPEN:
            found = kind
        elif kind == TASK and found == NOT and re.search("重点|内容|任务", heading[-6:]):
            found = TASK
    return found


def genre(title, opening):
    """Why a text of this title sets no tasks, or None."""
    for pattern, reason in _GENRE:
        if title and pattern.search(title):
            return reason
    if _REPORTS.search(opening[:1500]):
        return _GENRE[2][1]
    if not title and re.search("应急预案|应急响应|预警级别", opening) and "总则" in opening:
        return _GENRE[1][1]
    return None


def sort_out(flat, roots):
    """The kind of every node, as {id(node): kind}: what a section is, its parts are."""
    kinds = {}
    strong = any(
        kind_of(*said) == TASK and not _WEAK.fullmatch(said[0].strip("。：: "))
        for said in (heading_of(flat, root) for root in roots)
    )

    def settle(node, above):
        heading, alone = heading_of(flat, node)
        own = kind_of(heading, alone) if node.kind != "circ" else OPEN
        plain = heading.strip("。：: ")
        if own == TASK and strong and _WEAK.fullmatch(plain):
            own = NOT
        if own == TASK and node.parent and not node.children and not _names_part(plain):
            own = OPEN
        if own == STAGE and "安排" in heading and not _is_timetable(flat, node) and node.children:
            own = TASK if re.search("工作|任务", heading) else OPEN
        if own in (OPEN, NOT) and "工作安排" in heading:
            own = STAGE if _is_timetable(flat, node) else TASK
        if own == TASK and node.children and _is_timetable(flat, node):
            own = STAGE
        if above == TASK and own == NOT and not node.children and not _GOALS.fullmatch(plain):
            own = OPEN
        if above in (NOT, STAGE) and own == OPEN:
            own = above
        if above == STAGE:
            own = STAGE
        kinds[id(node)] = above if own == OPEN and above is not None else own
        for child in node.children:
            settle(child, kinds[id(node)])

    for root in roots:
        settle(root, None)
    return kinds


def _names_part(heading):
    """Whether a heading is nothing but a part's name: 重点任务, not 推进重点任务落实."""
    match = re.match(_TASK, heading)
    return bool(match) and len(heading) - len(match[0]) <= 4


def _is_timetable(flat, node):
    """Whether most parts of a node are stages with their time."""
    heads = [flat.text[c.body : min(c.body + 60, c.end)] for c in node.children]
    return bool(heads) and sum(bool(_WHEN.search(head)) for head in heads) * 2 > len(heads)


def asks_only(flat, leaves):
    """Whether most items of a list ask 是否…: points to check, not tasks."""
    asked = sum("是否" in flat.text[leaf.body : leaf.body + 120] for leaf in leaves)
    return len(leaves) > 2 and asked * 2 > len(leaves)


def tells_only(flat, leaves):
    """Whether most items report what was done: a report on progress."""
    done = sum(
        bool(
            re.search(
                r"截至|截止|目前[，,已]|已(?:完成|建立|开展|检查|组织|追回|累计|对|全面|制定|印发)|累计|共(?:检查|开展|追回|查处|组织|计)",
                flat.text[leaf.body : leaf.end],
            )
        )
        for leaf in leaves
    )
    return len(leaves) >= 2 and done * 3 >= len(leaves) * 2
