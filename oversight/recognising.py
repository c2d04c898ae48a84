"""What a sheet is, told from its headings and its shape, before anything is done with it."""

from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import islice
from typing import NamedTuple

from oversight import catalog, filled_forms, headings, ledgers, mapping, tabling
from oversight.grids import Grid
from oversight.loading import named_after
from oversight.values import compact

KINDS = {
    "claims": "理赔数据表",
    "knowledge": "两库规则表",
    "roster": "人员名册",
    "ledger": "台账",
    "dictionary": "数据字典",
    "template": "空表样",
    "form": "填写式的表",
    "list": "一般清单",
    "unknown": "没有表头的数据",
    "empty": "空表",
}
# A handful of common words (姓名, 备注) must not make a claims table of anything.
_LEAST_HITS, _LEAST_SHARE = 4, 0.4
_KNOWLEDGE = [
    *(
        "药品通用名",
        "药品说明",
        "限定类型",
        "限定对象",
        "限定性别",
        "限定值域",
        "限定年龄",
        "国标代码",
    ),
    *("知识点", "主项名称", "主项编码", "从项名称", "从项编码", "限制数量", "数量单位", "规则名称"),
]
_SPEAKING = {"限定", "知识点", "主项", "从项", "限制数量", "规则"}
_DICTIONARY = [
    *("字段名称", "字段名", "字段类型", "数据类型", "字段注释", "列名", "表名", "表注释"),
    *("是否可为空", "数据项"),
]
_PERSON = ("姓名", "人员姓名", "对象姓名", "户主姓名", "参保人姓名")
_CARD = ("身份证号", "身份证号码", "证件号码", "公民身份号码", "身份证", "证件号", "社会保障号码")
# Tables whose rows have a number of their own in the file where their key is missing.
NUMBERED = {"mdtrt_d", "setl_d", "fee_list_d"}
_LEAST_UNKEYED, _LEAST_ASKED = 8, 3
_LEDGER_ROWS = 2 * headings.DEEPEST_START
_ROSTER_TABLES = {"psn_info_b", "maf_psn_idet_d", "death", "maf_fund_insu_d"}


class What(NamedTuple):
    """``kind`` is a key of KINDS, ``score`` 0 to 1, ``why`` a sentence; ``table`` a schema name."""

    kind: str
    score: float
    why: str
    table: str | None = None


@cache
def _tables():
    return [query.stem for query in catalog.load("schema").values()]


@cache
def _vocabulary():
    return {word for table in _tables() for word in mapping.words(table)}


def claims_table(names, called="", asked=False):
    """(table, columns it fills, share of the headings known) that headings fit best, or None.

    ``called`` is the file's or sheet's name: a table's name there goes before all counting. With
    ``asked``, someone says that these are claims: three columns of a claims table are enough.
    """
    names = [name or "" for name in names]
    filled = [name for name in names if name and mapping.plain(name) not in ("序号", "index")]
    if not filled:
        return None
    if sum(mapping.plain(name) in _vocabulary() for name in filled) < 2:
        return None  # a line of data: not worth a look for every table
    named, found = named_after(called) if called else None, []
    for table in _tables():
        hits = set(mapping.recognise(table, names).places)
        card = catalog.get(f"schema/{table}")
        if hits:
            keyed = bool(set(card.card["key"]) & hits)
            found.append((table == named, len(hits), keyed, len(hits) / len(card.columns), table))
    if not found:
        return None
    is_named, hits, keyed, _, table = max(found)
    share = min(1.0, hits / min(len(filled), len(catalog.get(f"schema/{table}").columns)))
    if asked and (keyed or table in NUMBERED):
        enough = hits >= _LEAST_ASKED
    else:
        enough = hits >= _LEAST_HITS and share >= _LEAST_SHARE or hits >= 10
        enough = enough and (keyed or hits >= _LEAST_UNKEYED)
    enough = enough or keyed and hits == len(filled) > 1
    return (table, hits, share) if is_named or enough else None


def _of_words(names, words):
    return [name for name in names if compact(name) in words]


