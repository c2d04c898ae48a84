"""Files no office would send on purpose: ledgers mutated byte by byte and part by part.

hostile(seed) is one such file, (name, bytes), the same for the same seed. tests/test_hostile.py
reads a few hundred of them, benchmarks/hostile.py as many as it is told.
"""

import io
import random
import re
import zipfile
from datetime import date
from functools import cache

import openpyxl

ROWS = [
    ["某区医保基金突出问题整改台账", None, None, None, None, None],
    ["填报单位：清渡镇", None, None, "单位：万元", None, "填报日期：2025年11月20日"],
    ["序号", "问题表述", "责任单位", "整改时限", "是否办结", "涉及金额"],
    ["示例", "多记费用", "某医院", "2025年12月31日", "是", 1.5],
    ["一、费用管理（共2项）", None, None, None, None, None],
    [1, "多计床位费", "清渡镇、双井镇", date(2025, 12, 31), "整改中", 1.2],
    [2, "没有对账制度", "同上", "2025年2月30日", "已完成", "待核实"],
    ["合计", None, None, None, None, "=SUM(F6:F7)"],
    ["填表人：张某  审核人：李某", None, None, None, None, None],
]
_ODS = """<?xml version="1.0"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
<table:table table:name="台账">{}</table:table></office:spreadsheet></office:body>
</office:document-content>"""


@cache
def _xlsx():
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    book.active.merge_cells("A1:F1")
    book.active.merge_cells("C6:C7")
    book.create_sheet("选项").sheet_state = "hidden"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@cache
def _ods():
    def cell(value):
        return f"<table:table-cell><text:p>{value or ''}</text:p></table:table-cell>"

    rows = "".join(f"<table:table-row>{''.join(map(cell, r))}</table:table-row>" for r in ROWS)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", _ODS.format(rows))
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return buffer.getvalue()


def _csv(mark, encoding):
    lines = (mark.join("" if c is None else str(c) for c in row) for row in ROWS)
    return "\r\n".join(lines).encode(encoding)


def _bytes(data, dice):
    """Some bytes changed, cut out, said twice, or the end missing."""
    data = bytearray(data)
    for _ in range(dice.choice([1, 1, 3, 20])):
        if not data:
            break
        at, length = dice.randrange(len(data)), dice.choice([1, 1, 4, 64, 1024])
        way = dice.randrange(6)
        if way == 0:
            data[at] = dice.randrange(256)
        elif way == 1:
            del data[at : at + length]
        elif way == 2:
            data[at:at] = data[at : at + length]
        elif way == 3:
            del data[at:]
        elif way == 4:
            data[at:at] = bytes(dice.choices([0, 255, 34, 44, 10, 61, 129], k=length))
        else:
            data[at : at + length] = dice.randbytes(min(length, len(data) - at))
    return bytes(data)


_NUMBERS = ["-1", "0", "99999999999", "1e308", "NaN", "", "4294967296", "1048577", "2958466.5"]
_CELLS = ["XFD1048576", "A0", "ZZZZ1", "A1048577", "$A$1", "1A", "F6", ""]


def _xml(text, dice):
    """One part of a workbook changed where its reader looks."""
    way = dice.randrange(9)
    if way == 0:
        return _once(r'\br="[A-Z]+\d+"', f'r="{dice.choice(_CELLS)}"', text, dice)
    if way == 1:
        return _once(r"<v>[^<]*</v>", f"<v>{dice.choice(_NUMBERS)}</v>", text, dice)
    if way == 2:
        return _once(r'\b(s|t|count|sheetId|ref|numFmtId)="[^"]*"', r'\1="99999"', text, dice)
    if way == 3:
        return _once(r"</?[a-zA-Z:]+[^>]*>", "", text, dice)
    if way == 4:
        return _once(r'ref="[^"]*"', 'ref="A1:XFD1048576"', text, dice)
    if way == 5:
        return text.replace("?>", '?><!DOCTYPE a [<!ENTITY b "bbbb">]>', 1)
    if way == 6:
        return _once(r"<row\b[^>]*>.*?</row>", lambda m: m[0] * 500, text, dice)
    if way == 7:
        many = 'number-columns-repeated="99999999" number-rows-repeated="99999999"'
        return _once(r"<table:table-(cell|row)", rf"<table:table-\1 table:{many}", text, dice)
    return _once(r">[^<]{1,20}<", f">{chr(dice.choice([1, 0x202E, 0xFFFE, 61]))}<", text, dice)


def _once(pattern, new, text, dice):
    """One match of a pattern, anywhere, put anew."""
    found = list(re.finditer(pattern, text, re.DOTALL))
    if not found:
        return text
    match = dice.choice(found)
    return (
        text[: match.start()]
        + (new(match) if callable(new) else match.expand(new))
        + (text[match.end() :])
    )


def _parts(data, dice):
    """A workbook with one part changed, missing, twice there, huge or foreign."""
    buffer, way = io.BytesIO(), dice.randrange(12)
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        names = old.namelist()
        chosen = dice.choice(names)
        for name in names:
            content = old.read(name)
            if name == chosen and way == 0:
                continue
            if name == chosen and way == 1:
                content = b" " * (1 << 24)
            if name == chosen and way == 2:
                content = _bytes(content, dice)
            if name.endswith(".xml") and way > 5 and (name == chosen or "sheet1" in name):
                content = _xml(content.decode(), dice).encode("utf-8", "surrogatepass")
            new.writestr(name, content)
        extra = {
            3: "xl/vbaProject.bin",
            4: "xl/externalLinks/externalLink1.xml",
            5: "../../outside.xml",
        }.get(way)
        if extra:
            new.writestr(extra, b"<x/>")
    return buffer.getvalue()


def hostile(seed):
    """(file name, bytes) of the file of a seed."""
    dice = random.Random(seed)
    way = dice.randrange(8)
    if way < 3:
        return "台账.xlsx", _parts(_xlsx(), dice)
    if way == 3:
        return dice.choice(["台账.xlsx", "台账.xls", "台账.xlsb"]), _bytes(_xlsx(), dice)
    if way == 4:
        mutate = dice.choice([_parts, _bytes])
        return "台账.ods", mutate(_ods(), dice)
    mark, encoding = dice.choice(",\t;"), dice.choice(["utf-8", "utf-8-sig", "gb18030", "utf-16"])
    return dice.choice(["台账.csv", "台账.txt", "台账.tsv"]), _bytes(_csv(mark, encoding), dice)
