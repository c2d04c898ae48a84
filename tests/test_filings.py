"""oversight/filings.py and matching.py: what a unit sends, committed whole and withdrawn whole."""

import hashlib
import shutil
import subprocess
import sys
import textwrap
import threading
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from oversight import audit, duties, filings, importing, ledgers, matching, safekeeping
from oversight.errors import UserError
from oversight.store import open_store
from oversight.viewer import LOCAL, Viewer

KIND = "rectification"
WRITTEN = ("filing", "filing_duty", "audit")
MONDAY = datetime(2025, 9, 1, 10)
TOWN = Viewer(name="甲镇经办", role="单位", scope="甲镇")


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    store = open_store(tmp_path_factory.mktemp("data"))
    yield store
    store.close()


@pytest.fixture
def store(opened):
    """One store for all tests of this file: opening it takes longer than they do."""
    yield opened
    shutil.rmtree(opened.folder / "filings", ignore_errors=True)
    cur = opened.cursor(LOCAL)
    for table in [kind.table for kind in ledgers.kinds().values()] + list(WRITTEN):
        cur.execute(f"DELETE FROM {table}")


def sheet(*records):
    """Records as read from a sheet: each knows its row and has every column of the sheet."""
    base = {"units": ["甲镇"], "leaders": ["赵示"], "due_on": date(2025, 9, 30), "status": "整改中"}
    base |= {"closed_on": None, "remark": None}
    return [base | record | {"row": 4 + n, "seq": str(n)} for n, record in enumerate(records, 1)]


def commit(store, records, days=0, viewer=LOCAL, **given):
    given.setdefault("filed_at", MONDAY + timedelta(days=days))
    return filings.commit(store, viewer, given.pop("kind", KIND), records, **given)


def current(store, columns="entry_no, description", kind=KIND):
    sql = f"SELECT {columns} FROM ledger_{kind} WHERE valid_to IS NULL ORDER BY entry_no"
    return store.cursor(LOCAL).execute(sql).fetchall()


def everything(store):
    """Every row of every table that a filing writes, to prove that nothing was written."""
    cur = store.cursor(LOCAL)
    return {
        name: cur.execute(f"SELECT * FROM {name} ORDER BY ALL").fetchall()
        for name in ("entry_row", *WRITTEN)
    }


THREE = sheet({"description": "甲问题"}, {"description": "乙问题"}, {"description": "丙问题"})


def test_a_filing_writes_entries_history_filing_and_audit_together(store):
    found = filings.preview(store, LOCAL, KIND, THREE, campaign="整治")
    assert [record["row"] for record in found.new] == [5, 6, 7]
    assert (found.changed, found.unchanged, found.gone, found.filing_id) == ([], [], [], None)
    assert everything(store)["filing"] == []
    filing_id = commit(
        store, THREE, campaign="整治", unit="甲镇", file_name="九月.XLSX", file_bytes=b"bytes"
    )
    assert current(store, "entry_no, description, units, unit, seq, campaign, version") == [
        (f"ZG-2025-000{n}", text, ["甲镇"], "甲镇", str(n), "整治", 1)
        for n, text in enumerate(("甲问题", "乙问题", "丙问题"), 1)
    ]
    cur = store.cursor(LOCAL)
    columns = "filed_by, filed_at, period_to, rows_new, rows_changed, zero_report, on_time"
    assert cur.execute(f"SELECT {columns} FROM filing").fetchall() == [
        ("本机用户", MONDAY, MONDAY.date(), 3, 0, False, None)
    ]
    sha256 = hashlib.sha256(b"bytes").hexdigest()
    assert cur.execute("SELECT file_sha256 FROM filing").fetchone() == (sha256,)
    assert (store.folder / "filings" / f"{sha256}.xlsx").read_bytes() == b"bytes"
    action, subject, detail = cur.execute("SELECT action, subject, detail FROM audit").fetchone()
    assert (action, subject) == ("报送", filing_id)
    assert '"rows_new": 3' in detail and '"unit": "甲镇"' in detail


