"""Altair charts: rows and their labels in, a Vega-Lite specification out. No SQL, no Streamlit.

Colours mean one thing everywhere: red, amber and green are lights, blue is "ours", grey is context.

Altair builds and checks a specification in some 30 ms, so each shape is built once per set of
labels, over a named data set; a call only puts the rows in. Rows are drawn in the order given.
"""

import base64
from functools import cache

import altair as alt

INK, BLUE, GREY, PALE = "#1B1F24", "#1F4E79", "#8A94A0", "#C9D3DC"
RED, AMBER, GREEN = "#B3261E", "#E0A030", "#2E6B3E"
STATE_COLOURS = {
    "超期": RED,
    "临期": AMBER,
    "正常": PALE,
    "长期坚持": "#9DB2C6",
    "已办结": "#5F7F9C",
}
BAR = 18
# Count columns of the by_… queries and their words, in drawing order: what is urgent comes first.
ACTIVE = {"overdue_items": "超期", "due_soon_items": "临期", "normal_items": "正常"}
STATES = ACTIVE | {"long_term_items": "长期坚持", "closed_items": "已办结"}
# What a portrait calls a measure far from its peers (queries/portrait/measures.sql).
FAR = "明显偏离"
BURN_UP = {"found_items": "累计发现", "closed_items": "累计办结"}

_COUNT_AXIS = {"format": "d", "tickMinStep": 1, "tickCount": 8, "grid": True}


def finished(chart):
    """The specification of a chart in the house's style, over the width of its block."""
    return (
        chart.properties(width="container")
        .configure_view(strokeWidth=0)
        .configure_axis(
            labelFontSize=13,
            titleFontSize=13,
            titleFontWeight="normal",
            labelColor=INK,
            titleColor=INK,
        )
        .configure_legend(
            orient="top",
            title=None,
            labelFontSize=13,
            symbolType="square",
            labelColor=INK,
            columnPadding=8,
        )
        .to_dict()
    )


def drawn(shape, height, **datasets):
    """A shape with its height in pixels and the rows of its named data sets."""
    return shape | {"height": height, "datasets": datasets}


def named_rows(label="rows"):
    """An empty chart over the data set called ``label``."""
    return alt.Chart(alt.NamedData(name=label))


def _number(value):
    return None if value is None or value != value else float(value)


@cache
def _state_bars(states, label, title):
    base = named_rows().encode(
        y=alt.Y(
            "name:N",
            sort=None,
            title=None,
            axis=alt.Axis(labelLimit=230, ticks=False, domain=False),
            scale=alt.Scale(paddingInner=0.35, paddingOuter=0.2),
        ),
        order=alt.Order("order:Q"),
        tooltip=[
            alt.Tooltip("name:N", title=label),
            alt.Tooltip("state:N", title="状态"),
            alt.Tooltip("items:Q", title="件数", format="d"),
        ],
    )
    bars = base.mark_bar().encode(
        x=alt.X("items:Q", stack="zero", title=title, axis=alt.Axis(**_COUNT_AXIS)),
        color=alt.Color(
            "state:N",
            scale=alt.Scale(domain=list(states), range=[STATE_COLOURS[s] for s in states]),
        ),
    )
    text = (
        named_rows("urgent")
        .mark_text(align="left", dx=5, color="white", fontWeight="bold", fontSize=13)
        .encode(y=alt.Y("name:N", sort=None), x=alt.datum(0), text=alt.Text("items:Q", format="d"))
    )
    return finished(bars + text)


def state_bars(df, name, states, labels, height=None, title="在办问题（件）", most=12):
    """One horizontal bar per row of ``df``, split by state, the most urgent first from the axis.

    ``states`` maps the count columns to their state names, in drawing order; rows keep their order
    and only the first ``most`` are drawn.
    """
    shown = df.head(most).to_dict("records")
    rows = [
        {"name": row[name], "state": state, "items": int(row[column]), "order": order}
        for row in shown
        for order, (column, state) in enumerate(states.items())
    ]
    # A number is written where the bar is long enough to hold it.
    longest = max((sum(int(row[column]) for column in states) for row in shown), default=0)
    urgent = [row for row in rows if row["order"] == 0 and row["items"] > longest * 0.06]
    shape = _state_bars(tuple(states.values()), labels.get(name, name), title)
    return drawn(shape, height or max(90, len(shown) * (BAR + 12) + 60), rows=rows, urgent=urgent)


