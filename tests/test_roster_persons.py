"""Who is who in lists of persons, and what a list is."""

import io

import openpyxl
import pytest

from oversight import roster_check, roster_lists
from oversight.errors import UserError
from tests.roster_texts import (
    AS_OF,
    ENTITLED,
    LI,
    SUN,
    WANG,
    ZHANG,
    ZHAO,
    compare,
    found,
    number,
    read,
)

# 认人


def one(entitled, insured, decisions=None):
    """An entitled person compared with one insured person."""
    heading = "姓名,身份证号,出生日期"
    return compare(
        decisions=decisions,
        民政=f"{heading},对象类别\n{entitled},低保\n",
        参保=f"{heading},参保状态\n{insured},正常\n",
    )


OLD = ZHANG[:6] + ZHANG[8:17]


@pytest.mark.parametrize(
    "entitled, insured",
    [
        (f"张三,{ZHANG},", f"张三,{ZHANG.lower()},"),
        (f"张三,{OLD},", f"张三,{ZHANG},"),
        (f"张 三,'{ZHANG},", f"张三,{ZHANG[:6]} {ZHANG[6:]},"),
        (f"张三（户主）,{ZHANG},", f"张三,{ZHANG},"),
    ],
)
def test_ways_to_write_one_person(entitled, insured):
    given = one(entitled, insured)
    assert found(given, "not_enrolled") == []
    assert given.pairs.empty


@pytest.mark.parametrize(
    "entitled, insured, words",
    [
        ("张三,,1990-01-01", f"张三,{ZHANG},", "一方证件号缺失或不符"),
        (f"张三,{ZHANG},", "张三,,1990年1月1日", "一方证件号缺失或不符"),
        (f"张三,{ZHANG[:-1]}A,", f"张三,{ZHANG},1990-01-01", None),
        (f"张三,{ZHANG[:15]}000,", f"张三,{ZHANG},", "一方证件号缺失或不符"),
        (f"张三,{ZHANG},", f"张三,{number('19900101', 7)},", "证件号不同"),
    ],
)
def test_name_and_birth_date_match_with_the_doubt_shown(entitled, insured, words):
    given = one(entitled, insured)
    if words is None:
        assert found(given, "not_enrolled") == [("张三",)]
        return
    assert found(given, "not_enrolled") == []
    assert words in given.pairs["words"].item()
    assert given.pairs["treated"].item() == "按同一人"
    pair = given.pairs["pair"].item()
    # Said to be two persons, he is missing; said to be one, nothing is left to ask.
    apart = one(entitled, insured, {pair: False})
    assert found(apart, "not_enrolled") == [("张三",)]
    assert apart.pairs["treated"].item() == "已确认不是同一人"
    assert found(one(entitled, insured, {pair: True}), "not_enrolled") == []


def test_the_doubt_of_a_match_is_said_at_the_result():
    given = compare(
        民政="姓名,身份证号,出生日期,对象类别\n" + f"张三,,1990-01-01,低保\n李四,{LI},,低保\n",
        参保=f"姓名,身份证号,参保状态\n张三,{ZHANG},暂停\n李四,{LI},正常\n",
    )
    assert found(given, "not_enrolled", "doubt") == [
        ("张三", "姓名和出生日期相同，一方证件号缺失或不符")
    ]


def test_two_numbers_on_one_list_are_two_persons():
    other = number("19900101", 7)
    given = compare(
        民政=f"姓名,身份证号,对象类别\n张三,{ZHANG},低保\n张三,{other},低保\n",
        参保=f"姓名,身份证号,参保状态\n张三,{other},正常\n",
    )
    assert found(given, "not_enrolled", "certno") == [("张三", ZHANG)]
    assert given.pairs.empty


def test_a_namesake_without_a_number_among_several_is_only_asked():
    other = number("19900101", 7)
    given = compare(
        民政="姓名,身份证号,出生日期,对象类别\n张三,,1990-01-01,低保\n",
        参保=f"姓名,身份证号,参保状态\n张三,{ZHANG},正常\n张三,{other},正常\n",
    )
    assert found(given, "not_enrolled") == [("张三",)]
    assert given.pairs["treated"].tolist() == ["没有合并", "没有合并"]
    pair = given.pairs["pair"][0]
    again = compare(
        decisions={pair: True},
        民政="姓名,身份证号,出生日期,对象类别\n张三,,1990-01-01,低保\n",
        参保=f"姓名,身份证号,参保状态\n张三,{ZHANG},正常\n张三,{other},正常\n",
    )
    assert found(again, "not_enrolled") == []


