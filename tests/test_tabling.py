"""Tables of unknown meaning: where a person finds the header, and what the other lines are."""

import json

import pytest

from oversight import tabling
from oversight.grids import Grid, read_grids

# Which row of each sheet a person takes for the header (first, last, columns named), by looking.
# None: no table (the sheet is empty, or a form).
SHEETS = {
    ("信息化标准化考核奖惩模板.xlsx", "模板"): (1, 2),
    ("徐州市定点医药机构年度医保基金使用绩效综合评价指标", "住院服务医院"): (2, 2),
    ("徐州市定点医药机构年度医保基金使用绩效综合评价指标", "门诊服务医院"): (2, 2),
    ("徐州市定点医药机构年度医保基金使用绩效综合评价指标", "药店"): (2, 2),
    ("费用明细_合计行.xlsx", "合计"): (5, 5),
    ("费用明细_合计行.xlsx", "实报"): (5, 5),
    ("费用明细_合计行.xlsx", "Sheet2"): None,
    ("费用明细_合计行.xlsx", "Sheet3"): None,
    ("问题清单2.xlsx", "Sheet1"): (1, 1),
    ("隧道台账_多表.xlsx", "项目信息"): (1, 1),
    ("隧道台账_多表.xlsx", "区间与站点信息"): (1, 1),
    ("高速公路分项工程台账.xlsx", "路基时间台账"): (2, 2),
    ("高速公路分项工程台账.xlsx", "浆砌排水沟浆砌试验台账"): (1, 1),
    ("高速公路分项工程台账.xlsx", "混凝土盖板边沟"): (1, 1),
    ("高速公路分项工程台账.xlsx", "浆砌片石护坡"): (1, 1),
    ("高速公路分项工程台账.xlsx", "喷播植草护坡"): (1, 1),
    ("高速公路分项工程台账.xlsx", "挂三维网植草护坡"): (1, 1),
    ("高速公路分项工程台账.xlsx", "挂CF网植草护坡"): (1, 1),
    ("高速公路分项工程台账.xlsx", "挂铁丝网"): (1, 1),
}
SCHEMA = {  # header rows, headings, rows of data
    ("3.1-机构住院就医提取表.xlsx", "住院就医"): (12, 12, 28, 0),
    ("3.1-机构住院就医提取表.xlsx", "住院SQL语句"): None,
    ("3.2-机构住院结算提取表.xlsx", "住院结算"): (14, 14, 35, 0),
    ("3.2-机构住院结算提取表.xlsx", "住院SQL语句"): None,
    ("fee_list_d.xlsx", "工作表1"): (1, 1, 82, 0),
    ("mdtrt_d.xlsx", "工作表1"): (1, 1, 106, 0),
    ("setl_d.xlsx", "工作表1"): (1, 1, 100, 0),
    ("setl_list_diag_d.xlsx", "工作表1"): (1, 1, 23, 0),
    ("回流库数据字典.xlsx", "表清单"): (1, 1, 3, 138),
    ("回流库数据字典.xlsx", "结算中心"): (1, 1, 7, 2922),
    ("回流库数据字典.xlsx", "医保基础业务"): (1, 1, 7, 1231),
    ("回流库数据字典.xlsx", "用户中心"): (1, 1, 7, 516),
    ("回流库数据字典.xlsx", "政策中心—基础参数"): (1, 1, 7, 714),
    ("回流库数据字典.xlsx", "参保中心"): (1, 1, 7, 154),
    ("回流库数据字典.xlsx", "征缴中心"): (1, 1, 7, 220),
    ("回流库数据字典.xlsx", "基础信息中心"): (1, 1, 7, 48),
    ("回流库数据字典.xlsx", "数转库未找到的表清单"): (1, 1, 3, 16),
}


def grid(*rows, merges=()):
    return Grid(None, [list(row) for row in rows], list(merges))


def the(folder, file, sheet):
    path = next(path for path in folder.iterdir() if path.name.startswith(file))
    return next(g for g in read_grids(path.read_bytes(), path.name) if g.name == sheet)


@pytest.mark.parametrize("place", SHEETS, ids="/".join)
def test_header_of_office_sheets_is_where_a_person_finds_it(shared, place):
    tables = tabling.tables_of(the(shared / "real" / "sheets", *place))
    assert [(t.first, t.last) for t in tables] == ([SHEETS[place]] if SHEETS[place] else [])


@pytest.mark.parametrize("place", SCHEMA, ids="/".join)
def test_header_of_schema_sheets_is_where_a_person_finds_it(shared, place):
    tables = tabling.tables_of(the(shared / "real" / "schema", *place))
    found = [(t.first, t.last, sum(c.named for c in t.columns), len(t.rows)) for t in tables]
    assert found == ([SCHEMA[place]] if SCHEMA[place] else [])


def test_every_real_file_is_read(shared):
    for folder in ("sheets", "schema", "claims", "liangku", "fund"):
        for path in (shared / "real" / folder).iterdir():
            for sheet in read_grids(path.read_bytes(), path.name):
                tables = tabling.tables_of(sheet)
                assert bool(tables) == any(any(row) for row in sheet.rows), path.name


def test_ledgers_have_their_header_and_their_records_without_knowing_them(shared):
    """The header of every ledger case, and every record, by shape alone."""
    for path in sorted((shared / "cases" / "ledgers").glob("*.truth.json")):
        truth = json.loads(path.read_text("utf-8"))
        grids = read_grids(path.with_name(truth["file"]).read_bytes(), truth["file"])
        for told in truth["sheets"]:
            sheet = next(g for g in grids if g.name == told["sheet"] or len(grids) == 1)
            (table,) = tabling.tables_of(sheet)
            assert [table.first, table.last] == told["header_rows"], (truth["file"], told["sheet"])
            assert {r["row"] for r in told["records"]} <= {row for row, _ in table.rows}


