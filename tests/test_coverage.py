"""oversight/coverage.py: what there is of each table."""

from datetime import date

import duckdb
import pytest

from oversight import claims_schema, coverage, publishing
from oversight.store import open_store
from oversight.viewer import LOCAL


@pytest.fixture
def con():
    connection = duckdb.connect()
    claims_schema.create(connection)
    yield connection
    connection.close()


def test_rows_dates_and_filled_columns_are_counted(con):
    con.execute(
        "INSERT INTO setl_d (setl_id, setl_time, fund_pay_sumamt) VALUES"
        " ('S1', TIMESTAMP '2025-01-31 23:59:00', 5), ('S2', TIMESTAMP '2025-03-01', NULL)"
    )
    coverage.build(con)
    found = con.execute(
        "SELECT column_name, title, label, rows, filled, date_from, date_to FROM mart_coverage"
        " WHERE table_name = 'setl_d' AND column_name IN ('fund_pay_sumamt', 'inscp_amt')"
        " ORDER BY column_name"
    ).fetchall()
    days = (date(2025, 1, 31), date(2025, 3, 1))
    assert found == [
        ("fund_pay_sumamt", "结算信息", "基金支付总额", 2, 1, *days),
        ("inscp_amt", "结算信息", "符合范围金额", 2, 0, *days),
    ]


def test_every_table_of_the_schema_is_covered(con):
    coverage.build(con)
    tables = con.execute("SELECT count(DISTINCT table_name), sum(rows) FROM mart_coverage")
    assert tables.fetchone() == (len(publishing.catalog.load("schema")), 0)


def test_a_published_file_knows_its_coverage(folder):
    with publishing.publish(folder) as con:
        con.execute("INSERT INTO death (psn_no, die_date) VALUES ('A', DATE '2025-01-01')")
    store = open_store(folder)
    try:
        (row,) = [r for r in store.rows("data/coverage", LOCAL) if r["table_name"] == "death"]
        assert (row["table_rows"], row["filled_columns"], row["date_to"]) == (
            1, 2, date(2025, 1, 1),
        )  # fmt: skip
    finally:
        store.close()
