"""Screening: every rule of queries/rules on the claims, its hits as findings with a stable key.

A rule is one SELECT that returns findings.RESULT. It is not applicable, and says why, where the
data it needs are missing; a rule that fails is recorded as failed and does not stop the others.
"""

import logging
import shutil
import tempfile
import time
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from queue import SimpleQueue

import duckdb

from oversight import faults, findings, prepared, publishing, rulebook
from oversight import settings as bureau_settings
from oversight import since as new_months
from oversight.errors import UserError
from oversight.findings import RESULT

_log = logging.getLogger("oversight")
MOST_EVIDENCE = 50
# The working store of a screening by all rules: the next goes on with it after a kill, and with its
# tables after new months. A screening by some rules has its own, which is removed.
WORK, PART = "screening.duckdb", "screening-part.duckdb"
MEMORY = "8GB"
# Rules run at the same time: much of a rule is done by one core alone.
AT_ONCE = 2
# Shares of a screening's progress: laying down what the rules read, the rules; the rest is marts.
_PREPARED, _RULES_SHARE = 0.2, 0.85

_COLUMNS = ", ".join(f"{name} {kind}" for name, kind in RESULT.items())
_RESULTS = f"""
CREATE TABLE IF NOT EXISTS result (rule VARCHAR, {_COLUMNS});
CREATE TABLE IF NOT EXISTS outcome (
    rule VARCHAR, code VARCHAR, status VARCHAR, reason VARCHAR, seconds DOUBLE, params VARCHAR,
    sha256 VARCHAR, data_to DATE, from_day DATE, by_person BOOLEAN);
CREATE TABLE IF NOT EXISTS touched (psn_no VARCHAR, day DATE);
"""
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


def run(
    con,
    as_of,
    rules=None,
    settings=None,
    progress=None,
    since=None,
    work=None,
    at=None,
    settle=None,
):
    """Run rules at ``as_of`` and write ``finding`` and ``rule_run`` on a building connection.

    ``rules`` are names or codes, all active rules when None. With ``since`` (a date) only what
    rows from then on can change is looked at. ``progress(share, sentence)`` is told of each step.
    ``work`` is the path of the working store and what its contents depend on; in memory when None.
    ``at`` is the moment of the run, now when None. ``settle`` is called before anything is written
    (publishing.publish_early); without it the views are made first.
    Returns one RuleRun per rule. Raises UserError for an unknown rule or parameter, before
    anything is written.
    """
    picked = rulebook.chosen(rules)
    rulebook.check_settings(settings)
    if settle is None:
        publishing.create_views(con)
    at = at or datetime.now()
    run_id = datetime.now().strftime("%Y%m%dT%H%M%S%f")
    path, identity = work or (None, None)
    params = {rule.stem: rulebook.parameters(rule, settings) for rule in picked}
    identity = [
        identity,
        _RESULTS,
        as_of,
        since,
        {r.stem: [r.sha256, params[r.stem]] for r in picked},
    ]
    tell = progress or (lambda _share, _words: None)
    _leave_room(con, path, settle is not None)
    with prepared.attached(con, path, identity, new_months.state(con)):
        con.execute(_RESULTS)
        reasons = rulebook.inapplicable(con, picked)
        runnable = [rule for rule in picked if rule.stem not in reasons]
        change = new_months.changes(con, runnable, params, since, as_of)
        share = lambda s, words: tell(_PREPARED * s, words)  # noqa: E731
        prepared.store_views(con, runnable, change, share)
        share = lambda s, words: tell(_PREPARED + (1 - _PREPARED) * s, words)  # noqa: E731
        windows = change.windows if change else {}
        finished = prepared.done(con)
        tasks = [
            partial(
                _run_one,
                rule=rule,
                as_of=as_of,
                params=params[rule.stem],
                window=windows.get(rule.stem),
                reason=reasons.get(rule.stem),
            )
            for rule in picked
            if f"rule {rule.stem}" not in finished
        ]
        _run_all(con, tasks, share)
        if settle:
            settle()
        prepared.look(con, prepared.MAIN)
        findings.merge(con, run_id, not rules, at)
        runs = _record(con, picked, run_id, as_of, at)
        if not rules:
            new_months.note_state(con, as_of, at)
            prepared.keep(con, new_months.state(con))
        return runs


def _run_all(con, tasks, tell):
    """Run the ``tasks`` (_run_one of rules) some at once; those that lacked memory again, alone."""
    starved, begun = [], set()
    with ExitStack() as opened, ThreadPoolExecutor(AT_ONCE) as pool:
        free = SimpleQueue()
        others = [opened.enter_context(prepared.beside(con)) for _ in range(AT_ONCE)]
        for other in others:
            free.put(other)

        def run_beside(task):
            other = free.get()
            try:
                if not task(other):
                    starved.append(task)
            finally:
                free.put(other)

        try:
            for number, task in enumerate(tasks):
                rule = task.keywords["rule"]
                tell(number / len(tasks), f"正在筛查：{rule.card['code']} {rule.title}")
                begun.add(pool.submit(run_beside, task))
                if len(begun) == AT_ONCE:
                    ended, begun = wait(begun, return_when=FIRST_COMPLETED)
                    for each in ended:
                        each.result()
            for each in begun:
                each.result()
        except BaseException:
            for other in others:
                other.interrupt()
            raise
    for task in starved:
        task(con, alone=True)


