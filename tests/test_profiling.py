"""Profiles of tables of unknown meaning: types, gaps, what looks wrong, totals that are wrong."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from oversight import loose_tables, profiling, tabling
from oversight.errors import UserError
from oversight.grids import MEGABYTE, Grid, read_grids

TODAY = date(2025, 11, 28)


def profiled(*rows, workbook=True, merges=()):
    sheet = Grid("表" if workbook else None, [list(row) for row in rows], list(merges))
    (table,) = tabling.tables_of(sheet)
    return profiling.profile(loose_tables.from_table(table, workbook), TODAY)


def kinds(*rows):
    return {column.name: column.kind for column in profiled(*rows).columns}


def said(found, column=None):
    return {p.what: p for p in found.problems if p.column == column}


def test_types_are_told_by_what_most_cells_are():
    found = kinds(
        [
            "序号",
            "机构编码",
            "金额",
            "人次",
            "占比",
            "入院日期",
            "结算时间",
            "是否有效",
            "事由",
            "空列",
        ],
        [
            1,
            "0532",
            "1,200.50",
            3,
            "12%",
            date(2025, 1, 2),
            "2025-01-02 10:30:00",
            "是",
            "住院",
            "",
        ],
        [2, "0533", "200", 4, "8.5%", "2025.1.3", datetime(2025, 1, 3, 9, 1), "否", "门诊", ""],
        [3, "0534", 30.2, 5, "0%", "2025年1月4日", "2025-01-02 10:30:00", "是", "慢病", ""],
    )
    assert found == {
        "序号": "整数",
        "机构编码": "编码",
        "金额": "金额",
        "人次": "整数",
        "占比": "百分比",
        "入院日期": "日期",
        "结算时间": "时间",
        "是否有效": "是否",
        "事由": "文字",
        "空列": "空",
    }


def test_figures_are_exact():
    column = profiled(["金额（元）"], [0.1], [0.2], ["1,000.30"], ["（空）"]).columns[0]
    assert (column.filled, column.low, column.high) == (4, Decimal("0.1"), Decimal("1000.3"))
    assert column.total == Decimal("1000.6") and column.middle == Decimal("0.2")


def test_an_amount_in_its_own_unit_is_converted_to_the_columns():
    found = profiled(["机构", "金额（万元）"], ["甲", 2], ["乙", "5000元"], ["丙", "约3万元"])
    assert found.columns[1].total == Decimal("5.5")
    assert said(found, "金额（万元）")["单位与表头不同，已按 万元换算"].examples == ((3, "5000元"),)


def test_faults_name_their_rows():
    found = profiled(
        ["就诊编号", "日期", "金额", "科室"],
        ["A1", "2025-02-30", 10, "内科 "],
        ["1.23E+17", "2025-01-02", "20", "外科"],
        ["A3", "45658", 30, "内科"],
        ["A4", "2025-01-05", "三十", "外科"],
        ["A5", "待定", 35, "内科"],
        ["A6", "2026-03-01", 40, "外科"],
        ["A7", "2025-01-06", 45, "/"],
    )
    assert said(found, "就诊编号")["编号被 Excel 改成科学计数"].examples == ((3, "1.23E+17"),)
    days = said(found, "日期")
    assert days["日期不存在"].examples == ((2, "2025-02-30"),)
    assert days["像是 Excel 的日期序号"].examples == ((4, "45658"),)
    assert days["日期列里混有别的内容"].examples == ((6, "待定"),)
    assert days["日期晚于 2025-11-28"].examples == ((7, "2026-03-01"),)
    money = said(found, "金额")
    assert money["金额列里混有文字"].examples == ((5, "三十"),)
    assert money["数字以文本保存"].examples == ((3, None),)
    assert said(found, "科室")["首尾有空格"].examples[0][0] == 2


def test_a_deadline_ahead_is_no_fault():
    found = profiled(["事项", "完成时限"], ["甲", "2026-12-31"], ["乙", "2026-06-30"])
    assert not found.problems


def test_numbers_too_long_for_excel_are_ruined_codes():
    found = profiled(["身份证号", "姓名"], [3.2e17, "张三"], [3.3e17, "李四"])
    assert found.columns[0].kind == "编码"
    assert said(found, "身份证号")["编号被 Excel 改成科学计数"].count == 2


@pytest.mark.parametrize(
    "values, rule, odd",
    [
        ([10, 11, 12, 11, 10, 12, 11, 500], "MAD", {"500"}),
        ([5, 5, 5, 5, 5, 5, 5, 6, 7, 7, 900], "IQR", {"900"}),
        ([10, 11, 12, 11, 10, 12, 500], "不足 8 个数", set()),
        ([5] * 20 + [900], "过半的值相同", set()),
    ],
)
def test_outliers_and_the_rule_that_found_them(values, rule, odd):
    found = profiled(["金额"], *[[value] for value in values])
    assert rule in found.columns[0].rule
    listed = [p for p in found.problems if p.what == profiling.OUTLIER]
    assert {text for p in listed for _, text in p.examples} == odd
    assert found.columns[0].outliers == len(odd)


def test_repeated_rows_but_for_their_running_number():
    found = profiled(
        ["序号", "机构", "金额"], [1, "甲", 10], [2, "乙", 20], [3, "甲", 10], [4, "丙", 5]
    )
    assert said(found)["整行重复"].examples == ((4, "与第 2 行相同"),)


def test_keys():
    found = profiled(
        ["镇街", "月份", "金额"], ["甲", 1, 5], ["甲", 2, 5], ["乙", 1, 5], ["乙", 2, 5]
    )
    assert found.keys == [("镇街", "月份")]
    assert profiled(["编号", "金额"], ["a1", 1], ["a2", 1]).keys == [("编号",)]


def test_personal_data_are_masked():
    found = profiled(
        ["姓名", "身份证号", "联系电话"],
        ["张三丰 ", "320311199001011234 ", "13812345678 "],
        ["张三丰 ", "320311199001011234 ", "13812345678 "],
    )
    shown = repr(found)
    assert not any(secret in shown for secret in ("三丰", "19900101", "1381234"))
    assert "张**" in shown and "1234" in shown


# Totals


@pytest.mark.parametrize("written, wrong", [(60, False), (61, True), ("60.00", False)])
def test_a_total_is_compared_with_the_sum_of_its_rows(written, wrong):
    rows = [["机构", "金额"], ["甲", 10], ["乙", 20], ["丙", 30], ["合计", written]]
    found = profiled(*rows)
    assert len(found.columns) == 2 and found.rows == 3 and len(found.sums) == 1
    problems = [p for p in found.problems if p.column == "金额"]
    assert bool(problems) == wrong
    if wrong:
        assert problems[0].what == "合计与各行之和不符：写 61，应为 60，相差 1"
        assert problems[0].examples == ((5, None),)


def test_subtotals_sum_the_rows_above_them_and_the_total_all():
    rows = [
        ["机构", "金额"],
        ["甲", 10],
        ["乙", 20],
        ["小计", 30],
        ["丙", 5],
        ["小计", 6],
        ["合计", 35],
    ]
    found = profiled(*rows)
    assert [p.examples for p in found.problems] == [((6, None),)]
    assert len(found.sums) == 3


def test_a_total_in_the_first_row_and_one_that_is_rounded():
    rows = [["机构", "金额（万元）"], ["合计", 3.33], ["甲", 1.111], ["乙", 1.111], ["丙", 1.111]]
    found = profiled(*rows)
    assert not found.problems and "四舍五入" in found.sums[0] or "一致" in found.sums[0]


def test_rates_and_prices_are_not_added_up():
    assert not profiled(["项", "单价", "报销比例"], ["甲", 1, 0.5], ["合计", 9, 0.9]).sums


def test_a_column_of_sums_is_compared_with_its_parts():
    rows = [["机构", "统筹", "大病", "救助", "合计"]]
    rows += [[f"院{n}", n, 2 * n, 3, 3 * n + 3] for n in range(1, 9)]
    rows[4][4] += 1
    found = profiled(*rows)
    (problem,) = [p for p in found.problems if p.column == "合计"]
    assert problem.what == "不等于 统筹＋大病＋救助" and problem.examples == (
        (5, "写 16，相加 15"),
    )


def test_the_total_of_the_real_sheet_agrees(shared):
    path = shared / "real" / "sheets" / "费用明细_合计行.xlsx"
    (table,) = tabling.tables_of(read_grids(path.read_bytes(), path.name)[1])
    found = profiling.profile(loose_tables.from_table(table, True), TODAY)
    assert "第 14 行合计“金额”写 882.68，与各行之和一致" in found.sums


# Large and bad files


def large(path, rows, encoding="utf-8"):
    with path.open("w", encoding=encoding) as file:
        file.write("结算ID,金额,结算时间\n")
        for number in range(rows):
            file.write(f"S{number:07d},{number % 500}.5,2025-03-{number % 31 + 1:02d}\n")
        file.write("合计,1,\n")
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig"])
def test_a_large_text_file_goes_straight_into_duckdb(tmp_path, encoding):
    held, table = loose_tables.from_file(large(tmp_path / "a.csv", 40_000, encoding), tmp_path)
    assert (held.rows, held.columns) == (40_000, ["结算ID", "金额", "结算时间"])
    assert table.first == 1 and held.totals[0][0] == 40_002
    found = profiling.profile(held, TODAY)
    assert found.keys == [("结算ID",)]
    assert any(p.what.startswith("合计与各行之和不符") for p in found.problems)


def test_lines_that_do_not_split_are_counted_with_their_rows(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("编号,金额\n" + "a,1\n" * 5 + "b,2,3,4\n" + "c,3\n", "utf-8")
    held, _ = loose_tables.from_file(path, tmp_path)
    found = profiling.profile(held, TODAY)
    assert said(found)["引号不成对或列数不对的行，没有计入"].examples == ((7, None),)
    assert held.rows == 6


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\0\0\0\0", b"\xff\xfe\x00\xd8\x00\xd8"])
def test_a_file_that_cannot_be_read_says_so_in_a_sentence(tmp_path, content):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(UserError, match="，请"):
        loose_tables.from_file(path, tmp_path)


def test_a_file_too_large_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(loose_tables, "LARGEST_FILE", MEGABYTE)
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\n" * MEGABYTE)
    with pytest.raises(UserError, match="上限"):
        loose_tables.from_file(path, tmp_path)


def test_header_only_and_one_column():
    found = profiled(["编号", "金额"])
    assert (found.rows, [c.kind for c in found.columns]) == (0, ["空", "空"])
    assert profiled(["金额"], [1], [2], [3]).columns[0].total == 6


def test_a_heading_with_a_quote_is_only_a_name():
    found = profiled(["编'号\"", "金额) DROP TABLE t"], ["a", 1], ["b", 2])
    assert [c.name for c in found.columns] == ["编'号\"", "金额) DROP TABLE t"]


def test_identity_numbers_are_checked_and_masked():
    good = "320111195004080025"
    from oversight.id_numbers import check_digit

    good = good[:17] + check_digit(good[:17])
    bad = good[:16] + str((int(good[16]) + 1) % 10) + good[17]
    found = profiled(["姓名", "身份证号"], ["张某", good], ["李某", bad], ["王某", good[:10]])
    problem = said(found, "身份证号")["证件号不成立"]
    assert problem.count == 2
    assert [row for row, _ in problem.examples] == [3, 4]
    assert bad not in str(problem.examples)
