"""Ledger kinds: what ledgers/*.toml declares, and the tables, views and macros made of it.

A kind is one file. Its table begins with the columns of ledgers/_entry.toml, so that one view
over all kinds answers what is overdue under whom; a column a kind gains is added to the table in
place. Rows are versions: nothing here or in filings.py deletes one.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

from oversight import calendar_table, catalog
from oversight.errors import UserError, toml_place
from oversight.ledger_tables import OWN_TABLES

LEDGERS = Path(__file__).parent.parent / "ledgers"
FILE_VERSION = 1
STATUSES = ("已办结", "预计按时办结", "无法按时办结", "整改中")

TYPES = {
    "text": "VARCHAR",
    "names": "VARCHAR[]",
    "date": "DATE",
    "money": "DECIMAL(18,2)",
    "count": "INTEGER",
    "flag": "BOOLEAN",
    "status": "VARCHAR",
}
# What the program writes beside every row; recurs_of names the closed entry a recurrence follows.
HISTORY = {
    "version": "INTEGER",
    "valid_from": "TIMESTAMP",
    "valid_to": "TIMESTAMP",
    "filing_id": "VARCHAR",
    "recurs_of": "VARCHAR",
}
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_REMARK, _WORD = re.compile(r"--[^\n]*"), re.compile(r"\w+")
_CREATED = re.compile(r"CREATE OR REPLACE (?:VIEW|MACRO|TABLE) (\w+)", re.IGNORECASE)


@dataclass(frozen=True)
class Column:
    """One column: its Chinese label, its type (a key of TYPES), the headings it answers to."""

    label: str
    type: str
    required: bool = False
    synonyms: tuple = ()


@dataclass(frozen=True)
class Clock:
    """The clock of a kind.

    ``immediate_workdays``: 立行立改 without a date; ``soon_days``: 临期 before the deadline;
    ``due_days``: legal limit in natural days from found_on where no deadline is written;
    ``weekly_by``: last weekday in time of a weekly report (Monday 1 … Sunday 7); ``undated``: an
    entry without a deadline is a record of what was done, not a thing to be mended.
    """

    immediate_workdays: int = 15
    soon_days: int = 10
    due_days: int | None = None
    weekly_by: int | None = None
    undated: bool = False


@dataclass(frozen=True)
class Kind:
    """A kind of ledger: ledgers/<name>.toml.

    ``match`` lists the business keys: a row without entry_no is the entry that agrees with it in
    all columns of the first key the row has complete (within its campaign).
    """

    name: str
    title: str
    noun: str
    prefix: str
    campaign: bool
    closed_by: str
    checked_by: str
    match: tuple
    clock: Clock
    columns: dict

    @property
    def table(self):
        """Name of the table that holds this kind."""
        return f"ledger_{self.name}"


_KIND_KEYS = {
    "title": str,
    "noun": str,
    "prefix": str,
    "campaign": bool,
    "closed_by": str,
    "checked_by": str,
    "match": list,
    "clock": dict,
    "columns": dict,
}
_COLUMN_KEYS = {"label": str, "type": str, "required": bool, "synonyms": list}
_CLOCK_KEYS = dict.fromkeys(Clock.__dataclass_fields__, int) | {"undated": bool}
_WORDS = {str: "文字", bool: "true 或 false", int: "整数", list: "列表", dict: "一节"}


def _refuse(path, what):
    raise UserError(f"台账定义文件 ledgers/{path.name} {what}，请改正后再启动。")


def _check(path, where, given, known, required=()):
    for key, value in given.items():
        if key not in known:
            _refuse(path, f"{where}写了不认识的键“{key}”")
        if type(value) is not known[key]:
            _refuse(path, f"{where}的“{key}”应当是{_WORDS[known[key]]}")
    for key in required:
        if key not in given:
            _refuse(path, f"{where}缺少键“{key}”")


def _read(path):
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except UnicodeDecodeError:
        _refuse(path, "不是 UTF-8 编码")
    except tomllib.TOMLDecodeError as error:
        _refuse(path, f"{toml_place(error)}不合 TOML 的写法")


def _column(path, name, given, common=None):
    where = f"的列 {name} "
    if not _NAME.fullmatch(name) or name in HISTORY:
        _refuse(path, f"的列名“{name}”不能用（小写英文字母、数字、下划线，且不与系统列重名）")
    _check(path, where, given, _COLUMN_KEYS, () if common else ("label", "type"))
    merged = {"synonyms": [], **(vars(common) if common else {}), **given}
    if merged["type"] not in TYPES:
        _refuse(path, f"{where}的“type”写的是“{merged['type']}”，只能是{'、'.join(TYPES)}")
    if common and merged["type"] != common.type:
        _refuse(path, f"{where}的“type”不能改：它是各台账共有的列")
    words = [*given.get("synonyms", []), *(common.synonyms if common else ())]
    if not all(isinstance(word, str) and word for word in words):
        _refuse(path, f"{where}的“synonyms”应当都是文字")
    return Column(**merged | {"synonyms": tuple(dict.fromkeys(words))})


@cache
def common_columns(folder=LEDGERS):
    """The columns every ledger begins with, by name, in table order (ledgers/_entry.toml)."""
    path = Path(folder) / "_entry.toml"
    given = _read(path)
    _check(path, "", given, {"columns": dict}, ("columns",))
    return {name: _column(path, name, spec) for name, spec in given["columns"].items()}


def read_kind(path, common):
    """One kind's file as a Kind.

    Raises UserError naming the file and the key for an unknown key, a wrong type, a missing key,
    or a heading that two columns claim.
    """
    path, given = Path(path), _read(Path(path))
    if not _NAME.fullmatch(path.stem):
        _refuse(path, "的文件名只能用小写英文字母、数字和下划线")
    _check(path, "", given, _KIND_KEYS, [key for key in _KIND_KEYS if key != "columns"])
    _check(path, "的 [clock] ", given["clock"], _CLOCK_KEYS)
    for key, value in given["clock"].items():
        if key != "undated" and (value < 1 or (key == "weekly_by" and value > 7)):
            _refuse(path, f"的 [clock] 的“{key}”不能是 {value}")
    if not re.fullmatch(r"[A-Z]{2,4}", given["prefix"]):
        _refuse(path, f"的“prefix”写的是“{given['prefix']}”，应当是 2 到 4 个大写字母")
    own = given.pop("columns", {})
    columns = {
        name: _column(path, name, own[name], column) if name in own else column
        for name, column in common.items()
    }
    columns.update({n: _column(path, n, own[n]) for n in own if n not in common})
    claimed = {}
    for name, column in columns.items():
        for word in (column.label, *column.synonyms):
            if claimed.setdefault(word, name) != name:
                _refuse(path, f"的表头“{word}”同时写给了列 {claimed[word]} 和 {name}")
    for key in given["match"]:
        if not isinstance(key, list) or not key or not set(key) <= set(columns):
            _refuse(path, f"的“match”里的 {key} 应当是列名的列表")
    return Kind(
        path.stem,
        columns=columns,
        match=tuple(tuple(key) for key in given.pop("match")),
        clock=Clock(**given.pop("clock")),
        **given,
    )


def read_kinds(folder=LEDGERS):
    """All kinds of a folder by name, in file-name order; files beginning with _ are not kinds."""
    common = common_columns(folder)
    paths = sorted(path for path in Path(folder).glob("*.toml") if path.stem[0] != "_")
    found = {path.stem: read_kind(path, common) for path in paths}
    prefixes = {}
    for kind in found.values():
        other = prefixes.setdefault(kind.prefix, kind.name)
        if other != kind.name:
            raise UserError(
                f"台账定义文件 ledgers/{kind.name}.toml 与 {other}.toml 用了同一个编号前缀"
                f"“{kind.prefix}”，请改正后再启动。"
            )
    return found


@cache
def kinds():
    """The kinds of this program, by name. Raises UserError when a file is wrong."""
    return read_kinds()


def kind(name):
    """The kind called ``name``. Raises UserError naming those there are."""
    if name not in kinds():
        known = "、".join(f"{each.name}（{each.title}）" for each in kinds().values())
        raise UserError(f"没有名为“{name}”的台账，可用的有：{known}。")
    return kinds()[name]


def table_columns(of_kind):
    """Column names and SQL types of a kind's table, in order."""
    common = common_columns()
    typed = {name: TYPES[column.type] for name, column in of_kind.columns.items()}
    own = {name: typed[name] for name in typed if name not in common}
    return {name: typed[name] for name in common} | HISTORY | own


