from datetime import date

import pytest

from oversight.viewer import LOCAL
from tests.conftest import grid

VISITS = """
SELECT ltc_medins_name, count(*)
FROM (
    SELECT ltc_medins_code, psn_no, caregiver_code, serv_begntime, serv_endtime
    FROM ltc_serv_d
    WHERE coalesce(vali_flag, '1') = '1'
        AND serv_begntime >= TIMESTAMP '2024-11-01' AND serv_begntime < TIMESTAMP '2025-11-01'
    GROUP BY ALL
    HAVING sum(coalesce(cnt, 1)) > 0
)
INNER JOIN ltc_medins_b USING (ltc_medins_code)
GROUP BY ltc_medins_name
"""


def test_visits_of_an_institution_are_its_services(open_page, district_store):
    rows = grid(open_page("care_insurance"), "异常工单率").set_index("机构")
    visits = dict(district_store.cursor(LOCAL).execute(VISITS).fetchall())
    assert visits
    assert {name: rows.loc[name, "工单（张）"] for name in visits} == visits


def test_leads_stand_beside_the_institution_by_its_name(open_page, district_store):
    at = open_page("care_insurance")
    rows = grid(at, "异常工单率")
    (leads,) = (
        district_store.cursor(LOCAL)
        .execute("SELECT count(*) FROM finding WHERE code BETWEEN 'R72' AND 'R77c'")
        .fetchone()
    )
    assert rows["疑点（条）"].sum() == leads > 0
    assert not grid(at, "优先级")["机构"].str.match("[A-Z]").any(), "names, not codes"


def test_caregivers_with_overlaps_come_first(open_page):
    rows = grid(open_page("care_insurance"), "护理员")
    assert rows["时间重叠（次）"].is_monotonic_decreasing and rows["时间重叠（次）"].iloc[0] > 0


def test_without_data_it_says_which_tables_to_load(open_empty_page):
    at = open_empty_page("care_insurance")
    assert "ltc_serv_d" in at.info[0].value and "oversight load" in at.info[0].value


def test_quarters_are_those_of_the_indicators(open_page, district_store):
    rows = grid(open_page("care_insurance"), "受护率").set_index("季末月份")
    for stem, column in (("severe_care_share", "重度占比"), ("cared_persons_rate", "受护率")):
        found = district_store.rows(f"indicators/{stem}", LOCAL, as_of=date(2025, 11, 28))
        values = {r["period"]: 100 * r["value"] for r in found if r["dimension"] == "all"}
        shown = dict(rows[column].dropna())
        assert values and shown == {
            f"{period[:4]}-{period[4:]}": pytest.approx(value) for period, value in values.items()
        }
