from datetime import date

import pytest

from oversight.store import Store
from oversight.ui import code
from oversight.viewer import LOCAL

AS_OF = date(2025, 11, 28)


def test_lists_contradictions_and_entries(open_page, district_store):
    at = open_page("rectification_progress")
    wrong = district_store.rows("ledger/contradictions", LOCAL, as_of=AS_OF)
    entries = district_store.rows("ledger/entries", LOCAL, as_of=AS_OF)
    sizes = [len(frame.value) for frame in at.dataframe]
    assert len(wrong) in sizes and len(entries) in sizes and wrong
    assert at.dataframe[-1].value["推迟（次）"].max() >= 3


@pytest.mark.parametrize("by", ["category", "unit", "campaign", "source"])
def test_can_be_seen_four_ways(open_page, by):
    open_page("rectification_progress", by=by)


def test_what_is_drawn_can_be_taken_along(open_page, district_store, taken):
    open_page("rectification_progress", by="unit")
    total, units, weeks, compared = taken[-1]()
    rows = district_store.rows("ledger/by_unit", LOCAL, as_of=AS_OF)
    assert [row[0].value for row in units.iter_rows(min_row=4)] == [row["unit"] for row in rows]
    assert total.max_row == 4 and weeks.max_row == 3 + 26 and compared.max_row > 4


def test_the_state_in_the_url_narrows_the_entries(open_page, district_store):
    at = open_page("rectification_progress", state=code("超期"))
    overdue = district_store.rows("ledger/entries", LOCAL, as_of=AS_OF, state="超期")
    assert len(at.dataframe[-1].value) == len(overdue) > 0
    assert set(at.dataframe[-1].value["状态"]) == {"超期"}


def test_a_filter_asks_anew_only_what_it_changes(opener, district_store, monkeypatch):
    at = opener(district_store.folder)("rectification_progress")
    asked, execute = [], Store._execute
    monkeypatch.setattr(Store, "_execute", lambda *args: asked.append(args[2]) or execute(*args))
    unit = district_store.rows("ledger/units", LOCAL, as_of=AS_OF)[0]["unit"]
    asked.clear()
    at.query_params["unit"] = code(unit)
    at.run()
    assert "ledger/headline" in asked
    assert not {"ledger/units", "ledger/categories", "ledger/sources"} & set(asked)


def test_reported_and_derived_stand_side_by_side(open_page):
    table = open_page("rectification_progress").table[0].value
    assert "填报状态" in table.columns and "超期（件）" in table.columns


def test_without_data_there_is_no_error(open_empty_page):
    open_empty_page("rectification_progress")
