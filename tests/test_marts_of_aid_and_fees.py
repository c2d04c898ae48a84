"""Marts of fee classes, ways of payment, enrolment and assistance: sums agree with the views."""

import random
from datetime import date, datetime, timedelta

import pytest

from oversight import publishing
from tests.test_marts import connect, fetch, put

MONTHS = [f"2024{month:02}" for month in range(1, 13)]


@pytest.fixture(scope="module")
def con():
    con = connect()
    fill(con, random.Random(5))
    publishing.build_marts(con)
    yield con
    con.close()


def fill(con, rng):
    """200 encounters of 30 persons in a year, with lines, returns, refunds, aid and enrolment."""
    fill_care(con, rng)
    for n in range(30):
        person = {"psn_no": f"P{n}", "town_name": rng.choice(["东镇", "西镇", None])}
        person |= {"brdy": date(1960, 1, 1) + timedelta(days=rng.randrange(23_500))}
        person |= {"die_date": day_of(rng) if rng.random() < 0.2 else None}
        put(con, "psn_info_b", person)
        for _ in range(rng.choice([0, 1, 1, 2, 3])):
            since = date(2022, 1, 1) + timedelta(days=rng.randrange(1000))
            ended = rng.random() < 0.6
            spell = {"psn_no": f"P{n}", "insutype": rng.choice(["310", "390", "510"])}
            spell |= {"psn_insu_stas": "3" if ended else "1", "crt_insu_date": since}
            until = since + timedelta(days=rng.randrange(900)) if ended else None
            put(con, "psn_insu_d", spell | {"paus_insu_date": until})
        if n % 3 == 0:
            row = {"idet_rcd_id": f"I{n}", "psn_no": f"P{n}", "psn_idet_type": rng.choice("123")}
            put(con, "maf_psn_idet_d", row | {"begntime": datetime(2024, rng.randrange(1, 9), 1)})
    for n in range(60):
        pay = {"maf_pay_id": f"A{n}", "psn_no": f"P{rng.randrange(30)}", "maf_pay": 10 + n}
        pay |= {"setl_id": rng.choice([None, f"S{n}"]), "pay_way": rng.choice(["1", "2", None])}
        put(con, "maf_pay_d", pay | {"setl_time": day_of(rng), "psn_idet_type": "02"})
        push = {
            "warn_id": f"W{n}",
            "push_date": day_of(rng),
            "town_name": rng.choice(["东镇", None]),
        }
        put(con, "warn", push | {"chk_rslt": rng.choice(["需帮扶", "无需帮扶", None])})


def day_of(rng):
    return datetime(2024, 1, 1) + timedelta(days=rng.randrange(366))


def fill_care(con, rng):
    for n in range(200):
        care = {"mdtrt_id": f"M{n}", "psn_no": f"P{rng.randrange(30)}"}
        care |= {"fixmedins_code": f"H{rng.randrange(4)}", "insutype": rng.choice(["310", "390"])}
        care |= {"med_type": rng.choice(["11", "21", "41", "1401", "71"])}
        put(con, "mdtrt_d", care | {"begntime": datetime(2024, 1, 1)})
        setl = {"setl_id": f"S{n}", "setl_time": day_of(rng), "pay_loc": rng.choice("1234")}
        setl |= {"refd_setl_flag": "1" if rng.random() < 0.1 else "0", "inscp_amt": 100}
        setl |= {"fund_pay_sumamt": rng.randrange(101), "medfee_sumamt": rng.randrange(100, 200)}
        put(con, "setl_d", care | setl | {"clr_way": rng.choice(["DIP", "按项目", "1", None])})
        for line in range(rng.randrange(4)):
            fee = {key: care[key] for key in ("mdtrt_id", "fixmedins_code", "med_type")}
            fee |= {"setl_id": rng.choice([f"S{n}", None]), "bkkp_sn": f"B{line}", "cnt": 2}
            fee |= {"fee_ocur_time": day_of(rng) if rng.random() < 0.9 else None}
            fee |= {
                "med_chrgitm_type": rng.choice(["09", "10", "11", "03", "04", "08", "05", None])
            }
            fee |= {"list_type": rng.choice(["101", "301", None])}
            put(con, "fee_list_d", fee | {"det_item_fee_sumamt": rng.randrange(1, 500)})
            if rng.random() < 0.2:
                back = {"bkkp_sn": f"R{line}", "init_feedetl_sn": f"B{line}", "cnt": -1}
                put(con, "fee_list_d", fee | back | {"det_item_fee_sumamt": -1})


def test_fees_agree_with_the_lines(con):
    classes = "fee_yuan", "drug_yuan", "herb_yuan", "exam_yuan", "test_yuan", "material_yuan"
    summed = ", ".join(f"sum({column})" for column in classes)
    assert fetch(con, f"SELECT {summed} FROM mart_fee_month") == fetch(
        con,
        """WITH line AS (
            SELECT *, coalesce(med_chrgitm_type, CASE list_type WHEN '101' THEN '09'
                WHEN '301' THEN '08' END) AS kind FROM net_fee)
        SELECT sum(det_item_fee_sumamt),
            sum(det_item_fee_sumamt) FILTER (WHERE kind IN ('09', '11')),
            sum(det_item_fee_sumamt) FILTER (WHERE kind = '10'),
            sum(det_item_fee_sumamt) FILTER (WHERE kind = '03'),
            sum(det_item_fee_sumamt) FILTER (WHERE kind = '04'),
            sum(det_item_fee_sumamt) FILTER (WHERE kind = '08') FROM line""",
    )
    # The last month of the year and what has no date are all there is, but for pharmacies.
    assert fetch(
        con,
        "SELECT sum(fee_yuan), sum(classed_yuan) FROM mart_fee_ytd"
        " WHERE dimension = 'fixmedins_code' AND ym IN ('202412', '未注明')",
    ) == fetch(
        con, "SELECT sum(fee_yuan), sum(classed_yuan) FROM mart_fee_month WHERE care <> '药店'"
    )