def _run_one(con, rule, as_of, params, window, reason, alone=False):
    """Run one rule and note how it fared; False when it lacked memory, and was not ``alone``."""
    prepared.look(con, prepared.layer(window))
    started = time.monotonic()
    status = "不适用" if reason else "完成"
    bound = params | ({"as_of": as_of} if "as_of" in rule.used else {})
    try:
        if not reason:
            _select(con, rule, bound)
    except _Broken as error:
        status, reason = "失败", str(error)
    except duckdb.OutOfMemoryException:
        if not alone:
            return False
        _log.exception("rule %s", rule.stem)
        status, reason = "失败", "要的内存和临时空间超过上限，没有做完，其余规则不受影响"
    except duckdb.InterruptException:
        # Something else failed meanwhile.
        raise
    except duckdb.Error as error:
        # A full disk or a damaged file is no failure of the rule: nothing is published.
        if faults.explain(error):
            raise
        _log.exception("rule %s", rule.stem)
        status, reason = "失败", f"运行出错（{_reason(error)}），详情已记入运行日志"
    # One transaction, that is one wait for the disk.
    con.execute("BEGIN")
    from_day, by_person = (window.from_day, window.by_person) if window else (None, False)
    if status == "完成":
        # What lies before the window is seen in part only, and stands as it was found.
        con.execute(
            f"INSERT INTO result BY NAME SELECT $rule AS rule, * FROM screened"
            f" WHERE {findings.ANEW.format(row='screened')}",
            {"rule": rule.stem, "from_day": from_day, "by_person": by_person},
        )
    con.execute(
        "INSERT INTO outcome SELECT $rule, $code, $status, $reason, $seconds, $params, $sha256,"
        " (SELECT max(date_to) FROM load_batch WHERE list_contains($tables, table_name)),"
        " $from_day, $by_person",
        {
            "rule": rule.stem,
            "code": rule.card["code"],
            "status": status,
            "reason": reason,
            "seconds": round(time.monotonic() - started, 3),
            "params": rulebook.as_text(params),
            "from_day": from_day,
            "by_person": by_person,
            "sha256": rule.sha256,
            "tables": rule.card["tables"],
        },
    )
    prepared.finish(con, f"rule {rule.stem}")
    con.execute("COMMIT")
    con.execute("DROP TABLE IF EXISTS screened")
    return True


def _leave_room(con, path, copying):
    """Temporary files fill half of the free disk at most: one rule must not stop all work on it.

    The claims that are being copied (``copying``) will take their room of it.
    """
    free = shutil.disk_usage(path.parent if path else tempfile.gettempdir()).free
    if copying:
        file = "SELECT path FROM duckdb_databases() WHERE database_name = current_database()"
        free -= Path(con.execute(file).fetchone()[0]).stat().st_size
    con.execute(f"SET max_temp_directory_size = '{max(free, 0) // 2 >> 20}MiB'")


def _reason(error):
    if isinstance(error, duckdb.DataError):
        return "数据里有换算不了或超出范围的值"
    if isinstance(error, duckdb.ProgrammingError):
        return "规则的 SQL 有误"
    return "数据库没有做完"


def _select(con, rule, bound):
    """Fill ``screened`` with what the rule returns, once that is what a rule must return."""
    con.execute(f"CREATE OR REPLACE TEMP TABLE screened AS {rule.sql}", bound)
    described = con.execute("DESCRIBE screened").fetchall()
    # Codes are ENUM in the working store and arrive in finding as text all the same.
    shape = {row[0]: "VARCHAR" if row[1].startswith("ENUM") else row[1] for row in described}
    if list(shape.items()) != list(RESULT.items()):
        raise _Broken(f"规则返回的列是 {shape}，应为 {RESULT}")
    counts = con.execute(_SHAPE).fetchone()
    for fault, count in zip(_FAULTS.values(), counts, strict=True):
        if count:
            raise _Broken(fault.format(count))


def _record(con, picked, run_id, as_of, at):
    """Write the run's rows of rule_run, with all each rule now has found; the RuleRuns."""
    con.execute(
        "INSERT INTO rule_run SELECT $run_id, o.rule, o.code, o.status, o.reason,"
        " count(f.finding_key), sum(f.total_amount), sum(f.fund_amount), o.seconds, o.params,"
        " o.sha256, $as_of, $ran_at"
        " FROM outcome AS o LEFT JOIN finding AS f USING (rule) GROUP BY ALL",
        {"run_id": run_id, "as_of": as_of, "ran_at": at},
    )
    told = con.execute(
        "SELECT rule, status, reason, hits, total_amount, fund_amount, seconds FROM rule_run"
        " WHERE run_id = $run_id",
        {"run_id": run_id},
    ).fetchall()
    of_rule = {rule: rest for rule, *rest in told}
    return [RuleRun(r.stem, r.card["code"], r.title, *of_rule[r.stem]) for r in picked]


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

    ``as_of`` defaults to the last date in the data; ``since`` is a month, ``2025-06``. Killed and
    started again on the same claims, it goes on after the last rule it finished. Returns the
    RuleRuns. Raises UserError when no claims are loaded or an argument is wrong.
    """
    rulebook.chosen(rules)
    month = _month(since)
    latest = publishing.current(folder)
    if latest is None:
        raise UserError("还没有理赔数据，请先用 load 装入数据，或用 demo 生成示例区。")
    settings = bureau_settings.load(folder)
    rulebook.check_settings(settings)

    def part(begins, share):
        if progress is None:
            return None
        return lambda done, words: progress(begins + done * share, words)

    marts = part(_RULES_SHARE, 1 - _RULES_SHARE)
    work = Path(folder) / (PART if rules else WORK)
    with publishing.publish_early(folder, kind="screen", progress=marts) as (con, settle):
        con.execute(f"SET memory_limit = '{MEMORY}'")
        runs = run(
            con,
            as_of or cut_off(con),
            rules=rules,
            settings=settings,
            progress=part(0, _RULES_SHARE),
            since=month,
            work=(work, [latest.name, publishing.shape()]),
            settle=settle,
        )
    if rules:
        prepared.remove(work)
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
