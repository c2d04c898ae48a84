"""The timetable of a plan: its stages, each with its time."""

import re
from dataclasses import dataclass
from datetime import date

from oversight import plan_times
from oversight.plan_outline import outline
from oversight.plan_sections import STAGE

_BRACKET = re.compile(r"[（(〔【\[]([^（(〔【\[\]】)）〕]{1,60})[\]】)）〕]")
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


def read_stages(flat, head, roots, kinds):
    """The stages under a plan's timetable, in order."""
    stages = []
    for root in roots:
        stages += _under(flat, head, root, kinds)
    return stages


def _under(flat, head, node, kinds):
    if kinds[id(node)] != STAGE:
        return [stage for child in node.children for stage in _under(flat, head, child, kinds)]
    if node.children:
        return [_stage(flat, head, child) for child in node.children]
    steps = [m.start() for m in _STEP.finditer(flat.text, node.body, node.end)]
    if len(steps) < 2:
        return [_stage(flat, head, node)] if node.parent and kinds[id(node.parent)] == STAGE else []
    ends = [*steps[1:], node.end]
    return [_read(flat, head, a, b, b) for a, b in zip(steps, ends, strict=True)]


def _stage(flat, head, node):
    return _read(flat, head, node.body, node.end, node.last())


def _read(flat, head, start, own_end, end):
    """One stage from its text: its name, the time in brackets or after the name, the rest."""
    line = min(flat.line_end(start), own_end)
    first = flat.text[start:line]
    step = _STEP.match(first)
    opening = first[:120]
    bracket = next((m for m in _BRACKET.finditer(opening) if plan_times.span_of(m[1], head.year)), None)
    stop = re.search("[。：:；;]", opening)
    if bracket and (stop is None or bracket.end() <= stop.start() + 60):
        named = opening[: bracket.start()]
        said, words = plan_times.span_of(bracket[1], head.year), bracket[1]
        rest = start + bracket.end()
    else:
        cut = stop.start() if stop else len(opening) if len(first) <= 40 else 0
        named = opening[:cut] or opening[:20]
        said = plan_times.span_of(named, head.year)
        if said:
            named = named.replace(said[0], "")
        else:
            body = flat.text[start + cut : min(end, start + cut + 60)]
            said = plan_times.span_of(body, head.year)
            if said and not re.match(r"[。：:；;，,]?(?:时间[：:]|从|自|于)?\W*$", body[: body.find(said[0])]):
                said = None
        words = said and said[0]
        rest = start + cut
    name = _BRACKET.sub("", named)
    if step and len(name) > len(step[0]):
        name = name[step.end() :] if name.startswith(step[0]) else name
    name = re.sub(r"^[、.．：:，,]+|[。：:，,；;、—-]+$", "", name)
    text = flat.said(rest, end).lstrip("。：:；;，,）)")
    return Stage(
        name,
        said[1] if said else None,
        said[2] if said else None,
        words or None,
        text,
        bool(said and said[3]),
    )


__all__ = ["Stage", "outline", "read_stages"]
