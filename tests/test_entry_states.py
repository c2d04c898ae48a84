"""queries/ledger_views: states, deadlines, moves and contradictions at a date; who sees what."""

import random
from datetime import date, datetime, timedelta

import duckdb
import pytest

from oversight import filings, ledgers
from oversight.viewer import LOCAL, Viewer
from tests.test_ledger_queries import derive

KIND = "rectification"


@pytest.fixture(scope="module")
def prepared():
    con = duckdb.connect()
    ledgers.prepare(con)
    return con


@pytest.fixture
def con(prepared):
    prepared.execute("SET VARIABLE viewer_role = '专班'")
    prepared.execute("SET VARIABLE viewer_scope = NULL")
    prepared.execute("BEGIN")
    yield prepared
    prepared.execute("ROLLBACK")


def insert(con, table, **columns):
    names = ", ".join(f'"{name}"' for name in columns)
    values = ", ".join(f"${name}" for name in columns)
    con.execute(f"INSERT INTO {table} ({names}) VALUES ({values})", columns)
    derive(con)


def entry(con, kind=KIND, **columns):
    base = {
        "entry_no": "ZG-2025-0001",
        "version": 1,
        "valid_from": datetime(2025, 7, 1, 9),
        "filing_id": "F1",
        "units": ["甲镇"],
        "found_on": date(2025, 7, 1),
        "status": "整改中",
    }
    insert(con, f"ledger_{kind}", **(base | columns))


def at(con, day, columns):
    return con.execute(f"SELECT {columns} FROM entry_at($day)", {"day": day}).fetchall()


def day(text):
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    "why, columns, on, state, due",
    [
        ("时限还有 11 天：正常", {"due_on": "2025-09-30"}, "2025-09-19", "正常", "2025-09-30"),
        ("时限还有 10 天：临期", {"due_on": "2025-09-30"}, "2025-09-20", "临期", "2025-09-30"),
        ("时限当天：仍是临期", {"due_on": "2025-09-30"}, "2025-09-30", "临期", "2025-09-30"),
        ("时限次日：超期", {"due_on": "2025-09-30"}, "2025-10-01", "超期", "2025-09-30"),
        ("长期坚持、无日期", {"long_term": True}, "2026-01-01", "长期坚持", None),
        (
            "有日期并长期坚持：日期过了是超期",
            {"long_term": True, "due_on": "2025-12-31"},
            "2026-01-01",
            "超期",
            "2025-12-31",
        ),
        # 2025-07-01 is a Tuesday; its 15th working day is 2025-07-22.
        ("立行立改：发现后 15 个工作日", {"immediate": True}, "2025-07-22", "临期", "2025-07-22"),
        ("立行立改：第 16 个工作日起超期", {"immediate": True}, "2025-07-23", "超期", "2025-07-22"),
        (
            "立行立改到期在周五：周末不另算",
            {"immediate": True, "found_on": date(2025, 7, 4)},
            "2025-07-24",
            "临期",
            "2025-07-25",
        ),
        (
            "立行立改没有发现日期：自建账日起",
            {"immediate": True, "found_on": None, "valid_from": datetime(2025, 7, 2, 9)},
            "2025-07-03",
            "正常",
            "2025-07-23",
        ),
        (
            "立行立改跨国庆：假日不计，9 月 28 日、10 月 11 日调休上班计入",
            {"immediate": True, "found_on": date(2025, 9, 24)},
            "2025-10-01",
            "正常",
            "2025-10-21",
        ),
        (
            "立行立改又写了日期：用写的日期",
            {"immediate": True, "due_on": "2025-09-30"},
            "2025-07-23",
            "正常",
            "2025-09-30",
        ),
        (
            "立行立改并长期坚持、无日期",
            {"immediate": True, "long_term": True},
            "2026-01-01",
            "长期坚持",
            None,
        ),
        ("没有时限：不会超期", {}, "2030-01-01", "正常", None),
        ("已办结、没有日期", {"status": "已办结"}, "2025-07-02", "已办结", None),
        (
            "已办结于当天",
            {"status": "已办结", "closed_on": "2025-08-01", "due_on": "2025-07-31"},
            "2025-08-01",
            "已办结",
            "2025-07-31",
        ),
        (
            "办结日期还没到：按时限算",
            {"status": "已办结", "closed_on": "2025-08-02", "due_on": "2025-07-31"},
            "2025-08-01",
            "超期",
            "2025-07-31",
        ),
        ("填了办结日期但没有报已办结", {"closed_on": "2025-07-05"}, "2025-07-06", "正常", None),
        (
            "没有报状态",
            {"status": None, "due_on": "2025-07-05"},
            "2025-07-06",
            "超期",
            "2025-07-05",
        ),
    ],
)
def test_state_and_deadline(con, why, columns, on, state, due):
    entry(con, **columns)
    assert at(con, day(on), "state, effective_due_on") == [(state, due and day(due))], why


