"""Claims files: built beside the one in force, published whole under a new name, never edited.

A published file is immutable. A load or a screening works on a copy, rebuilds views and marts,
and gives the copy its final name by one rename; a reader sees the old file or the new, never half.
Who publishes waits for who published first: two copies of one file would lose one's rows.
"""

import hashlib
import os
import re
import shutil
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from errno import ENOSPC
from functools import partial
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb

from oversight import catalog, claims_schema, coverage, faults, knowledge, leads, sql_reading
from oversight.errors import UserError

try:
    import fcntl
except ImportError:  # Windows
    import msvcrt

FILE_VERSION = 1
KEPT = 2
# What a screening changes, and what is fetched anew for its findings (leads.py).
_SCREENED = ("finding", "finding_gone", "rule_run")
_LEADS = ("mart_rule", "mart_evidence")
# A building folder untouched for this long was left by a process that is gone.
STALE_SECONDS = 24 * 3600
LOCK = "publishing.lock"
# The catalog of the claims while they are read and copied at once.
CLAIMS = "claims"
WAIT_SECONDS = 60
# Nothing else is a published file, whatever a copy of one is called in the file manager.
_PUBLISHED = re.compile(r"claims-(\d{8}T\d{6,12})\.duckdb")
_STAMP = "%Y%m%dT%H%M%S%f"

# DuckDB 2.0.0 makes a plan with a hole of some aggregates over joins, an internal error that also
# closes the database; without this step of the planner it does not.
SOUND_PLANS = "SET disabled_optimizers = 'partial_aggregate_pushdown'"


def in_order(queries):
    """Queries in the order they need each other: each after those it reads."""
    by_stem = {query.stem: query for query in queries.values()}
    graph = {
        stem: sql_reading.tables_read(query.sql) & set(by_stem) for stem, query in by_stem.items()
    }
    return [by_stem[stem] for stem in TopologicalSorter(graph).static_order()]


def create_views(con):
    """Create every view of queries/views, in the order they need each other."""
    for query in in_order(catalog.load("views")):
        con.execute(f"CREATE OR REPLACE VIEW {query.stem} AS {query.sql}")


def build_marts(con, progress=None, changed=None):
    """Build every mart of queries/marts anew, in the order they need each other.

    With ``changed`` (names of tables) only those that these concern. Last come the leads with
    their evidence, and mart_coverage: what there is of every table and column.
    """
    ordered = in_order(catalog.load("marts"))
    if changed is not None:
        ordered = _concerned(ordered, {*changed, *_LEADS})
    leads.gather(con, anew=changed is None)
    for number, query in enumerate(ordered):
        if progress:
            progress(number / (len(ordered) + 1), f"正在汇总：{query.title}")
        con.execute(f"CREATE OR REPLACE TABLE {query.stem} AS {query.sql}")
    if changed is None:
        coverage.build(con)


def _concerned(ordered, changed):
    """Marts that read, through views and other marts, a table of ``changed``."""
    views = {view.stem: view for view in catalog.load("views").values()}
    touched = set(changed)
    for query in [*in_order(catalog.load("views")), *ordered]:
        if sql_reading.tables_read(query.sql) & touched:
            touched.add(query.stem)
    return [query for query in ordered if query.stem in touched - set(views)]


def published(folder):
    """Published claims files of a folder, newest last."""
    return sorted(p for p in Path(folder).glob("claims-*") if _PUBLISHED.fullmatch(p.name))


def current(folder):
    """The claims file in force, or None."""
    files = published(folder)
    return files[-1] if files else None


class Outdated(UserError):
    """The claims in force are readable, but their views and marts are of an earlier program."""