def test_ways_of_payment_agree_with_the_settlements(con):
    assert fetch(con, "SELECT sum(cases), sum(fund_yuan) FROM mart_pay_way") == fetch(
        con,
        "SELECT count(DISTINCT CASE WHEN med_type = '21' THEN mdtrt_id"
        " ELSE concat(psn_no, setl_date, fixmedins_code, insutype, pay_loc, med_type) END),"
        " sum(fund_pay_sumamt) FROM net_setl WHERE med_type = '21' OR pay_loc IN ('3', '4')",
    )
    assert fetch(con, "SELECT DISTINCT place, is_direct FROM mart_pay_way ORDER BY ALL") == [
        ("本地", False),
        ("省内异地", True),
        ("跨省异地", True),
        (None, False),
    ]


def test_enrolment_counts_persons_month_by_month(con):
    basic = "(SELECT * FROM psn_insu_d WHERE insutype IN ('310', '390'))"
    insured = f"""EXISTS (SELECT 1 FROM {basic} AS i WHERE i.psn_no = p.psn_no
        AND i.crt_insu_date <= $1 AND coalesce(i.paus_insu_date > $1, TRUE))"""
    last_year = insured.replace("$1", "DATE '2023-12-31'")
    for ym in MONTHS:
        end = fetch(con, "SELECT month_end_date FROM mart_month WHERE ym = $1", ym)[0][0]
        counted = fetch(
            con,
            f"""SELECT count(*), count(*) FILTER (WHERE {insured}),
                count(*) FILTER (WHERE {last_year}),
                count(*) FILTER (WHERE {last_year} AND {insured})
            FROM psn_info_b AS p
            WHERE p.brdy <= $1 AND coalesce(p.die_date > $1, TRUE)""",
            end,
        )
        assert counted == fetch(
            con,
            "SELECT sum(registered), sum(enrolled), sum(last_year), sum(renewed)"
            " FROM mart_enrol_month WHERE ym = $1",
            ym,
        ), ym


def test_assistance_agrees_with_the_payments_and_the_settlements(con):
    assert fetch(con, "SELECT sum(payments), sum(maf_yuan) FROM mart_aid_pay") == fetch(
        con, "SELECT count(*), sum(maf_pay) FROM net_maf_pay"
    )
    entitled = """psn_no IN (SELECT psn_no FROM maf_psn_idet_d AS i
        WHERE CAST(i.begntime AS DATE) <= s.setl_date)"""
    assert fetch(
        con,
        "SELECT sum(setls), sum(inscp_yuan) FROM mart_aid_care WHERE care <> '未对上结算'",
    ) == fetch(
        con,
        "SELECT count(*), sum(inscp_amt) FROM net_setl AS s"
        f" WHERE {entitled} AND left(med_type, 2) IN ('11', '14', '21')",
    )
    assert fetch(con, "SELECT sum(warnings) FROM mart_warn") == [(60,)]


def test_the_last_run_of_a_rule_counts():
    con = connect()
    for n, status in ((1, "完成"), (3, "失败"), (2, "完成")):
        put(con, "rule_run", {"code": "R84", "status": status, "ran_at": datetime(2025, 6, n)})
    publishing.build_marts(con)
    assert fetch(con, "SELECT code, status FROM mart_rule_run") == [("R84", "失败")]
    con.close()


def test_a_lead_knows_when_it_was_answered():
    con = connect()
    lead = {"code": "R84", "rule": "unpaid_aid", "psn_no": "P1", "event_date": date(2025, 1, 1)}
    lead |= {"fixmedins_code": "H1"}
    for n in range(4):
        named = {"finding_key": f"F{n}", "subject_id": f"M{n}", "psn_no": f"P{n}"}
        put(con, "finding", lead | named)
    put(con, "finding", lead | {"finding_key": "G", "code": "R90", "psn_no": "P1"})
    put(con, "finding", lead | {"finding_key": "H", "code": "R12", "psn_no": "P1"})
    pay = {"maf_pay": 5, "setl_time": datetime(2025, 3, 1)}
    put(con, "maf_pay_d", pay | {"maf_pay_id": "A1", "psn_no": "P1", "mdtrt_id": "M1"})
    put(con, "maf_pay_d", pay | {"maf_pay_id": "A2", "psn_no": "P2"})
    early = {"setl_time": datetime(2024, 12, 31)}
    put(con, "maf_pay_d", pay | early | {"maf_pay_id": "A3", "psn_no": "P3"})
    for n, day in enumerate((date(2023, 12, 31), date(2025, 2, 1), date(2025, 1, 15))):
        put(con, "warn", {"warn_id": f"W{n}", "psn_no": "P1", "push_date": day})
    publishing.build_marts(con)
    assert fetch(con, "SELECT finding_key, settled_on FROM mart_aid_lead ORDER BY finding_key") == [
        ("F0", None),
        ("F1", date(2025, 3, 1)),
        ("F2", date(2025, 3, 1)),
        ("F3", None),
        ("G", date(2025, 1, 15)),
    ]
    con.close()