def _ensure(con, existing, table, columns):
    if table not in existing:
        listed = ", ".join(f'"{name}" {sql_type}' for name, sql_type in columns.items())
        con.execute(f"CREATE TABLE {table} ({listed})")
        return
    for name in columns.keys() - existing[table]:
        con.execute(f'ALTER TABLE {table} ADD COLUMN "{name}" {columns[name]}')


def tables_of(con):
    """Columns by table of an open ledgers file. Raises UserError for a file that is not ours."""
    found = {}
    rows = con.execute(
        "SELECT table_name, column_name FROM duckdb_columns()"
        " WHERE database_name = current_database() AND schema_name = current_schema()"
    )
    for table, column in rows.fetchall():
        found.setdefault(table, set()).add(column)
    if found and "ledger_file" not in found:
        raise UserError("ledgers.duckdb 不是本系统的台账文件，请移走它，或用备份恢复（restore）。")
    return found


def _fill_kinds(con, of_kinds):
    con.execute("DELETE FROM ledger_kind")
    for each in of_kinds.values():
        of = each.clock
        con.execute(
            "INSERT INTO ledger_kind VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            [each.name, each.title, each.noun, each.prefix]
            + [of.immediate_workdays, of.soon_days, of.due_days, of.weekly_by, of.undated],
        )


