"""Lists of persons compared: every result, every doubt and every reason why not, by hand."""

import io
from datetime import date

import openpyxl
import pytest

from oversight import exclusions, roster_check, roster_lists, store
from oversight.errors import UserError
from oversight.id_numbers import check_digit
from oversight.viewer import LOCAL, Viewer

AS_OF = date(2025, 11, 28)


def number(born, turn=1, region="329981"):
    """A valid identity number."""
    body = f"{region}{born}{turn:03}"
    return body + check_digit(body)


ZHANG, LI, WANG = number("19900101"), number("19850505", 2), number("19700707", 3)
ZHAO, QIAN, SUN = number("19601111", 4), number("19551212", 5), number("20010203", 6)


def read(**files):
    """Lists of CSV texts; a file is called 民政__名单=… ."""
    found = []
    for name, text in files.items():
        lists, _ = roster_lists.read(text.encode(), f"{name}.csv")
        found += [listed for _, listed in lists]
    return found


def compare(pay_days=30, rules=None, decisions=None, as_of=AS_OF, **files):
    lists = read(**files)
    assert roster_lists.refusals(lists) == []
    return roster_check.compare(lists, as_of, pay_days, rules, decisions)


def found(comparison, result, *columns):
    """Rows of a result as tuples, name first."""
    frame = comparison.results[result]
    rows = frame[["psn_name", *columns]].astype(object)
    return sorted(
        tuple(None if value is None or value != value else value for value in row)
        for row in rows.itertuples(index=False)
    )


ENTITLED = f"""姓名,身份证号,对象类别,镇街,开始日期,结束日期
张三,{ZHANG},低保,甲镇,2025-01-01,
李四,{LI},特困,甲镇,2024-03-01,2026-02-28
王五,{WANG},低保边缘,乙镇,2025-06-01,2025-10-31
赵六,{ZHAO},低保,乙镇,2025-12-01,
"""
INSURED = f"""姓名,证件号码,参保状态,险种,参保地
李四,{LI},正常参保,城乡居民,示例区
赵六,{ZHAO},暂停参保,城乡居民,示例区
"""


# 应参未参


def test_who_is_entitled_on_the_day_and_not_insured():
    given = compare(民政=ENTITLED, 参保=INSURED)
    # 王五's identity ended, 赵六's has not begun, 李四 is insured.
    assert found(given, "not_enrolled", "subtype") == [("张三", "参保名单里没有")]
    assert given.results["not_enrolled"]["places"].tolist() == ["民政第 2 行"]


@pytest.mark.parametrize(
    "day, names",
    [
        (date(2025, 5, 31), ["张三"]),
        (date(2025, 6, 1), ["张三", "王五"]),
        (date(2025, 10, 31), ["张三", "王五"]),
        (date(2025, 11, 1), ["张三"]),
        (date(2025, 12, 1), ["张三", "赵六"]),
        (date(2024, 12, 31), []),
    ],
)
def test_entitlement_counts_on_its_first_and_last_day(day, names):
    given = compare(民政=ENTITLED, 参保=INSURED, as_of=day)
    assert [row[0] for row in found(given, "not_enrolled")] == names


@pytest.mark.parametrize(
    "state, is_insured",
    [
        *[(word, True) for word in ("正常参保", "参保", "在保", "1", "是", "欠费", "参保缴费", "")],
        *[
            (word, False)
            for word in ("暂停参保", "终止参保", "未参保", "停保", "断缴", "2", "0", "否")
        ],
    ],
)
def test_what_counts_as_insured(state, is_insured):
    entitled = f"姓名,身份证号,对象类别\n张三,{ZHANG},低保\n"
    insured = f"姓名,身份证号,参保状态\n张三,{ZHANG},{state}\n旁人,{LI},正常\n"
    given = compare(民政=entitled, 参保=insured)
    assert (found(given, "not_enrolled") == []) == is_insured


