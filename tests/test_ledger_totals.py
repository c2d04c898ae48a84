"""Figures and the rows behind them agree, filters filter, and history stays: on random ledgers."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from random import Random

import duckdb
import pytest

from oversight import ledgers
from tests.test_ledger_queries import QUERIES, derive, insert, run

FIRST, LAST = date(2025, 6, 1), date(2025, 11, 28)
AS_OF, SINCE = date(2025, 11, 14), date(2025, 10, 31)
UNNAMED = "未写明"
# What an entry may be narrowed by, and the attribute that a query's parameter looks at.
ATTRIBUTES = {
    "campaign": "campaign",
    "plan": "campaign",
    "unit": "unit",
    "category": "category",
    "source": "source",
    "leader": "leaders",
}
STATES = {
    "closed_items": "已办结",
    "overdue_items": "超期",
    "due_soon_items": "临期",
    "normal_items": "正常",
    "long_term_items": "长期坚持",
}
OF_ENTRIES = [
    name.removeprefix("ledger/")
    for name, query in QUERIES.items()
    if {"entry_selected", "entry_tally"} & set(query.card["tables"])
]


def day(random, first, last):
    return first + timedelta(days=random.randrange((last - first).days + 1))


def ledger(seed, entries=60, steady=True):
    """Versions of random entries; ``steady`` ones keep their unit, leaders, category and so on."""
    random, rows = Random(seed), []
    for number in range(entries):
        row = {
            "campaign": random.choice(["专项一", "专项二", None]),
            "unit": random.choice(["甲镇", "乙镇", "丙镇", None]),
            "leaders": random.sample(["赵领导", "钱领导", "孙领导"], random.choice([0, 1, 1, 2])),
            "category": random.choice(["待遇", "基金", None]),
            "source": random.choice(["审计", "自查", None]),
            "found_on": random.choice([None, day(random, FIRST, LAST)]),
            "amount_involved_yuan": random.choice([None, random.randrange(10**6)]),
        }
        begin = day(random, FIRST, LAST)
        table = random.choice(["ledger_rectification"] * 3 + ["ledger_tasks"])
        dates = sorted({day(random, begin, LAST) for _ in range(random.randrange(4))} | {begin})
        ends = [*dates[1:], random.choice([None, None, None, day(random, dates[-1], LAST)])]
        for version, (start, end) in enumerate(zip(dates, ends, strict=True), 1):
            status = random.choice(["已办结", "预计按时办结", "无法按时办结", "整改中", None])
            if not steady:
                row |= {"unit": random.choice(["甲镇", "乙镇"]), "leaders": ["赵领导"]}
            row |= {
                "due_on": random.choice([None, day(random, FIRST, LAST + timedelta(days=60))]),
                "long_term": random.random() < 0.2,
                "immediate": random.random() < 0.2,
                "status": status,
                "closed_on": day(random, begin, LAST) if status == "已办结" else None,
                "amount_recovered_yuan": random.choice([None, random.randrange(10**5)]),
            }
            history = {"entry_no": f"N{number:03}", "version": version, "filing_id": f"F{version}"}
            history |= {
                "valid_from": moment(random, start),
                "valid_to": end and moment(random, end),
            }
            rows.append((table, row | history | {"units": [row["unit"]] if row["unit"] else []}))
    return rows


def moment(random, on):
    return datetime.combine(on, time(random.randrange(24)))


def known(rows, as_of):
    """What the database held at the end of a day."""
    end = datetime.combine(as_of + timedelta(days=1), time())
    for table, row in rows:
        if row["valid_from"] < end:
            ended = row["valid_to"] and row["valid_to"] < end
            yield table, row | {"valid_to": row["valid_to"] if ended else None}


@pytest.fixture(scope="module")
def base():
    connection = duckdb.connect()
    ledgers.prepare(connection)
    yield connection
    connection.close()


@pytest.fixture
def con(base):
    base.execute("BEGIN")
    yield base
    base.execute("ROLLBACK")


def fill(con, rows):
    for table in ("ledger_rectification", "ledger_tasks"):
        con.execute(f"DELETE FROM {table}")
        insert(con, table, [row for of_table, row in rows if of_table == table])
    derive(con)


def asked(con, name, as_of=AS_OF, **params):
    return run(con, name, as_of, **{"since": SINCE, "entry_no": "N007"} | params)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("as_of", [AS_OF, LAST])
def test_figures_are_the_rows_behind_them(con, seed, as_of):
    fill(con, ledger(seed, steady=False))
    (head,) = asked(con, "headline", as_of)
    entries = asked(con, "entries", as_of)
    overdue = asked(con, "overdue_entries", as_of)

    assert head["total_items"] == len(entries)
    assert head["closed_items"] == len(asked(con, "entries", as_of, state="已办结"))
    assert head["overdue_items"] == len(overdue) > 0
    assert head["overdue_longest_days"] == max(row["days_overdue"] for row in overdue)
    assert head["oldest_entry_no"] == overdue[0]["entry_no"]
    assert head["due_7_items"] == len(asked(con, "due_soon", as_of, days=7))
    assert head["due_30_items"] == len(asked(con, "due_soon", as_of, days=30))
    moved = asked(con, "entries", as_of, state="未办结", moved=True)
    assert head["moved_items"] == len(moved)
    assert head["contradiction_items"] == len(asked(con, "contradictions", as_of))

    for by in ("unit", "category", "campaign", "source"):
        behind = Counter((row[by], row["state"]) for row in entries)
        for group in asked(con, f"by_{by}", as_of):
            counted = {state: group[column] for column, state in STATES.items()}
            assert counted == {state: behind[group[by], state] for state in STATES.values()}
            assert group["total_items"] == sum(counted.values())
            behind -= Counter({(group[by], state): n for state, n in counted.items()})
        assert not behind
    behind = Counter((row["status"] or "未填", row["state"]) for row in entries)
    for group in asked(con, "reported_vs_derived", as_of):
        for column, state in STATES.items():
            assert group[column] == behind[group["status"], state]
            behind -= Counter({(group["status"], state): group[column]})
    assert not behind


@pytest.mark.parametrize("seed", range(2))
def test_a_leader_owes_what_the_list_shows(con, seed):
    fill(con, ledger(seed))
    (head,) = asked(con, "headline")
    groups = {row["leader"]: row for row in asked(con, "by_leader")}
    ranked = {row["leader"]: row for row in asked(con, "overdue_by_leader")}
    for leader, group in groups.items():
        behind = asked(con, "overdue_entries", leader=leader)
        assert group["overdue_items"] == len(behind)
        units = asked(con, "overdue_by_unit", leader=leader)
        assert sum(row["overdue_items"] for row in units) == len(behind)
        for row in units:
            narrowed = asked(con, "overdue_entries", leader=leader, unit=row["unit"])
            assert row["overdue_items"] == len(narrowed)
        if leader in ranked:
            assert ranked[leader]["overdue_items"] == group["overdue_items"]
            assert ranked[leader]["due_30_items"] == len(asked(con, "due_soon", leader=leader))
        else:
            assert not behind
            assert not asked(con, "due_soon", leader=leader)
    assert sum(row["overdue_items"] for row in groups.values()) >= head["overdue_items"]


@pytest.mark.parametrize("seed", range(4))
def test_changes_explain_the_difference_between_two_meetings(con, seed):
    fill(con, ledger(seed, steady=False))
    (head,) = asked(con, "headline")
    changes = asked(con, "changes")
    count = Counter(row["change"] for row in changes)
    before = {row["entry_no"]: row["state"] for row in asked(con, "entries", SINCE)}
    gone = Counter(before[row["entry_no"]] for row in changes if row["change"] == "移出")

    assert head["total_items"] - head["total_items_before"] == count["新增"] - count["移出"]
    assert head["closed_items"] - head["closed_items_before"] == (
        count["新办结"] - count["取消办结"] - gone["已办结"]
    )
    now = {row["entry_no"]: row["state"] for row in asked(con, "entries")}
    newly = {no for no, state in now.items() if state == "超期" and before.get(no) != "超期"}
    assert {row["entry_no"] for row in changes if row["change"] == "新超期"} == newly
    assert count["转入"] == 0


@pytest.mark.parametrize("seed", range(2))
def test_each_week_is_the_front_page_of_that_day(con, seed):
    fill(con, ledger(seed, steady=False))
    weeks = asked(con, "weeks", weeks=8)
    ends = [AS_OF - timedelta(days=7 * n) for n in range(7, -1, -1)]
    assert [row["at"] for row in weeks] == ends
    for week in weeks:
        (head,) = asked(con, "headline", week["at"], since=week["at"])
        assert week["found_items"] == head["total_items"] == head["total_items_before"]
        assert week["closed_items"] == head["closed_items"] == head["closed_items_before"]
        assert week["overdue_items"] == head["overdue_items"] == head["overdue_items_before"]
    assert week["found_dated_items"] == week["found_items"]
    assert week["closed_dated_items"] == week["closed_items"]


def matches(row, attribute, value):
    if attribute == "leaders":
        return value in (row["leaders"] or [UNNAMED])
    return (row[attribute] or UNNAMED) == value


@pytest.mark.parametrize(
    "param, value",
    [
        ("campaign", "专项一"),
        ("plan", "专项二"),
        ("unit", "乙镇"),
        ("category", UNNAMED),
        ("source", "自查"),
        ("leader", "赵领导"),
        ("leader", UNNAMED),
    ],
)
def test_a_filter_is_the_same_as_a_smaller_ledger(con, param, value):
    rows = ledger(1)
    narrowed = [pair for pair in rows if matches(pair[1], ATTRIBUTES[param], value)]
    queries = [name for name in OF_ENTRIES if param in QUERIES[f"ledger/{name}"].params]
    assert queries
    assert 0 < len(narrowed) < len(rows)
    fill(con, rows)
    filtered = {name: asked(con, name, **{param: value}) for name in queries}
    fill(con, narrowed)
    for name in queries:
        alone = asked(con, name)
        # Who else shares an entry is listed only when no leader was asked for.
        if param == "leader" and "leader" in list(QUERIES[f"ledger/{name}"].columns)[:1]:
            alone = [row for row in alone if row["leader"] == value]
        assert filtered[name] == alone, name


@pytest.mark.parametrize("seed", range(2))
def test_history_answers_with_what_was_known_then(con, seed):
    rows = ledger(seed, steady=False)
    names = [name.removeprefix("ledger/") for name in QUERIES]
    fill(con, rows)
    later = {name: asked(con, name) for name in names}
    fill(con, list(known(rows, AS_OF)))
    for name in names:
        assert asked(con, name) == later[name], name


def test_who_says_not_who_asks_sees_nothing(con):
    names = [name.removeprefix("ledger/") for name in QUERIES]
    everything = {"since": SINCE, "kind": None, "entry_no": "N007"}
    fill(con, [])
    nothing = {name: run(con, name, AS_OF, **everything) for name in names}
    fill(con, ledger(3))
    for name in names:
        assert run(con, name, AS_OF, viewer={}, **everything) == nothing[name], name
