"""Task tables inside a plan: 序号 | 重点任务 | 责任单位 | 完成时限 → tasks, one a row."""

import re
from dataclasses import dataclass

from oversight.values import compact

# What a column holds, by its heading; the first that fits is taken.
_COLUMNS = {
    "lead": re.compile("牵头(?:责任)?(?:单位|部门|科室|股室)|主办单位|主责单位"),
    "leaders": re.compile("(?:责任|牵头|分管|包抓|配合|主管|包保)领导|责任人"),
    "units": re.compile("(?:责任|配合|承办|协办|参与|落实|实施)(?:单位|部门|科室|股室|处室|主体)"),
    "due": re.compile("时限|期限|完成时间|时间节点|时间要求|时间安排"),
    "measures": re.compile("措施|举措"),
    "task": re.compile("任务|内容|事项|问题|重点工作|工作要点|项目|工作目标"),
    "number": re.compile("^(?:序号|编号|序|No[.．]?)$"),
    "group": re.compile("类别|分类|领域|方面"),
}
_SPLIT = re.compile(r"\s*\|\s*|\t")


@dataclass(frozen=True)
class Row:
    """One row of a task table: cells by what their column holds, and its span in the source."""

    cells: dict
    span: tuple


def _cells(line):
    line = line.strip("\r\n").strip(" ")
    return [cell.strip() for cell in _SPLIT.split(line.strip("|"))]


def _header(cells):
    """Column places by what they hold, or None when the row heads no task table."""
    found = {}
    for place, cell in enumerate(cells):
        words = compact(cell)
        if not words or len(words) > 14:
            continue
        for name, pattern in _COLUMNS.items():
            if pattern.search(words):
                found.setdefault(name, []).append(place)
                break
    owned = {"lead", "units", "leaders", "due"} & set(found)
    return found if "task" in found and owned else None


def read_tables(source):
    """The rows of the task tables in a text whose cells stand between | or tabs.

    Returns (rows, spans): the Rows in order, and the spans of the tables' lines in the source.
    """
    rows, spans, header, width, place = [], [], None, 0, 0
    above = {}
    for line in source.splitlines(keepends=True):
        start, place = place, place + len(line)
        if "|" not in line and "\t" not in line:
            if line.strip():
                header = None
            continue
        cells = _cells(line)
        if len([cell for cell in cells if cell]) < 2 and header is None:
            continue
        heading = _header(cells)
        if heading:
            header, width, above = heading, len(cells), {}
            spans.append((start, place))
            continue
        if header is None:
            continue
        spans.append((start, place))
        row = _row(cells, header, width, above)
        if row:
            rows.append(Row(row, (start, place)))
    return rows, spans


def _row(cells, header, width, above):
    """A row's cells by name; None for a row that only names a group, or is empty."""
    said = [cell for cell in cells if cell]
    if not said or len(set(said)) == 1 or len(cells) < width - 1:
        return None
    taken = {}
    for name, places in header.items():
        values = [cells[place] for place in places if place < len(cells) and cells[place]]
        taken[name] = list(dict.fromkeys(values))
    # A category merged over several rows stands in its first only.
    if len(header["task"]) > 1:
        first = header["task"][0]
        value = cells[first] if first < len(cells) else ""
        above[first] = value or above.get(first, "")
        if above[first] and not value:
            taken["task"].insert(0, above[first])
    if not taken["task"] or re.fullmatch(r"[\d\s.、]*|合计|小计", "".join(taken["task"])):
        return None
    return taken
