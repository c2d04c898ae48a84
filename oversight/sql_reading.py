"""What a SELECT of queries/ reads, by its text: tables and views, and which of their columns."""

from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True)
class Reading:
    """``tables``: names of the tables and views read, the SELECT's own CTEs left out.

    ``columns``: every column it names, of whichever of them. ``whole``: those of which it takes all
    columns.
    """

    tables: frozenset
    columns: frozenset
    whole: frozenset


@cache
def read(sql):
    """The Reading of a SELECT. Each text is parsed once in a process: it takes ten milliseconds."""
    # Here, not above: it loads slowly, and a page publishes nothing.
    import sqlglot
    from sqlglot import exp

    tree = sqlglot.parse_one(sql, read="duckdb")
    own = {cte.alias for cte in tree.find_all(exp.CTE)}
    names = {table.name for table in tree.find_all(exp.Table) if table.name}
    joined = {
        name.name for join in tree.find_all(exp.Join) for name in join.args.get("using") or []
    }
    whole = {name for select in tree.find_all(exp.Select) for name in _taken_whole(select, exp)}
    return Reading(
        tables=frozenset(names - own),
        columns=frozenset({column.name for column in tree.find_all(exp.Column)} | joined),
        whole=frozenset(whole),
    )


def tables_read(sql):
    """Names of the tables and views a SELECT reads, its own CTEs left out."""
    return read(sql).tables


def columns_named(sql, view):
    """Columns of ``view`` that a SELECT may read, by name; None for all of them."""
    found = read(sql)
    if view not in found.tables:
        return frozenset()
    return None if view in found.whole else found.columns


def _taken_whole(select, exp):
    """Names of the tables of which a SELECT takes all columns: ``*``, ``alias.*``."""
    clauses = [
        select.args.get("from_") or select.args.get("from"),
        *(select.args.get("joins") or []),
    ]
    sources = [c.this for c in clauses if c is not None and isinstance(c.this, exp.Table)]
    starred = [column for column in select.expressions if column.is_star]
    every = any(isinstance(column, exp.Star) for column in starred)
    aliases = {column.table for column in starred if isinstance(column, exp.Column)}
    return [s.name for s in sources if every or s.alias_or_name in aliases]
