"""oversight/audit.py: append-only, and what was tampered with is named."""

import duckdb
import pytest

from oversight import audit, ledgers
from oversight.viewer import Viewer


@pytest.fixture
def con():
    con = duckdb.connect()
    ledgers.prepare(con)
    viewer = Viewer(name="张某", role="专班")
    for number in range(1, 6):
        audit.append(
            con, viewer, "报送", f"批次{number}", {"rows_new": number} if number > 1 else None
        )
    return con


def test_a_chain_as_written_holds(con):
    assert audit.verify(con) == []
    rows = con.execute(
        "SELECT seq, actor, detail, prev_hash, hash FROM audit ORDER BY seq"
    ).fetchall()
    assert [row[0] for row in rows] == [1, 2, 3, 4, 5]
    assert rows[0][1:4] == ("张某（专班）", None, audit.GENESIS)
    assert rows[1][2:4] == ('{"rows_new": 2}', rows[0][4])
    assert len({row[4] for row in rows}) == 5


@pytest.mark.parametrize(
    "tampering, said",
    [
        ("UPDATE audit SET actor = '李某（专班）' WHERE seq = 3", ["第 3 条的内容被改动过"]),
        ("UPDATE audit SET action = '查看' WHERE seq = 1", ["第 1 条的内容被改动过"]),
        ("UPDATE audit SET subject = NULL WHERE seq = 4", ["第 4 条的内容被改动过"]),
        ("UPDATE audit SET detail = '{}' WHERE seq = 5", ["第 5 条的内容被改动过"]),
        (
            'UPDATE audit SET "at" = "at" + INTERVAL 1 MICROSECOND WHERE seq = 2',
            ["第 2 条的内容被改动过"],
        ),
        ("DELETE FROM audit WHERE seq = 3", ["第 3 条缺失或重复（读到第 4 条）"]),
        ("DELETE FROM audit WHERE seq = 1", ["第 1 条缺失或重复（读到第 2 条）"]),
        (
            "INSERT INTO audit SELECT * FROM audit WHERE seq = 2",
            ["第 3 条缺失或重复（读到第 2 条）"],
        ),
        (
            "UPDATE audit SET seq = CASE seq WHEN 2 THEN 3 ELSE 2 END WHERE seq IN (2, 3)",
            ["第 2 条与上一条接不上", "第 2 条的内容被改动过"],
        ),
    ],
)
def test_tampering_is_found_where_it_was_done(con, tampering, said):
    con.execute(tampering)
    found = audit.verify(con)
    assert all(any(sentence in problem for problem in found) for sentence in said), found


def test_a_row_forged_with_a_right_hash_breaks_the_next_one(con):
    at, *rest = con.execute(
        'SELECT "at", action, subject, detail, prev_hash FROM audit WHERE seq = 3'
    ).fetchone()
    forged = audit._seal(3, at, "李某（专班）", *rest)
    con.execute("UPDATE audit SET actor = '李某（专班）', hash = $1 WHERE seq = 3", [forged])
    assert audit.verify(con) == ["审计记录第 4 条与上一条接不上"]


def test_a_write_that_fails_leaves_no_trace(store):
    from oversight.viewer import LOCAL

    with pytest.raises(ZeroDivisionError), store.write(LOCAL, "试", "失败") as cur:
        cur.execute("DELETE FROM cal_day")
        raise ZeroDivisionError
    cur = store.cursor(LOCAL)
    assert cur.execute("SELECT count(*) FROM audit").fetchone() == (0,)
    assert cur.execute("SELECT count(*) > 1000 FROM cal_day").fetchone() == (True,)
    with store.write(LOCAL, "试", "成功"):
        pass
    assert cur.execute("SELECT seq, action, subject FROM audit").fetchall() == [(1, "试", "成功")]
    assert audit.verify(cur) == []
