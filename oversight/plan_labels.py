"""The labels in a plan — 责任单位：, 完成时限：, 【牵头领导】 — and the values they introduce."""

import re
from dataclasses import dataclass

_PART = (
    "牵头|责任|配合|主办|承办|协办|主责|主要责任|参与|参加|落实|实施|协助|协同|共同责任|第一责任"
)
_BODY = "单位|部门|科室|处室|股室|机构|站所|主体|科|股"
_LEADING = "牵头|责任|配合|分管|包抓|包保|包联|包案|主管|挂点|挂牌|挂帅|协助|协管|整治|督办|联系"
_WORDS = {
    "leaders": (
        rf"(?:{_LEADING})(?:区|市|县|局|镇|街道)?级?领导(?:干部)?"
        rf"|(?:第一|直接|具体|主要|整改|牵头|分管)?责任人(?:员)?|牵头人|负责人|主要负责人"
    ),
    "units": rf"(?:{_PART})(?:(?:及|和|与|、|/|\||（)(?:{_PART}))?(?:{_BODY})(?!和|及|、)",
    "due": (
        r"(?:计划|拟定?|预计|要求)?(?:完成|整改|办结|落实|责任|整治|推进|达标|实施|销号|治理)"
        r"(?:时限|期限|时间节点|时间|限期)(?:要求)?|时限要求|时间要求|时间节点|完成日期"
        r"|(?:时限|期限|时间)(?=[：:])"
    ),
    "measures": r"(?:具体|工作|整改|整治|主要|推进|落实|治理)(?:措施|举措)|措施(?=[：:])",
    "content": (
        r"(?:整治|整改|工作|任务|治理)(?:内容|重点|目标|标准)|主要内容|(?:具体|重点|主要|工作)任务"
        r"|目标要求|目标任务|(?:具体|存在|主要|整改)?问题(?:表现|描述)?(?=[：:])|预期成果|工作成果"
        r"|(?:整改|工作)要求(?=[：:])|任务(?=[：:])"
    ),
    "other": (
        r"联系人|联系电话|联系方式|(?:督办|督导|督查|监督|验收|审核|指导)(?:单位|部门|科室|领导)"
        r"|进展情况|完成情况|整改情况|备注(?=[：:])"
    ),
}
_LABEL = re.compile("|".join(f"(?P<{kind}>{words})" for kind, words in _WORDS.items()))
_OPEN, _CLOSE = "（(〔【[", "）)〕】]"
_END = "。；;！!？?：:，,、)）】〕”》"
OWNERS = ("leaders", "units", "due")


@dataclass(frozen=True)
class Label:
    """A label at ``start`` of the flat text whose value begins at ``value``.

    ``kind`` is leaders, units, due, measures, content or other; ``leads`` and ``helps`` tell a
    label of those who lead from one of those who help.
    """

    kind: str
    word: str
    start: int
    value: int

    @property
    def leads(self):
        """Whether the label names those who lead (牵头单位)."""
        return self.word.startswith(("牵头", "主办", "主责")) and not re.search(
            "及|和|与|、|/", self.word
        )


def labels(flat):
    """The labels of a text, in order, as a list of Label.

    A label is followed by a colon, stands in 【】, or alone at the start of a line before a blank.
    """
    text, found = flat.text, []
    for match in _LABEL.finditer(text):
        kind, start, end = match.lastgroup, match.start(), match.end()
        before = text[start - 1] if start else "。"
        after = text[end : end + 1]
        opens_line = flat.starts_line(start)
        closing = after in ("】", "]") and before in "【["
        if closing:
            colon = text[end + 1 : end + 2] in tuple("：:")
            found.append(Label(kind, match[0], start - 1, end + 1 + colon))
        elif after in ("：", ":"):
            placed = opens_line or before in _END + _OPEN or start in flat.gaps
            if placed or kind in OWNERS and match[0] not in ("时间", "时限", "期限", "负责人"):
                found.append(Label(kind, match[0], start, end + 1))
        elif opens_line and kind in OWNERS and _stands_alone(flat, end):
            found.append(Label(kind, match[0], start, end))
    return found


def _stands_alone(flat, end):
    """Whether a word is a label without a colon: a blank follows, or a short line of its value."""
    if flat.starts_line(end):
        return flat.line_end(end) - end <= 60
    return end in flat.gaps


def value_end(flat, label, limit):
    """Where a label's value ends, and what ended it: "mark" (a stop, bracket, line) or "limit".

    ``limit`` is where the next label or number begins.
    """
    text = flat.text
    end = flat.paragraph_end(label.value) if label.value < len(text) else label.value
    if flat.starts_line(label.value):
        end = flat.paragraph_end(label.value)
    ended = "mark" if end <= limit else "limit"
    end, depth = min(end, limit), 0
    for place in range(label.value, min(end, label.value + 600)):
        character = text[place]
        if character in _OPEN:
            depth += 1
        elif character in _CLOSE:
            depth -= 1
            if depth < 0:
                return place, "mark"
        elif character == "。" and depth == 0:
            return place, "mark"
    return end, ended
