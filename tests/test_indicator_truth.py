"""Indicators against figures nobody here computed: a loaded case with answers, a real report."""

import csv
import json
from datetime import date

import pytest

from oversight import indicators, loading
from oversight.store import open_store
from oversight.viewer import LOCAL


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    """The claims case of ../shared, loaded as a user loads it, and its answers."""
    from tests.conftest import ROOT

    source = ROOT.parent / "shared" / "cases" / "claims"
    if not source.is_dir():
        pytest.skip("没有 ../shared（真实样例目录），跳过用它做的核对")
    folder = tmp_path_factory.mktemp("case")
    loading.load(folder, [source])
    store = open_store(folder)
    yield store, json.loads((source / "truth.json").read_text("utf-8"))
    store.close()


@pytest.mark.parametrize("key", ["F01", "F01/390", "F02", "F04", "F17", "F19"])
def test_indicator_equals_the_answer(case, key):
    store, truth = case
    expected, as_of = truth["indicators"][key], date.fromisoformat(truth["as_of"])
    (reading,) = indicators.compute(store, LOCAL, as_of, [key.split("/")[0]])
    where = {name: expected[name] for name in ("dimension", "member", "period")}
    rows = [r for r in store.rows(reading.name, LOCAL, as_of=as_of) if where.items() <= r.items()]
    assert len(rows) == 1
    for column, digits in (("numerator", 5e-5), ("denominator", 5e-5), ("value", 5e-7)):
        assert float(rows[0][column]) == pytest.approx(expected[column], abs=digits), column


def test_all_indicators_of_the_case_are_computed_or_say_what_they_lack(case):
    store, truth = case
    as_of = date.fromisoformat(truth["as_of"])
    readings = {r.code: r for r in indicators.compute(store, LOCAL, as_of)}
    assert {c for c, r in readings.items() if r.domain == "基金" and r.light == "不适用"} == {
        *("F07", "F09", "F10", "F11", "F15", "F16", "F23b", "F24", "F34"),
        *("F35", "F35b", "F37", "F37b", "F39", "F39b", "F39c"),
    }
    assert "medins_clr_appy_d" in readings["F09"].missing
    assert "maf_fund_insu_d" in readings["F34"].missing
    assert "上年同期" in readings["F15"].missing
    assert "R84" in readings["F35"].missing, "tables are there, the screening is not"
    assert (readings["F01"].member, readings["F01"].light) == ("居民医保", "黄")


# 某市2025年6月职工居民医保基金月报表, 万元: what was typed into the template by hand.
REPORT = {
    "310": {"income": 480210, "expense": 426424, "surplus": 53786, "balance": 406020},
    "390": {"income": 85875, "expense": 79657, "surplus": 6218, "balance": 6216},
}


def test_a_real_monthly_report_gives_months_payable_and_surplus(shared, folder):
    text = next((shared / "real" / "fund").glob("*.txt")).read_text("utf-8")
    columns = ["rpt_ym", "insutype", "incexpd_flag", "subj_name", "cum_amt", "end_balc"]
    folder.mkdir()
    with (folder / "fund_incexpd_m.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        for insutype, report in REPORT.items():
            assert all(str(figure) in text for figure in report.values())
            assert report["income"] - report["expense"] == report["surplus"]
            balance = report["balance"] * 10_000
            for flag, key, name in (("1", "income", "收入合计"), ("2", "expense", "支出合计")):
                row = ["202506", insutype, flag, name, report[key] * 10_000, balance]
                writer.writerow(row)
    loading.load(folder / "data", [folder / "fund_incexpd_m.csv"])
    store = open_store(folder / "data")
    try:
        months, surplus = indicators.compute(store, LOCAL, date(2025, 6, 30), ["F01", "F02"])
        given = {r.code: {m["member"]: m for m in r.members} for r in (months, surplus)}
    finally:
        store.close()
    # One cumulative month is known: the mean month is the half-year's expense over six.
    assert given["F01"]["310"]["value"] == pytest.approx(406020 / (426424 / 6))
    assert given["F01"]["310"]["value"] == pytest.approx(5.71, abs=0.005)
    assert given["F01"]["390"]["value"] == pytest.approx(0.47, abs=0.005)
    assert given["F02"]["310"]["value"] == pytest.approx(0.1120, abs=5e-5)
    assert given["F02"]["390"]["value"] == pytest.approx(0.0724, abs=5e-5)
    assert [m["light"] for m in given["F01"].values()] == ["红", "黄"]
    assert (months.light, months.member, surplus.light) == ("红", "居民医保", "绿")