def test_a_state_nobody_knows_counts_as_insured_and_is_said():
    entitled = f"姓名,身份证号,对象类别\n张三,{ZHANG},低保\n"
    given = compare(民政=entitled, 参保=f"姓名,身份证号,参保状态\n张三,{ZHANG},待转\n")
    assert found(given, "not_enrolled") == []
    assert given.problems["problem"].tolist() == ["参保状态“待转”参保状态不认识，按已参保计"]


@pytest.mark.parametrize(
    "begun, paused, is_insured",
    [
        ("2025-01-01", "", True),
        ("2025-12-01", "", False),
        ("2025-01-01", "2025-06-30", False),
        ("2025-08-01", "2025-06-30", True),
        ("2025-01-01", "2026-01-01", True),
    ],
)
def test_enrolment_by_its_dates(begun, paused, is_insured):
    entitled = f"姓名,身份证号,对象类别\n张三,{ZHANG},低保\n"
    insured = f"姓名,身份证号,险种,参保日期,暂停参保日期\n张三,{ZHANG},居民,{begun},{paused}\n"
    assert (found(compare(民政=entitled, 参保=insured), "not_enrolled") == []) == is_insured


def test_any_scheme_counts_and_only_this_year_s_enrolment():
    entitled = f"姓名,身份证号,对象类别\n张三,{ZHANG},低保\n李四,{LI},低保\n"
    insured = f"姓名,身份证号,险种,年度\n张三,{ZHANG},职工医保,2025\n李四,{LI},居民,2026\n"
    assert found(compare(民政=entitled, 参保=insured), "not_enrolled") == [("李四",)]


def test_the_dead_and_those_the_list_excuses_are_excluded_with_the_reason(store):
    entitled = f"""姓名,身份证号,对象类别,死亡日期,未参保原因
张三,{ZHANG},低保,2025-11-28,
李四,{LI},低保,2025-11-29,
王五,{WANG},低保,,参军入伍
赵六,{ZHAO},低保,,失联
"""
    given = compare(民政=entitled, 参保=f"姓名,身份证号,险种\n旁人,{QIAN},居民\n")
    stay, out = exclusions.split(store, LOCAL, "not_enrolled", given.results["not_enrolled"], AS_OF)
    assert sorted(stay["psn_name"]) == ["李四", "赵六"]
    assert sorted(zip(out["psn_name"], out["reason"], strict=True)) == [
        ("张三", "名单注明死亡（2025-11-28）"),
        ("王五", "名单注明：参军入伍"),
    ]


# 应资未资、资助额不符

FUNDED = f"""姓名,身份证号,年度,资助金额
张三,{ZHANG},2025,380
李四,{LI},2025,350
王五,{WANG},2024,380
"""
IN_FORCE = "".join(
    f"{name},{who},正常,{kind}\n"
    for name, who, kind in (
        ("张三", ZHANG, "居民"),
        ("李四", LI, "居民"),
        ("王五", WANG, "居民"),
        ("赵六", ZHAO, "职工"),
    )
)
ALL_FOUR = "".join(
    f"{name},{who},{category}\n"
    for name, who, category in (
        ("张三", ZHANG, "低保"),
        ("李四", LI, "低保"),
        ("王五", WANG, "特困"),
        ("赵六", ZHAO, "低保"),
        ("钱七", QIAN, "低保边缘"),
    )
)


def test_who_was_not_funded_or_not_by_the_standard():
    rules = [
        {"category": "低保", "is_funded": True, "std_amt": 380, "dedc_amt": None},
        {"category": "特困", "is_funded": True, "std_amt": 400, "dedc_amt": None},
        {"category": "低保边缘", "is_funded": False, "std_amt": None, "dedc_amt": None},
    ]
    given = compare(
        rules=rules,
        民政="姓名,身份证号,对象类别\n" + ALL_FOUR,
        参保="姓名,身份证号,参保状态,险种\n" + IN_FORCE + f"钱七,{QIAN},正常,居民\n",
        资助参保=FUNDED,
    )
    # 赵六 is insured as staff, 钱七's category is not funded, 王五's payment was last year's.
    assert found(given, "not_funded", "subtype", "amount") == [
        ("李四", "资助额不符：少资助", 30.0),
        ("王五", "应资未资：没有资助记录", 400.0),
    ]


