"""oversight/sql_reading.py: what a SELECT reads, by its text."""

import pytest

from oversight import sql_reading


def test_own_parts_are_not_read_from_elsewhere():
    found = sql_reading.read("WITH a AS (SELECT x FROM t) SELECT a.x, u.y FROM a JOIN u USING (k)")
    assert found.tables == {"t", "u"}
    assert found.columns == {"x", "y", "k"}


@pytest.mark.parametrize(
    "sql, of_t",
    [
        ("SELECT t.a FROM t WHERE t.b > 0", {"a", "b"}),
        ("SELECT * FROM t", None),
        ("SELECT s.*, u.a FROM t AS s JOIN u ON u.k = s.k", None),
        ("SELECT u.*, s.a FROM t AS s JOIN u ON u.k = s.k", {"a", "k", "*"}),
        ("SELECT * EXCLUDE (a) FROM t", None),
        ("SELECT count(*) FROM t WHERE a = 1", {"a"}),
        ("SELECT * FROM (SELECT a FROM t)", {"a"}),
        ("SELECT b FROM u", set()),
    ],
)
def test_columns_that_may_be_read(sql, of_t):
    assert sql_reading.columns_named(sql, "t") == of_t
