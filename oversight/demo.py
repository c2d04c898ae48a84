"""The invented district 示例区: claims of any size with planted answers, and its ledgers.

The same seed, scale and date give the same rows. The SQL and the word lists are in sample_data/;
this module only says what comes after what, and how large the pieces are.
"""

import json
import tempfile
from datetime import date, datetime, time
from pathlib import Path

from oversight import (
    catalog,
    claims_schema,
    demo_leads,
    demo_ledgers,
    prepared,
    publishing,
    screening,
    settings,
)
from oversight.demo_problems import SAMPLE

AS_OF = date(2025, 11, 28)
SEED = 20251128
PERSONS = 20_000
MONTHS = 26
SLOT_DAYS = 60
ANSWERS = "answers.json"
_GROUND = ("ground", "knowledge", "institutions", "planted")
_PERSONS = ("people", "physicians")
_BATCH = ("encounters", "bills", "claims", "operations")
_AFTER = (
    *("funds", "employers", "aid", "procurement", "care", "office"),
    *("pharmacy", "tracing", "stock", "suspensions", "planted_trade", "planted_answers"),
)
# The drafts of so many persons take about 2 GB.
_BATCH_PERSONS = 80_000
# One set of institutions serves 200,000 persons.
_PER_BRANCH = 10


def _quiet(_share, _words):
    pass


def build(folder, scale=1, as_of=None, seed=SEED, progress=None):
    """Build the invented district in ``folder``: claims, planted answers, ledgers, findings.

    ``scale`` 1 is about 20,000 persons and 400,000 fee lines and may be a fraction; ``as_of`` is
    the last day with data (default 2025-11-28). A sample district built before is replaced;
    raises UserError when the folder holds anything else.
    """
    folder, as_of, progress = Path(folder), as_of or AS_OF, progress or _quiet
    demo_ledgers.refuse_real(folder)
    progress(0.0, "正在准备示例区")
    publishing.ensure_writable(folder)
    with tempfile.TemporaryDirectory(prefix="building-", dir=folder) as aside:
        demo_ledgers.build(aside, scale, as_of, seed, _between(progress, 0.0, 0.3))
        answers = _publish_claims(folder, scale, as_of, seed, progress)
        demo_leads.decide(aside, folder, as_of)
        demo_ledgers.move_in(aside, folder)
    text = json.dumps(answers, ensure_ascii=False, indent=1)
    (folder / ANSWERS).write_text(text + "\n", encoding="utf-8")
    progress(1.0, "示例区已生成")


def is_due(folder):
    """True for a folder nobody has used: an empty one, or the sample's claims without ledgers.

    The latter is what a build leaves that was killed between its last two steps.
    """
    if (Path(folder) / demo_ledgers.LEDGERS).exists() or demo_ledgers.is_used(folder):
        return False
    return not demo_ledgers.holds_real_claims(folder)


def _publish_claims(folder, scale, as_of, seed, progress):
    with publishing.publish(folder, kind="demo", progress=_between(progress, 0.9, 1.0)) as con:
        # Somebody may have filed or loaded while the ledgers were made.
        demo_ledgers.refuse_real(folder)
        con.execute(f"SET memory_limit = '{screening.MEMORY}'")
        answers = fill_claims(con, scale, as_of, seed, _between(progress, 0.3, 0.8))
        screening.run(
            con,
            as_of,
            settings=settings.load(folder),
            progress=_between(progress, 0.8, 0.9),
            # As in a bureau: the night's run on the day the district is shown.
            at=datetime.combine(as_of, time(6)),
            work=(folder / screening.WORK, datetime.now()),
        )
        _run(con, "found")
    prepared.remove(folder / screening.WORK)
    return answers


def _between(progress, start, end):
    return lambda share, words: progress(start + (end - start) * share, words)


