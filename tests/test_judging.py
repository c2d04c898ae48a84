"""oversight/judging.py: under, at and over each line, for every direction and comparison."""

from types import SimpleNamespace

import pytest

from oversight import judging

LINES = {"yellow": 0.05, "red": 0.10, "blue": None}


def light(value, direction, compare="值", unit="%", **lines):
    base = SimpleNamespace(direction=direction, compare=compare, unit=unit)
    member = {"value": value, "change": value, "change_year": value}
    return judging.judge(base, member, LINES | lines)


@pytest.mark.parametrize(
    "direction, value, expected",
    [
        ("低好", 0.049, "绿"),
        ("低好", 0.05, "绿"),
        ("低好", 0.051, "黄"),
        ("低好", 0.10, "黄"),
        ("低好", 0.101, "红"),
        ("近零", -0.05, "绿"),
        ("近零", -0.051, "黄"),
        ("近零", 0.101, "红"),
        ("无", 9.0, "无"),
        ("低好", None, "不适用"),
    ],
)
def test_a_line_is_passed_only_beyond_it(direction, value, expected):
    assert light(value, direction)[0] == expected


@pytest.mark.parametrize(
    "value, expected", [(0.10, "绿"), (0.099, "黄"), (0.05, "黄"), (0.049, "红"), (0.21, "蓝")]
)
def test_where_high_is_good_below_is_worse_and_far_above_is_said(value, expected):
    assert light(value, "高好", yellow=0.10, red=0.05, blue=0.20)[0] == expected


def test_the_last_bits_of_a_division_pass_no_line():
    assert 0.1 + 0.2 > 0.3
    assert light(0.1 + 0.2, "低好", yellow=0.3, red=None)[0] == "绿"


@pytest.mark.parametrize("compare, against", [("环比", "上期"), ("同比", "上年同期")])
def test_a_share_moves_by_percentage_points(compare, against):
    assert light(0.06, "低好", compare) == (
        "黄",
        f"比{against}上升 6.0 个百分点，超过黄线 5.0 个百分点",
    )
    assert light(-0.06, "低好", compare)[0] == "绿"
    assert light(-0.06, "高好", compare)[0] == "黄"


@pytest.mark.parametrize("compare", ["环比", "同比"])
def test_without_an_earlier_period_nothing_is_judged(compare):
    base = SimpleNamespace(direction="低好", compare=compare, unit="%")
    member = {"value": 0.5, "change": None, "change_year": None}
    assert judging.judge(base, member, LINES)[0] == "无"


def test_without_lines_there_is_no_light():
    assert light(0.5, "低好", yellow=None, red=None) == ("无", "")


@pytest.mark.parametrize(
    "direction, order", [("高好", [1, 2, 3]), ("低好", [3, 2, 1]), ("近零", [-3, 2, 1])]
)
def test_members_are_sorted_the_worse_first(direction, order):
    members = [{"value": value} for value in sorted(order)]
    found = sorted(members, key=lambda member: judging.badness(member, direction))
    assert [member["value"] for member in found] == order
