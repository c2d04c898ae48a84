"""A work plan → its tasks and stages, read but not yet filed.

read() takes a file's bytes, read_text() a pasted text. Nothing is invented: an owner or a deadline
stands in the source, and what is uncertain is said in words beside it.
"""

from dataclasses import dataclass, field
from datetime import date

from oversight import plan_heads, plan_stages, plan_tables, plan_tasks, plan_text


@dataclass
class Plan:
    """What was read of a plan; ``source`` is its text, ``notes`` sentences on the whole."""

    title: str | None
    issuer: str | None
    issued_on: date | None
    tasks: list
    stages: list
    source: str
    year: int | None = None
    notes: list = field(default_factory=list)


def read_text(source):
    """The Plan in a text. Never raises: a text that is no plan gives one without tasks."""
    rows, spans = plan_tables.read_tables(source)
    flat = plan_text.flatten(source, spans)
    head = plan_heads.read_head(flat)
    reader = plan_tasks.Reader(flat, head)
    tasks, notes = reader.tasks, reader.notes
    if rows and tasks:
        notes.append(f"文中还有一张 {len(rows)} 行的任务表，正文已有任务，表里的没有重复收。")
    elif rows:
        tasks, notes = plan_tasks.of_rows(rows, head), ["任务从文中的表格读出。"]
    stages = plan_stages.read_stages(flat, head, reader.roots, reader.kinds)
    return Plan(
        head.title, head.issuer, head.issued_on, tasks, stages, source, head.year, notes
    )


def _day(day):
    return day.isoformat() if day else None


def as_json(plan):
    """A Plan as plain data, as ``plan --json`` prints it."""
    return {
        "title": plan.title,
        "issuer": plan.issuer,
        "issued_on": _day(plan.issued_on),
        "tasks": [
            {
                "path": task.path,
                "heading": task.heading,
                "text": task.text,
                "leaders": task.leaders,
                "units": task.units,
                "lead_units": task.lead_units,
                "deadline_text": task.deadline_text,
                "deadline": _day(task.deadline),
                "long_term": task.long_term,
                "immediate": task.immediate,
                "measures": task.measures,
                "doubts": task.doubts,
            }
            for task in plan.tasks
        ],
        "stages": [
            {
                "name": stage.name,
                "start": _day(stage.start),
                "end": _day(stage.end),
                "time_text": stage.time_text,
                "text": stage.text,
                "long_term": stage.long_term,
            }
            for stage in plan.stages
        ],
        "notes": plan.notes,
    }
