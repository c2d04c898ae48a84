import pytest

from oversight.viewer import LOCAL
from tests.pages.test_check_file import LEDGER, begun, frames, words

CAMPAIGN = "医保基金管理突出问题专项整治"


@pytest.fixture
def bench(opener, own_district):
    """The copied district, open: (open a page, its store)."""
    from oversight.store import open_store

    store = open_store(own_district)
    yield opener(own_district), store
    store.close()


def import_page(bench, text=LEDGER, **state):
    draft = begun(bench[1].folder, text, **{"campaign": CAMPAIGN, "unit": "清渡镇"} | state)
    return bench[0]("import_file", draft=draft.token)


def press(at, label):
    [button] = [b for b in at.button if b.label == label]
    return button.click().run()


def entries(store):
    return store.rows("ledger/entries", LOCAL, as_of="2099-01-01", text="多计床位费")


def test_commit_withdraw_and_the_same_again(bench):
    store = bench[1]
    before = len(entries(store))
    at = import_page(bench)
    assert "新增 3 条，变更 0 条，未变 0 条" in words(at)
    at = press(at, "确认入账")
    assert not at.exception
    assert "已入账" in at.success[0].value
    assert len(entries(store)) == before + 1

    again = import_page(bench)
    assert "已经报送过" in again.success[0].value
    assert not [b for b in again.button if b.label == "确认入账"]

    back = press(at, "确定撤回")
    assert "已撤回" in back.info[0].value
    assert len(entries(store)) == before


def test_changes_are_shown_field_by_field(bench):
    press(import_page(bench), "确认入账")
    at = import_page(bench, LEDGER.replace("2025年12月31日,整改中", "2026年1月31日,已办结"))
    [changed] = [f for columns, f in frames(at).items() if "改为" in columns]
    assert set(changed["列"]) == {"整改时限", "是否办结"}
    assert "变更 1 条，未变 2 条" in words(at)
    at = import_page(bench, LEDGER.replace("2025年12月31日,整改中", "尽快,整改中"))
    [changed] = [f for columns, f in frames(at).items() if "改为" in columns]
    assert list(changed["改为"]) == ["—", "尽快"]


def test_what_is_no_longer_listed_stays_and_is_shown(bench):
    press(import_page(bench), "确认入账")
    at = import_page(bench, LEDGER.replace("2,没有对账制度,陈某,清渡镇,2025年2月30日,整改中\n", ""))
    assert "文件中不再列出 1 条" in words(at)


def test_a_row_that_reads_like_an_entry_is_confirmed_first(bench):
    store = bench[1]
    press(import_page(bench), "确认入账")
    at = import_page(bench, LEDGER.replace("没有对账制度", "没有建立对账制度"))
    assert "请逐条确认" in words(at)
    [commit] = [b for b in at.button if b.label.startswith("请先确认")]
    assert commit.disabled
    at = press(at, "同一条")
    assert "变更 1 条，未变 2 条" in words(at)
    at = press(at, "确认入账")
    assert "已入账" in at.success[0].value
    found = store.rows("ledger/entries", LOCAL, as_of="2099-01-01", text="建立对账制度")
    assert len(found) == 1


def test_a_row_can_be_left_out(bench):
    store = bench[1]
    before = len(entries(store))
    from oversight import importing, matching

    records = importing.read_bytes(LEDGER.encode("gb18030"), "清渡镇台账.csv").sheets[0].records
    at = import_page(bench, skip=[matching.mark(records[0])])
    at = press(at, "确认入账")
    assert "新增 2 条" in at.success[0].value
    assert len(entries(store)) == before


def test_a_change_can_be_left_out(bench):
    from oversight import importing, matching

    press(import_page(bench), "确认入账")
    later = LEDGER.replace("2025年12月31日,整改中", "2026年1月31日,整改中")
    later = later.replace("没有对账制度,陈某", "没有对账制度,李某")
    records = importing.read_bytes(later.encode("gb18030"), "清渡镇台账.csv").sheets[0].records
    at = import_page(bench, later, skip=[matching.mark(records[0])])
    assert "变更 2 条" in words(at)
    [changed] = [f for columns, f in frames(at).items() if "改为" in columns]
    assert list(changed["入账"]) == [False, True]
    at = press(at, "确认入账")
    assert "变更 1 条" in at.success[0].value
    [entry] = entries(bench[1])
    assert str(entry["due_on"])[:10] == "2025-12-31"


def test_headings_said_once_are_remembered_for_the_sender(bench):
    text = LEDGER.replace("是否办结", "如今怎样")
    at = import_page(bench, text, columns={"如今怎样": "status"})
    press(at, "确认入账")
    draft = begun(bench[1].folder, text)
    at = bench[0]("check_file", draft=draft.token, view="columns")
    [mapping] = [f for columns, f in frames(at).items() if "认法" in columns]
    assert dict(zip(mapping["表头"], mapping["对应"], strict=True))["如今怎样"] == "是否办结"


def test_a_filing_of_the_list_can_be_opened(bench):
    number = bench[1].rows("ledger/filings", LOCAL, as_of="2099-01-01")[0]["filing_id"]
    at = bench[0]("import_file", filing=number)
    assert number in at.success[0].value
    at = bench[0]("import_file", filing="ZG-none")
    assert "不存在" in at.warning[0].value


def test_without_data_there_is_no_error(open_empty_page):
    open_empty_page("import_file")
