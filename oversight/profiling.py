"""What a table of unknown meaning holds: each column's type, gaps, values, and what looks wrong.

One pass of DuckDB per column. Nothing is judged by what a column should mean, only by what most of
its own cells are; every fault names its first rows. Personal data are shown masked.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from oversight import id_numbers, masking
from oversight.adding_up import check_sums, check_totals
from oversight.column_types import kind_of, look
from oversight.values import compact

EXAMPLES = 5
OUTLIER = "离群值"
MAD_LIMIT, IQR_TIMES, LEAST_FOR_OUTLIERS = 3.5, 1.5, 8
_MAD_TO_SIGMA = 0.6745
# Above it the most frequent values of a column of codes are not counted: they say nothing.
MANY = 100_000
# A column that is filled in nearly every row: a gap there is worth a word.
NEARLY_FULL = 0.9
_AHEAD = re.compile(r"限|截止|结束|到期|计划|终止|有效期|预计|end|due", re.IGNORECASE)
_PLAIN = r"[-+]?[￥¥]?[\d,，]*\.?\d+[%％元]?|\(?-?[\d.]+\)?"
_UNIT_WORDS = {10**8: "亿元", 10**4: "万元", 1000: "千元"}


@dataclass(frozen=True)
class Problem:
    """Something to look at: which column (None: the whole table), how often, the first places.

    ``examples`` are (row in the file, text or None), texts already masked.
    """

    column: str | None
    what: str
    count: int
    examples: tuple = ()
    advice: str = ""

    def places(self):
        """The first places as a sentence."""
        said = [f"第 {row} 行“{text}”" if text else f"第 {row} 行" for row, text in self.examples]
        return "；".join(said) + ("……" if self.count > len(self.examples) > 0 else "")


@dataclass
class Column:
    """What one column holds. Counts are rows; figures are Decimal; ``top`` are (text, rows)."""

    place: int
    name: str
    kind: str
    filled: int
    missing: int
    distinct: int
    top: tuple = ()
    low: object = None
    high: object = None
    middle: Decimal | None = None
    quarter: Decimal | None = None
    three_quarters: Decimal | None = None
    average: Decimal | None = None
    total: Decimal | None = None
    outliers: int = 0
    rule: str = ""

    @property
    def numeric(self):
        """True where sums and quantiles mean something."""
        return self.kind in ("整数", "小数", "金额", "百分比")

    @property
    def dated(self):
        """True where the values are days or times."""
        return self.kind in ("日期", "时间")


@dataclass
class Profile:
    """A table's profile: ``rows`` of data, its columns, what looks wrong, what could be a key.

    ``sums`` say of every written total whether it agrees.
    """

    rows: int
    columns: list = field(default_factory=list)
    problems: list = field(default_factory=list)
    keys: list = field(default_factory=list)
    sums: list = field(default_factory=list)


def profile(held, today=None, progress=None):
    """The Profile of a loose_tables.Held. ``today`` is the day after which a date is ahead;
    ``progress(share, sentence)`` is told of each column."""
    found = Profile(held.rows)
    for place, name in enumerate(held.columns):
        if progress:
            progress(place / len(held.columns), f"正在核对：{name}")
        found.columns.append(_column(held, place, name, found, today or date.today()))
    held.con.execute("DROP TABLE IF EXISTS seen")
    _whole(held, found)
    # What may be right comes last.
    found.problems.sort(key=lambda problem: problem.what == OUTLIER)
    return found


def _column(held, place, name, found, today):
    n = look(held, place)
    kind = kind_of(name, n)
    column = Column(place, name, kind, n["filled"], held.rows - n["filled"], n["distinct"])
    if n["distinct"] < n["filled"] and (n["filled"] < MANY or n["distinct"] * 2 <= n["filled"]):
        top = held.all(
            "SELECT v, count(*) FROM seen WHERE v IS NOT NULL GROUP BY v ORDER BY 2 DESC, 1 LIMIT 3"
        )
        column.top = tuple((masking.masked(name, text), count) for text, count in top)
    problems = _Problems(held, name, found)
    if column.numeric:
        _figures(held, column, problems)
    elif column.dated:
        _days(held, column, problems, today)
    elif kind in ("编码", "年月"):
        text = "SELECT min(v), max(v) FROM seen"
        column.low, column.high = (masking.masked(name, v) for v in held.one(text))
    _faults(column, n, problems, held)
    if masking.is_identity(name):
        _identities(held, problems)
    return column


def _identities(held, problems):
    """Identity numbers that cannot be: by length, birth date and check digit."""
    said = held.all("SELECT DISTINCT v FROM seen WHERE v IS NOT NULL AND v <> '无'")
    wrong = [text for (text,) in said if id_numbers.parse(text).status == "wrong"]
    if wrong:
        held.con.execute(
            "CREATE OR REPLACE TEMP TABLE wrong_identity AS SELECT unnest($1) AS v", [wrong]
        )
        advice = "按位数、出生日期、校验位核对，请对照证件改正"
        problems.where("证件号不成立", "v IN (SELECT v FROM wrong_identity)", None, advice)


class _Problems:
    """Collects what is wrong with one column."""

    def __init__(self, held, name, found):
        self.held, self.name, self.found = held, name, found

    def where(self, what, condition, count=None, advice="", order="row"):
        """One problem of the rows that meet ``condition`` in the table ``seen``; how many."""
        if count is None:
            count = self.held.one(f"SELECT count(*) FROM seen WHERE {condition}")[0]
        if count:
            rows = self.held.all(
                f"SELECT row, raw FROM seen WHERE {condition} ORDER BY {order} LIMIT {EXAMPLES}"
            )
            shown = tuple((row, masking.masked(self.name, _short(raw))) for row, raw in rows)
            self.found.problems.append(Problem(self.name, what, count, shown, advice))
        return count


def _short(text):
    text = text and " ".join(text.split())
    return text if not text or len(text) <= 30 else f"{text[:29]}…"


def _faults(column, n, problems, held):
    """What may be wrong in any column."""
    name, filled = column.name, n["filled"]
    problems.where(
        "编号被 Excel 改成科学计数",
        "ruined",
        n["ruined"],
        "末几位已经丢失，请从系统重新导出并按文本保存",
    )
    problems.where(
        "首尾有空格", "v IS NOT NULL AND raw <> v", n["padded"], "比对、汇总时会当成不同的值"
    )
    if column.dated:
        problems.where("日期不存在", "(dated OR eight) AND day IS NULL", None, "请核对年月日")
        odd = "v <> '无' AND NOT dated AND NOT eight"
        serial = f"{odd} AND num BETWEEN 20000 AND 60000"
        if problems.where("像是 Excel 的日期序号", serial, None, "请把该列改为日期格式"):
            odd += " AND NOT coalesce(num BETWEEN 20000 AND 60000, false)"
        problems.where(f"{column.kind}列里混有别的内容", odd)
    elif column.numeric:
        what = f"{column.kind}列里混有文字"
        problems.where(what, "v <> '无' AND num IS NULL AND NOT ruined", None, "这些值没有计入统计")
    elif column.kind == "是否" and n["distinct"] > 2:
        problems.where("“是否”的写法不统一", "v IS NOT NULL")
    if column.numeric and column.place in held.units:
        own = {1: "万元?$"}.get(held.units[column.place], "(^|[^万])元$")
        what = f"单位与表头不同，已按 {_UNIT_WORDS.get(held.units[column.place], '元')}换算"
        problems.where(what, f"num IS NOT NULL AND regexp_matches(v, '{own}')")
    if column.numeric:
        worded = f"num IS NOT NULL AND NOT regexp_full_match(v, '{_PLAIN}')"
        advice = "已按数字统计，Excel 求和时会漏掉它们"
        problems.where("数字写成了带字的文字", worded, None, advice)
    texts = held.as_text.get(column.place)
    if texts and column.numeric:
        shown = tuple((row, None) for row in texts[:EXAMPLES])
        advice = "Excel 求和时会漏掉它们"
        problems.found.problems.append(Problem(name, "数字以文本保存", len(texts), shown, advice))
    if 0 < column.missing <= (1 - NEARLY_FULL) * held.rows and filled:
        problems.where("缺值", "v IS NULL", column.missing)


def _figures(held, column, problems):
    low, high, total, average, *quantiles, spread, counted = held.one(
        "SELECT min(num), max(num), sum(num), avg(num), quantile_cont(CAST(num AS DOUBLE), "
        "[0.25, 0.5, 0.75])[1], quantile_cont(CAST(num AS DOUBLE), [0.25, 0.5, 0.75])[2], "
        "quantile_cont(CAST(num AS DOUBLE), [0.25, 0.5, 0.75])[3], mad(CAST(num AS DOUBLE)), "
        "count(num) FROM seen"
    )
    column.low, column.high, column.total = low, high, total
    column.average = Decimal(str(average))
    column.quarter, column.middle, column.three_quarters = (Decimal(str(q)) for q in quantiles)
    first, middle, third = quantiles
    if counted < LEAST_FOR_OUTLIERS:
        column.rule = f"不足 {LEAST_FOR_OUTLIERS} 个数，不判离群"
        return
    if spread:
        limit = MAD_LIMIT * spread / _MAD_TO_SIGMA
        column.rule = f"离中位数超过 {MAD_LIMIT} 倍稳健标准差（MAD）"
        odd = f"abs(CAST(num AS DOUBLE) - {middle!r}) > {limit!r}"
    elif third > first:
        reach = IQR_TIMES * (third - first)
        column.rule = f"在四分位距 {IQR_TIMES} 倍之外（IQR）"
        odd = f"CAST(num AS DOUBLE) NOT BETWEEN {first - reach!r} AND {third + reach!r}"
    else:
        column.rule = "过半的值相同，不判离群"
        return
    order = f"abs(CAST(num AS DOUBLE) - {middle!r}) DESC, row"
    odd = f"num IS NOT NULL AND {odd}"
    column.outliers = problems.where(OUTLIER, odd, None, f"{column.rule}；不一定是错", order)


def _days(held, column, problems, today):
    shown = "%Y-%m-%d %H:%M" if column.kind == "时间" else "%Y-%m-%d"
    low, high = held.one(
        f"SELECT strftime(min(day), '{shown}'), strftime(max(day), '{shown}') FROM seen"
    )
    column.low, column.high = low, high
    if not _AHEAD.search(column.name):
        later = f"day >= DATE '{today}' + 1"
        problems.where(f"日期晚于 {today}", later)


def _whole(held, found):
    """What concerns the table as a whole: repeats, gaps, keys, totals."""
    empty = [c.name for c in found.columns if c.kind == "空"]
    if empty and held.rows:
        named = "、".join(empty[:8]) + (f"等 {len(empty)} 列" if len(empty) > 8 else "")
        found.problems.insert(0, Problem(None, f"整列空白：{named}", len(empty)))
    if held.broken:
        rows = tuple((line, None) for line in held.broken[:EXAMPLES])
        found.problems.insert(
            0, Problem(None, "引号不成对或列数不对的行，没有计入", len(held.broken), rows)
        )
    _repeated(held, found)
    found.keys = _keys(held, found)
    for problem, sum_said in (*check_totals(held, found.columns), *check_sums(held, found.columns)):
        found.sums.append(sum_said)
        if problem:
            place, what, count, examples = problem
            found.problems.append(Problem(place, what, count, examples, "请核对原表"))


def _counter(column, rows):
    """True for a running number: it does not make a repeated row another one."""
    named = compact(column.name) in ("序号", "编号", "行号", "index", "Index", "No", "NO")
    return named and column.distinct == rows


def _repeated(held, found):
    places = [c.place for c in found.columns if c.filled and not _counter(c, held.rows)]
    if not places or held.rows < 2:
        return
    whole = ", ".join(f"c{place}" for place in places)
    count, groups = held.one(
        f"SELECT coalesce(sum(n - 1), 0), count(*) FROM (SELECT count(*) AS n FROM t "
        f"GROUP BY hash({whole}) HAVING n > 1)"
    )
    if count:
        rows = held.all(
            "SELECT max(row), string_agg(row, '、' ORDER BY row) FROM t "
            f"GROUP BY hash({whole}) HAVING count(*) BETWEEN 2 AND 4 "
            f"ORDER BY min(row) LIMIT {EXAMPLES}"
        )
        shown = tuple((row, f"与第 {same} 行相同") for row, same in _others(rows))
        found.problems.insert(0, Problem(None, "整行重复", int(count), shown, f"共 {groups} 组"))


def _others(rows):
    for last, listed in rows:
        others = [row for row in listed.split("、") if row != str(last)]
        yield last, "、".join(others)


def _keys(held, found):
    """Columns, or pairs of columns, that tell every row from every other."""
    full = [c for c in found.columns if c.filled == held.rows and held.rows > 1]
    texts = [c for c in full if c.kind not in ("小数", "金额", "百分比")]
    alone = [c for c in texts if c.distinct == held.rows]
    codes = [c for c in alone if c.kind in ("编码", "整数")]
    single = [(c.name,) for c in codes or alone]
    if single or held.rows < 2:
        return single[:4]
    likely = sorted(texts, key=lambda c: -c.distinct)[:6]
    pairs = []
    for place, one in enumerate(likely):
        for other in likely[place + 1 :]:
            if one.distinct * other.distinct < held.rows:
                continue
            distinct = held.one(
                f"SELECT count(DISTINCT hash(c{one.place}, c{other.place})) FROM t"
            )[0]
            if distinct == held.rows:
                pairs.append((one.name, other.name))
    return pairs[:4]