def test_without_a_standard_amounts_are_not_judged():
    given = compare(
        民政="姓名,身份证号,对象类别\n" + ALL_FOUR,
        参保="姓名,身份证号,参保状态,险种\n" + IN_FORCE,
        资助参保=FUNDED,
    )
    assert found(given, "not_funded", "amount") == [("王五", None)]


@pytest.mark.parametrize("paid, flagged", [("379.99", False), ("379.98", True), ("380.02", True)])
def test_a_hundredth_is_tolerated(paid, flagged):
    given = compare(
        民政=f"姓名,身份证号,对象类别,资助标准\n张三,{ZHANG},低保,380\n",
        参保=f"姓名,身份证号,参保状态\n张三,{ZHANG},正常\n",
        资助参保=f"姓名,身份证号,资助金额\n张三,{ZHANG},{paid}\n",
    )
    assert bool(found(given, "not_funded")) == flagged


@pytest.mark.parametrize(
    "heading, cell, expected",
    [
        ("资助金额", "380", []),
        ("资助金额", "0", [("张三", "应资未资：资助金额为 0", None)]),
        ("资助金额", "", [("张三", "应资未资：没有资助记录", None)]),
        ("缴费方式", "民政代缴", []),
        ("缴费方式", "个人缴费", [("张三", "应资未资：缴费方式是个人缴费", None)]),
        ("个人缴费", "0", []),
        (
            "个人缴费",
            "400",
            [
                (
                    "张三",
                    "应资未资：没有资助记录",
                    "名单只有个人缴费，没有资助金额：定额资助的可能已经资助",
                )
            ],
        ),
    ],
)
def test_the_insured_list_itself_may_say_who_paid(heading, cell, expected):
    given = compare(
        民政=f"姓名,身份证号,对象类别\n张三,{ZHANG},低保\n",
        参保=f"姓名,身份证号,参保状态,{heading}\n张三,{ZHANG},正常,{cell}\n",
    )
    assert found(given, "not_funded", "subtype", "doubt") == expected


# 应享未享

SETTLED = "姓名,身份证号,结算编号,就诊类型,入院日期,结算日期,"
SETTLED += "医疗费用总额,政策范围内费用,基金支付总额\n"


def bill(who, setl, day, inscp, fund, kind="住院", name="张三", fee=9000):
    return f"{name},{who},{setl},{kind},{day},{day},{fee},{inscp},{fund}\n"


def aided(settled, paid="", rules=None, entitled=None, **more):
    entitled = entitled or f"姓名,身份证号,对象类别,开始日期\n张三,{ZHANG},低保,2025-03-01\n"
    aid = "姓名,身份证号,结算编号,救助金额,支付日期\n" + (paid or f"旁人,{QIAN},S9,1,2025-01-01\n")
    return compare(rules=rules, 民政=entitled, 医疗费用结算=SETTLED + settled, 救助支付=aid, **more)


def test_who_paid_beyond_the_deductible_and_got_nothing():
    rules = [{"category": "低保", "is_funded": True, "std_amt": None, "dedc_amt": 1500}]
    given = aided(
        bill(ZHANG, "S1", "2025-06-01", 8000, 5000)
        + bill(ZHANG, "S2", "2025-07-01", 6000, 4500)
        + bill(ZHANG, "S3", "2025-02-28", 8000, 5000)
        + bill(ZHANG, "S4", "2025-10-30", 8000, 5000)
        + bill(ZHANG, "S5", "2025-08-01", 8000, 5000, "定点药店购药")
        + bill(QIAN, "S6", "2025-08-01", 8000, 5000, name="旁人"),
        rules=rules,
    )
    # S2 does not exceed 1500, S3 is before the identity, S4 is 29 days old, S5 a pharmacy.
    assert found(given, "not_aided", "event_date", "amount") == [
        ("张三", given.results["not_aided"]["event_date"][0], 1500.0)
    ]
    assert given.results["not_aided"]["places"].tolist() == ["民政第 2 行；医疗费用结算第 2 行"]


