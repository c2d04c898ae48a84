"""Lists of persons compared: every result, every doubt and every reason why not, by hand."""

from datetime import date

import pytest

from oversight import exclusions
from oversight.viewer import LOCAL
from tests.roster_texts import (
    AS_OF,
    ENTITLED,
    INSURED,
    LI,
    QIAN,
    SUN,
    WANG,
    ZHANG,
    ZHAO,
    compare,
    found,
)

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
