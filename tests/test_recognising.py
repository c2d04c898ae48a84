"""What a file is, told before anything is done with it."""

import pytest

from oversight import catalog, recognising
from oversight.grids import Grid, read_grids

REAL = {
    "claims/openhis_drg_cases_1000_grouped.csv": ["list"],
    "claims/Test_Inpatientdata-1542969243754.csv": ["list"],
    "fund/某市2025年6月职工居民医保基金月报表.txt": ["unknown"],
    "liangku/【第一批】药品规则库(限定年龄对象).xlsx": ["knowledge"] * 2,
    "liangku/【第七批 】项目规则库（重复收费）.xlsx": ["knowledge"],
    "liangku/【第八批-1】项目规则库（限定频次）.xlsx": ["knowledge"],
    "schema/3.1-机构住院就医提取表.xlsx": ["template", "empty"],
    "schema/3.2-机构住院结算提取表.xlsx": ["template", "empty"],
    "schema/fee_list_d.xlsx": ["template"],
    "schema/mdtrt_d.xlsx": ["template"],
    "schema/setl_d.xlsx": ["template"],
    "schema/setl_list_diag_d.xlsx": ["template"],
    "schema/回流库数据字典.xlsx": ["dictionary"] * 9,
    "sheets/费用明细_合计行.xlsx": ["list", "list", "empty", "empty"],
    "sheets/问题清单2.xlsx": ["list"],
    "sheets/隧道台账_多表.xlsx": ["list", "list"],
    "sheets/高速公路分项工程台账.xlsx": ["list"] * 8,
}


def what(*rows):
    return recognising.what_is(Grid("表", [list(row) for row in rows], []))


@pytest.mark.parametrize("file", REAL)
def test_what_the_real_files_are(shared, file):
    path = shared / "real" / file
    found = [recognising.what_is(grid).kind for grid in read_grids(path.read_bytes(), path.name)]
    assert found == REAL[file]


def test_templates_say_which_table_they_are(shared):
    folder = shared / "real" / "schema"
    for name, table in (
        ("fee_list_d", "fee_list_d"),
        ("mdtrt_d", "mdtrt_d"),
        ("3.2", "fee_list_d"),
    ):
        path = next(folder.glob(f"{name}*"))
        assert recognising.what_is(read_grids(path.read_bytes(), path.name)[0]).table == table


def test_every_claims_table_is_known_by_its_headings_alone(shared):
    for path in sorted((shared / "cases" / "claims").glob("*.csv")):
        (grid,) = read_grids(path.read_bytes(), path.name)
        found = recognising.what_is(grid)
        assert (found.kind, found.table) == ("claims", path.stem), path.name


def test_every_ledger_is_a_ledger(shared):
    for path in sorted((shared / "cases" / "ledgers").iterdir()):
        if path.suffix in (".json", ".md"):
            continue
        for grid in read_grids(path.read_bytes(), path.name):
            assert recognising.what_is(grid).kind == "ledger", path.name


def test_a_roster_is_no_claims_table():
    found = what(
        ["序号", "姓名", "身份证号", "救助身份", "镇街"], [1, "张三", "320", "低保", "甲镇"]
    )
    assert found.kind == "roster"


def test_a_form_says_that_it_is_no_list():
    rows = [["姓名：", "张三", "性别：", "男"], ["住址：", "甲镇"], ["电话：", "1"], ["日期：", ""]]
    found = what(*rows)
    assert found.kind == "form" and found.why.startswith("这是一张填写式的表，不是清单")


def test_nothing_and_no_header():
    assert what().kind == "empty"
    assert what(["1", "2.5"], ["2", "3.5"]).kind == "unknown"
    assert what(["机构", "金额"]).kind == "template"


def test_the_files_name_goes_before_the_headings():
    names = ["结算ID", "人员编号", "基金支付总额"]
    assert recognising.claims_table(names, "maf_pay_d_202501")[0] == "maf_pay_d"


def test_every_kind_has_its_word():
    assert all(recognising.KINDS.values()) and "claims" in recognising.KINDS
    assert {q.stem for q in catalog.load("schema").values()} >= {"setl_d", "fee_list_d"}
