"""The tables of a claims file: those of queries/schema, and what is noted beside them."""

import duckdb

from oversight import calendar_table, catalog

_CALENDAR = ", ".join(f"{name} {kind}" for name, kind in calendar_table.COLUMNS.items())
_BOOKKEEPING = f"""
CREATE TABLE IF NOT EXISTS cal_day ({_CALENDAR});
CREATE TABLE IF NOT EXISTS oversight_file (
    version INTEGER, created_at TIMESTAMP, kind VARCHAR, shape VARCHAR);
CREATE TABLE IF NOT EXISTS load_batch (
    table_name VARCHAR, file_name VARCHAR, file_sha256 VARCHAR, rows BIGINT, loaded_at TIMESTAMP,
    date_from DATE, date_to DATE, note VARCHAR);
CREATE TABLE IF NOT EXISTS finding (
    finding_key VARCHAR, rule VARCHAR, code VARCHAR, subject_id VARCHAR, psn_no VARCHAR,
    fixmedins_code VARCHAR, event_date DATE, total_amount DECIMAL(18, 2),
    fund_amount DECIMAL(18, 2), measured_value DOUBLE, evidence VARCHAR, params VARCHAR,
    rule_sha256 VARCHAR, run_id VARCHAR, data_to DATE, found_at TIMESTAMP);
ALTER TABLE finding ADD COLUMN IF NOT EXISTS found_at TIMESTAMP;
CREATE TABLE IF NOT EXISTS finding_gone AS
SELECT *, NULL::VARCHAR AS gone_run_id, NULL::TIMESTAMP AS gone_at, NULL::VARCHAR AS gone_reason
FROM finding LIMIT 0;
CREATE TABLE IF NOT EXISTS load_change (table_name VARCHAR, psn_no VARCHAR, day DATE);
CREATE TABLE IF NOT EXISTS screened_state (
    table_name VARCHAR, print VARCHAR, noted_at TIMESTAMP);
CREATE TABLE IF NOT EXISTS rule_run (
    run_id VARCHAR, rule VARCHAR, code VARCHAR, status VARCHAR, reason VARCHAR, hits BIGINT,
    total_amount DECIMAL(18, 2), fund_amount DECIMAL(18, 2), seconds DOUBLE, params VARCHAR,
    rule_sha256 VARCHAR, as_of DATE, ran_at TIMESTAMP);
CREATE TABLE IF NOT EXISTS kb_version (
    library VARCHAR, version INTEGER, kind VARCHAR, title VARCHAR, batch VARCHAR,
    rule_code VARCHAR, action VARCHAR, points INTEGER, codes INTEGER, points_new INTEGER,
    points_changed INTEGER, points_unchanged INTEGER, points_gone INTEGER, points_unread INTEGER,
    file_name VARCHAR, file_sha256 VARCHAR, installed_by VARCHAR, installed_at TIMESTAMP,
    begndate DATE, record_sha256 VARCHAR);
CREATE TABLE IF NOT EXISTS kb_point (
    point_id VARCHAR, library VARCHAR, version INTEGER, point_no VARCHAR, point_name VARCHAR,
    limit_text VARCHAR, basis VARCHAR, logic VARCHAR, remark VARCHAR, more VARCHAR,
    codes VARCHAR[], unread VARCHAR, begndate DATE, enddate DATE);
"""


def create(con):
    """Create every table of queries/schema and the bookkeeping tables, where missing.

    A table of an earlier program gets the columns that have come since, empty.
    """
    con.execute(_BOOKKEEPING)
    calendar_table.fill(con)
    held = con.execute("SELECT table_name, column_name FROM duckdb_columns()").fetchall()
    existing = {table for table, _ in held}
    for query in catalog.load("schema").values():
        if query.stem not in existing:
            con.execute(query.sql)
        elif any((query.stem, column) not in held for column in query.columns):
            _add_columns(con, query)


def _add_columns(con, query):
    with duckdb.connect() as ours:
        ours.execute(query.sql)
        for name, kind, *_ in ours.execute(f"DESCRIBE {query.stem}").fetchall():
            con.execute(f"ALTER TABLE {query.stem} ADD COLUMN IF NOT EXISTS {name} {kind}")
