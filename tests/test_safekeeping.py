"""oversight/safekeeping.py: backup while in use, restore what is whole, verify what is kept."""

import os
import shutil
import subprocess
import sys
import textwrap
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from oversight import filings, safekeeping
from oversight.errors import UserError
from oversight.store import open_store
from oversight.viewer import LOCAL

MONDAY = datetime(2025, 9, 1, 10)
TABLES = ("ledger_rectification", "filing", "filing_duty", "ledger_file", "ledger_kind", "cal_day")


def file_one(store, text, day=1):
    return filings.commit(
        store,
        LOCAL,
        "rectification",
        [{"row": 5, "description": text, "units": ["甲镇"]}],
        filed_at=MONDAY.replace(day=day),
        file_name=f"{text}.csv",
        file_bytes=text.encode(),
    )


def content(con):
    return {name: con.execute(f"SELECT * FROM {name} ORDER BY ALL").fetchall() for name in TABLES}


def texts(folder):
    store = open_store(folder)
    try:
        sql = "SELECT description FROM entry_row WHERE valid_to IS NULL ORDER BY entry_no"
        return [row[0] for row in store.cursor(LOCAL).execute(sql).fetchall()]
    finally:
        store.close()


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A closed data folder with two entries, and a backup made when there was one."""
    place = tmp_path_factory.mktemp("made")
    store = open_store(place / "data")
    file_one(store, "甲问题")
    safekeeping.backup(place / "data", place / "台账备份.duckdb")
    file_one(store, "乙问题", 2)
    store.close()
    return place


@pytest.fixture
def saved(made, folder, tmp_path):
    """A copy of what was made, to be spoiled; returns the backup file."""
    shutil.copytree(made / "data", folder)
    return Path(shutil.copy(made / "台账备份.duckdb", tmp_path))


def test_a_backup_is_a_copy_of_all_while_the_store_is_open(store, tmp_path):
    file_one(store, "甲问题")
    with store.write(LOCAL, "试", "未提交") as cur:
        cur.execute("DELETE FROM filing_duty")
        safekeeping.backup(store.folder, tmp_path / "b.duckdb")
    live = store.cursor(LOCAL)
    with duckdb.connect(str(tmp_path / "b.duckdb"), read_only=True) as copy:
        assert content(copy) == content(live)
        assert copy.execute("SELECT action FROM audit").fetchall() == [("报送",)]
        kept = copy.execute("SELECT name, content FROM kept_file").fetchall()
    (path,) = (store.folder / "filings").iterdir()
    assert kept == [(path.name, "甲问题".encode())]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["b.duckdb", "data"]


def test_a_backup_never_overwrites_one(store, tmp_path):
    safekeeping.backup(store.folder, tmp_path / "b.duckdb")
    before = (tmp_path / "b.duckdb").read_bytes()
    with pytest.raises(UserError, match="已存在"):
        safekeeping.backup(store.folder, tmp_path / "b.duckdb")
    assert (tmp_path / "b.duckdb").read_bytes() == before
    with pytest.raises(UserError, match="写不进去"):
        safekeeping.backup(store.folder, tmp_path / "none" / "b.duckdb")
    with pytest.raises(UserError, match="还没有台账"):
        safekeeping.backup(tmp_path / "none", tmp_path / "c.duckdb")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["b.duckdb", "data"]


def test_restoring_brings_back_the_backup_and_keeps_the_replaced(saved, folder):
    for path in (folder / "filings").iterdir():
        path.unlink()
    kept = safekeeping.restore(folder, saved)
    assert kept.parent == folder and kept.name.startswith("ledgers-replaced-")
    assert texts(folder) == ["甲问题"]
    with duckdb.connect(str(kept), read_only=True) as con:
        assert con.execute("SELECT count(*) FROM ledger_rectification").fetchone() == (2,)
    assert [path.read_bytes() for path in (folder / "filings").iterdir()] == ["甲问题".encode()]
    assert safekeeping.verify(folder) == []
    store = open_store(folder)
    try:
        cur = store.cursor(LOCAL)
        last = "SELECT action, subject FROM audit ORDER BY seq DESC LIMIT 1"
        assert cur.execute(last).fetchone() == ("恢复备份", saved.name)
        tables = "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'kept_file'"
        assert cur.execute(tables).fetchone() == (0,)
        file_one(store, "丙问题", 3)
    finally:
        store.close()
    assert texts(folder) == ["甲问题", "丙问题"]


def test_restoring_to_an_empty_folder(saved, tmp_path):
    assert safekeeping.restore(tmp_path / "new", saved) is None
    assert texts(tmp_path / "new") == ["甲问题"]
    assert safekeeping.verify(tmp_path / "new") == []


def test_restoring_over_a_damaged_file_keeps_it(saved, folder):
    (folder / "ledgers.duckdb").write_bytes(b"damaged")
    kept = safekeeping.restore(folder, saved)
    assert kept.read_bytes() == b"damaged"
    assert texts(folder) == ["甲问题"]


def spoil_start(path):
    path.write_bytes(b"\0" * 4096 + path.read_bytes()[4096:])


def spoil_middle(path):
    data = bytearray(path.read_bytes())
    for at in range(len(data) // 3, len(data) - 1, 97):
        data[at] ^= 0xFF
    path.write_bytes(bytes(data))


def cut(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def not_a_database(path):
    path.write_text("序号,问题表述\n1,甲\n", "utf-8")


def somebody_elses(path):
    path.unlink()
    with duckdb.connect(str(path)) as con:
        con.execute("CREATE TABLE filing (filing_id VARCHAR)")


def rewritten(sql):
    def spoil(path):
        with duckdb.connect(str(path)) as con:
            con.execute(sql)

    spoil.__name__ = sql
    return spoil


@pytest.mark.parametrize(
    "spoil, said",
    [
        (spoil_start, "已损坏或不是本系统的台账备份"),
        (spoil_middle, "已损坏|没有通过核验"),
        (cut, "已损坏|没有通过核验"),
        (not_a_database, "已损坏或不是本系统的台账备份"),
        (somebody_elses, "已损坏或不是本系统的台账备份"),
        (rewritten("UPDATE audit SET actor = '别人'"), "审计记录第 1 条的内容被改动过"),
        (rewritten("UPDATE ledger_rectification SET version = 2"), "没有通过核验"),
        (rewritten("UPDATE ledger_file SET version = 99"), "更新版本"),
        (Path.unlink, "找不到备份文件"),
    ],
)
def test_a_backup_that_is_not_whole_is_refused_and_nothing_changes(saved, folder, spoil, said):
    spoil(saved)
    before = {path.name for path in folder.iterdir()}
    with pytest.raises(UserError, match=said):
        safekeeping.restore(folder, saved)
    assert {path.name for path in folder.iterdir()} == before
    assert texts(folder) == ["甲问题", "乙问题"]


def test_ledgers_in_use_are_not_replaced(saved, folder):
    store = open_store(folder)
    try:
        with pytest.raises(UserError, match="正在使用"):
            safekeeping.restore(folder, saved)
        file_one(store, "丙问题", 3)
    finally:
        store.close()
    assert texts(folder) == ["甲问题", "乙问题", "丙问题"]


@pytest.fixture
def running(saved, folder):
    """Another process that has the store open and has written to it."""
    code = f"""
        import sys
        from oversight.store import open_store
        from tests.test_safekeeping import file_one

        store = open_store({str(folder)!r})
        file_one(store, "丙问题", 3)
        print("open", flush=True)
        sys.stdin.read()
    """
    child = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)],
        cwd=Path(__file__).parent.parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout.readline().strip() == "open"
    yield child
    child.kill()
    child.wait()
    child.stdout.close()
    child.stdin.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows 上另一进程独占台账文件，只能在看板内备份")
def test_what_another_process_holds_is_backed_up_and_verified(running, folder, tmp_path):
    safekeeping.backup(folder, tmp_path / "b.duckdb")
    assert safekeeping.verify(folder) == []
    with pytest.raises(UserError, match="正在使用"):
        safekeeping.restore(folder, tmp_path / "b.duckdb")
    safekeeping.restore(tmp_path / "new", tmp_path / "b.duckdb")
    assert texts(tmp_path / "new") == ["甲问题", "乙问题", "丙问题"]


def test_a_log_left_by_a_crash_is_kept_with_the_replaced_file(running, saved, folder):
    running.kill()
    running.wait()
    assert (folder / "ledgers.duckdb.wal").exists()
    kept = safekeeping.restore(folder, saved)
    assert texts(folder) == ["甲问题"]
    shutil.copytree(folder, folder.with_name("aside"))
    log = folder.with_name("aside") / f"{kept.name}.wal"
    with duckdb.connect(str(log.with_suffix(""))) as con:
        assert con.execute("SELECT count(*) FROM ledger_rectification").fetchone() == (3,)


@pytest.mark.parametrize(
    "damage, said",
    [
        ("UPDATE audit SET action = '查看' WHERE seq = 1", "审计记录第 1 条的内容被改动过"),
        ("DELETE FROM audit WHERE seq = 2", "在审计记录中没有“报送”"),
        ("UPDATE ledger_rectification SET version = version + 1", "ZG-2025-0001 的版本号不连续"),
        (
            "INSERT INTO ledger_rectification SELECT * FROM ledger_rectification",
            "ZG-2025-0001 有 2 个现行版本",
        ),
        (
            "INSERT INTO ledger_rectification SELECT * REPLACE (2 AS version)"
            " FROM ledger_rectification WHERE seq IS NULL AND entry_no = 'ZG-2025-0001'",
            "ZG-2025-0001 第 2 版的起止时间与前一版接不上",
        ),
        (
            "UPDATE ledger_rectification SET valid_to = TIMESTAMP '2020-01-01'",
            "第 1 版的起止时间与前一版接不上",
        ),
        (
            "INSERT INTO ledger_tasks BY NAME"
            " SELECT entry_no, version, valid_from, filing_id FROM ledger_rectification",
            "用在了几种台账上",
        ),
        ("UPDATE ledger_rectification SET entry_no = 'QT-1'", "编号 QT-1 不是“问题整改台账”的编号"),
        (
            "UPDATE ledger_rectification SET recurs_of = 'ZG-2024-0001'",
            "所续的 ZG-2024-0001 不存在",
        ),
        ("UPDATE ledger_rectification SET filing_id = 'F0'", "报送批次 F0 不存在"),
        ("DELETE FROM ledger_rectification WHERE description = '甲问题'", "记新增 1 条，实有 0 条"),
        ("UPDATE filing SET withdrawn_at = filed_at", "在审计记录中没有“撤回报送”"),
        ("UPDATE filing SET frozen_at = filed_at", "在审计记录中没有“上报冻结”"),
    ],
)
def test_verify_names_what_is_wrong(saved, folder, damage, said):
    assert safekeeping.verify(folder) == []
    with duckdb.connect(str(folder / "ledgers.duckdb")) as con:
        con.execute(damage)
    found = safekeeping.verify(folder)
    assert any(said in sentence for sentence in found), found


def test_verify_looks_at_the_kept_files(saved, folder):
    first, second = sorted((folder / "filings").iterdir())
    first.unlink()
    second.write_bytes(b"other")
    found = safekeeping.verify(folder)
    assert len(found) == 2
    assert {"不在 filings 文件夹中" in sentence for sentence in found} == {True, False}
    assert {"被改动过" in sentence for sentence in found} == {True, False}


def test_verify_reads_every_block(folder):
    store = open_store(folder)
    records = [{"description": os.urandom(200).hex(), "units": ["甲镇"]} for _ in range(3000)]
    filings.commit(store, LOCAL, "rectification", records, filed_at=MONDAY)
    store.close()
    path = folder / "ledgers.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute("CHECKPOINT")
        (size,) = con.execute("SELECT block_size FROM pragma_database_size()").fetchone()
        (block,) = con.execute(
            "SELECT block_id FROM pragma_storage_info('ledger_rectification')"
            " WHERE column_name = 'description' AND segment_type = 'VARCHAR' LIMIT 1"
        ).fetchone()
    # A DuckDB file begins with three headers of 4096 bytes.
    spoilt = 3 * 4096 + block * size + size // 2
    data = bytearray(path.read_bytes())
    data[spoilt] ^= 0xFF
    path.write_bytes(bytes(data))
    assert safekeeping.verify(folder) == [
        "数据表 ledger_rectification 读不出来，台账文件已损坏，请用备份恢复"
    ]


def test_verify_refuses_what_is_not_ours(tmp_path):
    with duckdb.connect(str(tmp_path / "ledgers.duckdb")) as con:
        con.execute("CREATE TABLE a (b INTEGER)")
    with pytest.raises(UserError, match="ledgers.duckdb 不是本系统的台账文件"):
        safekeeping.verify(tmp_path)
    with pytest.raises(UserError, match="还没有台账"):
        safekeeping.verify(tmp_path / "none")
