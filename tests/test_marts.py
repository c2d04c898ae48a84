"""queries/marts: sums agree with the views, heads are distinct, periods are whole."""

import random
from datetime import date, timedelta

import duckdb
import pytest

from oversight import catalog, claims_schema, publishing, sql_reading

MARTS = catalog.load("marts")


def connect():
    connection = duckdb.connect()
    claims_schema.create(connection)
    publishing.create_views(connection)
    return connection


@pytest.fixture(scope="module")
def con():
    connection = connect()
    yield connection
    connection.close()


@pytest.fixture(autouse=True)
def rolled_back(con):
    con.execute("BEGIN")
    yield
    con.execute("ROLLBACK")


def put(con, table, *rows):
    for row in rows:
        marks = ", ".join("?" * len(row))
        con.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", [*row.values()])


def fetch(con, sql, *values):
    return con.execute(sql, list(values)).fetchall()


@pytest.mark.parametrize("mart", MARTS.values(), ids=MARTS)
def test_card_names_what_the_mart_reads(mart):
    assert mart.stem.startswith("mart_")
    assert set(mart.card["tables"]) == sql_reading.tables_read(mart.sql)


@pytest.fixture(scope="module")
def random_care():
    """Stays and visits of 40 persons in 5 institutions over 26 months, undated and refunded too."""
    con = connect()
    rng = random.Random(7)
    encounters, settlements = [], []
    for n in range(600):
        inpatient = rng.random() < 0.5
        day = date(2023, 11, 1) + timedelta(days=rng.randrange(790))
        care = {
            "mdtrt_id": f"M{n}",
            "psn_no": f"P{rng.randrange(40)}" if rng.random() < 0.95 else None,
            "insutype": rng.choice(["310", "390", None]),
            "fixmedins_code": f"H{rng.randrange(5)}",
            "med_type": "21" if inpatient else rng.choice(["11", "1401", "41", "71"]),
        }
        dated = rng.random() < 0.95
        stay = timedelta(days=rng.randrange(20))
        encounters.append(
            care
            | {"begntime": day if dated else None, "endtime": day + stay if dated else None}
            | {"ipt_days": stay.days if inpatient else None}
        )
        for part in range(rng.choice([0, 1, 1, 2])):
            settlements.append(
                care
                | {
                    "setl_id": f"S{n}-{part}",
                    "setl_time": day + stay if dated else None,
                    "medfee_sumamt": rng.randrange(10, 5000),
                    "fund_pay_sumamt": rng.randrange(10) if rng.random() < 0.9 else None,
                    "refd_setl_flag": "1" if rng.random() < 0.05 else "0",
                }
            )
    put(con, "mdtrt_d", *encounters)
    put(con, "setl_d", *settlements)
    publishing.build_marts(con)
    yield con
    con.close()


def test_sums_agree_with_the_settlements(random_care):
    con = random_care
    assert fetch(
        con, "SELECT sum(setls), sum(medfee_yuan), sum(fund_yuan) FROM mart_setl_month"
    ) == fetch(con, "SELECT count(*), sum(medfee_sumamt), sum(fund_pay_sumamt) FROM net_setl")
    # The year to date at the last month of each year, and what has no date, is everything again.
    assert fetch(
        con,
        "SELECT sum(setls), sum(medfee_yuan), sum(stay_days), sum(stays) FROM mart_care_ytd"
        " WHERE dimension = 'insutype'"
        " AND ym IN (SELECT max(ym) FROM mart_care_ytd GROUP BY left(ym, 4))",
    ) == fetch(
        con,
        "SELECT sum(setls), sum(medfee_yuan), (SELECT sum(stay_days) FROM stay),"
        " (SELECT count(*) FROM stay WHERE medfee_sumamt IS NOT NULL) FROM mart_setl_month",
    )


@pytest.mark.parametrize(
    "dimension, column",
    [("all", "'all'"), ("insutype", "insutype"), ("fixmedins_code", "fixmedins_code")],
)
def test_heads_of_the_year_to_date_are_distinct_persons(random_care, dimension, column):
    con = random_care
    counted = fetch(
        con,
        f"""SELECT m.ym, coalesce({column}, '未注明'), count(DISTINCT psn_no)
        FROM mart_month AS m JOIN stay AS s
        ON year(s.setl_date) = m.in_year AND strftime(s.setl_date, '%Y%m') <= m.ym
        WHERE s.medfee_sumamt IS NOT NULL GROUP BY ALL ORDER BY ALL""",
    )
    assert len(counted) > 20
    assert counted == fetch(
        con,
        "SELECT ym, member, heads FROM mart_care_ytd WHERE dimension = $1 AND ym <> '未注明'"
        " AND heads IS NOT NULL ORDER BY ym, member",
        dimension,
    )


