from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from oversight import clock

days = st.dates(date(2015, 1, 1), date(2035, 12, 31))


def test_national_day_is_free_and_the_sunday_before_is_worked():
    assert not clock.is_workday(date(2025, 10, 1))  # 国庆节, a Wednesday
    assert clock.is_workday(date(2025, 9, 28))  # 调休 Sunday
    assert not clock.is_workday(date(2025, 9, 27))  # ordinary Saturday


def test_beyond_the_known_years_weekdays_count_and_the_calendar_says_so():
    last = clock.known_years()[1]
    assert clock.known(date(last, 12, 31))
    assert not clock.known(date(last + 1, 1, 1))
    new_year = date(2033, 10, 3)  # a Monday in the national holiday of a year not yet decreed
    assert clock.is_workday(new_year) and not clock.known(new_year)


def test_fifteen_workdays_jump_over_the_holiday():
    # 9-28 is worked, 10-1 to 10-8 are free, 10-11 (Saturday) is worked.
    assert clock.add_workdays(date(2025, 9, 22), 15) == date(2025, 10, 17)
    assert clock.workdays_between(date(2025, 9, 22), date(2025, 10, 17)) == 15


def test_no_workday_added_stays_even_on_a_free_day():
    assert clock.add_workdays(date(2025, 10, 1), 0) == date(2025, 10, 1)


@given(days, st.integers(-80, 80).filter(bool))
def test_adding_workdays_lands_on_a_workday_that_many_away(day, count):
    landed = clock.add_workdays(day, count)
    assert clock.is_workday(landed)
    if count > 0:
        assert clock.workdays_between(day, landed) == count
    else:
        # The start itself counts when it is a working day: (landed, day] holds the others and it.
        assert clock.workdays_between(landed, day) == -count - 1 + clock.is_workday(day)


@given(days, days, days)
def test_counts_add_up(a, b, c):
    assert clock.workdays_between(a, c) == (
        clock.workdays_between(a, b) + clock.workdays_between(b, c)
    )


def test_calendar_numbers_are_workdays_between():
    rows = {day: (work, number, known) for day, work, number, known in clock.calendar()}
    assert (min(rows), max(rows)) == (date(2015, 1, 1), date(2035, 12, 31))
    assert len(rows) == (max(rows) - min(rows)).days + 1
    start = date(2025, 9, 22)
    for offset in (-400, -1, 0, 1, 25, 300):
        end = start + timedelta(days=offset)
        assert rows[end][1] - rows[start][1] == clock.workdays_between(start, end)
    assert rows[date(2025, 10, 1)][0] is False and rows[date(2025, 10, 1)][2] is True
    assert rows[date(2035, 1, 1)][2] is False


def test_wednesday_itself_is_still_in_time():
    wednesday = date(2025, 9, 24)
    assert clock.last_weekly_deadline(wednesday) == date(2025, 9, 17)
    assert clock.next_weekly_deadline(wednesday) == wednesday
    assert clock.last_weekly_deadline(date(2025, 9, 25)) == wednesday
    assert clock.next_weekly_deadline(date(2025, 9, 25)) == date(2025, 10, 1)


@given(days, st.integers(1, 7))
def test_weekly_deadline_falls_on_its_weekday_within_the_week_before(day, weekday):
    deadline = clock.last_weekly_deadline(day, weekday)
    assert deadline.isoweekday() == weekday
    assert 1 <= (day - deadline).days <= 7
    assert clock.next_weekly_deadline(day, weekday) - deadline == timedelta(days=7)
