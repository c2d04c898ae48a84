"""Bad files, folders and arguments, on every command: one sentence, code 2, nothing changed."""

import hashlib
import re
import shutil
import subprocess
import sys
import textwrap
from errno import ENOSPC
from pathlib import Path

import duckdb
import openpyxl
import pytest

from oversight import filings, loading, publishing, screening, store
from oversight.__main__ import main
from oversight.viewer import LOCAL

DEATHS = "psn_no,die_date\n{0}A,2025-01-05\n{0}B,2025-02-06\n"
LEDGER = "序号,问题表述,责任单位,整改时限\n1,甲问题{0},甲镇,2025年12月31日\n"
COMMANDS = {
    "demo": ("demo", "--scale", "0.01"),
    "load": ("load", "death.csv"),
    "import": ("import", "台账.csv", "--kind", "rectification"),
    "screen": ("screen",),
    "findings": ("findings", "--out", "疑点.csv"),
    "export": ("export", "progress_table", "--out", "附件1.xlsx"),
    "backup": ("backup", "又一备份.duckdb"),
    "restore": ("restore", "台账备份.duckdb"),
    "verify": ("verify",),
}
USE_LEDGERS = ("demo", "import", "export", "backup", "verify")
USE_CLAIMS = ("demo", "load", "import", "screen", "findings", "export")
IMPORT = ("import", "{}", "--kind", "rectification")
LOAD = ("load", "{}")


def write(path, text, encoding="utf-8"):
    path.write_text(text, encoding)
    return path


def run_in(place, *arguments):
    """The exit code of a command in a place, its data folder beside its files."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        patch.setenv("OVERSIGHT_DATA", str(place / "data"))
        try:
            return main(list(arguments))
        finally:
            for opened in list(store._OPEN.values()):
                opened.close()


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A closed data folder with a ledger, claims and findings; a backup; files to bring in."""
    place = tmp_path_factory.mktemp("made")
    opened = store.open_store(place / "data")
    rows = [{"row": 2, "description": "旧问题", "units": ["甲镇"]}]
    filings.commit(opened, LOCAL, "rectification", rows, file_name="旧.csv", file_bytes=b"1")
    opened.close()
    loading.load(place / "data", [write(place / "death.csv", DEATHS.format("旧"))])
    screening.screen(place / "data")
    assert run_in(place, "backup", "台账备份.duckdb") == 0
    write(place / "death.csv", DEATHS.format("新"))
    write(place / "台账.csv", LEDGER.format("新"))
    return place


@pytest.fixture
def place(made, tmp_path, request):
    """A copy of what was made, to be spoiled."""
    shutil.copytree(made, tmp_path / "p")
    if "demo" in request.node.name:
        # What was sent would be enough for a refusal before anything else is looked at.
        shutil.rmtree(tmp_path / "p" / "data" / "filings")
    return tmp_path / "p"


def ledger_rows(path):
    """Every row of a ledgers file; None for a file that cannot be read."""
    try:
        with duckdb.connect(str(path), read_only=True) as con:
            names = con.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()
            return {
                n: con.execute(f'FROM "{n}" SELECT * ORDER BY ALL').fetchall() for (n,) in names
            }
    except duckdb.Error:
        return None


def content(place):
    """What is in a place: rows of the ledgers where they can be read, else bytes."""
    found = {}
    for path in sorted(path for path in place.rglob("*") if path.is_file()):
        # Of the working store nothing is of anybody: a screening goes on with it, or begins anew.
        if path.name in (publishing.LOCK, screening.WORK):
            continue
        rows = ledger_rows(path) if path.name == "ledgers.duckdb" else None
        found[path] = rows or hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def refused(capsys, place, *arguments, says=""):
    """The sentence of a command that must be refused: one, Chinese, with nothing changed."""
    before = content(place)
    code = run_in(place, *arguments)
    said = capsys.readouterr()
    assert (code, said.out) == (2, ""), said
    (sentence,) = [line for line in said.err.splitlines() if not re.match(r"\[ *\d+%\] ", line)]
    assert re.fullmatch(r"错误：.*[\u4e00-\u9fff].*。", sentence), sentence
    assert re.search(says, sentence), sentence
    assert "内部出错" not in sentence
    # Names of files, tables, columns and commands are Latin; three words in a row are English.
    assert not re.search(r"[A-Za-z']{2,}[ ,:]+[a-z]{2,}[ ,:]+[a-z]{2,}", sentence), sentence
    assert content(place) == before
    return sentence


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_does_its_work_where_nothing_is_wrong(place, capsys, command):
    if command == "demo":
        refused(capsys, place, *COMMANDS[command], says="不能用示例区覆盖")
        return
    assert run_in(place, *COMMANDS[command]) == 0
    assert "错误" not in capsys.readouterr().err


