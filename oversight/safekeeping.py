"""Keeping what people wrote: the files they sent, backups of the ledgers, proof that all is whole.

A backup is one DuckDB file: the ledgers file copied in one snapshot, with the kept files inside.
Restoring checks it first and puts what it replaces aside; nothing is deleted.
"""

import hashlib
import shutil
import tempfile
import time
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import duckdb

from oversight import audit, faults, ledgers, publishing
from oversight.errors import UserError
from oversight.viewer import LOCAL

_TRIES = 20
_KEPT_TABLE = "kept_file"
# What is kept of ledgers, and of the 两库 (oversight/knowledge_records.py).
PLACES = ("filings", "libraries")
_DAMAGED = "备份文件 {name} 已损坏或不是本系统的台账备份，请换一个备份文件；现有台账没有改动。"


def kept_file(folder, sha256, file_name, place="filings"):
    """Where the bytes of an imported file are kept in a data folder; ``place`` is one of PLACES."""
    return Path(folder) / place / f"{sha256}{Path(file_name or '').suffix.lower()}"


@contextmanager
def keeping(folder, place="filings"):
    """Yield keep(file_name, bytes) -> SHA-256; what it wrote is removed when the block fails."""
    written = []

    def keep(file_name, file_bytes):
        if file_bytes is None:
            return None
        sha256 = hashlib.sha256(file_bytes).hexdigest()
        path = kept_file(folder, sha256, file_name, place)
        if not path.exists():
            part = path.with_name(f"_{uuid4().hex}.part")
            written.extend([path, part])
            path.parent.mkdir(exist_ok=True)
            part.write_bytes(file_bytes)
            part.replace(path)
        return sha256

    try:
        yield keep
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        raise


def _attach_new(con, path, name):
    quoted = str(path).replace("'", "''")
    con.execute(f"ATTACH '{quoted}' AS {name}")


@contextmanager
def _snapshot(folder):
    """A connection to the ledgers of a folder, or to a copy where another process holds them."""
    path = Path(folder) / "ledgers.duckdb"
    if not path.exists():
        raise UserError(f"数据文件夹 {folder} 里还没有台账，请先导入台账或恢复备份。")
    with tempfile.TemporaryDirectory() as aside:
        try:
            con = duckdb.connect(str(path))
        except duckdb.Error as error:
            if not faults.is_held(error):
                raise UserError(faults.explain_file(error, path)) from error
            con = duckdb.connect(str(_copy_of_open_file(path, Path(aside))))
        with con, faults.blaming(path):
            ledgers.tables_of(con)
            yield con


def _copy_of_open_file(path, aside):
    # Between checkpoints DuckDB leaves the file alone and only appends to its log: file and log
    # copied while the file stands still are one consistent state.
    log = path.with_name(f"{path.name}.wal")
    for _ in range(_TRIES):
        before = path.stat()
        copied = shutil.copy(path, aside / path.name)
        (aside / log.name).unlink(missing_ok=True)
        with suppress(FileNotFoundError):
            shutil.copy(log, aside / log.name)
        after = path.stat()
        if (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, after.st_size):
            return copied
        time.sleep(0.2)
    raise UserError("台账正在频繁写入，没有备份成功，请稍后再试。")


def backup(folder, file):
    """Copy the ledgers and the kept files of a data folder into one file, even while in use.

    Raises UserError when the file exists already or cannot be written.
    """
    folder, file = Path(folder), Path(file)
    if file.exists():
        raise UserError(f"备份文件 {file.name} 已存在，请换一个文件名，以免覆盖旧的备份。")
    part = file.with_name(f"{file.name}.{uuid4().hex[:6]}.part")
    try:
        with _snapshot(folder) as con:
            _attach_new(con, part, "backup_to")
            try:
                con.execute("COPY FROM DATABASE ledgers TO backup_to")
                con.execute(f"CREATE TABLE backup_to.{_KEPT_TABLE} (name VARCHAR, content BLOB)")
                for kept in (p for at in PLACES for p in sorted((folder / at).glob("[0-9a-f]*"))):
                    # Filings bear no folder: so they did before there were other places.
                    name = kept.relative_to(folder).as_posix().removeprefix("filings/")
                    con.execute(
                        f"INSERT INTO backup_to.{_KEPT_TABLE} VALUES ($1, $2)",
                        [name, kept.read_bytes()],
                    )
            finally:
                con.execute("DETACH backup_to")
        part.replace(file)
    except (duckdb.Error, OSError) as error:
        raise UserError(
            f"备份文件 {file.name} 写不进去，请检查文件夹是否存在、可写、有空间。"
        ) from error
    finally:
        part.unlink(missing_ok=True)


def _tables(con):
    found = con.execute(
        "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database()"
        " ORDER BY table_name"
    )
    return [row[0] for row in found.fetchall()]


def unreadable(con):
    """The first table of the ledgers that cannot be read, as a sentence in a list; else none."""
    for table in _tables(con):
        try:
            con.execute(f'SELECT bit_xor(hash(t)) FROM "{table}" AS t').fetchone()
        except duckdb.Error:
            return [f"数据表 {table} 读不出来，台账文件已损坏，请用备份恢复"]
    return []