def test_a_visit_is_one_person_institution_and_day(random_care):
    con = random_care
    assert fetch(con, "SELECT sum(visits) FROM mart_setl_month WHERE care = '门诊'") == fetch(
        con,
        "SELECT count(*) FROM (SELECT DISTINCT coalesce(psn_no, setl_id), fixmedins_code, insutype,"
        " coalesce(CAST(setl_date AS VARCHAR), setl_id) FROM net_setl"
        " WHERE left(med_type, 2) IN ('11', '14'))",
    )


CARE = {
    "门诊": ["11", "13", "140104", "51", "530102", "9903", "9933", "990602", "91"],
    "药店": ["41", "93"],
    "住院": ["21", "29", "52", "530202", "9934", "990301"],
    "其他": ["71", "31", "990302", "990403", None],
}


def test_kind_of_care_goes_by_med_type(con):
    codes = {code: care for care, codes in CARE.items() for code in codes}
    for code in codes:
        put(con, "setl_d", {"setl_id": code, "med_type": code, "fixmedins_code": code})
    publishing.build_marts(con)
    assert dict(fetch(con, "SELECT fixmedins_code, care FROM mart_setl_month")) == codes


def periods(con, as_of):
    return fetch(
        con,
        "SELECT period, back, ym, months, base_ym FROM mart_period"
        " WHERE $1 BETWEEN first_on AND last_on AND period <> '未注明' ORDER BY period",
        as_of,
    )


def test_periods_are_whole_months_before_the_date(con):
    put(con, "setl_d", *({"setl_id": d, "setl_time": d} for d in ("2024-01-09", "2025-03-02")))
    publishing.build_marts(con)
    assert periods(con, date(2023, 12, 31)) == periods(con, date(2024, 1, 30)) == []
    assert periods(con, date(2024, 1, 31)) == [
        ("2024", 0, "202401", 1, None),
        ("202401", 0, "202401", 1, None),
    ]
    found = periods(con, date(2025, 2, 28))
    assert found == periods(con, date(2025, 3, 30))
    assert [row for row in found if len(row[0]) == 4] == [
        ("2024", 1, "202412", 12, None),
        ("2025", 0, "202502", 2, "202402"),
    ]
    assert [row[:2] for row in found if len(row[0]) == 6] == [
        *((f"2024{month:02}", 14 - month) for month in range(2, 13)),
        ("202501", 1),
        ("202502", 0),
    ]
    # After the last month with data, that month stays the latest.
    assert periods(con, date(2030, 1, 1))[-1][:3] == ("202503", 0, "202503")


def test_a_year_that_does_not_start_in_january_is_no_year_to_compare(con):
    put(con, "setl_d", *({"setl_id": d, "setl_time": d} for d in ("2024-02-09", "2025-03-02")))
    publishing.build_marts(con)
    found = periods(con, date(2025, 3, 31))
    assert [row[0] for row in found] == ["2025", "202501", "202502", "202503"]
    assert {row[4] for row in found} == {None}
    # In its own year it is shown, with the months it has.
    assert periods(con, date(2024, 4, 30))[-1] == ("202404", 0, "202404", 3, None)


