"""A chart of any table from two or three choices: by which column, of what, in what parts.

What the column holds decides the shape: days make a line over months (or days), figures a
histogram, figures against figures a scatter, anything else bars, the largest first.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from oversight import masking, table_charts
from oversight.loose_tables import value

HOW = {"count": "计数", "sum": "合计", "mean": "平均", "median": "中位", "each": "逐行（散点）"}
MOST_BARS, MOST_PARTS, MOST_POINTS, BINS = 20, 5, 2000, 24
_FEW = 12
# A line over fewer days than these is drawn by day.
_DAYS = 92
REST, NOTHING = "其余", "（空）"


@dataclass(frozen=True)
class Chart:
    """A chart: its specification, its heading, and the rows behind it as (name, part, value)."""

    drawn: dict
    heading: str
    rows: tuple
    note: str = ""


def axes(profile):
    """Columns a chart can be drawn by, as place → name: those with more than one value."""
    return {c.place: c.name for c in profile.columns if c.distinct > 1}


def splits(profile, by):
    """Columns that can part a chart: a few repeating values, not the axis itself."""
    few = (c for c in profile.columns if 1 < c.distinct <= 50 and c.distinct * 2 <= c.filled)
    return {c.place: c.name for c in few if c.place != by and not c.dated}


def measures(profile):
    """Columns that can be summed or averaged, as place → name."""
    return {c.place: c.name for c in profile.columns if c.numeric}


def suggest(profile):
    """(by, measure) for a first look: an amount over the table's days, or by its best grouping."""
    dated = [c.place for c in profile.columns if c.dated and c.distinct > 2]
    groups = [
        c
        for c in profile.columns
        if c.kind in ("文字", "编码", "是否") and 1 < c.distinct * 3 <= c.filled
    ]
    money = [c.place for c in profile.columns if c.kind == "金额"]
    best = sorted(groups, key=lambda c: (not 3 <= c.distinct <= MOST_BARS, c.place))
    by = next(iter([*(c.place for c in best), *dated, *axes(profile)]), None)
    return by, (money or [None])[0]


def draw(held, profile, by, how="count", measure=None, split=None):
    """The Chart of a table by column ``by`` (a place); None where there is nothing to draw.

    ``measure`` is the place of the figures that ``how`` (a key of HOW) takes; without it rows are
    counted. ``split`` is the place of a column that parts bars or lines in up to five.
    """
    column = profile.columns[by]
    if measure is None or how == "count":
        how, measure = "count", None
    with held.lock:
        if how == "each":
            return _scatter(held, column, profile.columns[measure]) if column.numeric else None
        if column.numeric and column.distinct > _FEW and measure is None and split is None:
            return _histogram(held, column)
        return _grouped(held, profile, column, how, measure, split)


def _day(place):
    text = value(place)
    return f"coalesce(load_time({text}), try_strptime({text}, '%Y%m%d %H:%M:%S'))"


def _name(held, column):
    """SQL of what a row is grouped by, and whether that is a period."""
    if not column.dated:
        return value(column.place), column.kind == "年月"
    first, last = held.one(f"SELECT min(d), max(d) FROM (SELECT {_day(column.place)} AS d FROM t)")
    form = "%Y-%m-%d" if first and (last - first).days <= _DAYS else "%Y-%m"
    return f"strftime({_day(column.place)}, '{form}')", True


def _figure(held, how, measure):
    number = held.number(measure) if measure is not None else None
    return {
        "count": "count(*)",
        "sum": f"sum({number})",
        "mean": f"avg({number})",
        "median": f"median(CAST({number} AS DOUBLE))",
    }[how]


def _grouped(held, profile, column, how, measure, split):
    group, over_time = _name(held, column)
    part = value(split) if split is not None else "NULL"
    figure = _figure(held, how, measure)
    inner = f"SELECT *, {group} AS g, {part} AS p FROM t"
    order = "g" if over_time else "2 DESC NULLS LAST, 1"
    names = [
        row[0]
        for row in held.all(f"SELECT g, {figure} FROM ({inner}) GROUP BY g ORDER BY {order}")
        if row[0] is not None or not over_time
    ]
    kept = names if over_time else names[:MOST_BARS]
    parts = _parts(held, inner) if split is not None else []
    rest = len(names) > len(kept) and how in ("count", "sum")
    named = f"CASE WHEN list_contains($kept, coalesce(g, '{NOTHING}')) THEN "
    named += f"coalesce(g, '{NOTHING}') ELSE '{REST}' END"
    parted = f"CASE WHEN list_contains($parts, p) THEN p ELSE '{REST}' END"
    found = held.all(
        f"SELECT {named} AS n, {parted if parts else 'NULL'} AS part, {figure} FROM ({inner}) "
        "GROUP BY 1, 2",
        {"kept": [name or NOTHING for name in kept]} | ({"parts": parts} if parts else {}),
    )
    values = {(name, part): figure for name, part, figure in found if figure is not None}
    order = [*(name or NOTHING for name in kept), *([REST] if rest else [])]
    shown = [*parts, REST] if any(part == REST for _, part in values) and parts else parts
    return _chart(profile, column, how, measure, split, values, order, shown, over_time)


