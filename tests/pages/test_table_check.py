import csv
import io

import openpyxl
import pytest

from oversight import catalog, drafts, publishing
from tests.made_books import workbook

STAYS = [
    "就诊ID,人员编号,姓名,定点医药机构编号,医疗类别,入院日期,出院日期,住院主诊断代码",
    "M1,3299817005661284,张三,H1,21,2025-01-01,2025-03-30,I10",
    "M2,3299817005661284,张三,H1,21,2025-04-05,2025-04-09,I10",
    "M3,3299817005661299,李四,H1,21,2025-02-30,2025-04-09,J18",
]
AMOUNTS = [
    ["救助资金发放表"],
    ["镇街", "人数", "金额（元）"],
    ["甲镇", 3, 100],
    ["乙镇", 4, 250.5],
    ["丙镇", 2, 50],
    ["合计", 9, 400],
]
FORM = [["姓名：", "张三", "性别：", "男"], ["住址：", "甲镇"], ["电话：", "1"], ["日期：", ""]]


def text(lines):
    return "\n".join(lines).encode("utf-8")


def words(at):
    said = [e.value for kind in ("markdown", "info", "warning", "error") for e in at.get(kind)]
    return "\n".join(said).replace("\\", "")


def grid(at, column):
    return next(frame.value for frame in at.dataframe if column in frame.value)


@pytest.fixture
def opened(opener, store):
    """Open 数据自查 on files (name → bytes), in an empty store; the page and the draft."""

    def _open(files, state=None, **url):
        draft = drafts.begin(store.folder, "table", files)
        draft.state |= state or {}
        drafts.save(store.folder, draft)
        return opener(store.folder)("table_check", draft=draft.token, **url), draft

    return _open


def test_it_asks_for_files(open_empty_page):
    at = open_empty_page("table_check")
    assert at.file_uploader[0].allowed_type[0] == ".xlsx"
    assert "手上的表有没有问题" in words(at)


def test_a_table_is_named_profiled_and_its_total_checked(opened):
    at, _ = opened({"发放表.xlsx": workbook(*AMOUNTS)})
    said = words(at)
    assert "一般清单" in said and "表头在第 2 行；3 行数据，3 列" in said
    problems = grid(at, "位置")
    assert list(problems["问题"]) == ["合计与各行之和不符：写 400，应为 400.50，相差 -0.50"]
    columns = grid(at, "填写率").set_index("列")
    assert columns.loc["金额（元）", "类型"] == "金额"
    assert columns.loc["金额（元）", "合计"] == "400.5"
    assert "第 6 行合计“人数”写 9，与各行之和一致" in list(grid(at, "合计核对")["合计核对"])
    assert set(grid(at, "是什么")["是什么"]) >= {"标题"}


def test_the_header_rows_can_be_said_by_hand_and_are_kept(opened, store):
    at, draft = opened({"发放表.xlsx": workbook(*AMOUNTS)})
    at.number_input(f"from_{draft.token}_0/0").set_value(1)
    at.run()
    at.button(f"set_{draft.token}_0/0").click().run()
    assert not at.exception
    assert "表头在第 1 至 2 行" in words(at)
    assert drafts.load(store.folder, draft.token).state["headers"] == {"0/0": [1, 2]}
    at.button(f"auto_{draft.token}_0/0").click().run()
    assert "表头在第 2 行" in words(at)


def test_every_sheet_of_every_file_can_be_chosen(opened):
    at, _ = opened(
        {"甲.xlsx": workbook(*AMOUNTS, 申请=FORM, 空=[]), "住院.csv": text(STAYS)}, part="1.0.0"
    )
    box = at.selectbox("part")
    assert box.label == "表（共 3 张，另有 1 张空白工作表）"
    assert box.options[1:] == ["甲.xlsx（申请）：填写式的表", "住院.csv：理赔数据表"]
    assert "就诊信息（mdtrt_d）" in words(at)


def test_a_form_is_said_to_be_one_and_its_items_are_listed(opened):
    at, _ = opened({"表.xlsx": workbook(*FORM)})
    assert "这是一张填写式的表，不是清单" in words(at)
    items = grid(at, "填写项").set_index("填写项")["内容"]
    assert items["姓名"] == "张**" and items["日期"] == "（未填）"


def test_persons_are_masked_everywhere(opened):
    for view in ("profile", "charts", "claims"):
        at, _ = opened({"住院.csv": text(STAYS)}, view=view)
        shown = words(at) + "".join(frame.value.to_csv() for frame in at.dataframe)
        assert not any(secret in shown for secret in ("张三", "李四", "3299817005661284"))