def what_is(grid, called=""):
    """What a grid is, as What. ``called`` is the name of its file or sheet."""
    found = tabling.tables_of(grid)
    if not found:
        return What("empty", 1.0, "没有内容。")
    form = filled_forms.form_of(grid)
    if form:
        why = f"这是一张填写式的表，不是清单：认出 {len(form.pairs)} 个填写项。"
        return What("form", 0.9, why)
    return of_headings(found[0], called, ledger=_ledger(grid))


def of_headings(table, called="", ledger=None):
    """What a Table is by its headings; ``ledger`` as _ledger() gives it."""
    if table.first is None:
        return What(
            "unknown", 0.5, "没有认出表头，各列暂称“第 1 列”“第 2 列”……，可以手工指定表头行。"
        )
    names = [column.leaf for column in table.columns if column.named]
    score, dictionary = _share(names, _DICTIONARY)
    if len(dictionary) >= 2:
        return What("dictionary", max(0.7, score), f"表头是{_said(dictionary)}，是数据字典。")
    claims = claims_table(names, called)
    empty = not table.rows
    roster = _of_words(names, _PERSON) and _of_words(names, _CARD)
    if claims and not (roster and claims[0] in _ROSTER_TABLES and not _coded(names)):
        name, hits, share = claims
        title = catalog.get(f"schema/{name}").title
        why = f"{len(names)} 个表头里有 {hits} 个是{title}（{name}）的列。"
        if empty:
            return What("template", share, f"{why}只有表头，没有数据。", name)
        return What("claims", share, why, name)
    if ledger and ledger[0] >= 0.5:
        why = f"表头里有 {ledger[1]} 列是台账的列，可以到“上传核查”逐项核对。"
        return What("ledger", ledger[0], why)
    score, known = _share(names, _KNOWLEDGE)
    if len(known) >= 2 and any(word in name for name in known for word in _SPEAKING):
        return What("knowledge", max(0.7, score), f"表头有{_said(known)}，是两库的规则或知识点。")
    if roster:
        why = f"有{_said(roster[:1] + _of_words(names, _CARD)[:1])}，一人一行。"
        return What("roster", 0.8, why, claims and claims[0])
    if empty:
        return What("template", 0.5, f"只有表头（{len(names)} 列），没有数据。")
    return What(
        "list", 0.5, f"{len(names)} 列 {len(table.rows)} 行，不是已知的业务表，按一般清单核对。"
    )


def _coded(names):
    """True where headings are column codes (psn_no): an extract, not an office's list."""
    return sum(name.isascii() for name in names) * 2 > len(names)


def _said(names):
    return "、".join(f"“{name}”" for name in names[:3])


def _share(names, words):
    known = [name for name in names if any(word in compact(name) for word in words)]
    return len(known) / len(names), known


def _trimmed(row):
    row = list(row)
    while row and not tabling.as_text_any(row[-1]):
        row.pop()
    return row


def _ledger(grid):
    """(share of headings known, how many) of the ledger kind that fits best, or None."""
    # Cells out at the edge of a sheet that hold nothing are many, and cost much.
    top = [_trimmed(row) for row in islice(iter(grid.rows), _LEDGER_ROWS)]
    grid, best = Grid(grid.name, top, grid.merges), []
    for kind in ledgers.kinds().values():
        header = headings.find_header(grid, headings.Vocabulary(kind))
        if header is None:
            continue
        known = Counter(bool(heading.field) for heading in header.headings)[True]
        share = known / len(header.headings)
        best.append((share, known))
    return max(best, default=None)


def labelled(table, name):
    """The Table with the national names of its columns preceded by their Chinese labels.

    ``name`` is the schema table it was recognised as; None leaves the headings as they are.
    """
    if not name:
        return table
    columns = catalog.get(f"schema/{name}").columns
    places = mapping.recognise(name, [column.leaf for column in table.columns]).places
    labels = {place: columns[known]["label"] for known, place in places.items()}
    table.columns = tuple(
        replace(column, name=f"{labels[place]} {column.name}")
        if place in labels and column.name.isascii()
        else column
        for place, column in enumerate(table.columns)
    )
    return table