def _parts(held, inner):
    return [
        row[0]
        for row in held.all(
            f"SELECT p FROM ({inner}) WHERE p IS NOT NULL GROUP BY p "
            f"ORDER BY count(*) DESC, p LIMIT {MOST_PARTS}"
        )
    ]


def _plain(name):
    """A column's name without the national name behind its Chinese label."""
    return re.sub(r"(?<=[^\x00-\x7f]) [a-z0-9_]+$", "", name)


def _chart(profile, column, how, measure, split, values, order, parts, over_time):
    title = (
        HOW[how] if measure is None else f"{_plain(profile.columns[measure].name)}（{HOW[how]}）"
    )
    title = "行数" if how == "count" else title
    rows, shown_as = [], _apart(masking.masked(column.name, name) for name in order)
    for name, shown_name in zip(order, shown_as, strict=True):
        for place, part in enumerate(parts or [None]):
            if (name, part) in values:
                figure = values[name, part]
                rows.append(
                    {
                        "name": shown_name,
                        "part": part and masking.masked(profile.columns[split].name, part),
                        "value": float(figure),
                        "words": written(figure),
                        "order": place,
                    }
                )
    if not rows:
        return None
    shown = tuple(dict.fromkeys(row["part"] for row in rows if row["part"]))
    draw_it = table_charts.lines if over_time else table_charts.bars
    behind = tuple((row["name"], row["part"], row["value"]) for row in rows)
    heading = f"按{_plain(column.name)}的{title}"
    return Chart(draw_it(rows, _plain(column.name), title, shown), heading, behind)


def _apart(names):
    """Names that stay apart when masking has made them alike."""
    seen = {}
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        yield name if seen[name] == 1 else f"{name}（{seen[name]}）"


def written(figure):
    """A figure with separators, two decimals at most; in 万 from ten thousand on."""
    figure = Decimal(str(figure))
    if abs(figure) >= 10_000:
        return f"{figure / 10_000:,.2f}万"
    return f"{figure:,.0f}" if figure == figure.to_integral() else f"{figure:,.2f}"


def _histogram(held, column):
    figures = f"SELECT CAST({held.number(column.place)} AS DOUBLE) AS n FROM t"
    low, high = held.one(f"SELECT min(n), max(n) FROM ({figures})")
    width = (high - low) / BINS
    if column.kind == "整数":  # whole bounds for whole numbers
        width = max(1, -(-(high - low + 1) // BINS))
    if not width:
        return None
    found = held.all(
        f"SELECT least(floor((n - {low!r}) / {width!r}), {BINS - 1}) AS bin, count(*) FROM "
        f"({figures}) WHERE n IS NOT NULL "
        "GROUP BY bin ORDER BY bin"
    )
    rows = []
    for number, count in found:
        first, last = low + number * width, low + (number + 1) * width
        name = f"{written(round(first, 2))} 至 {written(round(last, 2))}"
        rows.append({"low": first, "high": last, "name": name, "value": count})
    behind = tuple((row["name"], None, row["value"]) for row in rows)
    heading = f"{_plain(column.name)}的分布"
    return Chart(table_charts.histogram(rows, _plain(column.name), "行数"), heading, behind)


def _scatter(held, column, other):
    x, y = held.number(column.place), held.number(other.place)
    both = f"SELECT row, {x} AS x, {y} AS y FROM t WHERE {x} IS NOT NULL AND {y} IS NOT NULL"
    (count,) = held.one(f"SELECT count(*) FROM ({both})")
    # Every n-th row: the same points at every look.
    step = max(1, -(-count // MOST_POINTS))
    found = held.all(
        f"SELECT row, x, y FROM (SELECT *, row_number() OVER (ORDER BY row) AS n FROM ({both})) "
        f"WHERE n % {step} = 0 ORDER BY row"
    )
    rows = [{"name": f"第 {r} 行", "x": float(a), "value": float(b)} for r, a, b in found]
    if not rows:
        return None
    behind = tuple((row["name"], written(row["x"]), row["value"]) for row in rows)
    note = f"共 {count:,} 行，每 {step} 行画一点。" if step > 1 else ""
    heading = f"{_plain(column.name)}与{_plain(other.name)}"
    return Chart(
        table_charts.scatter(rows, _plain(column.name), _plain(other.name)), heading, behind, note
    )
