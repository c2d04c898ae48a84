import io

import openpyxl
import pytest

from oversight import drafts
from oversight.id_numbers import check_digit
from oversight.viewer import LOCAL
from tests.conftest import figures


def number(body):
    return body + check_digit(body)


ZHANG, LI = number("32998119900101001"), number("32998119850505002")
ENTITLED = f"姓名,身份证号,对象类别,镇街\n张三,{ZHANG},低保,甲镇\n李四,{LI},特困,乙镇\n"
INSURED = f"姓名,证件号码,参保状态,缴费方式\n李四,{LI},正常参保,个人缴费\n"
AID = f"姓名,身份证号,救助金额,结算日期,结算编号\n李四,{LI},500,2025-09-01,S1\n"
AID += f"李四,{LI},300,2025-09-20,S1\n"
FILES = {
    "民政.csv": ENTITLED.encode("gb18030"),
    "参保.csv": INSURED.encode(),
    "救助支付.csv": AID.encode(),
}


@pytest.fixture
def draft(store):
    return drafts.begin(store.folder, "roster", FILES)


def words(at):
    shown = (*at.markdown, *at.info, *at.caption, *at.warning, *at.error)
    return "\n".join(element.value for element in shown)


def grid(at, heading):
    return next(f.value for f in at.dataframe if heading in f.value.columns)


def test_without_lists_the_page_says_what_to_do(open_empty_page):
    at = open_empty_page("roster_check")
    assert "把两三份名单一起拖进来" in words(at)


def test_three_lists_become_five_results(draft, open_empty_page):
    at = open_empty_page("roster_check", draft=draft.token)
    assert figures(at) == {
        "应参未参（人）": "1",
        "应资未资（人）": "1",
        "应享未享（人）": "不适用",
        "重复享受（人）": "1",
        "不在名单却享受（人）": "0",
    }
    rows = grid(at, "在名单里的位置")
    assert rows["姓名"].tolist() == ["张**"]
    assert rows["证件号码"].tolist() == ["*" * 14 + ZHANG[-4:]]
    assert rows["在名单里的位置"].tolist() == ["民政第 2 行"]


@pytest.mark.parametrize(
    "result, said",
    [
        ("not_funded", "应资未资：缴费方式是个人缴费"),
        ("repeated_aid", "同一笔费用救助两次"),
    ],
)
def test_each_result_opens_by_the_address(draft, open_empty_page, result, said):
    at = open_empty_page("roster_check", draft=draft.token, result=result)
    assert said in grid(at, "在名单里的位置")["情形"].tolist()


def test_what_does_not_apply_says_why(draft, open_empty_page):
    at = open_empty_page("roster_check", draft=draft.token, result="not_aided")
    assert "不适用：救助支付名单里都是已支付的" in words(at)


def test_no_number_or_name_stands_in_clear_anywhere(draft, open_empty_page, taken):
    at = open_empty_page("roster_check", draft=draft.token)
    for frame in at.dataframe:
        assert "张三" not in str(frame.value) and ZHANG[:10] not in str(frame.value)
    assert ZHANG not in words(at)
    book = taken[-1]()
    cells = str([[c.value for c in row] for sheet in book for row in sheet.iter_rows()])
    assert "张**" in cells and "张三" not in cells and ZHANG[:14] not in cells
    assert {"应参未参", "重复享受", "口径"} <= set(book.sheetnames)


def test_a_role_is_corrected_and_the_draft_remembers(draft, open_empty_page):
    at = open_empty_page("roster_check", draft=draft.token)
    box = next(b for b in at.selectbox if b.label == "这是什么名单" and b.value == "aid")
    box.select("other").run()
    assert not at.exception
    assert figures(at)["不在名单却享受（人）"] == "不适用"
    again = open_empty_page("roster_check", draft=draft.token)
    assert figures(again)["不在名单却享受（人）"] == "不适用"


def test_a_column_is_corrected(draft, open_empty_page):
    at = open_empty_page("roster_check", draft=draft.token)
    box = next(b for b in at.selectbox if b.label.startswith("缴费方式（"))
    box.select("").run()
    assert not at.exception
    assert figures(at)["应资未资（人）"] == "不适用"


def test_one_list_is_one_sentence(store, open_empty_page):
    draft = drafts.begin(store.folder, "roster", {"民政.csv": FILES["民政.csv"]})
    at = open_empty_page("roster_check", draft=draft.token)
    (warning,) = at.warning
    assert "只有一份名单" in warning.value


def test_a_file_that_is_no_table_does_not_stop_the_others(store, opener):
    draft = drafts.begin(store.folder, "roster", FILES | {"坏.xlsx": b"PK\x03\x04broken"})
    with pytest.raises(AssertionError, match="坏.xlsx"):
        opener(store.folder)("roster_check", draft=draft.token)


def test_an_excluded_person_is_shown_as_excluded_and_can_come_back(draft, store, open_empty_page):
    from datetime import date

    from oversight import exclusions, roster_check, roster_lists

    lists = [roster_lists.read(data, name)[0][0][1] for name, data in FILES.items()]
    rows = roster_check.compare(lists, date(2025, 11, 28)).results["not_enrolled"]
    exclusions.exclude(store, LOCAL, "not_enrolled", rows.to_dict("records"), "参军", "入伍")
    at = open_empty_page("roster_check", draft=draft.token)
    assert figures(at)["应参未参（人）"] == "0"
    out = grid(at, "排除原因")
    assert out[["姓名", "排除原因", "说明", "排除人"]].to_numpy().tolist() == [
        ["张**", "参军", "入伍", "本机用户（专班）"]
    ]
    kept = open_empty_page("roster_check", draft=draft.token, result="out")
    assert grid(kept, "证件号末四位")["结果"].tolist() == ["应参未参"]
    (row,) = store.rows("ledger/exclusions", LOCAL)
    exclusions.withdraw(store, LOCAL, [row["exclusion_id"]])
    again = open_empty_page("roster_check", draft=draft.token)
    assert figures(again)["应参未参（人）"] == "1"


def test_lists_can_be_added_to_a_draft(store):
    draft = drafts.begin(store.folder, "roster", {"民政.csv": FILES["民政.csv"]})
    drafts.add(store.folder, draft, {"参保.csv": FILES["参保.csv"]})
    again = drafts.load(store.folder, draft.token)
    assert again.files == ("民政.csv", "参保.csv")
    assert drafts.content(store.folder, again, 1) == FILES["参保.csv"]
    assert drafts.content(store.folder, again, 0) == FILES["民政.csv"]


def test_the_workbook_s_money_is_a_number(draft, open_empty_page, taken):
    open_empty_page("roster_check", draft=draft.token)
    buffer = io.BytesIO()
    book = taken[-1]()
    book.save(buffer)
    sheet = openpyxl.load_workbook(io.BytesIO(buffer.getvalue()))["重复享受"]
    heading = [cell.value for cell in sheet[3]]
    assert sheet[4][heading.index("金额（元）")].value == pytest.approx(300)
