"""oversight/knowledge*.py: official 两库 workbooks are recognised, joined and read as they are."""

import shutil
from collections import Counter

import openpyxl
import pytest

from oversight import catalog, knowledge, knowledge_sheets
from oversight.errors import UserError
from tests.knowledge_books import built, sex_book, shapes, workbook

# What each real workbook is; rows are counted in the test.
REAL = {
    "【第一批】药品规则库(限定年龄对象).xlsx": ("drug_by_age_group", "第一批"),
    "【第一批】药品规则库(限定性别对象).xlsx": ("drug_by_sex", "第一批"),
    "【第一批】项目规则库(限定年龄对象).xlsx": ("item_for_children", "第一批"),
    "【第一批】项目规则库(限定性别对象).xlsx": ("item_by_sex", "第一批"),
    "【第七批 】项目规则库（重复收费）.xlsx": ("item_pairs", "第七批"),
    "【第三批】药品规则库（限定保险类型）.xlsx": ("drug_by_insurance", "第三批"),
    "【第八批-1】项目规则库（限定频次）.xlsx": ("item_by_daily_count", "第八批-1"),
    "【第四批】药品规则库（限定就医方式）.xlsx": ("drug_by_visit_type", "第四批"),
}
# The official files by their names: kind and batch.
OFFICIAL = {
    "第一批-1": "drug_by_sex",
    "第一批-2": "item_by_sex",
    "第一批-3": "drug_for_children",
    "第一批-4": "drug_limited_to_children",
    "第一批-5": "item_for_children",
    "第三批-1": "drug_for_work_injury",
    "第三批-2": "drug_for_maternity",
    "第四批": "drug_by_visit_type",
    "第五批": "drug_by_hospital_level",
    "第六批": "drug_by_course",
    "第七批": "item_pairs",
    "第八批-1": "item_by_daily_count",
    "第八批-2": "item_by_age",
    "第八批-3": "item_by_course",
    "第八批-4": "item_by_period_count",
    "第九批": "drug_second_line",
    "第十批": "drug_on_internet",
    "第十一批-1": "decoction_never_paid",
    "第十一批-2": "decoction_alone_not_paid",
    **{f"第十{n}批": "drug_by_indication" for n in "二三四五六七八"},
}


def sentences(said):
    return "\n".join(one.sentence() for one in said)


def only(data, name="两库.xlsx", **more):
    (library,) = knowledge_sheets.read(data, name, **more)
    return library


def counted(path):
    """Rows below the header of each sheet that are no total and no remark, by openpyxl."""
    book = openpyxl.load_workbook(path, read_only=True)
    out = []
    for sheet in book.worksheets:
        rows = [row for row in sheet.iter_rows(values_only=True) if any(c is not None for c in row)]
        named = [r for r in rows[1:] if sum(c is not None for c in r) > 1]
        out.append(len(named))
    return out


@pytest.mark.parametrize("name", REAL)
def test_a_real_workbook_is_recognised_and_has_the_rows_of_its_sheets(shared, name):
    path = shared / "real" / "liangku" / name
    library = only(path.read_bytes(), name)
    assert (library.kind.name, library.batch) == REAL[name]
    points, *codes = counted(path)
    assert len(library.points) == points > 0
    assert library.codes == library.code_rows == (codes[0] if codes else points)
    assert all(point.limit and not point.unread for point in library.points)


def test_no_real_workbook_is_forgotten(shared):
    assert {path.name for path in (shared / "real" / "liangku").glob("*.xlsx")} == set(REAL)


def test_the_shapes_are_43_sheets_of_26_workbooks(shared):
    books = shapes(shared)
    assert len(books) == 26 and sum(map(len, books.values())) == 43
    assert {knowledge.batch_in(name) for name in books} == set(OFFICIAL)


@pytest.mark.parametrize("renamed", [False, True], ids=["as named", "renamed"])
@pytest.mark.parametrize("batch", OFFICIAL)
def test_every_official_shape_is_recognised_and_joined(shared, batch, renamed):
    name, sheets = next(
        (name, s) for name, s in shapes(shared).items() if knowledge.batch_in(name) == batch
    )
    data, points, codes = built(sheets, merged=renamed)
    library = only(data, "附件.xlsx" if renamed else name)
    assert library.kind.name == OFFICIAL[batch]
    if renamed:  # the batch is then that of the rule, or not known at all
        assert library.batch == library.kind.batch
        assert "文件里没有写批次" in sentences(library.faults)
    else:
        assert library.batch == batch
    assert len(library.points) == points
    assert library.codes == library.code_rows == (codes or points)
    assert library.left_out == []
    assert all(point.codes and point.limit for point in library.points)
    first = sheets[0]["samples"][0]
    assert library.points[0].name in (first[1], f"{first[2]} ＋ {first[4]}")