@pytest.mark.parametrize(
    "paid, flagged",
    [
        (f"张三,{ZHANG},S1,300,2025-07-01\n", False),
        (f"张三,{ZHANG},S1,300,2025-07-02\n", True),
        (f"张三,{ZHANG},S2,300,2025-06-05\n", True),
        (f"张三,{ZHANG},,300,2025-06-20\n", False),
        (f"张三,{ZHANG},,300,2025-05-20\n", True),
        (f"张三,{ZHANG},S1,300,2025-06-05\n张三,{ZHANG},S1,-300,2025-06-08\n", True),
    ],
    ids=["on the 30th day", "late", "for another bill", "no bill named", "before", "taken back"],
)
def test_which_payment_is_for_the_bill(paid, flagged):
    given = aided(bill(ZHANG, "S1", "2025-06-01", 8000, 5000), paid)
    assert bool(found(given, "not_aided")) == flagged


def test_a_refunded_bill_is_none():
    given = aided(
        bill(ZHANG, "S1", "2025-06-01", 8000, 5000)
        + bill(ZHANG, "S1T", "2025-06-02", -8000, -5000, fee=-9000)
    )
    assert found(given, "not_aided") == []


def test_a_list_of_payments_may_say_itself_who_got_nothing():
    given = compare(
        民政=f"姓名,身份证号,对象类别\n张三,{ZHANG},低保\n李四,{LI},低保\n",
        救助支付=f"姓名,身份证号,救助金额,结算日期\n张三,{ZHANG},0,2025-06-01\n李四,{LI},9,2025-06-01\n",
    )
    ((name, amount, doubt),) = found(given, "not_aided", "amount", "doubt")
    assert (name, amount) == ("张三", None)
    assert "未按起付标准筛" in doubt and "没有起止日期" in doubt


# 重复享受

AID = "姓名,身份证号,救助身份,医疗机构,结算编号,发票号,就诊日期,支付日期,支付方式,"
AID += "医疗救助类别,费用总额,救助金额\n"


def payment(setl="", invono="", served="2025-06-01", paid="2025-06-05", way="一站式", **more):
    given = {"who": ZHANG, "idet": "低保", "hosp": "甲医院", "kind": "", "fee": 9000, "pay": 500}
    of = given | more
    return (
        f"张三,{of['who']},{of['idet']},{of['hosp']},{setl},{invono},{served},{paid},{way},"
        f"{of['kind']},{of['fee']},{of['pay']}\n"
    )


def repeated(*rows):
    entitled = f"姓名,身份证号,对象类别\n张三,{ZHANG},低保\n"
    return compare(民政=entitled, 救助支付=AID + "".join(rows))


@pytest.mark.parametrize(
    "rows, subtypes",
    [
        ([payment("S1"), payment("S1", paid="2025-07-01", way="手工")], ["同一笔费用救助两次"]),
        ([payment(invono="F1"), payment(invono="F1", hosp="乙医院")], ["同一笔费用救助两次"]),
        ([payment("S1"), payment("", paid="2025-07-01", way="手工")], ["同一笔费用救助两次"]),
        ([payment("S1"), payment("S2")], []),
        ([payment("S1"), payment("S2", way="手工")], ["同一笔费用救助两次"]),
        ([payment("S1", kind="基本救助"), payment("S1", kind="倾斜救助")], []),
        ([payment("S1"), payment("S1", pay=-500, paid="2025-06-09")], []),
        ([payment("S1"), payment("S2", served="2025-06-02")], []),
        ([payment("S1"), payment("S2", idet="特困", fee=80)], ["同日按两种身份救助"]),
    ],
    ids=[
        "bill",
        "invoice",
        "figures",
        "two bills",
        "two ways",
        "parts",
        "returned",
        "days",
        "twofold",
    ],
)
def test_what_is_the_same_event(rows, subtypes):
    given = repeated(*rows)
    assert given.results["repeated_aid"]["subtype"].tolist() == subtypes


