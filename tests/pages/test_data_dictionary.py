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


def test_filings_received(open_page):
    at = open_page("data_dictionary", view="filings")
    assert "缺报" in set(at.dataframe[0].value["状态"])


def test_without_data_there_is_no_error(open_empty_page):
    open_empty_page("data_dictionary")
