from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oversight import dates, values

cells = st.one_of(
    st.text(max_size=40),
    st.text("0123456789.,-/年月日前底万元余至—（）约 \n季度上旬立长期持续", max_size=20),
    st.integers(),
    st.floats(),
    st.dates(),
    st.datetimes(),
    st.none(),
    st.booleans(),
)


@given(cells)
def test_no_cell_raises(cell):
    dates.parse_deadline(cell, 2025)
    dates.parse_deadline(cell)
    values.parse_amount(cell, Decimal(10000))
    values.parse_count(cell)
    values.parse_status(cell)
    values.parse_names(cell)
    values.parse_units(cell)


@pytest.mark.parametrize("cell", ["/", "无", "—", "——", "-", "－", "　 \u00a0\t\n", "", None])
def test_nothing_is_none(cell):
    assert values.as_text(cell) is None
    assert dates.parse_deadline(cell, 2025) == dates.Deadline()
    assert values.parse_amount(cell) == values.Amount()
    assert values.parse_status(cell) == values.Status()


def test_text_keeps_what_is_inside():
    assert values.as_text("\u3000 1.整改 到位。\r\n2.复查。\xa0") == "1.整改 到位。\n2.复查。"
    assert values.as_text(20251118.0) == "20251118"
    assert values.as_text(0.5) == "0.5"
    assert values.as_text(datetime(2025, 12, 31, 8, 30)) == "2025-12-31"


@pytest.mark.parametrize(
    ("cell", "unit", "yuan"),
    [
        ("约2万", 1, "20000"),
        ("3万余元", 1, "30000"),
        ("30多万元", 1, "300000"),
        ("1,234.56元", 10000, "1234.56"),
        ("1，234.56", 1, "1234.56"),
        ("￥12.5", 10000, "12.5"),
        ("10万元", 10000, "100000"),
        ("１２", 10000, "120000"),
        ("近5万元左右", 1, "50000"),
        ("1亿2000万元", 1, "120000000"),
        ("3万5千元", 1, "35000"),
        ("2万3000元", 1, "23000"),
        ("已追回3.5万元", 1, "35000"),
        (5.628445, 10000, "56284.45"),
        (8.1, 10000, "81000"),
        (0, 10000, "0"),
        ("0.00元", 10000, "0"),
        (1e20 / 1e8, 1, "1000000000000"),
    ],
)
def test_amounts(cell, unit, yuan):
    assert values.parse_amount(cell, Decimal(unit)) == values.Amount(Decimal(yuan))


@pytest.mark.parametrize("cell", ["-38194.06", -38194.06, "－38,194.06元", "(38194.06)"])
def test_a_negative_amount_is_kept_with_its_fault(cell):
    assert values.parse_amount(cell) == values.Amount(Decimal("-38194.06"), "bad_amount")


@pytest.mark.parametrize(
    "cell",
    [
        *("待核实", "详见附件", "12.5%", "涉及12万元，已追回3万元", "1e400", float("inf"), 1e300),
        *("1200.5.6", "10-20万元", "1万至2万元"),
    ],
)
def test_what_is_no_amount_is_a_fault(cell):
    assert values.parse_amount(cell) == values.Amount(None, "bad_amount")


@given(
    st.decimals(0, 10**12, places=2), st.sampled_from(["{}", "{:,}", "{}元", "约{:,}元", "￥{}"])
)
def test_written_amounts_come_back(yuan, form):
    assert values.parse_amount(form.format(yuan)) == values.Amount(yuan)


@given(st.integers(0, 10**9))
def test_amounts_in_ten_thousands_come_back_to_the_cent(cents):
    wan = cents / 1_000_000
    assert values.parse_amount(wan, Decimal(10000)) == values.Amount(Decimal(cents) / 100)


def test_scale_of_a_heading():
    assert values.scale("资金情况（万元）") == 10000
    assert values.scale("单位：元") == 1
    assert values.scale("单位：人次") is None


@pytest.mark.parametrize(
    ("cell", "count"),
    [(12, 12), (12.0, 12), ("12人", 12), ("12人次", 12), ("１２", 12), ("1,200人", 1200), (0, 0),
     ("1.2万人", None), ("3万人次", 30000), (1.5, None), ("若干", None), ("-3", None),
     ("999999999万", None), ("9" * 30, None)],
)  # fmt: skip
def test_counts(cell, count):
    assert values.parse_count(cell) == count


@pytest.mark.parametrize(
    ("cell", "status"),
    [
        ("已办结", "已办结"),
        ("已完成", "已办结"),
        ("销号", "已办结"),
        ("√", "已办结"),
        ("是", "已办结"),
        ("是，5月已办", "已办结"),
        ("100%", "已办结"),
        (1.0, "已办结"),
        ("已整改到位", "已办结"),
        ("预计按时办结", "预计按时办结"),
        ("预计按期完成", "预计按时办结"),
        ("无法按时办结", "无法按时办结"),
        ("不能按时完成", "无法按时办结"),
        ("不能按期完成", "无法按时办结"),
        ("基本完成", "整改中"),
        ("整改中", "整改中"),
        ("正在推进", "整改中"),
        ("未完成", "整改中"),
        ("否", "整改中"),
        ("×", "整改中"),
        ("逾期未完成", "整改中"),
        ("部分完成", "整改中"),
        ("完成80%", "整改中"),
        ("99.5％", "整改中"),
        ("能按时完成", "预计按时办结"),
        # What reads like an end and is none, beside what is one.
        ("无法完成", "无法按时办结"),
        ("阶段性完成", "整改中"),
        ("申请销号", "整改中"),
        ("待整改到位", "整改中"),
        ("已完成，待销号", "已办结"),
        (0.8, "整改中"),
    ],
)
def test_states(cell, status):
    parsed = values.parse_status(cell)
    assert (parsed.status, parsed.fault) == (status, None)


def test_a_text_that_says_no_state_is_a_fault():
    assert values.parse_status(" 已转交 ") == values.Status(None, "已转交", "unknown_status")


def test_a_share_is_read_as_the_person_sees_it():
    assert values.parse_status(0.855).text == "85.5%"


def test_names_lose_duties_and_inner_blanks():
    cell = "张　某（副局长）、王某\n李某甲,王某；/"
    assert values.parse_names(cell) == ["张某", "王某", "李某甲"]


def test_names_lose_a_duty_said_first():
    assert values.parse_names("分管领导：张某；责任人: 李 某") == ["张某", "李某"]


def test_units_lose_their_role_wherever_it_stands():
    cell = "医保局牵头，财政局、民政局配合；信息中心（配合单位）"
    assert values.parse_units(cell) == ["医保局", "财政局", "民政局", "信息中心"]


def test_units_keep_their_brackets_and_lose_their_role():
    cell = "牵头单位：规划财务与法规股（行政审批股、法规股）；配合：医保中心，基金 监管股"
    assert values.parse_units(cell) == [
        "规划财务与法规股（行政审批股、法规股）", "医保中心", "基金监管股",
    ]  # fmt: skip


def test_a_list_copied_out_of_a_sentence_loses_its_full_stop():
    assert values.parse_units("基金监管股、医保中心。\n办公室。") == [
        "基金监管股",
        "医保中心",
        "办公室",
    ]
    assert values.parse_names("张某（组长）。") == ["张某"]
    assert values.parse_units("。") == []
