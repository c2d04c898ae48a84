"""Altair charts: a frame and its labels in, a chart out. No SQL and no Streamlit here.

Colours mean one thing everywhere: red, amber and green are lights, blue is "ours", grey is context.
"""

import base64

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
BURN_UP = {"found_items": "累计发现", "closed_items": "累计办结"}

_COUNT_AXIS = {"format": "d", "tickMinStep": 1, "tickCount": 8, "grid": True}


def _style(chart, height):
    return (
        chart.properties(height=height, width="container")
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
    )


def _tooltips(columns, labels):
    return [alt.Tooltip(column, title=labels.get(column, column)) for column in columns]


def state_bars(df, name, states, labels, height=None, title=None, most=12):
    """One horizontal bar per row of ``df``, split by state, the most urgent first from the axis.

    ``states`` maps the count columns to their state names, in drawing order; rows keep their order
    and only the first ``most`` are drawn.
    """
    df = df.head(most)
    columns = list(states)
    long = df.melt(id_vars=[name], value_vars=columns, var_name="column", value_name="items")
    long["state"] = long["column"].map(states)
    long["order"] = long["column"].map({column: place for place, column in enumerate(columns)})
    base = alt.Chart(long).encode(
        y=alt.Y(
            f"{name}:N",
            sort=list(df[name]),
            title=None,
            axis=alt.Axis(labelLimit=150, ticks=False, domain=False),
            scale=alt.Scale(paddingInner=0.35, paddingOuter=0.2),
        ),
        order=alt.Order("order:Q"),
        tooltip=[
            alt.Tooltip(f"{name}:N", title=labels.get(name, name)),
            alt.Tooltip("state:N", title="状态"),
            alt.Tooltip("items:Q", title="件数", format="d"),
        ],
    )
    x = alt.X(
        "items:Q", stack="zero", title=title or "在办问题（件）", axis=alt.Axis(**_COUNT_AXIS)
    )
    colour = alt.Color(
        "state:N",
        scale=alt.Scale(
            domain=[states[c] for c in columns], range=[STATE_COLOURS[states[c]] for c in columns]
        ),
    )
    bars = base.mark_bar().encode(x=x, color=colour)
    # A number is written where the bar is long enough to hold it.
    room = long.groupby(name)["items"].sum().max() * 0.06
    first = long[(long["column"] == columns[0]) & (long["items"] > max(room, 0))]
    text = (
        alt.Chart(first)
        .mark_text(align="left", dx=5, color="white", fontWeight="bold", fontSize=13)
        .encode(
            y=alt.Y(f"{name}:N", sort=list(df[name])),
            x=alt.datum(0),
            text=alt.Text("items:Q", format="d"),
        )
    )
    return _style(bars + text, height or max(90, len(df) * (BAR + 12) + 60))


def burn_up(df, at, lines, height=220):
    """Cumulative lines over weeks; ``lines`` maps columns to names, the last drawn strongest."""
    long = df.melt(id_vars=[at], value_vars=list(lines), var_name="column", value_name="items")
    long["line"] = long["column"].map(lines)
    names = list(lines.values())
    colours = [GREY, BLUE, RED][: len(names)]
    # Timestamps would be drawn in the browser's time zone: the day is taken as text, then as UTC.
    long["day"] = long[at].astype(str).str[:10]
    chart = (
        alt.Chart(long)
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
            color=alt.Color("line:N", scale=alt.Scale(domain=names, range=colours)),
            tooltip=[
                alt.Tooltip("day:N", title="截至"),
                alt.Tooltip("line:N", title="曲线"),
                alt.Tooltip("items:Q", title="件数", format="d"),
            ],
        )
    )
    return _style(chart, height)


def ranked_bars(df, name, value, labels, height=None, number_format="d"):
    """One bar per row, in the order given, with its number on the bar's end."""
    base = alt.Chart(df).encode(
        y=alt.Y(f"{name}:N", sort=list(df[name]), title=None, axis=alt.Axis(labelLimit=220)),
        x=alt.X(f"{value}:Q", title=labels[value], axis=alt.Axis(format=number_format)),
        tooltip=[
            alt.Tooltip(f"{name}:N", title=labels[name]),
            alt.Tooltip(f"{value}:Q", title=labels[value], format=number_format),
        ],
    )
    bars = base.mark_bar(size=BAR, color=BLUE)
    text = base.mark_text(align="left", dx=4, fontSize=13).encode(
        text=alt.Text(f"{value}:Q", format=number_format)
    )
    return _style(bars + text, height or max(90, len(df) * (BAR + 12) + 40))


def trend(df, period, value, title, limits=(), height=320, number_format=".2f"):
    """A line over periods with threshold lines; ``limits`` is pairs of (value, words, colour)."""
    # In the order of the rows: sorted as text, October would stand before January.
    x = alt.X(f"{period}:N", title=None, sort=None, axis=alt.Axis(labelAngle=0, labelOverlap=True))
    lines = alt.Chart(df).mark_line(color=BLUE, strokeWidth=2.5, point=True)
    layers = [
        lines.encode(
            x=x,
            y=alt.Y(
                f"{value}:Q",
                title=title,
                scale=alt.Scale(zero=False),
                axis=alt.Axis(format=number_format),
            ),
            tooltip=[
                alt.Tooltip(f"{period}:N", title="期间"),
                alt.Tooltip(f"{value}:Q", title=title, format=number_format),
            ],
        )
    ]
    for limit, words, colour in limits:
        at = alt.Chart().encode(y=alt.datum(limit))
        layers.append(at.mark_rule(color=colour, strokeDash=[5, 4]))
        layers.append(
            at.mark_text(text=words, align="left", dx=4, dy=-7, color=colour, fontSize=12).encode(
                x=alt.value(0)
            )
        )
    return _style(alt.layer(*layers), height)


def peers(df, labels, height=None):
    """One row a measure: the peers' P20 to P80 as a grey band, their median, this one in blue.

    Columns: label, value, p20, p50, p80. Each row is scaled to its own median (median = 1), so
    that measures of different units stand in one picture; tooltips carry the real figures.
    """
    scaled = df[df["p50"].notna() & (df["p50"] != 0)].copy()
    for column in ("value", "p20", "p80"):
        scaled[f"{column}_scaled"] = scaled[column] / scaled["p50"]
    y = alt.Y("label:N", sort=list(scaled["label"]), title=None, axis=alt.Axis(labelLimit=220))
    tips = _tooltips(["label", "value", "p20", "p50", "p80"], labels)
    base = alt.Chart(scaled).encode(y=y, tooltip=tips)
    title = "相对同级中位数的倍数（灰带：同级第 20 至 80 百分位）"
    band = base.mark_bar(size=BAR, color=PALE).encode(
        x=alt.X(
            "p20_scaled:Q",
            title=title,
            scale=alt.Scale(zero=False),
            axis=alt.Axis(format=".1f", tickCount=8),
        ),
        x2="p80_scaled:Q",
    )
    median = base.mark_tick(color=GREY, size=BAR + 6, thickness=2).encode(x=alt.datum(1))
    own = base.mark_point(color=BLUE, size=160, filled=True, opacity=1).encode(x="value_scaled:Q")
    return _style(band + median + own, height or max(120, len(scaled) * (BAR + 18) + 60))


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