def test_a_kind_has_its_own_clock(con):
    entry(con, "petitions", entry_no="XF-2025-0001", found_on=date(2025, 7, 1))
    columns = "state, effective_due_on, contradiction"
    due = date(2025, 8, 30)
    assert at(con, day("2025-08-24"), columns) == [("正常", due, None)]
    assert at(con, day("2025-08-25"), columns) == [("临期", due, None)]
    assert at(con, day("2025-08-31"), columns) == [("超期", due, None)]


def test_days_overdue_and_left(con):
    entry(con, due_on="2025-09-30")
    columns = "days_overdue, workdays_overdue, days_left"
    assert at(con, day("2025-09-28"), columns) == [(None, None, 2)]
    assert at(con, day("2025-09-30"), columns) == [(None, None, 0)]
    # 1–8 October 2025 are holidays, 11 October a Saturday worked in exchange.
    assert at(con, day("2025-10-08"), columns) == [(8, 0, None)]
    assert at(con, day("2025-10-11"), columns) == [(11, 3, None)]
    con.execute("UPDATE ledger_rectification SET status = '已办结', closed_on = '2025-10-09'")
    derive(con)
    assert at(con, day("2025-10-11"), columns) == [(None, None, None)]


@pytest.mark.parametrize(
    "columns, on, sentence",
    [
        ({"status": "已办结"}, "2025-09-01", "报已办结，但没有办结日期"),
        ({"status": "已办结", "closed_on": "2025-08-01"}, "2025-09-01", None),
        (
            {"status": "预计按时办结"},
            "2025-10-01",
            "报预计按时办结，但时限 2025-09-30 已过",
        ),
        ({"status": "预计按时办结"}, "2025-09-30", None),
        ({"status": "无法按时办结"}, "2025-09-01", None),
        ({"status": "无法按时办结"}, "2025-10-09", None),
        (
            {"status": "无法按时办结", "closed_on": "2025-09-01"},
            "2025-09-01",
            "报无法按时办结，但填了办结日期 2025-09-01",
        ),
        (
            {"status": "整改中", "closed_on": "2025-08-31"},
            "2025-09-01",
            "报整改中，但填了办结日期 2025-08-31",
        ),
        (
            {"status": None, "closed_on": "2025-08-31"},
            "2025-09-01",
            "没有报是否办结，但填了办结日期 2025-08-31",
        ),
        (
            {"status": "整改中", "closed_on": "2025-09-02"},
            "2025-09-01",
            "办结日期 2025-09-02 晚于截至日",
        ),
        (
            {"status": "已办结", "closed_on": "2025-09-02"},
            "2025-09-01",
            "办结日期 2025-09-02 晚于截至日",
        ),
        (
            {"status": "已办结", "closed_on": "2025-06-30"},
            "2025-09-01",
            "办结日期 2025-06-30 早于发现日期 2025-07-01",
        ),
        ({"status": "已办结", "closed_on": "2025-07-01"}, "2025-09-01", None),
        ({"due_on": None}, "2025-09-01", "没有时限，也没有注明长期坚持或立行立改"),
        ({"due_on": None, "long_term": True}, "2025-09-01", None),
        ({"due_on": None, "immediate": True}, "2025-07-09", None),
        (
            {"due_on": None, "status": "已办结"},
            "2025-09-01",
            "报已办结，但没有办结日期；没有时限，也没有注明长期坚持或立行立改",
        ),
    ],
)
def test_contradictions_between_report_and_dates(con, columns, on, sentence):
    entry(con, **({"due_on": "2025-09-30"} | columns))
    assert at(con, day(on), "contradiction") == [(sentence,)]


