"""The ledgers of the invented district: half a year of filings, through the engine offices use.

Every filing is committed as its sender would have filed it, in the order of time; the result has
real history: versions, late and missing filings, a withdrawal, a frozen report.
"""

import random
from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from oversight import demo_deeds, demo_problems, duties, faults, filings, publishing
from oversight.demo_problems import PLAN, WEEKS, moment, offices, people, rows, towns, weeks
from oversight.errors import UserError
from oversight.store import open_store
from oversight.viewer import LOCAL, Viewer

AUTHOR = Viewer(name="示例区")
# What stands in load_batch.note for rows that are invented.
LOADED_AS = "示例区"
SELF_CHECK = "群众身边不正之风和腐败问题集中整治"
SILENT_TOWN, ZERO_TOWN = "望山乡", "东篱乡"
LEDGERS = "ledgers.duckdb"
# Late in every third week, counted back from the last: with remainder 0 this week too.
_LATE_UNITS = {"双井镇": 0, "临河镇": 2, "信息中心": 1}
# Their work touches no bill: what they find costs the fund nothing.
_HOLDS_NO_FUND = ("办公室", "信息中心", "规划财务与法规股")
_MISSED = {("石湾镇", 0), ("清渡镇", 3), ("信息中心", 6)}
_REMEDY = "请用 OVERSIGHT_DATA 另指一个文件夹。"


def refuse_real(folder):
    """Raise UserError when a data folder holds ledgers or claims that are not the sample's own."""
    folder = Path(folder)
    if is_used(folder):
        raise UserError(f"数据文件夹 {folder} 里有报送的原件，不能用示例区覆盖，{_REMEDY}")
    if (folder / LEDGERS).exists():
        cur = open_store(folder).cursor(LOCAL)
        strange = cur.execute("SELECT count(*) FROM filing WHERE filed_by <> $1", [AUTHOR.name])
        if strange.fetchone()[0]:
            raise UserError(f"数据文件夹 {folder} 里已有报送的台账，不能用示例区覆盖，{_REMEDY}")
    if holds_real_claims(folder):
        raise UserError(f"数据文件夹 {folder} 里已装入理赔数据，不能用示例区覆盖，{_REMEDY}")


def is_used(folder):
    """True for a folder with files that somebody sent or put aside, whatever else it lacks."""
    folder = Path(folder)
    return any(folder.glob("filings/*")) or any(folder.glob("ledgers-replaced-*"))


def holds_real_claims(folder):
    """True when the claims in force have rows that are not the sample's own."""
    claims = publishing.current(folder)
    if claims is None:
        return False
    with publishing.open_file(claims, read_only=True) as con, faults.blaming(claims):
        publishing.check_version(con, claims)
        strange = con.execute(
            "SELECT count(*) FROM load_batch WHERE note IS DISTINCT FROM $1", [LOADED_AS]
        )
        return strange.fetchone()[0] > 0


def build(folder, scale, as_of, seed, progress):
    """File the ledgers of the district into an empty ``folder``, and say there what it is.

    ``progress(share, sentence)`` is told how far it is.
    """
    store = open_store(folder)
    store.unread = True
    try:
        _file_all(store, as_of, seed, progress)
        with store.write(AUTHOR, "生成示例区", f"截至 {as_of}") as cur:
            cur.execute(
                "INSERT INTO demo_fact (seed, scale, as_of, built_at)"
                " VALUES ($seed, $scale, $as_of, $at)",
                {"seed": seed, "scale": scale, "as_of": as_of, "at": datetime.now()},
            )
    finally:
        store.close()


def move_in(made, folder):
    """Put the ledgers ``made`` aside in the place of those of ``folder``."""
    folder = Path(folder)
    if (folder / LEDGERS).exists():
        refuse_real(folder)
        open_store(folder).close()
    with suppress(FileNotFoundError):
        (folder / f"{LEDGERS}.wal").unlink()
    (Path(made) / LEDGERS).replace(folder / LEDGERS)


def last_filing_day(as_of):
    """The last Wednesday on or before ``as_of``: weekly sheets come on that day."""
    return as_of - timedelta(days=(as_of.weekday() - 2) % 7)


