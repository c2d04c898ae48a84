from datetime import date

from oversight import tables
from oversight.viewer import LOCAL

AS_OF = date(2025, 11, 28)


def test_the_list_is_ranked_and_narrowed(open_page, district_store):
    rows = district_store.rows("leads/ranked", LOCAL, as_of=AS_OF)
    at = open_page("leads")
    shown = at.dataframe[0].value
    assert len(shown) == len(rows) and list(shown["优先级"]) == sorted(
        shown["优先级"], reverse=True
    )
    (found,) = district_store.cursor(LOCAL).execute("SELECT count(*) FROM finding").fetchone()
    assert f"**{found}** 条疑点" in at.markdown[1].value and len(rows) == min(found, 500)
    assert shown["分位 × 判级 × 精确率 × 复发"].str.count(" × ").eq(3).all()
    one = next(row for row in rows if row["psn_no"])
    at = open_page("leads", lead_code=tables.code(f"{one['code']} {one['rule_title']}"))
    narrowed = at.dataframe[0].value
    assert 0 < len(narrowed) < len(rows) and narrowed["规则"].nunique() == 1
    number = district_store.cursor(LOCAL).execute(
        "SELECT psn_no FROM finding WHERE finding_key = $1", [one["finding_key"]]
    )
    at = open_page("leads")
    at.text_input(key="lead_person").set_value(number.fetchone()[0]).run()
    assert set(at.dataframe[0].value["人员编号"]) == {one["psn_no"]}
    at.text_input(key="lead_person").set_value("没有这个人").run()
    assert "没有符合条件的疑点" in at.info[0].value


def test_nothing_is_decided_before_a_row_is_ticked(open_page):
    at = open_page("leads")
    assert any("勾选左边的方框" in caption.value for caption in at.caption)
    assert not at.button


def test_without_screening_it_says_what_to_run(open_empty_page):
    at = open_empty_page("leads")
    assert "oversight screen" in at.markdown[1].value
