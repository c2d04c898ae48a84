"""The kinds of official 两库 tables (knowledge/*.toml), and what a published sheet says in them.

A kind names its rule, the words by which its sheets are known and how the printed limit becomes
the values that the rule reads. What cannot be read stays text and is marked, never guessed.
"""

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from oversight import catalog
from oversight.errors import UserError, toml_place
from oversight.values import as_text, compact

KNOWLEDGE = Path(__file__).parent.parent / "knowledge"
TABLES = ("kb_item", "kb_pair")
_BRACKETS = re.compile(r"\([^()]*\)")
_BATCH = re.compile(r"第([一二三四五六七八九十]{1,3}|\d{1,2})批(?:[-_](\d{1,2})(?!\d))?")
_NUMBER = re.compile(r"(?:每?[日天])?(\d{1,9}(?:\.\d{1,4})?)(?:次|天|日|小时|个|项|岁|周岁)?")
_DIGITS = {word: n for n, word in enumerate("一二三四五六七八九", 1)}


@dataclass(frozen=True)
class Read:
    """One way to read values out of a printed text: a pattern over the texts of some roles.

    Named groups of the pattern and ``set`` fill columns that are still empty; ``add`` appends to
    the list of a column; ``plus`` and ``times`` turn the number of a group into the rule's.
    """

    sources: tuple
    pattern: re.Pattern
    set: dict = field(default_factory=dict)
    add: dict = field(default_factory=dict)
    plus: dict = field(default_factory=dict)
    times: dict = field(default_factory=dict)

    @property
    def columns(self):
        """The columns this may fill."""
        return {*self.set, *self.add, *self.pattern.groupindex}


@dataclass(frozen=True)
class Kind:
    """A kind of 两库 table: knowledge/<name>.toml. ``batch`` is the one it was published in."""

    name: str
    title: str
    rule: str
    subject: str
    limit_type: str
    limit: tuple
    table: str = "kb_item"
    batch: str | None = None
    words: tuple = ()
    limit_words: tuple = ()
    logic: tuple = ()
    headings: tuple = ()
    must: tuple = ()
    note: str | None = None
    fixed: dict = field(default_factory=dict)
    reads: tuple = ()


@dataclass(frozen=True)
class Headings:
    """How columns are headed: ``roles`` and ``subjects`` map a name to its words and patterns."""

    roles: dict
    subjects: dict

    def role(self, heading):
        """(role, subject or None) of a heading; (None, None) for one that is not known."""
        words = plain(heading)
        for name, known in (*self.roles.items(), *self.subjects.items()):
            if any(known_word.fullmatch(words) for known_word in known):
                return ("name", name) if name in self.subjects else (name, None)
        return None, None


_KEYS = {
    "title": str,
    "rule": str,
    "subject": str,
    "limit_type": str,
    "limit": list,
    "table": str,
    "batch": str,
    "words": list,
    "limit_words": list,
    "logic": list,
    "headings": list,
    "must": list,
    "note": str,
    "fixed": dict,
    "reads": list,
}
_REQUIRED = ("title", "rule", "subject", "limit_type", "limit")
_READ_KEYS = {"from": list, "pattern": str, "set": dict, "add": dict, "plus": dict, "times": dict}


def plain(heading):
    """A heading as it is compared: half-width, no blanks, no brackets, no 供参考, no colon."""
    words = _BRACKETS.sub("", compact(heading))
    return re.sub(r"[,，]?供参考", "", words).strip("*:：,")


def batch_in(text):
    """The batch a text names (第八批-1), or None."""
    match = _BATCH.search(re.sub("[—–−]", "-", compact(text or "")))
    return match and f"第{match[1]}批" + (f"-{match[2]}" if match[2] else "")


def batch_number(batch):
    """The number of a batch without its part (第十七批 and 第17批-2 give 17), or None."""
    match = _BATCH.search(compact(batch or ""))
    if not match:
        return None
    tens, ten, ones = match[1].rpartition("十")
    if match[1].isdigit():
        return int(match[1])
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)


def _refuse(path, what):
    raise UserError(f"两库定义文件 knowledge/{path.name} {what}，请改正后再启动。")


def _toml(path):
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except UnicodeDecodeError:
        _refuse(path, "不是 UTF-8 编码")
    except tomllib.TOMLDecodeError as error:
        _refuse(path, f"{toml_place(error)}不合 TOML 的写法")


def _check(path, given, known, required):
    for key, value in given.items():
        if key not in known:
            _refuse(path, f"写了不认识的键“{key}”")
        if not isinstance(value, known[key]):
            _refuse(path, f"的“{key}”写法不对")
    for key in required:
        if key not in given:
            _refuse(path, f"缺少键“{key}”")


def _word(path, word):
    """A heading of _headings.toml as a pattern."""
    if not word.startswith("/"):
        return re.compile(re.escape(plain(word)))
    try:
        return re.compile(word.strip("/"))
    except re.error:
        _refuse(path, f"的表头“{word}”不合正则表达式的写法")


