"""The numbering of a plan: 一、 （一） 1. （1） ①, on lines of their own or run on, as a tree.

A number at the start of a line opens a node. Inside a line it does so only where it goes on from
the number before it: text run together keeps its order, references to numbers do not.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass, field

_CN = "一二三四五六七八九十百〇零"
_DIGITS = {word: n for n, word in enumerate("零一二三四五六七八九")} | {"〇": 0}
# In order of rank: what a plan puts above what.
RANKS = {
    name: rank
    for rank, name in enumerate(
        ("chapter", "plain", "article", "cn", "cnp", "step", "num", "dec", "nump", "half", "circ")
    )
}
_MARKER = re.compile(
    rf"(?P<chapter>第[{_CN}\d]{{1,4}}(?:章|部分|篇|编))"
    rf"|(?P<article>第[{_CN}\d]{{1,4}}条)"
    rf"|(?P<step>第[{_CN}\d]{{1,2}}(?:阶段|步)(?=[：:，,、（(]|[\u4e00-\u9fff]))"
    rf"|(?P<cnp>[（(〔【\[][{_CN}]{{1,4}}[)）〕】\]][、.．]?)"
    rf"|(?P<cn>(?<![{_CN}第])[{_CN}]{{1,4}}[、.．](?![{_CN}]{{1,4}}[、是方]))"
    r"|(?P<dec>(?<![\d.．])\d{1,2}(?:[.．]\d{1,2}){1,3}[.．、]?(?![\d.．%％万亿元个倍年月日]))"
    r"|(?P<num>(?<![\d.．])\d{1,3}[.．、](?=20\d\d年|\d{1,3}(?:月|个月|天|日)|\D|$))"
    r"|(?P<nump>[（(]\d{1,3}[)）][、.．]?)"
    r"|(?P<half>(?<![\d.．])\d{1,2}[)）](?!\d))"
    r"|(?P<circ>[①-⒛㈠-㈩])"
)
_INSIDE = re.compile(r"[（(〔【\[《“][^（(〔【\[《“\]】)）〕》”]{0,300}[)）】〕\]》”]")
_END = "。；;！!？?：:)）】〕”》…"
SECTION = (
    "指导思想|总体要求|总体思路|总体目标|工作目标|目标任务|基本原则|工作原则|主要目标|主要任务"
    "|工作任务|重点任务|任务分工|重点工作|组织领导|组织机构|组织保障|保障措施|工作要求|工作步骤"
    "|实施步骤|进度安排|工作安排|时间安排|整治内容|整治重点|整治目标|工作措施|工作重点|工作内容"
    "|工作进度|方法步骤|责任分工|职责分工|工作职责|有关要求|相关要求|几点要求|监督检查|督导检查"
    "|附则|总则|具体措施|整治范围|整治时间|工作机制|主要措施|主要内容"
)
_SECTION_LINE = re.compile(rf"(?:{SECTION})[：:]?")
_OPENS_SECTION = re.compile(SECTION)


@dataclass
class Node:
    """A numbered piece of a plan: ``path`` as printed, level by level; spans are places in Flat.

    ``start`` is the number's place, ``body`` what follows it, ``end`` where the next node of any
    level begins.
    """

    kind: str
    number: int
    printed: str
    start: int
    body: int
    end: int = 0
    parent: "Node | None" = None
    children: list = field(default_factory=list)

    @property
    def path(self):
        """Numbers from the top, joined by /."""
        above = self.parent.path if self.parent else ""
        return "/".join(part for part in (above, self.printed) if part)

    def last(self):
        """Where the node with everything under it ends."""
        return self.children[-1].last() if self.children else self.end

    def walk(self):
        """The node and all under it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()


def _value(printed):
    """The number a marker prints."""
    circled = ord(printed[0])
    for first, span in ((0x2460, 20), (0x2474, 20), (0x2488, 20), (0x3220, 10)):
        if first <= circled < first + span:
            return circled - first + 1
    figures = re.findall(r"\d+", printed)
    if figures:
        return int(figures[-1])
    word = "".join(c for c in printed if c in _CN)
    if "十" in word:
        tens, ones = word.split("十", 1)
        return _DIGITS.get(tens[-1:], 1) * 10 + _DIGITS.get(ones[-1:], 0)
    total = 0
    for character in word:
        total = total * 10 + _DIGITS.get(character, 0)
    return total


def _printed(kind, text):
    """A number as a path prints it: 一、 is 一, （一） keeps its brackets, 1. is 1."""
    if kind in ("cn", "num", "dec"):
        return text.rstrip("、.．")
    if kind in ("cnp", "nump"):
        return text.rstrip("、.．")
    return text.rstrip(")）") if kind == "half" else text


