"""oversight/tables.py: how a figure is written, and that no cell can run as a formula."""

from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oversight import tables


def test_missing_is_not_zero():
    assert tables.wan(None) == tables.count(None) == tables.percent(float("nan")) == "—"
    assert (tables.wan(0), tables.count(0), tables.percent(0)) == ("0.00", "0", "0.0%")


@pytest.mark.parametrize(
    "value, unit, words",
    [
        (4.06, "月", "4.06 月"),
        (0.062, "%", "6.2%"),
        (-0.15, "pp", "-15.0 个百分点"),
        (863000, "万元", "86.30 万元"),
        (1284, "件", "1,284 件"),
        (None, "%", "—"),
        (float("nan"), "件", "—"),
    ],
)
def test_a_measure_has_its_unit(value, unit, words):
    assert tables.measure(value, unit) == words


def test_amounts_are_shown_in_ten_thousands_and_rates_in_per_cent():
    frame = pd.DataFrame(
        {"paid_yuan": [Decimal("4862000.00"), None], "done_rate": [0.772, None], "x": [["甲"], []]}
    )
    shown = tables.shown(frame, {"paid_yuan": "金额（元）", "done_rate": "办结率", "x": "单位"})
    assert list(shown.columns) == ["金额（万元）", "办结率", "单位"]
    assert shown.iloc[0].tolist() == [486.2, 77.2, "甲"]
    assert pd.isna(shown.iloc[1, 0]) and pd.isna(shown.iloc[1, 1])


def test_a_text_column_that_begins_empty_is_wide_enough_for_what_follows():
    names = pd.Series([None, None, "众寿大药房（双井镇店）"])
    assert tables.column("name", "机构", names)["width"] > 11 * 14
    assert "width" not in tables.column("name", "机构", names.dropna())


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_ten_thousands_are_exact_to_the_cent(yuan):
    assert abs(Decimal(tables.wan(yuan).replace(",", "")) - yuan / 10_000) <= Decimal("0.005")


@pytest.mark.parametrize("text", ["=1+1", " \u00a0=x", "甲\n+cmd", "＝A1", "@sum", "-1", "\tx"])
def test_what_could_run_is_recognised(text):
    assert tables.is_formula(text)


@pytest.mark.parametrize(
    "text, written",
    [
        ("![图](http://evil/x.png)", r"\!\[图\](http://evil/x.png)"),
        ("3*4*5 与 a_b_c", r"3\*4\*5 与 a\_b\_c"),
        ("约 $5 至 $6", r"约 \$5 至 \$6"),
        (":red[假灯] :smile:", r"\:red\[假灯\] \:smile:"),
        ("1. 加强\n- 整改\n# 题", "1\\. 加强\n\\- 整改\n\\# 题"),
        ("-1,234.50，12:30，“甲”（乙）", "\\-1,234.50，12:30，“甲”（乙）"),
        (None, None),
        (3, 3),
    ],
)
def test_a_text_of_the_data_is_shown_as_it_is(text, written):
    assert tables.quoted(text) == written
