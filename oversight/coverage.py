"""What data are there: rows, dates and filled columns of every claims table, counted at publishing.

The page of the data says how far each table reaches from mart_coverage, and never scans claims.
"""

from oversight import catalog

TABLE = "mart_coverage"
_COLUMNS = """
SELECT table_name, column_name FROM duckdb_columns()
WHERE database_name = current_database() AND schema_name = current_schema() AND NOT internal
ORDER BY table_name, column_index
"""


def build(con):
    """Count every table of queries/schema into mart_coverage; one scan per table.

    One row per table and column: rows of the table, filled (not NULL) values of the column, and the
    first and last day of the table's date column, as its card names it.
    """
    con.execute(
        f"CREATE OR REPLACE TABLE {TABLE} (table_name VARCHAR, title VARCHAR, column_name VARCHAR,"
        " label VARCHAR, rows BIGINT, filled BIGINT, date_from DATE, date_to DATE)"
    )
    held = {}
    for table, column in con.execute(_COLUMNS).fetchall():
        held.setdefault(table, []).append(column)
    found = [
        row
        for query in catalog.load("schema").values()
        for row in _of_table(con, query, held[query.stem])
    ]
    con.execute(
        f"INSERT INTO {TABLE} SELECT {', '.join(f'unnest(${n})' for n in range(1, 9))}",
        list(map(list, zip(*found, strict=True))),
    )


def _of_table(con, query, columns):
    dated = query.card.get("date")
    day = f"TRY_CAST({dated} AS DATE)" if dated else "NULL"
    counts = ", ".join(f"count({column})" for column in columns)
    rows, first, last, *filled = con.execute(
        f"SELECT count(*), min({day}), max({day}), {counts} FROM {query.stem}"
    ).fetchone()
    if "rule_code" in columns:
        # Knowledge points of one rule are nothing to another: each rule's count as a column.
        of_rule = con.execute(
            f"SELECT 'rule_code=' || rule_code, count(*) FROM {query.stem}"
            " WHERE rule_code IS NOT NULL GROUP BY ALL"
        ).fetchall()
        columns = [*columns, *(name for name, _ in of_rule)]
        filled += [count for _, count in of_rule]
    for column, count in zip(columns, filled, strict=True):
        label = query.columns.get(column, {}).get("label", column)
        yield query.stem, query.title, column, label, rows, count, first, last
