from datetime import date

from oversight import indicators
from oversight.viewer import LOCAL

AS_OF = date(2025, 11, 28)


def test_every_indicator_has_its_light(open_page, district_store):
    at = open_page("fund_risk")
    readings = [r for r in indicators.compute(district_store, LOCAL, AS_OF) if r.domain == "基金"]
    assert f"共 {len(readings)} 个指标" in at.markdown[1].value
    red = sum(r.light == "红" for r in readings)
    assert red and f"●\u00a0红 {red} 个" in at.markdown[1].value


def test_supervision_indicators_are_one_click_away(open_page):
    assert "共" in open_page("fund_risk", domain="drive").markdown[1].value


def test_without_data_it_says_not_applicable_and_what_lacks(open_empty_page):
    at = open_empty_page("fund_risk")
    idle = at.table[0].value
    assert len(idle) >= 15 and idle["缺什么"].str.contains("不适用").all()
