"""The page 两库规则: files dropped in, compared, installed beside the app; versions and search."""

import pytest

from oversight import drafts, knowledge_install, knowledge_records, publishing
from oversight.viewer import LOCAL
from tests.knowledge_books import sex_book, workbook

NAME = "第一批-1_药品区分性别使用.xlsx"
LIBRARY = "drug_by_sex-1"
ONE = [("甲片", "男", ["XA01", "XA02"]), ("乙片", "女", ["XB01"]), ("丙片", "女", ["XC01"])]
TWO = [("甲片", "男", ["XA02", "XA03"]), ("乙片", "男", ["XB01"]), ("丁片", "女", ["XD01"])]


def dropped(folder, **files):
    return drafts.begin(folder, "library", files).token


def install(folder, points):
    checked = knowledge_install.check(folder, [(NAME, sex_book(points))])
    knowledge_install.install(folder, LOCAL, checked)


def button(at, label):
    (found,) = (one for one in at.button if one.label.startswith(label))
    return found


def said(at):
    return "\n".join(e.value for kind in (at.info, at.success, at.warning) for e in kind)


def table(at, *headings):
    (found,) = (f.value for f in at.dataframe if set(headings) <= set(f.value.columns))
    return found


def texts(at, *headings):
    """A table of page text by some of its headings."""
    (found,) = (t.value for t in at.table if set(headings) <= set(t.value.columns))
    return found


def test_without_libraries_it_says_how_to_begin(open_empty_page):
    at = open_empty_page("rule_library")
    assert "还没有装入两库" in said(at)
    assert "两库规则" in at.markdown[0].value


def test_a_dropped_workbook_is_told_and_installed_on_a_button(open_empty_page, store):
    token = dropped(store.folder, **{NAME: sex_book(ONE)})
    at = open_empty_page("rule_library", draft=token)
    (row,) = table(at, "文件", "类别", "批次").to_dict("records")
    assert (row["类别"], row["批次"], row["规则编号"]) == ("药品区分性别使用", "第一批-1", "R01")
    assert (row["知识点数"], row["代码数"], row["新增"], row["未变"]) == (3, 4, 3, 0)
    before = store.claims
    button(at, "装入").click().run()
    assert not at.exception and not at.error
    assert "已装入 1 个库" in said(at)
    store.refresh()
    assert store.claims != before  # the app went over to the new file by itself
    (row,) = table(at, "来源文件").to_dict("records")
    assert (row["类别"], row["知识点数"], row["代码数"], row["来源文件"]) == (
        "药品区分性别使用",
        3,
        4,
        NAME,
    )
    assert drafts.listed(store.folder, "library") == []
    audit = store.cursor(LOCAL).execute("SELECT count(*) FROM audit WHERE action = '装入两库'")
    assert audit.fetchone() == (1,)


def test_the_difference_is_shown_field_by_field(open_empty_page, store):
    install(store.folder, ONE)
    at = open_empty_page("rule_library", draft=dropped(store.folder, **{NAME: sex_book(TWO)}))
    changed = texts(at, "知识点", "变化")
    assert dict(zip(changed["知识点"], changed["变化"], strict=True)) == {
        "甲片": "代码增加 XA03，减少 XA01",
        "乙片": "限定内容由“女”改为“男”",
    }
    at = open_empty_page(
        "rule_library",
        draft=dropped(store.folder, **{NAME: sex_book(TWO)}),
        difference="不再列出",
    )
    assert list(texts(at, "库", "知识点")["知识点"]) == ["丙片"]


def test_the_same_file_again_changes_nothing_and_says_so(open_empty_page, store):
    install(store.folder, ONE)
    at = open_empty_page("rule_library", draft=dropped(store.folder, **{NAME: sex_book(ONE)}))
    assert "内容与已装入的相同" in said(at)
    assert not [one for one in at.button if one.label.startswith("装入")]


def test_a_foreign_file_is_one_sentence_and_the_rest_goes_on(open_empty_page, store):
    foreign = workbook(("表", [["序号", "问题"], [1, "甲"]]))
    token = dropped(store.folder, **{"台账.xlsx": foreign, NAME: sex_book(ONE)})
    at = open_empty_page("rule_library", draft=token)
    assert "不像两库工作簿" in said(at)
    assert button(at, "装入").label == "装入（1 个库）"


