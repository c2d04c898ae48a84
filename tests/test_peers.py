"""oversight/peers.py: percentiles within a peer group, and when the district's light goes on."""

from types import SimpleNamespace

import pytest

from oversight import peers

PERIODS = ["202504", "202505", "202506"]
TEN = [4.0, 4.1, 4.2, 4.3, 4.4, 4.5, 4.6, 4.7, 4.8, 9.0]


def judged(values, direction="低好", cases=100, history=None, group="二级医院", red=0.95):
    """Members and outliers of institutions H0, H1 … with these values in the latest period.

    ``history`` gives the last one's values in the three periods where they differ.
    """
    codes = [f"H{n}" for n in range(len(values))]
    series = {
        ("fixmedins_code", code): {
            period: {"value": value if history is None or code != codes[-1] else past}
            for period, past in zip(PERIODS, history or [value] * 3, strict=True)
        }
        for code, value in zip(codes, values, strict=True)
    }
    members = [
        {
            "dimension": "fixmedins_code",
            "member": code,
            "label": code,
            "period": PERIODS[-1],
            "value": value,
            "denominator": cases,
            "light": "无",
        }
        for code, value in zip(codes, values, strict=True)
    ]
    base = SimpleNamespace(direction=direction, yellow=0.8, red=red)
    groups = dict.fromkeys(codes, group)
    found = peers.fields(peers.by_group(series, groups), base)
    outliers = peers.judge(members, series, groups, base, found)
    last = max((period for _, period in found), default=None)
    return {m["member"]: m for m in members}, outliers, peers.district(found, last, outliers)


def test_lights_of_institutions_go_by_percentile():
    members, outliers, _ = judged(TEN)
    # Percentiles interpolate: the 80th of ten values is the 8th plus a fifth, 4.72; the 95th 7.11.
    assert {code: m["light"] for code, m in members.items()} == {
        **dict.fromkeys([f"H{n}" for n in range(8)], "绿"),
        "H8": "黄",
        "H9": "红",
    }
    assert members["H9"]["p50"] == pytest.approx(4.45)
    assert members["H9"]["p80"] == pytest.approx(4.72)
    assert "高于同级第 95 百分位（二级医院 10 家）" in members["H9"]["reason"]
    # H8 is beyond the 80th percentile and near the median: no outlier.
    assert [m["member"] for m in outliers] == ["H9"]


def test_the_district_is_as_red_as_its_worst_outlier_and_names_it():
    assert judged(TEN)[2][0] == "红"
    assert "H9持续、明显地偏离同级" in judged(TEN)[2][1]
    assert judged(TEN, red=None)[2][0] == "黄"


def test_without_outliers_the_district_is_green():
    assert judged([4.0 + n / 10 for n in range(10)])[2] == ("绿", "没有机构持续、明显地偏离同级")


def test_fewer_than_eight_peers_are_not_compared():
    members, outliers, district = judged(TEN[3:])
    assert {m["light"] for m in members.values()} == {"不适用"}
    assert "只有 7 家" in members["H0"]["reason"]
    assert (outliers, district[0]) == ([], "无")
    assert judged(TEN[2:])[2][0] == "红"


def test_an_institution_that_the_register_does_not_know_has_no_peers():
    members, _, district = judged(TEN, group=None)
    assert "登记册里没有" in members["H9"]["reason"]
    assert district[0] == "无"


@pytest.mark.parametrize("cases, light", [(29, "绿"), (30, "红"), (None, "绿")])
def test_few_cases_make_no_outlier(cases, light):
    members, _, district = judged(TEN, cases=cases)
    assert (members["H9"]["light"], district[0]) == ("红", light)


@pytest.mark.parametrize(
    "history, light", [((4.0, 4.0, 9.0), "绿"), ((4.0, 9.0, 9.0), "红"), ((9.0, 4.0, 9.0), "红")]
)
def test_one_period_beyond_is_chance_two_of_three_are_not(history, light):
    assert judged(TEN, history=history)[2][0] == light


def test_where_most_are_equal_nothing_is_far_from_the_median():
    members, outliers, _ = judged([5.0] * 9 + [9.0])
    assert (members["H9"]["light"], outliers) == ("红", [])


def test_close_to_the_median_is_no_outlier_however_high_the_rank():
    # z of 5.4 is 0.6745 × 0.95 ÷ 0.25 = 2.6, of 5.8 it is 3.6
    assert judged([*TEN[:9], 5.4])[1] == []
    assert [m["member"] for m in judged([*TEN[:9], 5.8])[1]] == ["H9"]


def test_where_high_is_good_the_low_end_is_judged():
    low = [0.9, 0.89, 0.88, 0.87, 0.86, 0.85, 0.84, 0.83, 0.82, 0.3]
    members, outliers, district = judged(low, direction="高好")
    assert members["H9"]["light"] == "红" and members["H0"]["light"] == "绿"
    assert "低于同级第 5 百分位" in members["H9"]["reason"]
    assert members["H9"]["p20"] < members["H9"]["p50"] < members["H9"]["p80"]
    assert ([m["member"] for m in outliers], district[0]) == (["H9"], "红")