@cache
def _burn_up(names):
    chart = (
        named_rows()
        .mark_line(strokeWidth=2.5)
        .encode(
            x=alt.X(
                "yearmonthdate(day):T",
                title=None,
                axis=alt.Axis(
                    labelExpr="month(datum.value) + 1 + '月'",
                    tickCount={"interval": "month", "step": 1},
                    grid=False,
                ),
            ),
            y=alt.Y("items:Q", title="问题（件）", axis=alt.Axis(**_COUNT_AXIS)),
            color=alt.Color(
                "line:N",
                scale=alt.Scale(domain=list(names), range=[GREY, BLUE, RED][: len(names)]),
                legend=alt.Legend(symbolType="stroke", symbolStrokeWidth=3),
            ),
            tooltip=[
                alt.Tooltip("day:N", title="截至"),
                alt.Tooltip("line:N", title="曲线"),
                alt.Tooltip("items:Q", title="件数", format="d"),
            ],
        )
    )
    return finished(chart)


def burn_up(df, at, lines, height=220):
    """Cumulative lines over weeks; ``lines`` maps columns to names, the last drawn strongest."""
    rows = [
        # A day as text: a timestamp would be drawn in the browser's time zone.
        {"day": str(row[at])[:10], "line": line, "items": int(row[column])}
        for column, line in lines.items()
        for row in df.to_dict("records")
    ]
    return drawn(_burn_up(tuple(lines.values())), height, rows=rows)


@cache
def _overdue_bars(label, title):
    base = named_rows().encode(
        y=alt.Y("name:N", sort=None, title=None, axis=alt.Axis(labelLimit=220)),
        x=alt.X("items:Q", title=title, axis=alt.Axis(**_COUNT_AXIS)),
        tooltip=[
            alt.Tooltip("name:N", title=label),
            alt.Tooltip("items:Q", title=title, format="d"),
        ],
    )
    bars = base.mark_bar(size=BAR, color=RED)
    text = base.mark_text(align="left", dx=4, fontSize=13).encode(text="items:Q")
    return finished(bars + text)


def overdue_bars(df, name, labels, height=230, most=6):
    """One bar for each of the first ``most`` rows with overdue items; None where none has any.

    Rows are drawn in the order given.
    """
    late = [row for row in df.to_dict("records") if row["overdue_items"] > 0][:most]
    if not late:
        return None
    rows = [{"name": row[name], "items": int(row["overdue_items"])} for row in late]
    shape = _overdue_bars(labels[name], labels["overdue_items"])
    return drawn(shape, height, rows=rows)


@cache
def _trend(title, limits, number_format, monthly):
    x = alt.X("period:N", title=None, sort=None, axis=alt.Axis(labelAngle=0, labelOverlap=True))
    if monthly:
        x = _months("period:N")
    y = alt.Y(
        "value:Q",
        title=title,
        scale=alt.Scale(zero=False),
        axis=alt.Axis(format=number_format),
    )
    layers = [
        named_rows()
        .mark_line(color=BLUE, strokeWidth=2.5, point=True)
        .encode(
            x=x,
            y=y,
            tooltip=[
                alt.Tooltip("period:N", title="期间"),
                alt.Tooltip("value:Q", title=title, format=number_format),
            ],
        )
    ]
    for limit, words, colour in limits:
        at = named_rows("one").encode(y=alt.datum(limit))
        layers.append(at.mark_rule(color=colour, strokeDash=[5, 4]))
        layers.append(
            at.mark_text(text=words, align="left", dx=4, dy=-7, color=colour, fontSize=12).encode(
                x=alt.value(0)
            )
        )
    return finished(alt.layer(*layers))


def trend(rows, title, limits=(), height=320, number_format=".2f", monthly=False):
    """A line over periods with threshold lines.

    ``rows`` are dicts of period (in words; ``monthly``: texts as 202506) and value; ``limits``
    triples of value, words, colour.
    """
    shape = _trend(title, tuple(limits), number_format, monthly)
    return drawn(shape, height, rows=list(rows), one=[{}])


@cache
def _against(title, names):
    chart = (
        named_rows()
        .mark_line(strokeWidth=2.5, point=True)
        .encode(
            x=alt.X(
                "period:N", title=None, sort=None, axis=alt.Axis(labelAngle=0, labelOverlap=True)
            ),
            y=alt.Y("value:Q", title=title, scale=alt.Scale(zero=False)),
            color=alt.Color(
                "line:N",
                scale=alt.Scale(domain=list(names), range=[BLUE, GREY]),
                legend=alt.Legend(symbolType="stroke", symbolStrokeWidth=3),
            ),
            tooltip=[
                alt.Tooltip("period:N", title="期间"),
                alt.Tooltip("line:N", title="曲线"),
                alt.Tooltip("value:Q", title=title, format=",.2f"),
            ],
        )
    )
    return finished(chart)


def against(rows, title, names, height=320):
    """Two lines over periods, ours and what it stands against; None for under two periods.

    ``rows`` are dicts of period (in words) and, under each of the two ``names``, a value or None.
    """
    if len(rows) < 2:
        return None
    points = [
        {"period": row["period"], "line": name, "value": _number(row[name])}
        for name in names
        for row in rows
    ]
    return drawn(_against(title, tuple(names)), height, rows=points)


