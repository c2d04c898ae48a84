"""A plan's file → its text: encodings, docx with its lists and tables, and what is refused."""

import io
import zipfile

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from oversight import plan_files, plans
from oversight.errors import UserError

_LEVELS = (("chineseCounting", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3."))


def _saved(document):
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _listed(document, text, level, number_id="77"):
    """A paragraph whose number is Word's, not its text's."""
    paragraph = document.add_paragraph(text)
    numbered = (
        f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number_id}"/></w:numPr>'
    )
    paragraph._p.get_or_add_pPr().append(parse_xml(numbered))


def _numbered_document():
    document = Document()
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>'
        f'<w:lvlText w:val="{shape}"/></w:lvl>'
        for n, (style, shape) in enumerate(_LEVELS)
    )
    root = document.part.numbering_part.element
    root.insert(
        0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>')
    )
    root.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>')
    )
    return document


def test_numbers_of_automatic_lists_stand_in_the_text():
    document = _numbered_document()
    document.add_paragraph("某区专项整治工作方案")
    for text, level in [
        ("工作目标", 0),
        ("主要任务", 0),
        ("规范收费", 1),
        ("核对目录。", 2),
        ("公示价格。", 2),
    ]:
        _listed(document, text, level)
    _listed(document, "规范住院", 1)
    _listed(document, "核查住院病人。责任单位：医保局", 2)
    text = plan_files.read_source(_saved(document), "方案.docx")
    assert (
        "一、工作目标\n二、主要任务\n（一）规范收费\n1.核对目录。\n2.公示价格。\n（二）规范住院\n1.核查"
        in text
    )
    assert [task.path for task in plans.read_text(text).tasks] == [
        "二/（一）/1",
        "二/（一）/2",
        "二/（二）/1",
    ]


def test_a_task_table_of_a_docx_is_read_with_its_merged_cells():
    document = Document()
    document.add_paragraph("某区2024年重点任务分工表")
    table = document.add_table(rows=4, cols=5)
    rows = [
        ("序号", "重点任务", "牵头单位", "责任单位", "完成时限"),
        ("1", "开展自查自纠", "区医保局", "区卫健局\n区公安局", "2024年5月底前"),
        ("2", "开展联合检查", "", "区市场监管局", "2024年9月30日"),
        ("3", "健全长效机制", "区财政局", "", "长期坚持"),
    ]
    for cells, row in zip(rows, table.rows, strict=True):
        for text, cell in zip(cells, row.cells, strict=True):
            cell.text = text
    table.cell(1, 2).merge(table.cell(2, 2))
    plan = plans.read_bytes(_saved(document), "分工.docx")
    assert [(t.path, t.text, t.units, t.lead_units) for t in plan.tasks] == [
        ("1", "开展自查自纠", ["区医保局", "区卫健局", "区公安局"], ["区医保局"]),
        ("2", "开展联合检查", ["区医保局", "区市场监管局"], ["区医保局"]),
        ("3", "健全长效机制", ["区财政局"], ["区财政局"]),
    ]
    assert [t.deadline and str(t.deadline) for t in plan.tasks] == [
        "2024-05-31",
        "2024-09-30",
        None,
    ]
    assert plan.tasks[2].long_term and plan.title == "某区2024年重点任务分工表"


def test_a_table_below_tasks_in_the_text_adds_none():
    document = Document()
    for line in ("某区工作方案", "一、主要任务", "1.开展检查。", "附件：任务表"):
        document.add_paragraph(line)
    table = document.add_table(rows=2, cols=2)
    for text, cell in zip(("任务", "责任单位", "开展检查", "区医保局"), table._cells, strict=True):
        cell.text = text
    plan = plans.read_bytes(_saved(document), "方案.docx")
    assert [task.text for task in plan.tasks] == ["开展检查。"]
    assert any("任务表" in note for note in plan.notes)


def test_words_deleted_in_review_are_not_read():
    document = Document()
    paragraph = document.add_paragraph("保留")
    paragraph._p.append(
        parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>删去</w:delText></w:r></w:del>")
    )
    paragraph._p.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>新增</w:t></w:r></w:ins>"))
    assert plan_files.read_source(_saved(document), "a.docx") == "保留新增"
    assert qn("w:del")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_texts_in_the_encodings_of_the_bureaus(encoding):
    assert (
        plan_files.read_source("一、主要任务\r\n㐀".encode(encoding), "a.txt") == "一、主要任务\n㐀"
    )


def _changed(data, **parts):
    """A docx with parts (path with / as __) added or replaced."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        named = {name.replace("__", "/"): content for name, content in parts.items()}
        for entry in old.infolist():
            if entry.filename not in named:
                new.writestr(entry, old.read(entry.filename))
        for name, content in named.items():
            new.writestr(name, content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _refused():
    good = _saved(Document())
    xml = "word__document.xml"
    yield b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "a.docx", "旧版 Word"
    yield b"%PDF-1.7", "a.txt", "PDF"
    yield b"PK\x03\x04 no zip", "a.docx", "已损坏"
    yield good[: len(good) // 2], "a.docx", "已损坏"
    yield "一、任务".encode(), "a.docx", "不是 Word 文档"
    yield b"<html><body>", "a.txt", "网页"
    yield b"\0\1\2\3", "a.txt", "不是"
    yield _changed(good, **{"word__vbaProject.bin": b"x"}), "a.docx", "带宏的文档"
    yield _changed(good, **{xml: b"<!DOCTYPE a []><a/>"}), "a.docx", "不安全"
    yield _changed(good, **{xml: b"<w:document"}), "a.docx", "已损坏"
    yield _changed(good, **{xml: bytes(31 << 20)}), "a.docx", "过大"
    yield bytes(51 << 20), "a.txt", "50 MB"
    yield good, "a.wps", "WPS"
    yield good, "a.xlsx", "是表格"


@pytest.mark.parametrize("data, name, words", list(_refused()), ids=lambda v: str(v)[:12])
def test_what_cannot_be_read_is_refused_in_one_sentence(data, name, words):
    with pytest.raises(UserError, match=words) as refused:
        plan_files.read_source(data, name)
    assert str(refused.value).count("。") == 1 and str(refused.value).endswith("。")


def test_an_archive_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr("oversight.workbooks.LARGEST_UNPACKED", 1000)
    with pytest.raises(UserError, match="解压后过大"):
        plan_files.read_source(_saved(Document()), "a.docx")
