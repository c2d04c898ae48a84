"""Marts behind the ratios of procurement, trace codes, stores, care, bills and employers.

On random rows their sums agree with the views; periods are whole months of each ratio's own data.
"""

import random
from datetime import date, datetime, timedelta

import pytest

from oversight import catalog, publishing
from tests.test_fund_queries import ask, figure
from tests.test_marts import connect, fetch, put

DAY = datetime(2024, 3, 1)
LATER = date(2030, 1, 1)


def some(rng, *values):
    """One of the values, or nothing at all."""
    return rng.choice([*values, None])


@pytest.fixture(scope="module")
def con():
    con = random_rows()
    yield con
    con.close()


def random_rows():
    """A claims database with random rows of all these kinds, its marts built."""
    con, rng = connect(), random.Random(5)
    for n in range(12):
        kind = {"fixmedins_type": "1" if n < 6 else "2", "fixmedins_name": f"机构{n}"}
        put(con, "fixmedins_b", {"fixmedins_code": inst(n)} | kind)
    for n in range(5):
        hospital = {"medins_natu": "1" if n < 4 else "2", "addr": f"示例区{'甲乙'[n % 2]}镇一路"}
        put(con, "medins_info_b", {"medins_code": inst(n)} | hospital)
    for table in (order, purchase, contract, upload, sale, service, assessment, bill, charge):
        for n in range(400):
            table(con, rng, n)
    for n in range(20):
        put(con, "insu_emp_info_b", {"emp_no": f"E{n}", "emp_type": ["机关", "企业"][n % 2]})
    publishing.build_marts(con)
    return con


def inst(n):
    return f"{'H' if n < 6 else 'P'}{n:02}"


def on(rng, days=500):
    return DAY + timedelta(days=rng.randrange(days), hours=rng.randrange(24))


def order(con, rng, n):
    stored = some(rng, on(rng))
    row = {"ord_detl_id": f"O{n}", "medins_code": inst(rng.randrange(6)), "prod_code": "ABC"[n % 3]}
    row |= {"drug_genname": some(rng, "甲药", "乙药"), "sel_flag": some(rng, "0", "1")}
    row |= {"purc_pric": rng.randrange(1, 9), "purc_cnt": rng.randrange(1, 50), "ord_time": on(rng)}
    row |= {"stoin_time": stored, "med_list_codg": f"X{n % 5}", "retn_cnt": some(rng, 1)}
    row |= {"pay_time": stored and some(rng, stored + timedelta(days=rng.randrange(60)))}
    put(con, "tps_ord_detl_d", row)


def purchase(con, rng, n):
    row = {"medins_prod_purc_no": f"B{n}", "fixmedins_code": inst(rng.randrange(6))}
    row |= {"med_list_codg": f"X{n % 7}", "finl_trns_pric": 2, "purc_retn_cnt": rng.randrange(9)}
    row |= {"purc_retn_stoin_time": on(rng), "prod_retn_flag": some(rng, "1", "0", "0")}
    put(con, "medins_prod_purc_d", row)


def contract(con, rng, n):
    row = {
        "fixmedins_code": inst(n % 6),
        "bch_name": f"{n // 60}批",
        "prod_code": f"{'ABC'[n % 3]}",
    }
    row |= {"bch_begndate": date(2024, 3, 1), "bch_enddate": date(2025, 2, 28)}
    row |= {"cont_cnt": rng.randrange(0, 90), "purc_cnt": some(rng, rng.randrange(90))}
    put(con, "tps_cont_exec_m", row)


def upload(con, rng, n):
    row = {"trac_sn": f"T{n}", "fixmedins_code": inst(rng.randrange(12)), "psn_no": f"N{n % 3}"}
    row |= {
        "drug_trac_codg": some(rng, f"C{rng.randrange(150)}", f"D{n}"),
        "opt_time": on(rng, 700),
    }
    row |= {"sel_retn_cnt": rng.choice([1, 1, 1, -1]), "trdn_flag": some(rng, "1", "0")}
    put(con, "drug_trac_sel_d", row | {"mdtrt_id": f"M{n}", "bkkp_sn": f"F{n}"})
    fee = {"bkkp_sn": f"F{n}", "mdtrt_id": f"M{n}", "fixmedins_code": row["fixmedins_code"]}
    fee |= {"setl_id": some(rng, f"S{n}", f"S{n}"), "cnt": 1, "fee_ocur_time": on(rng, 700)}
    put(con, "fee_list_d", fee | {"list_type": some(rng, "101", "101", "201")})


def sale(con, rng, n):
    row = {"medins_prod_sel_no": f"L{n}", "fixmedins_code": inst(rng.randrange(12)), "psn_no": "N"}
    row |= {"setl_id": some(rng, f"S{n // 2}"), "face_scr": some(rng, 0.9, 0.5), "certno": "C1"}
    row |= {"agnter_certno": some(rng, "C1", "C2"), "sel_retn_time": on(rng), "sel_retn_cnt": 1}
    put(con, "medins_prod_sel_d", row)


