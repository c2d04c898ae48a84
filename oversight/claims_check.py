"""Screening of uploaded claims, beside the store: what the rules find in these files, and in which
rows; and which rules cannot say anything, and why.

The files go into a claims file of their own in a temporary folder, the way load does it, so that
national names, interface aliases and Chinese headings all map. Nothing reaches the store.
"""

import tempfile
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd

from oversight import (
    catalog,
    claims_schema,
    faults,
    loading,
    publishing,
    recognising,
    screening,
    sources,
)
from oversight import mapping as mappings
from oversight.errors import UserError
from oversight.loose_tables import value

# A stay and its settlement often come as one row of one file: then it fills both tables.
_PAIR = {"setl_d": "mdtrt_d", "mdtrt_d": "setl_d"}
_PAIR_KEYS = {"setl_d": ("setl_id", "mdtrt_id"), "mdtrt_d": ("mdtrt_id",)}
_LEAST_MORE = 2
MOST_FINDINGS = 2000
MOST_ROWS = 12
_LOADED = 0.4


@dataclass
class ClaimsCheck:
    """What a screening of files found.

    ``tables`` are loading.Loaded, ``unread`` (file, reason); ``runs`` screening.RuleRun in the
    order of their codes; ``unaided`` says of a rule which optional tables it had to do without.
    ``findings`` has one row per finding, amounts in 元, ``rows`` the rows of the files that prove
    it; at most MOST_FINDINGS of each rule. ``numbered`` are (file, label of the key) that got row
    numbers as keys. ``dated`` is False where no file has a date to be as of.
    """

    as_of: date
    tables: list = field(default_factory=list)
    unread: list = field(default_factory=list)
    numbered: list = field(default_factory=list)
    runs: list = field(default_factory=list)
    unaided: dict = field(default_factory=dict)
    findings: pd.DataFrame = None
    dated: bool = True


def check(paths, settings=None, as_of=None, headers=None, progress=None):
    """Screen files (paths) of claims; a ClaimsCheck.

    A .toml among them is a mapping file (oversight/mapping.py). ``headers`` maps (file name, sheet
    or None) to the last header row (from 1) a person gave. ``as_of`` defaults to the last date in
    the files, and to today where they have none. Raises UserError when no file is a claims table.
    """
    progress = progress or (lambda share, sentence: None)
    with tempfile.TemporaryDirectory() as folder:
        scratch, found = Path(folder), ClaimsCheck(as_of)
        progress(0, "正在认表头")
        jobs = _jobs(paths, headers or {}, scratch, found)
        if not jobs:
            said = "；".join(f"{name}：{reason}" for name, reason in found.unread)
            raise UserError(f"没有认出理赔数据表，不能筛查（{said}），请核对表头或按表名命名文件。")
        with publishing.open_file(scratch / "check.duckdb") as con:
            claims_schema.create(con)
            jobs = _load(con, jobs, scratch, found, progress)
            found.dated = any(loaded.date_to for loaded in found.tables)
            found.as_of = as_of or _cut_off(con)
            found.runs = screening.run(
                con,
                found.as_of,
                settings=settings,
                progress=lambda done, said: progress(_LOADED + (1 - _LOADED) * done, said),
            )
            found.runs.sort(key=lambda run: (run.status != "完成", -run.hits, run.code))
            found.unaided = _unaided(con, found.runs)
            found.findings = _findings(con, jobs, scratch)
    progress(1, "筛查完成")
    return found


def _cut_off(con):
    try:
        return screening.cut_off(con)
    except UserError:
        return date.today()


# Which file fills which table


def _jobs(paths, headers, scratch, found):
    rules = [rule for path in map(Path, paths) if _is_mapping(path) for rule in mappings.read(path)]
    read = []
    for number, path in enumerate(path for path in map(Path, paths) if not _is_mapping(path)):
        try:
            # Two files may bear one name; what is rewritten of them must not.
            apart = scratch / str(number)
            apart.mkdir()
            read += sources.read(path, apart)
        except UserError as error:
            found.unread.append((path.name, str(error)))
    jobs = []
    for source in read:
        given = headers.get((source.path.name, source.sheet or None))
        mapped = [job for rule in rules if (job := _by_rule(source, rule))]
        jobs += mapped or _by_words(source, given, scratch, found)
    return _paired(jobs, scratch)


def _is_mapping(path):
    return path.suffix.lower() == ".toml"


