"""Every kind of ledger is told from its own headings, and steals no sheet from another."""

import pytest

from oversight import importing, ledgers
from oversight.errors import UserError

# As the kinds write them; what a campaign's list of problems may have besides.
OWN = {
    name: [
        column.label
        for key, column in kind.columns.items()
        if column.required or key not in ledgers.common_columns()
    ]
    for name, kind in ledgers.kinds().items()
}
PROBLEMS = "序号,问题类别,问题表述,责任单位,责任领导,整改措施,整改时限,是否办结"


def kind_of(headings, name="台账.csv"):
    row = ",".join("2025-09-01" if "日期" in word else "1" for word in headings.split(","))
    return importing.read_bytes(f"{headings}\n{row}\n".encode(), name).kind


@pytest.mark.parametrize("name", sorted(set(ledgers.kinds()) - {"rectification", "self_check"}))
def test_a_kind_is_known_by_its_own_headings(name):
    kind = ledgers.kinds()[name]
    assert kind_of(",".join([*OWN[name], "责任单位", "备注"]), f"{kind.title}.csv") == name


@pytest.mark.parametrize(
    "more",
    [
        "检查日期,检查方式,被检查机构,涉及金额,追回金额",
        "立案日期,移送情况,移送时间,回执日期",
        "定点医药机构名称,机构编码,违规金额,约谈情况,处理结果",
        "培训情况,长效机制,涉及人数,备注",
        "回头看情况,是否反弹,回查日期,销号时间",
        "记分情况,扣分,处罚决定,案件来源",
    ],
)
def test_a_list_of_problems_is_no_record_of_what_was_done(more):
    # A column of leads or petitions makes it one of those; those too are lists of what to mend.
    assert not ledgers.kind(kind_of(f"{PROBLEMS},{more}", "问题整改台账.csv")).clock.undated


@pytest.mark.parametrize(
    "headings", ["姓名,日期,金额", "机构名称,检查日期,得分", "序号,培训时间,地点,主讲人"]
)
def test_lists_of_other_things_are_no_ledger(headings):
    with pytest.raises(UserError):
        kind_of(headings, "清单.csv")