def service(con, rng, n):
    start = on(rng)
    row = {"ltc_serv_id": f"V{n}", "psn_no": f"N{n % 40}", "ltc_medins_code": f"L{n % 3}"}
    row |= {
        "caregiver_code": "G",
        "serv_begntime": start,
        "plan_mins": 60,
        "vali_flag": some(rng, "1"),
    }
    row |= {"serv_endtime": some(rng, start + timedelta(minutes=rng.randrange(90)))}
    row |= {
        "sign_in_lnt": some(rng, "121"),
        "sign_in_lat": "31",
        "face_chk_flag": some(rng, "0", "1"),
    }
    put(con, "ltc_serv_d", row)


def assessment(con, rng, n):
    row = {"ltc_asmt_id": f"A{n}", "psn_no": f"N{rng.randrange(200)}", "asmt_date": on(rng).date()}
    put(con, "ltc_asmt_d", row | {"ltc_disa_lv": str(rng.randrange(6))})


def bill(con, rng, n):
    row = {"bill_no": f"B{n}", "fixmedins_code": inst(n % 12), "abn_flag": some(rng, "1", "0")}
    put(con, "bill_review", row | {"pay_time": some(rng, on(rng)), "chk2_time": some(rng, on(rng))})


def charge(con, rng, n):
    row = {"emp_clct_detl_id": f"D{n}", "emp_no": f"E{rng.randrange(20)}", "insutype": "310"}
    row |= {"cashym": f"2025{rng.randrange(1, 13):02}", "emp_clct_amt": 80, "psn_clct_amt": 20}
    row |= {"arvl_date": some(rng, on(rng).date()), "act_clct_amt": some(rng, 50, 200)}
    put(con, "emp_clct_detl_d", row)


@pytest.mark.parametrize(
    "measure, numerator, denominator",
    [
        (
            "timely_payment",
            "SELECT sum(due_amt) FROM order_line WHERE due_amt > 0 AND pay_date - stoin_date <= 30",
            "SELECT sum(due_amt) FROM order_line WHERE due_amt > 0 AND stoin_date IS NOT NULL",
        ),
        (
            "platform_purchase",
            "SELECT sum(recd_cnt * purc_pric) FROM order_line WHERE fixmedins_code < 'H04'",
            "SELECT sum(p.purc_cnt * p.purc_pric) FROM purchase_line AS p JOIN (SELECT"
            " fixmedins_code, min(coalesce(stoin_date, ord_date)) AS d FROM order_line GROUP BY 1)"
            " AS f USING (fixmedins_code) WHERE p.purc_date >= f.d AND p.fixmedins_code < 'H04'"
            " AND p.med_list_codg < 'X5'",
        ),
        (
            "trace_upload",
            "SELECT count(*) FROM net_fee AS f WHERE fee_date BETWEEN '2025-07-01' AND (SELECT"
            " max(opt_time)::DATE FROM drug_trac_sel_d) AND setl_id IS NOT NULL AND"
            " list_type = '101' AND EXISTS (FROM drug_trac_sel_d AS t WHERE t.bkkp_sn = f.bkkp_sn"
            " AND sel_retn_cnt > 0 AND drug_trac_codg IS NOT NULL)",
            "SELECT count(*) FROM net_fee WHERE fee_date BETWEEN '2025-07-01' AND (SELECT"
            " max(opt_time)::DATE FROM drug_trac_sel_d) AND setl_id IS NOT NULL AND"
            " list_type = '101'",
        ),
        (
            "face_checked",
            "SELECT count(*) FROM (SELECT max(face_scr) AS s FROM medins_prod_sel_d WHERE"
            " fixmedins_code > 'P' GROUP BY fixmedins_code, coalesce(setl_id, medins_prod_sel_no))"
            " WHERE s >= 0.8",
            "SELECT count(DISTINCT (fixmedins_code, coalesce(setl_id, medins_prod_sel_no)))"
            " FROM medins_prod_sel_d WHERE fixmedins_code > 'P'",
        ),
        (
            "care_unsigned",
            "SELECT count(*) FROM care_visit WHERE in_lnt IS NULL",
            "SELECT count(*) FROM care_visit",
        ),
        (
            "care_abnormal",
            "SELECT count(*) FROM care_visit WHERE mins IS NULL OR mins < 54"
            " OR face_chk_flag = '0'",
            "SELECT count(*) FROM care_visit",
        ),
        (
            "bill_review",
            "SELECT count(*) FROM bill_review WHERE abn_flag = '1' AND chk2_time IS NOT NULL"
            " AND coalesce(chk2_time <= pay_time, true)",
            "SELECT count(*) FROM bill_review WHERE abn_flag = '1'"
            " AND coalesce(pay_time, chk2_time) IS NOT NULL",
        ),
    ],
)
def test_sums_of_a_ratio_agree_with_the_views(con, measure, numerator, denominator):
    found = "SELECT sum(numerator), sum(denominator) FROM mart_share_month WHERE measure = $1"
    ((above, below),) = fetch(con, found, measure)
    ((expected_above,),), ((expected_below,),) = fetch(con, numerator), fetch(con, denominator)
    assert expected_above > 0 and expected_below > 0
    assert (float(above), float(below)) == pytest.approx(
        (float(expected_above), float(expected_below))
    )


