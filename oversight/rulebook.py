"""The rules of queries/rules: which to run, whether the data at hand allow it, with what values.

What a rule looks for is its SQL; what it needs and may be set to is its card.
"""

import json
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial

from oversight import catalog
from oversight.errors import UserError

# Knowledge points are kept for all rules in these tables.
_KNOWLEDGE = {"kb_item", "kb_pair"}


def applicable(con, query):
    """None when a rule (or indicator) can be judged on these data, else what is missing.

    Costs a look at the first rows only, unless a column is wholly empty, and then the column's
    statistics.
    """
    return words(lacks(partial(_has, con), query)) or None


def inapplicable(con, rules):
    """Those of ``rules`` that cannot be judged on these data: stem and what is missing."""
    has = cache(partial(_has, con))
    return {rule.stem: said for rule in rules if (said := words(lacks(has, rule)))}


def words(missing):
    """What lacks() says, as a sentence; empty when nothing is missing."""
    return "缺数据：" + "；".join(map(_said, missing)) if missing else ""


def lacks(has, query):
    """What a rule (or indicator) cannot do without and the data have not: a list of choices.

    Its card's ``tables`` must have rows, but for those named ``optional``; each of its ``columns``
    (``table.column``, alternatives after ``|``) must have a value somewhere. ``has(table, column)``
    says what there is, ``has(table)`` of the table. Each choice is a list of (table, column),
    column None for the whole table, of which one would do.
    """
    optional = set(query.card.get("optional", []))
    empty = [t for t in query.card["tables"] if t not in optional and not has(t)]
    missing = [[(table, None)] for table in empty]
    for spec in query.card.get("columns", []):
        wanted = choices(spec)
        if {table for table, _ in wanted} <= set(empty):
            continue
        if not any(has(table, column) for table, column in wanted):
            missing.append(wanted)
    for table in sorted(_KNOWLEDGE & set(query.card["tables"]) - optional - set(empty)):
        # Points of other rules are no points of this one.
        own = (table, f"rule_code={query.card['code']}")
        if not has(*own):
            missing.append([own])
    return missing


def _said(wanted):
    if wanted[0][1] is None:
        return f"{_table_label(wanted[0][0])}没有数据"
    named = "或".join(f"{_table_label(t)}的{_column_label(t, c)}" for t, c in wanted)
    return f"没有{named}" if "=" in wanted[0][1] else f"{named}全为空"


def choices(spec):
    """A card's column, ``a.x|y`` or ``a.x|b.y``, as pairs of table and column."""
    first, *others = spec.split("|")
    table = first.split(".")[0]
    dotted = [first, *(o if "." in o else f"{table}.{o}" for o in others)]
    return [tuple(choice.split(".")) for choice in dotted]


def _has(con, table, column=None):
    """True when a table has rows, a column values, or values of one kind (``rule_code=R06``)."""
    name, _, value = (column or "").partition("=")
    condition = f'WHERE "{name}" IS NOT NULL' if name else ""
    if value:
        condition += f" AND \"{name}\" = '{value}'"
    return con.execute(f'SELECT 1 FROM "{table}" {condition} LIMIT 1').fetchone() is not None


def _table_label(table):
    with suppress(UserError):
        return f"{catalog.get(f'schema/{table}').title}（{table}）"
    return table


def _column_label(table, column):
    name, _, value = column.partition("=")
    if value:
        return f"知识点中规则 {value} 的行"
    label = column
    with suppress(UserError, KeyError):
        label = catalog.get(f"schema/{table}").card["columns"][column]["label"]
    return f"{label}（{column}）"


def chosen(names=None):
    """The rules to run: all active ones, or those named (file name or code, as ``R27``).

    Raises UserError for a name that no rule bears.
    """
    rules = list(catalog.load("rules").values())
    if not names:
        return [rule for rule in rules if rule.card.get("status", "active") == "active"]
    picked = []
    for name in names:
        found = [rule for rule in rules if name in (rule.stem, rule.name, rule.card["code"])]
        if not found:
            known = "、".join(f"{rule.card['code']}（{rule.stem}）" for rule in rules)
            raise UserError(f"没有名为“{name}”的规则，可用的有：{known}。")
        picked.extend(rule for rule in found if rule not in picked)
    return picked


def parameters(rule, settings=None):
    """The values a rule runs with: its card's defaults, overridden by the bureau's settings.

    Raises UserError naming file and key for a parameter the rule has not, or of another kind.
    """
    values = dict(rule.defaults)
    given = settings.rule_params(rule.card["code"]) if settings else {}
    where = f"设置文件 settings.toml 的规则 {rule.card['code']}（{rule.title}）"
    for key, value in given.items():
        if key not in values:
            known = "、".join(values) or "无"
            raise UserError(f"{where}写了不认识的参数“{key}”，可用的有：{known}。")
        if not _same_kind(value, values[key]):
            raise UserError(f"{where}的参数“{key}”应写成像 {values[key]} 这样的值，请改正。")
        values[key] = value
    return values


def as_text(params):
    """Parameter values as they are kept beside a finding and a run."""
    return json.dumps(params, ensure_ascii=False, default=str)


def _same_kind(value, default):
    if isinstance(default, list):
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if isinstance(default, str):
        return isinstance(value, str)
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def check_settings(settings):
    """Refuse settings that no rule knows. Raises UserError as parameters() does."""
    if settings is None:
        return
    by_code = {rule.card["code"]: rule for rule in catalog.load("rules").values()}
    for code in settings.rules:
        if code not in by_code:
            raise UserError(f"设置文件 settings.toml 写了没有的规则“{code}”，请删去或改正。")
        parameters(by_code[code], settings)


@dataclass(frozen=True)
class Reach:
    """What a rule's findings hang on, so that new months need not be screened with all the old.

    ``unit`` is what is judged by itself: 人 (a person), 月 (a calendar month of the district) or
    截至日 (the rows of the last ``back`` days, anew each time). ``back`` and ``ahead`` are the days
    before and after a finding's date in which rows can change it; ``history`` is the view whose
    users since then are judged by all they ever had.
    """

    unit: str
    back: int
    ahead: int
    history: str | None


def reach(rule, params):
    """The Reach that a rule's card declares, or None: every row counts for every finding.

    ``back`` and ``ahead`` of the card are sums of days and of parameters that are days.
    """
    if "back" not in rule.card:
        return None
    back, ahead = (
        int(sum(params.get(term, term) for term in rule.card.get(key, [])))
        for key in ("back", "ahead")
    )
    return Reach(rule.card.get("unit", "人"), back, ahead, rule.card.get("history"))
