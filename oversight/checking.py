"""A ledger file under check, as a page shows it: faults, rows left out, columns, cells to mend.

What a person corrects is plain JSON data (a draft's ``state``); choices() turns it into what the
reader takes. Frames have Chinese headings, so that a page shows them as they are.
"""

import re

import pandas as pd
from openpyxl.utils import get_column_letter
from rapidfuzz import fuzz, process

from oversight import importing, marking, recognising
from oversight.headings import plain
from oversight.importing import Choices
from oversight.values import as_text

FAULTS = {
    "missing_value": "必填项没有填",
    "missing_deadline": "没有时限",
    "missing_unit": "没有责任单位",
    "missing_leader": "没有责任领导",
    "bad_date": "日期不存在",
    "unclear_date": "日期说不清",
    "closed_without_date": "办结无日期",
    "closed_before_found": "办结早于发现",
    "duplicate_row": "重复的行",
    "bad_amount": "金额读不出",
    "bad_count": "人数读不出",
    "unknown_status": "状态认不出",
    "formula_without_value": "公式没有结果",
}
NOT_READ = "不读"
_TITLE_TAIL = re.compile(r"(整改|问题|任务)*(情况)?(总)?(台账|清单|一览表|统计表|汇总表|明细表)+$")
_ALIKE = 75


def choices(state, learned=None):
    """The Choices a draft's state and the remembered headings make."""
    cells = {
        sheet: {tuple(map(int, at.split(","))): text for at, text in written.items()}
        for sheet, written in state.get("cells", {}).items()
    }
    rows = {
        sheet: {int(row): wanted for row, wanted in of.items()}
        for sheet, of in state.get("rows", {}).items()
    }
    headers = {sheet: tuple(lines) for sheet, lines in state.get("headers", {}).items()}
    columns = (learned or {}) | state.get("columns", {})
    return Choices(state.get("kind"), headers, columns, rows, cells)


def faults(workbook):
    """One line per fault: where it is, what is written there, what is wrong."""
    lines = []
    for sheet in workbook.sheets:
        texts = {h.place: h.text for h in sheet.columns}
        for fault in sheet.faults:
            at = marking.places(sheet, fault)
            grid = workbook.grids[sheet.name]
            written = [as_text(_cell(grid, fault.row - 1, place)) for place in at]
            lines.append(
                {
                    "工作表": sheet.name or "",
                    "行": fault.row,
                    "列": "、".join(get_column_letter(p + 1) for p in at)
                    if fault.column
                    else "整行",
                    "表头": "、".join(texts[p] for p in at if p in texts) if fault.column else "",
                    "类型": FAULTS.get(fault.code, fault.code),
                    "问题": fault.sentence,
                    "原值": "、".join(filter(None, written)) if fault.column else "",
                }
            )
    frame = pd.DataFrame(lines, columns=["工作表", "行", "列", "表头", "类型", "问题", "原值"])
    return frame if len(workbook.sheets) > 1 else frame.drop(columns="工作表")


def left_out(workbook):
    """One line per row that was not read as a record, with the reason; sheets last."""
    lines = [
        {"工作表": sheet.name or "", "行": left.row, "原因": left.reason, "内容": left.text}
        for sheet in workbook.sheets
        for left in sheet.left_out
    ]
    lines += [
        {"工作表": "", "行": None, "原因": left.reason, "内容": ""} for left in workbook.left_out
    ]
    frame = pd.DataFrame(lines, columns=["工作表", "行", "原因", "内容"])
    return frame.astype({"行": "Int64"})


def columns(sheet, workbook, of_kind, learned):
    """One line per heading of a sheet: what it is taken for, how that is known, an example."""
    grid = workbook.grids[sheet.name]
    lines = []
    for heading in sheet.columns:
        known = plain(heading.text) in learned
        how = "您定的" if known else "原词" if heading.exact else "请确认"
        first = (_cell(grid, record["row"] - 1, heading.place) for record in sheet.records[:50])
        lines.append(
            {
                "列": get_column_letter(heading.place + 1),
                "表头": heading.text,
                "对应": of_kind.columns[heading.field].label if heading.field else NOT_READ,
                "认法": how if heading.field or known else "",
                "示例": next(filter(None, map(as_text, first)), ""),
            }
        )
    return pd.DataFrame(lines, columns=["列", "表头", "对应", "认法", "示例"])


def _cell(grid, row, place):
    columns = grid.columns
    return columns[place][row] if place < len(columns) and row < len(grid.rows) else ""


def names(sheet):
    """Headings of a sheet by place, made distinct: a table cannot show two of one name."""
    found = {}
    for heading in sheet.columns:
        name = heading.text if heading.text not in found.values() else ""
        found[heading.place] = name or f"{heading.text}（{get_column_letter(heading.place + 1)}）"
    return found