def test_repeated_codes_are_codes_with_two_uses_left(con):
    uses, left = {}, {}
    rows = fetch(
        con,
        "SELECT drug_trac_codg, fixmedins_code, psn_no, sel_retn_cnt FROM drug_trac_sel_d WHERE"
        " drug_trac_codg IS NOT NULL AND coalesce(trdn_flag, '0') <> '1'",
    )
    for code, *who, sign in rows:
        sold, back = left.get((code, *who), (0, 0))
        left[code, *who] = (sold + (sign > 0), back + (sign < 0))
    for (code, *_), (sold, back) in left.items():
        uses[code] = uses.get(code, 0) + max(sold - back, 0)
    once = sum(count > 0 for count in uses.values())
    twice = sum(count > 1 for count in uses.values())
    found = "SELECT sum(numerator), sum(denominator) FROM mart_share_month WHERE measure = $1"
    assert once > twice > 10
    assert fetch(con, found, "trace_repeat") == [(twice, once)]


def test_a_year_to_date_adds_its_months_and_members_add_up_to_the_whole(con):
    asked = (
        "SELECT measure, sum(numerator), sum(denominator) FROM {} WHERE {} AND measure"
        " <> 'platform_purchase' GROUP BY measure ORDER BY measure"
    )
    months = fetch(con, asked.format("mart_share_month", "left(ym, 4) = '2024'"))
    ended = "period = '202412' AND dimension"
    assert len(months) >= 6
    whole = fetch(con, asked.format("mart_share_ytd", f"{ended} = 'all'"))
    assert whole == months
    parts = f"{ended} IN ('fixmedins_code', 'ltc_medins_code')"
    assert fetch(con, asked.format("mart_share_ytd", parts)) == months


def test_periods_are_whole_months_of_the_ratio_itself(con):
    rows = fetch(
        con,
        "SELECT period, back FROM mart_share_period WHERE measure = 'bill_review'"
        " AND DATE '2025-03-30' BETWEEN first_on AND last_on ORDER BY period",
    )
    # March 2025 is not over; 2024 begins in March, and is no year to compare with.
    assert rows == [("202501", 1), ("202502", 0)]
    ((last,),) = fetch(
        con,
        "SELECT max(period) FROM mart_share_period WHERE measure = 'bill_review'"
        " AND DATE '2030-01-01' BETWEEN first_on AND last_on",
    )
    assert [(last,)] == fetch(
        con, "SELECT max(ym) FROM mart_share_month WHERE measure = 'bill_review'"
    )
    ((overlaps,),) = fetch(
        con,
        "SELECT count(*) FROM mart_share_period AS a JOIN mart_share_period AS b USING (measure,"
        " period) WHERE a.first_on < b.first_on AND a.last_on >= b.first_on",
    )
    assert overlaps == 0


def test_contracts_keep_what_was_agreed_and_take_orders_where_nothing_was_reported(con):
    assert fetch(
        con,
        "SELECT sum(cont_cnt), sum(products), sum(purc_cnt) FILTER (WHERE is_reported)"
        " FROM mart_contract",
    ) == fetch(
        con,
        "SELECT sum(cont_cnt), count(*) FILTER (WHERE cont_cnt > 0), sum(purc_cnt)"
        " FILTER (WHERE cont_cnt > 0) FROM tps_cont_exec_m",
    )
    assert fetch(con, "SELECT sum(purc_cnt) FROM mart_contract WHERE NOT is_reported") == fetch(
        con,
        "SELECT sum(o.ord_cnt) FROM tps_cont_exec_m AS c JOIN order_line AS o USING (prod_code,"
        " fixmedins_code) WHERE c.purc_cnt IS NULL AND c.cont_cnt > 0"
        " AND o.ord_date BETWEEN bch_begndate AND bch_enddate",
    )