@cache
def headings(folder=KNOWLEDGE):
    """The headings of knowledge/_headings.toml."""
    path = Path(folder) / "_headings.toml"
    given = _toml(path)
    _check(path, given, {"roles": dict, "subjects": dict}, ("roles", "subjects"))
    return Headings(
        *(
            {name: tuple(_word(path, word) for word in words) for name, words in part.items()}
            for part in (given["roles"], given["subjects"])
        )
    )


def _read(path, given):
    _check(path, given, _READ_KEYS, ("from", "pattern"))
    try:
        pattern = re.compile(given["pattern"])
    except re.error:
        _refuse(path, f"的“{given['pattern']}”不合正则表达式的写法")
    return Read(
        tuple(given["from"]),
        pattern,
        **{key: given.get(key, {}) for key in ("set", "add", "plus", "times")},
    )


def read_kind(path):
    """One kind's file as a Kind. Raises UserError naming file and key for anything not right."""
    path = Path(path)
    given = _toml(path)
    _check(path, given, _KEYS, _REQUIRED)
    given["reads"] = tuple(_read(path, read) for read in given.get("reads", ()))
    kind = Kind(
        path.stem, **{key: tuple(v) if isinstance(v, list) else v for key, v in given.items()}
    )
    if kind.table not in TABLES:
        _refuse(path, f"的“table”写的是“{kind.table}”，只能是 kb_item 或 kb_pair")
    if kind.subject not in headings().subjects:
        _refuse(path, f"的“subject”写的是“{kind.subject}”，_headings.toml 里没有")
    roles = set(headings().roles)
    named = [role for part in kind.limit for role in ([part] if isinstance(part, str) else part)]
    named += [role for read in kind.reads for role in read.sources]
    for role in (*named, *kind.headings):
        if role not in roles:
            _refuse(path, f"写的“{role}”在 _headings.toml 里没有")
    columns = set(catalog.get(f"schema/{kind.table}").columns)
    filled = {*kind.fixed, *(column for read in kind.reads for column in read.columns)}
    for column in filled | {column for must in kind.must for column in must.split("|")}:
        if column not in columns:
            _refuse(path, f"写的“{column}”不是 {kind.table} 的列")
    return kind


@cache
def kinds(folder=KNOWLEDGE):
    """All kinds by name, in file-name order; files beginning with _ are not kinds."""
    paths = sorted(path for path in Path(folder).glob("*.toml") if path.stem[0] != "_")
    return {path.stem: read_kind(path) for path in paths}


# What a row says, by a kind


def limit_text(kind, row, headed):
    """The limit as printed: the first of the kind's roles that the row fills.

    ``row`` maps roles to texts and ``headed`` to headings, which stand before the texts where
    several columns together say the limit.
    """
    for part in kind.limit:
        if isinstance(part, str):
            if row.get(part):
                return row[part]
        elif any(row.get(role) for role in part):
            told = (f"{headed[role]}：{row[role]}" for role in part if row.get(role))
            return "；".join(told)
    return None


def _apply(read, text, values):
    """Put into ``values`` what one read finds in one text."""
    match = read.pattern.search(text)
    if not match:
        return
    found = {name: word for name, word in match.groupdict().items() if word is not None}
    for column, times in read.times.items():
        found[column] = str(int(found[column]) * times)
    for column, plus in read.plus.items():
        found[column] = str(int(found[column]) + plus)
    found |= read.set
    if not values.keys() & found.keys():
        values.update(found)
    for column, items in read.add.items():
        held = values.setdefault(column, [])
        held += [item for item in items if item not in held]


def _values(kind, row):
    """Values the kind's reads find in a row, lists joined by semicolons."""
    values = {}
    for read in kind.reads:
        for role in read.sources:
            if row.get(role):
                _apply(read, compact(row[role]), values)
    return {c: ";".join(v) if isinstance(v, list) else v for c, v in values.items()}


def values(kind, row):
    """(values by column, columns that the rule needs and that could not be read, remark or None).

    What a column of the sheet says as it stands goes before what is read out of a text, and that
    before what the kind fixes. The remark says where limit and basis contradict each other.
    """
    own = {name: row[name] for name in catalog.get(f"schema/{kind.table}").columns if row.get(name)}
    read = _values(kind, row)
    lists = {column for read_ in kind.reads for column in read_.add}
    alone = _values(kind, {"limit": row.get("limit")})
    remark = None
    if any(c in alone and alone[c] != read.get(c) for c in lists):
        remark = f"说明写“{row.get('basis')}”，限定写“{row.get('limit')}”，两处不一致，按较宽的收"
    found = kind.fixed | read | own
    lacking = [m for m in kind.must if not any(found.get(c) for c in m.split("|"))]
    return found, lacking, remark


@cache
def numeric(table):
    """Columns of a knowledge table that hold numbers: name → True where they are whole."""
    found = re.findall(r"^ +(\w+) +(INTEGER|DECIMAL)", catalog.get(f"schema/{table}").sql, re.M)
    return {name: kind == "INTEGER" for name, kind in found}


def number(text, integer=False):
    """A printed number (24.0, 14天, 每日1次) as plain text for the store (24), or None."""
    match = _NUMBER.fullmatch(compact(as_text(text) or ""))
    if not match:
        return None
    words = match[1]
    if "." in words:
        words = words.rstrip("0").rstrip(".")
    return None if integer and "." in words else words
