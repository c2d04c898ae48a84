"""Written totals against the sums of their rows: 合计 and 小计 lines, and 合计 columns.

A total that does not add up is the first thing an auditor looks for in a table someone typed.
"""

import re
from decimal import Decimal

from oversight.loose_tables import number
from oversight.values import compact

_NOT_ADDED = re.compile(r"率|比例|占比|单价|均|年龄|序号|编号|[%％]|天数$|级别|年度|月份")
_SUM_COLUMN = re.compile(r"合计$|总计$|小计$|总额$|共计$")
# A column of sums must agree with its parts in this share of at least so many rows.
_AGREES, _LEAST_ROWS = 0.8, 5
_EXAMPLES = 5


def _half(number):
    """Half a unit of a number's last place: 0.005 for 3.33."""
    return Decimal(1).scaleb(min(0, number.normalize().as_tuple().exponent)) / 2


def _said(number):
    return f"{number.normalize():,f}" if number == number.to_integral() else f"{number:,.2f}"


def check_totals(held, columns):
    """For every written total: (problem or None, sentence).

    A problem is (column, what, count, examples). 小计 sums the rows since the total before it;
    合计 all rows, or those since the total before it, whichever agrees.
    """
    added = [c for c in columns if c.numeric and not _NOT_ADDED.search(compact(c.name))]
    marks = sorted(held.totals, key=lambda total: total[0])
    above = 0
    for row, cells, word in marks:
        for column in added:
            written = _written(held, column.place, cells[column.place])
            if written is None:
                continue
            yield _judge(held, column, row, word, written, above)
        above = row


def _written(held, place, text):
    unit = held.units.get(place, 1)
    return text and held.one(f"SELECT {number('$1', unit)}", [text.strip()])[0]


def _sum(held, column, first, last):
    total, count = held.one(
        f"SELECT sum(n), count(n) FROM (SELECT {held.number(column.place)} AS n FROM t "
        "WHERE row > $1 AND row < $2)",
        [first, last],
    )
    return Decimal(total or 0), count


def _judge(held, column, row, word, written, above):
    whole, count = _sum(held, column, 0, 1 << 60)
    part, of_part = _sum(held, column, above, row)
    candidates = [(part, of_part)] if word == "小计" else [(whole, count), (part, of_part)]
    for total, _ in candidates:
        if total == written:
            said = f"第 {row} 行{word}“{column.name}”写 {_said(written)}，与各行之和一致"
            return None, said
    total, counted = candidates[0]
    gap = written - total
    said = f"第 {row} 行{word}“{column.name}”写 {_said(written)}，各行之和是 {_said(total)}"
    # A total rounded to fewer places than its rows; or rows rounded to 万元, one by one.
    in_wan = held.units.get(column.place, 1) > 1
    of_total, of_rows = _half(written), _half(total) * counted * in_wan
    if abs(gap) <= max(of_total, of_rows) < 1 and of_total < Decimal("0.5"):
        return None, f"{said}，相差 {_said(gap)}，像是四舍五入"
    what = f"{word}与各行之和不符：写 {_said(written)}，应为 {_said(total)}，相差 {_said(gap)}"
    return (column.name, what, 1, ((row, None),)), f"{said}，相差 {_said(gap)}"


def check_sums(held, columns):
    """For every column named 合计: (problem or None, sentence) against the columns beside it.

    Its parts are the neighbouring number columns whose sum it is in most rows; without such
    columns nothing is said.
    """
    for column in columns:
        if not (column.numeric and _SUM_COLUMN.search(compact(column.name))):
            continue
        best = None
        for parts in _neighbours(columns, column):
            summed = " + ".join(f"coalesce({held.number(p.place)}, 0)" for p in parts)
            own = held.number(column.place)
            agree, rows = held.one(
                f"SELECT count(*) FILTER (own = parts), count(*) FROM "
                f"(SELECT {own} AS own, {summed} AS parts FROM t) WHERE own IS NOT NULL"
            )
            if rows >= _LEAST_ROWS and agree >= _AGREES * rows and (not best or agree > best[0]):
                best = (agree, rows, parts, own, summed)
        if best:
            yield _compare(held, column, *best)


def _neighbours(columns, column):
    """Runs of at least two number columns that end before, or begin after, the column."""
    place = columns.index(column)
    before, after = [], []
    for near in reversed(columns[:place]):
        if not near.numeric or _NOT_ADDED.search(compact(near.name)):
            break
        before.insert(0, near)
    for near in columns[place + 1 :]:
        if not near.numeric or _NOT_ADDED.search(compact(near.name)):
            break
        after.append(near)
    for run in [before[-n:] for n in range(2, len(before) + 1)]:
        yield run
    for run in [after[:n] for n in range(2, len(after) + 1)]:
        yield run


def _compare(held, column, agree, rows, parts, own, summed):
    named = "＋".join(part.name for part in parts)
    if agree == rows:
        return None, f"“{column.name}”每行都等于 {named}"
    wrong = held.con.execute(
        f"SELECT row, own, parts FROM (SELECT row, {own} AS own, {summed} AS parts FROM t) "
        f"WHERE own IS NOT NULL AND own <> parts ORDER BY row LIMIT {_EXAMPLES}"
    ).fetchall()
    shown = tuple((row, f"写 {_said(x)}，相加 {_said(y)}") for row, x, y in wrong)
    what = f"不等于 {named}"
    return (column.name, what, rows - agree, shown), f"“{column.name}”有 {rows - agree} 行{what}"
