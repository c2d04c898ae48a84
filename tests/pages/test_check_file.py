import pytest

from oversight import drafts

LEDGER = """某区问题整改台账,,,,,
填报单位：清渡镇,,,填报日期：2025年11月20日,,
序号,问题表述,责任领导,责任单位,整改时限,是否办结
1,多计床位费,陈某,清渡镇,2025年12月31日,整改中
2,没有对账制度,陈某,清渡镇,2025年2月30日,整改中
3,超标准支付,,清渡镇,,已完成
合计,,,,,
"""


def begun(folder, text=LEDGER, name="清渡镇台账.csv", **state):
    draft = drafts.begin(folder, "ledger", {name: text.encode("gb18030")})
    draft.state |= state
    drafts.save(folder, draft)
    return draft


def frames(at):
    return {tuple(frame.value.columns): frame.value for frame in at.dataframe}


def words(at):
    return "".join(element.value for element in at.markdown)


@pytest.fixture
def opened(opener, own_district):
    """Open 上传核查 on a draft of the copied district; the draft comes back with the page."""
    from oversight.store import open_store

    store = open_store(own_district)

    def _open(view="faults", fails=False, **more):
        draft = begun(own_district, **more)
        return opener(own_district)("check_file", fails, draft=draft.token, view=view), draft

    yield _open
    store.close()


def test_the_file_is_named_and_its_faults_are_listed(opened):
    at, _ = opened()
    assert (
        "读作《问题整改台账》，1 张表，3 条记录；其中 2 条有问题，共 3 处；1 行未作为记录"
        in words(at)
    )
    [faults] = [f for columns, f in frames(at).items() if "原值" in columns]
    assert list(zip(faults["行"], faults["列"], faults["类型"], strict=True)) == [
        (5, "E", "日期不存在"),
        (6, "E", "没有时限"),
        (6, "C", "没有责任领导"),
    ]


def test_a_correction_takes_its_fault_away_and_is_listed(opened):
    at, _ = opened("mend", cells={"": {"5,5": "2025年2月28日"}})
    assert "共 2 处" in words(at)
    assert "已改 1 格" in words(at)


def test_a_header_and_a_column_can_be_corrected(opened):
    at, _ = opened("columns", headers={"": [4, 4]})
    assert "2 条记录" in words(at)
    at, _ = opened("columns", columns={"责任单位": ""})
    [mapping] = [f for columns, f in frames(at).items() if "认法" in columns]
    assert dict(zip(mapping["表头"], mapping["对应"], strict=True))["责任单位"] == "不读"


def test_a_row_left_out_can_be_read_after_all(opened):
    at, _ = opened("left", rows={"": {"7": True}})
    assert "4 条记录" in words(at)


def test_checking_writes_nothing_to_the_store(opener, own_district):
    from oversight.store import open_store

    store = open_store(own_district)
    before = store.stamp
    draft = begun(own_district, cells={"": {"5,5": "2025年2月28日"}})
    for view in ("faults", "mend", "columns", "left"):
        opener(own_district)("check_file", draft=draft.token, view=view)
    assert store.stamp == before
    store.close()


def test_another_kind_of_ledger_can_be_chosen(opened):
    at, _ = opened(kind="self_check")
    assert "读作《自查" in words(at)


def test_a_file_that_is_no_ledger_is_a_sentence(opened):
    at, _ = opened(text="甲,乙\n1,2\n", fails=True)
    assert "没有找到" in "".join(e.value for e in at.error)


def test_an_unknown_draft_is_a_sentence_and_the_box_stays(opener, own_district):
    at = opener(own_district)("check_file", draft="0" * 12)
    assert "重新上传" in at.warning[0].value


def test_without_data_there_is_no_error(open_empty_page):
    open_empty_page("check_file")
