"""What the machine does to any program, in Chinese: a full disk, a locked or a damaged file.

The libraries say it in English, or in the system's language, and seldom name what a user knows.
"""

import logging
from contextlib import contextmanager
from errno import EDQUOT, ENOSPC
from pathlib import Path

import duckdb

from oversight.errors import UserError

STOPPED = "已中断，数据没有改动。"
_log = logging.getLogger("oversight")
_FULL = ("No space left", "not enough space", "磁盘空间不足", "Disk quota exceeded")
_HELD = ("Could not set lock", "being used by another process", "正在使用此文件")
_CLOSED = ("Permission denied", "Read-only file system", "Access is denied", "拒绝访问")
_DAMAGE = ("Corrupt", "Could not read", "not a valid DuckDB", "replaying WAL")
_BROKEN = (duckdb.FatalException, duckdb.InternalException, duckdb.SerializationException)


def _said(error, words):
    return isinstance(error, duckdb.Error) and any(word in str(error) for word in words)


def is_held(error):
    """True when DuckDB says that another process has the file open."""
    return _said(error, _HELD)


def is_damage(error):
    """True when DuckDB says that what is in a database file cannot be read."""
    return _said(error, _DAMAGE) or isinstance(error, _BROKEN)


def explain(error):
    """One Chinese sentence for what may happen anywhere, the file unknown; None for the rest."""
    if _said(error, _FULL) or getattr(error, "errno", None) in (ENOSPC, EDQUOT):
        return "磁盘空间不足，没有写完，数据没有改动，请清理磁盘后再试。"
    if isinstance(error, (MemoryError, duckdb.OutOfMemoryException)):
        return "内存不足，没有做完，数据没有改动，请关闭其他程序，或把文件拆小后再试。"
    # Ctrl-C while DuckDB works comes out as one of these.
    if isinstance(error, duckdb.InterruptException) or str(error) == "Query interrupted":
        return STOPPED
    if is_damage(error):
        return "数据文件已损坏，请运行 python -m oversight verify 查明是台账还是理赔数据。"
    return None


def sentence(error, what):
    """What a page says of any error; one that nobody foresaw is logged, ``what`` beside it."""
    if isinstance(error, UserError):
        return str(error)
    _log.error("page %s", what, exc_info=error)
    ours = "本页出错，已记入运行日志。请刷新页面；仍不行时把日志交给维护人员。"
    return explain(error) or ours


def explain_file(error, path):
    """One Chinese sentence for what DuckDB says of a file of ours that it cannot open or read."""
    path = Path(path)
    if is_held(error):
        return f"数据文件 {path.name} 正被另一个程序使用，请先关闭正在运行的看板或命令后再试。"
    if _said(error, _CLOSED):
        return f"没有权限读写数据文件 {path.name}，请检查文件夹 {path.parent} 的权限。"
    if _said(error, _FULL):
        return explain(error)
    if "database file with version number" in str(error):
        return f"数据文件 {path.name} 由另一版本的数据库程序写成，请用原来的版本打开或重新装载。"
    if path.name.startswith("claims-"):
        remedy = "请把它移出数据文件夹，前一次发布的会接着使用，没有时请重新装载"
    else:
        remedy = "请用备份恢复（python -m oversight restore 备份文件）"
    return f"数据文件 {path.name} 已损坏或不是本系统的文件，{remedy}。"


@contextmanager
def blaming(path):
    """Damage that shows only while a file is read becomes one sentence that names the file."""
    try:
        yield
    except duckdb.Error as error:
        if is_damage(error):
            raise UserError(explain_file(error, path)) from error
        raise
