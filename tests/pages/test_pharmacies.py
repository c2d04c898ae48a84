from oversight.viewer import LOCAL
from tests.conftest import grid

SALES = """
SELECT f.fixmedins_name, sum(sign(coalesce(s.sel_retn_cnt, 1)))
FROM medins_prod_sel_d AS s
INNER JOIN fixmedins_b AS f ON f.fixmedins_code = s.fixmedins_code AND f.fixmedins_type = '2'
WHERE coalesce(s.vali_flag, '1') = '1'
    AND s.sel_retn_time >= TIMESTAMP '2024-11-01' AND s.sel_retn_time < TIMESTAMP '2025-11-01'
    AND coalesce(s.setl_id, '') NOT IN (
        SELECT setl_id FROM setl_d WHERE refd_setl_flag = '1' OR init_setl_id IS NOT NULL
        UNION
        SELECT init_setl_id FROM setl_d WHERE init_setl_id IS NOT NULL
    )
GROUP BY f.fixmedins_name
"""


def test_sales_of_a_pharmacy_are_its_receipts(open_page, district_store):
    rows = grid(open_page("pharmacies"), "扫码率").set_index("药店")
    sales = dict(district_store.cursor(LOCAL).execute(SALES).fetchall())
    assert {name: rows.loc[name, "销售（笔）"] for name in sales} == sales and sales


def test_only_pharmacies_stand_among_the_leads(open_page, district_store):
    at = open_page("pharmacies")
    stores = {
        name
        for (name,) in district_store.cursor(LOCAL)
        .execute("SELECT fixmedins_name FROM fixmedins_b WHERE fixmedins_type = '2'")
        .fetchall()
    }
    leads = grid(at, "优先级")
    assert len(leads) and set(leads["机构"].dropna()) - {""} <= stores
    rules = grid(at, "判级").set_index("编号")
    assert rules["疑点（条）"].sum() == len(leads)
    assert f"**{len(leads)}** 条疑点" in at.markdown[0].value


def test_pharmacists_with_least_prescriptions_come_first(open_page):
    rows = grid(open_page("pharmacies"), "药师")
    assert len(rows) and rows["处方号占比"].dropna().between(0, 100).all()


def test_without_data_it_says_which_tables_to_load(open_empty_page):
    at = open_empty_page("pharmacies")
    assert "medins_prod_sel_d" in at.info[0].value and "oversight load" in at.info[0].value
