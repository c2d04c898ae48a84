"""oversight/publishing.py: a claims file is published whole or not at all."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from concurrent.futures import ThreadPoolExecutor

import duckdb
import pytest

from oversight import publishing
from oversight.errors import UserError
from oversight.store import open_store
from oversight.viewer import LOCAL


def put_death(folder, psn_no):
    with publishing.publish(folder) as con:
        con.execute("INSERT INTO death (psn_no, die_date) VALUES (?, DATE '2025-01-01')", [psn_no])


def deaths(store):
    return [row[0] for row in store.cursor(LOCAL).execute("FROM death SELECT psn_no").fetchall()]


def test_each_publishing_adds_to_what_is_in_force(folder):
    put_death(folder, "A")
    put_death(folder, "B")
    with duckdb.connect(str(publishing.current(folder)), read_only=True) as con:
        assert con.execute("SELECT count(*) FROM death").fetchone() == (2,)
    assert not list(folder.glob("building-*"))


def test_an_error_publishes_nothing(folder):
    put_death(folder, "A")
    before = publishing.current(folder)
    with pytest.raises(RuntimeError), publishing.publish(folder) as con:
        con.execute("DELETE FROM death")
        raise RuntimeError("half way")
    assert publishing.current(folder) == before
    assert not list(folder.glob("building-*"))


def test_a_running_store_takes_the_new_file_and_keeps_the_ledgers(store):
    assert deaths(store) == []
    put_death(store.folder, "A")
    assert store.refresh() and deaths(store) == ["A"]
    held = store.cursor(LOCAL)
    for psn_no in "BCD":
        put_death(store.folder, psn_no)
        assert store.refresh()
    assert deaths(store) == ["A", "B", "C", "D"]
    assert not store.refresh()
    held.close()
    assert len(publishing.published(store.folder)) == publishing.KEPT


def test_the_newest_file_being_damaged_is_one_sentence_and_the_old_one_stays(store):
    put_death(store.folder, "A")
    store.refresh()
    (store.folder / "claims-99990101T000000.duckdb").write_bytes(b"not a database" * 500)
    with pytest.raises(UserError, match="损坏"):
        store.refresh()
    assert deaths(store) == ["A"]


def test_a_file_of_another_version_is_refused_by_name(store):
    put_death(store.folder, "A")
    path = publishing.current(store.folder)
    with duckdb.connect(str(path)) as con:
        con.execute("UPDATE oversight_file SET version = 99")
    with pytest.raises(UserError, match="另一版本"):
        store.refresh()
    with pytest.raises(UserError, match="另一版本"), publishing.publish(store.folder):
        pass


def test_marts_of_an_earlier_program_are_mended_by_publishing_once_more(store):
    put_death(store.folder, "A")
    with duckdb.connect(str(publishing.current(store.folder))) as con:
        con.execute("UPDATE oversight_file SET shape = 'earlier'")
        con.execute("DROP TABLE mart_coverage")
    with pytest.raises(publishing.Outdated, match="screen"):
        store.refresh()
    publishing.republish(store.folder)
    assert store.refresh() and deaths(store) == ["A"]


def test_a_kill_in_the_middle_leaves_the_old_file_in_force(folder):
    put_death(folder, "A")
    before = publishing.current(folder)
    code = textwrap.dedent("""
        import sys, time
        from oversight import publishing
        with publishing.publish(sys.argv[1]) as con:
            con.execute("DELETE FROM death")
            print("in the middle", flush=True)
            time.sleep(60)
    """)
    child = subprocess.Popen(
        [sys.executable, "-c", code, str(folder)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout.readline().strip() == "in the middle"
    os.kill(child.pid, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    child.wait()
    assert publishing.current(folder) == before
    put_death(folder, "B")
    store = open_store(folder)
    try:
        assert deaths(store) == ["A", "B"]
    finally:
        store.close()


def test_leftovers_of_a_kill_are_cleared_by_the_next_publishing(folder):
    put_death(folder, "A")
    left = folder / "building-20200101T000000000000.duckdb"
    left.write_bytes(b"x")
    old = time.time() - 2 * publishing.STALE_SECONDS
    os.utime(left, (old, old))
    put_death(folder, "B")
    assert not left.exists()


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere"
)
def test_a_folder_without_write_permission_is_one_sentence(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    with pytest.raises(UserError, match="不能写入"):
        publishing.ensure_writable(closed / "data")


def test_a_file_where_the_folder_should_be_is_one_sentence(tmp_path):
    (tmp_path / "data").write_text("I am a file")
    with pytest.raises(UserError, match="不能写入"):
        publishing.ensure_writable(tmp_path / "data")


def test_windows_that_look_at_a_folder_at_once_do_not_disturb_each_other(folder):
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(publishing.ensure_writable, [folder] * 400))
    assert found == [folder] * 400 and not list(folder.iterdir())