def shape():
    """What this program's tables, views, marts and kinds of 两库 are: changes when a file does."""
    folders = ("schema", "views", "marts")
    files = [path for name in folders for path in sorted((catalog.QUERIES / name).glob("*.sql"))]
    files += sorted(knowledge.KNOWLEDGE.glob("*.toml"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def _is_ours(con):
    """True for a file whose contents were computed by this very program."""
    return con.execute("SELECT max(shape) FROM oversight_file").fetchone()[0] == shape()


def check_version(con, path, catalog_name=None, whole=False):
    """Refuse a claims file that another version of this program published.

    Raises UserError naming the file; with ``whole`` also Outdated when the tables are ours but
    views and marts are not of this program: publishing once more (republish) mends that.
    """
    prefix = f'"{catalog_name}".' if catalog_name else ""
    try:
        version, of_shape = con.execute(
            f"SELECT max(version), max(shape) FROM {prefix}oversight_file"
        ).fetchone()
    except (duckdb.CatalogException, duckdb.BinderException):
        version = of_shape = None
    if version != FILE_VERSION:
        raise UserError(
            f"理赔数据文件 {Path(path).name} 由另一版本的程序发布（文件版本 {version or '不明'}，"
            f"本程序为 {FILE_VERSION}），请把它移出数据文件夹，再用本程序重新装载。"
        )
    if whole and of_shape != shape():
        raise Outdated(
            f"理赔数据文件 {Path(path).name} 的汇总由另一版本的程序算出，"
            "请运行一次 python -m oversight screen 重新发布。"
        )


def republish(folder, progress=None):
    """Publish the claims in force once more, with the views and marts of this program."""
    with publish(folder, kind="republish", progress=progress):
        pass


def open_file(path, read_only=False):
    """Open a DuckDB file of ours. Raises UserError when it is damaged, locked or not writable."""
    path = Path(path)
    try:
        con = duckdb.connect(str(path), read_only=read_only)
    except duckdb.Error as error:
        raise UserError(faults.explain_file(error, path)) from error
    return _quieted(con)


def _quieted(con):
    # DuckDB's own progress bar speaks English; ours is told by the commands.
    con.execute("SET enable_progress_bar = false")
    con.execute(SOUND_PLANS)
    # What a file may ask for is not fetched: no request leaves the machine.
    con.execute("SET autoinstall_known_extensions = false")
    return con


def ensure_writable(folder):
    """Create the data folder. Raises UserError when it cannot be written to."""
    folder = Path(folder)
    if "?" in str(folder.absolute()):
        raise UserError(f"数据文件夹 {folder} 的路径里有“?”，数据库打不开，请换一个文件夹。")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # A name of its own: two windows may try at the same moment.
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise UserError(
            faults.explain(error)
            or f"数据文件夹 {folder} 不能写入，请检查权限，或用 OVERSIGHT_DATA 另指一个文件夹。"
        ) from error
    return folder


def _take(file):
    """Lock an open file for this process; False where another holds it."""
    try:
        if os.name == "nt":
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@contextmanager
def _alone(folder):
    """Publish one at a time. The system lets go of the lock when its process ends, however."""
    # To read is enough: the file may be another user's.
    with os.fdopen(os.open(folder / LOCK, os.O_RDONLY | os.O_CREAT, 0o666)) as file:
        until = time.monotonic() + WAIT_SECONDS
        while not _take(file):
            if time.monotonic() > until:
                raise UserError(
                    f"另一个命令正在向 {folder} 装载或筛查，等了 {WAIT_SECONDS} 秒还没有结束，"
                    "请等它结束后再试；数据没有改动。"
                )
            time.sleep(0.1)
        yield


def _next_stamp(latest):
    """Now, but later than the file in force: the clock of an office machine may be set back."""
    now = datetime.now()
    with suppress(AttributeError, ValueError, OverflowError):
        of_latest = datetime.strptime(_PUBLISHED.fullmatch(latest.name)[1], _STAMP)
        now = max(now, of_latest + timedelta(microseconds=1))
    return now.strftime(_STAMP)


def _start(latest, building):
    if latest:
        with open_file(latest, read_only=True) as con:
            check_version(con, latest)
        shutil.copyfile(latest, building)
    con = open_file(building)
    claims_schema.create(con)
    return con, _nothing


def _start_early(latest, building, aside):
    """As _start, but ``latest`` is copied in ``aside`` while it is read.

    Returns the connection, on ``latest`` itself until the function beside it is called.
    """
    with open_file(latest, read_only=True) as con:
        check_version(con, latest)
        ours = _is_ours(con)
    # Said at once, not when the rules have run.
    if shutil.disk_usage(building.parent).free < latest.stat().st_size:
        raise OSError(ENOSPC, "No space left on device")
    copying = aside.submit(shutil.copyfile, latest, building)
    con = _quieted(duckdb.connect())
    # Beside the copy, to be removed with it: in memory it would be where the command was started.
    con.execute(f"SET temp_directory = '{_quoted(building)}.tmp'")
    con.execute(f"ATTACH '{_quoted(latest)}' AS {CLAIMS} (READ_ONLY)")
    con.execute(f"USE {CLAIMS}")

    def settle():
        copying.result()
        con.execute("USE memory")
        con.execute(f"DETACH {CLAIMS}")
        con.execute(f"ATTACH '{_quoted(building)}' AS {CLAIMS}")
        con.execute(f"USE {CLAIMS}")
        claims_schema.create(con)

    if not ours:
        settle()
        create_views(con)
        settle = _nothing
    return con, settle


def _nothing():
    pass


def _quoted(path):
    return str(path).replace("'", "''")


def _clear(folder):
    """Remove what killed processes left; nobody else builds while the lock is held."""
    for path in folder.glob("building-*"):
        with suppress(OSError):
            if not path.is_dir():
                path.unlink()
            elif ".duckdb" in path.name or time.time() - path.stat().st_mtime > STALE_SECONDS:
                shutil.rmtree(path)


def _tidy(folder):
    for path in published(folder)[:-KEPT]:
        # A file another process still reads stays until the next time (Windows refuses).
        with suppress(OSError):
            path.unlink()


@contextmanager
def publish(folder, kind="load", progress=None):
    """Yield a connection to a copy of the claims file in force; publish it when all went well.

    ``kind`` says in the file what made it (load, screen, demo). ``progress(share, sentence)`` is
    told of the last part, the marts. On any error nothing is published and the copy is removed.
    Waits for another publishing of the folder; raises UserError when that takes too long, when
    the file in force cannot be read or is another version's, and when the disk is full.
    """
    with _building(folder, kind, progress, _start) as (con, _settle):
        yield con


@contextmanager
def publish_early(folder, kind, progress=None):
    """As publish, of claims there are, but they can be read while they are copied.

    Yields the connection and a function to call before anything is written: until then it is on
    the file in force, whose views are this program's, and may only read.
    """
    with ThreadPoolExecutor(1) as aside:
        start = partial(_start_early, aside=aside)
        with _building(folder, kind, progress, start) as (con, settle):
            yield con, settle


@contextmanager
def _building(folder, kind, progress, start):
    # Here, not above: it reads workbooks, and a page publishes nothing.
    from oversight import knowledge_versions

    folder = ensure_writable(folder)
    with _alone(folder):
        _clear(folder)
        latest = current(folder)
        stamp = _next_stamp(latest)
        building = folder / f"building-{stamp}.duckdb"
        con = None
        try:
            con, settle = start(latest, building)
            yield con, settle
            # Whatever became of the claims, what was installed of the 两库 is in them.
            ours = _is_ours(con)
            knowledge_versions.bring(con, folder, anew=not ours)
            if not ours:
                create_views(con)
            # A screening changes no claims: what is summed from them stands.
            build_marts(con, progress, _SCREENED if ours and kind == "screen" else None)
            con.execute("DELETE FROM oversight_file")
            con.execute(
                "INSERT INTO oversight_file VALUES ($version, $at, $kind, $shape)",
                {"version": FILE_VERSION, "at": datetime.now(), "kind": kind, "shape": shape()},
            )
            con.execute("CHECKPOINT")
            con.close()
            building.rename(folder / f"claims-{stamp}.duckdb")
        except BaseException as error:
            if con is not None:
                con.close()
            _clear(folder)
            if latest and faults.is_damage(error):
                raise UserError(faults.explain_file(error, latest)) from error
            raise
        _tidy(folder)


def empty(con, name):
    """Attach an empty claims catalog in memory under ``name``: what pages read before any load."""
    con.execute(f"ATTACH ':memory:' AS {name}")
    con.execute(f"SET search_path = '{name}'")
    claims_schema.create(con)
    create_views(con)
    build_marts(con)
    con.execute(
        "INSERT INTO oversight_file VALUES ($1, NULL, 'empty', $2)", [FILE_VERSION, shape()]
    )