class _Reader:
    """One pass over the markers of a text."""

    def __init__(self, flat, start, end, closed):
        self.flat, self.start, self.end, self.closed = flat, start, end, closed
        self.stack, self.last, self.roots, self.nodes = [], {}, [], []

    def _follows(self, kind, number):
        """Whether the number is the next one of its kind."""
        return number == self.last.get(kind, 0) + 1

    def _inside_line(self, kind, number, place, after):
        """Whether a marker in the middle of a line opens a node."""
        text = self.flat.text
        before, behind = text[place - 1], text[after : after + 1]
        ends = before in _END
        if kind == "circ":
            return self._follows(kind, number) or (number == 1 and ends)
        names_part = kind == "cn" and bool(_OPENS_SECTION.match(text, after))
        # An excerpt may begin with any part.
        begins = number == 1 or (names_part and kind not in self.last)
        if not begins and not self._follows(kind, number):
            return False
        if kind in ("chapter", "article", "step"):
            return before in "。；;！!？?" and kind != "chapter"
        if kind == "cnp":
            refers = before in "第至和与及按照条款、之"
            return not refers and behind not in tuple("项款条目类至和、，,)）的")
        if behind in tuple("，,。；;)）"):
            return False
        if kind == "cn":
            if ends and before not in ")）” 》" or place in self.flat.gaps:
                return True
            return names_part or before in ")）" or (number != 1 and before in "”》")
        if kind == "num":
            if before.isdigit() or before in "第表图件-—~～/和至、":
                return False
            if before in _END or place in self.flat.gaps:
                return True
            near = self.nodes and place - self.nodes[-1].body <= 40
            return bool(near) and before.isalpha()
        return before in _END + "，,"

    def _begins_line(self, kind, number, place, after):
        text = self.flat.text
        if text[after : after + 1] in tuple("，,。；;") and kind != "cnp":
            return False
        if kind in ("chapter", "article", "step") and text[after : after + 1] in tuple("的规和至"):
            return False
        going_on = place and text[place - 1] not in _END + "、，,"
        if self.flat.wrapped and going_on and kind in ("num", "dec", "half", "article"):
            return self._follows(kind, number) or number == 1
        return True

    def read(self):
        flat = self.flat
        inside, closed = _spans(flat.text, self.start, self.end), iter(self.closed)
        shut = next(closed, (self.end, self.end))
        lines = self._plain_lines()
        span = next(inside, (self.end, self.end))
        plain = next(lines, None)
        for match in _MARKER.finditer(flat.text, self.start, self.end):
            kind, place, after = match.lastgroup, match.start(), match.end()
            while plain is not None and plain[0] <= place:
                if plain[0] < place:
                    self._open("plain", 0, "", plain[0], plain[0])
                plain = next(lines, None)
            while span[1] <= place:
                span = next(inside, (self.end, self.end))
            while shut[1] <= place:
                shut = next(closed, (self.end, self.end))
                if shut[0] >= self.end:
                    break
            if shut[0] <= place < shut[1]:
                continue
            number = _value(match[0])
            if flat.starts_line(place):
                opens = self._begins_line(kind, number, place, after)
            else:
                opens = not span[0] < place < span[1] and self._inside_line(
                    kind, number, place, after
                )
            if opens:
                self._open(kind, number, _printed(kind, match[0]), place, after)
        while plain is not None:
            self._open("plain", 0, "", plain[0], plain[0])
            plain = next(lines, None)
        if self.nodes:
            self.nodes[-1].end = self.end
        return self.roots

    def _plain_lines(self):
        """Lines that are a section's heading without a number: place and end."""
        flat = self.flat
        first = bisect_left(flat.lines, self.start)
        for number in range(first, bisect_left(flat.lines, self.end)):
            if _SECTION_LINE.fullmatch(flat.line(number)):
                yield flat.lines[number], flat.line_end(flat.lines[number])

    def _open(self, kind, number, printed, start, body):
        if self.nodes:
            self.nodes[-1].end = start
        kinds = [node.kind for node in self.stack]
        if kind in kinds:
            del self.stack[kinds.index(kind) :]
        else:
            while self.stack and RANKS[self.stack[-1].kind] > RANKS[kind]:
                self.stack.pop()
        for lower in [k for k in self.last if RANKS[k] > RANKS[kind] and k not in ("num", "cnp")]:
            del self.last[lower]
        parent = self.stack[-1] if self.stack else None
        node = Node(kind, number, printed, start, body, body, parent)
        (parent.children if parent else self.roots).append(node)
        self.stack.append(node)
        self.nodes.append(node)
        self.last[kind] = number


def _spans(text, start, end):
    """Spans in brackets and quotation marks: what is numbered in there opens no node."""
    return (match.span() for match in _INSIDE.finditer(text, start, end))


def outline(flat, start=0, end=None, closed=()):
    """The numbered nodes of ``flat`` between two places, as a list of top Nodes.

    ``closed`` are spans, ascending, whose numbers open none: the measures of a task.
    """
    return _Reader(flat, start, len(flat.text) if end is None else end, closed).read()


def numbers_in(flat, start, end):
    """Where numbered pieces begin in a span of measures, and where their text does."""
    reader = outline(flat, start, end)
    return [node for root in reader for node in root.walk() if node.printed]
