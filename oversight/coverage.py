"""What data are there: rows, dates and filled columns of every claims table, counted at publishing.

An indicator that cannot be computed says which table or column it lacks; the page of the data says
how far each table reaches. Both read mart_coverage, so that no page ever scans claims.
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
        labels = [query.columns.get(column, {}).get("label", column) for column in columns]
        con.execute(
            f"INSERT INTO {TABLE} SELECT $1, $2, unnest($3), unnest($4), $5, unnest($6), $7, $8",
            [query.stem, query.title, columns, labels, rows, filled, first, last],
        )


def facts(store, viewer):
    """Coverage of the claims in force: {table: {"rows": n, column: filled values}}."""
    known = {}
    for row in store.rows("data/columns_filled", viewer):
        known.setdefault(row["table_name"], {"rows": row["table_rows"]})
        known[row["table_name"]][row["column_name"]] = row["filled"]
    return known


def missing(card, known):
    """What a card's tables and columns lack, as Chinese phrases; empty when nothing does.

    ``card`` names tables and ``table.column`` or ``table.column|other``; tables that are not claims
    tables (the ledgers) are not judged here.
    """
    lacks = []
    for table in card.get("tables", []):
        if known.get(table, {"rows": 1})["rows"] == 0:
            lacks.append(f"没有“{catalog.get(f'schema/{table}').title}”（{table}）")
    for named in card.get("columns", []):
        table, _, columns = named.partition(".")
        filled = known.get(table, {})
        if filled.get("rows", 0) and not any(filled.get(c) for c in columns.split("|")):
            query = catalog.get(f"schema/{table}")
            labels = [query.columns.get(c, {}).get("label", c) for c in columns.split("|")]
            lacks.append(f"“{query.title}”没有填“{'”或“'.join(labels)}”（{named}）")
    return lacks
