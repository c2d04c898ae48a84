"""Screening: every rule of queries/rules on the claims, its hits as findings with a stable key.

A rule is one SELECT that returns RESULT. It is not applicable, and says why, where the data it
needs are missing; a rule that fails is recorded as failed and does not stop the others.
"""

import csv
import json
import logging
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb

from oversight import catalog, faults, publishing, tables
from oversight import settings as bureau_settings
from oversight.errors import UserError

_log = logging.getLogger("oversight")
RESULT = {
    "subject_id": "VARCHAR",
    "psn_no": "VARCHAR",
    "fixmedins_code": "VARCHAR",
    "event_date": "DATE",
    "total_amount": "DECIMAL(18,2)",
    "fund_amount": "DECIMAL(18,2)",
    "measured_value": "DOUBLE",
    "evidence": "VARCHAR",
}
EXPORTED = ["rule", "code", *RESULT]
MOST_EVIDENCE = 50
# Share of a screening's progress that the rules take; the rest is the marts.
_RULES_SHARE = 0.8

_SHAPE = f"""
SELECT
    count(*) - count(subject_id) AS nameless,
    count(subject_id) - count(DISTINCT subject_id) AS twice,
    count(*) FILTER (WHERE evidence IS NULL OR evidence = '') AS unproven,
    count(*) FILTER (
        WHERE length(evidence) - length(replace(evidence, ';', '')) >= {MOST_EVIDENCE}
    ) AS overproven
FROM screened
"""
_FAULTS = {
    "nameless": "有 {} 条疑点没有对象编号（subject_id）",
    "twice": "有 {} 条疑点的对象编号（subject_id）重复",
    "unproven": "有 {} 条疑点没有证据（evidence）",
    "overproven": f"有 {{}} 条疑点的证据超过 {MOST_EVIDENCE} 个",
}
_STORE = """
INSERT INTO finding
SELECT
    left(sha256($rule || chr(31) || subject_id), 32), $rule, $code, subject_id, psn_no,
    fixmedins_code, event_date, total_amount, fund_amount, measured_value, evidence, $params,
    $sha256, $run_id,
    (SELECT max(date_to) FROM load_batch WHERE list_contains($tables, table_name))
FROM screened
"""
_SINCE = "($since::DATE IS NULL OR event_date IS NULL OR event_date >= $since)"


class _Broken(Exception):
    """A rule returned something other than what every rule must return."""


@dataclass(frozen=True)
class RuleRun:
    """How one rule fared: status 完成, 不适用 or 失败, with the reason for the latter two."""

    rule: str
    code: str
    title: str
    status: str
    reason: str | None
    hits: int
    total_amount: Decimal | None
    fund_amount: Decimal | None
    seconds: float


def applicable(con, query):
    """None when a rule (or indicator) can be judged on these data, else what is missing.

    Its card's ``tables`` must have rows, but for those named ``optional``; each of its ``columns``
    (``table.column``, alternatives after ``|``) must have a value somewhere. Costs a look at the
    first rows only, unless a column is wholly empty, and then the column's statistics.
    """
    optional = set(query.card.get("optional", []))
    empty = [t for t in query.card["tables"] if t not in optional and not _has(con, t)]
    missing = [f"{_table_label(table)}没有数据" for table in empty]
    for spec in query.card.get("columns", []):
        wanted = choices(spec)
        if {table for table, _ in wanted} <= set(empty):
            continue
        if not any(_has(con, table, column) for table, column in wanted):
            named = "或".join(f"{_table_label(t)}的{_column_label(t, c)}" for t, c in wanted)
            missing.append(f"{named}全为空")
    return "缺数据：" + "；".join(missing) if missing else None


def choices(spec):
    """A card's column, ``a.x|y`` or ``a.x|b.y``, as pairs of table and column."""
    first, *others = spec.split("|")
    table = first.split(".")[0]
    dotted = [first, *(o if "." in o else f"{table}.{o}" for o in others)]
    return [tuple(choice.split(".")) for choice in dotted]