def first_day(as_of):
    """First day of the claims: the first of the month 25 months before that of ``as_of``."""
    months = as_of.year * 12 + as_of.month - MONTHS
    return date(months // 12, months % 12 + 1, 1)


def fill_claims(con, scale, as_of, seed=SEED, progress=_quiet):
    """Replace the rows of every claims table by those of the invented district.

    ``con`` is a connection to a claims database; everything in it is dropped first. Returns the
    planted answers, in the shape scoring scripts read: by rule code ``by``, ``must``,
    ``must_not``, ``note``; and what some of them cost the fund, in 元.
    """
    _start_anew(con)
    persons = max(200, round(PERSONS * scale))
    _set(
        con,
        seed=seed,
        scale=float(scale),
        as_of=as_of,
        first_day=first_day(as_of),
        persons=persons,
        months=MONTHS,
        slots=(as_of - first_day(as_of)).days // SLOT_DAYS + 2,
        copies=min(6, max(1, round(2 * scale**0.5))),
        branches=max(1, round(scale / _PER_BRANCH)),
        planted_persons=0,
    )
    # Before the order is given up: the rows of several files are numbered as they are read.
    _read_words(con)
    con.execute("SET preserve_insertion_order = false")
    for name in _GROUND:
        _run(con, name)
    planted = con.execute("SELECT count(*) FROM planted").fetchone()[0]
    _set(con, planted_persons=planted)
    for name in _PERSONS:
        _run(con, name)
    _fill_encounters(con, persons + planted, progress)
    progress(0.97, "正在生成基金、单位、救助、集采、长护、单据和药店进销存")
    for name in _AFTER:
        _run(con, name)
    _record_batches(con, as_of)
    answers = _answers(con, as_of)
    _forget_drafts(con)
    return answers


def _fill_encounters(con, people, progress):
    for start in range(0, people, _BATCH_PERSONS):
        until = min(start + _BATCH_PERSONS, people)
        progress(start / people, f"正在生成就诊、结算和费用明细（{start:,}／{people:,} 人）")
        _set(con, batch_from=start, batch_to=until)
        for name in _BATCH:
            _run(con, name)


def _set(con, **values):
    for name, value in values.items():
        con.execute(f"SET VARIABLE {name} = $value", {"value": value})


def _sql(name):
    return (SAMPLE / f"{name}.sql").read_text(encoding="utf-8")


def _run(con, name):
    con.execute(_sql(name))


def _read_words(con):
    """Each file as csv_<name>; items.csv and items-trade.csv are one table, csv_items."""
    files = {}
    for path in sorted(SAMPLE.glob("*.csv")):
        files.setdefault(path.stem.split("-")[0], []).append(str(path))
    for name, paths in files.items():
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE csv_{name} AS "
            "SELECT row_number() OVER () AS file_row, * FROM read_csv($paths, all_varchar = true,"
            " header = true, union_by_name = true)",
            {"paths": paths},
        )


def _start_anew(con):
    # Dropped, not emptied: the file would keep the room of deleted rows.
    for kind in ("view", "table"):
        named = con.execute(
            f"SELECT {kind}_name FROM duckdb_{kind}s()"
            " WHERE NOT internal AND NOT temporary AND database_name = current_database()"
        )
        for (name,) in named.fetchall():
            con.execute(f"DROP {kind} {name}")
    con.execute("CHECKPOINT")
    claims_schema.create(con)


def _record_batches(con, as_of):
    for query in catalog.load("schema").values():
        day = query.card.get("date")
        first, last = (f"min({day})", f"max({day})") if day else ("NULL", "NULL")
        con.execute(
            "INSERT INTO load_batch (table_name, rows, loaded_at, date_from, date_to, note)"
            f" SELECT $name, count(*), $at, {first}, {last}, $note FROM {query.stem}"
            " HAVING count(*) > 0",
            {"name": query.stem, "at": as_of, "note": demo_ledgers.LOADED_AS},
        )


def _forget_drafts(con):
    for (table,) in con.execute(
        "SELECT table_name FROM duckdb_tables() WHERE temporary"
    ).fetchall():
        con.execute(f"DROP TABLE temp.{table}")
    con.execute("SET preserve_insertion_order = true")


def _answers(con, as_of):
    rows = con.execute(
        "SELECT rule, verdict, 'psn_no', psn_no, note, i FROM planted INNER JOIN person USING (i)"
        # Some persons only play a part in what is planted about a hospital or a pack of drugs.
        " WHERE rule IS NOT NULL AND told_by IS NULL"
        " UNION ALL SELECT *, NULL FROM planted_answer ORDER BY i NULLS LAST, 1, 2, 4"
    ).fetchall()
    rules = {}
    for rule, verdict, by, key, note, _ in rows:
        answer = rules.setdefault(
            rule, {"by": by, "must": [], "must_not": [], "may": [], "alias": {}, "note": ""}
        )
        answer[verdict].append(key)
        answer["note"] += f"{verdict} {key}: {note}\n"
    costs = {}
    for rule, psn_no, fund in con.execute(_sql("answers")).fetchall():
        costs.setdefault(rule, {})[psn_no] = float(fund)
    return {"as_of": as_of.isoformat(), "rules": rules, "fund_amounts": costs}