def test_a_change_closes_a_version_and_opens_the_next(store):
    commit(store, THREE)
    second = sheet(
        {"description": "乙问题", "status": "已办结", "closed_on": date(2025, 9, 5)},
        {"description": "甲问题", "amount_involved_yuan": "1234.5"},
        {"description": "丁问题"},
    )
    found = filings.preview(store, LOCAL, KIND, second)
    assert [record["description"] for record in found.new] == ["丁问题"]
    assert found.changed == [
        ("ZG-2025-0002", {"status": ("整改中", "已办结"), "closed_on": (None, date(2025, 9, 5))}),
        ("ZG-2025-0001", {"amount_involved_yuan": (None, Decimal("1234.50"))}),
    ]
    assert found.gone == ["ZG-2025-0003"]
    commit(store, second, days=7)
    history = (
        "SELECT version, status, valid_from, valid_to FROM ledger_rectification"
        " WHERE entry_no = 'ZG-2025-0002' ORDER BY version"
    )
    later = MONDAY + timedelta(days=7)
    assert store.cursor(LOCAL).execute(history).fetchall() == [
        (1, "整改中", MONDAY, later),
        (2, "已办结", later, None),
    ]
    # What the sheet no longer lists stays as it was: an entry ends by being closed.
    assert ("ZG-2025-0003", "丙问题") in current(store)
    assert current(store)[-1] == ("ZG-2025-0004", "丁问题")


def test_sending_the_same_sheet_again_changes_nothing(store):
    first = commit(store, THREE, file_name="a.xlsx", file_bytes=b"a")
    before = everything(store)
    again = filings.preview(store, LOCAL, KIND, THREE)
    assert (again.filing_id, again.new, again.changed) == (first, [], [])
    assert commit(store, THREE, days=3, file_name="a.xlsx", file_bytes=b"a") == first
    assert everything(store) == before


def test_an_old_sheet_sent_again_does_not_undo_a_newer_one(store):
    first = commit(store, THREE)
    closed = sheet({"description": "甲问题", "status": "已办结"})
    commit(store, closed, days=7)
    before = everything(store)
    assert commit(store, THREE, days=14) == first
    assert everything(store) == before


def test_an_edit_back_and_forth_is_three_versions(store):
    commit(store, THREE)
    for day, remark in enumerate(("一", "二", "一", "一"), 1):
        commit(store, [{"entry_no": "ZG-2025-0001", "remark": remark}], days=day)
    versions = (
        "SELECT remark FROM ledger_rectification WHERE entry_no = 'ZG-2025-0001' ORDER BY ALL"
    )
    found = store.cursor(LOCAL).execute(versions.replace("ALL", "version")).fetchall()
    assert found == [(None,), ("一",), ("二",), ("一",)]


@pytest.mark.parametrize(
    "why, given, outcome",
    [
        ("字面一样", {"description": "某某药店未核查。"}, "same"),
        ("多一个字是另一条", {"description": "某某药店未核查过。"}, "new"),
        ("空白、标点不同是同一条", {"description": "某某药店　未核查"}, "changed"),
        ("序号变了不算变更", {"description": "某某药店未核查。", "seq": "99"}, "same"),
        (
            "别的单位的同样文字是另一条",
            {"description": "某某药店未核查。", "units": ["乙镇"]},
            "new",
        ),
        (
            "增加配合单位是变更",
            {"description": "某某药店未核查。", "units": ["甲镇", "乙镇"]},
            "changed",
        ),
        ("责任单位空着不动原来的", {"description": "某某药店未核查。", "units": []}, "same"),
        ("另一个专项是另一条", {"description": "某某药店未核查。", "campaign": "其他"}, "new"),
    ],
)
def test_which_row_is_which_entry(store, why, given, outcome):
    commit(store, sheet({"description": "某某药店未核查。"}), campaign="整治", unit="甲镇")
    record = sheet(given)[0] | {"seq": given.get("seq", "1")}
    found = filings.preview(store, LOCAL, KIND, [record], campaign="整治", unit="甲镇")
    counts = {"new": found.new, "changed": found.changed, "same": found.unchanged}
    assert [name for name, rows in counts.items() if rows] == [outcome], why


