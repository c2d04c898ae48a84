from oversight.viewer import LOCAL
from tests.conftest import grid

SPENT = """
SELECT CASE place WHEN '3' THEN '省内异地' ELSE '跨省异地' END, sum(fund_pay_sumamt)
FROM (
    -- What the bureau reimbursed by hand goes by where the institution is.
    SELECT s.*, CASE WHEN pay_loc IN ('3', '4') THEN pay_loc ELSE out_fixmedins_type END AS place
    FROM net_setl AS s LEFT JOIN fixmedins_b USING (fixmedins_code)
    WHERE coalesce(pay_loc, '1') <> '2'
)
WHERE place IN ('3', '4') AND setl_date BETWEEN DATE '2024-11-01' AND DATE '2025-10-31'
GROUP BY ALL
"""


def test_the_topic_shows_its_indicators_and_rules(open_page):
    at = open_page("out_of_area")
    assert {"R34", "R46"} <= set(grid(at, "判级")["编号"])
    assert "F23b" in "".join(element.proto.body for element in at.get("html"))


def test_places_hold_what_was_spent_there(open_page, district_store):
    rows = grid(open_page("out_of_area"), "次均费用（元/人次）")
    spent = dict(district_store.cursor(LOCAL).execute(SPENT).fetchall())
    shown = rows.groupby("就医地")["基金支付（万元）"].sum() * 10000
    assert dict(shown.round(2)) == {place: float(yuan) for place, yuan in spent.items()}
    assert (rows["其中直接结算"] <= rows["人次"]).all()


def test_without_data_it_says_which_tables_to_load(open_empty_page):
    at = open_empty_page("out_of_area")
    assert "setl_d" in at.info[0].value and "oversight load" in at.info[0].value