def _has(con, table, column=None):
    condition = f'WHERE "{column}" IS NOT NULL' if column else ""
    return con.execute(f'SELECT 1 FROM "{table}" {condition} LIMIT 1').fetchone() is not None


def _table_label(table):
    with suppress(UserError):
        return f"{catalog.get(f'schema/{table}').title}（{table}）"
    return table


def _column_label(table, column):
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


def _same_kind(value, default):
    if isinstance(default, list):
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if isinstance(default, str):
        return isinstance(value, str)
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _check_settings(settings):
    if settings is None:
        return
    by_code = {rule.card["code"]: rule for rule in catalog.load("rules").values()}
    for code in settings.rules:
        if code not in by_code:
            raise UserError(f"设置文件 settings.toml 写了没有的规则“{code}”，请删去或改正。")
        parameters(by_code[code], settings)


def run(con, as_of, rules=None, settings=None, progress=None, since=None):
    """Run rules at ``as_of`` and write ``finding`` and ``rule_run`` on a building connection.

    ``rules`` are names or codes, all active rules when None. With ``since`` (a date) findings
    that happened earlier stay as they were. ``progress(share, sentence)`` is told of each rule.
    Returns one RuleRun per rule. Raises UserError for an unknown rule or parameter, before
    anything is written.
    """
    picked = chosen(rules)
    _check_settings(settings)
    publishing.create_views(con)
    if not rules and not since:
        con.execute(
            "DELETE FROM finding WHERE NOT list_contains($rules, rule)",
            {"rules": [rule.stem for rule in picked]},
        )
    run_id = datetime.now().strftime("%Y%m%dT%H%M%S%f")
    runs = []
    for number, rule in enumerate(picked):
        if progress:
            progress(number / len(picked), f"正在筛查：{rule.card['code']} {rule.title}")
        runs.append(_run_one(con, rule, as_of, parameters(rule, settings), run_id, since))
    return runs


def _run_one(con, rule, as_of, params, run_id, since):
    started, reason = time.monotonic(), applicable(con, rule)
    status = "不适用" if reason else "完成"
    bound = params | ({"as_of": as_of} if "as_of" in rule.used else {})
    about = {
        "rule": rule.stem,
        "code": rule.card["code"],
        "params": json.dumps(bound, ensure_ascii=False, default=str),
        "sha256": rule.sha256,
        "run_id": run_id,
    }
    try:
        if not reason:
            _select(con, rule, bound, since)
    except _Broken as error:
        status, reason = "失败", str(error)
    except duckdb.Error as error:
        # A full disk or a damaged file is no failure of the rule: nothing is published.
        if faults.explain(error):
            raise
        _log.exception("rule %s", rule.stem)
        status, reason = "失败", f"运行出错（{_reason(error)}），详情已记入运行日志"
    # What an earlier run found is no longer known to be true, whatever became of this one.
    con.execute(
        f"DELETE FROM finding WHERE rule = $rule AND {_SINCE}",
        {"rule": rule.stem, "since": since},
    )
    if status == "完成":
        con.execute(_STORE, about | {"tables": rule.card["tables"]})
    con.execute("DROP TABLE IF EXISTS screened")
    hits, total, fund = con.execute(
        "SELECT count(*), sum(total_amount), sum(fund_amount) FROM finding WHERE rule = $rule",
        {"rule": rule.stem},
    ).fetchone()
    done = RuleRun(
        rule.stem,
        about["code"],
        rule.title,
        status,
        reason,
        hits,
        total,
        fund,
        round(time.monotonic() - started, 3),
    )
    con.execute(
        "INSERT INTO rule_run VALUES ($run_id, $rule, $code, $status, $reason, $hits, $total,"
        " $fund, $seconds, $params, $sha256, $as_of, $ran_at)",
        about
        | {"status": status, "reason": reason, "hits": hits, "total": total, "fund": fund}
        | {"seconds": done.seconds, "as_of": as_of, "ran_at": datetime.now()},
    )
    return done


def _reason(error):
    if isinstance(error, duckdb.DataError):
        return "数据里有换算不了或超出范围的值"
    if isinstance(error, duckdb.ProgrammingError):
        return "规则的 SQL 有误"
    return "数据库没有做完"


