import pytest


@pytest.mark.parametrize("code", ["F01", "F14", "Q03"])
def test_formula_lines_and_rows(open_page, code):
    at = open_page("indicator", indicator=code)
    items = at.table[0].value.iloc[:, 0].tolist()
    assert {"公式", "期间", "阈值来源", "依据"} <= set(items)
    assert len(at.dataframe[-1].value) > 0


def test_numerator_and_denominator_have_their_units(open_page):
    at = open_page("indicator", indicator="F12")
    said = dict(at.table[0].value.to_numpy().tolist())
    assert said["分子"].endswith(" 人次") and said["分母"].endswith(" 人")
    assert {"分子（人次）", "分母（人）"} <= set(at.dataframe[0].value)


def test_nothing_chosen_is_said(open_page):
    assert "没有选定指标" in open_page("indicator").info[0].value
