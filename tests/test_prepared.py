"""oversight/prepared.py: rules find the same on stored views with short codes as on the views."""

import pytest

from oversight import catalog, prepared, publishing, rulebook, screening
from oversight.settings import Settings
from tests import cases
from tests.test_rules import AS_OF, PROOFS, RULES


@pytest.fixture
def con(claims_tables, monkeypatch):
    monkeypatch.setattr(publishing, "create_views", lambda _con: None)
    yield claims_tables
    cases.clear(claims_tables)


def put_first(con, stem):
    """Put the case of a rule with the most hits, of those that can be judged, into the tables."""
    for case in sorted(PROOFS[stem]["case"], key=lambda case: -len(case.get("expect", []))):
        con.execute("BEGIN")
        for table in RULES[stem].card["tables"]:
            for row in cases.rows(PROOFS[stem], case, table):
                marks = ", ".join("?" * len(row))
                con.execute(
                    f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", [*row.values()]
                )
        if rulebook.applicable(con, RULES[stem]) is None:
            con.execute("COMMIT")
            return case
        con.execute("ROLLBACK")
    raise AssertionError("no case can be judged")


@pytest.mark.parametrize("stem", RULES)
def test_a_rule_finds_the_same_in_the_working_store(stem, con):
    rule, case = RULES[stem], put_first(con, stem)
    assert case["expect"]
    values = {
        name: float(v) if type(v).__name__ == "Decimal" else v
        for name, v in case.get("params", {}).items()
    }
    ours = Settings(rules={rule.card["code"]: values})
    (run,) = screening.run(con, case.get("as_of", AS_OF), rules=[stem], settings=ours)
    assert (run.status, run.reason) == ("完成", None)
    found = con.execute("SELECT subject_id FROM finding ORDER BY subject_id").fetchall()
    assert [subject for (subject,) in found] == [e["subject_id"] for e in case["expect"]]


def test_only_the_columns_that_are_read_are_stored_and_codes_are_short(con):
    con.execute("INSERT INTO psn_info_b (psn_no, die_date) VALUES ('P1', '2025-01-01')")
    con.execute(
        "INSERT INTO fee_list_d (bkkp_sn, mdtrt_id, psn_no, fixmedins_code, hilist_code, cnt,"
        " fee_ocur_time) VALUES ('B1', 'M1', 'P1', 'H1', 'X1', 1, '2025-02-01')"
    )
    rules = [catalog.get("rules/charge_after_death")]
    with prepared.attached(con):
        con.execute("CREATE TABLE touched (psn_no VARCHAR, day DATE)")
        prepared.store_views(con, rules, None, lambda *_: None)
        held = con.execute("DESCRIBE work.main.net_fee").fetchall()
        names = [row[0] for row in held]
        assert "bkkp_sn" in names and "hilist_name" not in names and "item_code" not in names
        (kind,) = (row[1] for row in held if row[0] == "fixmedins_code")
        assert kind.startswith("ENUM")
        assert con.execute("SELECT fixmedins_code FROM net_fee").fetchall() == [("H1",)]
    assert con.execute("SELECT count(*) FROM net_fee").fetchone() == (1,)
    assert con.execute("SELECT current_setting('search_path')").fetchone() == ("",)


def test_a_store_of_another_screening_is_begun_anew(con, tmp_path):
    path = tmp_path / "work.duckdb"
    with prepared.attached(con, path, ["a"]):
        prepared.finish(con, "one")
    with prepared.attached(con, path, ["a"]):
        assert prepared.done(con) == {"one"}
    with prepared.attached(con, path, ["b"]):
        assert prepared.done(con) == set()


def test_a_store_that_is_no_store_is_replaced(con, tmp_path):
    path = tmp_path / "work.duckdb"
    path.write_bytes(b"not a database" * 100)
    with prepared.attached(con, path, ["a"]):
        assert prepared.done(con) == set()