def cells(sheet, workbook, faulty=True, search="", most=300):
    """The cells of a sheet's records as written, to be mended: 行, the file's headings, 问题.

    ``faulty``: only records with faults; ``search``: only rows that say this; at most ``most``.
    """
    grid, headings = workbook.grids[sheet.name], names(sheet)
    wrong = {}
    for fault in sheet.faults:
        wrong.setdefault(fault.row, []).append(FAULTS.get(fault.code, fault.code))
    lines = []
    for record in sheet.records:
        row = record["row"]
        if faulty and row not in wrong:
            continue
        said = {name: as_text(_cell(grid, row - 1, p)) or "" for p, name in headings.items()}
        if search and not any(search in text for text in said.values()):
            continue
        lines.append({"行": row, "问题": "；".join(wrong.get(row, ())), **said})
        if len(lines) == most:
            break
    return pd.DataFrame(lines, columns=["行", "问题", *headings.values()])


def said(workbook, of_kind):
    """One sentence: what the file is, how much was read of it, what is wrong."""
    records = sum(len(sheet.records) for sheet in workbook.sheets)
    found = [fault for sheet in workbook.sheets for fault in sheet.faults]
    left = sum(len(sheet.left_out) for sheet in workbook.sheets)
    rows = len({(id(s), fault.row) for s in workbook.sheets for fault in s.faults})
    parts = [f"读作《{of_kind.title}》，{len(workbook.sheets)} 张表，{records} 条记录"]
    parts.append(f"其中 {rows} 条有问题，共 {len(found)} 处" if found else "没有发现问题")
    if left:
        parts.append(f"{left} 行未作为记录（表头、合计、说明等）")
    if workbook.left_out:
        parts.append(f"{len(workbook.left_out)} 张工作表未读")
    return "；".join(parts) + "。"


def unsure(workbook, of_kind):
    """Headings that were guessed, as 表头 → 列, once each."""
    return list(
        dict.fromkeys(
            f"{heading.text} → {of_kind.columns[heading.field].label}"
            for sheet in workbook.sheets
            for heading in sheet.columns
            if heading.field and not heading.exact
        )
    )


def corrections(state, grids):
    """One line per corrected cell: where, what stood there, what stands there now."""
    named, lines = {grid.name or "": grid for grid in grids}, []
    for sheet, written in state.get("cells", {}).items():
        for at, text in written.items():
            row, place = map(int, at.split(","))
            before = as_text(_cell(named[sheet], row - 1, place - 1)) if sheet in named else None
            where = f"{get_column_letter(place)}{row}"
            lines.append(
                {
                    "工作表": sheet,
                    "格子": where,
                    "原值": before or "（空）",
                    "改为": text or "（空）",
                }
            )
    frame = pd.DataFrame(lines, columns=["工作表", "格子", "原值", "改为"])
    return frame if len(grids) > 1 else frame.drop(columns="工作表")


def anchor(grid, row, place):
    """The cell (row, place from 1) that says what stands at a place: of merged ones the first."""
    for top, left, bottom, right in grid.merges:
        if top <= row - 1 <= bottom and left <= place - 1 <= right:
            return top + 1, left + 1
    return row, place


def campaign(title, known):
    """The campaign a table's title speaks of: a known one that reads alike, else the title's own
    words; None without a title."""
    if not title:
        return None
    found = process.extractOne(title, known, scorer=fuzz.partial_ratio, score_cutoff=_ALIKE)
    return found[0] if found else _TITLE_TAIL.sub("", title) or title


def sender(workbook):
    """Who sent a file, as it says itself (填报单位：…); None where it does not."""
    for sheet in workbook.sheets:
        for label in ("填报单位", "报送单位", "填表单位"):
            if sheet.stated.get(label):
                return sheet.stated[label]
    return None


def others(grids):
    """What the visible sheets of a file are that holds no ledger: (sheet or "", What) pairs."""
    return [(grid.name or "", importing.what_is(grid)) for grid in grids if not grid.hidden]


def other_words(file_name, found):
    """What a file is that holds no ledger, sheet by sheet, in words."""
    lines = [f"“{file_name}”不是台账："]
    for sheet, what in found:
        name = f"工作表“{sheet}”" if sheet else "这张表"
        lines.append(f"{name}是{recognising.KINDS[what.kind]}。{what.why}")
    return lines


def other_json(file_name, found):
    """The same as plain data, in the shape of importing.as_json()."""
    tables = [
        {"sheet": sheet or None, "is": what.kind, "table": what.table, "why": what.why}
        for sheet, what in found
    ]
    return {"file": file_name, "kind": None, "sheets": [], "tables": tables, "left_out": []}


def report(workbook, of_kind):
    """The check in words, for a terminal: what it is, each sheet's faults, what was not read."""
    lines = [f"“{workbook.file}”：{said(workbook, of_kind)}"]
    if guessed := unsure(workbook, of_kind):
        lines.append(f"请确认表头：{'；'.join(guessed)}")
    for sheet in workbook.sheets:
        first, last = sheet.header_rows
        header = f"表头第 {first} 行" if first == last else f"表头第 {first} 至 {last} 行"
        name = f"工作表“{sheet.name}”" if sheet.name else "表"
        lines.append(f"\n{name}（{header}）：{len(sheet.records)} 条记录")
        lines += [f"  {fault.sentence}" for fault in sheet.faults]
        lines += [f"  未作为记录 {left}" for left in sheet.left_out]
    lines += [f"未读 {left.reason}" for left in workbook.left_out]
    return "\n".join(lines)
