from datetime import date, datetime

from oversight import decisions
from oversight.store import open_store
from oversight.viewer import LOCAL

AS_OF = date(2025, 11, 28)
NOON = datetime(2025, 11, 28, 12)


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


def test_leads_and_what_became_of_them(opener, own_district):
    store = open_store(own_district)
    lead = store.rows("leads/ranked", LOCAL, as_of=AS_OF, code="R27")[0]
    where = {"fixmedins_code": lead["fixmedins_code"]}
    decisions.decide(store, LOCAL, [lead["finding_key"]], "核实", "已调病历", decided_at=NOON)
    at = opener(own_district)("institution", **where)
    frames = [frame.value for frame in at.dataframe]
    rules = next(frame for frame in frames if "已确认（条）" in frame)
    assert rules.set_index("规则编号").loc["R27", "已确认（条）"] == 1
    decided = next(frame for frame in frames if "处置人" in frame)
    assert decided["理由"].tolist() == ["已调病历"]
    # Entered into the ledger, it stands among the entries about the institution.
    decisions.enter(store, LOCAL, [lead["finding_key"]], "医保科", [], AS_OF, filed_at=NOON)
    at = opener(own_district)("institution", **where)
    entries = next(f.value for f in at.dataframe if "牵头责任单位" in f.value)
    assert entries["编号"].str.startswith("XS").any()


def test_without_data_it_says_what_to_load(open_empty_page):
    assert "oversight load" in open_empty_page("institution").info[0].value
