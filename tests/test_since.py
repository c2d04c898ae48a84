"""oversight/since.py: a screening of new months finds what a full one finds."""

from dataclasses import replace
from datetime import datetime, timedelta

import duckdb
import pytest

from oversight import catalog, findings, inserting, publishing, rulebook, screening, since
from tests import cases
from tests.test_rules import AS_OF, PROOFS, RULES

WINDOWED = [stem for stem, rule in RULES.items() if "back" in rule.card]
CASES = [
    pytest.param(stem, case, id=f"{stem}: {case['why']}")
    for stem in WINDOWED
    for case in PROOFS[stem].get("case", [])
    if case.get("expect")
]
SAME = ["finding_key", "rule", *findings.RESULT, "params"]


@pytest.fixture
def con():
    with duckdb.connect() as opened:
        publishing.create_schema(opened)
        yield opened


def put(con, table, rows):
    """As a load does: new rows, a note of what changed, older rows of the same key dropped."""
    held = inserting.Table(con, table)
    first = held.next_row()
    for row in rows:
        marks = ", ".join("?" * len(row))
        con.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", list(row.values()))
    since.note_change(con, catalog.get(f"schema/{table}"), first)
    held.drop_older(first)


def day_of(table, row):
    value = row.get(catalog.get(f"schema/{table}").card.get("date"))
    return value.date() if isinstance(value, datetime) else value


def known_before(table, row, month):
    """A row as it was known before a month began; None when it was not."""
    day = day_of(table, row)
    if day and day >= month:
        return None
    end = row.get("endtime")
    if table == "mdtrt_d" and end and end.date() >= month:
        return {key: value for key, value in row.items() if key not in ("endtime", "ipt_days")}
    return row


def found(con):
    return con.execute(f"SELECT {', '.join(SAME)} FROM finding ORDER BY ALL").fetchall()


@pytest.mark.parametrize("stem, case", CASES)
def test_new_months_give_what_a_full_run_gives(stem, case, con):
    rule, proof = RULES[stem], PROOFS[stem]
    rows = {table: cases.rows(proof, case, table) for table in rule.card["tables"]}
    days = sorted({day_of(t, row) for t in rows for row in rows[t]} - {None})
    month, as_of = days[len(days) // 2], case.get("as_of", AS_OF)
    before = {t: [k for row in rows[t] if (k := known_before(t, row, month))] for t in rows}
    ours = screening.bureau_settings.Settings(rules={rule.card["code"]: case.get("params", {})})
    with duckdb.connect() as whole:
        publishing.create_schema(whole)
        for table in rows:
            put(whole, table, rows[table])
        screening.run(whole, as_of, rules=[stem], settings=ours)
        expected = found(whole)

    for table in rows:
        put(con, table, before[table])
    screening.run(con, min(as_of, month - timedelta(days=1)), rules=[stem], settings=ours)
    since.note_state(con, as_of, datetime.now() - timedelta(days=1))
    for table in rows:
        put(con, table, [row for row in rows[table] if row not in before[table]])
    screening.run(con, as_of, rules=[stem], settings=ours, since=month)

    assert found(con) == expected


PARAMS = {"days": 30}


def made(**card):
    rule = catalog.get("rules/charge_after_death")
    return replace(rule, card=rule.card | card)


def test_days_back_are_summed_from_numbers_and_parameters():
    assert rulebook.reach(made(back=["days", 1], ahead=[2]), PARAMS) == (31, 2)
    assert rulebook.reach(made(back=[]), PARAMS) == (0, 0)
    assert rulebook.reach(catalog.get("rules/overlong_stay"), {}) is None
