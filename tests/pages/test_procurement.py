from oversight.viewer import LOCAL
from tests.conftest import grid


def ask(store, sql, *values):
    return store.cursor(LOCAL).execute(sql, list(values)).fetchall()


def test_batches_hold_what_was_agreed_and_bought(open_page, district_store):
    rows = grid(open_page("procurement"), "落后机构（家）").set_index("批次")
    reported = ask(
        district_store,
        "SELECT bch_name, sum(cont_cnt), sum(purc_cnt), count(DISTINCT fixmedins_code)"
        " FROM tps_cont_exec_m WHERE bch_begndate <= DATE '2025-11-28'"
        " AND bch_enddate >= DATE '2024-11-28' GROUP BY bch_name"
        " HAVING count(purc_cnt) = count(*)",
    )
    assert reported
    for name, agreed, bought, institutions in reported:
        row = rows.loc[name]
        assert (row["约定量"], row["采购量"]) == (agreed, bought)
        assert row["机构（家）"] == institutions
        assert abs(row["完成率"] - 100 * float(bought / agreed)) < 1e-6


def test_payments_of_an_institution_are_those_due_in_twelve_months(open_page, district_store):
    rows = grid(open_page("procurement"), "回款及时率").set_index("机构")
    owed = ask(
        district_store,
        "SELECT f.fixmedins_name, sum(o.invo_amt) FILTER (WHERE CAST(o.pay_time AS DATE)"
        " > CAST(o.stoin_time AS DATE) + 30) FROM tps_ord_detl_d AS o"
        " INNER JOIN fixmedins_b AS f ON f.fixmedins_code = o.medins_code"
        " WHERE o.retn_cnt IS NULL AND CAST(o.stoin_time AS DATE) + 30"
        " BETWEEN DATE '2024-11-01' AND DATE '2025-10-31' GROUP BY f.fixmedins_name"
        " HAVING count(o.pay_amt) = count(*) AND count(o.invo_amt) = count(*)"
        " AND sum(o.pay_amt) = sum(o.invo_amt)",
    )
    late = {name: float(amount or 0) for name, amount in owed}
    assert any(late.values())
    for name, amount in late.items():
        assert abs(rows.loc[name, "未按期付（万元）"] * 10000 - amount) < 0.01


def test_drugs_behind_come_first(open_page):
    rows = grid(open_page("procurement"), "产品")
    behind = rows["完成率"] - rows["序时进度"]
    assert len(rows) and behind.is_monotonic_increasing


def test_without_data_it_says_which_tables_to_load(open_empty_page):
    at = open_empty_page("procurement")
    assert "tps_cont_exec_m" in at.info[0].value and "oversight load" in at.info[0].value