def _entry_row(of_kinds):
    common = ", ".join(f'"{name}"' for name in (*common_columns(), *HISTORY))
    parts = (f"SELECT '{k.name}' AS kind, {common} FROM {k.table}" for k in of_kinds.values())
    return "CREATE OR REPLACE VIEW entry_row AS " + " UNION ALL ".join(parts)


def _entry_lead(of_kinds):
    """The view of entries in force that name findings: a kind's column lead_keys, ;-joined keys."""
    parts = [
        "SELECT unnest(split(lead_keys, ';')) AS finding_key, entry_no"
        f" FROM {each.table} WHERE valid_to IS NULL AND lead_keys IS NOT NULL"
        for each in of_kinds.values()
        if "lead_keys" in each.columns
    ]
    none = "SELECT NULL::VARCHAR AS finding_key, NULL::VARCHAR AS entry_no WHERE false"
    return "CREATE OR REPLACE VIEW entry_lead AS " + (" UNION ALL ".join(parts) or none)


def _kind_version(of_kind):
    # Whole rows, the kind's own columns included, are not for who must see no personal data.
    return (
        f"CREATE OR REPLACE VIEW {of_kind.name}_version AS SELECT * FROM {of_kind.table}"
        " WHERE may_see(units) AND getvariable('viewer_role') <> '维护'"
    )


def _view_statements():
    """The files of queries/ledger_views, each after those whose views, macros, tables it reads."""
    files = {query.stem: query.sql for query in catalog.load("ledger_views").values()}
    made_by = {made: stem for stem, sql in files.items() for made in _CREATED.findall(sql)}
    graph = {
        stem: {made_by[w] for w in _WORD.findall(_REMARK.sub("", sql)) if w in made_by} - {stem}
        for stem, sql in files.items()
    }
    return [files[stem] for stem in TopologicalSorter(graph).static_order()]


def prepare(con, of_kinds=None):
    """Create what is missing of the ledgers file: tables, columns, calendar, views and macros.

    Idempotent; what follows from the versions is derived anew. Raises UserError when the file is
    not ours, or a later version's.
    """
    of_kinds = kinds() if of_kinds is None else of_kinds
    existing = tables_of(con)
    con.execute("BEGIN")
    try:
        for table, columns in OWN_TABLES.items():
            _ensure(con, existing, table, columns)
        _check_version(con)
        for each in of_kinds.values():
            _ensure(con, existing, each.table, table_columns(each))
        calendar_table.fill(con)
        _fill_kinds(con, of_kinds)
        con.execute(_entry_row(of_kinds))
        con.execute(_entry_lead(of_kinds))
        for sql in _view_statements():
            con.execute(sql)
        for each in of_kinds.values():
            con.execute(_kind_version(each))
        con.execute("COMMIT")
    except BaseException:
        con.execute("ROLLBACK")
        raise


def _check_version(con):
    found = con.execute("SELECT max(version) FROM ledger_file").fetchone()[0]
    if found is None:
        con.execute("INSERT INTO ledger_file VALUES ($1, localtimestamp)", [FILE_VERSION])
    elif found > FILE_VERSION:
        raise UserError("台账文件由更新版本的看板写成，请先升级本程序再打开。")
