"""What `check` says of a file: a ledger with its faults, or what else it is."""

import io
import json

import openpyxl
import pytest

from oversight import __main__, checking, importing, remembered
from oversight.errors import UserError

LEDGER = """某区问题整改台账,,,,
填报单位：清渡镇,,,填报日期：2025年11月20日,
序号,问题表述,整改牵头股室名称,整改时限,如今怎样
1,多计床位费,清渡镇,2025年12月31日,整改中
"""
MAPPING = """kind = "rectification"
sender = "清渡镇"
[columns]
如今怎样 = "是否办结"
"整改牵头股室名称" = "units"
"问题表述" = ""
"""


def run(capsys, *words):
    code = __main__.main(list(map(str, words)))
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.fixture
def ledger(tmp_path):
    path = tmp_path / "台账.csv"
    path.write_bytes(LEDGER.encode("gb18030"))
    return path


def test_a_ledger_is_reported_in_words_and_as_json(folder, capsys, ledger):
    code, said, _ = run(capsys, "check", ledger)
    assert code == 0 and "读作《问题整改台账》，1 张表，1 条记录" in said
    code, said, _ = run(capsys, "check", ledger, "--json")
    assert json.loads(said)["sheets"][0]["records"][0]["description"] == "多计床位费"
    assert not (folder / "ledgers.duckdb").exists()


def test_a_mapping_file_says_what_headings_mean(folder, capsys, ledger, tmp_path):
    mapping = tmp_path / "对照.toml"
    mapping.write_text(MAPPING.replace('"问题表述" = ""\n', ""), "utf-8")
    _, said, _ = run(capsys, "check", ledger, "--json", "--mapping", mapping)
    [record] = json.loads(said)["sheets"][0]["records"]
    assert (record["status"], record["units"]) == ("整改中", ["清渡镇"])
    mapping.write_text(MAPPING, "utf-8")
    code, _, said = run(capsys, "check", ledger, "--mapping", mapping)
    assert code == 2 and "没有找到“问题表述”" in said


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("kind = 1", "kind 要写台账种类"),
        ('kind = "rectification"', "没有 [columns]"),
        ('kind = "rectification"\n[columns]\n"甲" = "乙"', "没有的列“乙”"),
        ('kind = "rectification"\nwho = "甲"\n[columns]', "不认识的键“who”"),
        ("kind =", "不合 TOML"),
        ('kind = "rectification"\nsender = 3\n[columns]', "sender"),
    ],
)
def test_a_wrong_mapping_is_one_sentence(text, says):
    with pytest.raises(UserError, match=says.replace("[", r"\[").replace("]", r"\]")):
        remembered.from_toml(text.encode(), "对照.toml")


def test_a_mapping_leaves_and_comes_back():
    columns = {"如今怎样": "status", "别的": ""}
    text = remembered.as_toml("rectification", "清渡镇", columns)
    assert remembered.from_toml(text.encode(), "x") == ("rectification", "清渡镇", columns)


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        ([["setl_id", "psn_no", "setl_time", "medfee_sumamt"], ["1"] * 4], "claims"),
        ([["姓名", "身份证号", "街镇"], ["张某", "1", "甲镇"]], "roster"),
        ([["填报单位：", "甲镇", "联系人：", "张某"], ["职务：", "股长", "电话：", "1"],
          ["检查日期：", "2025-01-01", "检查人：", "李某"], ["检查结论：", "合格"]], "form"),
        ([["甲", "乙"], ["一", 2], ["三", 4]], "list"),
    ],
)  # fmt: skip
def test_what_else_a_file_is(folder, capsys, tmp_path, rows, kind):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    path = tmp_path / "表.xlsx"
    path.write_bytes(buffer.getvalue())
    code, said, _ = run(capsys, "check", path, "--json")
    assert code == 0
    assert [table["is"] for table in json.loads(said)["tables"]] == [kind]
    assert "不是台账" in run(capsys, "check", path)[1]


def test_a_form_beside_a_ledger_is_said():
    book = openpyxl.Workbook()
    for line in LEDGER.splitlines():
        book.active.append(line.split(","))
    form = book.create_sheet("检查表")
    for row in (
        ["被检查单位：", "甲院", "日期：", "2025-01-01"],
        ["检查人：", "张某"],
        ["结论：", "合格"],
    ):
        form.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    read = importing.read_bytes(buffer.getvalue(), "台账.xlsx")
    assert "填写式的表，不是清单" in str(read.left_out[0])


@pytest.mark.parametrize(
    ("title", "campaign"),
    [
        ("示例区医保基金管理突出问题整改台账", "医保基金管理突出问题专项整治"),
        ("某区打击欺诈骗保问题清单", "某区打击欺诈骗保"),
        (None, None),
    ],
)
def test_the_campaign_is_told_from_the_title(title, campaign):
    known = ["医保基金管理突出问题专项整治", "省级飞行检查问题整改"]
    assert checking.campaign(title, known) == campaign


def test_who_sent_it_is_read_from_around_the_table(ledger):
    assert checking.sender(importing.read(ledger)) == "清渡镇"


def test_a_heading_with_one_slip_is_taken_and_to_be_confirmed():
    text = "序号,问题描述,整改责任単位,整改责任单数\n1,甲,甲镇,3\n"
    [sheet] = importing.read_bytes(text.encode(), "x.csv").sheets
    assert [(h.field, h.exact) for h in sheet.columns[2:]] == [("units", False), (None, True)]
    assert sheet.records[0]["units"] == ["甲镇"]
