"""What one task of a plan says: its wording, who answers for it, until when, by what measures."""

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import date
from itertools import islice, takewhile

from oversight import plan_owners, plan_times
from oversight.plan_outline import numbers_in
from oversight.values import parse_names


@dataclass
class Task:
    """One task as read; ``span`` is where it stands in the source, ``doubts`` are sentences."""

    path: str
    heading: str
    text: str
    leaders: list = field(default_factory=list)
    units: list = field(default_factory=list)
    lead_units: list = field(default_factory=list)
    deadline_text: str | None = None
    deadline: date | None = None
    long_term: bool = False
    immediate: bool = False
    measures: list = field(default_factory=list)
    doubts: list = field(default_factory=list)
    span: tuple = (0, 0)


@dataclass
class Closer:
    """What ends a task: labels and brackets that stand together, and where.

    ``labels`` are (Label, where its value ends, what ended it); ``groups`` are brackets as
    plan_owners.closing_groups() gives them.
    """

    start: int
    end: int
    labels: list = field(default_factory=list)
    groups: list = field(default_factory=list)


@dataclass(frozen=True)
class Zone:
    """The measures of a task: from ``label`` (its place), their text from ``start`` to ``end``."""

    label: int
    start: int
    end: int


def read_task(flat, head, zones, path, start, end, closed):
    """The Task in flat.text[start:end], closed by ``closed`` (Closers); ``zones`` ascend."""
    first = min([start, *(one.start for one in closed)])
    begun = bisect_left(zones, start, key=lambda zone: zone.start)
    own = list(takewhile(lambda zone: zone.start < end, islice(zones, begun, None)))
    stops = [one.start for one in closed if one.start > start]
    stops += [zone.label for zone in own if zone.label > start]
    task = Task(
        path,
        flat.said(start, min(end, start + 60))[:40],
        flat.said(start, min(stops, default=end)).rstrip("：:"),
        span=flat.source_of(first, end),
    )
    due = []
    for one in closed:
        for label, stop, ended in one.labels:
            _label(task, flat, label, stop, ended, due)
        for _, _, inner, sure in one.groups:
            _group(task, inner, sure)
    settle_due(task, due, flat.text[start:end], head)
    task.units = list(dict.fromkeys([*task.lead_units, *task.units]))
    task.leaders = list(dict.fromkeys(task.leaders))
    task.measures = [piece for zone in own for piece in _measures(flat, zone)]
    _only_literal(task, flat.text[first:end])
    return task


def _label(task, flat, label, stop, ended, due):
    value = flat.text[label.value : stop].strip("。；;，,、：: ")
    if label.kind == "due":
        due.append(value)
    elif label.kind == "leaders":
        task.leaders += plan_owners.leaders_of(plan_owners.value_of(flat, label.value, stop))
    else:
        units, leads = _units(plan_owners.value_of(flat, label.value, stop), value)
        if ended == "limit" and units and not plan_owners.looks_like_unit(units[-1]):
            short = plan_owners.without_tail(units[-1])
            if short != units[-1]:
                leads = [short if unit == units[-1] else unit for unit in leads]
                units[-1] = short
                task.doubts.append("责任单位与后文连写，按单位名称截断，请核对。")
        task.units += units
        task.lead_units += units if label.leads and not leads else leads


def _units(apart, whole):
    """Units of a value with blanks between them; of the whole where the parts are no units."""
    units, leads = plan_owners.units_of(apart)
    if apart != whole and not all(map(plan_owners.looks_like_unit, units)):
        return plan_owners.units_of(whole)
    return units, leads


def _group(task, inner, sure):
    units, leads = plan_owners.units_of(inner)
    task.units += units
    task.lead_units += leads
    if not sure:
        task.doubts.append("责任单位只从末尾括号里认出，请核对。")
    for piece in re.split("[，,；;、。]", inner):
        if plan_times.is_long_term(piece):
            task.long_term, task.deadline_text = True, piece


