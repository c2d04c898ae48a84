"""Tables of the ledgers file that are no ledger: filings, duties, audit trail, calendar, words.

They are created, and given columns they lack, when the file is opened (ledgers.prepare).
"""

from oversight import calendar_table

OWN_TABLES = {
    "ledger_file": {"version": "INTEGER", "created_at": "TIMESTAMP"},
    "ledger_kind": {
        "kind": "VARCHAR",
        "title": "VARCHAR",
        "noun": "VARCHAR",
        "prefix": "VARCHAR",
        "immediate_workdays": "INTEGER",
        "soon_days": "INTEGER",
        "due_days": "INTEGER",
        "weekly_by": "INTEGER",
    },
    "demo_fact": {
        "seed": "BIGINT",
        "scale": "DOUBLE",
        "as_of": "DATE",
        "built_at": "TIMESTAMP",
    },
    "filing": {
        "filing_id": "VARCHAR",
        "kind": "VARCHAR",
        "campaign": "VARCHAR",
        "unit": "VARCHAR",
        "filed_by": "VARCHAR",
        "filed_at": "TIMESTAMP",
        "period_to": "DATE",
        "file_name": "VARCHAR",
        "file_sha256": "VARCHAR",
        "content_sha256": "VARCHAR",
        "rows_new": "INTEGER",
        "rows_changed": "INTEGER",
        "rows_unchanged": "INTEGER",
        "rows_gone": "INTEGER",
        "zero_report": "BOOLEAN",
        "on_time": "BOOLEAN",
        "withdrawn_at": "TIMESTAMP",
        "frozen_at": "TIMESTAMP",
        "note": "VARCHAR",
    },
    # Keys of persons are made with it; it is backed up with what they stand beside.
    "person_secret": {"secret": "VARCHAR", "made_at": "TIMESTAMP"},
    "roster_exclusion": {
        "exclusion_id": "VARCHAR",
        "result": "VARCHAR",
        "person_key": "VARCHAR",
        "name_key": "VARCHAR",
        "psn_name": "VARCHAR",
        "certno_end": "VARCHAR",
        "reason": "VARCHAR",
        "words": "VARCHAR",
        "until": "DATE",
        "unit": "VARCHAR",
        "excluded_by": "VARCHAR",
        "excluded_at": "TIMESTAMP",
        "withdrawn_by": "VARCHAR",
        "withdrawn_at": "TIMESTAMP",
    },
    # What people said that a sender's heading means; field "" is a heading not to be read.
    "heading_word": {
        "kind": "VARCHAR",
        "sender": "VARCHAR",
        "heading": "VARCHAR",
        "field": "VARCHAR",
        "said_by": "VARCHAR",
        "said_at": "TIMESTAMP",
    },
    "filing_duty": {"kind": "VARCHAR", "unit": "VARCHAR", "since": "DATE", "until": "DATE"},
    "audit": {
        "seq": "BIGINT",
        "at": "TIMESTAMP",
        "actor": "VARCHAR",
        "action": "VARCHAR",
        "subject": "VARCHAR",
        "detail": "VARCHAR",
        "prev_hash": "VARCHAR",
        "hash": "VARCHAR",
    },
    "cal_day": calendar_table.COLUMNS,
}
