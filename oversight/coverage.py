"""What data are there: rows, dates and filled columns of every claims table, counted at publishing.

The page of the data says how far each table reaches from mart_coverage, and never scans claims.
"""

from oversight import catalog

TABLE = "mart_coverage"


def build(con):
    """Count every table of queries/schema into mart_coverage; one scan per table.

    One row per table and column: rows of the table, filled (not NULL) values of the column, and the
    first and last day of the table's date column, as its card names it.
    """
    con.execute(
        f"CREATE OR REPLACE TABLE {TABLE} (table_name VARCHAR, title VARCHAR, column_name VARCHAR,"
        " label VARCHAR, rows BIGINT, filled BIGINT, date_from DATE, date_to DATE)"
    )
    for query in catalog.load("schema").values():
        columns = [row[0] for row in con.execute(f"DESCRIBE {query.stem}").fetchall()]
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
            columns += [name for name, _ in of_rule]
            filled += [count for _, count in of_rule]
        labels = [query.columns.get(column, {}).get("label", column) for column in columns]
        con.execute(
            f"INSERT INTO {TABLE} SELECT $1, $2, unnest($3), unnest($4), $5, unnest($6), $7, $8",
            [query.stem, query.title, columns, labels, rows, filled, first, last],
        )
