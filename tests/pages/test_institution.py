from datetime import date

from oversight.viewer import LOCAL

AS_OF = date(2025, 11, 28)


def test_one_institution_beside_its_peers(open_page, district_store, taken):
    hospital = next(
        row
        for row in district_store.rows("fund/institutions", LOCAL, as_of=AS_OF)
        if row["inst_type"] == "医院"
    )
    at = open_page("institution", fixmedins_code=hospital["fixmedins_code"])
    assert hospital["fixmedins_name"] in at.markdown[1].value
    measures = at.table[0].value
    assert len(measures) >= 5 and "中位数" in measures.columns
    assert measures["本机构"].str.contains("%|天|元").any()
    (sheet,) = taken[-1]()
    assert sheet["A1"].value == hospital["fixmedins_name"]
    assert sheet.max_row == 3 + len(measures)


def test_without_data_it_says_what_to_load(open_empty_page):
    assert "oversight load" in open_empty_page("institution").info[0].value
