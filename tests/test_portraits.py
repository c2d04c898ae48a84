"""Portraits: months of physicians, pharmacists and caregivers, the recipe, persons with leads."""

from datetime import date, timedelta

import duckdb
import pytest

from oversight import catalog, claims_schema, ledgers, publishing

AS_OF = date(2025, 6, 30)


@pytest.fixture
def con():
    connection = duckdb.connect()
    ledgers.prepare(connection)
    claims_schema.create(connection)
    publishing.create_views(connection)
    yield connection
    connection.close()


def put(con, table, *rows):
    for row in rows:
        marks = ", ".join("?" * len(row))
        con.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", [*row.values()])


def ask(con, name, **params):
    query = catalog.get(name)
    bound = {key: (params | {"as_of": AS_OF}).get(key) for key in query.used}
    cursor = con.execute(query.sql, bound)
    assert [column[0] for column in cursor.description] == list(query.columns)
    return [dict(zip(query.columns, row, strict=True)) for row in cursor.fetchall()]


def fee(n, **more):
    base = {"bkkp_sn": f"F{n}", "mdtrt_id": f"M{n}", "setl_id": f"S{n}", "fixmedins_code": "H1"}
    base |= {"bilg_dr_code": "D1", "bilg_dept_name": "内科", "psn_no": "P1", "med_type": "11"}
    base |= {"fee_ocur_time": "2025-01-05", "med_chrgitm_type": "09", "cnt": 1}
    return base | {"det_item_fee_sumamt": 10, "inscp_amt": 10} | more


def test_a_physician_by_month_counts_visits_heads_and_stays_once(con):
    put(con, "setl_d", *({"setl_id": f"S{n}", "med_type": t} for n, t in ((1, "11"), (5, "21"))))
    put(
        con,
        "fee_list_d",
        fee(1),
        # The same person on the same day: no second visit.
        fee(2, med_chrgitm_type="04", det_item_fee_sumamt=30),
        # Later in the year: a visit, no new head.
        fee(3, fee_ocur_time="2025-03-02"),
        fee(4, psn_no="P2", det_item_fee_sumamt=50, med_chrgitm_type="05"),
        # A stay over two months is of the month it began in.
        fee(5, med_type="21", fee_ocur_time="2025-01-31", det_item_fee_sumamt=100),
        fee(6, mdtrt_id="M5", med_type="21", fee_ocur_time="2025-02-01", det_item_fee_sumamt=7),
        fee(7, bilg_dr_code="0000"),
        fee(8, bilg_dr_code=None),
    )
    publishing.build_marts(con)
    rows = con.execute(
        "SELECT ym, visits, heads_new, stays_new, lines, fee_yuan, visit_fee_yuan, drug_yuan,"
        " exam_yuan FROM mart_physician_month"
    ).fetchall()
    assert rows == [
        ("202501", 2, 2, 1, 4, 190, 90, 110, 30),
        ("202502", 0, 0, 0, 1, 7, None, 7, None),
        ("202503", 1, 0, 0, 1, 10, 10, 10, None),
    ]


def sale(n, **more):
    base = {"medins_prod_sel_no": f"X{n}", "fixmedins_code": "P1", "phar_prac_cert_no": "YS1"}
    base |= {"phar_name": "周药师", "psn_no": "A", "sel_retn_time": "2025-01-05 10:00:00"}
    return base | {"finl_trns_pric": 20, "sel_retn_cnt": 1} | more


def test_a_pharmacist_by_month_takes_returns_off(con):
    put(con, "setl_d", {"setl_id": "S9", "vali_flag": "0"})
    put(
        con,
        "medins_prod_sel_d",
        sale(1, rx_flag="1", rxno="R1"),
        sale(2, rx_flag="1", psn_no="B", agnter_certno="C"),
        sale(3, rx_flag="1", rxno=" "),
        sale(4, rx_flag="1", rxno=" ", sel_retn_cnt=-1),
        sale(5, setl_id="S9"),
        sale(6, vali_flag="0"),
        sale(7, phar_prac_cert_no=None, phar_name="吴药师", sel_retn_time="2025-02-01"),
    )
    publishing.build_marts(con)
    rows = con.execute(
        "SELECT phar_code, ym, sales, persons, sale_yuan, rx_sales, rx_missing, agent_sales"
        " FROM mart_pharmacist_month"
    ).fetchall()
    assert rows == [
        ("YS1", "202501", 2, 2, 40, 2, 1, 1),
        ("吴药师", "202502", 1, 1, 20, 0, 0, 0),
    ]
    (found,) = (r for r in ask(con, "portrait/staff", kind="pharmacist") if r["member"][-1] == "1")
    assert (found["member"], found["staff_name"]) == ("P1|YS1", "周药师")


