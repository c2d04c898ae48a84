"""oversight/figures.py: what a headline figure says, and where it leads."""

from datetime import date

import pandas as pd
import pytest

from oversight import figures

DAY = date(2025, 11, 28)


def card(found, column="overdue_items", **more):
    return figures.card("超期", "ledger/headline", found, column, DAY, **more)


def test_a_figure_has_value_definition_source_and_day():
    said = card({"overdue_items": 1234})
    assert '<div class="value">1,234</div>' in said
    assert "口径：超期（件）。" in said and "来源：entry_tally；截至 2025-11-28。" in said
    assert "明细" not in said


@pytest.mark.parametrize(
    "now, before, better, said",
    [
        (5, 3, "down", '<span class="worse">↑ 2</span>'),
        (3, 5, "down", '<span class="better">↓ 2</span>'),
        (5, 3, "up", '<span class="better">↑ 2</span>'),
        (3, 5, "up", '<span class="worse">↓ 2</span>'),
        (5, 3, "none", '<span class="">↑ 2</span>'),
        (5, 5, "down", "<span>与上次持平</span>"),
        (5, None, "down", "<span></span>"),
        (None, 5, "down", "<span></span>"),
    ],
)
def test_a_change_is_better_or_worse_by_the_direction_that_is_good(now, before, better, said):
    found = {"overdue_items": now, "overdue_items_before": before}
    assert said in card(found, better=better)


def test_missing_is_a_dash():
    assert '<div class="value">—</div>' in card({"recovered_yuan": None}, "recovered_yuan")


def test_the_rows_behind_are_an_address_with_codes():
    opens = figures.address("overdue", days="7", leader="1a2b3c4d")
    assert opens == "./overdue?days=7&leader=1a2b3c4d"
    assert 'href="./overdue?days=7&amp;leader=1a2b3c4d"' in card({"overdue_items": 1}, opens=opens)


def test_words_of_the_data_stay_words():
    said = figures.card("<b>超期</b>", "ledger/headline", {}, "overdue_items", DAY)
    assert "<b>" not in said and "&lt;b&gt;超期" in said


def test_the_contents_say_where_one_is():
    pages = [("首页总览", "./", False), ("超期督办", "./overdue?as_of=2025-10-31&unit=1a", True)]
    said = figures.contents({"看板": pages})
    assert '<p>看板</p><a class="go" href="./">首页总览</a>' in said
    assert 'href="./overdue?as_of=2025-10-31&amp;unit=1a" aria-current="page">超期督办' in said


def test_rows_are_links_with_their_light_before_them_and_words_of_the_data_stay_words():
    frame = pd.DataFrame(
        {
            "light": ["●", "不适用"],
            "change": ["新超期", "<i>"],
            "due_on": pd.to_datetime(["2025-11-21", None]),
            "entry_no": ["A&1", "B"],
        }
    )
    labels = {"change": "变化", "due_on": "时限"}
    said = figures.rows(frame, labels, lambda row: figures.address("entry", entry=row["entry_no"]))
    assert "<th>变化</th><th>时限</th>" in said
    assert (
        '<span class="light-red">●</span> <a class="go" href="./entry?entry=A%261">新超期</a>'
        in said
    )
    assert "<td>2025-11-21</td>" in said and "<td></td>" in said
    assert "&lt;i&gt;" in said and "<i>" not in said
