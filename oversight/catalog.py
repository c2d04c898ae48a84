"""Every .sql file under queries/ is one named query, described by the TOML card in its comment.

A card is refused, with a sentence naming file and key, when a key is unknown or missing, or when
the parameters it declares are not the parameters the SQL uses. What nothing checks, decays.
"""

import hashlib
import re
import tomllib
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

import duckdb

from oversight.errors import UserError, toml_place

QUERIES = Path(__file__).parent.parent / "queries"
_FILE = re.compile(r"\A/\*(?P<card>.*?)\*/\s*(?P<sql>.*)\Z", re.DOTALL)
_COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
_TEXT = re.compile(r"'(?:[^']|'')*'")
_PARAM = re.compile(r"\$([a-z][a-z0-9_]*)")


@dataclass(frozen=True)
class Shape:
    """The keys a folder's cards must and may have."""

    required: frozenset
    optional: frozenset = frozenset()
    params_required: frozenset = frozenset({"label"})
    params_optional: frozenset = frozenset({"unit", "default"})
    words: dict = field(default_factory=dict)


def _keys(text):
    return frozenset(text.split())


_PAGE = Shape(_keys("title question tables columns"), _keys("note params"))
SHAPES = {
    "rules": Shape(
        _keys("code title question basis class stage subject tables limits reviewed"),
        _keys("columns optional status reason params back ahead unit history"),
        params_required=_keys("default unit label source"),
        params_optional=frozenset(),
        words={
            "class": {"违", "疑", "警"},
            "stage": {"事前", "事中", "事后"},
            "status": {"draft", "active", "retired"},
            "unit": {"人", "月", "截至日"},
            "history": {"item_point"},
        },
    ),
    "indicators": Shape(
        _keys("code title formula unit parts direction basis tables"),
        _keys("columns optional yellow red blue compare note rows domain params idle"),
        words={
            "direction": {"高好", "低好", "近零", "无"},
            "compare": {"值", "同比", "环比", "同级"},
            "domain": {"基金", "督导"},
        },
    ),
    "schema": Shape(_keys("title grain key columns"), _keys("date date_of note")),
    "views": Shape(_keys("title grain tables"), _keys("note date few")),
    "marts": Shape(_keys("title grain tables"), _keys("note columns")),
    # Over lists that were dropped in, in a database of their own: oversight/roster_check.py.
    "rosters": _PAGE,
    "ledger_views": Shape(_keys("title grain"), _keys("note tables")),
}


@dataclass(frozen=True)
class Query:
    """A named query: ``ledger/overdue_entries`` is queries/ledger/overdue_entries.sql."""

    name: str
    card: dict = field(repr=False)
    sql: str = field(repr=False)
    sha256: str = field(repr=False)

    @property
    def folder(self):
        return self.name.split("/")[0]

    @property
    def stem(self):
        return self.name.split("/")[-1]

    @property
    def title(self):
        return self.card["title"]

    @property
    def params(self):
        """Declared parameters by name; ``as_of`` needs no declaration."""
        return self.card.get("params", {})

    @cached_property
    def used(self):
        """Names of the parameters the SQL uses."""
        return parameters(self.sql)

    @cached_property
    def parsed(self):
        """The SQL as DuckDB executes it, read once: reading takes a sixth of a page query."""
        statements = duckdb.extract_statements(self.sql)
        if len(statements) != 1:
            _refuse(self.name, "应当恰好是一条查询语句")
        return statements[0]

    @property
    def defaults(self):
        """Declared defaults; for a page query a parameter without one is NULL: no restriction."""
        return {name: spec.get("default") for name, spec in self.params.items()}

    @property
    def columns(self):
        """Output columns of a page query, or of a mart, with their Chinese labels."""
        return self.card.get("columns", {})


def parameters(sql):
    """Names of the $parameters in ``sql``, comments and texts left out."""
    return set(_PARAM.findall(_TEXT.sub("''", _COMMENT.sub(" ", sql))))


def _refuse(name, what):
    raise UserError(f"查询文件 queries/{name}.sql {what}，请改正后再启动。")


def _check_keys(name, where, given, required, optional):
    for key in sorted(set(given) - required - optional):
        _refuse(name, f"的说明卡{where}写了不认识的键“{key}”")
    for key in sorted(required - set(given)):
        _refuse(name, f"的说明卡{where}缺少键“{key}”")


def _check(name, card, sql):
    shape = SHAPES.get(name.split("/")[0], _PAGE)
    _check_keys(name, "", card, shape.required, shape.optional)
    for param, spec in card.get("params", {}).items():
        required, optional = shape.params_required, shape.params_optional
        _check_keys(name, f"的参数 {param} ", spec, required, optional)
    for key, words in shape.words.items():
        given = card.get(key, [])
        for word in given if isinstance(given, list) else [given]:
            if word not in words:
                _refuse(name, f"的“{key}”写的是“{word}”，只能是{'、'.join(sorted(words))}")
    if name.startswith(("rules/", "indicators/")) and not card["basis"]:
        _refuse(name, "没有写依据 basis")
    for key in ("back", "ahead"):
        for term in card.get(key, []):
            if not isinstance(term, int) and term not in card.get("params", {}):
                _refuse(name, f"的“{key}”写的“{term}”既不是天数也不是参数")
    parts = card.get("parts", ["", ""])
    if not isinstance(parts, list) or len(parts) != 2:
        _refuse(name, "的“parts”应当是两个单位：分子的、分母的")
    declared, used = set(card.get("params", {})) | {"as_of"}, parameters(sql)
    if name.split("/")[0] in {"schema", "ledger_views"}:
        return
    for param in sorted(used - declared):
        _refuse(name, f"用了没有声明的参数“{param}”")
    for param in sorted(declared - used - {"as_of"}):
        _refuse(name, f"声明了没有用到的参数“{param}”")


def parse(name, text):
    """One file's text as a Query.

    Raises UserError, naming the file and the key, for anything the folder's shape does not allow.
    """
    match = _FILE.match(text)
    if not match:
        _refuse(name, "开头必须是一段 /* TOML 说明卡 */")
    try:
        card = tomllib.loads(match["card"])
    except tomllib.TOMLDecodeError as error:
        _refuse(name, f"的说明卡{toml_place(error)}不合 TOML 的写法")
    sql = match["sql"].strip().rstrip(";")
    _check(name, card, sql)
    return Query(name, card, sql, hashlib.sha256(text.encode()).hexdigest())


@cache
def get(name):
    """The query called ``folder/stem``. Raises UserError when there is no such file."""
    path = QUERIES / f"{name}.sql"
    if not path.is_file():
        raise UserError(f"没有名为“{name}”的查询，请核对 queries/ 目录下的文件名。")
    return parse(name, path.read_text("utf-8"))


@cache
def load(folder):
    """All queries of queries/<folder>, by name, in file-name order."""
    paths = sorted((QUERIES / folder).glob("*.sql"))
    return {f"{folder}/{path.stem}": get(f"{folder}/{path.stem}") for path in paths}


def forget():
    """Read the files again at the next call (for tests and for a maintainer's editing)."""
    get.cache_clear()
    load.cache_clear()
