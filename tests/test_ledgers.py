"""oversight/ledgers.py: kinds as declared, the ledgers file as prepared."""

import shutil
from datetime import date

import duckdb
import pytest

from oversight import ledgers
from oversight.errors import UserError
from tests.test_ledger_queries import derive

GOOD = """
title = "培训台账"
noun = "培训"
prefix = "PX"
campaign = false
closed_by = "责任单位"
checked_by = "专班"
match = [["description"]]

[clock]
soon_days = 5

[columns.hours]
label = "学时"
type = "count"
synonyms = ["培训学时"]
"""


@pytest.fixture
def declared(tmp_path):
    """A folder of kinds: the shared columns, and training.toml to be spoiled."""
    shutil.copy(ledgers.LEDGERS / "_entry.toml", tmp_path)

    def write(text, name="training.toml"):
        (tmp_path / name).write_text(text, "utf-8")
        return ledgers.read_kinds(tmp_path)

    return write


def test_the_four_kinds_begin_with_the_same_columns():
    kinds = ledgers.kinds()
    prefixes = {(name, kind.prefix) for name, kind in kinds.items()}
    wanted = {"rectification": "ZG", "tasks": "RW", "self_check": "ZC", "petitions": "XF"}
    assert prefixes >= set(wanted.items())
    common = list(ledgers.common_columns())
    for kind in kinds.values():
        assert list(kind.columns)[: len(common)] == common
        assert kind.columns["description"].required
    assert kinds["self_check"].clock.weekly_by == 3
    assert kinds["petitions"].columns["description"].label == "反映事项"
    assert "问题表述" in kinds["petitions"].columns["description"].synonyms


def test_a_kind_is_one_file(declared):
    kind = declared(GOOD)["training"]
    assert kind.columns["hours"] == ledgers.Column("学时", "count", False, ("培训学时",))
    assert kind.clock == ledgers.Clock(soon_days=5)
    assert kind.match == (("description",),)


@pytest.mark.parametrize(
    "old, new, said",
    [
        ('noun = "培训"', 'nuon = "培训"', "不认识的键“nuon”"),
        ('noun = "培训"', "", "缺少键“noun”"),
        ("campaign = false", 'campaign = "false"', "“campaign”应当是true 或 false"),
        ('prefix = "PX"', 'prefix = "px"', "大写字母"),
        ("soon_days = 5", "soon_day = 5", "[clock] 写了不认识的键“soon_day”"),
        ("soon_days = 5", "weekly_by = 8", "“weekly_by”不能是 8"),
        ("soon_days = 5", "soon_days = true", "“soon_days”应当是整数"),
        ("soon_days = 5", "undated = 1", "“undated”应当是true 或 false"),
        ('type = "count"', 'type = "number"', "写的是“number”"),
        ('type = "count"', "", "缺少键“type”"),
        ('synonyms = ["培训学时"]', "synonyms = [1]", "应当都是文字"),
        ('synonyms = ["培训学时"]', 'synonyms = ["发现日期"]', "同时写给了列 found_on 和 hours"),
        ("[columns.hours]", "[columns.valid_to]", "列名“valid_to”不能用"),
        ("[columns.hours]", "[columns.due_on]", "不能改：它是各台账共有的列"),
        ('[["description"]]', '[["topic"]]', "应当是列名的列表"),
        ('title = "培训台账"', 'title = "培训台账', "第 2 行不合 TOML 的写法"),
    ],
)
def test_a_wrong_file_is_refused_by_name_and_key(declared, old, new, said):
    assert old in GOOD
    with pytest.raises(UserError) as refused:
        declared(GOOD.replace(old, new))
    assert "training.toml" in str(refused.value)
    assert said in str(refused.value)


def test_two_kinds_cannot_share_a_prefix(declared):
    declared(GOOD)
    with pytest.raises(UserError, match="同一个编号前缀“PX”"):
        declared(GOOD, "lessons.toml")


def test_an_unknown_kind_is_named_with_those_there_are():
    with pytest.raises(UserError, match="没有名为“rectify”的台账.*rectification（问题整改台账）"):
        ledgers.kind("rectify")


def objects(con):
    return con.execute(
        "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal"
        " ORDER BY ALL"
    ).fetchall()


def test_preparing_twice_is_preparing_once():
    con = duckdb.connect()
    ledgers.prepare(con)
    first = objects(con), con.execute("SELECT count(*) FROM cal_day").fetchone()
    con.execute("INSERT INTO ledger_tasks (entry_no, version) VALUES ('RW-2025-0001', 1)")
    ledgers.prepare(con)
    assert first == (objects(con), con.execute("SELECT count(*) FROM cal_day").fetchone())
    assert con.execute("SELECT entry_no FROM ledger_tasks").fetchall() == [("RW-2025-0001",)]
    assert con.execute("SELECT count(*) FROM ledger_file").fetchone() == (1,)


def test_every_table_begins_with_the_columns_of_the_contract():
    con = duckdb.connect()
    ledgers.prepare(con)
    expected = [*ledgers.common_columns(), *ledgers.HISTORY]
    for kind in ledgers.kinds().values():
        names = [column[0] for column in con.execute(f"SELECT * FROM {kind.table}").description]
        assert names[: len(expected)] == expected