def test_a_quarter_counts_each_person_once_by_the_level_at_its_end(con):
    last = {}
    for person, day, level in fetch(
        con, "SELECT psn_no, asmt_date, care_lv FROM care_level ORDER BY asmt_date, ltc_asmt_id"
    ):
        if day <= date(2024, 12, 31):
            last[person] = level
    found = "SELECT care_lv, sum(persons) FROM mart_care_quarter WHERE quarter_ym = '202412'"
    counted = {level: [*last.values()].count(level) for level in set(last.values())}
    assert dict(fetch(con, found + " GROUP BY ALL HAVING sum(persons) > 0")) == counted
    # Every person is assessed for the first time once, and cared persons have a level.
    assert fetch(con, "SELECT sum(assessed) FROM mart_care_quarter") == fetch(
        con, "SELECT count(DISTINCT psn_no) FROM care_level"
    )
    assert fetch(con, "SELECT count(*) FROM mart_care_quarter WHERE cared > persons") == [(0,)]


def test_public_employers_owe_what_was_charged_and_pay_no_more_than_that(con):
    assert fetch(
        con, "SELECT sum(due_yuan), bool_and(paid_yuan <= due_yuan) FROM mart_employer_pay"
    ) == fetch(
        con,
        "SELECT 100 * count(*), true FROM emp_clct_detl_d JOIN insu_emp_info_b USING (emp_no)"
        " WHERE emp_type = '机关'",
    )


def test_leads_are_counted_by_rule_institution_and_day(con):
    con.execute("BEGIN")
    try:
        lead = {"code": "R12", "rule": "repeat_charge", "event_date": date(2025, 1, 5)}
        for n, code in enumerate(["H01", "H01", None]):
            put(con, "finding", lead | {"finding_key": f"K{n}", "fixmedins_code": code})
        put(con, "finding", {"code": "R29", "rule": "overlong_stay", "finding_key": "K9"})
        publishing.build_marts(con)
        rows = fetch(con, "SELECT rule_name, fixmedins_code, listed_on, leads FROM mart_lead_day")
    finally:
        con.execute("ROLLBACK")
    assert [(row[1], row[2], row[3]) for row in rows] == [
        ("H01", date(2025, 1, 5), 2),
        ("未注明", date(2025, 1, 5), 1),
        ("未注明", date(1, 1, 1), 1),
    ]


BEHIND = {
    "dear_purchase_share": ("dear_cnt", "compared_cnt"),
    "platform_purchase_share": ("platform_yuan", "bought_yuan"),
    "timely_supplier_payment": ("timely_yuan", "due_yuan"),
    "trace_upload_rate": ("scanned_items", "drug_items"),
    "face_checked_rate": ("faced_items", "receipt_items"),
    "agent_purchase_share": ("agent_items", "receipt_items"),
    "care_abnormal_rate": ("abnormal_items", "visit_items"),
    "care_unsigned_rate": ("unsigned_items", "visit_items"),
    "bill_review_rate": ("reviewed_items", "abnormal_items"),
}


def rows_of(stem):
    return catalog.get(f"indicators/{stem}").card["rows"]


@pytest.mark.parametrize("stem", BEHIND)
def test_the_rows_behind_a_ratio_add_up_to_it(con, stem):
    rows, whole = ask(con, rows_of(stem), LATER), figure(con, stem, LATER)
    above, below = (sum(row[name] or 0 for row in rows) for name in BEHIND[stem])
    assert (float(above), float(below)) == pytest.approx((whole["numerator"], whole["denominator"]))
    assert whole["value"] == pytest.approx(whole["numerator"] / whole["denominator"])


def test_the_rows_behind_procurement_and_care_and_arrears_add_up(con):
    as_of = date(2024, 12, 31)
    rows, whole = ask(con, "fund/contracts", as_of), figure(con, "procurement_progress", as_of)
    agreed = sum(row["cont_cnt"] for row in rows)
    done = sum(row["purc_cnt"] - row["due_rate"] * row["cont_cnt"] for row in rows)
    assert (agreed, done / agreed) == pytest.approx((whole["denominator"], whole["value"]))
    quarter = [r for r in ask(con, "fund/care_levels", as_of) if r["quarter_ym"] == "202412"]
    whole = figure(con, "severe_care_share", as_of)
    held = {row["care_lv"]: row["persons"] for row in quarter}
    assert held[4] + held[5] == whole["numerator"]
    assert sum(held[level] for level in range(1, 6)) == whole["denominator"]
    rows = ask(con, "fund/employers_in_arrears", LATER)
    whole = figure(con, "public_employer_pay", LATER)
    lacking = whole["denominator"] - whole["numerator"]
    assert sum(row["unpaid_yuan"] for row in rows) == pytest.approx(lacking) and lacking > 0


def test_identities_are_listed_the_worst_first(con):
    put(con, "setl_d", {"setl_id": "Z", "medfee_sumamt": 1, "fund_pay_sumamt": 2, "psn_pay": -1})
    publishing.build_marts(con)
    rows = ask(con, "data/identities", LATER)
    assert [(row["checked_rows"], row["off_rows"]) for row in rows] == [(1, 1), (1, 0)]
