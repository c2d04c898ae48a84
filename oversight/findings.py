"""Findings: what a screening's results become, kept from run to run under one key.

A finding that a later run no longer makes is not deleted: it moves to finding_gone with the reason.
What people decided about it lies in the ledgers under the same key, whatever the claims become.
"""

import csv
from pathlib import Path

from oversight import faults, publishing, rulebook, tables
from oversight.errors import UserError

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
GONE_DATA = "数据变动后不再命中"
GONE_RULE = "规则或参数改动后不再命中"
GONE_RETIRED = "规则已停用"

_KEY = "left(sha256(rule || chr(31) || subject_id), 32)"
# Of a rule that looks at a part of the rows (since.Window): the findings it judges anew.
ANEW = (
    "($from_day IS NULL OR event_date IS NULL OR event_date >= $from_day"
    " OR ($by_person AND EXISTS (SELECT 1 FROM touched AS t"
    " WHERE t.psn_no = {row}.psn_no AND t.day <= {row}.event_date)))"
)
# What the run speaks about: findings of its rules, all or those it looked at anew.
_IN_SCOPE = f"""
CREATE OR REPLACE TEMP TABLE finding_before AS
SELECT f.*, o.status, o.reason, o.params AS params_now, o.sha256 AS sha256_now, o.rule AS ran
FROM finding AS f
LEFT JOIN outcome AS o USING (rule)
WHERE
    CASE
        WHEN o.rule IS NULL THEN $whole
        ELSE {ANEW.format(row="f").replace("$", "o.")}
    END
"""
_MADE = f"""
CREATE OR REPLACE TEMP TABLE finding_made AS
SELECT
    {_KEY} AS finding_key, r.rule, o.code, {", ".join(f"r.{name}" for name in RESULT)},
    o.params, o.sha256 AS rule_sha256, $run_id AS run_id, o.data_to,
    coalesce(b.found_at, g.found_at, $at) AS found_at
FROM result AS r
INNER JOIN outcome AS o USING (rule)
LEFT JOIN (SELECT finding_key, found_at FROM finding) AS b ON b.finding_key = {_KEY}
LEFT JOIN (SELECT finding_key, found_at FROM finding_gone) AS g ON g.finding_key = {_KEY}
"""
_CLOSE = f"""
INSERT INTO finding_gone BY NAME
SELECT
    * EXCLUDE (status, reason, params_now, sha256_now, ran),
    $run_id AS gone_run_id, $at AS gone_at,
    CASE
        WHEN ran IS NULL THEN '{GONE_RETIRED}'
        WHEN status <> '完成' THEN '规则' || status || '：' || coalesce(reason, '')
        WHEN rule_sha256 IS DISTINCT FROM sha256_now OR params IS DISTINCT FROM params_now
            THEN '{GONE_RULE}'
        ELSE '{GONE_DATA}'
    END AS gone_reason
FROM finding_before
WHERE finding_key NOT IN (SELECT finding_key FROM finding_made)
"""


def merge(con, run_id, whole, at):
    """Bring ``finding`` and ``finding_gone`` to the results of a run.

    ``result``, ``outcome`` and ``touched`` are the working tables of the run (screening.py); ``at``
    is its moment. With ``whole`` findings of rules that are no more are closed too.
    """
    about = {"run_id": run_id, "at": at}
    con.execute(_IN_SCOPE, {"whole": whole})
    con.execute(_MADE, about)
    con.execute("BEGIN")
    con.execute(_CLOSE, about)
    con.execute(
        "DELETE FROM finding WHERE finding_key IN (SELECT finding_key FROM finding_before)"
        " OR finding_key IN (SELECT finding_key FROM finding_made)"
    )
    con.execute("INSERT INTO finding BY NAME SELECT * FROM finding_made")
    con.execute("DELETE FROM finding_gone WHERE finding_key IN (SELECT finding_key FROM finding)")
    con.execute("COMMIT")
    con.execute("DROP TABLE finding_before")
    con.execute("DROP TABLE finding_made")


def export(folder, out, rules=None):
    """Write the findings in force as a CSV with a BOM, which Excel opens as Chinese.

    Returns how many. Amounts in 元, dates as 2025-06-30; a text that a spreadsheet would take for
    a formula is preceded by an apostrophe. Raises UserError when there are no claims, or the file
    cannot be written.
    """
    stems = [rule.stem for rule in rulebook.chosen(rules)] if rules else None
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