def test_two_problems_in_the_same_words_stay_two(store):
    twins = sheet(
        {"description": "重复收费", "found_on": date(2025, 8, 1)},
        {"description": "重复收费", "found_on": date(2025, 8, 2)},
        {"description": "重复收费", "found_on": date(2025, 8, 2)},
    )
    found = filings.preview(store, LOCAL, KIND, twins)
    assert (len(found.new), [record["row"] for record in found.repeated]) == (2, [7])
    commit(store, twins)
    turned = sheet(
        {"description": "重复收费", "found_on": date(2025, 8, 2)},
        {"description": "重复收费", "found_on": date(2025, 8, 1), "remark": "已约谈"},
    )
    found = filings.preview(store, LOCAL, KIND, turned)
    assert found.unchanged == ["ZG-2025-0002"]
    assert found.changed == [("ZG-2025-0001", {"remark": (None, "已约谈")})]


@pytest.mark.parametrize("kind", ["rectification", "self_check", "petitions"])
def test_where_nobody_is_responsible_the_words_decide(store, kind):
    nobody = sheet({"description": "甲问题", "units": None, "found_on": date(2025, 8, 1)})
    commit(store, nobody, kind=kind)
    ((number,),) = current(store, "entry_no", kind)
    more = nobody + sheet({"description": "乙问题", "units": ["乙镇"]})
    found = filings.preview(store, LOCAL, kind, more)
    assert (len(found.new), found.changed, found.unchanged) == (1, [], [number])
    named = [nobody[0] | {"units": ["甲镇"]}]
    assert filings.preview(store, LOCAL, kind, named).changed == [
        (number, {"unit": (None, "甲镇"), "units": (None, ["甲镇"])})
    ]


def test_tasks_are_known_by_their_place_in_the_plan(store):
    task = {"description": "加强组织领导", "units": ["党建办"]}
    plan = [task | {"plan_path": "一/1"}, task | {"plan_path": "二/1", "units": ["财务股"]}]
    commit(store, plan, kind="tasks", campaign="整治")
    moved = [task | {"plan_path": "二/1"}]
    found = filings.preview(store, LOCAL, "tasks", moved, campaign="整治")
    assert found.changed == [
        ("RW-2025-0002", {"units": (["财务股"], ["党建办"]), "unit": ("财务股", "党建办")})
    ]
    assert filings.preview(store, LOCAL, "tasks", [task], campaign="整治").unchanged == [
        "RW-2025-0001"
    ]
    unknown = [task | {"plan_path": "三/1"}]
    assert len(filings.preview(store, LOCAL, "tasks", unknown, campaign="整治").new) == 1


def test_petitions_are_known_by_their_number_or_by_the_day_they_came(store):
    one = {"description": "报销未到账", "units": ["甲镇"], "found_on": date(2025, 8, 1)}
    commit(
        store, [one | {"petition_no": "X1"}, one | {"found_on": date(2025, 8, 9)}], kind="petitions"
    )
    again = [one | {"petition_no": "X1", "description": "报销没有到账"}]
    found = filings.preview(store, LOCAL, "petitions", again)
    assert found.changed == [("XF-2025-0001", {"description": ("报销未到账", "报销没有到账")})]
    assert (
        len(filings.preview(store, LOCAL, "petitions", [one | {"found_on": date(2025, 8, 2)}]).new)
        == 1
    )
    numbered_later = [one | {"found_on": date(2025, 8, 9), "petition_no": "X2"}]
    found = filings.preview(store, LOCAL, "petitions", numbered_later)
    assert found.changed == [("XF-2025-0002", {"petition_no": (None, "X2")})]


