"""The topic pages name only what exists, and what lies under their tables adds up."""

import ast
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from oversight import catalog, publishing, sql_reading, ui_topic
from tests.test_fund_queries import ask
from tests.test_marts import connect, fetch, put
from tests.test_share_marts import random_rows

PAGES = Path(__file__).parent.parent / "pages"
TOPICS = [p for p in sorted(PAGES.glob("*.py")) if "ui_topic" in p.read_text("utf-8")]


def named(page):
    """The lists a topic page is made of: constant → value."""
    tree = ast.parse(page.read_text("utf-8"))
    return {
        node.targets[0].id: ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign)
    }


def test_there_are_six():
    assert len(TOPICS) == 6


@pytest.mark.parametrize("page", TOPICS, ids=lambda p: p.stem)
def test_a_page_names_only_codes_and_queries_that_exist(page):
    said = named(page)
    for kind, constant in (("rules", "RULES"), ("indicators", "INDICATORS")):
        known = {query.card["code"] for query in catalog.load(kind).values()}
        assert set(said[constant]) <= known
        assert len(said[constant]) == len(set(said[constant]))
    months = catalog.get(said["MONTHS"])
    assert list(months.columns) == ["ym", *said["CURVES"]]
    assert set(filter(None, said["CURVES"].values())) <= set(said["INDICATORS"])
    for name in [*said["SHEETS"], *filter(None, [said.get("TOTALS")])]:
        assert catalog.get(name).card.get("note"), f"{name}: say what the figures mean"


def test_pages_ask_marts_and_registers_only():
    registers = {"institution", "ltc_medins_b", "lead_state"}
    for query in catalog.load("topics").values():
        read = sql_reading.tables_read(query.sql)
        assert set(query.card["tables"]) == read, query.name
        assert all(name.startswith("mart_") or name in registers for name in read), query.name


def test_rules_of_a_table_are_those_of_its_page():
    """A count of leads beside an institution counts what the page lists."""
    by_sheet = {name: named(p)["RULES"] for p in TOPICS for name in named(p)["SHEETS"]}
    for name, rules in by_sheet.items():
        sql = catalog.get(name).sql
        assert all(code in rules for code in _codes(sql)), name


def _codes(sql):
    codes = {query.card["code"] for query in catalog.load("rules").values()}
    return [code for code in codes if f"'{code}'" in sql]


def test_what_lacks_is_what_the_rules_and_indicators_need():
    rows = [("setl_d", "结算", 9), ("ltc_serv_d", "护理服务记录", 0), ("death", "死亡", 0)]
    coverage = pd.DataFrame(rows, columns=["table_name", "title", "table_rows"])
    assert ui_topic.lacking(["F33"], ["R72"], coverage) == ["护理服务记录（ltc_serv_d）"]
    assert ui_topic.lacking([], ["R55"], coverage) == []


def test_drugs_of_a_batch_add_up_to_its_contracts():
    con = random_rows()
    for column in ("cont_cnt", "purc_cnt"):
        sums = [
            fetch(con, f"SELECT bch_name, sum({column}) FROM {mart} GROUP BY ALL ORDER BY ALL")
            for mart in ("mart_contract", "mart_contract_drug")
        ]
        assert sums[0] == sums[1] and len(sums[0]) == 7
    batches = {row["bch_name"]: row for row in ask(con, "topics/procurement_by_batch")}
    of_drugs = ask(con, "topics/procurement_by_drug", datetime(2024, 12, 31).date())
    of_batch = ask(con, "topics/procurement_by_batch", datetime(2024, 12, 31).date())
    assert sum(r["purc_cnt"] for r in of_drugs) == sum(r["purc_cnt"] for r in of_batch) > 0
    assert {row["due_rate"] for row in batches.values()} == {1}, "their year is over"


def test_sales_of_a_pharmacy_are_sales_less_returns_and_tell_prescriptions():
    con = connect()
    day = datetime(2025, 3, 3, 10)
    line = {"fixmedins_code": "P1", "sel_retn_time": day, "finl_trns_pric": 10, "psn_no": "N"}
    put(con, "setl_d", {"setl_id": "S1"}, {"setl_id": "S2", "init_setl_id": "S1"})
    put(
        con,
        "medins_prod_sel_d",
        line | {"medins_prod_sel_no": "1", "sel_retn_cnt": 3, "rx_flag": "1", "rxno": "R"},
        line | {"medins_prod_sel_no": "2", "sel_retn_cnt": 1, "rx_flag": "1", "rxno": " "},
        line | {"medins_prod_sel_no": "3", "sel_retn_cnt": 1, "rx_flag": "1"},
        line | {"medins_prod_sel_no": "4", "sel_retn_cnt": -1, "rx_flag": "1"},
        line | {"medins_prod_sel_no": "5", "hi_feesetl_type": "2", "rx_flag": "0"},
        line | {"medins_prod_sel_no": "6", "setl_id": "S1", "sel_retn_cnt": 50},
        line | {"medins_prod_sel_no": "7", "vali_flag": "0"},
        line | {"medins_prod_sel_no": "8", "fixmedins_code": "H1"},
        line | {"medins_prod_sel_no": "9", "fixmedins_code": "P2", "sel_retn_time": None},
    )
    sql = catalog.get("marts/mart_store_sale_month").sql
    assert fetch(con, sql) == [
        ("P1", "202503", 3, 50, 40, 2, 1),
        # Nothing says which of its drugs need a prescription.
        ("P2", "未注明", 1, 10, 10, None, None),
    ]
    con.close()


def test_care_institutions_of_leads_are_named():
    con = connect()
    put(con, "ltc_medins_b", {"ltc_medins_code": "C1", "ltc_medins_name": "松鹤护理中心"})
    put(con, "finding", {"finding_key": "K", "rule": "x", "code": "R72", "fixmedins_code": "C1"})
    publishing.build_marts(con)
    assert fetch(con, "SELECT fixmedins_name FROM mart_lead") == [("松鹤护理中心",)]
    (row,) = ask(con, "topics/care_by_institution")
    assert (row["fixmedins_name"], row["leads"], row["visits"]) == ("松鹤护理中心", 1, None)
    con.close()