def _file_all(store, as_of, seed, progress):
    last = last_filing_day(as_of)
    since = last - timedelta(days=7 * WEEKS - 5)
    duties.assign_duty(store, AUTHOR, "self_check", [*offices(), *towns()], since)
    dice = random.Random(seed)
    sheets = [
        *_problem_sheets(as_of, last, seed),
        *_task_sheets(as_of, last),
        *_petition_sheets(last, dice),
        *_self_check_sheets(as_of, last, dice),
        *demo_deeds.sheets(as_of, last, seed),
    ]
    sheets.sort(key=lambda sheet: sheet["filed_at"])
    for place, sheet in enumerate(sheets):
        if place % 20 == 0:
            progress(place / len(sheets), f"正在报送示例台账（{sheet['filed_at']:%Y年%m月}）")
        _file(store, sheet)


def _file(store, sheet):
    fate = sheet.pop("fate", None)
    if callable(sheet["records"]):
        # They name entries, which have their numbers only now.
        sheet["records"] = sheet["records"](store)
    if not sheet["records"] and not sheet.get("zero_report"):
        return
    number = filings.commit(store, AUTHOR, **sheet)
    if fate == "上报":
        filings.freeze(store, AUTHOR, number, frozen_at=sheet["filed_at"])
    elif fate == "误报":
        # Sent before the section head had seen it: taken back, and sent again the same day.
        later = sheet["filed_at"] + timedelta(minutes=25)
        filings.withdraw(store, AUTHOR, number, withdrawn_at=later)
        filings.commit(store, AUTHOR, **sheet | {"filed_at": later + timedelta(minutes=5)})


def _problem_sheets(as_of, last, seed):
    """One sheet a week for each campaign: what is open, and what was struck off since."""
    lives = demo_problems.lives(as_of, last, seed)
    campaigns = sorted({life.said["campaign"] for life in lives})
    for back, day in weeks(last, WEEKS):
        listed = [demo_problems.record(life, back, day) for life in lives if life.is_listed(back)]
        for place, campaign in enumerate(campaigns):
            records = [record for record in listed if record["campaign"] == campaign]
            if records:
                yield {
                    "kind": "rectification",
                    "records": records,
                    "campaign": campaign,
                    "filed_at": moment(day, 14 + place, 10 + back),
                    "file_name": f"{campaign}台账（{day:%m月%d日}）.xlsx",
                    "fate": {(4, 0): "上报", (2, 1): "误报"}.get((back, place)),
                }


def _task_sheets(as_of, last):
    """The plan as issued, and then a sheet of progress every five weeks."""
    due = date(as_of.year, 12, 31)
    sheets = weeks(last, WEEKS, 5)
    for back, day in sheets:
        records = []
        for place, row in enumerate(rows("plan_tasks")):
            done = [on for week, on in sheets if place % 4 == 1 and back <= week <= place % 11]
            records.append(
                {
                    "plan_path": row["path"],
                    "units": row["units"].split(";"),
                    "leaders": [row["leaders"]],
                    "category": row["category"],
                    "description": row["description"],
                    "measures": row["measures"],
                    "due_on": due,
                    "due_text": f"{due.year}年12月31日并长期坚持",
                    "long_term": True,
                    "status": "已办结" if done else "整改中" if back > 5 else "预计按时办结",
                    "closed_on": done[0] - timedelta(days=2) if done else None,
                }
            )
        yield {
            "kind": "tasks",
            "records": records,
            "campaign": PLAN,
            "filed_at": moment(day, 9, 30),
            "file_name": f"责任分工进展（{day:%m月%d日}）.xlsx",
        }


