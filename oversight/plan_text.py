"""The text of a plan without blanks, page furniture and line breaks, each character with its place.

Plans come as OCR, as web pages and as one line without an end: numbering, labels and dates are
looked for where no blank can hide them, and found again in the source by their places.
"""

import re
from array import array
from bisect import bisect_right
from dataclasses import dataclass

# Words that sites and library pages put around and into the text.
_INLINE = re.compile(
    r"第\s*+\d{1,4}\s*+页\s*+[,，/]?\s*+共\s*+\d{1,4}\s*+页|下载后可任意编辑|\*\*|[\u200b\u200e\ufeff\u00ad]"
    r"|^[ \t]*+[-—－–][ \t]*+\d{1,4}[ \t]*+[-—－–][ \t]*+$",
    re.MULTILINE,
)
_REST = r".{0,160}"
_LINES = re.compile(
    r"^[^\S\n]*+(?:"
    rf"(?:您)?(?:的)?当前(?:的)?(?:所在)?位置\s*+[:：]{_REST}|首页\s*+[>»]{_REST}"
    rf"|{_REST}(?:浏览|点击|阅读)(?:次数|量|数)\s*+[:：]?{_REST}"
    rf"|下面是小编{_REST}|{_REST}小编(?:为大家|整理|精心){_REST}|{_REST}供大家参考[。!！]?"
    r"|(?:作者|来源|文章来源|责任编辑|信息来源|编辑|字体|字号|分享到?|打印|关闭|上传日期)"
    rf"\s*+[:：【\[]{_REST}"
    rf"|(?:发布|更新|上传)?(?:时间|日期)\s*+[:：]\s*+20\d\d[-/.年]{_REST}|导语[:：]{_REST}"
    rf"|【(?:法宝|时效|发布|发文|实施|效力|法规)[^】]{{0,8}}】{_REST}|长者模式{_REST}"
    r"|[^。\n]{0,40}[>»][^。\n]{0,80}|网站导航|返回顶部"
    rf"|[•·]\s*+上传日期{_REST}|无障碍浏览{_REST}|扫一扫{_REST}|下载本文档|版权说明{_REST}"
    rf"|[上下]一篇{_REST}|相关(?:文章|推荐|阅读){_REST}"
    r")\s*?$",
    re.MULTILINE,
)
_BREAK = re.compile(r"\n|\x0b|\x0c|\u2028|\u2029")
# One character for one: places stay what they are.
HALF = {0xFF10 + n: str(n) for n in range(10)} | {ord("．"): ".", ord("－"): "-"}
_FINAL = "。；;！!？?：:…"


@dataclass(frozen=True)
class Flat:
    """``text`` has no blanks; ``at[i]`` is the place of its character i in ``source``.

    ``lines`` are the starts of the lines in ``text``, ascending; ``gaps`` the places before which
    a blank stands in the source; ``wrapped`` says that lines were cut at a fixed width.
    """

    source: str
    text: str
    at: array
    lines: list
    gaps: frozenset
    wrapped: bool

    def line_of(self, place):
        """Number of the line that holds ``place``."""
        return bisect_right(self.lines, place) - 1

    def line_end(self, place):
        """Where the line that holds ``place`` ends."""
        number = self.line_of(place) + 1
        return self.lines[number] if number < len(self.lines) else len(self.text)

    def line(self, number):
        """The text of line ``number``."""
        end = self.lines[number + 1] if number + 1 < len(self.lines) else len(self.text)
        return self.text[self.lines[number] : end]

    def starts_line(self, place):
        """Whether a line begins at ``place``."""
        number = self.line_of(place)
        return number >= 0 and self.lines[number] == place

    def paragraph_end(self, place):
        """Where the paragraph that holds ``place`` ends: at its line's end, unless that is cut."""
        end = self.line_end(place)
        while end < len(self.text) and self._goes_on(end):
            end = self.line_end(end)
        return end

    def _goes_on(self, end):
        if self.text[end - 1] in "、，,（(《“及和":
            return True
        width = end - self.lines[self.line_of(end - 1)]
        return self.wrapped and self.text[end - 1] not in _FINAL and width >= 22

    def source_of(self, start, end):
        """The span of the source that text[start:end] stands in."""
        return (self.at[start], self.at[end - 1] + 1) if start < end else (0, 0)

    def said(self, start, end):
        """text[start:end] as a person would write it: with the blanks between Latin words."""
        left, right = self.source_of(start, end)
        text = _INLINE.sub("", self.source[left:right])
        text = re.sub(r"(?<=[0-9A-Za-z])\s+(?=[A-Za-z])|(?<=[A-Za-z])\s+(?=[0-9])", "\0", text)
        return "".join(text.split()).replace("\0", " ")


def flatten(source, left_out=()):
    """``source`` as a Flat, without the spans ``left_out``."""
    hidden = bytearray(len(source))
    for start, end in left_out:
        hidden[start:end] = b"\1" * (end - start)
    for pattern in (_LINES, _INLINE):
        for match in pattern.finditer(source):
            hidden[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    pieces, at, lines, gaps = [], array("I"), [], set()
    length, end_before = 0, 0
    for match in re.finditer(r"\S+", source):
        start, end = match.span()
        between = source[end_before:start]
        fresh = not lines or bool(_BREAK.search(between))
        kept = [place for place in range(start, end) if not hidden[place]]
        if not kept:
            # What is hidden leaves its line break to what follows.
            if not fresh:
                gaps.add(length)
                end_before = end
            continue
        (lines.append if fresh else gaps.add)(length)
        pieces.append("".join(source[place] for place in kept))
        at.extend(kept)
        length += len(kept)
        end_before = end
    return Flat(source, "".join(pieces), at, lines, frozenset(gaps), _is_wrapped(lines, length))


def _is_wrapped(lines, length):
    """Whether lines end where the paper ended: many of one length, none much longer."""
    if len(lines) < 12:
        return False
    widths = [after - line for line, after in zip(lines, [*lines[1:], length], strict=True)]
    longest = sorted(widths)[int(len(widths) * 0.97) - 1]
    full = sum(width >= longest - 3 for width in widths)
    return 22 <= longest <= 60 and full >= 0.4 * len(widths)