@pytest.mark.parametrize(
    "entitled, insured, words",
    [
        ("张三丰,,1990-01-01", f"张三峰,{ZHANG},", "姓名只差一个字"),
        (
            f"张三,{ZHANG[:-3]}{ZHANG[-2]}{ZHANG[-3]}{ZHANG[-1]},1991-01-01",
            f"张三,{ZHANG},",
            "一两位",
        ),
        (f"张三,{number('19900102')},", f"张三,{ZHANG},", "证件号只差一两位"),
        (f"张三,{ZHANG},", "李三,,1990-01-01", "姓名只差一个字"),
        (f"张三,{ZHANG},", "李四,,1990-01-01", None),
    ],
)
def test_near_names_are_asked_never_merged(entitled, insured, words):
    given = one(entitled, insured)
    assert len(found(given, "not_enrolled")) == 1
    if words:
        assert words in given.pairs["words"].item()
        assert given.pairs["treated"].item() == "没有合并"
        pair = given.pairs["pair"].item()
        assert found(one(entitled, insured, {pair: True}), "not_enrolled") == []
    else:
        assert given.pairs.empty


def test_one_number_under_two_names_is_one_person_with_the_doubt():
    given = compare(
        民政=f"姓名,身份证号,对象类别\n张三,{ZHANG},低保\n",
        参保=f"姓名,身份证号,参保状态\n张珊,{ZHANG},暂停\n",
    )
    assert found(given, "not_enrolled", "doubt") == [("张三", "证件号相同，姓名不同")]


def test_what_is_odd_in_the_lists_themselves_is_said():
    given = compare(
        民政=f"""姓名,身份证号,性别,出生日期,对象类别
张三,{ZHANG},女,1990-01-02,低保
李四,{LI[:-1]}A,,,低保
王五,,,,低保
张三,{ZHANG},男,1990-01,特困
合计,4,,,
""",
        参保=f"姓名,身份证号,参保状态\n赵六,{ZHAO},正常\n赵六,{ZHAO},正常\n",
    )
    said = [(row.row_no, row.problem) for row in given.problems.itertuples()]
    assert (2, "证件号表示男性，名单写的是女") in said
    assert (2, "证件号里的出生日期 1990-01-01 与名单的出生日期 1990-01-02 不同") in said
    assert (4, "没有证件号") in said
    assert (4, "只有姓名，没有证件号和出生日期，无法比对") in said
    assert (5, "同一人在本名单另有一种身份：低保（第 2 行）") in said
    assert (6, "没有读：合计行（合计）") in said
    assert (3, "同一人在本名单重复列出（第 2 行）") in said
    # A month alone does not contradict the day; a name alone is no finding.
    assert not any("1990-01-31" in words for _, words in said)
    assert sorted(row[0] for row in found(given, "not_enrolled")) == ["张三", "李四"]


# 名单的样子