@pytest.mark.parametrize("batch", [b for b in OFFICIAL if not b.startswith("第十二")])
def test_a_sheet_with_a_bland_name_is_recognised_by_what_it_says(shared, batch):
    """Neither sheet nor file names the rule: headings and 检出逻辑 do, or it is asked for."""
    sheets = next(s for name, s in shapes(shared).items() if knowledge.batch_in(name) == batch)
    bland = [shape | {"sheet_name": f"Sheet{n}"} for n, shape in enumerate(sheets, 1)]
    data, *_ = built(bland)
    if OFFICIAL[batch] in ("drug_for_children", "drug_limited_to_children"):
        with pytest.raises(UserError, match="药品儿童专用.*药品限儿童使用.*分不清"):
            only(data, "a.xlsx")
    else:
        assert only(data, "a.xlsx").kind.name == OFFICIAL[batch]


def point(
    name="甲片", batch="第六批", kind="药品限支付疗程", basis="限甲，支付不超过14天。", **more
):
    head = ["序号", "药品通用名", "逻辑依据（2024版国家药品目录备注）", *more]
    return only(
        workbook(
            (f"“{kind}”规则对应知识点明细", [head, [1, name, basis, *more.values()]]),
            ("代码", [["对应知识点序号", "药品通用名", "序号", "药品代码"], [1, name, 1, "XA01"]]),
        ),
        f"{batch}_{kind}.xlsx",
    ).points[0]


@pytest.mark.parametrize(
    "kind, basis, values",
    [
        ("药品限支付疗程", "限甲患者，支付不超过14天。", {"max_days": "14"}),
        ("药品限支付疗程", "限急性期，支付不超过2周。", {"max_days": "14"}),
        ("药品限医疗机构级别", "限二级及以上医疗机构。", {"min_hosp_lv": "2"}),
        ("药品限医疗机构级别", "限三级医院使用。", {"min_hosp_lv": "3"}),
        ("药品限工伤保险", "限工伤保险", {"allow_insutype": "工伤"}),
        ("药品限生育保险", "限生育保险", {"allow_insutype": "510"}),
        ("药品儿童专用", "用于小儿感冒。", {"age_unit": "岁", "max_age": "18"}),
    ],
)
def test_a_limit_becomes_the_values_its_rule_reads(kind, basis, values):
    found = point(kind=kind, basis=basis)
    assert found.values == values and found.limit == basis and not found.unread


@pytest.mark.parametrize(
    "printed, values",
    [
        ("儿童", ("岁", "18")),
        ("新生儿", ("天", "28")),
        ("婴幼儿", ("岁", "3")),
        ("≤18周岁", ("岁", "19")),
        ("＜14岁", ("岁", "14")),
        ("未满6周岁", ("岁", "6")),
        ("18岁以下", ("岁", "19")),
        ("不超过28天", ("天", "29")),
    ],
)
def test_an_age_group_becomes_the_first_age_that_is_too_old(printed, values):
    head = ["药品通用名", "药品说明", "限定类型", "限定对象"]
    data = workbook(("Sheet1", [head, ["甲片", "乙", "限定年龄对象", printed]]))
    (found,) = only(data, "【第一批】药品规则库(限定年龄对象).xlsx").points
    assert (found.values["age_unit"], found.values["max_age"]) == values
    assert found.limit == printed


@pytest.mark.parametrize(
    "basis, values",
    [
        ("限18-60周岁患者", ("岁", "18", "60")),
        ("限6岁及以上", ("岁", "6", None)),
        ("限14岁以下", ("岁", None, "14")),
        ("未满18周岁", ("岁", None, "17")),
    ],
)
def test_an_age_range_becomes_ages_still_allowed(basis, values):
    head = ["序号", "医疗服务项目名称", "逻辑依据", "项目代码供参考"]
    rows = [head, [1, "训练", basis, "003402000320000"]]
    (found,) = only(workbook(("“医疗服务项目限年龄”明细", rows)), "第八批-2.xlsx").points
    got = found.values
    assert (got["age_unit"], got.get("min_age"), got.get("max_age")) == values


DRUGS, ITEMS = "药品通用名", "项目名称"


