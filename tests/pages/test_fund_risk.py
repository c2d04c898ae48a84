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


def test_the_wall_can_be_taken_along_with_lines_and_their_source(open_page, district_store, taken):
    open_page("fund_risk")
    (sheet,) = taken[-1]()
    codes = [row[1].value for row in sheet.iter_rows(min_row=4)]
    assert sorted(codes) == sorted(indicators.of_domain("基金"))
    heading = [cell.value for cell in sheet[3]]
    assert heading == ["灯", "编号", "指标", "名下", "值", "期间", "阈值", "阈值来源", "现状"]
    assert "黄线" in sheet.cell(4, 7).value and "默认" in sheet.cell(4, 8).value


def test_supervision_indicators_are_one_click_away(open_page):
    assert "共" in open_page("fund_risk", domain="drive").markdown[1].value


def test_without_data_it_says_not_applicable_and_what_lacks(open_empty_page):
    at = open_empty_page("fund_risk")
    idle = at.table[0].value
    assert len(idle) >= 15 and idle["缺什么"].str.contains("不适用").all()