def _by_rule(source, rule):
    if not rule.applies(source.path, source.sheet):
        return None
    fits = ((header, rule.layout(header.cells)) for header in source.headers)
    return next((loading.Job(source, *fit) for fit in fits if fit[1]), None)


def _by_words(source, given, scratch, found):
    """The job of a source by its headings, in a list; none, and a reason, for a foreign file."""
    best = None
    for header in source.headers:
        if sum(map(bool, header.cells)) < 2 or given and header.line != given:
            continue
        for called in (source.sheet, source.path.stem):
            fits = recognising.claims_table(header.cells, called, asked=True)
            rank = fits and (loading.named_after(called) == fits[0], *fits[1:])
            if fits and (best is None or rank > best[0]):
                best = (rank, fits[0], header)
    if best is None:
        found.unread.append((source.name, "表头里认不出理赔数据表的列"))
        return []
    _, table, header = best
    job = loading.Job(source, header, mappings.recognise(table, header.cells))
    if not _rows(job):
        found.unread.append((source.name, "只有表头，没有数据"))
        return []
    return [_keyed(job, scratch, found)]


def _rows(job):
    relation, bound = job.source.relation(job.header, job.layout.missing)
    with publishing.open_file(":memory:") as con:
        return con.execute(f"SELECT 1 FROM {relation} LIMIT 1", bound).fetchone()


def _keyed(job, scratch, found):
    """The job, with the row's number for a key where the file has none of its own."""
    table = job.layout.table
    key = catalog.get(f"schema/{table}").card["key"]
    lacking = [k for k in key if k not in job.layout.columns]
    if not lacking or table not in recognising.NUMBERED or key[-1] not in lacking:
        return job
    found.numbered.append(
        (job.source.name, catalog.get(f"schema/{table}").columns[key[-1]]["label"])
    )
    wanted = [key[-1]] if table == "fee_list_d" else _PAIR_KEYS["setl_d"]
    more = [name for name in wanted if name not in job.layout.columns]
    return _with_numbers(job, more, scratch)


def _with_numbers(job, names, scratch):
    """The same rows, with columns ``names`` that hold the row's number in the file."""
    header, width = job.header, len(job.header.cells)
    copy = scratch / f"numbered-{len(list(scratch.iterdir()))}.csv"
    with publishing.open_file(":memory:") as con:
        broken = _hold(con, job, "*", scratch)
        numbers = "".join(", '第' || file_row || '行'" for _ in names)
        target = str(copy).replace("\\", "/")
        con.execute(
            f"COPY (SELECT * EXCLUDE (file_row){numbers} FROM held ORDER BY file_row) "
            f"TO '{target}' (HEADER false)"
        )
    # Lines in place of the header, of what stands above it and of those that do not split: rows
    # keep their numbers.
    lines = ["#"] * header.line + copy.read_text("utf-8").split("\n")
    for line in broken:
        lines.insert(line - 1, "#")
    copy.write_text("\n".join(lines), "utf-8")
    sample = tuple((*row, "1") for row in header.sample if len(row) == width)
    fresh = sources.Header(header.line, (*header.cells, *names), ",", sample)
    source = sources.Source(job.source.path, copy, job.source.sheet, [fresh])
    return loading.Job(source, fresh, mappings.recognise(job.layout.table, fresh.cells))


def _paired(jobs, scratch):
    """The jobs, and those of the stays in settlement files (and the other way round)."""
    filled, more = {job.layout.table for job in jobs}, []
    for job in jobs:
        other = _PAIR.get(job.layout.table)
        if not other or other in filled:
            continue
        layout = mappings.recognise(other, job.header.cells)
        own = set(layout.places) - set(job.layout.places)
        keyed = set(_PAIR_KEYS[other]) <= set(layout.places)
        if keyed and job.layout.simple and len(own) >= _LEAST_MORE:
            more.append(loading.Job(job.source, job.header, layout))
    return jobs + more


def _load(con, jobs, scratch, found, progress):
    done = []
    for number, job in enumerate(jobs):
        progress(_LOADED * number / len(jobs), f"正在读入：{job.source.name}")
        try:
            found.tables.append(loading.put(con, job, scratch))
            done.append(job)
        except UserError as error:
            found.unread.append((job.source.name, str(error)))
    if not done:
        raise UserError("；".join(reason for _, reason in found.unread))
    return done


# What was found


