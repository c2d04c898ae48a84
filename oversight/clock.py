"""Working days: State Council holidays and 调休 (chinesecalendar), and the weekly filing day.

Beyond the years the calendar knows, Monday to Friday are taken as working days and ``known`` says
so: whoever shows a figure counted there has to say it too.
"""

from datetime import date, timedelta
from functools import cache
from itertools import accumulate

# The library's own is_workday() searches the first and last year of its tables at every call.
from chinese_calendar import holidays, workdays

from oversight.errors import UserError

FIRST_DAY, LAST_DAY = date(2015, 1, 1), date(2035, 12, 31)
# Dates a person may mean: any other is a slip of the pen.
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
WEDNESDAY = 3
_ONE = timedelta(days=1)


def a_date(text):
    """A date written 2025-11-28. Raises UserError for one nobody can mean."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    if not EARLIEST <= day <= LATEST:
        raise UserError(
            f"日期“{text}”不存在、写法不对，或不在 {EARLIEST.year} 至 {LATEST.year} 年间，"
            "请写成 2025-11-28 这样。"
        )
    return day


@cache
def known_years():
    """First and last year whose holidays are known, as a pair."""
    return min(holidays).year, max(holidays).year


def known(day):
    """True when the holidays of the day's year are known; else weekdays are assumed."""
    first, last = known_years()
    return first <= day.year <= last


def is_workday(day):
    """True when offices work on ``day``."""
    return day in workdays or (day.weekday() < 5 and day not in holidays)


def workdays_between(start, end):
    """Working days after ``start`` up to and including ``end``; negative when ``end`` is earlier.

    A deadline of n working days from ``start`` is met while this is at most n.
    """
    if end < start:
        return -workdays_between(end, start)
    return sum(is_workday(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))


def add_workdays(day, count):
    """The ``count``-th working day after ``day`` (before it when negative); ``day`` when 0."""
    step = _ONE if count > 0 else -_ONE
    for _ in range(abs(count)):
        day += step
        while not is_workday(day):
            day += step
    return day


def calendar(first=FIRST_DAY, last=LAST_DAY):
    """Rows (day, is_workday, workday_no, known) of the table cal_day, first to last day.

    ``workday_no`` counts the working days from ``first`` up to and including the day, so that the
    difference of two days' numbers is workdays_between() of the two.
    """
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    works = [is_workday(day) for day in days]
    for day, work, number in zip(days, works, accumulate(works, initial=0), strict=False):
        yield day, work, number + work, known(day)


def last_weekly_deadline(as_of, weekday=WEDNESDAY):
    """The latest weekly filing day that has run out before ``as_of``.

    "每周四前" means Wednesday 24:00: Wednesday itself is still in time, so on a Wednesday this is
    the Wednesday before. ``weekday`` is the last day in time, Monday 1 … Sunday 7.
    """
    return as_of - timedelta(days=(as_of.isoweekday() - weekday - 1) % 7 + 1)


def next_weekly_deadline(as_of, weekday=WEDNESDAY):
    """The weekly filing day that runs on ``as_of``: ``as_of`` itself or the first one after."""
    return last_weekly_deadline(as_of, weekday) + timedelta(days=7)