def test_titles_units_numbering_totals_and_feet_are_told_apart():
    sheet = grid(
        ["救助资金发放汇总表"],
        ["单位：万元"],
        ["镇街", "人数", "", "资金", ""],
        ["", "低保", "特困", "中央", "地方"],
        ["甲", "1", "2", "3", "4"],
        ["示例", 1, 1, 0.1, 0.2],
        ["一、城区"],
        ["甲镇", 3, 4, 5.5, 6.5],
        ["乙镇", 1, 2, 3.0, 4.0],
        ["镇街", "低保", "特困", "中央", "地方"],
        ["丙镇", 1, 2, 3.0, 4.0],
        ["合 计", 5, 8, 11.5, 14.5],
        ["填表人：张某", "", "审核人：李某"],
        merges=[(0, 0, 0, 4), (2, 0, 3, 0), (2, 1, 2, 2), (2, 3, 2, 4), (6, 0, 6, 4)],
    )
    (table,) = tabling.tables_of(sheet)
    assert (table.first, table.last, table.unit) == (3, 4, "万元")
    assert table.title == "救助资金发放汇总表"
    assert table.names == ["镇街", "人数·低保", "人数·特困", "资金·中央", "资金·地方"]
    assert [row for row, _ in table.rows] == [8, 9, 11]
    assert table.totals == [(12, ("合 计", 5, 8, 11.5, 14.5), "合计")]
    assert {a.row: a.kind for a in table.asides} == {
        1: "标题",
        2: "表头说明",
        5: "栏次",
        6: "示例",
        7: "分组",
        10: "重复表头",
        13: "表注",
    }


def test_several_tables_of_one_sheet():
    sheet = grid(
        ["机构", "人次", "金额（万元）"],
        ["甲院", 10, 3.5],
        ["乙院", 20, 4.5],
        [],
        ["二、门诊"],
        ["科室", "医师", "处方数"],
        ["内科", "张某", 5],
        ["外科", "李某", 7],
    )
    first, second = tabling.tables_of(sheet)
    assert (first.first, [row for row, _ in first.rows]) == (1, [2, 3])
    assert (second.first, second.names) == (6, ["科室", "医师", "处方数"])
    assert second.title == "二、门诊" and [row for row, _ in second.rows] == [7, 8]


def test_blank_rows_do_not_end_a_table():
    sheet = grid(["机构", "人次"], ["甲院", 10], [], [], ["乙院", 20])
    (table,) = tabling.tables_of(sheet)
    assert [row for row, _ in table.rows] == [2, 5]


def test_data_without_a_header_are_not_given_one():
    sheet = grid(["1", "张某", "2025-01-01", "33.5"], ["2", "李某", "2025-01-02", "53.5"])
    (table,) = tabling.tables_of(sheet)
    assert table.first is None and table.names[:2] == ["第 1 列", "第 2 列"]
    assert len(table.rows) == 2


def test_what_a_person_says_of_the_header_holds():
    sheet = grid(["甲", "乙"], ["机构", "人次"], ["甲院", 10])
    (table,) = tabling.tables_of(sheet, header=(1, 2))
    assert table.names == ["甲·机构", "乙·人次"] and len(table.rows) == 1
    (table,) = tabling.tables_of(sheet, header=(2, 2))
    assert table.names == ["机构", "人次"]


def test_a_header_beyond_the_sheet_is_cut_to_it():
    (table,) = tabling.tables_of(grid(["机构", "人次"], ["甲院", 10]), header=(2, 9))
    assert table.names == ["甲院", "10"] and table.rows == []


def test_text_merged_downwards_counts_for_every_row_and_an_amount_once():
    sheet = grid(
        ["机构", "科室", "金额"],
        ["甲院", "内科", 100],
        ["", "外科", ""],
        merges=[(1, 0, 2, 0), (1, 2, 2, 2)],
    )
    (table,) = tabling.tables_of(sheet)
    assert [values for _, values in table.rows] == [("甲院", "内科", 100), ("甲院", "外科", None)]


def test_a_column_out_at_the_edge_of_the_sheet_is_one_column():
    rows = [["机构", "人次", *[""] * 16_381, "备注"], ["甲院", 10, *[""] * 16_381, "无"]]
    (table,) = tabling.tables_of(grid(*rows, ["乙院", 20]))
    assert table.names == ["机构", "人次", "备注"]


@pytest.mark.parametrize("rows", [[], [[]], [["", None]], [[" "]]])
def test_nothing_is_no_table(rows):
    assert tabling.tables_of(grid(*rows)) == []


def test_one_column():
    (table,) = tabling.tables_of(grid(["金额"], [1], [2], [3]))
    assert table.names == ["金额"] and len(table.rows) == 3


def test_the_first_full_line_of_words_goes_before_one_that_sounds_more_like_headings():
    sheet = grid(
        ["字段", "含义"],
        ["psn_name", "人员姓名"],
        ["setl_code", "结算编号"],
        ["begn_date", "开始日期"],
        ["fund_amt", "基金金额"],
    )
    (table,) = tabling.tables_of(sheet)
    assert (table.first, table.names) == (1, ["字段", "含义"])


def test_words_that_come_again_below_are_no_headings():
    sheet = grid(["低保", "甲镇"], ["低保", "乙镇"], ["特困", "甲镇"], ["低保", "丙镇"])
    (table,) = tabling.tables_of(sheet)
    assert table.first is None and len(table.rows) == 4
