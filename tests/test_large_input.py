"""Files as large as an office may have: a million lines, tens of thousands of problems."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from oversight import publishing

ROOT = Path(__file__).parent.parent
LINES = """
    COPY (
        SELECT
            'B' || i AS bkkp_sn, 'M' || (i // 10) AS mdtrt_id, 'S' || (i // 10) AS setl_id,
            'P' || (i % 20000) AS psn_no, 'H' || (i % 50) AS fixmedins_code, '11' AS med_type,
            CAST(DATE '2025-01-01' + CAST(i % 300 AS INTEGER) AS VARCHAR) AS fee_ocur_time,
            'X' || (i % 500) AS hilist_code, 1 AS cnt, 12.5 AS pric, 12.5 AS det_item_fee_sumamt
        FROM range($rows) AS t (i)
    ) TO '{}' (HEADER)
"""


def run(folder, *arguments):
    """Run a command in a process of its own; what it printed."""
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "oversight", *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | {"OVERSIGHT_DATA": str(folder)},
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_million_lines_go_in(folder, tmp_path):
    path = tmp_path / "fee_list_d.csv"
    duckdb.execute(LINES.format(path), {"rows": 1_000_000})
    text = path.read_text("utf-8").replace("12.5,12.5\n", "十二元五,12.5\n", 1)
    said = run(folder, "load", path)
    assert "读到 1000000 行，新增 1000000 行" in said
    path.write_text(text, "utf-8")
    said = run(folder, "load", path)
    assert "更新 1000000 行" in said and "十二元五" in said
    with duckdb.connect(str(publishing.current(folder)), read_only=True) as con:
        sums = con.execute("SELECT count(*), count(pric), sum(cnt) FROM fee_list_d").fetchone()
    assert sums == (1_000_000, 999_999, 1_000_000)


def test_tens_of_thousands_of_problems_go_in(folder, tmp_path):
    path = tmp_path / "台账.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["序号", "问题类型", "问题表述", "责任单位", "整改时限", "是否办结"])
        for number in range(1, 30_001):
            text = f"第{number}号：定点机构{number % 97}重复收费，涉及明细{number * 7 % 1009}条"
            writer.writerow([number, "基金监管", text, "甲镇", "2025年12月31日", "整改中"])
    said = run(folder, "import", path, "--kind", "rectification")
    assert "新增 30000 条" in said


@pytest.mark.parametrize("line, says", [("1,甲\n", "600 万个单元格"), ("1,甲乙丙丁\n", "50 MB")])
def test_a_larger_ledger_than_can_be_is_one_sentence(folder, tmp_path, line, says):
    path = tmp_path / "台账.csv"
    path.write_text("序号,问题表述\n" + line * 4_000_000, "utf-8")
    command = [sys.executable, "-m", "oversight", "import", str(path), "--kind", "rectification"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("错误：“台账.csv”") and says in done.stderr
