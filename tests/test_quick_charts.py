"""Charts of any table: what the choices draw, in numbers."""

import pytest

from oversight import loose_tables, profiling, quick_charts, tabling
from oversight.grids import Grid

ROWS = [["机构", "险种", "结算日期", "天数", "金额（元）", "姓名"]]
ROWS += [
    [
        f"院{n % 25}",
        "职工" if n % 3 else "居民",
        f"2025-{n % 6 + 1:02d}-15",
        n % 40,
        n * 10,
        f"张{n}",
    ]
    for n in range(200)
]
BY = {name: place for place, name in enumerate(ROWS[0])}


@pytest.fixture(scope="module")
def made():
    (table,) = tabling.tables_of(Grid("表", ROWS, []))
    held = loose_tables.from_table(table, True)
    return held, profiling.profile(held)


def draw(made, by, **more):
    places = {key: BY.get(value, value) for key, value in more.items()}
    return quick_charts.draw(*made, BY[by], **places)


def mark(chart):
    drawn = chart.drawn.get("layer", [chart.drawn])[0]["mark"]
    return drawn["type"] if isinstance(drawn, dict) else drawn


def test_groups_are_bars_the_largest_first_and_the_rest_together(made):
    chart = draw(made, "机构", how="sum", measure="金额（元）")
    assert mark(chart) == "bar" and chart.heading == "按机构的金额（元）（合计）"
    assert len(chart.rows) == quick_charts.MOST_BARS + 1 and chart.rows[-1][0] == "其余"
    figures = [value for _, _, value in chart.rows[:-1]]
    assert figures == sorted(figures, reverse=True)
    assert sum(value for *_, value in chart.rows) == sum(row[4] for row in ROWS[1:])


def test_an_average_has_no_rest(made):
    chart = draw(made, "机构", how="mean", measure="金额（元）")
    assert "其余" not in [name for name, *_ in chart.rows]


def test_days_are_a_line_over_months(made):
    chart = draw(made, "结算日期", how="count", split="险种")
    assert mark(chart) == "line"
    assert list(dict.fromkeys(name for name, *_ in chart.rows)) == [
        f"2025-{month:02d}" for month in range(1, 7)
    ]
    assert sum(value for *_, value in chart.rows) == 200
    assert {part for _, part, _ in chart.rows} == {"职工", "居民"}


def test_figures_are_a_histogram_and_pairs_a_scatter(made):
    chart = draw(made, "天数")
    assert mark(chart) == "bar" and chart.heading == "天数的分布"
    assert sum(value for *_, value in chart.rows) == 200
    chart = draw(made, "天数", how="each", measure="金额（元）")
    assert mark(chart) == "point" and len(chart.rows) == 200


def test_median_and_count(made):
    chart = draw(made, "险种", how="median", measure="金额（元）")
    assert dict((name, value) for name, _, value in chart.rows)["居民"] == 990
    assert draw(made, "险种").rows[0] == ("职工", None, 133.0)


def test_names_are_masked_and_stay_apart(made):
    names = [name for name, *_ in draw(made, "姓名").rows]
    assert names[:2] == ["张**", "张**（2）"]


def test_what_is_offered(made):
    held, found = made
    assert set(quick_charts.measures(found)) == {BY["天数"], BY["金额（元）"]}
    assert quick_charts.splits(found, BY["机构"]).get(BY["险种"]) == "险种"
    assert quick_charts.suggest(found) == (BY["机构"], BY["金额（元）"])


@pytest.mark.parametrize(
    "figure, said", [(1234, "1,234"), (0.5, "0.50"), (19150.0, "1.92万"), (-20000, "-2.00万")]
)
def test_figures_in_words(figure, said):
    assert quick_charts.written(figure) == said