# Damaged, foreign and locked data files


def garbage(path):
    path.write_bytes(b"garbage" * 5000)


def cut(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def emptied(path):
    path.write_bytes(b"")


def _flip(path, first):
    data = bytearray(path.read_bytes())
    for at in range(first, len(data), 97):
        data[at] ^= 0xFF
    path.write_bytes(bytes(data))


def spoilt(path):
    # Past the three headers of a DuckDB file.
    _flip(path, 3 * 4096)


def spoilt_at_the_end(path):
    # It opens, and breaks when it is read.
    _flip(path, path.stat().st_size * 3 // 5)


def foreign(path):
    path.unlink()
    with duckdb.connect(str(path)) as con:
        con.execute("CREATE TABLE somebody (elses INTEGER)")


def a_folder(path):
    path.unlink()
    path.mkdir()


def newer(path):
    table = "ledger_file" if path.name == "ledgers.duckdb" else "oversight_file"
    with duckdb.connect(str(path)) as con:
        con.execute(f"UPDATE {table} SET version = 99")


SPOILS = (garbage, cut, emptied, spoilt, spoilt_at_the_end, foreign, a_folder, newer)
# A backup copies whatever version it finds.
OF_LEDGERS = [
    (command, spoil)
    for command in USE_LEDGERS
    for spoil in SPOILS
    if (command, spoil) != ("backup", newer)
]


@pytest.mark.parametrize("command, spoil", OF_LEDGERS)
def test_ledgers_that_cannot_be_used(place, capsys, command, spoil):
    spoil(place / "data" / "ledgers.duckdb")
    refused(capsys, place, *COMMANDS[command], says="ledgers.duckdb|台账文件")


@pytest.mark.parametrize("spoil", SPOILS)
@pytest.mark.parametrize("command", USE_CLAIMS)
def test_claims_that_cannot_be_used(place, capsys, command, spoil):
    claims = publishing.current(place / "data")
    spoil(claims)
    refused(capsys, place, *COMMANDS[command], says=claims.name)


@pytest.mark.parametrize("spoil", SPOILS)
def test_doing_what_the_sentence_says_of_the_claims_is_the_way_out(place, capsys, spoil):
    claims = publishing.current(place / "data")
    spoil(claims)
    refused(capsys, place, *COMMANDS["load"], says="移出数据文件夹")
    claims.rename(place / "移出")
    assert run_in(place, *COMMANDS["load"]) == 0
    assert run_in(place, *COMMANDS["import"]) == 0
    with duckdb.connect(str(publishing.current(place / "data")), read_only=True) as con:
        assert con.execute("SELECT count(*) FROM death").fetchone() == (4,)


@pytest.mark.parametrize("spoil", [s for s in SPOILS if s is not newer])
def test_doing_what_the_sentence_says_of_the_ledgers_is_the_way_out(place, capsys, spoil):
    spoil(place / "data" / "ledgers.duckdb")
    assert run_in(place, *COMMANDS["restore"]) == 0
    assert run_in(place, *COMMANDS["verify"]) == 0
    assert run_in(place, *COMMANDS["import"]) == 0


@pytest.mark.parametrize("spoil", SPOILS)
def test_a_backup_that_cannot_be_used(place, capsys, spoil):
    backup = place / "台账备份.duckdb"
    if spoil is newer:
        with duckdb.connect(str(backup)) as con:
            con.execute("UPDATE ledger_file SET version = 99")
    else:
        spoil(backup)
    refused(capsys, place, *COMMANDS["restore"], says="台账备份.duckdb|更新版本")


_HOLD = """
    import duckdb, sys
    con = duckdb.connect(sys.argv[1])
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def hold():
    """hold(path) holds a data file open for writing in another process."""
    running = []

    def start(path):
        child = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(_HOLD), str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        running.append(child)
        assert child.stdout.readline()

    yield start
    for child in running:
        child.kill()
        child.communicate()


@pytest.mark.parametrize("command", ["demo", "import", "export", "restore"])
def test_ledgers_another_process_holds(place, capsys, hold, command):
    hold(place / "data" / "ledgers.duckdb")
    refused(capsys, place, *COMMANDS[command], says="正在使用|正被另一个程序使用")


@pytest.mark.parametrize("command", USE_CLAIMS)
def test_claims_another_process_holds(place, capsys, hold, command):
    claims = publishing.current(place / "data")
    hold(claims)
    refused(capsys, place, *COMMANDS[command], says=f"{claims.name} 正被另一个程序使用")


# Folders, outputs, a full disk


@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_where_the_data_folder_should_be(place, capsys, command):
    shutil.rmtree(place / "data")
    write(place / "data", "不是文件夹")
    refused(capsys, place, *COMMANDS[command], says="data|还没有理赔数据")


@pytest.mark.parametrize("command", ["import", "load", "screen", "export", "restore", "demo"])
def test_a_folder_without_write_permission(place, capsys, monkeypatch, command):
    # As root no mode bit binds: the probe's own write is what the system would refuse.
    def denied(dir):
        raise PermissionError(13, "Permission denied", str(dir))

    monkeypatch.setattr(publishing.tempfile, "TemporaryFile", denied)
    refused(capsys, place, *COMMANDS[command], says="不能写入")


@pytest.mark.parametrize(
    "command, module, step",
    [
        ("load", shutil, "copyfile"),
        ("screen", shutil, "copyfile"),
        ("restore", shutil, "copy"),
        ("import", Path, "replace"),
        ("import", Path, "write_bytes"),
        ("findings", Path, "replace"),
        ("export", Path, "replace"),
        ("backup", Path, "replace"),
    ],
)
def test_a_full_disk(place, capsys, monkeypatch, command, module, step):
    def full(*_args, **_more):
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr(module, step, full)
    refused(capsys, place, *COMMANDS[command], says="磁盘空间|有空间|不能写入|写不进文件")


def test_a_disk_that_fills_while_the_database_writes(place, capsys, monkeypatch):
    def full(*_):
        raise duckdb.IOException('IO Error: Could not write file "x": No space left on device')

    monkeypatch.setattr(publishing, "build_marts", full)
    refused(capsys, place, *COMMANDS["load"], says="磁盘空间不足")


@pytest.mark.parametrize("missing", [True, False])
@pytest.mark.parametrize(
    "command, name",
    [("findings", "out.csv"), ("export", "out.xlsx"), ("backup", "out.duckdb")],
)
def test_an_output_that_cannot_be_written(place, capsys, command, name, missing):
    out = place / "没有的文件夹" / name if missing else place / name
    if not missing:
        out.mkdir()
    arguments = [*COMMANDS[command][:-1], str(out)]
    refused(capsys, place, *arguments, says=name)
    assert not list(out.parent.glob(".*")) and out.exists() is not missing


@pytest.mark.parametrize("name", ["附件1.xls", "附件1", "附件1.xlsx.pdf"])
def test_an_output_of_another_type(place, capsys, name):
    refused(capsys, place, "export", "progress_table", "--out", name, says="xlsx")


@pytest.mark.parametrize("command", ["screen", "findings", "backup", "verify"])
def test_an_empty_data_folder(place, capsys, command):
    shutil.rmtree(place / "data")
    refused(capsys, place, *COMMANDS[command], says="还没有")


# Arguments


@pytest.mark.parametrize(
    "arguments, says",
    [
        (("demo", "--as-of", "2025-02-30"), "2025-02-30"),
        (("screen", "--as-of", "2025-02-30"), "2025-02-30"),
        (("screen", "--as-of", "0001-01-01"), "0001-01-01"),
        (("screen", "--as-of", "2999-01-01"), "2999-01-01"),
        (("screen", "--as-of", "昨天"), "昨天"),
        (("screen", "--as-of", ""), "日期“”"),
        (("screen", "--since", "2025-13"), "2025-13"),
        (("screen", "--since", "2025-02-30"), "2025-02-30"),
        (("screen", "--since", "9999"), "9999"),
        (("screen", "--rule", "R99"), "R99"),
        (("screen", "--rule", "'; DROP TABLE finding; --"), "没有名为"),
        (("findings", "--out", "a.csv", "--rule", "R99"), "R99"),
        (("export", "附件9", "--out", "a.xlsx"), "附件9"),
        (("export", "../forms/progress_table", "--out", "a.xlsx"), "没有名为"),
        (("export", "progress_table", "--out", "a.xlsx", "--as-of", "2025-06-31"), "2025-06-31"),
        (("import", "台账.csv", "--kind", "没有这种"), "没有这种"),
        (("import", "台账.csv", "--kind", "rectification", "--on", "2025-02-30"), "2025-02-30"),
        (("demo", "--scale", "-1"), "-1"),
        (("demo", "--scale", "nan"), "nan"),
        (("demo", "--scale", "1e9"), "1e9"),
        (("load", "没有.csv"), "没有.csv"),
        (("load", "death.csv", "--mapping", "没有.toml"), "没有.toml"),
        (("import", "没有.xlsx", "--kind", "rectification"), "没有.xlsx"),
        (("import", "data", "--kind", "rectification"), "data"),
        (("restore", "没有.duckdb"), "没有.duckdb"),
        (("restore", "data"), "data"),
        (("backup", "台账备份.duckdb"), "已存在"),
        (("飞",), "飞"),
    ],
)
def test_an_argument_that_cannot_be(place, capsys, arguments, says):
    refused(capsys, place, *arguments, says=says)


SETTINGS = {
    "不是 TOML": "bureau = ",
    "R27": "[rules.R27]\nmax_gap_days = '很多'",
    "R99": "[rules.R99]\nmax_gap_days = 1",
    "不认识的键": "bureu = '示例区'",
    "F99": "[indicators.F99]\nyellow = 1",
}


@pytest.mark.parametrize("command", ["screen", "export"])
@pytest.mark.parametrize("wrong", SETTINGS)
def test_settings_that_are_wrong(place, capsys, command, wrong):
    write(place / "data" / "settings.toml", SETTINGS[wrong])
    if command == "export" and wrong.startswith("R"):
        assert run_in(place, *COMMANDS[command]) == 0
        return
    refused(capsys, place, *COMMANDS[command], says="settings.toml")


# Files brought in


def workbook(path, *rows, sheets=1):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def locked_workbook(path):
    # An encrypted OOXML file is an OLE container with a stream of this name.
    name = "EncryptedPackage".encode("utf-16-le")
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + name + b"\0" * 4000)


def macro_workbook(path):
    workbook(path.with_suffix(".xlsx"), ["问题表述"]).rename(path)


def half_a_workbook(path):
    cut(workbook(path, *([f"列{n}" for n in range(20)] for _ in range(500))))


def a_bomb(path):
    import zipfile

    workbook(path, ["问题表述"])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/big.bin", b"\0" * (150 << 20))


FILES = {
    "空.xlsx": lambda path: path.write_bytes(b""),
    "空.csv": lambda path: path.write_bytes(b""),
    "空白.csv": lambda path: write(path, "\n\n \n"),
    "空簿.xlsx": workbook,
    "文本.xlsx": lambda path: write(path, "你好，这不是工作簿"),
    "图片.csv": lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256))),
    "别的列.xlsx": lambda path: workbook(path, ["日期", "天气"], ["2025-01-01", "晴"]),
    "别的列.csv": lambda path: write(path, "日期,天气\n2025-01-01,晴\n"),
    "只有表头.csv": lambda path: write(path, LEDGER.splitlines()[0] + "\n"),
    "加密.xlsx": locked_workbook,
    "带宏.xlsm": macro_workbook,
    "半截.xlsx": half_a_workbook,
    "炸弹.xlsx": a_bomb,
    "文档.pdf": lambda path: path.write_bytes(b"%PDF-1.7"),
    "没有扩展名": lambda path: write(path, LEDGER),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_no_ledger(place, capsys, name):
    FILES[name](place / name)
    refused(capsys, place, "import", name, "--kind", "rectification", says=f"{name}|没有可以入账")


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_no_claims_table(place, capsys, name):
    path = place / f"death{Path(name).suffix}"
    FILES[name](path)
    refused(capsys, place, "load", path.name, says=path.name)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_encodings_offices_use_are_read(place, capsys, encoding):
    write(place / "台账.csv", LEDGER.format("新"), encoding)
    write(place / "death.csv", "人员编号,死亡日期,人员姓名\nC,2025-01-05,褚示水\n", encoding)
    assert run_in(place, *COMMANDS["import"]) == run_in(place, *COMMANDS["load"]) == 0
    with duckdb.connect(str(publishing.current(place / "data")), read_only=True) as con:
        named = "SELECT psn_name FROM death WHERE psn_no = 'C'"
        assert con.execute(named).fetchone() == ("褚示水",)


def test_a_half_good_load_publishes_nothing(place, capsys):
    write(place / "psn_info_b.csv", "天气\n晴\n")
    refused(capsys, place, "load", "death.csv", "psn_info_b.csv", says="psn_info_b.csv")


def test_dates_that_do_not_exist_are_told_and_left_empty(place, capsys):
    write(place / "death.csv", "psn_no,die_date\nC,2025-02-30\nD,2025-13-01\nE,0000-00-00\n")
    assert run_in(place, *COMMANDS["load"]) == 0
    assert "不是存在的日期，已留空，共 3 处" in capsys.readouterr().out
    write(place / "台账.csv", LEDGER.format("新").replace("12月31日", "2月30日"))
    assert run_in(place, *COMMANDS["import"]) == 0
    assert "2月30日" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["death.csv", "death.parquet"])
def test_brackets_in_a_path_are_no_pattern(place, name):
    for folder, number in (("入[2]", "对"), ("入2", "错")):
        (place / folder).mkdir()
        write(place / folder / "death.csv", f"psn_no,die_date\n{number},2025-01-05\n")
        if name.endswith("parquet"):
            rows = f"SELECT '{number}' AS psn_no, DATE '2025-01-05' AS die_date"
            duckdb.execute(f"COPY ({rows}) TO '{place / folder / name}'")
    assert run_in(place, "load", f"入[2]/{name}") == 0
    with duckdb.connect(str(publishing.current(place / "data")), read_only=True) as con:
        found = con.execute("SELECT psn_no FROM death WHERE psn_no IN ('对', '错')").fetchall()
    assert found == [("对",)]


def test_a_data_folder_of_any_name(made, tmp_path, capsys):
    place = tmp_path / "o'dd [1] 甲；乙 %d{x}"
    shutil.copytree(made, place)
    (place / "data").rename(place / "da'ta[1]")
    for command in (name for name in COMMANDS if name != "demo"):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("oversight.__main__.data_dir", lambda: place / "da'ta[1]")
            patch.setattr(store, "data_dir", lambda: place / "da'ta[1]")
            assert run_in(place, *COMMANDS[command]) == 0, capsys.readouterr()


def test_a_data_folder_the_database_cannot_open(place, capsys, monkeypatch):
    (place / "data").rename(place / "da?ta")
    monkeypatch.setattr("oversight.__main__.data_dir", lambda: place / "da?ta")
    refused(capsys, place, *COMMANDS["load"], says="da.ta")
