"""`check` of a large ledger workbook, beside pandas.read_excel with openpyxl only reading it.

Run by hand: ``python benchmarks/checking.py [rows]`` (default 200,000; some minutes, most of them
openpyxl's). Each reader runs in a process of its own; the time is its wall time without the start
of Python, the memory the highest of it and its children.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent.parent))

RUNS = 3
# fmt: off
_HEADINGS = [
    "序号", "问题类别", "问题来源", "问题表述", "发现日期", "责任领导", "责任单位", "责任人",
    "整改措施及成效", "整改时限", "是否办结", "办结日期", "涉及金额（万元）", "追回金额（万元）",
    "涉及人数", "备注",
]
# fmt: on
_FAULTY = 50


def write(path, rows):
    """An invented ledger of so many rows, every fiftieth with a fault, as offices write them."""
    from openpyxl import Workbook

    dice = random.Random(7)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("问题台账")
    sheet.append([f"示例区医保基金管理突出问题整改台账（{rows} 条）"])
    sheet.append(["填报单位：示例区医疗保障局", None, None, None, "填报日期：2025年11月28日"])
    sheet.append(_HEADINGS)
    units = [f"示例{n}街道" for n in range(40)] + [f"第{n}医院" for n in range(200)]
    for number in range(1, rows + 1):
        sheet.append(_row(number, dice, units))
    sheet.append(["合计"])
    book.save(path)


def _row(number, dice, units):
    found = date(2025, 1, 1) + timedelta(days=dice.randrange(300))
    due = found + timedelta(days=dice.randrange(10, 120))
    closed = dice.random() < 0.5
    amount = round(dice.random() * 30, 4)
    dated = [due, f"{due:%Y年%m月%d日}前", f"{due.month}月底", "立行立改", "长期坚持"]
    faulty = number % _FAULTY == 0
    return [
        number,
        dice.choice(["费用管理", "诊疗行为", "待遇支付", "内控制度", "参保管理"]),
        dice.choice(["审计发现", "飞行检查", "自查自纠", "信访举报"]),
        f"第{number}号病历收费{dice.randrange(10**6)}次，多记费用，与医嘱不符。",
        "2025年2月30日" if faulty and number % 3 == 0 else found,
        dice.choice(["张某", "李某、王某", "赵某（副局长）", "钱某"]),
        None if faulty and number % 3 == 1 else dice.choice(units),
        dice.choice(["孙某", "周某", "吴某"]),
        f"已退回费用，完善制度{number % 977}项。",
        dice.choice(dated),
        "已办结" if closed else dice.choice(["整改中", "预计按时办结"]),
        due if closed and not (faulty and number % 3 == 2) else None,
        amount,
        round(amount * dice.random(), 4),
        f"{dice.randrange(1, 90)}人次",
        None,
    ]


def pandas_reads(path):
    """What the target is measured against: reading alone."""
    import pandas as pd

    return len(pd.read_excel(path, engine="openpyxl", header=None))


def calamine_reads(path):
    """The reader alone, without its cells' meaning."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(str(path))
    return len(book.get_sheet_by_index(0).to_python())


def ours(path):
    """The whole check: records, faults, rows left out."""
    from oversight import importing

    sheet = importing.read(path).sheets[0]
    return f"{len(sheet.records)} records, {len(sheet.faults)} faults"


def timed(way, path):
    """(seconds, peak MB, what it found) of one way in a process of its own."""
    import resource

    began = time.perf_counter()
    found = {"pandas": pandas_reads, "calamine": calamine_reads, "ours": ours}[way](path)
    took = time.perf_counter() - began
    peaks = [
        resource.getrusage(w).ru_maxrss for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ]
    return took, sum(peaks) / 1024, str(found)


def main():
    """Measure the three ways in turn and print ratios of the medians."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("rows", nargs="?", type=int, default=200_000)
    asked.add_argument("--runs", type=int, default=RUNS)
    asked.add_argument("--way", help=argparse.SUPPRESS)
    asked.add_argument("--file", help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.way:
        print(json.dumps(timed(given.way, Path(given.file))))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(given.file or Path(folder) / "台账.xlsx")
        if not path.exists():
            write(path, given.rows)
        print(f"{path.stat().st_size / 2**20:.1f} MB")
        seen = {"pandas": [], "calamine": [], "ours": []}
        for _ in range(given.runs):
            for way, runs in seen.items():
                command = [sys.executable, __file__, "--way", way, "--file", str(path)]
                runs.append(json.loads(subprocess.check_output(command, text=True)))
        base = median(run[0] for run in seen["pandas"])
        for way, runs in seen.items():
            seconds, peak = median(r[0] for r in runs), max(r[1] for r in runs)
            took = f"{seconds:7.2f} s  {seconds / base:.3f} of pandas"
            print(f"{way:9} {took}  {peak:6.0f} MB  {runs[0][2]}")


if __name__ == "__main__":
    main()
