"""What the invented district's bureau did: believable figures, nothing known before its day."""

from datetime import date, datetime, timedelta

import pytest

from oversight import demo, demo_deeds, demo_ledgers, demo_problems, indicators, ledgers
from oversight.viewer import LOCAL

AS_OF = date(2025, 11, 28)
KINDS = {"inspections", "cases", "transfers", "demerits", "trainings", "lookbacks"}
# What moves from week to week, and what light the leader sees.
LIGHTS = {
    **dict.fromkeys(("Q08", "Q13", "Q18", "Q19", "Q19b", "Q20b", "Q27b"), "黄"),
    **dict.fromkeys(("Q12c", "Q14b", "Q17", "Q22", "Q28"), "绿"),
    **dict.fromkeys(("Q08b", "Q20"), "红"),
    **dict.fromkeys(("Q12b", "Q13b", "Q14c", "Q17b"), "无"),
}


def sheets(as_of):
    last = demo_ledgers.last_filing_day(as_of)
    return list(demo_deeds.sheets(as_of, last, demo.SEED))


def dates(record):
    return {name: value for name, value in record.items() if isinstance(value, date)}


def test_supervision_indicators_have_figures_that_move(district_store):
    found = {r.code: r for r in indicators.compute(district_store, LOCAL, AS_OF, LIGHTS)}
    assert {code: reading.light for code, reading in found.items()} == LIGHTS
    for code, reading in found.items():
        assert len({point["value"] for point in reading.trend}) > 1, code
        assert len(reading.trend) >= 10, code


def test_only_tasks_that_are_not_due_yet_leave_one_idle(district_store):
    codes = indicators.of_domain("督导")
    idle = [r for r in indicators.compute(district_store, LOCAL, AS_OF, codes) if r.missing]
    assert [reading.code for reading in idle] == ["Q23"]


@pytest.mark.parametrize("as_of", [AS_OF, date(2026, 1, 5), date(2026, 3, 1), date(2026, 8, 15)])
def test_nothing_is_filed_before_it_happened(as_of):
    found = sheets(as_of)
    assert {sheet["kind"] for sheet in found} == KINDS
    for sheet in found:
        day = sheet["filed_at"].date()
        assert day.isoweekday() == 3 and day <= as_of
        for record in () if callable(sheet["records"]) else sheet["records"]:
            known = dates(record)
            known.pop("due_on", None)
            assert all(value <= day for value in known.values()), (sheet["kind"], record)


def test_a_sheet_comes_when_it_says_something_new_and_says_the_same_every_time():
    first, again = sheets(AS_OF), sheets(AS_OF)
    for kind in KINDS - {"lookbacks"}:
        said = [sheet["records"] for sheet in first if sheet["kind"] == kind]
        assert len(said) > 10
        assert all(one != other for one, other in zip(said, said[1:], strict=False))
        assert said == [sheet["records"] for sheet in again if sheet["kind"] == kind]


def test_who_is_named_is_of_the_invented_district():
    units, places = demo_problems.people(), set(demo_problems.institutions())
    for sheet in sheets(AS_OF):
        for record in () if callable(sheet["records"]) else sheet["records"]:
            (unit,) = record["units"]
            assert [units[unit]["leader"]] == record["leaders"]
            assert record.get("institution", "博安医院") in places
            assert record.keys() <= ledgers.kind(sheet["kind"]).columns.keys()


def test_institutions_inspected_are_those_of_the_claims(district_store):
    strange = district_store.cursor(LOCAL).execute(
        "SELECT institution FROM ledger_inspections"
        " WHERE institution NOT IN (SELECT fixmedins_name FROM institution)"
    )
    assert strange.fetchall() == []


def test_what_is_looked_at_again_was_struck_off_before(district_store):
    wrong = """
        SELECT l.of_entry FROM ledger_lookbacks AS l
        LEFT JOIN entry_row AS e ON e.entry_no = l.of_entry AND e.valid_to IS NULL
        WHERE e.status IS DISTINCT FROM '已办结' OR l.found_on < e.closed_on + 60"""
    cur = district_store.cursor(LOCAL)
    assert cur.execute(wrong).fetchall() == []
    assert cur.execute("SELECT count(*) FROM ledger_lookbacks").fetchone()[0] > 150


def test_self_checks_refund_what_they_involve_once_struck_off(district_store):
    wrong = """
        SELECT count(*), count(*) FILTER (
            amount_recovered_yuan
            <> CASE status WHEN '已办结' THEN amount_involved_yuan ELSE 0 END)
        FROM ledger_self_check WHERE amount_involved_yuan > 0"""
    rows, off = district_store.cursor(LOCAL).execute(wrong).fetchone()
    assert rows > 50 and off == 0


def test_leads_are_checked_after_they_came_out(district_store):
    cur = district_store.cursor(LOCAL)
    days = cur.execute(
        "SELECT d.decided_at, l.found_at, l.event_date FROM lead_decision AS d"
        " INNER JOIN mart_lead AS l ON l.finding_key = d.finding_key"
    ).fetchall()
    assert len(days) >= 30
    assert all(
        found < decided and decided.date() <= AS_OF and day <= found.date()
        for decided, found, day in days
    )
    said = dict(cur.execute("SELECT decision, count(*) FROM lead_decision GROUP BY 1").fetchall())
    assert said["核实"] > said["排除"] > said["需补材料"] > 0
    late = cur.execute("SELECT max(found_at), min(found_at) FROM finding").fetchone()
    assert late[0] <= datetime(2025, 11, 28, 6) and late[1] > datetime(2025, 11, 28) - timedelta(
        120
    )
