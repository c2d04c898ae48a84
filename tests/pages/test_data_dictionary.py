import shutil

import pytest

from oversight import catalog


def test_what_is_loaded_up_to_which_day(open_page):
    at = open_page("data_dictionary")
    coverage = at.dataframe[0].value
    assert coverage.astype(str).apply(lambda row: row.str.contains("setl_d").any(), axis=1).any()


@pytest.mark.parametrize("folder", ["indicators", "rules"])
def test_every_card_is_in_the_dictionary(open_page, folder):
    table = open_page("data_dictionary", view=folder).dataframe[0].value
    codes = {query.card["code"] for query in catalog.load(folder).values()}
    assert set(table["编号"]) == codes


def test_lines_are_those_in_force_in_their_unit(district, opener, tmp_path):
    shutil.copytree(district, tmp_path, dirs_exist_ok=True)
    text = '[indicators.F02]\nyellow = 0.04\nreason = "局务会"\n'
    (tmp_path / "settings.toml").write_text(text, "utf-8")
    table = opener(tmp_path)("data_dictionary", view="indicators").dataframe[0].value
    lines = table.set_index("编号")
    assert lines.loc["F02", "阈值"] == "黄线 4.0%；红线 0.0%"
    assert lines.loc["F02", "阈值来源"] == "本地设置：局务会"
    assert lines.loc["F01", "阈值"] == "黄线 6.00 个月；红线 3.00 个月"
    assert "居民医保 70.0%" in lines.loc["F18", "阈值"]


def test_filings_received(open_page):
    at = open_page("data_dictionary", view="filings")
    assert "缺报" in set(at.dataframe[0].value["状态"])


def test_without_data_there_is_no_error(open_empty_page):
    open_empty_page("data_dictionary")
