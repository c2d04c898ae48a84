"""How long a screening takes, how much memory, and what one new month costs.

    python benchmarks/screening.py FOLDER [--month 2025-11] [--drop-caches]

FOLDER holds a sample district (``OVERSIGHT_DATA=FOLDER python -m oversight demo --scale 250``); it
is not changed: the work is done in a folder beside it, removed at the end, which needs three times
the room of the claims file. Printed: the whole run with its parts and its peak memory, the slowest
ten rules, the ratio of the whole run to the floor — the sum, over the rules, of a plain scan of
the columns each reads, in the tables as they were loaded — and the ratio to the same scans of the
working store; then one new month: the rows of the last month are taken out, everything is screened,
the month is loaded as files, and ``screen --since`` is timed beside the whole run.
"""

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import duckdb

sys.path.insert(0, str(Path(__file__).parent.parent))

from oversight import (  # noqa: E402
    catalog,
    prepared,
    publishing,
    rulebook,
    screening,
    since,
    sql_reading,
)

_RUN = """
import json, sys, time
sys.path.insert(0, {root!r})
from oversight import screening
from oversight.demo import AS_OF
marks, started = [], time.monotonic()
def told(share, words):
    marks.append((time.monotonic() - started, words))
runs = screening.screen({folder!r}, as_of=AS_OF, since={since!r}, progress=told)
print(json.dumps({{"seconds": time.monotonic() - started, "marks": marks,
    "rules": [(r.code, r.title, r.status, r.hits, r.seconds) for r in runs]}}))
"""