def test_a_closed_entry_is_not_reopened_but_followed(store):
    commit(store, THREE)
    closed = {"description": "甲问题", "status": "已办结", "closed_on": date(2025, 9, 5)}
    commit(store, sheet(closed), days=5)
    silent = sheet({"description": "甲问题", "status": None, "closed_on": None, "remark": "佐证齐"})
    assert filings.preview(store, LOCAL, KIND, silent).changed == [
        ("ZG-2025-0001", {"remark": (None, "佐证齐")})
    ]
    beside = silent + sheet({"description": "乙问题"})
    assert filings.preview(store, LOCAL, KIND, beside).changed == [
        ("ZG-2025-0001", {"remark": (None, "佐证齐")})
    ]
    again = sheet({"description": "甲问题", "status": "整改中", "remark": "反弹"})
    found = filings.preview(store, LOCAL, KIND, again)
    assert [record["recurs_of"] for record in found.new] == ["ZG-2025-0001"]
    commit(store, again, days=30)
    columns = "entry_no, status, recurs_of, version"
    assert current(store, columns)[0] == ("ZG-2025-0001", "已办结", None, 2)
    assert current(store, columns)[-1] == ("ZG-2025-0004", "整改中", "ZG-2025-0001", 1)
    more = sheet({"description": "甲问题", "status": "整改中", "remark": "再查"})
    commit(store, more, days=37)
    assert current(store, columns)[-1] == ("ZG-2025-0004", "整改中", "ZG-2025-0001", 2)


def test_of_several_closed_entries_the_latest_is_meant(store):
    commit(store, sheet({"description": "甲问题", "status": "已办结"}))
    commit(store, sheet({"description": "甲问题"}), days=1)
    commit(store, sheet({"description": "甲问题", "status": "已办结", "remark": "二次"}), days=2)
    closed = sheet({"description": "甲问题", "status": "已办结", "remark": "佐证齐"})
    found = filings.preview(store, LOCAL, KIND, closed)
    assert found.changed == [("ZG-2025-0002", {"remark": ("二次", "佐证齐")})]
    found = filings.preview(store, LOCAL, KIND, sheet({"description": "甲问题"}))
    assert [record["recurs_of"] for record in found.new] == ["ZG-2025-0002"]


def test_the_lead_unit_is_one_of_the_units(store):
    given = {"description": "甲问题", "unit": "信息中心", "units": ["甲镇"]}
    commit(store, [given, {"description": "乙问题", "units": ["乙镇", "甲镇"]}])
    assert current(store, "unit, units") == [
        ("信息中心", ["信息中心", "甲镇"]),
        ("乙镇", ["乙镇", "甲镇"]),
    ]


def test_a_recurrence_filed_by_number_is_one_entry_however_often_it_is_sent(store):
    commit(store, THREE)
    number = {"entry_no": "ZG-2025-0002"}
    commit(store, [number | {"status": "已办结"}], days=1)
    for day in (2, 3):
        record = number | {"status": "整改中", "description": "乙问题", "units": ["甲镇"]}
        commit(store, [record | {"remark": str(day)}], days=day)
    found = current(store, "entry_no, recurs_of, remark")
    assert found[3:] == [("ZG-2025-0004", "ZG-2025-0002", "3")]


def test_a_number_is_never_given_twice(store):
    first = commit(store, THREE)
    filings.withdraw(store, LOCAL, first, MONDAY + timedelta(days=1))
    commit(store, THREE, days=2)
    commit(store, sheet({"description": "明年"}), days=365)
    assert [number for number, _ in current(store)] == [
        "ZG-2025-0004",
        "ZG-2025-0005",
        "ZG-2025-0006",
        "ZG-2026-0001",
    ]


def test_numbers_go_on_past_four_digits(store):
    commit(store, THREE)
    with store.write(LOCAL, "试", "编号") as cur:
        cur.execute("UPDATE ledger_rectification SET entry_no = 'ZG-2025-9999' WHERE seq = '3'")
    commit(store, sheet({"description": "第一万"}, {"description": "再一个"}), days=1)
    assert [number for number, _ in current(store)][2:] == [
        "ZG-2025-10000",
        "ZG-2025-10001",
        "ZG-2025-9999",
    ]


def test_what_a_sheet_has_no_column_for_is_kept(store):
    commit(store, sheet({"description": "甲问题", "long_term": True, "mechanism": "建制度"}))
    bare = [{"row": 5, "description": "甲问题", "units": ["甲镇"], "leaders": None, "due_on": None}]
    bare[0] |= {"due_text": None, "long_term": False, "immediate": False, "remark": "新"}
    found = filings.preview(store, LOCAL, KIND, bare)
    assert found.changed == [("ZG-2025-0001", {"remark": (None, "新")})]
    # A deadline column says all of the deadline: no word of 长期坚持 is a no.
    dated = sheet({"description": "甲问题"})[0] | {"due_text": "9月底"}
    dated |= {"long_term": False, "immediate": False}
    assert filings.preview(store, LOCAL, KIND, [dated]).changed == [
        ("ZG-2025-0001", {"due_text": (None, "9月底"), "long_term": (True, False)})
    ]
    # A page that clears a cell says so: its record has no row.
    cleared = [{"entry_no": "ZG-2025-0001", "mechanism": None}]
    found = filings.preview(store, LOCAL, KIND, cleared)
    assert found.changed == [("ZG-2025-0001", {"mechanism": ("建制度", None)})]


