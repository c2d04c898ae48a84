"""Lists of persons for tests: their texts, and ways to read and compare them."""

from datetime import date

from oversight import roster_check, roster_lists
from oversight.id_numbers import check_digit

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