def problems(con):
    """What is wrong with the ledgers a connection is open on, in Chinese sentences.

    Reads every value of every table (DuckDB checks its blocks on reading), then the history rules
    and the audit chain.
    """
    if broken := unreadable(con):
        return broken
    found = con.execute("SELECT sentence FROM history_fault ORDER BY sentence").fetchall()
    return [row[0] for row in found] + audit.verify(con)


@contextmanager
def _prepared_copy(con):
    """The ledgers in memory, as this program's: what is verified is not written to."""
    (name,) = con.execute("SELECT current_database()").fetchone()
    con.execute("ATTACH ':memory:' AS verified")
    try:
        con.execute(f'COPY FROM DATABASE "{name}" TO verified')
        con.execute("USE verified")
        ledgers.prepare(con)
        yield
    finally:
        con.execute(f'USE "{name}"')
        con.execute("DETACH verified")


def verify(folder):
    """What is wrong with the ledgers and the kept files of a folder; empty when all is whole.

    Raises UserError when there are no ledgers, or none of ours that can be opened.
    """
    with _snapshot(folder) as con:
        if broken := unreadable(con):
            return broken
        with _prepared_copy(con):
            # Here, not above: it needs to know where this module keeps files.
            from oversight import knowledge_records

            found = problems(con) + _file_problems(con, folder)
            return found + knowledge_records.problems(folder)


def _file_problems(con, folder):
    rows = con.execute(
        "SELECT DISTINCT filing_id, file_name, file_sha256 FROM filing"
        " WHERE file_sha256 IS NOT NULL ORDER BY filing_id"
    )
    found = []
    for filing_id, name, sha256 in rows.fetchall():
        path = kept_file(folder, sha256, name)
        if not path.is_file():
            found.append(f"报送批次 {filing_id} 的原件（{name}）不在 filings 文件夹中")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
            found.append(f"报送批次 {filing_id} 的原件（{name}）被改动过")
    return found


def restore(folder, file, viewer=LOCAL):
    """Put a backup in force; returns where the replaced ledgers are kept (None if there were none).

    Raises UserError, with nothing changed, when the backup is damaged or not one of ours, or when
    the ledgers are in use.
    """
    folder, file = publishing.ensure_writable(folder), Path(file)
    path = folder / "ledgers.duckdb"
    if not file.is_file():
        raise UserError(f"找不到备份文件 {file.name}，请核对路径。")
    _must_be_free(path)
    with tempfile.TemporaryDirectory(prefix="building-", dir=folder) as aside:
        candidate = Path(shutil.copy(file, Path(aside) / path.name))
        _check_backup(candidate, folder, file.name, viewer)
        kept = _set_aside(path)
        candidate.replace(path)
    return kept


def _must_be_free(path):
    if not path.exists():
        return
    try:
        # A store of this process holds the file for writing, another process locks it: both refuse.
        duckdb.connect(str(path), read_only=True).close()
    except duckdb.Error as error:
        if faults.is_held(error) or "different configuration" in str(error):
            raise UserError("台账正在使用，请先关闭看板再恢复备份；现有台账没有改动。") from error


def _check_backup(candidate, folder, name, viewer):
    damaged = UserError(_DAMAGED.format(name=name))
    try:
        con = duckdb.connect(str(candidate))
    except duckdb.Error as error:
        raise damaged from error
    try:
        if not {"ledger_file", "audit", "filing"} <= set(_tables(con)):
            raise damaged
        ledgers.prepare(con)
        found = problems(con)
        if found:
            raise UserError(
                f"备份文件 {name} 没有通过核验（{found[0]}），没有恢复；现有台账没有改动。"
            )
        if _KEPT_TABLE in _tables(con):
            _put_back_files(con, folder)
        con.execute("BEGIN")
        audit.append(con, viewer, "恢复备份", name)
        con.execute("COMMIT")
        con.execute("CHECKPOINT")
    except duckdb.Error as error:
        raise damaged from error
    finally:
        con.close()


def _put_back_files(con, folder):
    rows = con.execute(f"SELECT name, content FROM {_KEPT_TABLE}")
    with keeping(folder) as keep, keeping(folder, "libraries") as keep_library:
        for name, content in rows.fetchall():
            if hashlib.sha256(content).hexdigest() == Path(name).stem:
                (keep_library if name.startswith("libraries/") else keep)(name, content)
    con.execute(f"DROP TABLE {_KEPT_TABLE}")


def _set_aside(path):
    if not path.exists():
        return None
    kept = path.with_name(f"ledgers-replaced-{datetime.now():%Y%m%d%H%M%S%f}.duckdb")
    # A second name, where the disk knows such: then at no moment are there no ledgers.
    try:
        kept.hardlink_to(path)
    except OSError:
        path.replace(kept)
    log = path.with_name(f"{path.name}.wal")
    if log.exists():
        log.replace(kept.with_name(f"{kept.name}.wal"))
    return kept
