"""Rows of a plan: edited as the table says, checked, and turned into records of the ledger."""

from datetime import date

from oversight import filings, plan_drafts, plans
from oversight.viewer import LOCAL
from tests.plan_texts import CASES


def _rows(name="labels on lines"):
    return plan_drafts.rows_of(plans.read_text(CASES[name]["text"]))


def test_a_row_holds_what_was_read():
    first = _rows()[0]
    assert first["mark"] == "1" and first["plan_path"] == "二/1"
    assert (first["units"], first["lead_units"]) == ("县医保局、县财政局、县卫健局", "县医保局")
    assert (first["due_text"], first["due_on"]) == ("2025年11月底前", "2025-11-30")


def test_a_new_wording_of_a_deadline_is_read_by_the_same_rules():
    rows, derived = plan_drafts.edited(
        _rows(), {"edited_rows": {0: {"due_text": "9月底前"}, 2: {"due_text": "长期坚持"}}}, 2025
    )
    assert derived and (rows[0]["due_on"], rows[0]["long_term"]) == ("2025-09-30", False)
    assert (rows[2]["due_on"], rows[2]["long_term"]) == ("", True)
    _, derived = plan_drafts.edited(_rows(), {"edited_rows": {"0": {"leaders": "赵明"}}}, 2025)
    assert not derived


def test_rows_are_added_and_removed_and_the_given_ones_stay_as_they_were():
    given = _rows()
    rows, derived = plan_drafts.edited(
        given,
        {
            "edited_rows": {1: {"description": None}},
            "added_rows": [{"description": "补一项", "due_text": "2025年12月1日"}],
            "deleted_rows": [0],
        },
        2025,
    )
    assert [row["description"][:4] for row in rows] == ["", "做好参保", "补一项"]
    assert derived and rows[-1]["due_on"] == "2025-12-01" and rows[-1]["mark"] == ""
    assert given == _rows()


def test_what_cannot_be_filed_is_said_in_a_sentence():
    rows, _ = plan_drafts.edited(
        _rows(),
        {
            "edited_rows": {
                0: {"description": ""},
                1: {"due_on": "尽快"},
                2: {"due_text": "2025年2月30日"},
            }
        },
        2025,
    )
    said = plan_drafts.complaints(rows, 2025)
    assert len(said) == 3 and all(sentence.endswith("。") for sentence in said)
    assert "第 1 行" in said[0] and "尽快" in said[1] and "2月30日" in said[2]
    assert plan_drafts.complaints(_rows(), 2025) == []


def test_records_name_the_lead_first_and_invent_no_owner():
    text = "某区方案\n一、主要任务\n1.开展检查。（财政局、医保局牵头，卫健局配合）\n2.做好宣传。\n"
    first, second = plan_drafts.records(plan_drafts.rows_of(plans.read_text(text)), None)
    assert first["units"] == ["财政局", "医保局", "卫健局"]
    assert second["units"] is None and second["leaders"] is None and second["due_on"] is None


def test_a_plan_is_filed_sent_again_changed_and_shortened(store):
    rows, sent = _rows(), {"campaign": "某方案", "unit": "某县医疗保障局"}

    def file():
        records = plan_drafts.records(rows, 2025)
        found = filings.preview(store, LOCAL, "tasks", records, **sent)
        return found, filings.commit(store, LOCAL, "tasks", records, seen=found, **sent)

    found, first = file()
    assert plan_drafts.counted(found) == "入账后：新增 3 项。"
    assert [row["change"] for row in plan_drafts.difference(found)] == ["新增"] * 3
    again, same = file()
    assert same == first and "不会有变动" in plan_drafts.counted(again)
    assert plan_drafts.difference(again) == []
    rows[0] |= {"due_on": "2025-12-31", "leaders": "周敏"}
    del rows[2]
    changed, _ = file()
    said = plan_drafts.counted(changed)
    assert "变更 1 项" in said and "未变 1 项" in said and "不再有 1 项（仍留在台账里）" in said
    texts = [row["text"] for row in plan_drafts.difference(changed)]
    assert "2025-11-30 → 2025-12-31" in texts[0] and "空 → 周敏" in texts[0]


def test_the_source_is_shown_escaped_and_marked():
    text = "方案<script>\n一、主要任务\n1.甲<b>检查。\n\n2.乙检查。\n"
    shown = plan_drafts.marked(plans.read_text(text))
    assert "<script>" not in shown and "甲&lt;b&gt;检查" in shown
    assert "<mark><b>1</b>甲" in shown and "<mark><b>2</b>乙检查。</mark>" in shown
    assert "\n\n" not in shown


def test_a_day_of_a_row_is_a_date_in_its_record():
    (record, *_) = plan_drafts.records(_rows(), 2025)
    assert record["due_on"] == date(2025, 11, 30) and record["due_text"] == "2025年11月底前"