def test_titles_totals_and_any_header_row(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "甲镇"
    for row in (
        ["示例区2025年11月最低生活保障对象名单"],
        ["填报单位：甲镇", None, None, "2025-11-20"],
        ["序号", "救助对象姓名", "公民身份号码", "身份类别", "有效起止日期"],
        [1, "张三", ZHANG, "低保", "2025.01.01-2025.12.31"],
        [2, "李四", LI, "低保", "2025年12月起"],
        ["序号", "救助对象姓名", "公民身份号码", "身份类别", "有效起止日期"],
        [3, "王五", int(WANG[:-1] + "0"), "低保", "长期"],
        ["合计", 3],
        ["填表人：某某"],
    ):
        sheet.append(row)
    book.create_sheet("空")
    bytes_ = io.BytesIO()
    book.save(bytes_)
    ((_, listed),), unread = roster_lists.read(bytes_.getvalue(), "11月.xlsx")
    assert (listed.role, listed.header) == ("entitled", 3)
    assert [number for number, _ in listed.rows] == [4, 5, 7]
    assert [(row, why) for row, _, why in listed.left_out] == [
        (6, "重复的表头"),
        (8, "合计行"),
        (9, "说明或落款"),
    ]
    assert unread == [("空", "空表")]
    insured = read(参保=f"姓名,身份证号,参保状态\n孙八,{SUN},正常\n")
    given = roster_check.compare([listed, *insured], AS_OF)
    assert [row[0] for row in found(given, "not_enrolled")] == ["张三", "王五"]
    assert any("当数字存过" in words for words in given.problems["problem"])


def test_a_list_without_headings_is_known_by_its_content_once_it_is_said_what_it_is():
    text = f"张三 {ZHANG}\n李四 {LI}\n"
    ((_, listed),), _ = roster_lists.read(text.encode("gb18030"), "名单.txt")
    assert listed.role == "other"
    ((_, listed),), _ = roster_lists.read(
        text.encode("gb18030"), "名单.txt", {"0": {"role": "entitled"}}
    )
    assert {name: h.place for name, h in listed.places.items()} == {"psn_name": 0, "certno": 1}
    assert len(listed.rows) == 2


def test_role_and_columns_can_be_corrected():
    text = f"甲,乙,丙\n张三,{ZHANG},低保\n".encode()
    chosen = {"0": {"role": "entitled", "columns": {}}}
    ((_, listed),), _ = roster_lists.read(text, "x.csv", chosen)
    assert "certno" in listed.places
    text = f"姓名,身份证号,核定情况\n张三,{ZHANG},低保\n".encode()
    chosen["0"]["columns"] = {"2": "category"}
    ((_, listed),), _ = roster_lists.read(text, "x.csv", chosen)
    assert listed.places["category"].text == "核定情况"
    chosen["0"]["columns"] = {"1": None}
    ((_, listed),), _ = roster_lists.read(text, "x.csv", chosen)
    assert "certno" not in listed.places


@pytest.mark.parametrize(
    "name, heading, role",
    [
        ("2025年11月特困人员花名册", "姓名,身份证号,备注", "entitled"),
        ("残联重度残疾人", "姓名,残疾人身份证号,残疾等级", "entitled"),
        ("城乡居民参保缴费明细", "姓名,证件号码,险种类型,缴费日期", "insured"),
        ("资助参保人员名单", "姓名,身份证号,资助金额,个人缴费金额", "funded"),
        ("医疗救助一站式结算明细", "姓名,身份证号,费用总额,医疗救助支出,结算日期", "aid"),
        ("手工明细", "姓名,身份证号,救助金额,支付日期", "aid"),
        ("住院结算", "姓名,证件号码,医疗费总额,符合范围金额,结算日期", "settled"),
        ("导出", "姓名,身份证号,对象类别,认定日期,截止日期", "entitled"),
        ("导出", "姓名,身份证号,参保状态,险种,参保地", "insured"),
        ("导出", "救助对象姓名,身份证件号码,就诊类型,支付金额,支付日期,救助金额", "aid"),
        ("应参保困难群众", "姓名,身份证号,电话", "entitled"),
    ],
)
def test_what_a_list_is(name, heading, role):
    text = heading + "\n" + ",".join(["张三", ZHANG] + ["1"] * (heading.count(",") - 1)) + "\n"
    ((_, listed),), _ = roster_lists.read(text.encode(), f"{name}.csv")
    assert listed.role == role
    assert {"psn_name", "certno"} <= set(listed.places)


@pytest.mark.parametrize(
    "files, words",
    [
        ({"民政": ENTITLED}, "只有一份名单"),
        ({"民政": ENTITLED, "民政二": ENTITLED}, "内容相同"),
        ({"民政": ENTITLED, "参保": "姓名,参保状态,险种\n张三,正常,居民\n"}, "只有姓名"),
        ({"民政": ENTITLED, "参保": "户籍地,参保状态,险种\n甲镇,正常,居民\n"}, "没有认出证件号列"),
        ({"民政": ENTITLED, "参保": "姓名,身份证号,参保状态\n"}, "只有表头"),
        ({"甲": "a,b\n1,2\n"}, "没有认出要比对的名单"),
    ],
)
def test_lists_that_cannot_be_compared_get_one_sentence(files, words):
    (said,) = [text for text in roster_lists.refusals(read(**files)) if words in text]
    assert said.endswith("。")


@pytest.mark.parametrize(
    "data, name", [(b"", "a.csv"), (b"\n\n", "a.csv"), (b"PK\x03\x04xx", "a.xlsx"), (b"x", "a.pdf")]
)
def test_a_file_that_is_no_table_is_refused_in_a_sentence(data, name):
    with pytest.raises(UserError, match="。$"):
        roster_lists.read(data, name)
