"""queries/fund and queries/data: the rows behind a figure add up to the figure."""

import random
from datetime import date, datetime, timedelta

import duckdb
import pytest

from oversight import catalog, claims_schema, ledgers, publishing

AS_OF = date(2025, 6, 30)
MASKED = {"psn_no", "psn_name"}


def put(con, table, *rows):
    for row in rows:
        marks = ", ".join("?" * len(row))
        con.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", [*row.values()])


def ask(con, name, as_of=AS_OF, **params):
    query = catalog.get(name)
    bound = {key: (params | {"as_of": as_of}).get(key) for key in query.used}
    cursor = con.execute(query.sql, bound)
    names = [column[0] for column in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    assert names == list(query.columns)
    return rows


def figure(con, stem, as_of=AS_OF, **where):
    """The latest row of an indicator for the whole, or for a member."""
    rows = ask_indicator(con, stem, as_of)
    where = {"dimension": "all", "member": "all"} | where
    found = [r for r in rows if where.items() <= r.items() and len(r["period"]) != 4]
    return max(found, key=lambda row: row["period"])


def ask_indicator(con, stem, as_of):
    query = catalog.get(f"indicators/{stem}")
    cursor = con.execute(query.sql, {"as_of": as_of})
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@pytest.fixture(scope="module")
def con():
    connection = duckdb.connect()
    ledgers.prepare(connection)
    claims_schema.create(connection)
    publishing.create_views(connection)
    fill(connection, random.Random(11))
    publishing.build_marts(connection)
    yield connection
    connection.close()


def fill(con, rng):
    """30 institutions (10 of one kind), 400 stays and visits, payables, findings, loads, runs."""
    for n in range(14):
        kind = {"fixmedins_type": "1", "hosp_lv": "05" if n < 10 else "02"}
        put(con, "fixmedins_b", {"fixmedins_code": f"H{n:02}", "fixmedins_name": f"医院{n}"} | kind)
    for n in range(400):
        day = datetime(2024, 1, 1) + timedelta(days=rng.randrange(560))
        care = {
            "mdtrt_id": f"M{n}",
            "psn_no": f"P{rng.randrange(60)}",
            "fixmedins_code": f"H{rng.randrange(15):02}",
            "insutype": rng.choice(["310", "390"]),
            "med_type": rng.choice(["11", "21"]),
        }
        put(con, "mdtrt_d", care | {"begntime": day - timedelta(days=5), "endtime": day})
        money = {"medfee_sumamt": rng.randrange(900, 1000), "fund_pay_sumamt": rng.randrange(900)}
        money |= {"inscp_amt": 900, "fulamt_ownpay_amt": 9}
        put(con, "setl_d", care | money | {"setl_id": f"S{n}", "setl_time": day})
    for n in range(120):
        day = date(2025, 1, 1) + timedelta(days=rng.randrange(200))
        paid = rng.random() < 0.5
        put(
            con,
            "medins_clr_appy_d",
            {
                "clr_appy_evt_id": f"C{n}",
                "fixmedins_code": f"H{rng.randrange(15):02}",
                "insutype": rng.choice(["310", "390", "999"]),
                "setlym": "202501",
                "appy_date": day,
                "fund_appy_sum": 1000,
                "act_dfr_amt": rng.choice([400, 1000]) if paid else None,
                "dfr_time": datetime(2025, 6, 1) + timedelta(days=rng.randrange(60))
                if paid
                else None,
            },
        )
    for n in range(20):
        person = {"psn_no": f"P{n}", "psn_name": f"人{n}", "psn_idet_type": "02"}
        put(con, "maf_psn_idet_d", person | {"begntime": datetime(2025, 1, 1) + timedelta(n * 20)})
        if n % 3:
            put(con, "maf_fund_insu_d", {"year": "2025", "psn_no": f"P{n}", "maf_subs_amt": 1})
    for ym, day in (("202505", date(2025, 5, 3)), ("202507", date(2025, 7, 1))):
        finding = {"code": "R12", "rule": "repeat_charge", "fixmedins_code": "H01", "psn_no": "P1"}
        put(con, "finding", *[finding | {"event_date": day, "fund_amount": 5}] * 2)
        flow = {"rpt_ym": ym, "insutype": "310", "incexpd_flag": "2", "cum_amt": 70, "end_balc": 9}
        put(con, "fund_incexpd_m", flow)
    for n, status in ((1, "失败"), (2, "完成")):
        run = {"run_id": f"R{n}", "rule": "repeat_charge", "code": "R12", "status": status}
        put(con, "rule_run", run | {"ran_at": datetime(2025, 6, n), "hits": n})
        batch = {"table_name": "setl_d", "file_name": f"{n}.csv", "file_sha256": str(n), "rows": n}
        put(con, "load_batch", batch | {"loaded_at": datetime(2025, 6, n)})


def test_overdue_payables_add_up(con):
    rows, whole = ask(con, "fund/payables"), figure(con, "overdue_payables")
    assert 10 < len(rows) < 120
    assert sum(row["overdue_yuan"] for row in rows) == whole["value"] > 0
    assert sum(row["unpaid_yuan"] for row in rows) == whole["denominator"]
    assert [row["age_days"] for row in rows] == sorted((r["age_days"] for r in rows), reverse=True)
    assert {"H14", "医院1"} <= {row["fixmedins_name"] for row in rows}


def test_concentration_is_the_running_share_of_the_tenth(con):
    rows, whole = ask(con, "fund/fund_by_institution"), figure(con, "fund_concentration")
    assert rows[9]["place"] == 10
    assert rows[9]["running_rate"] == pytest.approx(whole["value"])
    assert sum(row["fund_yuan"] for row in rows) == whole["denominator"]
    assert sum(row["hhi"] for row in rows) == pytest.approx(
        sum(row["fund_share_rate"] ** 2 for row in rows)
    )


def test_stays_and_settlements_by_institution_add_up(con):
    stays, settled = (
        ask(con, "fund/stays_by_institution"),
        ask(con, "fund/settlements_by_institution"),
    )
    assert {row["period"] for row in stays + settled} == {"202506"}
    assert sum(row["stays"] for row in stays) == figure(con, "stays_per_head")["numerator"]
    whole = figure(con, "actual_payment_rate")
    assert sum(row["fund_yuan"] for row in settled) == whole["numerator"]
    assert sum(row["medfee_yuan"] for row in settled) == whole["denominator"]
    for row in stays:
        code = {"dimension": "fixmedins_code", "member": "H" + row["fixmedins_name"][2:].zfill(2)}
        if row["fixmedins_name"].startswith("医院"):
            assert row["stays_per_head"] == figure(con, "stays_per_head", **code)["value"]
            assert row["average_stay"] == figure(con, "average_stay_days", **code)["value"]


def test_persons_not_funded_are_those_the_rate_lacks(con):
    rows = ask(con, "fund/aid_not_funded")
    (whole,) = [
        r for r in ask_indicator(con, "aid_enrolment_funded_rate", AS_OF) if r["dimension"] == "all"
    ]
    assert len(rows) == whole["denominator"] - whole["numerator"] > 0
    assert set(rows[0]) >= MASKED, "the store masks persons by the names of these columns"


def test_fund_months_after_the_date_are_not_shown(con):
    assert [row["rpt_ym"] for row in ask(con, "fund/fund_month")] == ["202505"]
    assert [row["rpt_ym"] for row in ask(con, "fund/fund_month", date(2025, 7, 31))] == [
        "202507",
        "202505",
    ]


def measures(con, code):
    return ask(con, "portrait/measures", kind="institution", member=code)


def test_an_institution_is_placed_among_its_peers(con):
    rows = {row["measure"]: row for row in measures(con, "H01")}
    assert len(rows) == 9 and {row["period"] for row in rows.values()} == {"202506"}
    stay = rows["stay_length"]
    assert (stay["value"], stay["peers"], stay["p20"], stay["p80"]) == (5, 10, 5, 5)
    # All stay five days: at every percentile, and no farther than anyone.
    assert (stay["periods"], stay["z"], stay["verdict"]) == (0, None, "范围内")
    # Four of its grade are too few: hospitals of any grade are the peers.
    few = {row["measure"]: row for row in measures(con, "H12")}["stay_cost"]
    assert (few["peer_group"], few["peers"]) == ("医院", 14)
    unknown = measures(con, "H14")[0]
    assert (unknown["peers"], unknown["p50"], unknown["verdict"]) == (0, None, "不比较")
    assert unknown["why"] == "不知同级"


def test_the_trend_of_an_institution_ends_where_its_measures_stand(con):
    asked = {"kind": "institution", "member": "H01"}
    found = ask(con, "portrait/trend", measure="fund_share", **asked)
    assert {row["measure"] for row in found} == {"fund_share"} and len(found) == 13
    rows = {row["measure"]: row for row in measures(con, "H01")}
    assert (found[-1]["period"], found[-1]["value"]) == ("202506", rows["fund_share"]["value"])
    assert found[-1]["p50"] == rows["fund_share"]["p50"]
    assert len(ask(con, "portrait/trend", **asked)) > 13


def test_months_of_an_institution_hold_its_fund_and_its_leads(con):
    rows = ask(con, "portrait/institution_months", fixmedins_code="H01")
    assert rows[-1]["ym"] == "202506" and len(rows) == 18
    (paid,) = con.execute(
        "SELECT sum(fund_pay_sumamt) FROM net_setl"
        " WHERE fixmedins_code = 'H01' AND setl_date <= DATE '2025-06-30'"
    ).fetchone()
    assert sum(row["fund_yuan"] for row in rows) == paid
    assert {row["ym"]: row["items"] for row in rows if row["items"]} == {"202505": 2}


def test_no_person_is_named_by_the_subject_or_the_evidence_of_a_finding():
    con = duckdb.connect()
    ledgers.prepare(con)
    claims_schema.create(con)
    publishing.create_views(con)
    person, agent = "3299811001284860", "330102197001011234"
    for code, subject, whom, shown in [
        ("R30", person, person, "3299****4860"),
        ("R10", f"{person}|H1|2025-01-05", person, "3299****4860|H1|2025-01-05"),
        ("R59b", f"T1|P1|{person}", None, "T1|P1"),
        ("R62", f"{agent}|2025-06", None, "****1234|2025-06"),
        ("R55", "81234567890123456789", None, "81234567890123456789"),
    ]:
        proof = f"group:{person};mdtrt_d:M1"
        finding = {"code": code, "subject_id": subject, "psn_no": whom, "evidence": proof}
        put(con, "finding", finding)
        (row,) = ask(con, "fund/findings", code=code)
        assert (row["subject_id"], row["evidence"]) == (shown, "mdtrt_d:M1")
    con.close()


def test_institutions_are_those_registered_and_those_seen(con):
    rows = {row["fixmedins_code"]: row for row in ask(con, "fund/institutions")}
    assert len(rows) == 15
    assert rows["H01"]["peer_group"] == "二级医院"
    assert (rows["H14"]["fixmedins_name"], rows["H14"]["peer_group"]) == ("H14", None)


def test_an_export_without_dates_and_institutions_still_has_its_averages_and_findings():
    con = duckdb.connect()
    ledgers.prepare(con)
    claims_schema.create(con)
    publishing.create_views(con)
    for n, days in enumerate((4, 8)):
        stay = {"mdtrt_id": f"M{n}", "med_type": "21", "ipt_days": days}
        put(con, "mdtrt_d", stay)
        put(con, "setl_d", {"mdtrt_id": f"M{n}", "setl_id": f"S{n}", "medfee_sumamt": 100 * days})
    put(con, "finding", {"code": "R29", "rule": "overlong_stay", "subject_id": "M1"})
    publishing.build_marts(con)
    assert [row["fixmedins_code"] for row in ask(con, "fund/institutions")] == ["未注明"]
    # What has no date stands in no month.
    assert ask(con, "portrait/institution_months", fixmedins_code="未注明") == []
    (row,) = ask(con, "fund/findings", fixmedins_code="未注明")
    assert (row["subject_id"], row["fixmedins_name"]) == ("M1", None)
    rows = measures(con, "未注明")
    assert {row["measure"]: row["value"] for row in rows} == {"stay_cost": 600, "stay_length": 6}
    assert {row["period"] for row in rows} == {"未注明"}
    con.close()


def test_the_last_run_and_all_loads_are_listed(con):
    assert [(row["status"], row["hits"]) for row in ask(con, "data/runs")] == [("完成", 2)]
    assert [row["file_name"] for row in ask(con, "data/batches")] == ["2.csv", "1.csv"]
    (row,) = [row for row in ask(con, "data/coverage") if row["table_name"] == "setl_d"]
    assert (row["table_rows"], row["files"], row["loaded_at"]) == (400, 2, datetime(2025, 6, 2))