def test_a_missing_batch_is_asked_for(open_empty_page, store):
    head = ["序号", "药品通用名", "检出逻辑", "逻辑依据"]
    codes = ["对应知识点序号", "药品通用名", "序号", "药品代码"]
    data = workbook(
        ("“药品限适应症”规则对应知识点明细", [head, [1, "甲", "乙", "限丙。"]]),
        ("“药品限适应症”知识点对应药品代码", [codes, [1, "甲", 1, "XJ01"]]),
    )
    at = open_empty_page("rule_library", draft=dropped(store.folder, **{"a.xlsx": data}))
    assert button(at, "装入").disabled
    at.text_input[0].input("第十六批").run()
    assert not button(at, "装入").disabled
    assert table(at, "文件", "类别", "批次").iloc[0]["批次"] == "第十六批"
    assert table(at, "文件", "类别", "批次").iloc[0]["待核对"] == 1


def test_an_earlier_version_can_be_put_in_force_again(open_empty_page, store):
    install(store.folder, ONE)
    install(store.folder, TWO)
    at = open_empty_page("rule_library", library=LIBRARY)
    assert list(table(at, "版本", "动作")["版本"]) == [2, 1]
    button(at, "回到这一版").click().run()
    assert not at.exception and not at.error
    assert "已换版本" in said(at)
    assert table(at, "版本", "动作").iloc[0]["动作"] == "回到旧版（第 1 版）"
    assert set(table(at, "知识点", "限定内容")["知识点"]) == {"甲片", "乙片", "丙片"}


def test_a_library_can_be_withdrawn(open_empty_page, store):
    install(store.folder, ONE)
    at = open_empty_page("rule_library", library=LIBRARY)
    button(at, "确认撤下").click().run()
    assert not at.exception and "已换版本" in said(at)
    at = open_empty_page("rule_library")
    assert table(at, "来源文件").iloc[0]["版本"] == "第 2 版（已撤下）"


def test_a_point_shows_what_is_printed_what_was_read_and_its_codes(open_empty_page, store):
    install(store.folder, ONE)
    at = open_empty_page("rule_library", point=f"{LIBRARY}.v1.1")
    told = dict(texts(at, "项目", "内容").to_numpy().tolist())
    assert told["知识点"] == "甲片" and told["限定内容"] == "男" and told["读成：限定性别"] == "男"
    assert told["检出逻辑"] == "与限定性别不符"
    assert list(table(at, "代码", "名称")["代码"]) == ["XA01", "XA02"]
    assert "没有这个知识点" in said(open_empty_page("rule_library", point="x"))


@pytest.mark.parametrize("words, names", [("xb0", ["乙片"]), ("丙", ["丙片"]), ("无此", [])])
def test_points_are_found_by_name_and_by_code(open_empty_page, store, words, names):
    install(store.folder, ONE)
    at = open_empty_page("rule_library")
    at.text_input(key="words").input(words).run()
    found = [f.value for f in at.dataframe if "没有读成" in f.value.columns]
    assert [list(f["知识点"]) for f in found] == ([names] if names else [])


def test_a_lost_claims_file_is_said_and_mended_on_a_button(opener, folder):
    from oversight.store import open_store

    install(folder, ONE)
    for path in publishing.published(folder):
        path.unlink()
    open_store(folder)
    try:
        at = opener(folder)("rule_library")
        assert "1 个不在现用的数据里" in said(at)
        button(at, "重新发布").click().run()
        assert not at.exception and "恢复有效" in said(at)
        assert len(table(at, "来源文件")) == 1
    finally:
        open_store(folder).close()


def test_a_failed_installation_is_one_sentence_and_the_file_stays(
    open_empty_page, store, monkeypatch
):
    token = dropped(store.folder, **{NAME: sex_book(ONE)})
    at = open_empty_page("rule_library", draft=token)

    def failing(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(publishing, "build_marts", failing)
    button(at, "装入").click().run()
    assert not at.exception
    assert "磁盘空间不足" in at.error[0].value
    assert knowledge_records.records(store.folder) == []
    assert len(drafts.listed(store.folder, "library")) == 1
