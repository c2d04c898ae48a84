"""Rules, and the views they read, must mean the same on DuckDB and Spark; these spellings do not.

And a card's ``tables`` are the tables the SQL reads, views followed to the bottom.
"""

import pytest
import sqlglot
from sqlglot import exp

from oversight import catalog, rulebook, sql_reading
from tests import engines

RULES = catalog.load("rules")
VIEWS = catalog.load("views")
QUERIES = RULES | VIEWS
BANNED = {
    exp.Anonymous: "sqlglot does not know this function and would pass it through as is",
    exp.CurrentDate: "the date comes in as $as_of, so a report can be reproduced",
    exp.DayOfWeek: "Sunday is 0 on DuckDB, 1 on Spark",
    exp.DayOfWeekIso: "Sunday is 7 on DuckDB, 2 on Spark",
    exp.PercentileCont: "exact on DuckDB, approximate or an error on Spark; use cume_dist()",
    exp.Quantile: "exact on DuckDB, an error on Spark; use cume_dist()",
    exp.Avg: "a double of a decimal on DuckDB, a decimal on Spark",
}


def whole(node):
    return node.is_type(*exp.DataType.INTEGER_TYPES)


def faults(sql):
    """What in a SELECT would mean something else on Spark."""
    tree = sqlglot.parse_one(sql, read="duckdb")
    for node in tree.walk():
        if type(node) in BANNED:
            yield f"{node.sql()}: {BANNED[type(node)]}"
        elif isinstance(node, exp.DateDiff) and node.args["unit"].name.upper() != "DAY":
            yield f"{node.sql()}: months and years count differently"
        elif isinstance(node, exp.Div) and not isinstance(
            node.expression, (exp.Nullif, exp.Literal)
        ):
            yield f"{node.sql()}: inf on DuckDB, error on Spark"
        elif isinstance(node, exp.Interval) and list(node.find_all(exp.Parameter, exp.Placeholder)):
            yield f"{node.sql()}: Spark cannot parse a parameter in an interval"
        elif isinstance(node, exp.Cast) and whole(node.to) and isinstance(node.this, exp.Div):
            yield f"{node.sql()}: 2.5 becomes 3 on DuckDB, 2 on Spark; round first"
        elif isinstance(node, exp.Sub) and _dates(node):
            yield f"{node.sql()}: days on DuckDB, an interval on Spark; use date_diff"


def _dates(node):
    names = [side.name for side in (node.this, node.expression) if isinstance(side, exp.Column)]
    return len(names) == 2 and all(name.endswith(("_date", "_on", "date")) for name in names)


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_query_is_portable(query):
    assert list(faults(query.sql)) == []


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT d2_date - d1_date FROM t",
        "SELECT date_diff('month', a, b) FROM t",
        "SELECT a / b FROM t",
        "SELECT dayofweek(d), x FROM t",
        "SELECT isodow(d) FROM t",
        "SELECT quantile_cont(x, 0.95) FROM t",
        "SELECT percentile_cont(0.95) WITHIN GROUP (ORDER BY x) FROM t",
        "SELECT d + INTERVAL ($n) DAY FROM t",
        "SELECT CAST(x / 2 AS INTEGER) FROM t",
        "SELECT avg(x) FROM t",
        "SELECT strlen(x) FROM t",
        "SELECT current_date",
    ],
)
def test_what_is_not_portable_is_seen(sql):
    assert list(faults(sql))


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_query_reads_the_tables_it_declares(query):
    assert engines.base_tables(query.sql) == set(query.card["tables"])


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_what_a_rule_needs_exists(rule):
    optional = set(rule.card.get("optional", []))
    assert optional < set(rule.card["tables"]), "at least one table is needed"
    for spec in rule.card.get("columns", []):
        for table, column in rulebook.choices(spec):
            assert table in rule.card["tables"], spec
            assert column in catalog.get(f"schema/{table}").columns, spec


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_query_is_one_select(query):
    assert len(sqlglot.parse(query.sql, read="duckdb")) == 1
    assert sql_reading.tables_read(query.sql)
