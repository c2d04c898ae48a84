"""Procurement, long-term care and reviewed bills of the invented district agree with themselves."""

from datetime import date

import duckdb
import pytest

from oversight import demo, publishing


@pytest.fixture(scope="module")
def claims():
    con = duckdb.connect()
    demo.fill_claims(con, 0.05, date(2025, 11, 28))
    publishing.create_views(con)
    return con


@pytest.mark.parametrize(
    ("table", "wrong"),
    [
        ("tps_ord_detl_d", "invo_amt <> stoin_cnt * purc_pric"),
        ("tps_ord_detl_d", "NOT ord_time < shp_time OR NOT shp_time < stoin_time"),
        (
            "tps_ord_detl_d",
            "NOT stoin_time < pay_time OR pay_amt > invo_amt OR retn_cnt > stoin_cnt",
        ),
        ("tps_ord_detl_d", "(sel_flag = '1') <> (bch_name IS NOT NULL)"),
        ("tps_cont_exec_m", "cmpl_prop <> (purc_cnt / cont_cnt)::DECIMAL(7, 4) OR cont_cnt <= 0"),
        ("tps_cont_exec_m", "bch_begndate > $as_of OR sched_prog NOT BETWEEN 0 AND 1"),
        ("ltc_serv_d", "det_item_fee_sumamt <> fund_payamt + psn_pay"),
        ("ltc_serv_d", "date_diff('minute', serv_begntime, serv_endtime) <> serv_mins"),
        ("ltc_serv_d", "serv_endtime >= $as_of + 1"),
        ("ltc_asmt_d", "NOT appy_date < asmt_date OR NOT asmt_date < cncl_date"),
        ("bill_review", "NOT chk1_time < pay_time OR chk1_time >= $as_of + 1"),
    ],
)
def test_no_row_contradicts_itself(claims, table, wrong):
    sql = f"SELECT count(*), count(*) FILTER ({wrong}) FROM {table}".replace(
        "$as_of", "DATE '2025-11-28'"
    )
    rows, bad = claims.execute(sql).fetchone()
    assert rows > 20 and bad == 0


@pytest.mark.parametrize(
    ("left", "right"),
    [
        # The report of an agreement sums the winner's orders.
        (
            "SELECT fixmedins_code, bch_name, prod_code, purc_cnt FROM tps_cont_exec_m"
            " WHERE purc_cnt > 0",
            "SELECT c.fixmedins_code, c.bch_name, c.prod_code, sum(o.ord_cnt)"
            " FROM tps_cont_exec_m AS c INNER JOIN order_line AS o"
            " ON o.fixmedins_code = c.fixmedins_code AND o.prod_code = c.prod_code"
            " AND o.ord_date BETWEEN c.bch_begndate AND c.bch_enddate AND o.sel_flag = '1'"
            " GROUP BY ALL",
        ),
        # A hospital's books hold what the platform delivered.
        (
            "SELECT fixmedins_code, med_list_codg, medins_prod_purc_no, purc_retn_cnt"
            " FROM medins_prod_purc_d WHERE contains(medins_prod_purc_no, 'T')"
            " AND prod_retn_flag = '0'",
            "SELECT medins_code, med_list_codg, ord_detl_id, stoin_cnt FROM tps_ord_detl_d"
            " WHERE vali_flag = '1'",
        ),
        (
            "SELECT setl_id, psn_no, fixmedins_code, bill_amt, fund_payamt FROM bill_review",
            "SELECT setl_id, psn_no, fixmedins_code, medfee_sumamt, fund_pay_sumamt FROM setl_d",
        ),
        (
            "SELECT psn_no, ltc_asmt_id FROM ltc_serv_d WHERE ltc_asmt_id IS NOT NULL",
            "SELECT psn_no, ltc_asmt_id FROM ltc_asmt_d WHERE ltc_disa_lv >= '3'",
        ),
        (
            "SELECT ltc_medins_code FROM ltc_serv_d UNION SELECT asmt_org_code FROM ltc_asmt_d",
            "SELECT ltc_medins_code FROM ltc_medins_b",
        ),
    ],
)
def test_every_row_has_its_counterpart(claims, left, right):
    assert claims.execute(f"SELECT count(*) FROM ({left})").fetchone()[0] > 5
    assert claims.execute(f"({left}) EXCEPT ({right})").fetchall() == []