@pytest.mark.parametrize(
    "records, said",
    [
        (sheet({"description": None}), "第 5 行没有“问题表述”"),
        (sheet({"description": "甲", "deadline": "x"}), "没有的列“deadline”"),
        (sheet({"description": "甲", "valid_to": None}), "没有的列“valid_to”"),
        (sheet({"description": "甲", "status": "完成"}), "第 5 行的“是否办结”写的是“完成”"),
        (sheet({"description": "甲", "found_on": "2025-02-30"}), "“发现日期”写的是“2025-02-30”"),
        (sheet({"description": "甲", "amount_involved_yuan": "一万"}), "“涉及金额（元）”"),
        (sheet({"description": "甲", "leaders": "赵示"}), "“责任领导”"),
        (sheet({"description": "甲", "long_term": "是"}), "“长期坚持”"),
        (sheet({"description": "甲", "entry_no": "ZG-2025-9999"}), "ZG-2025-9999 不在"),
        ([], "零报告"),
    ],
)
def test_what_cannot_be_filed_is_refused_whole(store, records, said):
    before = everything(store)
    good = sheet({"description": "好的"}) if records else []
    with pytest.raises(UserError, match=said):
        commit(store, good + records, file_name="a.xlsx", file_bytes=b"a")
    assert everything(store) == before
    assert not list(store.folder.glob("filings/*"))


def test_one_number_on_two_rows_is_refused(store):
    commit(store, THREE)
    twice = [{"entry_no": "ZG-2025-0001", "remark": text} for text in ("一", "二")]
    with pytest.raises(UserError, match="对应同一条台账"):
        commit(store, twice, days=1)


def test_a_filing_cannot_be_older_than_what_it_changes(store):
    commit(store, THREE)
    with pytest.raises(UserError, match="早于这些条目最近一次变更"):
        commit(store, sheet({"description": "甲问题", "remark": "迟到"}), days=-1)


def test_a_withdrawal_cannot_be_older_than_what_it_takes_back(store):
    first = commit(store, THREE)
    second = commit(store, [{"entry_no": "ZG-2025-0001", "remark": "改"}], days=2)
    filings.withdraw(store, LOCAL, second, MONDAY + timedelta(days=3))
    before = everything(store)
    with pytest.raises(UserError, match="早于这些条目最近一次变更"):
        filings.withdraw(store, LOCAL, first, MONDAY + timedelta(days=1))
    assert everything(store) == before
    filings.withdraw(store, LOCAL, first, MONDAY + timedelta(days=4))
    assert safekeeping.verify(store.folder) == []


def test_withdrawing_puts_back_what_was_there(store):
    commit(store, THREE)
    columns = "entry_no, description, status, remark, filing_id"
    before = current(store, columns)
    second = commit(
        store, sheet({"description": "甲问题", "remark": "改"}, {"description": "丁问题"}), days=7
    )
    third = commit(store, sheet({"description": "乙问题", "status": "已办结"}), days=14)
    filings.withdraw(store, LOCAL, second, MONDAY + timedelta(days=21))
    after = current(store, columns)
    assert [row for row in after if row[0] != "ZG-2025-0002"] == [
        row for row in before if row[0] != "ZG-2025-0002"
    ]
    known = (
        "SELECT entry_no, remark FROM entry_at($day) WHERE entry_no IN"
        " ('ZG-2025-0001', 'ZG-2025-0004') ORDER BY entry_no"
    )
    cur = store.cursor(LOCAL)
    then = cur.execute(known, {"day": date(2025, 9, 10)}).fetchall()
    assert then == [("ZG-2025-0001", "改"), ("ZG-2025-0004", None)]
    assert cur.execute(known, {"day": date(2025, 9, 22)}).fetchall() == [("ZG-2025-0001", None)]
    actions = cur.execute("SELECT action, subject FROM audit ORDER BY seq").fetchall()
    assert actions[1:] == [("报送", second), ("报送", third), ("撤回报送", second)]
    assert safekeeping.verify(store.folder) == []
    with pytest.raises(UserError, match="已经撤回"):
        filings.withdraw(store, LOCAL, second)