def test_the_third_payment_counts_too_and_the_first_never():
    given = repeated(
        payment("S1"), payment("S1", paid="2025-06-06"), payment("S1", paid="2025-06-07")
    )
    assert given.results["repeated_aid"]["amount"].sum() == 1000


def test_a_row_listed_in_two_lists_is_doubted():
    rows = "姓名,身份证号,结算编号,救助金额,支付日期\n" + f"张三,{ZHANG},S1,500,2025-06-05\n"
    entitled = f"姓名,身份证号,对象类别\n张三,{ZHANG},低保\n"
    other = rows + f"李四,{LI},S2,1,2025-06-05\n"
    given = compare(民政=entitled, 救助支付6月=rows, 救助支付上半年=other)
    ((_, doubt),) = found(given, "repeated_aid", "doubt")
    assert "可能是同一笔列了两次" in doubt


def test_funded_twice_and_insured_twice():
    insured = f"""姓名,身份证号,参保状态,险种,参保地
张三,{ZHANG},正常,居民,甲区
张三,{ZHANG},正常,居民,乙区
李四,{LI},正常,居民,甲区
李四,{LI},正常,职工,甲区
王五,{WANG},正常,居民,甲区
王五,{WANG},正常,大病保险,甲区
赵六,{ZHAO},正常,居民,甲区
赵六,{ZHAO},终止,居民,乙区
"""
    funded = f"""姓名,身份证号,年度,资助身份,资助金额
钱七,{QIAN},2025,低保,380
钱七,{QIAN},2025,特困,400
孙八,{SUN},2024,低保,380
孙八,{SUN},2025,低保,380
"""
    entitled = f"姓名,身份证号,对象类别\n钱七,{QIAN},低保\n孙八,{SUN},低保\n"
    given = compare(民政=entitled, 参保=insured, 资助参保=funded)
    assert found(given, "repeated_aid", "subtype", "amount") == [
        ("张三", "在两地同时参保", None),
        ("李四", "职工、居民医保同时参保", None),
        ("钱七", "同一年度按两种身份资助参保", 400.0),
    ]


# 不在名单却享受


def test_who_received_without_being_entitled_then():
    aid = f"""姓名,身份证号,救助金额,就诊日期,支付日期
张三,{ZHANG},1,2025-01-01,2025-02-01
张三,{ZHANG},2,2024-12-31,2025-02-01
王五,{WANG},4,2025-10-31,2025-11-10
王五,{WANG},8,2025-11-01,2025-11-10
孙八,{SUN},16,2025-05-01,2025-05-02
"""
    given = compare(民政=ENTITLED, 救助支付=aid)
    assert found(given, "not_entitled", "subtype", "amount") == [
        ("孙八", "救助：不在应保对象名单", 16.0),
        ("张三", "救助：身份不在有效期", 2.0),
        ("王五", "救助：身份不在有效期", 8.0),
    ]


def test_who_received_after_death_and_who_was_funded_without_identity():
    entitled = f"姓名,身份证号,对象类别,死亡日期\n张三,{ZHANG},低保,2025-06-01\n李四,{LI},低保,\n"
    aid = f"姓名,身份证号,救助金额,就诊日期\n张三,{ZHANG},5,2025-06-01\n张三,{ZHANG},7,2025-06-02\n"
    funded = f"姓名,身份证号,资助金额\n李四,{LI},380\n孙八,{SUN},380\n"
    given = compare(民政=entitled, 救助支付=aid, 资助参保=funded)
    assert found(given, "not_entitled", "subtype", "amount") == [
        ("孙八", "参保资助：不在应保对象名单", 380.0),
        ("张三", "救助：已死亡", 7.0),
    ]


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


# 不适用


