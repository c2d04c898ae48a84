from oversight.viewer import LOCAL
from tests.conftest import grid

# Net uses of whole, valid codes by institution, before November 2025; without the views.
USES = """
WITH net AS (
    SELECT drug_trac_codg, fixmedins_code, psn_no, sum(sign(coalesce(sel_retn_cnt, 1))) AS uses,
        max(opt_time) AS used_at
    FROM drug_trac_sel_d
    WHERE coalesce(vali_flag, '1') = '1' AND coalesce(trdn_flag, '0') <> '1'
        AND drug_trac_codg IS NOT NULL AND opt_time < TIMESTAMP '2025-11-01'
    GROUP BY ALL
    HAVING sum(sign(coalesce(sel_retn_cnt, 1))) > 0
)
SELECT count(DISTINCT drug_trac_codg), count(DISTINCT drug_trac_codg) FILTER (WHERE times > 1)
FROM (SELECT *, sum(uses) OVER (PARTITION BY drug_trac_codg) AS times FROM net)
"""


def test_codes_by_institution_are_those_uploaded(open_page, district_store):
    at = open_page("trace_codes")
    rows = grid(at, "使用过的码（个）")
    codes, repeated = district_store.cursor(LOCAL).execute(USES).fetchone()
    assert rows["使用过的码（个）"].sum() == codes > 0
    assert rows["重复码（个）"].sum() == repeated > 0
    assert list(rows["疑点（条）"]) == sorted(rows["疑点（条）"], reverse=True)


def test_a_code_goes_from_one_institution_to_another(open_page, district_store):
    rows = grid(open_page("trace_codes"), "先用机构")
    moved = rows[rows["情形"] == "隔月另一家"]
    assert len(moved) and (moved["先用机构"] != moved["后用机构"]).all()
    assert (moved["相隔（天）"] >= 30).all()
    code = moved.iloc[0]["追溯码"]
    first, last = (
        district_store.cursor(LOCAL)
        .execute(
            "SELECT arg_min(fixmedins_name, opt_time), arg_max(fixmedins_name, opt_time)"
            " FROM drug_trac_sel_d WHERE drug_trac_codg = $1",
            [code],
        )
        .fetchone()
    )
    assert tuple(moved.iloc[0][["先用机构", "后用机构"]]) == (first, last)


def test_drugs_count_each_lead_once(open_page, district_store):
    rows = grid(open_page("trace_codes"), "隔月另一家（条）")
    (leads,) = (
        district_store.cursor(LOCAL)
        .execute("SELECT count(*) FROM finding WHERE code = 'R56'")
        .fetchone()
    )
    assert rows["隔月另一家（条）"].sum() == leads > 0


def test_without_data_it_says_which_tables_to_load(open_empty_page):
    info = open_empty_page("trace_codes").info[0].value
    assert "drug\\_trac\\_sel\\_d" in info or "drug_trac_sel_d" in info
    assert "oversight load" in info


def test_the_page_can_be_taken_along(open_page, taken):
    open_page("trace_codes")
    assert [sheet["A1"].value[:4] for sheet in taken[-1]()] == ["各机构的", "重复使用", "重复码涉"]
