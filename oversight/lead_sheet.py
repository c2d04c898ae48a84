"""A lead on paper: what was found, by which rule, the rows, what to check, who signs."""

import io
import json

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from oversight import catalog, decisions, tables

# Official typefaces are on office computers; Word and WPS replace what is not there.
_BODY, _HEAD = "仿宋", "黑体"
_MOST_ROWS, _MOST_COLUMNS = 50, 9


def to_bytes(lead, evidence, checked, decided, as_of, bureau):
    """The 疑点线索核查单 of one lead as the bytes of a .docx.

    ``lead`` is the row of queries/leads/lead, ``evidence`` what lead_evidence.frames() gives,
    ``checked`` lines to check, ``decided`` the rows of queries/leads/decisions.
    """
    paper = Document()
    section = paper.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    for side in ("left_margin", "right_margin"):
        setattr(section, side, Mm(20))
    style = paper.styles["Normal"]
    style.font.name, style.font.size = _BODY, Pt(12)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _BODY)
    _title(paper, "疑点线索核查单")
    _line(paper, f"{bureau}　疑点编号 {lead['finding_key'][:12]}　截至 {as_of:%Y-%m-%d}")
    _line(paper, decisions.NOT_A_BREACH, bold=True)
    _pairs(paper, _facts(lead))
    rule = catalog.get(f"rules/{lead['rule']}")
    _head(paper, "规则")
    _line(paper, rule.card["question"])
    for basis in rule.card["basis"]:
        _line(paper, f"依据：{basis}")
    _line(paper, f"参数：{parameters(rule, lead['params']) or '无'}")
    _line(paper, f"局限：{rule.card['limits'].strip()}")
    _head(paper, "证据")
    for name, frame, labels in evidence:
        _table(paper, name, frame, labels)
    _head(paper, "核查要点")
    for line in checked:
        _line(paper, f"□ {line}")
    if len(decided):
        _head(paper, "处置经过")
        for row in decided.itertuples():
            _line(
                paper,
                f"{row.decided_at:%Y-%m-%d %H:%M}　{row.decision}　{row.reason}　{row.decided_by}",
            )
    _head(paper, "核查结论")
    _line(paper, "\n\n")
    _line(
        paper, "核查人（两人）：　　　　　　　　复核人：　　　　　　　　日期：　　　年　　月　　日"
    )
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def parameters(rule, text):
    """The values a finding was made with, in words; ``text`` is the JSON kept beside it."""
    values = json.loads(text) if isinstance(text, str) else {}
    said = []
    for name, value in values.items():
        card = rule.params.get(name)
        if card:
            shown = "、".join(map(str, value)) if isinstance(value, list) else f"{value}"
            said.append(
                f"{card['label']} {shown}{card['unit'] if not isinstance(value, list) else ''}"
            )
    return "；".join(said)


def _facts(lead):
    return [
        ("规则", f"{lead['code']} {lead['rule_title']}（{lead['class']}）"),
        ("对象", lead["subject"] + (f"：{lead['subject_id']}" if lead["subject_id"] else "")),
        ("人员编号", lead["psn_no"]),
        ("机构", lead["fixmedins_name"]),
        ("科室", lead["dept_name"]),
        ("发生日期", lead["event_date"]),
        ("涉及总额（元）", lead["total_amount"]),
        ("其中基金（元）", lead["fund_amount"]),
        ("与阈值比较的数", lead["measured_value"]),
        ("数据截止日", lead["data_to"]),
        ("状态", lead["state"]),
    ]


def _title(paper, text):
    paragraph = paper.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(paragraph, text, _HEAD, 20)


def _head(paper, text):
    _run(paper.add_paragraph(), text, _HEAD, 14)


def _line(paper, text, bold=False):
    _run(paper.add_paragraph(), text, _HEAD if bold else _BODY, 12)


def _run(paragraph, text, face, points):
    paragraph.paragraph_format.space_after = Pt(3)
    run = paragraph.add_run(text)
    run.font.name, run.font.size = face, Pt(points)
    run._element.rPr.rFonts.set(qn("w:eastAsia"), face)


def _said(value):
    return tables.DASH if tables.is_missing(value) else tables.as_text(value)


def _pairs(paper, pairs):
    grid = paper.add_table(rows=0, cols=4, style="Table Grid")
    for start in range(0, len(pairs), 2):
        cells = grid.add_row().cells
        for place, (name, value) in enumerate(pairs[start : start + 2]):
            _fill(cells[place * 2], name, _HEAD)
            _fill(cells[place * 2 + 1], _said(value), _BODY)


def _table(paper, name, frame, labels):
    columns = list(labels)[:_MOST_COLUMNS]
    _line(paper, f"{name}（{len(frame)} 行）")
    grid = paper.add_table(rows=1, cols=len(columns), style="Table Grid")
    for cell, column in zip(grid.rows[0].cells, columns, strict=True):
        _fill(cell, labels[column], _HEAD)
    for row in frame.head(_MOST_ROWS).to_dict("records"):
        for cell, column in zip(grid.add_row().cells, columns, strict=True):
            _fill(cell, _said(row[column]), _BODY)


def _fill(cell, text, face):
    paragraph = cell.paragraphs[0]
    _run(paragraph, str(text), face, 10.5)