def versions(con, *dues, withdrawn=()):
    """One version a week from 2025-07-01, each by its own filing."""
    start = datetime(2025, 7, 1, 9)
    for number, (due, filing_id) in enumerate(dues, start=1):
        begin = start + timedelta(weeks=number - 1)
        end = begin + timedelta(weeks=1) if number < len(dues) else None
        columns = {"version": number, "valid_from": begin, "valid_to": end, "due_on": due}
        entry(con, filing_id=filing_id, **columns)
    for filing_id, week in withdrawn:
        insert(con, "filing", filing_id=filing_id, withdrawn_at=start + timedelta(weeks=week))


def moves(con):
    rows = con.execute(
        'SELECT due_moves, first_due_on FROM entry_weeks($day, 5) ORDER BY "at"',
        {"day": date(2025, 7, 29)},
    ).fetchall()
    return [row[0] for row in rows], {row[1] for row in rows}


def test_only_later_deadlines_are_moves(con):
    versions(
        con,
        ("2025-08-31", "F1"),
        ("2025-09-30", "F2"),
        ("2025-09-15", "F3"),
        (None, "F4"),
        ("2025-10-31", "F5"),
    )
    assert moves(con) == ([0, 1, 1, 1, 2], {date(2025, 8, 31)})


def test_a_move_counts_until_its_filing_is_withdrawn(con):
    versions(
        con,
        ("2025-08-31", "F1"),
        ("2025-09-30", "F2"),
        ("2025-10-31", "F3"),
        ("2025-09-30", "F2"),
        ("2025-08-31", "F1"),
        withdrawn=[("F3", 3), ("F2", 4)],
    )
    assert moves(con)[0] == [0, 1, 2, 1, 0]


def test_putting_a_later_deadline_back_is_not_a_move(con):
    versions(
        con,
        ("2025-09-30", "F1"),
        ("2025-08-31", "F2"),
        ("2025-09-30", "F1"),
        ("2025-10-31", "F4"),
        ("2025-10-31", "F5"),
        withdrawn=[("F2", 2)],
    )
    assert moves(con)[0] == [0, 0, 0, 1, 1]


def test_history_answers_with_what_was_known_then(con):
    entry(con, due_on="2025-07-31", valid_to=datetime(2025, 8, 5, 15), status="预计按时办结")
    entry(
        con,
        version=2,
        valid_from=datetime(2025, 8, 5, 15),
        due_on="2025-07-31",
        status="已办结",
        closed_on="2025-07-30",
        filing_id="F2",
    )
    columns = "version, state, created_on"
    created = date(2025, 7, 1)
    assert at(con, day("2025-06-30"), columns) == []
    assert at(con, day("2025-07-01"), columns) == [(1, "正常", created)]
    # Closed on 30 July, but on 4 August nobody had said so.
    assert at(con, day("2025-08-04"), columns) == [(1, "超期", created)]
    assert at(con, day("2025-08-05"), columns) == [(2, "已办结", created)]


def test_weeks_are_counted_back_from_the_date(con):
    entry(con, due_on="2025-07-31", valid_to=datetime(2025, 7, 20, 9))
    rows = con.execute(
        'SELECT "at", version FROM entry_weeks($day, 4) ORDER BY "at"', {"day": day("2025-07-22")}
    ).fetchall()
    # In force on the 1st (its own day), the 8th and the 15th; closed without successor on the 20th.
    assert rows == [(day("2025-07-01"), 1), (day("2025-07-08"), 1), (day("2025-07-15"), 1)]


