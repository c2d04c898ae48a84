"""oversight/store.py: the ledgers, the claims in force, and who may see what."""

import subprocess
import sys
import threading
from datetime import datetime

import duckdb
import pytest

from oversight import catalog, filings, publishing
from oversight.errors import UserError
from oversight.store import Store, open_store
from oversight.viewer import LOCAL, Viewer


def file_two(store):
    records = [
        {"row": 1, "description": "甲问题", "units": ["甲镇"], "leaders": ["赵示"]},
        {"row": 2, "description": "乙问题", "units": ["乙街道", "甲镇"], "leaders": ["钱示"]},
        {"row": 3, "description": "丙问题", "units": ["乙街道"], "leaders": ["钱示"]},
    ]
    filings.commit(store, LOCAL, "rectification", records, filed_at=datetime(2025, 9, 3, 10))


def seen(store, viewer):
    cur = store.cursor(viewer)
    return {r[0] for r in cur.execute("SELECT description FROM entry_version").fetchall()}


def test_a_viewer_sees_his_scope_and_nobody_sees_nothing(store):
    file_two(store)
    assert seen(store, LOCAL) == {"甲问题", "乙问题", "丙问题"}
    assert seen(store, Viewer(role="单位", scope="甲镇")) == {"甲问题", "乙问题"}
    assert seen(store, Viewer(role="单位", scope="丁镇")) == set()
    assert seen(store, Viewer(role=None)) == set()


def test_identities_are_masked_in_the_query_layer(store, monkeypatch):
    text = (
        '/*\ntitle="人"\nquestion="谁？"\ntables=["psn_info_b"]\n[columns]\npsn_no="编号"\n'
        'psn_name="姓名"\ncertno="证件"\nmob="手机"\n*/\n'
        "SELECT psn_no, psn_name, certno, mob FROM psn_info_b ORDER BY psn_no"
    )
    monkeypatch.setattr(catalog, "get", lambda name: catalog.parse(name, text))
    with publishing.publish(store.folder) as con:
        con.execute(
            "INSERT INTO psn_info_b (psn_no, psn_name, certno, mob) VALUES "
            "('3299811012980471', '褚示水', '329981196409182119', '19905262677'), "
            "('3299811012980472', NULL, NULL, NULL)"
        )
    store.refresh()
    rows = store.rows("data/persons", LOCAL)
    assert rows[0] == {
        "psn_no": "3299****0471",
        "psn_name": "褚**",
        "certno": "**************2119",
        "mob": "199****2677",
    }
    assert rows[1]["psn_name"] is None
    assert store.rows("data/persons", Viewer(masked=False))[0]["psn_name"] == "褚示水"
    assert list(store.run("data/persons", LOCAL)["psn_name"])[0] == "褚**"


def test_a_query_without_its_date_is_refused(store):
    with pytest.raises(UserError, match="截至日期"):
        store.run("ledger/headline", LOCAL)


def test_parameters_of_other_queries_are_ignored(store):
    assert store.run("data/demo_fact", LOCAL, as_of=None, campaign="甲").empty


def test_rows_and_audit_stand_or_fall_together(store):
    count = "SELECT (SELECT count(*) FROM filing), (SELECT count(*) FROM audit)"
    before = store.cursor(LOCAL).execute(count).fetchone()
    with pytest.raises(RuntimeError), store.write(LOCAL, "试写", "filing") as cur:
        cur.execute("INSERT INTO filing (filing_id, kind) VALUES ('x', 'rectification')")
        raise RuntimeError("half way")
    assert store.cursor(LOCAL).execute(count).fetchone() == before
    with store.write(LOCAL, "试写", "filing") as cur:
        cur.execute("INSERT INTO filing (filing_id, kind) VALUES ('x', 'rectification')")
    after = store.cursor(LOCAL).execute(count).fetchone()
    assert after == (before[0] + 1, before[1] + 1)


def test_writers_of_one_process_wait_for_each_other(store):
    def write(number):
        with store.write(LOCAL, "试写", str(number)) as cur:
            cur.execute("INSERT INTO filing (filing_id) VALUES (?)", [str(number)])

    threads = [threading.Thread(target=write, args=(n,)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cur = store.cursor(LOCAL)
    assert cur.execute("SELECT count(*) FROM filing").fetchone() == (20,)
    assert cur.execute("SELECT count(DISTINCT seq) = count(*) FROM audit").fetchone() == (True,)


def test_the_stamp_changes_with_ledgers_and_claims(store):
    first = store.stamp
    assert store.stamp == first
    with store.write(LOCAL, "试写", "x"):
        pass
    second = store.stamp
    assert second != first
    with publishing.publish(store.folder):
        pass
    store.refresh()
    assert store.stamp != second


def test_one_store_per_folder(store):
    assert open_store(store.folder) is store


def test_a_second_process_is_told_in_one_sentence(store):
    code = (
        "import sys\nfrom oversight.store import Store\nfrom oversight.errors import UserError\n"
        "try:\n    Store(sys.argv[1])\nexcept UserError as error:\n    print(error)\n"
    )
    out = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code, str(store.folder)],
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert "正被另一个程序使用" in out.stdout and "Traceback" not in out.stderr


def test_a_damaged_ledgers_file_is_refused_and_left_alone(folder):
    folder.mkdir()
    (folder / "ledgers.duckdb").write_bytes(b"garbage" * 1000)
    with pytest.raises(UserError, match="ledgers.duckdb 已损坏"):
        Store(folder)
    assert (folder / "ledgers.duckdb").read_bytes() == b"garbage" * 1000


def test_damage_deep_in_a_table_is_found_before_anything_is_written(folder):
    store = Store(folder)
    records = [{"description": f"问题 {n * n}", "units": ["甲镇"]} for n in range(3000)]
    filings.commit(store, LOCAL, "rectification", records)
    store.close()
    path = folder / "ledgers.duckdb"
    with duckdb.connect(str(path), read_only=True) as con:
        (size,) = con.execute("SELECT block_size FROM pragma_database_size()").fetchone()
        (block,) = con.execute(
            "SELECT block_id FROM pragma_storage_info('ledger_rectification')"
            " WHERE column_name = 'description' AND segment_type = 'VARCHAR' LIMIT 1"
        ).fetchone()
    # A DuckDB file begins with three headers of 4096 bytes.
    data = bytearray(path.read_bytes())
    data[3 * 4096 + block * size + size // 2] ^= 0xFF
    path.write_bytes(bytes(data))
    with pytest.raises(UserError, match="ledger_rectification 读不出来"):
        Store(folder)
    assert path.read_bytes() == bytes(data)


def test_duckdb_fetches_no_extension(store):
    cur = store.cursor(LOCAL)
    installs = cur.execute("SELECT current_setting('autoinstall_known_extensions')").fetchone()
    assert installs == (False,)
    # It says what would have to be done by hand, instead of doing it.
    with pytest.raises(duckdb.Error, match="INSTALL excel"):
        cur.execute("SELECT * FROM read_xlsx('a.xlsx')")
