from datetime import date

from oversight.viewer import LOCAL

AS_OF = date(2025, 11, 28)


def test_one_entry_with_its_history(open_page, district_store):
    moved = district_store.rows("ledger/overdue_entries", LOCAL, as_of=AS_OF)
    number = max(moved, key=lambda row: row["due_moves"])["entry_no"]
    at = open_page("entry", entry=number)
    assert number in at.table[0].value.iloc[:, 1].tolist()
    history = district_store.rows("ledger/entry_history", LOCAL, as_of=AS_OF, entry_no=number)
    assert len(at.dataframe[0].value) == len(history) >= 4


def test_nothing_chosen_is_said(open_page):
    assert "没有选定事项" in open_page("entry").info[0].value


def test_a_number_that_does_not_exist_is_said(open_page):
    assert "没有选定事项" in open_page("entry", entry="ZG-1999-0001").info[0].value