@pytest.mark.parametrize(
    "result, files, words",
    [
        ("not_enrolled", {"救助支付": f"姓名,身份证号,救助金额\n张三,{ZHANG},5\n"}, "没有参保名单"),
        ("not_funded", {"参保": INSURED}, "参保名单没有资助金额"),
        ("not_funded", {"救助支付": f"姓名,身份证号,救助金额\n张三,{ZHANG},5\n"}, "没有参保名单"),
        ("not_aided", {"参保": INSURED}, "没有救助支付名单"),
        ("not_aided", {"救助支付": f"姓名,身份证号,救助金额\n张三,{ZHANG},5\n"}, "都是已支付的"),
        ("not_entitled", {"参保": INSURED}, "没有救助支付名单"),
        ("repeated_aid", {"救助支付": f"姓名,身份证号,救助金额\n张三,{ZHANG},5\n"}, "没有结算编号"),
        (
            "repeated_aid",
            {"参保": f"姓名,身份证号,参保状态\n张三,{ZHANG},正常\n"},
            "参保名单也没有参保地或险种列",
        ),
    ],
)
def test_what_the_lists_do_not_allow_is_said_and_never_nought(result, files, words):
    given = compare(民政=ENTITLED, **files)
    assert result not in given.results
    assert words in given.why_not[result]


def test_without_those_entitled_only_repetition_is_looked_for():
    aid = f"姓名,身份证号,救助金额,结算编号\n张三,{ZHANG},5,S1\n张三,{ZHANG},5,S1\n"
    given = compare(参保=INSURED, 救助支付=aid)
    assert set(given.results) == {"repeated_aid"}
    assert "没有应保对象名单" in given.why_not["not_enrolled"]
    assert len(found(given, "repeated_aid")) == 1


def test_what_was_not_looked_at_in_a_result_is_said():
    given = compare(民政=ENTITLED, 参保=INSURED)
    assert "同一笔费用救助两次" in given.partly["repeated_aid"]


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


# 排除


def missing(as_of=AS_OF, entitled=ENTITLED):
    return compare(民政=entitled, 参保=INSURED, as_of=as_of).results["not_enrolled"]


def split(store, frame, viewer=LOCAL, as_of=AS_OF):
    stay, out = exclusions.split(store, viewer, "not_enrolled", frame, as_of)
    return sorted(stay["psn_name"]), sorted(out["psn_name"])


def take_out(store, frame, viewer=LOCAL, reason="参军", **more):
    rows = frame.to_dict("records")
    return exclusions.exclude(store, viewer, "not_enrolled", rows, reason, **more)


def test_an_exclusion_is_there_next_month_with_reason_and_name_and_can_be_withdrawn(store):
    assert take_out(store, missing(), words="十月入伍") == 1
    assert take_out(store, missing()) == 0
    later = missing(date(2025, 12, 20))
    stay, out = exclusions.split(store, LOCAL, "not_enrolled", later, date(2025, 12, 20))
    assert (sorted(stay["psn_name"]), out["psn_name"].tolist()) == (["赵六"], ["张三"])
    kept = out.iloc[0]
    assert (kept["reason"], kept["words"], kept["excluded_by"]) == (
        "参军",
        "十月入伍",
        "本机用户（专班）",
    )
    assert split(store, later, as_of=date(2025, 12, 20)) == (["赵六"], ["张三"])
    # Another result is not touched.
    assert len(exclusions.split(store, LOCAL, "not_funded", later, AS_OF)[1]) == 0
    exclusions.withdraw(store, LOCAL, [kept["exclusion_id"]])
    assert split(store, later) == (["张三", "赵六"], [])
    with pytest.raises(UserError, match="已经撤回"):
        exclusions.withdraw(store, LOCAL, [kept["exclusion_id"]])
    actions = store.cursor(LOCAL).execute("SELECT action FROM audit ORDER BY seq").fetchall()
    assert [a for (a,) in actions if "排除" in a] == ["排除名单人员", "排除名单人员", "撤回排除"]


