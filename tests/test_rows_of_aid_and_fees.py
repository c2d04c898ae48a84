"""queries/fund for enrolment, fees, ways of payment, assistance: the rows add up to the figure."""

import random
from datetime import date, datetime

import duckdb
import pytest

from oversight import claims_schema, ledgers, publishing
from tests.test_fund_queries import MASKED, ask, ask_indicator, figure, put
from tests.test_marts_of_aid_and_fees import fill

AS_OF = date(2024, 12, 31)


@pytest.fixture(scope="module")
def con():
    connection = duckdb.connect()
    ledgers.prepare(connection)
    claims_schema.create(connection)
    publishing.create_views(connection)
    connection.execute("SET VARIABLE viewer_role = '专班'")
    rng = random.Random(5)
    fill(connection, rng)
    fill_leads(connection, rng)
    for n in range(60):
        bill = {"fixmedins_code": f"H{n % 5}", "insutype": "310", "fund_appy_sum": 1000}
        paid = {"act_dfr_amt": 800, "dfr_time": datetime(2024, 1 + n % 12, 20)} if n % 3 else {}
        put(connection, "medins_clr_appy_d", bill | paid | {"appy_date": date(2024, 1 + n % 9, 5)})
    publishing.build_marts(connection)
    yield connection
    connection.close()


def fill_leads(con, rng):
    for code in ("R84", "R87", "R90"):
        run = {"code": code, "status": "完成", "ran_at": datetime(2024, 12, 31)}
        put(con, "rule_run", run)
        for n in range(40):
            lead = {"finding_key": f"{code}-{n}", "code": code, "psn_no": f"P{rng.randrange(30)}"}
            lead |= {"subject_id": f"M{n}", "event_date": date(2024, 1 + n % 12, 9)}
            put(con, "finding", lead | {"rule": code, "fund_amount": 10 + n})
            if n % 7 == 0:
                decided = {"finding_key": f"{code}-{n}", "decision": "排除"}
                put(con, "lead_decision", decided | {"decided_at": datetime(2024, 12, 1)})


def test_enrolment_and_renewal_by_town(con):
    rows, whole = ask(con, "fund/enrolment_by_town", AS_OF), figure(con, "enrolment_rate", AS_OF)
    assert len(rows) == 3
    assert sum(row["enrolled_persons"] for row in rows) == whole["numerator"] > 0
    assert sum(row["registered_persons"] for row in rows) == whole["denominator"]
    renewed = figure(con, "renewal_rate", AS_OF)
    assert sum(row["renewed_persons"] for row in rows) == renewed["numerator"] > 0
    assert sum(row["last_year_persons"] for row in rows) == renewed["denominator"]


def test_payment_on_time_by_institution(con):
    rows, whole = ask(con, "fund/payment_on_time", AS_OF), figure(con, "paid_on_time_rate", AS_OF)
    assert sum(row["on_time_yuan"] for row in rows) == whole["numerator"] > 0
    assert sum(row["due_yuan"] for row in rows) == whole["denominator"]
    assert all(row["late_yuan"] == row["due_yuan"] - row["on_time_yuan"] for row in rows)
    late = figure(con, "overdue_strength", AS_OF)["numerator"]
    assert sum(row["overdue_yuan"] for row in ask(con, "fund/payables", AS_OF)) == late > 0


@pytest.mark.parametrize(
    "stem, column",
    [
        ("drug_share", "drug_rate"),
        ("examination_share", "exam_rate"),
        ("consumable_share", "material_rate"),
    ],
)
def test_fee_shares_by_institution(con, stem, column):
    rows, whole = (
        [
            row
            for row in ask(con, "fund/fee_shares_by_institution", AS_OF)
            if row["period"] == "202412"
        ],
        figure(con, stem, AS_OF, period="202412"),
    )
    assert sum(row["classed_yuan"] for row in rows) == whole["denominator"]
    assert sum(float(row["classed_yuan"]) * row[column] for row in rows) == pytest.approx(
        whole["numerator"]
    )


