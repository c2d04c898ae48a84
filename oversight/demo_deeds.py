"""What the bureau of the invented district did: inspections, cases, transfers, demerits, trainings,
and a second look at what was struck off.

Each ledger is filed as one growing sheet, on the Wednesdays when it says something new. The dates
of the lists in sample_data/ are days before ``as_of``; inspections follow a plan of the year.
"""

import random
from datetime import date, timedelta

from oversight import demo_problems
from oversight.demo_problems import WEEKS, moment, people, rows, weeks
from oversight.viewer import LOCAL

_PLANNED, _VISITS = 64, 26
_PLAN_TYPES = ("双随机抽查", "专项检查", "年度稽核", "双随机抽查", "年度稽核")
_VISIT_TYPES = ("日常巡查", "举报核查", "日常巡查", "飞行检查")
_SEEN_IN_HOSPITALS = (
    "未发现违规问题",
    "发现超标准收费，已要求退回",
    "住院登记与在床情况一致",
    "发现重复收费，已要求退回",
    "病历书写不规范，责令限期整改",
)
_SEEN_IN_PHARMACIES = (
    "未发现违规问题",
    "进销存台账不全，责令限期补齐",
    "未按规定核验医保凭证，已约谈",
    "未发现违规问题",
    "处方留存不全，责令限期整改",
)
_INSPECTING = ("基金监管股", "区医疗保障事务中心", "基金监管股", "医药服务管理股")
# A problem is looked at again before the 90th day; a few later, a few not at all.
_LOOKED_AFTER, _NOT_LOOKED, _REBOUNDED = (66, 93), 0.08, 0.06
_STRUCK_OFF = """
SELECT entry_no, unit, units, leaders, persons, closed_on
FROM entry_row
WHERE
    kind IN ('rectification', 'self_check') AND valid_to IS NULL
    AND status = '已办结' AND closed_on IS NOT NULL
ORDER BY entry_no
"""


def sheets(as_of, last, seed):
    """The filings of these ledgers, as keywords of filings.commit().

    ``last`` is the last filing day on or before ``as_of``. Where ``records`` is a function, it is
    to be called with the store when the sheet's turn has come.
    """
    listed = {
        "inspections": (_inspections(as_of, seed), "基金监管股", "检查记录"),
        "cases": (_cases(as_of), "基金监管股", "案件台账"),
        "transfers": (_transfers(as_of), "基金监管股", "案件移送台账"),
        "demerits": (_demerits(as_of), "医药服务管理股", "支付资格记分台账"),
        "trainings": (_trainings(as_of), "办公室", "培训教育台账"),
    }
    for place, (kind, (made, unit, title)) in enumerate(listed.items()):
        deeds, said = list(made), None
        for _, day in weeks(last, WEEKS):
            records = [deed for deed in (known_by(day) for known_by in deeds) if deed]
            if records != said:
                yield _sheet(kind, records, unit, title, moment(day, 15, 5 + 7 * place))
            said = records
    for _, day in weeks(last, WEEKS):
        # After every other sheet of the day: it looks at what they struck off.
        yield _sheet(
            "lookbacks", _looked_again(day, seed), "办公室", "回头看台账", moment(day, 17, 40)
        )


def _sheet(kind, records, unit, title, filed_at):
    name = f"{title}（{filed_at:%m月%d日}）.xlsx"
    return {
        "kind": kind,
        "records": records,
        "unit": unit,
        "filed_at": filed_at,
        "file_name": name,
    }


def _day(as_of, back):
    """A day of work so many days ago."""
    day = as_of - timedelta(days=int(back))
    return day - timedelta(days=max(0, day.weekday() - 4))


def _after(day, days):
    return day + timedelta(days=int(days)) if days else None


def _in_charge(unit):
    known = people()[unit]
    return {"units": [unit], "leaders": [known["leader"]], "persons": [known["person"]]}


def _as_known(record, day, dates, ends):
    """What of ``record`` is known by ``day``: its ``dates`` that have come; the last of them that
    it needs, ``ends``, closes it."""
    known = {name: record[name] if record[name] and record[name] <= day else None for name in dates}
    needed = [known[name] for name in ends]
    closed = max(needed) if all(needed) else None
    status = {"status": "已办结" if closed else "整改中", "closed_on": closed}
    return record | known | status


