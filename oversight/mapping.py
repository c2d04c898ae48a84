"""How the headings of a foreign file become the columns of our tables.

Without help, a heading is known when it is a column's name, label or synonym (queries/schema),
in any case and with or without underscores. A mapping file (TOML) does the rest:

    [[table]]
    name = "mdtrt_d"                      # file = "*.xlsx", sheet = "…", missing = ["NA"] optional
    [table.columns]                       # our column = "the file's heading"
    mdtrt_id = "病案号"
    insutype = "医保类型"
    dscg_maindiag_code = "诊断编码"
    [table.first]                         # take the first item of a list parted by …
    dscg_maindiag_code = ","
    [table.values.insutype]               # a value in the file = our code
    居民 = "390"
    [table.constants]                     # the same in every row
    med_type = "21"
"""

import re
import tomllib
from dataclasses import dataclass, field
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import duckdb

from oversight import catalog
from oversight.errors import UserError, toml_place
from oversight.values import compact

_KEYS = {"name", "file", "sheet", "missing", "columns", "first", "values", "constants"}
# TOML wants quotation marks around a key in Chinese; people leave them out.
BARE_KEY = re.compile(
    r"^(\s*)([^\s\"'#=\[\]]*[^\x00-\x7f\s\"'#=\[\]][^\s\"'#=\[\]]*)(\s*=)", re.MULTILINE
)
_BRACKETS = re.compile(r"\((?:[^()]*元|必填)\)")


def plain(heading):
    """A heading as it is compared: half-width, lower case, without blanks, _, * and (元)."""
    return _BRACKETS.sub("", compact(str(heading)).lower()).replace("_", "").replace("*", "")


@cache
def words(table):
    """Every word by which a column of ``table`` is known, in plain form, and that column."""
    columns = catalog.get(f"schema/{table}").columns
    known = {plain(name): name for name in columns}
    for name, card in columns.items():
        for word in (card["label"], *card.get("synonyms", ())):
            known.setdefault(plain(word), name)
    return known


@dataclass(frozen=True)
class Layout:
    """How one table is filled from a file: columns by place, and what is done to their text."""

    table: str
    places: dict
    first: dict = field(default_factory=dict)
    values: dict = field(default_factory=dict)
    constants: dict = field(default_factory=dict)
    missing: tuple = ()

    @property
    def columns(self):
        """Columns of the table that this layout fills."""
        return [*self.places, *self.constants]

    @property
    def simple(self):
        """True when the file's text is taken as it stands."""
        return not (self.first or self.values or self.constants)

    def unknown(self, cells):
        """Headings that no column takes."""
        used = set(self.places.values())
        return [cell for place, cell in enumerate(cells) if cell and place not in used]


def recognise(table, cells):
    """The Layout of a header line by the words of the schema; of two claims, the name wins."""
    known, places = words(table), {}
    order = sorted(range(len(cells)), key=lambda place: cells[place].lower() not in known.values())
    for place in order:
        name = known.get(plain(cells[place]))
        if name:
            places.setdefault(name, place)
    return Layout(table, places)


@dataclass(frozen=True)
class Rule:
    """One [[table]] of a mapping file."""

    source: str
    name: str
    columns: dict
    file: str = "*"
    sheet: str = ""
    missing: tuple = ()
    first: dict = field(default_factory=dict)
    values: dict = field(default_factory=dict)
    constants: dict = field(default_factory=dict)

    def applies(self, path, sheet):
        """True when this rule is for that file and sheet."""
        return fnmatch(path.name, self.file) and self.sheet in ("", sheet)

    def layout(self, cells):
        """The Layout of a header line, or None where a heading the rule names is not in it."""
        where = {}
        for place, cell in enumerate(cells):
            where.setdefault(plain(cell), place)
        if any(plain(heading) not in where for heading in self.columns.values()):
            return None
        places = {name: where[plain(heading)] for name, heading in self.columns.items()}
        return Layout(
            self.name, places, self.first, self.values, self.constants, tuple(self.missing)
        )

    def absent(self, cells):
        """Headings the rule names that the header line lacks."""
        there = {plain(cell) for cell in cells}
        return [heading for heading in self.columns.values() if plain(heading) not in there]


def read(path):
    """The rules of a mapping file.

    Raises UserError naming file and key for anything that is not as the module says.
    """
    path = Path(path)
    try:
        content = tomllib.loads(BARE_KEY.sub(r'\1"\2"\3', path.read_text("utf-8-sig")))
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"对照文件 {path.name} 读不出来，请核对路径和编码（UTF-8）。") from error
    except tomllib.TOMLDecodeError as error:
        raise UserError(
            f"对照文件 {path.name} {toml_place(error)}不合 TOML 的写法，请改正。"
        ) from error
    for key in content:
        if key != "table":
            raise UserError(f"对照文件 {path.name} 里写了不认识的键“{key}”，请改为 [[table]]。")
    tables = content.get("table")
    if not isinstance(tables, list) or not tables:
        raise UserError(f"对照文件 {path.name} 里没有 [[table]]，请至少写一张表。")
    return [_rule(path.name, table) for table in tables]


def _rule(file, card):
    def refuse(what):
        raise UserError(f"对照文件 {file} {what}，请改正。")

    name = card.get("name") if isinstance(card, dict) else card
    if f"schema/{name}" not in catalog.load("schema"):
        refuse(f"的 name 写的是“{name}”，没有这张表")
    for key in card:
        if key not in _KEYS:
            refuse(f"的 {name} 写了不认识的键“{key}”")
    if not card.get("columns"):
        refuse(f"的 {name} 没有 columns")
    query = catalog.get(f"schema/{name}")
    for part in ("columns", "first", "values", "constants"):
        if not isinstance(card.get(part, {}), dict):
            refuse(f"的 {name}.{part} 要写成一张小表")
        for column in card.get(part, {}):
            if column not in query.columns:
                refuse(f"的 {name}.{part} 写了表里没有的列“{column}”")
            if part in ("first", "values") and column not in card["columns"]:
                refuse(f"的 {name}.{part} 写了“{column}”，但 columns 里没有它")
            if part == "constants" and column in card["columns"]:
                refuse(f"的 {name}.constants 写了“{column}”，但 columns 里已有它")
    texts = {part: card[part] for part in ("columns", "first", "constants") if part in card}
    for column, codes in card.get("values", {}).items():
        if not isinstance(codes, dict):
            refuse(f"的 {name}.values.{column} 要写成一张小表")
        texts[f"values.{column}"] = codes
    texts[""] = {key: card[key] for key in ("file", "sheet") if key in card}
    texts["missing"] = dict(enumerate(card.get("missing", ())))
    for part, values in texts.items():
        for key, value in values.items():
            if not isinstance(value, str) or not value:
                refuse(f"的 {'.'.join(filter(None, (name, part)))} 的“{key}”要写成引号里的文字")
    for column, text in card.get("constants", {}).items():
        if not _fits(query, column, text):
            refuse(f"的 {name}.constants 里 {column} 写的“{text}”不是这一列能放的值")
    return Rule(file, **card)


def _fits(query, column, text):
    with duckdb.connect() as con:
        con.execute(query.sql)
        kinds = {row[0]: row[1] for row in con.execute(f"DESCRIBE {query.stem}").fetchall()}
        fits = con.execute(f"SELECT TRY_CAST($1 AS {kinds[column]}) IS NOT NULL", [text])
        return fits.fetchone()[0]