def _measures(flat, zone):
    nodes = numbers_in(flat, zone.start, zone.end)
    first = nodes[0].start if nodes else zone.end
    found = [flat.said(zone.start, first)] if first - zone.start >= 4 else []
    found += [flat.said(node.body, node.end) for node in nodes]
    return [text.strip("。；;") for text in found if text.strip("。；;：:")]


def _only_literal(task, text):
    """Owners that do not stand in the text as they are go; odd ones are doubted."""
    for names, what in ((task.leaders, "责任领导"), (task.units, "责任单位")):
        for name in [name for name in names if name not in text]:
            names.remove(name)
            task.doubts.append(f"{what}“{name}”在原文里不是连着写的，没有收，请核对。")
    task.lead_units = [name for name in task.lead_units if name in task.units]
    for name in task.units:
        if not plan_owners.looks_like_unit(name):
            task.doubts.append(f"“{name}”不像单位名称，请核对。")
    for name in task.leaders:
        if len(name) > 12 or re.search("[：:（(]", name):
            task.doubts.append(f"“{name}”不像人名，请核对。")


def settle_due(task, values, text, head):
    """Give a task its deadline: from its labels' values, else from its text."""
    found = [plan_times.labelled(value, head.year) for value in values if value]
    if found:
        days = [one.on for one in found if one.on]
        task.deadline_text = "；".join(one.text for one in found if one.text)
        task.deadline = max(days, default=None)
        task.long_term |= any(one.long_term for one in found)
        task.immediate = any(one.immediate for one in found)
        unsaid = not days and not any(one.undated or one.fault for one in found)
        if unsaid and not task.long_term and not task.immediate:
            task.doubts.append(f"完成时限“{task.deadline_text}”没有写明日期。")
        if any(one.fault for one in found):
            task.doubts.append(f"完成时限“{task.deadline_text}”里有不存在的日期。")
        if task.deadline and head.issued_on and task.deadline < head.issued_on:
            task.doubts.append("完成时限早于方案印发日期，请核对。")
    else:
        one = plan_times.said_in(text, head.year, head.issued_on)
        if one.text:
            task.deadline_text, task.deadline = one.text, one.on
            task.doubts.append("完成时限从正文认出，请核对。")
            found = [one]
    if any(one.several for one in found) or len(values) > 1:
        task.doubts.append("完成时限有几个，取最晚的。")
    if any(one.undated for one in found):
        task.doubts.append("时限没有写年份，方案也没有日期，没有换算成日期。")
    if any(one.completed for one in found) and task.deadline:
        if head.guessed:
            task.doubts.append(f"时限没有写年份，按正文开头的 {head.year} 年补。")
        else:
            task.doubts.append(f"时限没有写年份，按方案的 {head.year} 年补。")


def of_rows(rows, head):
    """The tasks of a table's rows (plan_tables.Row)."""
    return [_of_row(row, head) for row in rows]


def _listed(cell):
    """Names in lines of their own in a cell, as a list."""
    pieces = cell.split()
    apart = len(pieces) > 1 and not re.search("[、，,；;]", cell)
    return "、".join(pieces) if apart and all(len(p) >= 2 for p in pieces) else cell


def _of_row(row, head):
    cells = {name: "\n".join(map(_listed, values)) for name, values in row.cells.items()}
    text = "".join("".join(row.cells["task"]).split())
    task = Task(cells.get("number", "").rstrip(".．、"), text[:40], text, span=row.span)
    for name in ("lead", "units"):
        units, leads = plan_owners.units_of(cells.get(name, "").replace("\n", "、"))
        task.units += [unit for unit in units if unit not in task.units]
        task.lead_units += units if name == "lead" else leads
    task.lead_units = list(dict.fromkeys(task.lead_units))
    task.leaders = parse_names(cells.get("leaders"))
    task.measures = [" ".join(cell.split()) for cell in row.cells.get("measures", [])]
    settle_due(task, row.cells.get("due", []), text, head)
    return task
