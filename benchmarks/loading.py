"""Rows per second of `load` on fee lines, beside DuckDB's own CREATE TABLE AS from the same file.

Run by hand: ``python benchmarks/loading.py [lines]`` (default 3,000,000; about 0.3 GB per million
in the temporary folder). DuckDB's figure is given into memory, into a file, and into a file with
every column as text; ours is the whole load: reading, checks, checksum, views, marts, publishing,
once of the clean file and once with a fault in four of a thousand lines: a day that does not
exist, a word for an amount, a name with a blank behind it.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import duckdb

sys.path.insert(0, str(Path(__file__).parent.parent))

from oversight import loading  # noqa: E402 - the project is not installed

RUNS = 3
_LINES = """
SELECT
    '329981B' || lpad(line::VARCHAR, 12, '0') AS bkkp_sn,
    '329981M' || lpad((line // 12)::VARCHAR, 11, '0') AS mdtrt_id,
    '329981S' || lpad((line // 12)::VARCHAR, 11, '0') AS setl_id,
    NULL AS init_feedetl_sn,
    '329981R' || lpad((line // 4)::VARCHAR, 11, '0') AS rx_drord_no,
    TIMESTAMP '2023-01-01 08:00:00'
        + to_minutes((hash(line // 12) % 1576800)::BIGINT) AS fee_ocur_time,
    'H3299810' || lpad((hash(line // 12) % 300)::VARCHAR, 4, '0') AS fixmedins_code,
    '32998' || lpad((hash(line // 36) % 1000000)::VARCHAR, 11, '0') AS psn_no,
    CASE hash(line // 12) % 3 WHEN 0 THEN '21' WHEN 1 THEN '11' ELSE '41' END AS med_type,
    '329981' AS insu_admdvs,
    '00' || (110000000000 + item) AS hilist_code,
    '医疗服务项目' || item AS hilist_name,
    CASE WHEN item < 600 THEN '201' ELSE '101' END AS list_type,
    '00' || (110000000000 + item) AS med_list_codg,
    'L' || item AS medins_list_codg,
    lpad((1 + item % 11)::VARCHAR, 2, '0') AS med_chrgitm_type,
    '0' || (1 + item % 3) AS chrgitm_lv,
    1 + item % 5 AS cnt,
    (item % 300 + 0.5)::DECIMAL(16, 2) AS pric,
    ((1 + item % 5) * (item % 300 + 0.5))::DECIMAL(16, 2) AS det_item_fee_sumamt,
    NULL AS pric_uplmt_amt,
    0.1::DECIMAL(5, 4) AS selfpay_prop,
    0::DECIMAL(16, 2) AS fulamt_ownpay_amt,
    0::DECIMAL(16, 2) AS overlmt_selfpay,
    ((1 + item % 5) * (item % 300 + 0.5) * 0.1)::DECIMAL(16, 2) AS preselfpay_amt,
    ((1 + item % 5) * (item % 300 + 0.5) * 0.9)::DECIMAL(16, 2) AS inscp_amt,
    '内科' AS bilg_dept_name,
    'D3299810' || lpad((hash(line // 12) % 3000)::VARCHAR, 5, '0') AS bilg_dr_code,
    '0' AS dscg_tkdrug_flag,
    NULL AS prd_days,
    NULL AS memo,
    '1' AS vali_flag
FROM (SELECT range AS line, hash(range) % 2000 AS item FROM range($lines))
"""

_FAULTS = """
SELECT * REPLACE (
    CASE WHEN hash(bkkp_sn) % 1000 = 0 THEN '2025-02-30' ELSE fee_ocur_time END AS fee_ocur_time,
    CASE WHEN hash(bkkp_sn) % 1000 = 1 THEN '待核' ELSE det_item_fee_sumamt END
        AS det_item_fee_sumamt,
    CASE WHEN hash(bkkp_sn) % 500 = 2 THEN hilist_name || ' ' ELSE hilist_name END AS hilist_name)
FROM read_csv($clean, all_varchar = true)
"""


def _peak():
    """Peak resident memory of this process in MB, or None where the system does not tell."""
    try:
        import resource
    except ImportError:
        return None
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def own(file, target):
    """DuckDB's own CREATE TABLE AS from the file, into ``target``."""
    with duckdb.connect(str(target)) as con:
        con.execute("CREATE TABLE lines AS SELECT * FROM read_csv($1)", [str(file)])


def text(file, target):
    """The same with every column as text: nothing is understood, nothing can be wrong."""
    with duckdb.connect(str(target)) as con:
        con.execute(
            "CREATE TABLE lines AS SELECT * FROM read_csv($1, all_varchar = true)", [str(file)]
        )


def ours(file, folder):
    """A whole load into a new data folder."""
    loading.load(folder, [file])


def clean_file(lines, file):
    """Write so many fee lines."""
    with duckdb.connect() as con:
        con.sql(_LINES, params={"lines": int(lines)}).write_csv(file)


def faulty_file(file, target):
    """Write the lines of a file again, with faults."""
    with duckdb.connect() as con:
        con.sql(_FAULTS, params={"clean": file}).write_csv(target)


WAYS = {"own": own, "text": text, "load": ours, "lines": clean_file, "faults": faulty_file}


def apart(way, file, target):
    """(seconds, peak MB) of one way, in a process of its own so that the peak is its own."""
    command = [sys.executable, __file__, "--way", way, str(file), str(target)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def main():
    """Print rows per second of each, the ratios, and peak memory."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("lines", type=int, nargs="?", default=3_000_000)
    parser.add_argument("--runs", type=int, default=RUNS)
    given = parser.parse_args()
    lines = given.lines
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "fee_list_d.csv"
        faulty = Path(scratch) / "faulty" / file.name
        faulty.parent.mkdir()
        # Apart too: a process counts the peak of the one that started it as its own.
        apart("lines", lines, file)
        apart("faults", file, faulty)
        print(f"{lines:,} fee lines, {file.stat().st_size / 1e6:,.0f} MB, {given.runs} runs each")
        ways = {
            "DuckDB into memory": ("own", file),
            "DuckDB into a file": ("own", file),
            "all text": ("text", file),
            "load": ("load", file),
            "load, with faults": ("load", faulty),
        }
        runs = {name: [] for name in ways}
        for run in range(given.runs):
            for name, (way, source) in ways.items():
                target = Path(scratch) / f"{run}-{name}"
                into = ":memory:" if name == "DuckDB into memory" else target
                runs[name].append(apart(way, source, into))
        seconds = {name: median(figure[0] for figure in found) for name, found in runs.items()}
        for name, found in runs.items():
            peak = max(figure[1] or 0 for figure in found)
            print(
                f"{name:20s} {seconds[name]:7.2f} s {lines / seconds[name]:12,.0f} rows/s  "
                f"peak {peak:7,.0f} MB  {seconds[name] / seconds['all text']:.2f} x all text"
            )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--way"]:
        started = time.perf_counter()
        WAYS[sys.argv[2]](*sys.argv[3:])
        print(json.dumps([time.perf_counter() - started, _peak()]))
    else:
        main()