def test_withdrawals_one_after_the_other_unwind_to_the_first_state(store):
    commit(store, THREE)
    ids = [
        commit(store, [{"entry_no": "ZG-2025-0001", "remark": str(day)}], days=day)
        for day in (1, 2, 3)
    ]
    with pytest.raises(UserError, match="其后的报送又改动了 ZG-2025-0001"):
        filings.withdraw(store, LOCAL, ids[0], MONDAY + timedelta(days=4))
    for number, filing_id in enumerate(reversed(ids), 4):
        filings.withdraw(store, LOCAL, filing_id, MONDAY + timedelta(days=number))
        remark = current(store, "remark")[0][0]
        assert remark == (str(6 - number) if number < 6 else None)
    assert safekeeping.verify(store.folder) == []


def test_a_filing_sent_again_after_its_withdrawal_is_a_new_one(store):
    first = commit(store, THREE)
    filings.withdraw(store, LOCAL, first, MONDAY + timedelta(days=1))
    assert current(store) == []
    assert commit(store, THREE, days=2) != first
    assert len(current(store)) == 3


def test_a_frozen_filing_stays(store):
    first = commit(store, THREE)
    second = commit(store, sheet({"description": "丁问题"}))
    filings.freeze(store, LOCAL, first, MONDAY + timedelta(days=2))
    before = everything(store)
    for refused in (filings.withdraw, filings.freeze):
        with pytest.raises(UserError, match="冻结"):
            refused(store, LOCAL, first)
    with pytest.raises(UserError, match="不能再补记此前的报送"):
        commit(store, sheet({"description": "补记"}), days=1)
    with pytest.raises(UserError, match="不能再补记此前的报送或撤回"):
        filings.withdraw(store, LOCAL, second, MONDAY + timedelta(days=1))
    assert everything(store) == before
    commit(store, sheet({"description": "以后的"}), days=3)


@pytest.mark.parametrize(
    "filed, period, expected, on_time",
    [
        ("2025-09-03 23:59", None, "2025-09-03", True),
        ("2025-09-04 00:00", None, "2025-09-03", False),
        ("2025-09-07 12:00", None, "2025-09-03", False),
        ("2025-09-08 09:00", None, "2025-09-10", True),
        ("2025-09-10 09:00", "2025-09-07", "2025-09-10", True),
        ("2025-09-04 09:00", "2025-09-10", "2025-09-10", True),
        ("2025-09-11 09:00", "2025-09-10", "2025-09-10", False),
    ],
)
def test_a_weekly_report_is_in_time_until_wednesday_midnight(
    store, filed, period, expected, on_time
):
    commit(
        store,
        [],
        kind="self_check",
        unit="甲镇",
        zero_report=True,
        filed_at=datetime.fromisoformat(filed),
        period_to=period and date.fromisoformat(period),
    )
    sql = "SELECT period_to, on_time, zero_report FROM filing"
    found = store.cursor(LOCAL).execute(sql).fetchall()
    assert found == [(date.fromisoformat(expected), on_time, True)]


def test_the_same_sheet_next_week_is_a_report_of_its_own(store):
    first = commit(store, THREE, kind="self_check", unit="甲镇")
    assert commit(store, THREE, days=1, kind="self_check", unit="甲镇") == first
    second = commit(store, THREE, days=7, kind="self_check", unit="甲镇")
    assert second != first
    zero = commit(store, [], days=7, kind="self_check", unit="乙镇", zero_report=True)
    assert commit(store, [], days=8, kind="self_check", unit="乙镇", zero_report=True) == zero
    sql = "SELECT rows_new, rows_unchanged FROM filing ORDER BY filed_at, rows_unchanged"
    found = store.cursor(LOCAL).execute(sql).fetchall()
    assert found == [(3, 0), (0, 0), (0, 3)]
    with pytest.raises(UserError, match="零报告不能带条目"):
        commit(store, THREE, kind="self_check", unit="甲镇", zero_report=True)


