"""The timetable of a plan: its stages, each with its time."""

import re
from dataclasses import dataclass
from datetime import date

from oversight import plan_times
from oversight.plan_sections import STAGE, heading_of
from oversight.plan_text import HALF

_BRACKET = re.compile(r"[（(〔【\[]([^（(〔【\[\]】)）〕]{1,60})[\]】)）〕]")
_STOPS = re.compile(r"[：:，,、。]*")
_BEFORE_TIME = re.compile(r"[。：:；;，,]*(?:时间[：:为]?|从|自|于)?")
_STEP = re.compile(r"第[一二三四五六1-6](?:阶段|步)[：:，,、]?")


@dataclass
class Stage:
    """One stage; ``time_text`` is as written, ``long_term`` a stage without an end."""

    name: str
    start: date | None
    end: date | None
    time_text: str | None
    text: str
    long_term: bool = False


class _Reader:
    """Reads stages in order: a year said in one completes the next."""

    def __init__(self, flat, kinds, year):
        self.flat, self.kinds, self.year = flat, kinds, year

    def under(self, node):
        """The stages under a node."""
        kinds = self.kinds
        if kinds[id(node)] != STAGE:
            return [stage for child in node.children for stage in self.under(child)]
        if node.children:
            return [self.read(child.body, child.end, child.last()) for child in node.children]
        heading, alone = heading_of(self.flat, node)
        return self.sentences(node.body + (len(heading) if alone else 0), node.end)

    def sentences(self, start, end):
        """Stages run on in sentences that begin with their time: 8月，制定方案；9月，自查。"""
        text, found = self.flat.text[start:end], []
        for piece in re.split("[；;。]", text):
            said = plan_times.span_of(piece[:60], self.year)
            if said and re.fullmatch("(?:从|自|于|在)?", piece[: piece.find(said[0])]):
                said = self.time(piece[:60])
                named = piece[piece.find(said[0]) + len(said[0]) :].lstrip("，,：:为、")
                name = re.split("[，,：:]", named)[0]
                found.append(Stage(name, said[1], said[2], said[0], named, said[3]))
        return [stage for stage in found if stage.name] if len(found) > 1 else []

    def time(self, text):
        """The time said in ``text``, as plan_times.span_of; its year is remembered."""
        found = plan_times.span_of(text, self.year)
        if found:
            years = re.findall(r"(20\d{2})年", found[0].translate(HALF))
            self.year = int(years[-1]) if years else self.year
        return found

    def read(self, start, own_end, end):
        """One stage: its name, the time in brackets or beside the name, the rest."""
        flat = self.flat
        start += len(_STOPS.match(flat.text, start, own_end)[0])
        line = min(flat.line_end(start), own_end)
        opening = flat.text[start : min(line, start + 120)]
        bracket = next((m for m in _BRACKET.finditer(opening) if _said(m[1])), None)
        stop = re.search("[。：:；;]", opening)
        if bracket and (stop is None or bracket.start() <= stop.start() + 30):
            named, rest = opening[: bracket.start()], start + bracket.end()
            said, words = self.time(bracket[1]), bracket[1]
        else:
            cut = stop.start() if stop else len(opening) if line - start <= 40 else 0
            named, rest = opening[:cut] or opening[:20], start + cut
            said = self.time(named)
            if said:
                named = named.replace(said[0], "")
            else:
                said = self._first_words(start + cut, end)
            words = said and said[0]
        name = _BRACKET.sub("", named)
        step = _STEP.match(name)
        if step and len(name) > len(step[0]):
            name = name[step.end() :]
        name = re.sub(r"^[、.．：:，,。]+|[。：:，,；;、—-]+$", "", name)
        text = flat.said(rest, end).lstrip("。：:；;，,）)")
        began, ended, standing = said[1:] if said else (None, None, False)
        return Stage(name, began, ended, words or None, text, standing)

    def _first_words(self, start, end):
        """The time a stage's text begins with: 时间：…, 从…, or the bare time."""
        body = self.flat.text[start : min(end, start + 60)]
        found = plan_times.span_of(body, self.year)
        if found and _BEFORE_TIME.fullmatch(body[: body.find(found[0])]):
            return self.time(body)
        return None


def _said(words):
    return plan_times.span_of(words, None)


def read_stages(flat, head, roots, kinds):
    """The stages under a plan's timetable, in order."""
    reader = _Reader(flat, kinds, head.year)
    return [stage for root in roots for stage in reader.under(root)]
