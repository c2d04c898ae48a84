import io
import json
import sys
from datetime import date

import pytest
from openpyxl import Workbook

from oversight import importing, ledgers
from oversight.errors import UserError
from tests.made_books import workbook

HEADS = ["序号", "问题描述", "责任单位", "整改时限"]
# All twelve are read exactly: every sheet, header, record, field and problem of the truth.
EXACT = [
    "01_甲镇医疗救助领域相关问题整改台账.xlsx",
    "02_示例区医保基金管理突出问题整改台账.xlsx",
    "03_各街镇医疗救助自查问题台账.xlsx",
    "04_基金监管责任分工及整改清单.xls",
    "05_审计发现问题整改台账.csv",
    "06_飞行检查问题整改情况.csv",
    "07_自查自纠问题清单.csv",
    "08_定点医药机构问题整改台账.xlsx",
    "09_医疗救助专项治理问题台账.xlsx",
    "10_待遇保障问题整改进展.xls",
    "11_经办机构内控问题整改.txt",
    "12_全年问题整改总台账.xlsx",
]


def refusal(*args, **kwargs):
    with pytest.raises(UserError) as caught:
        importing.read_bytes(*args, **kwargs)
    return str(caught.value)


def test_every_case_is_in_the_list_of_exact_ones(shared):
    folder = shared / "cases" / "ledgers"
    assert (
        sorted(
            path.name
            for path in folder.iterdir()
            if path.name[:2].isdigit() and "truth" not in path.name
        )
        == EXACT
    )


@pytest.mark.parametrize("file_name", EXACT)
def test_case_is_read_exactly(shared, file_name):
    path = shared / "cases" / "ledgers" / file_name
    truth = json.loads(path.with_suffix(".truth.json").read_text("utf-8"))
    read = importing.as_json(importing.read(path))
    assert read["file"] == truth["file"]
    assert [sheet["sheet"] for sheet in read["sheets"]] == [s["sheet"] for s in truth["sheets"]]
    for found, wanted in zip(read["sheets"], truth["sheets"], strict=True):
        assert found["header_rows"] == wanted["header_rows"]
        assert [tidy(record) for record in found["records"]] == [
            tidy(record) for record in wanted["records"]
        ]
        keys = ("row", "column", "code")
        problems = [tuple(problem[key] for key in keys) for problem in found["problems"]]
        expected = [tuple(problem[key] for key in keys) for problem in wanted["problems"]]
        assert sorted(problems, key=str) == sorted(expected, key=str)


def tidy(record):
    """A record of the cases' shape in which an empty list is None."""
    return {key: None if value == [] else value for key, value in record.items()}


def test_the_cases_score_as_they_are_told(shared):
    """The cases' own script agrees (its functions, not its command line)."""
    sys.path.insert(0, str(shared / "cases"))
    try:
        import score_ledgers
    finally:
        sys.path.pop(0)
    folder, total, notes = shared / "cases" / "ledgers", score_ledgers.Tally(), []
    for name in EXACT:
        truth = json.loads((folder / name).with_suffix(".truth.json").read_text("utf-8"))
        read = json.loads(json.dumps(importing.as_json(importing.read(folder / name))))
        total.update(score_ledgers.compare(truth, read, notes))
    report = total.report()
    assert notes == []
    assert report["records"] == 237
    assert report["field_accuracy_all"] == report["problem_recall"] == 1.0


def test_a_saved_copy_in_another_format_reads_the_same(shared, tmp_path):
    path = shared / "cases" / "ledgers" / EXACT[4]
    copy = tmp_path / "05_审计发现问题整改台账.tsv"
    text = path.read_bytes().decode("gb18030")
    copy.write_text("\ufeff" + text, "utf-8", newline="")
    one, other = importing.read(path), importing.read(copy)
    assert [s.records for s in one.sheets] == [s.records for s in other.sheets]
    assert one.sha256 != other.sha256


def test_only_the_table_sheets_are_read_and_the_others_named():
    data = workbook(
        填表说明=[["填表说明"], ["请如实填写"]],
        台账=[HEADS, [1, "甲", "甲镇", date(2025, 9, 30)]],
        空台账=[HEADS],
    )
    book = importing.read_bytes(data, "2025年台账.xlsx")
    assert [sheet.name for sheet in book.sheets] == ["台账", "空台账"]
    assert [len(sheet.records) for sheet in book.sheets] == [1, 0]
    assert ["填表说明" in str(left) for left in book.left_out] == [True]
    [only] = importing.read_bytes(data, "台账.xlsx", sheet="空台账").sheets
    assert only.name == "空台账"
    hidden = Workbook()
    hidden.active.append(HEADS)
    hidden.create_sheet("选项").sheet_state = "hidden"
    buffer = io.BytesIO()
    hidden.save(buffer)
    book = importing.read_bytes(buffer.getvalue(), "台账.xlsx")
    assert [str(left) for left in book.left_out] == ["工作表“选项”未读：工作表是隐藏的"]
    assert "没有名为“附件”的工作表" in refusal(data, "台账.xlsx", sheet="附件")


def test_without_the_required_column_the_sentence_says_what_was_looked_for():
    sentence = refusal(workbook(表=[["单位", "金额"], ["甲镇", 1]]), "统计表.xlsx")
    assert "“问题表述”" in sentence and "问题描述" in sentence and "请核对表头" in sentence
    rectification = ledgers.kind("rectification")
    sentence = refusal(workbook(表=[["单位", "金额"]]), "统计表.xlsx", kind=rectification)
    assert "没有找到“问题表述”一类的列（如 问题描述、" in sentence
    petitions = ledgers.kind("petitions")
    assert "“反映事项”一类的列" in refusal(b"a,b\n1,2\n", "表.csv", kind=petitions)


def test_the_kind_is_told_by_its_columns_then_by_words():
    def kind_of(rows, name):
        return importing.read_bytes(workbook(表=rows), name).kind

    assert kind_of([["序号", "反映事项", "信访人", "受理日期"]], "表.xlsx") == "petitions"
    assert kind_of([["序号", "重点任务", "责任领导", "完成时限"]], "表.xlsx") == "tasks"
    assert kind_of([["甲镇自查问题台账"], HEADS], "表.xlsx") == "self_check"
    assert kind_of([["甲镇问题整改台账"], HEADS], "表.xlsx") == "rectification"
    assert kind_of([["责任分工及整改清单"], HEADS], "责任分工任务.xlsx") == "rectification"


def test_records_fit_the_kind_they_were_read_for():
    rows = [["序号", "反映事项", "责任单位", "受理日期"], [1, "甲", "甲镇", "2025年3月1日"]]
    book = importing.read_bytes(workbook(表=rows), "信访.xlsx", ledgers.kind("petitions"))
    [record] = book.sheets[0].records
    assert record["accepted_on"] == date(2025, 3, 1)
    assert set(record) - {"row"} <= set(ledgers.kind("petitions").columns)


def test_a_missing_file_is_a_sentence(tmp_path):
    with pytest.raises(UserError, match="打不开"):
        importing.read(tmp_path / "没有.xlsx")


def test_the_real_sheets_are_read_or_refused_in_a_sentence(shared):
    for path in sorted((shared / "real" / "sheets").iterdir()):
        try:
            importing.read(path)
        except UserError as error:
            assert path.name in str(error) and str(error).endswith("。")