def test_a_column_gained_is_added_and_rows_stay(declared):
    con = duckdb.connect()
    ledgers.prepare(con, declared(GOOD))
    con.execute("INSERT INTO ledger_training (entry_no, hours) VALUES ('PX-2025-0001', 3)")
    more = GOOD + '\n[columns.place]\nlabel = "地点"\ntype = "text"\n'
    ledgers.prepare(con, declared(more))
    con.execute("SET VARIABLE viewer_role = '专班'")
    rows = con.execute("SELECT entry_no, hours, place FROM training_version").fetchall()
    assert rows == [("PX-2025-0001", 3, None)]


def test_a_new_kind_is_in_the_view_over_all_kinds(declared):
    con = duckdb.connect()
    ledgers.prepare(con, declared(GOOD))
    con.execute(
        "INSERT INTO ledger_training (entry_no, version, valid_from, found_on, due_on)"
        " VALUES ('PX-2025-0001', 1, '2025-07-01 09:00', '2025-07-01', '2025-07-16')"
    )
    derive(con)
    con.execute("SET VARIABLE viewer_role = '专班'")
    states = "SELECT kind, state FROM entry_at($day)"
    assert con.execute(states, {"day": date(2025, 7, 10)}).fetchall() == [("training", "正常")]
    assert con.execute(states, {"day": date(2025, 7, 11)}).fetchall() == [("training", "临期")]


def test_the_calendar_knows_holidays_and_make_up_days():
    con = duckdb.connect()
    ledgers.prepare(con)
    days = con.execute(
        "SELECT day, is_workday, known FROM cal_day WHERE day IN"
        " ('2025-10-01', '2025-10-11', '2025-10-12', '2035-01-01') ORDER BY day"
    ).fetchall()
    assert days == [
        (date(2025, 10, 1), False, True),
        (date(2025, 10, 11), True, True),
        (date(2025, 10, 12), False, True),
        (date(2035, 1, 1), True, False),
    ]


def test_a_calendar_that_learnt_a_year_is_filled_anew():
    con = duckdb.connect()
    ledgers.prepare(con)
    con.execute("UPDATE cal_day SET is_workday = true WHERE day = '2025-10-01'")
    ledgers.prepare(con)
    found = con.execute("SELECT is_workday FROM cal_day WHERE day = '2025-10-01'").fetchone()
    assert found == (False,)


def test_a_file_of_a_later_version_is_refused_unchanged():
    con = duckdb.connect()
    ledgers.prepare(con)
    con.execute("UPDATE ledger_file SET version = version + 1")
    con.execute("DROP VIEW entry_row")
    with pytest.raises(UserError, match="更新版本"):
        ledgers.prepare(con)
    assert "entry_row" not in {row[0] for row in objects(con)}


def test_a_file_of_an_earlier_program_is_answered_from_its_versions(declared):
    con = duckdb.connect()
    ledgers.prepare(con, declared(GOOD))
    con.execute(
        "INSERT INTO ledger_training (entry_no, version, valid_from, found_on, due_on)"
        " VALUES ('PX-2025-0001', 1, '2025-07-01 09:00', '2025-07-01', '2025-07-16')"
    )
    con.execute("DROP TABLE entry_span")
    con.execute("SET VARIABLE viewer_role = '专班'")
    states = "SELECT state FROM entry_at(DATE '2025-07-10')"
    ledgers.prepare(con, declared(GOOD))
    assert con.execute(states).fetchall() == [("正常",)]
    # So is one whose clock has changed since.
    ledgers.prepare(con, declared(GOOD.replace("soon_days = 5", "soon_days = 6")))
    assert con.execute(states).fetchall() == [("临期",)]


def test_a_record_of_what_was_done_lacks_no_deadline_and_is_nobodys_to_mend(declared):
    con = duckdb.connect()
    records = declared(GOOD.replace("soon_days = 5", "soon_days = 5\nundated = true"))
    ledgers.prepare(con, records)
    con.execute(
        "INSERT INTO ledger_training (entry_no, version, valid_from, due_on) VALUES"
        " ('PX-2025-0001', 1, '2025-07-01 09:00', NULL),"
        " ('PX-2025-0002', 1, '2025-07-01 09:00', '2025-07-16')"
    )
    derive(con)
    con.execute("SET VARIABLE viewer_role = '专班'")
    asked = "SELECT DISTINCT entry_no, contradiction FROM {}(DATE '2025-07-20'{}) ORDER BY ALL"
    held = [("PX-2025-0001", None), ("PX-2025-0002", None)]
    assert con.execute(asked.format("entry_at", "")).fetchall() == held
    assert con.execute(asked.format("entry_by_member", ", 1")).fetchall() == held[1:]
    # As a thing to be mended, the same row lacks its deadline.
    ledgers.prepare(con, declared(GOOD))
    first, second = con.execute(asked.format("entry_by_member", ", 1")).fetchall()
    assert "没有时限" in first[1] and second == held[1]
