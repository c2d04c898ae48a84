from datetime import date

from oversight.store import open_store
from oversight.viewer import LOCAL

AS_OF = date(2025, 11, 28)


def first(store, code="R27"):
    rows = store.rows("leads/ranked", LOCAL, as_of=AS_OF, code=code)
    return rows[0]["finding_key"]


def test_a_lead_shows_its_rule_its_rows_and_what_to_check(open_page, district_store):
    at = open_page("lead", lead=first(district_store))
    text = " ".join(part.value for part in at.markdown)
    assert "疑点线索不等于违规认定" in text
    assert "出院到再次入院的最长间隔 15天" in text
    assert "调取病案首页" in text
    assert any("优先级" in caption.value for caption in at.caption)
    (evidence, *_) = [frame.value for frame in at.dataframe]
    assert {"开始时间", "人员编号"} <= set(evidence.columns)
    assert evidence["人员编号"].str.contains(r"\*\*\*\*").all()


def test_a_lead_leads_on_to_the_portraits(open_page, district_store):
    at = open_page("lead", lead=first(district_store))
    ways = "".join(
        element.proto.body for element in at.get("html") if "onward" in element.proto.body
    )
    assert "./institution?" in ways and "kind=insured&amp;person=" in ways
    assert "医师画像：" in ways and "kind=physician&amp;staff=" in ways


def test_a_decision_is_made_on_the_page(opener, own_district):
    open_page, key = opener(own_district), first(open_store(own_district))
    at = open_page("lead", lead=key)
    next(box for box in at.text_input if box.label.startswith("理由")).set_value("已调病历")
    next(button for button in at.button if button.label == "核实所选 1 条").click().run()
    assert not at.exception
    row = open_store(own_district).rows("leads/lead", LOCAL, finding_key=key, as_of=AS_OF)[0]
    assert row["state"] == "已核实"
    assert any("已核实 1 条疑点" in said.value for said in at.success)


def test_a_decision_without_a_reason_is_refused_in_a_sentence(opener, own_district):
    open_page, key = opener(own_district), first(open_store(own_district))
    at = open_page("lead", lead=key)
    next(button for button in at.button if button.label == "核实所选 1 条").click().run()
    assert "请写明处置理由" in at.error[0].value


def test_without_a_lead_it_says_where_to_choose_one(open_page):
    assert "疑点线索" in open_page("lead", lead="nothing").info[0].value