@pytest.mark.parametrize(
    "role, scope, seen",
    [
        (None, None, []),
        ("专班", None, ["甲", "乙", "丙"]),
        ("领导", None, ["甲", "乙", "丙"]),
        ("单位", "甲镇", ["甲", "乙"]),
        ("单位", None, []),
        ("领导", "乙镇", ["乙"]),
        ("访客", None, []),
        ("访客", "甲镇", ["甲", "乙"]),
        (None, "甲镇", []),
    ],
)
def test_rows_are_for_those_they_concern(con, role, scope, seen):
    entry(con, entry_no="ZG-2025-0001", description="甲", units=["甲镇"])
    entry(con, entry_no="ZG-2025-0002", description="乙", units=["乙镇", "甲镇"])
    entry(con, entry_no="ZG-2025-0003", description="丙", units=None)
    for filed_by in ("甲镇", "乙镇", None):
        insert(con, "filing", filing_id=f"F-{filed_by}", unit=filed_by)
        insert(con, "filing_duty", kind="self_check", unit=filed_by)
    con.execute("SET VARIABLE viewer_role = $1", [role])
    con.execute("SET VARIABLE viewer_scope = $1", [scope])
    for source in ("entry_version", "rectification_version", "entry_at(DATE '2025-08-01')"):
        rows = con.execute(f"SELECT description FROM {source} ORDER BY entry_no").fetchall()
        assert [row[0] for row in rows] == seen, source
    units = [None, "甲镇", "乙镇"] if len(seen) == 3 else [scope] if seen else []
    for source in ("filing_visible", "filing_duty_visible"):
        rows = con.execute(f"SELECT unit FROM {source}").fetchall()
        assert {row[0] for row in rows} == set(units), source


def test_maintenance_counts_entries_and_reads_none(con):
    entry(con, description="张某冒名住院", persons=["张某"], measures="约谈张某", remark="张某")
    con.execute("SET VARIABLE viewer_role = '维护'")
    columns = "entry_no, units, persons, description, measures, remark, transferred_text"
    hidden = ("ZG-2025-0001", ["甲镇"], None, None, None, None, None)
    assert at(con, day("2025-08-01"), columns) == [hidden]
    assert con.execute("SELECT * FROM rectification_version").fetchall() == []


def test_a_filed_history_reads_the_same_as_an_inserted_one(store):
    record = {"description": "未核查", "units": ["甲镇"], "due_on": date(2025, 7, 31)}
    filings.commit(store, LOCAL, KIND, [record], filed_at=datetime(2025, 7, 1, 9))
    later = record | {"due_on": date(2025, 8, 31), "status": "无法按时办结"}
    filings.commit(store, LOCAL, KIND, [later], filed_at=datetime(2025, 7, 20, 9))
    cur = store.cursor(Viewer(role="单位", scope="甲镇"))
    columns = "version, state, due_moves, first_due_on, effective_due_on"
    first = date(2025, 7, 31)
    assert at(cur, day("2025-07-19"), columns) == [(1, "正常", 0, first, first)]
    assert at(cur, day("2025-08-10"), columns) == [(2, "正常", 1, first, date(2025, 8, 31))]


@pytest.mark.parametrize("seed", range(3))
def test_what_is_stored_is_what_follows_from_the_versions(store, seed):
    dice, at, made = random.Random(seed), datetime(2025, 6, 2, 9), []
    for _ in range(20):
        at += timedelta(hours=dice.choice([1, 30, 200]))
        if made and dice.random() < 0.2:
            filings.withdraw(store, LOCAL, made.pop(), withdrawn_at=at)
            continue
        records = [
            {
                "description": f"问题{number}",
                "units": ["甲镇"],
                "due_on": dice.choice([None, date(2025, 8, 1) + timedelta(dice.randrange(90))]),
                "immediate": dice.random() < 0.2,
                "remark": str(at),
            }
            for number in dice.sample(range(6), 3)
        ]
        kind = dice.choice([KIND, "petitions"])
        made.append(filings.commit(store, LOCAL, kind, records, filed_at=at))
    cur = store.cursor(LOCAL)
    moved, stored = cur.execute("SELECT max(due_moves), count(*) FROM entry_span").fetchone()
    assert moved
    assert stored > 10
    for one, other in (("entry_span", "span_derived"), ("span_derived", "entry_span")):
        assert cur.execute(f"FROM {one} EXCEPT ALL FROM {other}").fetchall() == []


def test_every_day_in_force_belongs_to_one_span(con):
    entry(con, due_on="2025-09-30", status="已办结", closed_on="2025-10-20")
    spans = con.execute("SELECT from_on, to_on, state FROM entry_span ORDER BY from_on").fetchall()
    begins = ["2025-07-01", "2025-09-20", "2025-10-01", "2025-10-20"]
    assert [row[0] for row in spans] == [day(text) for text in begins]
    assert [row[1] for row in spans[:-1]] == [day(t) - timedelta(days=1) for t in begins[1:]]
    assert [row[2] for row in spans] == ["正常", "临期", "超期", "已办结"]
