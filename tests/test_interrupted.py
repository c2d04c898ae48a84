"""Two at once, and none to the end: waits, interrupts and kills at every step lose nothing."""

import os
import shutil
import subprocess
import sys
import textwrap
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from oversight import demo, demo_ledgers, filings, loading, publishing, safekeeping, screening
from oversight.__main__ import main
from oversight.errors import UserError
from oversight.store import open_store
from oversight.viewer import LOCAL

ROOT = Path(__file__).parent.parent


def deaths_file(path, *numbers):
    rows = "".join(f"{number},2025-01-05\n" for number in numbers)
    path.write_text(f"psn_no,die_date\n{rows}", "utf-8")
    return path


def deaths(folder):
    with duckdb.connect(str(publishing.current(folder)), read_only=True) as con:
        return {row[0] for row in con.execute("SELECT psn_no FROM death").fetchall()}


def entries(folder):
    sql = "SELECT description FROM ledger_rectification"
    with duckdb.connect(str(folder / "ledgers.duckdb"), read_only=True) as con:
        return {row[0] for row in con.execute(sql).fetchall()}


def child(folder, code, *arguments, **more):
    return subprocess.Popen(
        [sys.executable, "-X", "utf8", "-c", textwrap.dedent(code), *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | {"OVERSIGHT_DATA": str(folder)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        **more,
    )


# Two at once

_PUBLISHING = """
    import sys
    from oversight import publishing
    with publishing.publish(sys.argv[1]) as con:
        con.execute("INSERT INTO death (psn_no) VALUES ('theirs')")
        print("in the middle", flush=True)
        sys.stdin.readline()
"""


@pytest.fixture
def another(folder):
    """Another process in the middle of publishing to the folder."""
    loading.load(folder, [deaths_file(folder.parent / "death.csv", "old")])
    process = child(folder, _PUBLISHING, folder)
    assert process.stdout.readline().strip() == "in the middle"
    yield process
    process.kill()
    process.communicate()


def test_two_processes_that_publish_at_once_both_have_their_rows(another, folder):
    told = threading.Timer(0.5, lambda: (another.stdin.write("\n"), another.stdin.flush()))
    told.start()
    loading.load(folder, [deaths_file(folder.parent / "death.csv", "ours")])
    assert another.wait(60) == 0
    assert deaths(folder) == {"old", "theirs", "ours"}
    assert not list(folder.glob("building-*"))


def test_who_waits_too_long_is_told_so_in_one_sentence(another, folder, monkeypatch, capsys):
    monkeypatch.setattr(publishing, "WAIT_SECONDS", 0.2)
    path = deaths_file(folder.parent / "death.csv", "ours")
    assert main(["load", str(path)]) == 2
    said = capsys.readouterr().err.splitlines()[-1]
    assert said.startswith("错误：另一个命令正在向") and said.endswith("数据没有改动。")
    another.communicate("\n")
    assert deaths(folder) == {"old", "theirs"}


def test_a_publisher_that_was_killed_holds_nobody_up(another, folder):
    another.kill()
    another.wait()
    assert list(folder.glob("building-*"))
    started = time.monotonic()
    loading.load(folder, [deaths_file(folder.parent / "death.csv", "ours")])
    assert time.monotonic() - started < publishing.WAIT_SECONDS / 2
    assert deaths(folder) == {"old", "ours"}
    assert not list(folder.glob("building-*"))


def test_threads_of_one_process_wait_for_each_other_too(folder):
    def put(number):
        with publishing.publish(folder) as con:
            con.execute("INSERT INTO death (psn_no) VALUES ($1)", [number])

    threads = [threading.Thread(target=put, args=(number,)) for number in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert deaths(folder) == {"a", "b", "c"}


def test_a_screening_and_a_load_at_once_both_count(another, folder):
    told = threading.Timer(0.5, lambda: (another.stdin.write("\n"), another.stdin.flush()))
    told.start()
    screening.screen(folder)
    assert another.wait(60) == 0
    with duckdb.connect(str(publishing.current(folder)), read_only=True) as con:
        assert con.execute("SELECT count(*) > 0 FROM rule_run").fetchone() == (True,)
    assert deaths(folder) == {"old", "theirs"}


_DASHBOARD = """
    import sys
    from oversight.store import open_store
    from oversight.viewer import LOCAL
    store = open_store(sys.argv[1])
    print("open", flush=True)
    for _ in sys.stdin:
        store.refresh()
        print(store.cursor(LOCAL).execute("SELECT count(*) FROM death").fetchone()[0], flush=True)
"""


def test_claims_are_loaded_and_screened_while_the_dashboard_runs(filled, capsys):
    dashboard = child(filled, _DASHBOARD, filled)
    assert dashboard.stdout.readline().strip() == "open"
    try:
        for command in (("load", filled.parent / "death.csv"), ("screen",), ("screen",)):
            assert main([str(word) for word in command]) == 0
            dashboard.stdin.write("\n")
            dashboard.stdin.flush()
            assert dashboard.stdout.readline().strip() == "2"
        command = ["import", str(filled.parent / "ledger.csv"), "--kind", "rectification"]
        assert main(command) == 2
        assert "ledgers.duckdb 正被另一个程序使用" in capsys.readouterr().err
    finally:
        dashboard.kill()
        dashboard.communicate()
    assert entries(filled) == {"旧问题"}


# A clock that is wrong


def test_a_clock_set_back_does_not_hide_what_is_published_later(folder, monkeypatch):
    loading.load(folder, [deaths_file(folder.parent / "death.csv", "old")])

    class Earlier(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(2000, 1, 1) + timedelta(microseconds=1)

    monkeypatch.setattr(publishing, "datetime", Earlier)
    for number in "abc":
        loading.load(folder, [deaths_file(folder.parent / "death.csv", number)])
    assert deaths(folder) == {"old", "a", "b", "c"}
    assert len(publishing.published(folder)) == publishing.KEPT


def test_a_copy_made_by_hand_is_neither_taken_nor_removed(folder):
    loading.load(folder, [deaths_file(folder.parent / "death.csv", "old")])
    latest = publishing.current(folder)
    names = [f"{latest.stem} - 副本.duckdb", "claims-备份.duckdb", "claims-x'); DROP.duckdb"]
    copies = [shutil.copy(latest, folder / name) for name in names]
    assert publishing.current(folder) == latest
    for number in "abc":
        loading.load(folder, [deaths_file(folder.parent / "death.csv", number)])
    assert all(Path(copy).exists() for copy in copies)
    open_store(folder).close()


# Killed at every step

# os._exit leaves as a kill does: nothing is put in order, no lock, no temporary file.
_MORTAL = """
    import os, shutil, sys
    from pathlib import Path
    left, among = int(sys.argv[1]), sys.argv[2].split()

    def mortal(step):
        def taken(*given, **more):
            global left
            left -= 1
            if left == 0:
                os._exit(9)
            return step(*given, **more)
        return taken

    for name in among:
        owner = Path if hasattr(Path, name) else shutil
        setattr(owner, name, mortal(getattr(owner, name)))
    from oversight import demo_ledgers
    from oversight.__main__ import main
    demo_ledgers._file_all = lambda *_: None
    sys.exit(main(sys.argv[3:]))
"""
_CHANGES = "replace rename unlink write_bytes hardlink_to copyfile copy rmtree"


def killed_at_each_step(folder, *arguments, among=_CHANGES):
    """Run a command in a process that dies before its n-th change of files, for n = 1, 2, …

    Yields after each death, the folder being as the dead left it; ends when it lives.
    """
    before = shutil.copytree(folder, folder.with_name("before"))
    for step in range(1, 100):
        shutil.rmtree(folder)
        shutil.copytree(before, folder)
        process = child(folder, _MORTAL, step, among, *arguments)
        said = process.communicate()
        if process.returncode != 9:
            assert process.returncode == 0, said
            assert step > 2
            return
        yield step


@pytest.fixture
def filled(folder):
    """A data folder with an entry and a death, closed; and files that bring one more of each."""
    store = open_store(folder)
    rows = [{"row": 2, "description": "旧问题", "units": ["甲镇"]}]
    filings.commit(store, LOCAL, "rectification", rows, file_name="旧.csv", file_bytes=b"1")
    store.close()
    loading.load(folder, [deaths_file(folder.parent / "death.csv", "old")])
    safekeeping.backup(folder, folder.parent / "backup.duckdb")
    deaths_file(folder.parent / "death.csv", "new")
    text = "序号,问题表述,责任单位\n1,新问题,甲镇\n"
    (folder.parent / "ledger.csv").write_text(text, "utf-8")
    return folder


def again(*arguments):
    """Run the command a second time, as a person would; its store is closed afterwards."""
    try:
        return main([str(argument) for argument in arguments])
    finally:
        open_store().close()


def test_a_killed_load_is_as_if_it_had_not_been_or_done(filled):
    command = ("load", filled.parent / "death.csv")
    for _ in killed_at_each_step(filled, *command):
        assert deaths(filled) in ({"old"}, {"old", "new"})
        assert again(*command) == 0
        assert deaths(filled) == {"old", "new"}
        assert not list(filled.glob("building-*"))


def test_a_killed_screening_is_as_if_it_had_not_been_or_done(filled):
    for _ in killed_at_each_step(filled, "screen"):
        assert deaths(filled) == {"old"}
        assert again("screen") == 0
        assert not list(filled.glob("building-*"))


def test_a_killed_import_is_as_if_it_had_not_been_or_done(filled):
    command = ("import", filled.parent / "ledger.csv", "--kind", "rectification")
    for _ in killed_at_each_step(filled, *command):
        assert again("verify") == 0
        assert again(*command) == 0
        assert entries(filled) == {"旧问题", "新问题"}
        assert again("verify") == 0


def test_a_killed_restore_is_as_if_it_had_not_been_or_done(filled):
    assert again("import", filled.parent / "ledger.csv", "--kind", "rectification") == 0
    command = ("restore", filled.parent / "backup.duckdb")
    for _ in killed_at_each_step(filled, *command):
        assert entries(filled) in ({"旧问题", "新问题"}, {"旧问题"})
        assert again("verify") == 0
        assert again(*command) == 0
        assert entries(filled) == {"旧问题"}


def test_a_killed_backup_leaves_no_file_by_its_name_or_a_whole_one(filled):
    file = filled.parent / "second.duckdb"
    for step in killed_at_each_step(filled, "backup", file):
        if file.exists():
            assert safekeeping.restore(filled.parent / f"of {step}", file) is None
            file.unlink()
        assert again("backup", filled.parent / f"{step}.duckdb") == 0
    assert safekeeping.restore(filled.parent / "new", file) is None


def test_a_killed_sample_district_is_begun_again(folder, monkeypatch):
    folder.mkdir()
    cut_short = []
    monkeypatch.setattr(demo_ledgers, "_file_all", lambda *_: None)
    command = ("demo", "--scale", "0.01")
    for _ in killed_at_each_step(folder, *command, among="replace rename"):
        finished = (folder / "ledgers.duckdb").exists()
        assert demo.is_due(folder) is not finished
        assert not finished or publishing.current(folder)
        if not finished and publishing.current(folder):
            demo.build(folder, scale=0.01)
            assert not demo.is_due(folder)
            open_store(folder).close()
            cut_short.append(folder)
    assert cut_short


# Interrupted by hand


@pytest.mark.parametrize(
    "stroke", [KeyboardInterrupt(), duckdb.InterruptException(), RuntimeError("Query interrupted")]
)
def test_an_interrupt_is_one_sentence_and_changes_nothing(filled, monkeypatch, capsys, stroke):
    def interrupted(*_):
        raise stroke

    monkeypatch.setattr(publishing, "build_marts", interrupted)
    before = publishing.published(filled)
    assert main(["load", str(filled.parent / "death.csv")]) == 2
    assert capsys.readouterr().err.splitlines()[-1] == "错误：已中断，数据没有改动。"
    assert publishing.published(filled) == before
    assert not list(filled.glob("building-*"))


def test_an_error_nobody_foresaw_is_one_sentence_and_in_the_log(filled, monkeypatch, capsys):
    def broken(*_):
        raise ZeroDivisionError("our mistake")

    monkeypatch.setattr(publishing, "build_marts", broken)
    assert main(["load", str(filled.parent / "death.csv")]) == 2
    said = capsys.readouterr().err.splitlines()[-1]
    assert "程序内部出错" in said and "our mistake" not in said
    assert "our mistake" in (filled / "oversight.log").read_text("utf-8")


def test_a_claims_file_that_breaks_under_a_publisher_is_named(filled, monkeypatch):
    def breaks(*_):
        raise duckdb.Error("Corrupt database file: computed checksum 1 in block at location 2")

    monkeypatch.setattr(publishing, "build_marts", breaks)
    with pytest.raises(UserError, match=f"{publishing.current(filled).name} 已损坏"):
        loading.load(filled, [filled.parent / "death.csv"])
