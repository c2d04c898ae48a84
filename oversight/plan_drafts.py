"""A plan on its way into the ledger: its tasks as rows a person corrects, then as records.

A row is plain JSON data: lists stand as text joined by 、, days as YYYY-MM-DD, nothing as "".
"""

import html
import re

from oversight import ledgers, plan_times
from oversight.dates import parse_date, parse_deadline
from oversight.values import parse_names, parse_units

LABELS = {
    "mark": "标号",
    "plan_path": "编号",
    "description": "任务内容",
    "leaders": "责任领导",
    "units": "责任单位",
    "lead_units": "牵头单位",
    "due_text": "完成时限（原文）",
    "due_on": "完成时限",
    "long_term": "长期坚持",
    "measures": "措施",
    "doubts": "存疑",
}
_BLANK = dict.fromkeys(LABELS, "") | {"long_term": False}


def rows_of(plan):
    """The rows of a plans.Plan's tasks; ``mark`` is the number of the task in the source."""
    return [
        {
            "mark": str(number),
            "plan_path": task.path,
            "description": task.text,
            "leaders": "、".join(task.leaders),
            "units": "、".join(task.units),
            "lead_units": "、".join(task.lead_units),
            "due_text": task.deadline_text or "",
            "due_on": task.deadline.isoformat() if task.deadline else "",
            "long_term": task.long_term,
            "measures": "\n".join(task.measures),
            "doubts": "".join(task.doubts),
        }
        for number, task in enumerate(plan.tasks, 1)
    ]


def edited(rows, change, year):
    """``rows`` after a change in the table, and whether a cell nobody typed in changed with it.

    ``change`` is what st.data_editor keeps: edited_rows, added_rows, deleted_rows. A new wording
    of a deadline is read by the rules of the plan itself; ``year`` completes a date without one.
    """
    after, derived = [dict(row) for row in rows], False
    for place, cells in change.get("edited_rows", {}).items():
        derived |= _write(after[int(place)], cells, year)
    for cells in change.get("added_rows", []):
        row = dict(_BLANK)
        derived |= _write(row, cells, year)
        after.append(row)
    gone = {int(place) for place in change.get("deleted_rows", [])}
    return [row for place, row in enumerate(after) if place not in gone], derived


def _write(row, cells, year):
    for name, value in cells.items():
        if name in row:
            row[name] = bool(value) if name == "long_term" else (value or "").strip()
    if "due_text" not in cells or {"due_on", "long_term"} <= set(cells):
        return False
    due = plan_times.labelled(row["due_text"], year)
    before = row["due_on"], row["long_term"]
    if "due_on" not in cells:
        row["due_on"] = due.on.isoformat() if due.on else ""
    if "long_term" not in cells:
        row["long_term"] = due.long_term
    return before != (row["due_on"], row["long_term"])


def complaints(rows, year):
    """What must be mended before the rows can be filed: a sentence each."""
    found = []
    for number, row in enumerate(rows, 1):
        if not row["description"]:
            found.append(f"第 {number} 行没有任务内容，请补写，或删去这一行。")
        if row["due_on"] and not parse_date(row["due_on"], year).on:
            found.append(
                f"第 {number} 行的完成时限“{row['due_on']}”不是日期，请写成 2025-12-31 的样子。"
            )
        elif plan_times.labelled(row["due_text"], year).fault and not row["due_on"]:
            found.append(f"第 {number} 行的时限“{row['due_text']}”里有不存在的日期，请改正。")
    return found


def without_units(rows):
    """How many rows name nobody who is responsible."""
    return sum(not (row["units"] or row["lead_units"]) for row in rows)


def records(rows, year):
    """The rows as records of the ledger kind ``tasks``; the lead units stand first in ``units``."""
    filed = []
    for number, row in enumerate(rows, 1):
        units = [*parse_units(row["lead_units"]), *parse_units(row["units"])]
        filed.append(
            {
                "row": number,
                "plan_path": row["plan_path"] or None,
                "description": row["description"],
                "leaders": parse_names(row["leaders"]) or None,
                "units": list(dict.fromkeys(units)) or None,
                "due_on": parse_date(row["due_on"], year).on,
                "due_text": row["due_text"] or None,
                "long_term": row["long_term"],
                "immediate": parse_deadline(row["due_text"], year).immediate,
                "measures": row["measures"] or None,
            }
        )
    return filed


def _written(value):
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (list, tuple)):
        return "、".join(value)
    return "空" if value is None or value == "" else str(value)


def difference(found):
    """A matching.Difference of tasks as rows to show: what happens, which task, what changes."""
    labels = {name: column.label for name, column in ledgers.kind("tasks").columns.items()}
    shown = [("新增", record.get("plan_path"), record["description"]) for record in found.new]
    for number, changes in found.changed:
        said = [
            f"{labels[name]}：{_written(old)} → {_written(new)}"
            for name, (old, new) in changes.items()
        ]
        shown.append(("变更", number, "；".join(said)))
    shown += [("方案里不再有", number, "仍留在台账里，没有办结。") for number in found.gone]
    return [dict(zip(("change", "number", "text"), row, strict=True)) for row in shown]


def counted(found):
    """A matching.Difference in one sentence."""
    if not found.new and not found.changed:
        return f"台账里已经是这些内容（{len(found.unchanged)} 项），再次报送不会有变动。"
    groups = (
        ("新增", found.new, ""),
        ("变更", found.changed, ""),
        ("未变", found.unchanged, ""),
        ("方案里不再有", found.gone, "（仍留在台账里）"),
        ("重复", found.repeated, "（只收一次）"),
    )
    parts = [f"{words} {len(rows)} 项{more}" for words, rows, more in groups if rows]
    return f"入账后：{'，'.join(parts)}。"


def _escaped(text):
    """Source text for a page, without the blank lines between the lines of a scan."""
    return html.escape(re.sub(r"\n\s*\n", "\n", text))


def marked(plan):
    """A plan's source as HTML, what was taken as tasks marked and numbered as in the table."""
    parts, done = [], 0
    for number, task in enumerate(plan.tasks, 1):
        start, end = task.span
        if start < done or end <= start:
            continue
        parts.append(_escaped(plan.source[done:start]))
        text = _escaped(plan.source[start:end])
        parts.append(f"<mark><b>{number}</b>{text}</mark>")
        done = end
    parts.append(_escaped(plan.source[done:]))
    return f'<div class="source">{"".join(parts)}</div>'