def test_gone_is_what_the_same_sender_no_longer_lists(store):
    commit(store, sheet({"description": "甲一"}, {"description": "甲二"}), unit="甲镇")
    commit(store, sheet({"description": "乙一", "units": ["乙镇"]}), unit="乙镇")
    commit(store, sheet({"description": "甲二", "status": "已办结"}), days=1, unit="甲镇")
    left = sheet({"description": "甲三"})
    assert filings.preview(store, LOCAL, KIND, left, unit="甲镇").gone == ["ZG-2025-0001"]
    assert filings.preview(store, LOCAL, KIND, left, unit="丙镇").gone == []
    assert filings.preview(store, LOCAL, KIND, left, "整治", "甲镇").gone == []


def test_a_unit_files_and_sees_its_own_rows_only(store):
    other = sheet({"description": "乙问题", "units": ["乙镇"]})
    commit(store, other)
    for records, said in (
        (other, "责任单位不含“甲镇”"),
        ([{"entry_no": "ZG-2025-0001", "remark": "改"}], "不在“问题整改台账”现有条目中"),
    ):
        with pytest.raises(UserError, match=said):
            commit(store, records, days=1, viewer=TOWN)
    with pytest.raises(UserError, match="不能替“乙镇”报送"):
        commit(store, THREE, days=1, viewer=TOWN, unit="乙镇")
    mine = commit(store, sheet({"description": "甲问题", "units": []}), days=1, viewer=TOWN)
    sql = "SELECT unit FROM filing WHERE filing_id = $1"
    assert store.cursor(LOCAL).execute(sql, [mine]).fetchone() == ("甲镇",)
    assert current(store, "unit, units")[1] == ("甲镇", ["甲镇"])
    taken = [{"entry_no": "ZG-2025-0002", "units": ["乙镇"]}]
    with pytest.raises(UserError, match="责任单位不含“甲镇”"):
        commit(store, taken, days=2, viewer=TOWN)
    theirs = store.cursor(LOCAL).execute("SELECT filing_id FROM filing WHERE unit IS NULL")
    with pytest.raises(UserError, match="没有编号为"):
        filings.withdraw(store, TOWN, theirs.fetchone()[0])
    filings.withdraw(store, TOWN, mine, MONDAY + timedelta(days=3))


@pytest.mark.parametrize(
    "viewer", [Viewer(role="领导"), Viewer(role="维护"), Viewer(role=None), Viewer(role="单位")]
)
def test_who_may_not_write_is_told_so(store, viewer):
    with pytest.raises(UserError, match="不能报送台账"):
        commit(store, THREE, viewer=viewer)
    filing_id = commit(store, THREE)
    before = everything(store)
    with pytest.raises(UserError):
        filings.withdraw(store, viewer, filing_id)
    with pytest.raises(UserError, match="只有专班"):
        filings.freeze(store, viewer, filing_id)
    with pytest.raises(UserError, match="只有专班"):
        duties.assign_duty(store, viewer, "self_check", ["甲镇"], date(2025, 9, 1))
    assert everything(store) == before


def test_duty_begins_and_ends_and_says_so_once(store):
    def owed():
        sql = "SELECT unit, since, until FROM filing_duty ORDER BY unit"
        return store.cursor(LOCAL).execute(sql).fetchall()

    start, later = date(2025, 9, 1), date(2025, 10, 1)
    duties.assign_duty(store, LOCAL, "self_check", ["甲镇", "乙镇"], start)
    assert owed() == [("乙镇", start, None), ("甲镇", start, None)]
    before = everything(store)
    duties.assign_duty(store, LOCAL, "self_check", ["乙镇", "甲镇"], later)
    assert everything(store) == before
    duties.assign_duty(store, LOCAL, "self_check", ["甲镇", "丙镇"], later)
    assert owed() == [
        ("丙镇", later, None),
        ("乙镇", start, date(2025, 9, 30)),
        ("甲镇", start, None),
    ]


