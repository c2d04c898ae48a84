"""oversight/faults.py: what the machine and DuckDB say, in Chinese and about the right file."""

from errno import ENOSPC

import duckdb
import pytest

from oversight import faults
from oversight.errors import UserError

LOCKED = 'Could not set lock on file "/a/b.duckdb": Conflicting lock is held'
ON_WINDOWS = 'Cannot open file "D:\\数据\\b.duckdb": 另一个程序正在使用此文件，进程无法访问。'
SPOILT = "Corrupt database file: computed checksum 1 does not match 2 in block at location 12288"
LATER = "Trying to read a database file with version number 99, but we can only read 67"
DENIED = 'Cannot open file "/a/b.duckdb": Permission denied'
FULL = 'Could not write file "/a/b.duckdb": No space left on device'
SHORT = 'Could not read enough bytes from file "/a/block/version/b.duckdb"'


@pytest.mark.parametrize(
    "words, says",
    [
        (LOCKED, "正被另一个程序使用"),
        (ON_WINDOWS, "正被另一个程序使用"),
        (SPOILT, "已损坏"),
        (SHORT, "已损坏"),
        (LATER, "另一版本的数据库程序"),
        (DENIED, "没有权限"),
        (FULL, "磁盘空间不足"),
    ],
)
def test_what_duckdb_says_of_a_file(words, says):
    assert says in faults.explain_file(duckdb.IOException(words), "/a/claims-1.duckdb")


def test_the_way_out_is_another_for_ledgers_and_claims():
    error = duckdb.Error(SPOILT)
    assert "restore" in faults.explain_file(error, "/a/ledgers.duckdb")
    assert "移出数据文件夹" in faults.explain_file(error, "/a/claims-1.duckdb")


@pytest.mark.parametrize(
    "error, says",
    [
        (OSError(ENOSPC, "No space left on device"), "磁盘空间不足"),
        (duckdb.IOException(FULL), "磁盘空间不足"),
        (MemoryError(), "内存不足"),
        (duckdb.OutOfMemoryException("x"), "内存不足"),
        (duckdb.Error(SPOILT), "数据文件已损坏"),
        (duckdb.InterruptException("Interrupted!"), "已中断"),
        (duckdb.BinderException("no such column"), None),
        (OSError(13, "Permission denied"), None),
        (ZeroDivisionError("division by zero"), None),
    ],
)
def test_what_the_machine_does_to_any_program(error, says):
    told = faults.explain(error)
    assert told is None if says is None else says in told


def test_only_damage_is_blamed_on_the_file():
    with pytest.raises(UserError, match="b.duckdb 已损坏"), faults.blaming("/a/b.duckdb"):
        raise duckdb.Error(SPOILT)
    with pytest.raises(duckdb.BinderException), faults.blaming("/a/b.duckdb"):
        raise duckdb.BinderException("no such column")


def test_an_error_nobody_foresaw_is_logged_and_not_shown(caplog):
    said = faults.sentence(ZeroDivisionError("our mistake"), "首页")
    assert said.startswith("本页出错") and "our mistake" not in said
    assert "our mistake" in caplog.text
    assert faults.sentence(UserError("一句话。"), "首页") == "一句话。"
