from oversight.viewer import LOCAL
from tests.conftest import figures, grid

SESSIONS = """
SELECT f.fixmedins_name, sum(s.cnt)
FROM dialysis_session AS s INNER JOIN fixmedins_b AS f USING (fixmedins_code)
WHERE s.fee_date BETWEEN DATE '2024-11-01' AND DATE '2025-10-31'
GROUP BY f.fixmedins_name
"""


def test_the_topic_shows_its_rules_and_its_institutions(open_page, district_store):
    at = open_page("dialysis")
    assert {"R47", "R51", "R54"} <= set(grid(at, "判级")["编号"])
    rows = grid(at, "机台（台）").set_index("机构")
    sessions = dict(district_store.cursor(LOCAL).execute(SESSIONS).fetchall())
    assert dict(rows["透析（次）"]) == sessions and sessions
    assert figures(at)["近 12 个月透析（次）"] == f"{sum(sessions.values()):,.0f}"


def test_without_data_it_says_which_tables_to_load(open_empty_page):
    at = open_empty_page("dialysis")
    assert "fee_list_d" in at.info[0].value and "oversight load" in at.info[0].value
