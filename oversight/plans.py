"""A work plan → its tasks and stages, read but not yet filed.

read() takes a file's bytes, read_text() a pasted text. Nothing is invented: an owner or a deadline
stands in the source, and what is uncertain is said in words beside it.
"""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from oversight import (
    plan_duties,
    plan_files,
    plan_heads,
    plan_stages,
    plan_tables,
    plan_tasks,
    plan_text,
)
from oversight.errors import UserError


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


def read(path):
    """The Plan in a txt or docx file. Raises UserError when the file cannot be read."""
    path = Path(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UserError(f"文件“{path.name}”打不开，请核对路径，或先在 Word 中关闭它。") from error
    return read_bytes(data, path.name)


def read_bytes(data, file_name):
    """The Plan in an uploaded file; see read()."""
    return read_text(plan_files.read_source(data, file_name))


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
        tasks, notes = plan_duties.of_rows(rows, head), ["任务从文中的表格读出。"]
    stages = plan_stages.read_stages(flat, head, reader.roots, reader.kinds)
    return Plan(head.title, head.issuer, head.issued_on, tasks, stages, source, head.year, notes)


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


def summary(plan):
    """A Plan in a few readable lines, as ``plan`` prints it."""
    lines = [
        f"方案：{plan.title or '没有标题'}",
        f"发文：{plan.issuer or '未写明'}　{_day(plan.issued_on) or '日期未写明'}",
        f"任务 {len(plan.tasks)} 项，阶段 {len(plan.stages)} 个。",
        *plan.notes,
    ]
    for number, task in enumerate(plan.tasks, 1):
        lines.append(f"{number}. 〔{task.path or '无编号'}〕{task.heading}")
        units = [f"{u}（牵头）" if u in task.lead_units else u for u in task.units]
        said = [
            ("责任领导", "、".join(task.leaders)),
            ("责任单位", "、".join(units)),
            ("完成时限", due_words(task)),
        ]
        lines += [f"   {label}：{words}" for label, words in said if words]
        lines += [f"   存疑：{doubt}" for doubt in task.doubts]
    for stage in plan.stages:
        when = f"（{stage.time_text}）" if stage.time_text else ""
        lines.append(f"阶段：{stage.name}{when} {_day(stage.start) or ''}—{_day(stage.end) or ''}")
    return "\n".join(lines)


def due_words(task):
    """A task's deadline in words: the day understood and the text it was read from."""
    parts = [_day(task.deadline), "长期坚持" if task.long_term else None]
    said = "，".join(part for part in parts if part)
    if task.deadline_text and said:
        return f"{said}（原文：{task.deadline_text}）"
    return task.deadline_text or said