@pytest.mark.parametrize(
    "file, name, more, kind, values",
    [
        (
            "【第五批】药品规则库（限定医疗机构级别）",
            DRUGS,
            {"限定类型": "限定医疗机构级别", "限定对象": "二级及以上"},
            "drug_by_hospital_level",
            {"min_hosp_lv": "2"},
        ),
        (
            "【第六批】药品规则库（限定支付疗程）",
            DRUGS,
            {"限定类型": "限定支付疗程", "限定天数": 14},
            "drug_by_course",
            {"max_days": "14"},
        ),
        (
            "【第八批-2】项目规则库（限定年龄）",
            ITEMS,
            {"限定类型": "限定年龄对象", "限定对象": "≤18周岁"},
            "item_by_age",
            {"age_unit": "岁", "max_age": "18"},
        ),
        (
            "【第八批-3】项目规则库（限定支付疗程）",
            ITEMS,
            {"限定类型": "限定支付疗程", "限定对象": "支付不超过30天"},
            "item_by_course",
            {"max_span_days": "30"},
        ),
        (
            "【第八批-4】项目规则库（周期超频次）",
            ITEMS,
            {"限定类型": "限定周期频次", "限定频次": "每15天1次"},
            "item_by_period_count",
            {"period_days": "15", "max_cnt": "1", "cnt_unit": "次"},
        ),
        (
            "【第八批-1】项目规则库（限定频次）",
            ITEMS,
            {"限定类型": "限定频次", "限定频次": "每日1次"},
            "item_by_daily_count",
            {"period_days": "1", "max_cnt": "1", "cnt_unit": "次"},
        ),
        (
            "【第九批】药品规则库（限定二线使用）",
            DRUGS,
            {"限定类型": "限定二线使用", "限定对象": "二线"},
            "drug_second_line",
            {},
        ),
        (
            "【第十二批】药品规则库（限定适应症）",
            DRUGS,
            {"限定类型": "限定适应症", "限定对象": "限乙"},
            "drug_by_indication",
            {},
        ),
        (
            "【第十一批-2】中药饮片规则库（单方不予支付）",
            "饮片名称",
            {"限定类型": "单方不予支付", "限定对象": "单方"},
            "decoction_alone_not_paid",
            {},
        ),
    ],
)
def test_other_batches_repacked_the_same_way_are_recognised(file, name, more, kind, values):
    """As the real workbooks: bland sheets, a column 限定类型, codes on a page of their own."""
    head, row = [name, "说明", *more], ["甲", "乙", *more.values()]
    codes = [[name, "序号", "国标代码", "限定类型"], ["甲", 1, "003402000320000", more["限定类型"]]]
    library = only(workbook(("Sheet1", [head, row]), ("Sheet2", codes)), f"{file}.xlsx")
    assert (library.kind.name, library.codes) == (kind, 1)
    assert {k: v for k, v in library.points[0].values.items() if k != "limit_type"} == values
    assert library.points[0].limit


@pytest.mark.parametrize(
    "kind, basis, label",
    [
        ("药品限支付疗程", "限急性期使用，支付不超过3个月", "最多支付天数"),
        ("药品限适应症", "限艾滋病病毒感染。", "诊断范围"),
        ("药品限就医方式", "限重症监护。", "允许医疗类别"),
    ],
)
def test_what_cannot_be_read_is_marked_not_guessed(kind, basis, label):
    found = point(kind=kind, basis=basis, batch="第十六批")
    assert found.unread and found.values == {} and found.limit == basis
    head = ["序号", "药品通用名", "逻辑依据", "备注"]
    data = workbook((f"“{kind}”明细", [head, [1, "甲", basis, "乙"]]))
    said = sentences(only(data, "第十六批.xlsx").faults)
    assert label in said and basis in said and "请人工核对" in said


def test_codes_stay_text_with_their_zeros_and_their_length():
    long = "XL02BBA326A001010102180" * 1
    head = ["序号", "医疗服务项目名称", "限定性别", "逻辑依据", "项目代码，供参考"]
    rows = [head, [1, "甲", "男", "乙", "002101030280000"], [2, "丙", "女", "乙", long]]
    library = only(workbook(("“医疗服务项目区分性别使用”", rows)), "第一批-2.xlsx")
    assert [code for p in library.points for code, _ in p.codes] == ["002101030280000", long]


@pytest.mark.parametrize("ruined", [2101030280000, 2.10103028e22, "2.1E+12"])
def test_a_code_saved_as_a_number_is_refused_and_said(ruined):
    head = ["序号", "医疗服务项目名称", "限定性别", "逻辑依据", "项目代码"]
    rows = [head, [1, "甲", "男", "乙", ruined]]
    library = only(workbook(("“医疗服务项目区分性别使用”", rows)), "第一批-2.xlsx")
    assert library.codes == 0
    assert "前导零" in sentences(library.faults) and "第 2 行" in sentences(library.faults)