def screened(folder, since=None):
    """A screening in a process of its own: its own account of itself, and its peak memory in MB."""
    root = str(Path(__file__).parent.parent)
    code = _RUN.format(root=root, folder=str(folder), since=since)
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stderr[-3000:])
    found = json.loads(done.stdout.splitlines()[-1])
    found["mb"] = max(before, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024
    return found


def parts(found):
    """Seconds of preparing, of the rules, and of the rest (copy, findings, leads, publishing)."""
    marks = found["marks"]
    first = next(at for at, words in marks if words.startswith("正在准备"))
    rules = next(at for at, words in marks if words.startswith("正在筛查"))
    sums = next((at for at, words in marks if words.startswith("正在汇总")), found["seconds"])
    return rules - first, sums - rules, found["seconds"] - sums + first


def named(rule):
    """Relations a rule reads, each with the columns it names."""
    found = sql_reading.read(rule.sql)
    return dict.fromkeys(found.tables, found.columns)


def floors(con, rules):
    """Seconds of plain scans per rule, of the tables as loaded and of the working store."""
    views = catalog.load("views")
    scans, loaded, stored = {}, 0.0, 0.0

    def scan(relation, columns):
        held = [row[0] for row in con.execute(f"DESCRIBE {relation}").fetchall()]
        wanted = tuple(sorted(column for column in held if column in columns))
        if wanted and (relation, wanted) not in scans:
            started = time.monotonic()
            con.execute(
                f"SELECT {', '.join(f'max({c})' for c in wanted)} FROM {relation}"
            ).fetchall()
            scans[relation, wanted] = time.monotonic() - started
        return scans.get((relation, wanted), 0.0)

    for rule in rules:
        for relation, columns in named(rule).items():
            view = views.get(f"views/{relation}")
            tables = view.card["tables"] if view else [relation]
            for table in tables:
                if f"schema/{table}" not in catalog.load("schema"):
                    continue
                day = catalog.get(f"schema/{table}").card.get("date")
                loaded += scan(f"claims.main.{table}", columns | ({day} if day else set()))
            own = f"work.main.{relation}" if view else f"claims.main.{relation}"
            if view or f"schema/{relation}" in catalog.load("schema"):
                stored += scan(own, columns)
    return loaded, stored


def floor_of(folder):
    """The two floors, on a working store laid down for the purpose."""
    rules = rulebook.chosen()
    with tempfile.TemporaryDirectory(dir=folder.parent) as aside:
        con = duckdb.connect()
        con.execute("SET memory_limit = '8GB'")
        con.execute(f"ATTACH '{publishing.current(folder)}' AS claims (READ_ONLY)")
        con.execute("USE claims")
        with prepared.attached(con, Path(aside) / "work.duckdb", "floor"):
            con.execute("CREATE TABLE touched (psn_no VARCHAR, day DATE)")
            runnable = [r for r in rules if rulebook.applicable(con, r) is None]
            prepared.store_views(con, runnable, None, lambda *_: None)
            found = floors(con, runnable)
        con.close()
    return found


def take_out(folder, month, files):
    """Leave out of the claims what a month brought; its rows as files, named after their tables."""
    with publishing.publish(folder) as con:
        since.forget(con)
        con.execute(f"SET memory_limit = '{screening.MEMORY}'")
        tables = catalog.load("schema").values()
        # What has its day from another table goes while that still has its rows.
        for query in sorted(tables, key=lambda query: "date_of" not in query.card):
            day, owner = query.card.get("date"), query.card.get("date_of")
            if owner:
                of = catalog.get(f"schema/{owner}").card
                gone = (
                    f"{of['key'][0]} IN (SELECT {of['key'][0]} FROM {owner}"
                    f" WHERE CAST({of['date']} AS DATE) >= $month)"
                )
            elif day:
                gone = f"CAST({day} AS DATE) >= $month"
            else:
                continue
            late = gone + (" OR endtime >= $month" if query.stem == "mdtrt_d" else "")
            (rows,) = con.execute(
                f"SELECT count(*) FROM {query.stem} WHERE {late}", {"month": month}
            ).fetchone()
            if not rows:
                continue
            con.execute(
                f"COPY (SELECT * FROM {query.stem} WHERE {late}) TO '{files}/{query.stem}.parquet'",
                {"month": month},
            )
            if query.stem == "mdtrt_d":
                con.execute(
                    "UPDATE mdtrt_d SET endtime = NULL, ipt_days = NULL WHERE endtime >= $month"
                    " AND begntime < $month",
                    {"month": month},
                )
            con.execute(f"DELETE FROM {query.stem} WHERE {gone}", {"month": month})


def one_month(folder, month):
    """Seconds of a whole run without the month, of loading it, of ``--since``, of a whole run."""
    from oversight import loading

    files = folder / "month"
    files.mkdir()
    take_out(folder, date.fromisoformat(f"{month}-01"), files)
    before = screened(folder)
    started = time.monotonic()
    loading.load(folder, [files])
    loaded = time.monotonic() - started
    shutil.rmtree(files)
    return before, loaded, screened(folder, month)


def main():
    read = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    read.add_argument("folder", type=Path)
    read.add_argument("--month", default="2025-11")
    read.add_argument("--no-month", action="store_true")
    given = read.parse_args()
    source = publishing.current(given.folder)
    with tempfile.TemporaryDirectory(dir=given.folder.parent) as aside:
        folder = Path(aside) / "data"
        folder.mkdir()
        shutil.copyfile(source, folder / source.name)
        whole = screened(folder)
        laid, ruled, rest = parts(whole)
        print(
            f"全部规则：{whole['seconds']:.0f} 秒（准备 {laid:.0f}，规则 {ruled:.0f}，"
            f"其余 {rest:.0f}），内存峰值 {whole['mb']:.0f} MB"
        )
        done = [rule for rule in whole["rules"] if rule[2] == "完成"]
        print(f"完成 {len(done)} 条规则，疑点 {sum(rule[3] for rule in done):,} 条；最慢的十条：")
        for code, title, _, hits, seconds in sorted(done, key=lambda rule: -rule[4])[:10]:
            print(f"  {code:5} {seconds:7.1f} 秒  {hits:>8,} 条  {title}")
        loaded, stored = floor_of(folder)
        print(
            f"规则所读各列的纯扫描之和：{loaded:.0f} 秒（原表），{stored:.0f} 秒（准备好的表）；"
            f"全部运行是它的 {whole['seconds'] / loaded:.1f} 倍、{whole['seconds'] / stored:.1f} 倍"
        )
        if not given.no_month:
            before, load, month = one_month(folder, given.month)
            laid, ruled, rest = parts(month)
            print(
                f"新增一个月：装载 {load:.0f} 秒；只筛新月 {month['seconds']:.0f} 秒"
                f"（准备 {laid:.0f}，规则 {ruled:.0f}，其余 {rest:.0f}），全部 "
                f"{before['seconds']:.0f} 秒，为其 {month['seconds'] / before['seconds']:.3f}"
            )


if __name__ == "__main__":
    main()