def _select(con, rule, bound, since):
    """Fill ``screened`` with what the rule returns, once that is what a rule must return."""
    sql = f"SELECT * FROM ({rule.sql}) WHERE {_SINCE}" if since else rule.sql
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE screened AS {sql}",
        bound | ({"since": since} if since else {}),
    )
    described = con.execute("DESCRIBE screened").fetchall()
    # Codes are ENUM in a large claims file and arrive in finding as text all the same.
    shape = {row[0]: "VARCHAR" if row[1].startswith("ENUM") else row[1] for row in described}
    if list(shape.items()) != list(RESULT.items()):
        raise _Broken(f"规则返回的列是 {shape}，应为 {RESULT}")
    counts = con.execute(_SHAPE).fetchone()
    for fault, count in zip(_FAULTS.values(), counts, strict=True):
        if count:
            raise _Broken(fault.format(count))


def cut_off(con):
    """The last date in the loaded data, today at most: a mistyped year must not move it.

    Raises UserError when nothing with a date has been loaded.
    """
    last = con.execute("SELECT max(date_to) FROM load_batch").fetchone()[0]
    if last is None:
        raise UserError("还没有装入带日期的数据，请先用 load 装入，或用 --as-of 指定截至日期。")
    return min(last, date.today())


def screen(folder, as_of=None, rules=None, progress=None, since=None):
    """Run rules on a copy of the claims file in force and publish it with the findings.

    ``as_of`` defaults to the last date in the data; ``since`` is a month, ``2025-06``. Returns
    the RuleRuns. Raises UserError when no claims are loaded or an argument is wrong.
    """
    chosen(rules)
    month = _month(since)
    if publishing.current(folder) is None:
        raise UserError("还没有理赔数据，请先用 load 装入数据，或用 demo 生成示例区。")
    settings = bureau_settings.load(folder)
    _check_settings(settings)

    def part(begins, share):
        if progress is None:
            return None
        return lambda done, words: progress(begins + done * share, words)

    marts = part(_RULES_SHARE, 1 - _RULES_SHARE)
    with publishing.publish(folder, kind="screen", progress=marts) as con:
        runs = run(
            con,
            as_of or cut_off(con),
            rules=rules,
            settings=settings,
            progress=part(0, _RULES_SHARE),
            since=month,
        )
    if progress:
        progress(1, "筛查完成")
    return runs


def _month(text):
    if text is None:
        return None
    try:
        return datetime.strptime(text, "%Y-%m").date()
    except ValueError as error:
        raise UserError(f"月份“{text}”写法不对，请写成 2025-06 这样。") from error


def export_findings(folder, out, rules=None):
    """Write the findings in force as a CSV with a BOM, which Excel opens as Chinese.

    Returns how many. Amounts in 元, dates as 2025-06-30; a text that a spreadsheet would take for
    a formula is preceded by an apostrophe. Raises UserError when there are no claims, or the file
    cannot be written.
    """
    stems = [rule.stem for rule in chosen(rules)] if rules else None
    path = publishing.current(folder)
    if path is None:
        raise UserError("还没有理赔数据，请先用 load 装入数据并运行 screen。")
    with publishing.open_file(path, read_only=True) as con, faults.blaming(path):
        publishing.check_version(con, path)
        found = con.execute(
            f"SELECT {', '.join(EXPORTED)} FROM finding"
            " WHERE $stems IS NULL OR list_contains($stems, rule) ORDER BY code, subject_id",
            {"stems": stems},
        ).fetchall()
    part = Path(out).with_name(f".{Path(out).name}.part")
    try:
        with part.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(EXPORTED)
            writer.writerows([_harmless(value) for value in row] for row in found)
        part.replace(out)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise UserError(
            faults.explain(error) or f"不能写入文件 {out}，请检查文件夹和权限，或先关闭这个文件。"
        ) from error
    return len(found)


def _harmless(value):
    return f"'{value}" if isinstance(value, str) and tables.is_formula(value) else value