def test_several_codes_in_one_cell_are_several_codes():
    head = ["序号", "医疗服务项目名称", "限定性别", "逻辑依据", "项目代码"]
    rows = [head, [1, "甲", "男", "乙", "002101030280000、002101030290000\n002101030300000"]]
    assert only(workbook(("“医疗服务项目区分性别使用”", rows)), "第一批.xlsx").codes == 3


def test_repeats_orphans_and_points_without_codes_are_said():
    points = [["序号", "药品通用名", "限定性别", "逻辑依据", "知识点对应药品代码数量"]]
    points += [[1, "甲", "男", "一", 2], [2, "乙", "女", "二", 1], [3, "丙", "女", "三", None]]
    codes = [["对应知识点序号", "药品通用名", "序号", "药品代码"]]
    codes += [[1, "甲", 1, "XA01"], [None, None, 2, "XA01"], [2, "乙", 1, "XB01"]]
    codes += [[9, "丁", 1, "XD01"], [None, None, 2, "XD02"]]
    sheets = (("“药品区分性别使用”明细", points), ("“药品区分性别使用”代码", codes))
    library = only(workbook(*sheets), "第一批-1.xlsx")
    assert (len(library.points), library.codes, library.code_rows) == (3, 2, 5)
    left, faults = sentences(library.left_out), sentences(library.faults)
    assert "“甲”的代码 XA01 重复，只收一次" in left
    assert left.count("没有对应的知识点，没有收") == 2 and "XD02（丁）" in left
    assert "知识点“丙”没有代码" in faults
    assert "“甲”写明代码 2 个，代码页收到 1 个" in faults


def test_a_number_that_points_elsewhere_is_said_and_the_name_decides():
    points = [
        ["序号", "药品通用名", "限定性别", "逻辑依据"],
        [1, "甲", "男", "一"],
        [2, "乙", "女", "二"],
    ]
    codes = [
        ["对应知识点序号", "药品通用名", "序号", "药品代码"],
        [2, "甲", 1, "XA01"],
        [2, "乙", 1, "XB01"],
    ]
    sheets = (("“药品区分性别使用”", points), ("代码", codes))
    library = only(workbook(*sheets), "第一批-1.xlsx")
    assert [[c for c, _ in p.codes] for p in library.points] == [["XA01"], ["XB01"]]
    assert "知识点序号 2 是“乙”，这里写的是“甲”，按名称对应" in sentences(library.faults)


def test_a_name_written_otherwise_is_joined_by_its_number():
    points = [["序号", "药品通用名", "限定性别", "逻辑依据"], [1, "甲片(Ⅱ)", "男", "一"]]
    codes = [["对应知识点序号", "药品通用名", "序号", "药品代码"], [1, "甲片", 1, "XA01"]]
    codes.append([None, None, 2, "XA02"])
    library = only(workbook(("“药品区分性别使用”", points), ("代码", codes)), "第一批-1.xlsx")
    assert [c for c, _ in library.points[0].codes] == ["XA01", "XA02"]
    assert "这里写的是“甲片”，按序号对应" in sentences(library.faults)


def test_codes_without_names_are_joined_by_number():
    points = [
        ["序号", "药品通用名", "限定性别", "逻辑依据"],
        [1, "甲", "男", "一"],
        [2, "乙", "女", "二"],
    ]
    codes = [
        ["对应知识点序号", "序号", "药品代码"],
        [2, 1, "XB01"],
        [None, 2, "XB02"],
        [1, 1, "XA01"],
    ]
    library = only(workbook(("“药品区分性别使用”", points), ("代码", codes)), "第一批-1.xlsx")
    assert [[c for c, _ in p.codes] for p in library.points] == [["XA01"], ["XB01", "XB02"]]


def test_limit_and_basis_that_contradict_each_other_are_said_and_the_wider_is_taken():
    head = ["药品通用名", "药品说明", "限定类型", "限定值域"]
    rows = [head, ["甲丸", "限急诊或住院患者。", "限定就医方式", "住院"]]
    library = only(workbook(("Sheet1", rows)), "【第四批】.xlsx")
    allowed = library.points[0].values["allow_med_type"].split(";")
    assert {"21", "13"} <= set(allowed) and "11" not in allowed
    assert "两处不一致，按较宽的收" in sentences(library.faults)


def test_a_code_of_two_points_stays_with_both():
    library = only(sex_book([("甲", "男", ["XA01"]), ("乙", "男", ["XA01", "XB01"])]))
    assert library.codes == 3
    assert "有 1 个代码列在几个知识点下" in sentences(library.faults)