def _petitions(last, dice):
    """Letters and calls of the half year; the office accepts, answers and closes most in time."""
    hospitals, matters = demo_problems.hospitals(), rows("petition_matters")
    for number in range(46):
        ago = 7 * WEEKS - 10 - number * 4 + dice.randint(0, 3)
        came, matter = last - timedelta(days=max(1, ago)), matters[number % len(matters)]
        takes = 95 if number in (26, 28) else dice.randint(18, 57)
        unit = dice.choice(["基金监管股", "待遇保障股", "区医疗保障事务中心"])
        accepted = came + timedelta(days=19 if number in (11, 33) else dice.randint(2, 14))
        yield {
            "petition_no": f"示信〔{came.year}〕{number + 1:03}号",
            "units": [unit],
            "leaders": [people()[unit]["leader"]],
            "persons": [people()[unit]["person"]],
            "source": matter["channel"],
            "description": matter["matter"].format(
                place=dice.choice(hospitals if "住院" in matter["matter"] else towns())
            ),
            "psn_name": dice.choice(["王某", "李某", "匿名", "张某", "刘某"]),
            "found_on": came,
            "accepted_on": accepted,
            "informed_on": accepted + timedelta(days=1),
            "closed_on": came + timedelta(days=takes),
            "repeat_of": f"示信〔{came.year}〕{number - 9:03}号"
            if number in (19, 31, 40)
            else None,
        }


def _petition_sheets(last, dice):
    letters = list(_petitions(last, dice))
    for _, day in weeks(last, WEEKS):
        known = [
            _known_by(letter, day)
            for letter in letters
            if letter["found_on"] <= day and letter["closed_on"] > day - timedelta(days=7)
        ]
        if known:
            yield {
                "kind": "petitions",
                "records": known,
                "unit": "办公室",
                "filed_at": moment(day, 11, 20),
                "file_name": f"信访举报登记（{day:%m月%d日}）.xlsx",
            }


def _known_by(letter, day):
    dates = ("accepted_on", "informed_on", "closed_on")
    known = {name: letter[name] if letter[name] <= day else None for name in dates}
    return letter | known | {"status": "已办结" if known["closed_on"] else "整改中"}


def _self_check_sheets(as_of, last, dice):
    """Every office and town, every week: new problems, earlier ones, or 零报告."""
    for unit in [*offices(), *towns()]:
        if unit == SILENT_TOWN:
            continue
        still_open, said = [], set()
        for back, day in weeks(last, WEEKS):
            if unit != ZERO_TOWN:
                still_open += _found_in_week(unit, day, dice, said)
            is_late = unit in _LATE_UNITS and back % 3 == _LATE_UNITS[unit]
            sent = day + timedelta(days=1 if is_late else -dice.randint(0, 1))
            if (unit, back) in _MISSED or dice.random() < 0.02:
                continue
            records = [_checked(problem, day) for problem in still_open]
            still_open = [problem for problem in still_open if problem["closed_on"] > day]
            yield {
                "kind": "self_check",
                "records": records,
                "campaign": SELF_CHECK,
                "unit": unit,
                "zero_report": not records,
                "filed_at": moment(min(sent, as_of), dice.randint(9, 17), dice.randint(0, 59)),
            }


def _found_in_week(unit, day, dice, said):
    for _ in range(dice.choice([0, 0, 0, 1, 1, 2])):
        matter = dice.choice(rows("self_check_matters"))
        number = dice.randint(2, 12)
        text = matter["matter"].format(n=number)
        if text not in said:
            said.add(text)
            found = day - timedelta(days=dice.randint(1, 5))
            yuan = Decimal(matter["yuan"]) * number if unit not in _HOLDS_NO_FUND else None
            yield {
                "units": [unit],
                "leaders": [people()[unit]["leader"]],
                "persons": [people()[unit]["person"]],
                "category": matter["category"],
                "source": "自查",
                "description": text,
                "measures": matter["measures"],
                "found_on": found,
                "due_on": found + timedelta(days=dice.randint(20, 35)),
                "closed_on": found + timedelta(days=dice.choice([5, 8, 11, 13, 16, 18, 19, 37])),
                "amount_involved_yuan": yuan or None,
            }


def _checked(problem, day):
    closed = problem["closed_on"] if problem["closed_on"] <= day else None
    involved = problem["amount_involved_yuan"]
    return problem | {
        "closed_on": closed,
        "status": "已办结" if closed else "整改中",
        "amount_recovered_yuan": involved and (involved if closed else Decimal(0)),
    }