def test_the_second_of_two_editors_is_shown_what_changed(store):
    commit(store, THREE)
    mine = [{"entry_no": "ZG-2025-0001", "status": "已办结"}]
    seen = filings.preview(store, LOCAL, KIND, mine)
    commit(store, [{"entry_no": "ZG-2025-0001", "status": "无法按时办结"}], days=1)
    before = everything(store)
    with pytest.raises(UserError, match="预览之后台账又有变动"):
        commit(store, mine, days=2, seen=seen)
    assert everything(store) == before
    shown = filings.preview(store, LOCAL, KIND, mine)
    assert shown.changed == [("ZG-2025-0001", {"status": ("无法按时办结", "已办结")})]
    commit(store, mine, days=2, seen=shown)
    assert current(store, "status")[0] == ("已办结",)


def test_writers_at_once_lose_nothing(store):
    errors = []

    def write(name):
        try:
            for number in range(5):
                records = sheet({"description": f"{name}{number}", "units": [name]})
                commit(store, records, unit=name)
                commit(store, THREE)
        except Exception as error:  # noqa: BLE001 - shown by the assertion below
            errors.append(error)

    threads = [threading.Thread(target=write, args=(name,)) for name in ("甲镇", "乙镇", "丙镇")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(current(store)) == 15 + 3
    assert len({number for number, _ in current(store)}) == 18
    assert safekeeping.verify(store.folder) == []


def test_a_disk_that_fails_leaves_nothing(store, monkeypatch):
    before = everything(store)

    def full(self, data):
        raise OSError("disk full")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError):
        commit(store, THREE, file_name="a.xlsx", file_bytes=b"a")
    monkeypatch.undo()

    def broken(*args):
        raise OSError("disk full")

    monkeypatch.setattr(audit, "append", broken)
    with pytest.raises(OSError):
        commit(store, THREE, file_name="a.xlsx", file_bytes=b"a")
    assert everything(store) == before
    assert not list(store.folder.glob("filings/*"))


def test_a_process_killed_in_the_middle_leaves_nothing_half_written(folder):
    store = open_store(folder)
    commit(store, THREE)
    before = everything(store)
    store.close()
    code = f"""
        import os, sys, time
        from oversight import audit, filings
        from oversight.store import open_store
        from oversight.viewer import LOCAL

        def stop(*args):
            print("written, not committed", flush=True)
            time.sleep(60)

        audit.append = stop
        records = [{{"description": f"问题{{n}}", "units": ["甲镇"]}} for n in range(500)]
        filings.commit(open_store({str(folder)!r}), LOCAL, "rectification", records)
    """
    child = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)],
        cwd=Path(__file__).parent.parent,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout.readline().strip() == "written, not committed"
    child.kill()
    child.wait()
    child.stdout.close()
    store = open_store(folder)
    try:
        assert everything(store) == before
        assert safekeeping.verify(folder) == []
        commit(store, sheet({"description": "以后的"}), days=1)
        assert current(store)[-1] == ("ZG-2025-0004", "以后的")
    finally:
        store.close()


def test_what_the_importer_reads_can_be_filed_and_sent_again(store, shared):
    for path in sorted((shared / "cases" / "ledgers").glob("*.*")):
        if path.name.endswith((".truth.json", ".md")):
            continue
        book = importing.read(path, kind=ledgers.kind(KIND))
        records = [record for one in book.sheets for record in one.records]
        if not records:
            continue
        given = {"campaign": path.stem, "file_name": path.name, "file_bytes": path.read_bytes()}
        found = filings.preview(store, LOCAL, KIND, records, campaign=path.stem)
        assert len(found.new) + len(found.repeated) == len(records), path.name
        first = commit(store, records, **given)
        before = everything(store)
        assert commit(store, records, days=1, **given) == first
        assert everything(store) == before
    assert safekeeping.verify(store.folder) == []


def test_texts_are_compared_without_width_blanks_and_punctuation():
    assert matching.normalised("Ａ药店，　超限 \n用药。") == matching.normalised("a药店超限用药")
    assert matching.normalised("3次") != matching.normalised("4次")
    assert matching.normalised(None) is None
