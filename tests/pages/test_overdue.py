from datetime import date

from oversight.ui import code
from oversight.viewer import LOCAL

AS_OF = date(2025, 11, 28)


def tables(at):
    return {tuple(frame.value.columns): frame.value for frame in at.dataframe}


def named(at, column):
    return next(value for columns, value in tables(at).items() if column in columns)


def test_the_entries_are_the_headline_s_overdue_ones(open_page, district_store):
    at = open_page("overdue")
    head = district_store.rows("ledger/headline", LOCAL, as_of=AS_OF)[0]
    entries = named(at, "超期（工作日）")
    assert len(entries) == head["overdue_items"] > 0
    assert entries["超期（自然日）"].max() == head["overdue_longest_days"]
    assert entries["推迟（次）"].max() >= 1


def test_a_leader_narrows_everything(open_page, district_store):
    worst = district_store.rows("ledger/overdue_by_leader", LOCAL, as_of=AS_OF)[0]
    at = open_page("overdue", leader=code(worst["leader"]))
    assert len(named(at, "超期（工作日）")) == worst["overdue_items"]


def test_thirty_days_hold_more_than_seven(open_page):
    seven, thirty = (
        len(named(open_page("overdue", days=d), "剩余（自然日）")) for d in ("7", "30")
    )
    assert 0 < seven < thirty


def test_without_data_there_is_no_error(open_empty_page):
    open_empty_page("overdue")
