from datetime import date

from oversight.viewer import LOCAL

AS_OF = date(2025, 11, 28)


def test_a_physician_beside_the_department(open_page, district_store, taken):
    staff = district_store.rows("portrait/staff", LOCAL, kind="physician")
    chosen = next(row for row in staff if row["fixmedins_code"] == staff[0]["fixmedins_code"])
    at = open_page("person", kind="physician", staff=chosen["staff_key"])
    text = " ".join(part.value for part in at.markdown)
    assert chosen["staff_name"] in text and "不等于违规" in text
    assert at.selectbox(key="staff").value == chosen["staff_key"]
    assert {"80 分位", "偏离度", "判断", "为什么"} <= set(at.table[0].value.columns)
    (sheet,) = taken[-1]()
    assert sheet["A1"].value == chosen["staff_name"]


def test_another_institution_shows_its_own_physicians(open_page, district_store):
    at = open_page("person", kind="physician")
    places = at.selectbox(key="place_physician")
    assert len(places.options) > 1
    staff = district_store.rows("portrait/staff", LOCAL, kind="physician")
    place_of = {row["staff_key"]: row["fixmedins_code"] for row in staff}
    other = next(place for place in place_of.values() if place != places.value)
    places.set_value(other).run()
    assert not at.exception
    assert place_of[at.selectbox(key="staff").value] == other


def test_an_insured_person_is_reached_from_a_lead_and_stays_masked(open_page, district_store):
    leads = district_store.rows("leads/ranked", LOCAL, as_of=AS_OF, code="R27")
    (person,) = district_store.rows(
        "portrait/lead_person", LOCAL, finding_key=leads[0]["finding_key"]
    )
    at = open_page("person", kind="insured", person=person["person_key"])
    text = " ".join(part.value for part in at.markdown)
    assert "疑点" in text and "家机构" in text
    whole = district_store.cursor(LOCAL).execute(
        "SELECT psn_no FROM mart_person WHERE person_key = $1", [person["person_key"]]
    )
    number = whole.fetchone()[0]
    shown = text + " ".join(frame.value.to_string() for frame in at.dataframe)
    assert number not in shown
    # The whole number typed in finds the same person; a part of it nobody.
    at = open_page("person", kind="insured")
    at.text_input(key="insured_no").set_value(number).run()
    assert any("家机构" in part.value for part in at.markdown)
    at.text_input(key="insured_no").set_value(number[:8]).run()
    assert "没有疑点" in at.info[0].value


def test_insured_persons_are_not_offered(open_page):
    at = open_page("person", kind="insured")
    # Only the campaign of the sidebar.
    assert [box.label for box in at.selectbox] == ["专项"]
    assert "疑点线索" in at.info[0].value


def test_without_data_it_says_what_to_load(open_empty_page):
    for kind, table in [
        ("physician", "fee_list_d"),
        ("pharmacist", "medins_prod_sel_d"),
        ("caregiver", "ltc_serv_d"),
    ]:
        said = open_empty_page("person", kind=kind).info[0].value
        assert table in said and "oversight load" in said