def test_claims_are_screened_and_what_cannot_be_is_said(opened, store):
    at, _ = opened({"住院.csv": text(STAYS)}, view="claims")
    said = words(at)
    assert "读入就诊信息 3 行" in said and "不适用" in said
    ran = grid(at, "疑点").set_index("编号")
    assert ran.loc["R29", "疑点"] == 1 and ran.loc["R27", "疑点"] == 1
    assert "R33" in list(grid(at, "原因")["编号"])
    hits = grid(at, "证据所在行")
    assert list(hits[hits["编号"] == "R29"]["证据所在行"]) == ["第 2 行"]
    assert "不是存在的日期" in "".join(grid(at, "读作")["说明"])
    assert publishing.current(store.folder) is None


def test_what_is_no_claims_table_is_said(opened):
    at, _ = opened({"发放表.xlsx": workbook(*AMOUNTS)}, view="claims")
    assert "没有认出理赔数据表" in words(at)


@pytest.mark.parametrize(
    "choice, heading",
    [
        ({}, "按镇街的金额（元）（合计）"),
        ({"by": 1, "how": "each", "measure": 2}, "人数与金额（元）"),
        ({"by": 0, "how": "count"}, "按镇街的行数"),
        ({"by": 99, "how": "nonsense", "measure": "x"}, "按镇街的金额（元）（合计）"),
    ],
)
def test_a_chart_from_two_choices_in_the_address(opened, choice, heading):
    at, _ = opened({"发放表.xlsx": workbook(*AMOUNTS)}, view="charts", **choice)
    assert heading in words(at)
    assert len(at.get("vega_lite_chart") or at.get("arrow_vega_lite_chart")) == 1


@pytest.mark.parametrize(
    "name, content, said",
    [
        ("空.csv", b"", "是空文件"),
        ("坏.xlsx", b"PK\x03\x04nonsense", "已损坏"),
        ("图.csv", b"\0\1\2" * 50, "不是文本表格"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_sentence(opener, store, name, content, said):
    files = {name: content, "住院.csv": text(STAYS)}
    draft = drafts.begin(store.folder, "table", files)
    at = opener(store.folder)("table_check", True, draft=draft.token)
    assert said in words(at)
    assert "理赔数据表" in words(at)  # the others go on


def test_header_only_and_one_column(opened):
    at, _ = opened({"头.csv": "机构,金额\n".encode(), "列.csv": "金额\n1\n2\n3\n".encode()})
    assert "只有表头（2 列），没有数据" in words(at)
    for view in ("charts", "claims", "profile"):
        for part in ("0.0.0", "1.0.0"):
            at, _ = opened(
                {"头.csv": "机构,金额\n".encode(), "列.csv": "金额\n1\n2\n3\n".encode()},
                view=view,
                part=part,
            )


def test_a_large_file_goes_the_same_way(opened, monkeypatch):
    from oversight import loose_tables

    monkeypatch.setattr(loose_tables, "LARGEST_GRID", 1000)
    rows = [f"S{n},{n % 90}.5,2025-03-{n % 28 + 1:02d}" for n in range(3000)]
    at, _ = opened({"结算.csv": text(["结算ID,医疗费总额,结算时间", *rows])})
    assert "3,000 行数据，3 列" in words(at)


def test_national_names_are_shown_in_chinese(opened, shared):
    head = list(csv.reader(io.StringIO((shared / "cases/claims/mdtrt_d.csv").read_text("utf-8"))))[
        0
    ]
    data = (shared / "cases" / "claims" / "mdtrt_d.csv").read_bytes()
    at, _ = opened({"提取.csv": data})
    shown = list(grid(at, "填写率")["列"])
    labels = {c: card["label"] for c, card in catalog.get("schema/mdtrt_d").columns.items()}
    assert shown[0] == "就诊ID mdtrt_id"
    assert shown == [f"{labels[name]} {name}" for name in head]


def test_the_profile_can_be_taken_along(opened, monkeypatch):
    import streamlit as st

    made = []
    monkeypatch.setattr(st, "download_button", lambda label, data, *a, **k: made.append(data))
    opened({"发放表.xlsx": workbook(*AMOUNTS)})
    book = openpyxl.load_workbook(io.BytesIO(made[-1]()))
    assert book.sheetnames == ["各列", "要核对的", "合计核对", "不是记录的行"]
    assert book["各列"].cell(3, 1).value == "列" and book["各列"].cell(4, 1).value == "镇街"