@pytest.mark.parametrize("reason", exclusions.REASONS)
def test_every_reason_takes_a_person_out(store, reason):
    take_out(store, missing(), reason=reason, words="见来函")
    assert split(store, missing()) == ([], ["张三"])


def test_an_exclusion_ends_with_its_day_and_that_is_said(store):
    take_out(store, missing(), until=date(2025, 12, 31))
    assert split(store, missing(date(2025, 12, 31)), as_of=date(2025, 12, 31))[1] == ["张三"]
    after = missing(date(2026, 1, 1))
    stay, out = exclusions.split(store, LOCAL, "not_enrolled", after, date(2026, 1, 1))
    assert len(out) == 0
    said = dict(zip(stay["psn_name"], stay["doubt"], strict=True))
    assert "2025-12-31 到期" in said["张三"]


def test_a_person_excluded_by_name_and_birth_date_is_known_by_number_later(store):
    nameless = ENTITLED.replace("身份证号", "身份证号,出生日期").replace(
        f"张三,{ZHANG}", "张三,,1990-01-01"
    )
    nameless = "\n".join(
        line.replace(f",{who},", f",{who},,")
        for line in nameless.splitlines()
        for who in [next((w for w in (LI, WANG, ZHAO) if w in line), "-")]
    )
    take_out(store, missing(entitled=nameless))
    assert split(store, missing()) == ([], ["张三"])
    # Somebody else of that name and birthday, both with numbers, is not.
    other = ENTITLED.replace(ZHANG, number("19900101", 9))
    exclusions.withdraw(
        store, LOCAL, [r["exclusion_id"] for r in store.rows("ledger/exclusions", LOCAL)]
    )
    take_out(store, missing())
    assert split(store, missing(entitled=other)) == (["张三"], [])


def test_no_identity_number_is_kept_in_clear(store):
    take_out(store, missing())
    cur = store.cursor(LOCAL)
    kept = str(cur.execute("SELECT * FROM roster_exclusion").fetchall())
    kept += str(cur.execute("SELECT * FROM audit").fetchall())
    assert ZHANG not in kept and ZHANG[6:14] not in kept
    shown = store.rows("ledger/exclusions", LOCAL)[0]
    assert (shown["psn_name"], shown["certno_end"]) == ("张**", ZHANG[-4:])


def test_who_may_exclude_and_who_sees_what(store):
    unit, maintainer = Viewer(role="单位", scope="甲镇"), Viewer(role="维护")
    for viewer in (Viewer(role="领导"), maintainer, Viewer(role="单位")):
        with pytest.raises(UserError, match="换用"):
            take_out(store, missing(), viewer)
    take_out(store, missing(), unit)
    frame = missing(date(2025, 10, 1))
    with pytest.raises(UserError, match="其他街镇"):
        take_out(store, frame, Viewer(role="单位", scope="乙镇"))
    assert split(store, missing(), unit)[1] == ["张三"]
    assert split(store, missing(), Viewer(role="单位", scope="乙镇"))[1] == []
    assert store.rows("ledger/exclusions", maintainer) == []
    theirs = store.rows("ledger/exclusions", LOCAL)[0]["exclusion_id"]
    with pytest.raises(UserError, match="不属于本单位"):
        exclusions.withdraw(store, Viewer(role="单位", scope="乙镇"), [theirs])


@pytest.mark.parametrize(
    "reason, words, match", [("搬家", None, "排除原因只能是"), ("其他", "  ", "写明")]
)
def test_a_reason_must_be_one(store, reason, words, match):
    with pytest.raises(UserError, match=match):
        take_out(store, missing(), reason=reason, words=words)
    with pytest.raises(UserError, match="没有选中"):
        exclusions.exclude(store, LOCAL, "not_enrolled", [], "参军")


def test_what_is_shown_is_masked():
    frame = store.mask(missing(), LOCAL)
    assert (frame["psn_name"].item(), frame["certno"].item()) == ("张**", "*" * 14 + ZHANG[-4:])
    assert store.mask(missing(), Viewer(masked=False))["certno"].item() == ZHANG