def _unaided(con, runs):
    """Of every rule that ran: the optional tables it had to do without, in words."""
    cards = {rule.stem: rule.card for rule in catalog.load("rules").values()}
    said = {}
    for run in runs:
        empty = [
            catalog.get(f"schema/{table}").title
            for table in cards[run.rule].get("optional", [])
            if con.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is None
        ]
        if run.status == "完成" and empty:
            said[run.rule] = f"没有{'、'.join(empty)}，与之有关的排除和金额没有计入"
    return said


_FINDINGS = """
SELECT
    code, rule, subject_id, psn_no, fixmedins_code, event_date, total_amount AS total_yuan,
    fund_amount AS fund_yuan, measured_value, evidence
FROM finding
QUALIFY row_number() OVER (
    PARTITION BY rule ORDER BY fund_amount DESC NULLS LAST, total_amount DESC NULLS LAST, subject_id
) <= $most
ORDER BY code, fund_yuan DESC NULLS LAST, total_yuan DESC NULLS LAST, subject_id
"""


def _findings(con, jobs, scratch):
    frame = con.execute(_FINDINGS, {"most": MOST_FINDINGS}).df()
    wanted = defaultdict(set)
    for evidence in frame["evidence"]:
        for table, key in _proofs(evidence):
            wanted[table].add(key)
    several = len({job.source.name for job in jobs}) > 1
    rows = defaultdict(list)
    for job in jobs:
        keys = wanted.get(job.layout.table)
        if keys:
            for key, row in _rows_of(con, job, keys, scratch):
                rows[job.layout.table, key].append((job.source.name if several else "", row))
    frame["rows"] = [_places(evidence, rows) for evidence in frame["evidence"]]
    return frame


def _proofs(evidence):
    """(table, key) pairs of an evidence: ``table:key`` joined by ;."""
    parts = (part.partition(":") for part in (evidence or "").split(";"))
    return [(table, key) for table, colon, key in parts if colon]


def _rows_of(con, job, keys, scratch):
    """(key, row in the file) of the rows of a job whose key is wanted."""
    column = catalog.get(f"schema/{job.layout.table}").card["key"][-1]
    place = job.layout.places.get(column)
    if place is None:
        return []
    _hold(con, job, f"trim({value(place)}, '=\"''') AS key", scratch)
    con.register("wanted_keys", pd.DataFrame({"key": sorted(keys)}))
    found = con.execute(
        "SELECT key, file_row FROM held INNER JOIN wanted_keys USING (key) ORDER BY file_row"
    ).fetchall()
    con.unregister("wanted_keys")
    con.execute("DROP TABLE held")
    return found


def _hold(con, job, columns, scratch):
    """Make ``held`` of a job's rows: their number in the file, and ``columns`` of them (SQL).

    The lines that did not split come back. Raises UserError for a file that breaks off.
    """
    relation, bound = job.source.relation(job.header, job.layout.missing)
    try:
        con.execute(
            "CREATE OR REPLACE TEMP TABLE held AS "
            f"SELECT row_number() OVER () + {job.header.line} AS file_row, {columns} "
            f"FROM {relation}",
            bound,
        )
        broken = sources.broken(con) if "rejects" in bound else []
    except sources.WrongEncoding:
        return _hold(con, loading.again(job, scratch), columns, scratch)
    except duckdb.Error as error:
        raise UserError(
            faults.explain(error)
            or f"文件 {job.source.name} 读到一半出错，可能已损坏，请重新导出后再核对。"
        ) from error
    if broken:
        # Every line that did not split moves the rows below it by one.
        above = [number - place for place, number in enumerate(broken)]
        con.execute(
            "UPDATE held SET "
            "file_row = file_row + len(list_filter($above, lambda line: line <= file_row))",
            {"above": above},
        )
    return broken


def _places(evidence, rows):
    """Where an evidence stands in the files: 第 3、8 行, or with the files' names before."""
    by_file = defaultdict(list)
    for proof in _proofs(evidence):
        for name, row in rows.get(proof, ()):
            if row not in by_file[name]:
                by_file[name].append(row)
    said = []
    for name, found in by_file.items():
        listed = "、".join(map(str, sorted(found)[:MOST_ROWS]))
        more = f"等 {len(found)} 行" if len(found) > MOST_ROWS else "行"
        said.append(f"{name} 第 {listed} {more}".strip())
    return "；".join(said)