@cache
def _peers(labels, whose):
    tips = [
        alt.Tooltip(f"{column}:{kind}", title=title, **({"format": ",.2f"} if kind == "Q" else {}))
        for column, kind, title in labels
    ]
    base = named_rows().encode(
        y=alt.Y("label:N", sort=None, title=None, axis=alt.Axis(labelLimit=220)), tooltip=tips
    )
    title = "相对同级中位数的倍数（灰带：同级第 20 至 80 百分位）"
    band = base.mark_bar(size=BAR, color=PALE).encode(
        x=alt.X(
            "p20_scaled:Q",
            title=title,
            scale=alt.Scale(zero=False, padding=12),
            axis=alt.Axis(format=".1f", tickCount=8),
        ),
        x2="p80_scaled:Q",
    )
    median = base.mark_tick(color=GREY, size=BAR + 6, thickness=2).encode(x=alt.datum(1))
    own = base.mark_point(size=160, filled=True, opacity=1).encode(
        x="value_scaled:Q",
        color=alt.Color(
            "mark:N",
            scale=alt.Scale(domain=[whose, FAR], range=[BLUE, RED]),
            legend=alt.Legend(symbolType="circle"),
        ),
    )
    return finished(band + median + own)


def peers(df, labels, height=None, whose="本机构"):
    """One row a measure: the peers' P20 to P80 as a grey band, their median, this one in blue.

    Red is what the row's ``verdict`` calls far from the peers; ``whose`` names this one.

    Columns: label, value, p20, p50, p80. Each row is scaled to its own median (median = 1), so
    that measures of different units stand in one picture; tooltips carry the real figures.
    """
    rows = []
    for row in df.to_dict("records"):
        known = {key: _number(row[key]) for key in ("value", "p20", "p50", "p80")}
        if known["p50"] and known["value"] is not None:
            scaled = {f"{k}_scaled": known[k] / known["p50"] for k in ("value", "p20", "p80")}
            mark = FAR if row.get("verdict") == FAR else whose
            rows.append({"label": row["label"], "mark": mark} | known | scaled)
    titles = tuple(
        (column, "N" if column == "label" else "Q", labels.get(column, column))
        for column in ("label", "value", "p20", "p50", "p80")
    )
    return drawn(_peers(titles, whose), height or max(120, len(rows) * (BAR + 18) + 60), rows=rows)


def _months(field, **scale):
    # A year below its January; of many months every other one is written.
    words = (
        "[toNumber(slice(datum.value, 4, 6)) + '月',"
        " datum.index == 0 || slice(datum.value, 4, 6) == '01' ? slice(datum.value, 0, 4) : '']"
    )
    return alt.X(
        field,
        sort=None,
        title=None,
        axis=alt.Axis(labelExpr=words, labelAngle=0, labelOverlap=True, ticks=False),
        scale=alt.Scale(**scale),
    )


@cache
def _month_bars(title, colour):
    bars = (
        named_rows()
        .mark_bar(color=colour)
        .encode(
            x=_months("month:N", paddingInner=0.3),
            y=alt.Y("value:Q", title=title, axis=alt.Axis(tickCount=5)),
            tooltip=[
                alt.Tooltip("month:N", title="月份"),
                alt.Tooltip("value:Q", title=title, format=",.2~f"),
            ],
        )
    )
    return finished(bars)


def month_bars(df, month, column, height=220, colour=BLUE):
    """One bar a month (texts as 202506); None where there is nothing but noughts.

    ``column`` is the heading with its unit: columns are as tables.shown() names them.
    """
    rows = [
        {"month": row[month], "value": _number(row[column]) or 0} for row in df.to_dict("records")
    ]
    if not any(row["value"] for row in rows):
        return None
    return drawn(_month_bars(column, colour), height, rows=rows)


def spark(values, width=120, height=28):
    """A word-sized line as an HTML picture, None values left out; empty text for under two."""
    points = [(i, float(v)) for i, v in enumerate(values) if v is not None and v == v]
    if len(points) < 2:
        return ""
    low, high = min(v for _, v in points), max(v for _, v in points)
    span, steps = (high - low) or 1, max(len(values) - 1, 1)
    path = " ".join(
        f"{2 + i * (width - 6) / steps:.1f},{height - 4 - (v - low) * (height - 8) / span:.1f}"
        for i, v in points
    )
    x, y = path.split()[-1].split(",")
    drawn = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<polyline points="{path}" fill="none" stroke="{BLUE}" stroke-width="1.6"/>'
        f'<circle cx="{x}" cy="{y}" r="2.6" fill="{BLUE}"/></svg>'
    )
    # As a picture: pages clean SVG tags out of HTML.
    encoded = base64.b64encode(drawn.encode()).decode()
    return f'<img alt="走势" src="data:image/svg+xml;base64,{encoded}">'