def test_remote_care_by_institution(con):
    rows, whole = ask(con, "fund/remote_care", AS_OF), figure(con, "remote_fund_share", AS_OF)
    assert sum(row["fund_yuan"] for row in rows) == whole["numerator"] > 0
    direct = figure(con, "remote_direct_rate", AS_OF)
    cared = [row for row in rows if row["care"] in ("住院", "门诊")]
    assert sum(row["cases"] for row in cared) == direct["denominator"]
    assert sum(row["direct_cases"] for row in cared) == direct["numerator"] > 0


def test_ways_of_payment_by_institution(con):
    rows, whole = (
        ask(con, "fund/grouped_stays", AS_OF),
        figure(con, "grouped_payment_coverage", AS_OF),
    )
    assert sum(row["grouped_cases"] for row in rows) == whole["numerator"] > 0
    assert sum(r["grouped_cases"] + r["other_cases"] for r in rows) == whole["denominator"]
    assert sum(row["unknown_cases"] for row in rows) > 0


def test_hundred_visits_by_institution(con):
    rows = ask(con, "fund/stays_by_institution", AS_OF)
    found = {"dimension": "fixmedins_code", "member": "H1"}
    (row,) = [row for row in rows if row["fixmedins_name"] == "H1"]
    whole = figure(con, "stays_per_hundred_visits", AS_OF, **found)
    assert row["stays_per_hundred"] == whole["value"] > 0


def test_persons_without_their_assistance(con):
    rows, whole = ask(con, "fund/aid_not_received", AS_OF), figure(con, "aid_not_received", AS_OF)
    assert len(rows) == whole["denominator"] > 10
    assert len({row["psn_no"] for row in rows}) == whole["numerator"]
    amount = figure(con, "aid_not_received_amount", AS_OF)
    assert sum(row["fund_yuan"] for row in rows) == amount["value"]
    assert {row["state"] for row in rows} == {"待核查"}
    assert set(rows[0]) & MASKED, "the store masks persons by the names of these columns"


def test_assistance_to_be_returned(con):
    rows = ask(con, "fund/aid_to_be_returned", AS_OF)
    whole = figure(con, "aid_to_be_returned", AS_OF)
    assert sum(row["fund_yuan"] for row in rows) == whole["value"] > 0
    assert len({row["psn_no"] for row in rows}) == whole["denominator"]
    (due,) = [
        row
        for row in ask_indicator(con, "aid_clearing_rate", AS_OF)
        if row["dimension"] == "all" and row["period"] == "2024-12-31"
    ]
    assert (due["numerator"], due["denominator"]) == (0, whole["denominator"])


def test_ways_of_assistance_by_town(con):
    rows = ask(con, "fund/aid_payments_by_town", AS_OF)
    whole = figure(con, "aid_without_application_rate", AS_OF)
    assert sum(row["direct_items"] for row in rows) == whole["numerator"] > 0
    every = [row["direct_items"] + row["manual_items"] + row["unpaid_items"] for row in rows]
    assert sum(every) == whole["denominator"]


def test_burden_of_the_aided(con):
    rows, whole = ask(con, "fund/aided_burden", AS_OF), figure(con, "aided_own_share", AS_OF)
    assert sum(row["inscp_yuan"] for row in rows) == whole["denominator"] > 0
    assert float(sum(row["own_yuan"] for row in rows)) == pytest.approx(whole["numerator"])


def test_warnings_by_town_and_those_not_pushed(con):
    rows = ask(con, "fund/warnings_by_town", AS_OF)
    checked = figure(con, "warning_checked_rate", AS_OF)
    assert sum(row["checked_items"] for row in rows) == checked["numerator"] > 0
    assert sum(r["checked_items"] + r["late_items"] for r in rows) == checked["denominator"]
    aided = figure(con, "warning_aided_rate", AS_OF)
    assert sum(row["aided_items"] for row in rows) == aided["numerator"]
    assert sum(row["aided_items"] + row["unaided_items"] for row in rows) == aided["denominator"]
    late = ask(con, "fund/warnings_not_pushed", AS_OF)
    pushed = figure(con, "warning_push_on_time", AS_OF)
    over = [row for row in late if row["settled_on"] or row["due_on"] < AS_OF]
    assert len(over) == pushed["denominator"] - pushed["numerator"] > 0