def _inspections(as_of, seed):
    """The year's plan, of which a part is behind, and visits outside of it."""
    dice = random.Random(seed)
    names = demo_problems.institutions()
    dice.shuffle(names)
    start = date(as_of.year, 1, 31)
    for place in range(_PLANNED):
        due = start + timedelta(days=place * 334 // _PLANNED)
        is_slow, is_stuck = place % 9 == 5, place > 36 and place % 8 == 1
        late = 75 if is_stuck else dice.randint(15, 32) if is_slow else -dice.randint(1, 24)
        # Half of the plan is issued in January, the rest when its turn comes near.
        issued = date(as_of.year, 1, 8) if place % 2 else due - timedelta(days=70)
        kind = _PLAN_TYPES[place % len(_PLAN_TYPES)]
        yield _inspected(names[place], kind, place, due, due + timedelta(days=late), issued)
    for place in range(_VISITS):
        # Some of them where the plan leads, too.
        name = names[(_PLANNED - 8 + place) % len(names)]
        done = start - timedelta(days=20) + timedelta(days=place * 340 // _VISITS)
        yield _inspected(name, _VISIT_TYPES[place % len(_VISIT_TYPES)], place, None, done, done)


def _inspected(name, kind, place, due, done, issued):
    done -= timedelta(days=max(0, done.weekday() - 4))
    seen = _SEEN_IN_PHARMACIES if "大药房" in name else _SEEN_IN_HOSPITALS
    record = _in_charge(_INSPECTING[place % len(_INSPECTING)]) | {
        "institution": name,
        "inspect_type": kind,
        "double_random": kind == "双随机抽查",
        "source": "年度稽核计划" if due else "计划外",
        "due_on": due,
        "found_on": done,
    }

    def known_by(day):
        if day < min(issued, done):
            return None
        known = _as_known(record, day, ["found_on"], ["found_on"])
        found = seen[place % len(seen)] if known["closed_on"] else "列入计划，尚未实施"
        return known | {"description": f"{name}：{found}"}

    return known_by


def _cases(as_of):
    numbers = {}
    for row in rows("ledger_cases"):
        decided = _day(as_of, row["back"])
        number = numbers[decided.year] = numbers.get(decided.year, 0) + 1
        record = _in_charge("基金监管股") | {
            "case_no": f"示医保立〔{decided.year}〕{number}号",
            "institution": row["institution"],
            "source": row["source"],
            "description": f"{row['institution']}涉嫌{row['matter']}",
            "found_on": decided,
            "informed_on": _after(decided, row["inform_after"]),
            "closed_on": _after(decided, row["close_after"]),
        }
        yield _known_from(record, decided, ["informed_on", "closed_on"], ["closed_on"])


def _known_from(record, first, dates, ends):
    return lambda day: _as_known(record, day, dates, ends) if first <= day else None


def _transfers(as_of):
    for row in rows("ledger_transfers"):
        reported = _day(as_of, row["back"])
        approved = reported + timedelta(days=int(row["approve_after"]))
        handed = approved + timedelta(days=int(row["hand_after"]))
        record = _in_charge("基金监管股") | {
            "description": f"{row['institution']}{row['matter']}",
            "handed_to": row["handed_to"],
            "found_on": reported,
            "approved_on": approved,
            "handed_on": handed,
            "receipt_on": _after(handed, row["receipt_after"]),
            "accepted_case_on": _after(handed, row["case_after"]),
        }
        answers = ["receipt_on", "accepted_case_on"]
        yield _known_from(record, handed, answers, answers)


def _demerits(as_of):
    for row in rows("ledger_demerits"):
        decided = _day(as_of, row["back"])
        is_due = int(row["points"]) >= 3
        record = _in_charge("医药服务管理股") | {
            "psn_code": row["code"],
            "psn_name": row["name"],
            "institution": row["institution"],
            "description": row["matter"],
            "points": int(row["points"]),
            "found_on": decided,
            "talk_due": is_due,
            "talked_on": _after(decided, row["talk_after"]),
        }
        ends = ["found_on", "talked_on"] if is_due else ["found_on"]
        yield _known_from(record, decided, ["found_on", "talked_on"], ends)


def _trainings(as_of):
    for row in rows("ledger_trainings"):
        held = _day(as_of, row["back"])
        came, due = int(row["came"]), int(row["due"])
        record = _in_charge(row["unit"]) | {
            "category": row["category"],
            "description": row["description"],
            "persons_due": due,
            "persons_trained": came,
            "found_on": held,
        }
        made_up = _after(held, row["rest_after"])

        def known_by(day, record=record, made_up=made_up):
            if day < record["found_on"]:
                return None
            known = _as_known(record, day, ["found_on"], ["found_on"])
            whole = {"persons_trained": record["persons_due"], "remark": "缺席人员已补课"}
            return known | (whole if made_up and made_up <= day else {})

        yield known_by


def _looked_again(day, seed):
    """The sheet of ``day``, once the entries struck off by then have their numbers."""

    def records(store):
        cur = store.cursor(LOCAL).execute(_STRUCK_OFF)
        names = [column[0] for column in cur.description]
        entries = [dict(zip(names, row, strict=True)) for row in cur.fetchall()]
        looked = (_look(entry, seed) for entry in entries)
        return [record for record in looked if record and record["found_on"] <= day]

    return records


def _look(entry, seed):
    # Its own dice: what an entry meets does not depend on which others there are.
    dice = random.Random(f"{seed}{entry['entry_no']}")
    is_left_out = dice.random() < _NOT_LOOKED
    rebounded = dice.random() < _REBOUNDED
    looked = entry["closed_on"] + timedelta(days=dice.randint(*_LOOKED_AFTER))
    looked -= timedelta(days=max(0, looked.weekday() - 4))
    if is_left_out:
        return None
    return {name: entry[name] for name in ("unit", "units", "leaders", "persons")} | {
        "of_entry": entry["entry_no"],
        "description": "同类问题再次出现，责令重新整改" if rebounded else "整改措施落实，未见反弹",
        "found_on": looked,
        "rebounded": rebounded,
        "status": "已办结",
        "closed_on": looked,
    }
