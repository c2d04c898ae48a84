"""Shapes for charts of any table, in the style of charts.py: bars, lines, histogram, scatter."""

from functools import cache

import altair as alt

from oversight import charts

# 12,000 is 1.2万 on an axis: a leader reads it at once.
_WAN_AXIS = (
    "abs(datum.value) >= 10000 ? format(datum.value / 10000, ',.4~f') + '万' "
    ": format(datum.value, ',.4~f')"
)
PARTS = [charts.BLUE, "#B26A00", "#5F7F9C", charts.GREEN, charts.GREY, charts.PALE]


def _figure_axis(**more):
    return alt.Axis(labelExpr=_WAN_AXIS, tickCount=8, **more)


def _part_colour(parts):
    if not parts:
        return alt.value(charts.BLUE)
    return alt.Color("part:N", scale=alt.Scale(domain=list(parts), range=PARTS[: len(parts)]))


def _tips(label, title, parts):
    tips = [alt.Tooltip("name:N", title=label), alt.Tooltip("value:Q", title=title, format=",.4~f")]
    return [*tips, alt.Tooltip("part:N", title="分组")] if parts else tips


@cache
def _bars(label, title, parts):
    base = charts.named_rows().encode(
        y=alt.Y(
            "name:N",
            sort=None,
            title=None,
            axis=alt.Axis(labelLimit=260, ticks=False, domain=False),
            scale=alt.Scale(paddingInner=0.35, paddingOuter=0.2),
        ),
        x=alt.X("value:Q", title=title, stack="zero", axis=_figure_axis()),
        tooltip=_tips(label, title, parts),
    )
    drawn = base.mark_bar().encode(color=_part_colour(parts), order=alt.Order("order:Q"))
    if not parts:
        drawn += base.mark_text(align="left", dx=4, fontSize=13).encode(text="words:N")
    return charts.finished(drawn)


def bars(rows, label, title, parts=(), height=None):
    """Horizontal bars in the order given, in up to six ``parts``.

    ``rows`` are dicts of name, value, words (the value as written), part and order.
    """
    names = dict.fromkeys(row["name"] for row in rows)
    shape = _bars(label, title, tuple(parts))
    return charts.drawn(
        shape, height or max(120, len(names) * (charts.BAR + 12) + 60), rows=list(rows)
    )


@cache
def _lines(label, title, parts):
    axis = alt.Axis(labelAngle=0, labelOverlap=True)
    drawn = (
        charts.named_rows()
        .mark_line(strokeWidth=2.5, point=True)
        .encode(
            x=alt.X("name:N", sort=None, title=None, axis=axis),
            y=alt.Y("value:Q", title=title, axis=_figure_axis()),
            color=_part_colour(parts),
            tooltip=_tips(label, title, parts),
        )
    )
    return charts.finished(drawn)


def lines(rows, label, title, parts=(), height=380):
    """Lines over periods in the order given; ``rows`` are as for bars()."""
    return charts.drawn(_lines(label, title, tuple(parts)), height, rows=list(rows))


@cache
def _histogram(label, title):
    drawn = (
        charts.named_rows()
        .mark_bar(color=charts.BLUE, stroke="white", strokeWidth=1)
        .encode(
            x=alt.X("low:Q", title=label, axis=_figure_axis(grid=False)),
            x2="high:Q",
            y=alt.Y("value:Q", title=title, stack=None, axis=_figure_axis(tickMinStep=1)),
            y2=alt.datum(0),
            tooltip=[
                alt.Tooltip("name:N", title=label),
                alt.Tooltip("value:Q", title=title, format=",d"),
            ],
        )
    )
    return charts.finished(drawn)


def histogram(rows, label, title, height=380):
    """How many rows fall between ``low`` and ``high``; dicts of low, high, name and value."""
    return charts.drawn(_histogram(label, title), height, rows=list(rows))


@cache
def _scatter(label, title):
    drawn = (
        charts.named_rows()
        .mark_point(color=charts.BLUE, filled=True, opacity=0.45, size=45)
        .encode(
            x=alt.X("x:Q", title=label, axis=_figure_axis(), scale=alt.Scale(zero=False)),
            y=alt.Y("value:Q", title=title, axis=_figure_axis(), scale=alt.Scale(zero=False)),
            tooltip=[
                alt.Tooltip("name:N", title="位置"),
                alt.Tooltip("x:Q", title=label, format=",.4~f"),
                alt.Tooltip("value:Q", title=title, format=",.4~f"),
            ],
        )
    )
    return charts.finished(drawn)


def scatter(rows, label, title, height=420):
    """One point a row: dicts of x, value and name."""
    return charts.drawn(_scatter(label, title), height, rows=list(rows))