def test_a_caregiver_by_month_has_hours_and_overlaps(con):
    def visit(n, begin, end, person):
        base = {"ltc_serv_id": f"V{n}", "caregiver_code": "G1", "caregiver_name": "范护理"}
        base |= {"ltc_medins_code": "L1", "psn_no": person, "cnt": 1, "fund_payamt": 50}
        return base | {"serv_begntime": f"2025-01-{begin}", "serv_endtime": f"2025-01-{end}"}

    put(con, "ltc_medins_b", {"ltc_medins_code": "L1", "ltc_medins_name": "安心护理"})
    put(
        con,
        "ltc_serv_d",
        visit(1, "05 08:00:00", "05 10:00:00", "A"),
        visit(2, "05 09:00:00", "05 09:30:00", "B"),
        # Still within the first, though the second is over.
        visit(3, "05 09:45:00", "05 10:30:00", "C"),
        visit(4, "06 08:00:00", "06 09:00:00", "A"),
    )
    publishing.build_marts(con)
    row = ask(con, "portrait/caregiver_months", member="L1|G1")[0]
    assert (row["visits"], row["persons"], row["days"], row["overlap_visits"]) == (4, 3, 2, 2)
    assert (row["busiest_hours"], row["hours_per_day"]) == (3.25, 2.125)
    assert ask(con, "portrait/staff", kind="caregiver")[0]["fixmedins_name"] == "安心护理"


@pytest.mark.parametrize(
    "z, cases, beyond, verdict, why",
    [
        (3.5, 30, 2, "明显偏离", "近三期 2 期达线，偏离度 3.5 不小于 3.5，30 例不少于 30"),
        (3.4, 30, 2, "偏高", "够不上明显偏离：偏离度 3.4 不到 3.5"),
        (3.5, 29, 2, "偏高", "够不上明显偏离：29 例不足 30"),
        (3.5, 30, 1, "偏高", "够不上明显偏离：近三期只有 1 期达线"),
        (None, 30, 3, "偏高", "够不上明显偏离：同级几乎相同，算不出偏离度"),
        (9.0, 99, 0, "范围内", ""),
    ],
)
def test_far_from_the_peers_takes_all_three(con, z, cases, beyond, verdict, why):
    publishing.build_marts(con)
    con.execute("DELETE FROM mart_period")
    for back in range(3):
        ym = f"20250{6 - back}"
        con.execute(
            "INSERT INTO mart_period (first_on, last_on, back, period, ym)"
            " VALUES ('2025-06-30', '2025-07-30', $1, $2, $2)",
            [back, ym],
        )
        row = {"kind": "institution", "member": "H1", "ym": ym, "measure_no": 1, "measure": "m"}
        row |= {"label": "甲", "unit": "天", "side": 1, "value": 9, "cases": cases, "peers": 9}
        row |= {"p20": 1, "p50": 2, "p80": 3, "z": z, "is_beyond": back < beyond}
        put(con, "mart_profile", row)
    (found,) = ask(con, "portrait/measures", kind="institution", member="H1")
    assert (found["verdict"], found["periods"], found["why"]) == (verdict, beyond, why)


def test_a_low_share_is_far_on_its_low_side_and_size_is_never_judged(con):
    for n in range(9):
        put(con, "fixmedins_b", {"fixmedins_code": f"H{n}", "fixmedins_type": "1", "hosp_lv": "05"})
        setl = {"setl_id": f"S{n}", "fixmedins_code": f"H{n}", "setl_time": "2025-01-20"}
        paid = {"medfee_sumamt": 100, "fund_pay_sumamt": 10 if n == 0 else 80 + n}
        put(con, "setl_d", setl | paid | {"med_type": "11", "psn_no": "A"})
    publishing.build_marts(con)
    rows = {
        (member, measure): (z, beyond)
        for member, measure, z, beyond in con.execute(
            "SELECT member, measure, z, is_beyond FROM mart_profile WHERE ym = '202501'"
        ).fetchall()
    }
    z, beyond = rows["H0", "fund_share"]
    assert z > 3.5 and beyond
    assert rows["H8", "fund_share"][0] < 0
    assert rows["H0", "fund_spent"] == (None, False)