def test_columns_nobody_knows_are_kept():
    library = only(
        workbook(
            (
                "“医疗服务项目区分性别使用”",
                [
                    ["序号", "医疗服务项目名称", "限定性别", "逻辑依据", "项目代码", "适用地区"],
                    [1, "甲", "男", "乙", "002101030280000", "全国"],
                ],
            )
        ),
        "第一批-2.xlsx",
    )
    assert library.points[0].more == "适用地区：全国"


def test_two_rules_in_one_workbook_are_two_libraries():
    head = ["序号", "药品通用名", "逻辑依据", "备注"]
    codes = ["对应知识点序号", "药品通用名", "序号", "药品代码"]
    data = workbook(
        ("“药品限工伤保险”规则对应知识点明细", [head, [1, "甲", "限工伤保险", "乙"]]),
        ("“药品限工伤保险”知识点对应药品代码", [codes, [1, "甲", 1, "XA01"]]),
        ("“药品限生育保险”规则对应知识点明细", [head, [1, "丙", "限生育保险", "乙"]]),
        ("“药品限生育保险”知识点对应药品代码", [codes, [1, "丙", 1, "XB01"]]),
    )
    found = knowledge_sheets.read(data, "第三批.xlsx")
    assert [lib.name for lib in found] == ["drug_for_work_injury-3", "drug_for_maternity-3"]
    assert [[c for c, _ in lib.points[0].codes] for lib in found] == [["XA01"], ["XB01"]]


def test_batches_that_disagree_are_said():
    said = only(sex_book([("甲", "男", ["XA01"])]), "第九批.xlsx")
    assert said.batch == "第一批" and "文件名写的是第九批" in sentences(said.faults)


@pytest.mark.parametrize(
    "data, name, words",
    [
        (b"PK\x03\x04 broken", "坏.xlsx", "已损坏"),
        (
            workbook(("台账", [["序号", "问题", "责任单位"], [1, "甲", "乙"]])),
            "台账.xlsx",
            "不像两库",
        ),
        (
            workbook(
                ("代码", [["对应知识点序号", "药品通用名", "序号", "药品代码"], [1, "甲", 1, "X"]])
            ),
            "代码.xlsx",
            "只有代码页",
        ),
        (
            workbook(
                ("规则", [["序号", "药品通用名", "检出逻辑", "逻辑依据"], [1, "甲", "新", "新"]])
            ),
            "新.xlsx",
            "没有认出是哪一类两库规则",
        ),
    ],
    ids=["damaged", "foreign", "codes only", "unknown rule"],
)
def test_what_is_no_library_is_refused_in_one_sentence(data, name, words):
    with pytest.raises(UserError, match=words) as refused:
        knowledge_sheets.read(data, name)
    assert name in str(refused.value) and str(refused.value).count("。") == 1


# The files of knowledge/


def test_every_kind_names_a_rule_of_its_own_words():
    kinds = knowledge.kinds()
    assert set(OFFICIAL.values()) <= set(kinds)
    titles = [word for kind in kinds.values() for word in (kind.title, *kind.words)]
    assert max(Counter(titles).values()) == 1
    for kind in kinds.values():
        assert kind.rule.startswith("R") and kind.rule[1:].isdigit()
        assert kind.batch is None or knowledge.batch_number(kind.batch)


def test_every_printed_heading_has_one_meaning():
    headings = knowledge.headings()
    for role, words in {**headings.roles, **headings.subjects}.items():
        for word in words:
            if word.pattern.isalnum():
                found = headings.role(word.pattern)
                assert role in found, word.pattern


@pytest.mark.parametrize(
    "old, new, words",
    [
        ('title = "', 'titel = "', "titel"),
        ('rule = "R08"', "", "缺少键“rule”"),
        ("max_days", "max_dayz", "max_dayz"),
        ('limit = ["limit", ', 'limit = ["limt", ', "limt"),
        ('subject = "药品"', 'subject = "药"', "subject"),
        ('pattern = "', 'pattern = "(', "正则"),
    ],
)
def test_a_kind_that_is_not_right_is_refused_by_file_and_key(tmp_path, old, new, words):
    shutil.copy(knowledge.KNOWLEDGE / "drug_by_course.toml", tmp_path / "odd.toml")
    path = tmp_path / "odd.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(UserError, match="knowledge/odd.toml") as refused:
        knowledge.read_kind(path)
    assert words in str(refused.value)


def test_values_of_a_kind_are_columns_of_its_table():
    for kind in knowledge.kinds().values():
        columns = set(catalog.get(f"schema/{kind.table}").columns)
        assert set(kind.fixed) <= columns
