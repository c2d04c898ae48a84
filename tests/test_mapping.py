"""oversight/mapping.py: foreign files by a mapping file; what is wrong in it is named."""

from datetime import date
from decimal import Decimal

import duckdb
import openpyxl
import pytest

from oversight import loading, mapping, publishing
from oversight.errors import UserError

OPENHIS = """
[[table]]
name = "mdtrt_d"
[table.columns]
mdtrt_id = "病案号"
psn_no = "病案号"
gend = "性别"
age = "年龄"
dscg_dept_name = "出院科室"
ipt_days = "住院天数"
dscg_way = "离院方式"
dscg_maindiag_code = "诊断编码"
insutype = "医保类型"
[table.first]
dscg_maindiag_code = ","
[table.values.insutype]
居民 = "390"
职工 = "310"
[table.constants]
med_type = "21"
vali_flag = "1"

[[table]]
name = "setl_d"
[table.columns]
setl_id = "病案号"
mdtrt_id = "病案号"
medfee_sumamt = "总费用"
"""

MEDICARE = """
[[table]]
name = "psn_info_b"
file = "Test_Beneficiarydata*.csv"
missing = ["NA"]
[table.columns]
psn_no = "BeneID"
brdy = "DOB"
die_date = "DOD"

[[table]]
name = "mdtrt_d"
file = "Test_Inpatientdata*.csv"
missing = ["NA"]
[table.columns]
mdtrt_id = "ClaimID"
psn_no = "BeneID"
begntime = "AdmissionDt"
endtime = "DischargeDt"
fixmedins_code = "Provider"
dscg_maindiag_code = "ClmDiagnosisCode_1"
[table.constants]
med_type = "21"
"""


@pytest.fixture
def write(tmp_path):
    """Write a text file beside the data folder."""

    def put(name, text):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return path

    return put


def rows(folder, sql):
    """Rows of a query on the published file."""
    with duckdb.connect(str(publishing.current(folder)), read_only=True) as con:
        return con.execute(sql).fetchall()


def test_one_source_fills_two_tables(folder, shared, write):
    path = shared / "real" / "claims" / "openhis_drg_cases_1000.xlsx"
    report = loading.load(folder, [path], mapping=write("openhis.toml", OPENHIS))
    stays, bills = report.tables
    assert (stays.table, stays.added, bills.table, bills.added) == ("mdtrt_d", 1000, "setl_d", 1000)
    assert stays.faults == bills.faults == []
    assert "手术操作编码" in stays.unknown and "总费用" in stays.unknown
    sheet = list(openpyxl.load_workbook(path, read_only=True).active.iter_rows(values_only=True))
    cases = [dict(zip(sheet[0], line, strict=True)) for line in sheet[1:]]
    assert len(cases) == 1000
    total = sum(Decimal(str(case["总费用"])) for case in cases)
    assert rows(folder, "FROM setl_d SELECT sum(medfee_sumamt)") == [(total,)]
    wanted = sorted(
        (
            str(case["病案号"]),
            case["诊断编码"].split(",")[0],
            {"居民": "390", "职工": "310"}[case["医保类型"]],
            int(case["住院天数"]),
            "21",
        )
        for case in cases
    )
    assert (
        rows(
            folder,
            "FROM mdtrt_d SELECT mdtrt_id, dscg_maindiag_code, insutype, ipt_days, med_type "
            "ORDER BY mdtrt_id",
        )
        == wanted
    )


def test_two_files_and_a_word_for_missing(folder, shared, write):
    report = loading.load(
        folder, [shared / "real" / "claims"], mapping=write("medicare.toml", MEDICARE)
    )
    persons, stays = report.tables
    assert (persons.added, stays.added) == (63968, 9551)
    assert persons.faults == stays.faults == []
    ((alive, dead),) = rows(
        folder, "FROM psn_info_b SELECT count(*) FILTER (die_date IS NULL), count(die_date)"
    )
    assert dead > 0 and alive + dead == 63968
    assert rows(folder, "FROM mdtrt_d SELECT endtime WHERE mdtrt_id = 'CLM67387'")[0][0].date() == (
        date(2009, 9, 16)
    )


CLAIMS = "编号,险种,日期\n1,居民,2025-01-01\n2,军人,2025-01-02\n3,,2025-02-30\n"
RULE = """
[[table]]
name = "setl_d"
[table.columns]
setl_id = "编号"
insutype = "险种"
enddate = "日期"
[table.values.insutype]
居民 = "390"
"""


def test_a_value_the_mapping_does_not_know_is_a_fault(folder, write):
    report = loading.load(folder, [write("a.csv", CLAIMS)], mapping=write("m.toml", RULE))
    (loaded,) = report.tables
    assert {fault.column: fault.examples for fault in loaded.faults} == {
        "insutype": ((3, "军人"),),
        "enddate": ((4, "2025-02-30"),),
    }
    assert rows(folder, "FROM setl_d SELECT setl_id, insutype ORDER BY 1") == [
        ("1", "390"),
        ("2", None),
        ("3", None),
    ]


@pytest.mark.parametrize(
    "text, words",
    [
        ("a = 1\n[[table]", "第 2 行不合 TOML 的写法"),
        ("tables = 1", "不认识的键“tables”"),
        ("", "没有 \\[\\[table\\]\\]"),
        (RULE.replace("setl_d", "setl"), "没有这张表"),
        (RULE.replace("[table.columns]", "colour = 1\n[table.columns]"), "不认识的键“colour”"),
        (RULE.replace("enddate", "end_day"), "setl_d.columns 写了表里没有的列“end_day”"),
        (RULE.replace("values.insutype", "values.med_type"), "columns 里没有它"),
        (RULE + '[table.constants]\nenddate = "1"', "columns 里已有它"),
        (RULE.replace('"390"', "390"), "setl_d.values.insutype 的“居民”要写成引号里的文字"),
        (RULE.replace('"日期"', '"天"'), "setl_d.columns 写的列：天"),
        (RULE.replace('setl_id = "编号"', ""), "主键列"),
        (RULE.replace("[table.columns]", 'file = "b*"\n[table.columns]'), "没有对上任何文件"),
        (RULE + '[table.constants]\nmedfee_sumamt = "十元"', "medfee_sumamt"),
    ],
)
def test_a_wrong_mapping_is_refused_by_name(folder, write, text, words):
    with pytest.raises(UserError, match=words) as error:
        loading.load(folder, [write("a.csv", CLAIMS)], mapping=write("m.toml", text))
    assert str(error.value).count("。") == 1
    assert "m.toml" in str(error.value) or words == "主键列"
    assert publishing.current(folder) is None


def test_a_mapping_that_is_not_there(folder, write, tmp_path):
    with pytest.raises(UserError, match="none.toml 读不出来"):
        loading.load(folder, [write("a.csv", CLAIMS)], mapping=tmp_path / "none.toml")


@pytest.mark.parametrize(
    "heading, wanted",
    [
        (" 医疗费总额（元） ", "医疗费总额"),
        ("*结算 ID（必填）", "结算id"),
        ("SETL_ID", "setlid"),
        ("setlId", "setlid"),
        ("住院/门诊号", "住院/门诊号"),
        ("镇（街）", "镇(街)"),
    ],
)
def test_headings_are_compared_in_plain_form(heading, wanted):
    assert mapping.plain(heading) == wanted