def test_a_physician_is_compared_within_the_department_where_there_are_enough(con):
    put(con, "fixmedins_b", {"fixmedins_code": "H1", "fixmedins_type": "1", "hosp_lv": "05"})
    put(con, "setl_d", {"setl_id": "S1", "med_type": "11", "setl_time": "2025-01-05"})
    for n in range(9):
        put(con, "fee_list_d", fee(n, bilg_dr_code=f"D{n + 1}", det_item_fee_sumamt=10 + n))
    put(con, "fee_list_d", fee(20, bilg_dr_code="D99", bilg_dept_name="外科"))
    publishing.build_marts(con)
    found = ask(con, "portrait/measures", kind="physician", member="H1|D1")
    assert {(row["peer_group"], row["peers"]) for row in found} <= {("二级医院·内科", 9)} and found
    alone = ask(con, "portrait/measures", kind="physician", member="H1|D99")
    assert {(row["peer_group"], row["peers"]) for row in alone} == {("医院", 10)}


def found_of(con, key, code="R33", **more):
    finding = {"finding_key": key, "rule": "visit_during_stay", "code": code, "subject_id": key}
    put(con, "finding", finding | {"event_date": AS_OF, "fund_amount": 5} | more)


def test_an_insured_person_is_found_by_number_or_by_key_and_only_with_leads(con):
    put(con, "psn_info_b", {"psn_no": "P1", "gend": "2", "brdy": "1960-07-01"})
    settled = [("S1", "P1", "H1", "2025-05-01"), ("S2", "P1", "H2", "2025-07-01")]
    settled += [("S3", "P2", "H1", "2025-05-01")]
    for setl_id, person, where, day in settled:
        setl = {"setl_id": setl_id, "psn_no": person, "fixmedins_code": where, "setl_time": day}
        put(con, "setl_d", setl | {"fund_pay_sumamt": 8, "med_type": "11"})
    found_of(con, "K1", psn_no="P1", evidence="setl_d:S1")
    publishing.build_marts(con)
    (row,) = ask(con, "portrait/person", psn_no="P1")
    # 64 until the birthday; what was settled after the date is not known yet.
    assert (row["age"], row["gender"], row["items"], row["setls"]) == (64, "女", 1, 1)
    key = ask(con, "portrait/lead_person", finding_key="K1")[0]["person_key"]
    assert "P1" not in key and ask(con, "portrait/person", person_key=key) == [row]
    assert len(ask(con, "portrait/person_setls", psn_no="P1")) == 1
    assert ask(con, "portrait/person_institutions", psn_no="P1")[0]["outpatient"] == 1
    # Without a lead there is no portrait; without a name nobody's.
    assert ask(con, "portrait/person", psn_no="P2") == []
    assert ask(con, "portrait/person_setls") == []


def test_who_stands_in_the_evidence_is_linked_to_the_lead(con):
    put(con, "fee_list_d", fee(1), fee(2, bilg_dr_code="D2"))
    put(con, "ltc_serv_d", {"ltc_serv_id": "V1", "caregiver_code": "G1", "ltc_medins_code": "L1"})
    found_of(con, "K1", psn_no="P1", fixmedins_code="H1", evidence="fee_list_d:F1;fee_list_d:F2")
    found_of(con, "K2", code="R72", evidence="ltc_serv_d:V1")
    publishing.build_marts(con)
    linked = con.execute("SELECT kind, member, finding_key FROM mart_staff_lead").fetchall()
    assert linked == [
        ("caregiver", "L1|G1", "K2"),
        ("physician", "H1|D1", "K1"),
        ("physician", "H1|D2", "K1"),
    ]


def test_visits_of_a_year_add_up_to_those_of_its_months(con):
    for n in range(40):
        day = date(2025, 1, 1) + timedelta(days=n * 4)
        put(con, "setl_d", {"setl_id": f"S{n}", "med_type": "11", "setl_time": day})
        put(con, "fee_list_d", fee(n, fee_ocur_time=day, psn_no=f"P{n % 7}"))
    publishing.build_marts(con)
    (found,) = con.execute(
        "SELECT value, numerator, denominator FROM mart_measure"
        " WHERE kind = 'physician' AND measure = 'visits_per_head' AND ym = '202506'"
    ).fetchall()
    assert found == (pytest.approx(40 / 7), 40, 7)