def test_the_profile_compares_with_peers_of_the_same_kind_and_grade(con):
    for n in range(10):
        put(
            con,
            "fixmedins_b",
            {"fixmedins_code": f"H{n}", "fixmedins_type": "1", "hosp_lv": "05" if n else "02"},
        )
        care = {"mdtrt_id": f"M{n}", "fixmedins_code": f"H{n}", "med_type": "21", "psn_no": "P"}
        put(con, "mdtrt_d", care | {"begntime": "2025-01-01", "endtime": f"2025-01-{11 + n}"})
        put(
            con,
            "setl_d",
            care | {"setl_id": f"S{n}", "setl_time": "2025-01-20", "medfee_sumamt": 1000 + n},
        )
    publishing.build_marts(con)
    rows = fetch(
        con,
        "SELECT member, value, peer_group, peers, p20, p50, p80, z, is_beyond"
        " FROM mart_profile WHERE measure = 'stay_length' AND ym = '202501'"
        " ORDER BY member",
    )
    # Alone in its grade: compared with hospitals of any grade.
    assert rows[0][:7] == ("H0", 10, "医院", 10, 11.8, 14.5, 17.2)
    # Nine values, two apart in the median from theirs: 0.6745 × (11 − 15) ÷ 2.
    assert rows[1] == ("H1", 11, "二级医院", 9, 12.6, 15, 17.4, pytest.approx(-0.6745 * 2), False)
    assert rows[9] == ("H9", 19, "二级医院", 9, 12.6, 15, 17.4, pytest.approx(0.6745 * 2), True)
    measures = fetch(
        con,
        "SELECT measure, numerator, denominator, value FROM mart_profile"
        " WHERE member = 'H3' AND ym = '202501' ORDER BY measure_no",
    )
    # What cannot be computed (nothing paid by the fund, no visits) is not there, rather than 0.
    assert measures == [
        ("stay_cost", 1003, 1, 1003),
        ("stay_length", 13, 1, 13),
        ("stays_per_head", 1, 1, 1),
    ]


def test_findings_are_summed_by_rule_institution_and_month(con):
    columns = ("code", "rule", "fixmedins_code", "event_date", "psn_no", "fund_amount")
    for row in [
        ("R12", "repeat_charge", "H1", "2025-01-05", "P1", 5),
        ("R12", "repeat_charge", "H1", "2025-01-31", "P1", 7),
        ("R12", "repeat_charge", "H1", "2025-02-01", "P2", 1),
        ("R12", "repeat_charge", None, None, "P3", 2),
    ]:
        put(con, "finding", dict(zip(columns, row, strict=True)))
    publishing.build_marts(con)
    assert fetch(
        con, "SELECT fixmedins_code, ym, findings, persons, fund_yuan FROM mart_finding ORDER BY ym"
    ) == [("H1", "202501", 2, 1, 12), ("H1", "202502", 1, 1, 1), (None, "未注明", 1, 1, 2)]


def test_fund_months_are_filled_from_the_cumulative_figures(con):
    base = {"insutype": "310", "incexpd_flag": "1"}
    put(
        con,
        "fund_incexpd_m",
        base | {"rpt_ym": "202501", "cum_amt": 10},
        base | {"rpt_ym": "202502", "cum_amt": 25},
        base | {"rpt_ym": "202504", "cum_amt": 60},
        base | {"rpt_ym": "202505", "crt_amt": 7},
    )
    publishing.build_marts(con)
    assert fetch(con, "SELECT rpt_ym, income_yuan, income_cum_yuan FROM mart_fund_month") == [
        ("202501", 10, 10),
        ("202502", 15, 25),
        ("202504", None, 60),
        # March is missing: neither April's flow nor May's total can be known.
        ("202505", 7, None),
    ]


def test_dialysis_is_counted_by_institution_and_month(con):
    line = {"mdtrt_id": "M1", "cnt": 1, "det_item_fee_sumamt": 400, "inscp_amt": 400}
    line |= {"hilist_code": "003110000060000", "psn_no": "P1", "fixmedins_code": "H1"}
    put(con, "setl_d", {"setl_id": "S1", "inscp_amt": 800, "fund_pay_sumamt": 600})
    put(
        con,
        "fee_list_d",
        line | {"bkkp_sn": "B1", "fee_ocur_time": "2025-03-03", "setl_id": "S1"},
        line | {"bkkp_sn": "B2", "fee_ocur_time": "2025-03-05", "setl_id": "S1"},
        line | {"bkkp_sn": "B3", "fee_ocur_time": "2025-03-05", "psn_no": "P2"},
        line | {"bkkp_sn": "B4", "fee_ocur_time": "2025-04-01"},
        line | {"bkkp_sn": "B5", "fee_ocur_time": "2025-04-01", "hilist_code": "X"},
    )
    sql = catalog.get("marts/mart_dialysis_month").sql
    assert fetch(con, sql) == [
        ("H1", "202503", 3, 2, 2, 1200, 600),
        ("H1", "202504", 1, 1, 1, 400, None),
    ]
