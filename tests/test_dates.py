from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oversight import dates

days = st.dates(date(2000, 1, 1), date(2099, 12, 31))


# Dates: the table of the ledgers' conventions, then what offices write besides.
@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (date(2025, 12, 31), "2025-12-31"),
        (datetime(2025, 12, 31, 18, 0), "2025-12-31"),
        ("2025-12-31", "2025-12-31"),
        ("2025/12/31", "2025-12-31"),
        ("2025.12.31", "2025-12-31"),
        ("2025年12月31日", "2025-12-31"),
        ("20251231", "2025-12-31"),
        (20251231.0, "2025-12-31"),
        ("二〇二五年十二月三十一日", "2025-12-31"),
        ("二○二五年十月二十日", "2025-10-20"),
        ("２０２５年１２月 ３１日", "2025-12-31"),
        ("2025-12-31 00:00:00", "2025-12-31"),
        ("2025年12月31日18:00前", "2025-12-31"),
        ("2025年12月31日 24时", "2025-12-31"),
        ("25.12.31", "2025-12-31"),
        ("46022", "2025-12-31"),
        (46022, "2025-12-31"),
        (46022.75, "2025-12-31"),
        ("12月31日", "2025-12-31"),
        ("2025年12月31日前", "2025-12-31"),
        ("2025年12月31日之前", "2025-12-31"),
        ("2025年12月", "2025-12-31"),
        ("12月底", "2025-12-31"),
        ("2024年2月底前", "2024-02-29"),
        ("9月底", "2025-09-30"),
        ("10月上旬", "2025-10-10"),
        ("10月中旬", "2025-10-20"),
        ("10月下旬", "2025-10-31"),
        ("第四季度", "2025-12-31"),
        ("2026年一季度", "2026-03-31"),
        ("第3季度末", "2025-09-30"),
        ("年底前", "2025-12-31"),
        ("年底", "2025-12-31"),
        ("2026年底", "2026-12-31"),
        ("2026年年底前", "2026-12-31"),
        ("明年3月底", "2026-03-31"),
        ("2025年内", "2025-12-31"),
        ("上半年", "2025-06-30"),
        ("2025年8月—10月", "2025-10-31"),
        ("2025年8-10月", "2025-10-31"),
        ("2026年4月—6月", "2026-06-30"),
        ("2025年8月15日至9月30日", "2025-09-30"),
        ("2026年9月1日-15日", "2026-09-15"),
        ("9月1-15日", "2025-09-15"),
        ("2025.8.1-2025.10.31", "2025-10-31"),
        ("2026.8.1-10.31", "2026-10-31"),
        ("2025年11月至2月", "2026-02-28"),
        ("2025年10月—2026年3月", "2026-03-31"),
        ("2025年12月31日（原定10月31日）", "2025-12-31"),
        ("立行立改（2025年9月底前）", "2025-09-30"),
        ("2025.12", "2025-12-31"),
        ("9.30前", "2025-09-30"),
        ("已完成", None),
        ("待定", None),
        ("每月15日", None),
        ("每年年底", None),
        ("12", None),
        (9.3, None),
    ],
)
def test_dates(cell, expected):
    assert dates.parse_date(cell, 2025) == dates.Day(expected and date.fromisoformat(expected))


@pytest.mark.parametrize(
    "cell",
    ["2025年2月30日", "2025-11-31", "2025.13.5", "2025年9月31日", "2月30日", "20251345", "9.31",
     "2025年0月1日", "1025年12月31日", "2025年8月1日至2月30日"],
)  # fmt: skip
def test_a_day_that_does_not_exist_is_a_fault(cell):
    assert dates.parse_date(cell, 2025) == dates.Day(None, "bad_date")


def test_a_date_without_a_year_needs_one():
    assert dates.parse_date("12月31日") == dates.Day()
    assert dates.parse_date("2月29日") == dates.Day()
    assert dates.parse_date("2月30日") == dates.Day(None, "bad_date")
    assert dates.parse_date("12月31日", 2024) == dates.Day(date(2024, 12, 31))


@given(
    days,
    st.sampled_from(
        ["{0:%Y-%m-%d}", "{0.year}/{0.month}/{0.day}", "{0.year}.{0.month}.{0.day}", "{0:%Y%m%d}",
         "{0.year}年{0.month}月{0.day}日", "{0:%y}.{0.month}.{0.day}", "{0.month}月{0.day}日",
         "　{0.year} 年 {0.month:02} 月 {0.day:02} 日前\n", "{0:%Y-%m-%d} 23:59:59"]
    ),
)  # fmt: skip
def test_written_days_come_back(day, form):
    assert dates.parse_date(form.format(day), day.year) == dates.Day(day)


@given(days)
def test_excel_serials_come_back(day):
    serial = (day - dates.EXCEL_EPOCH).days
    assert dates.parse_date(serial) == dates.parse_date(str(serial)) == dates.Day(day)


@pytest.mark.parametrize(
    ("cell", "due_on", "long_term", "immediate"),
    [
        ("2025年12月31日并长期坚持", "2025-12-31", True, False),
        ("立行立改，2025年9月底前完成", "2025-09-30", False, True),
        ("立行立改", None, False, True),
        ("立查立改", None, False, True),
        ("立即整改", None, False, True),
        ("即知即改", None, False, True),
        ("长期坚持", None, True, False),
        ("持续推进", None, True, False),
        ("常态化推进", None, True, False),
        ("立行立改并长期坚持", None, True, True),
        ("已完成", None, False, False),
        ("元月底前", "2025-01-31", False, False),
        ("2025年国庆节前", None, False, False),
        ("2025年内完成", "2025-12-31", False, False),
        ("2025年12月31日", "2025-12-31", False, False),
    ],
)
def test_deadline_words(cell, due_on, long_term, immediate):
    due_on = due_on and date.fromisoformat(due_on)
    expected = dates.Deadline(due_on, cell, long_term, immediate)
    assert dates.parse_deadline(cell, 2025) == expected


def test_a_bad_deadline_keeps_its_text():
    expected = dates.Deadline(text="2025.13.5", fault="bad_date")
    assert dates.parse_deadline(" 2025.13.5") == expected
