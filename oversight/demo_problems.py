"""The problems of the invented district: 320 entries of 问题整改台账, each with its life.

What the last day must show is laid down here (how many are overdue and for how long, what moved
this week); everything else is drawn from a seeded generator.
"""

import calendar
import csv
import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

WEEKS = 26
AID, PLAN, FLIGHT = (
    "困难群众救助补助资金审计整改",
    "医保基金管理突出问题专项整治",
    "省级飞行检查问题整改",
)
SAMPLE = Path(__file__).parent.parent / "sample_data"
_SIZES = {AID: 121, PLAN: 118, FLIGHT: 78}
_ASSISTING = {AID: "待遇保障股", PLAN: "基金监管股", FLIGHT: "基金监管股"}
# Six of these eighteen fell due within the last week.
_OVERDUE = [46, 38, 31, 27, 24, 21, 18, 16, 14, 12, 10, 8, 7, 6, 5, 3, 2, 1]
_OVERDUE_AS = ["无法按时办结", "整改中", "预计按时办结", "整改中"]
_DUE_IN = [0, 1, 2, 3, 5, 7, 9, 10, 12, 14, 15, 17, 19, 21, 22, 24, 26, 28, 29, 30]
_LATER, _STANDING, _IMMEDIATE = 22, 6, 3
_CLOSED_THIS_WEEK, _OVERDUE_TILL_THIS_WEEK = 9, [12, 16, 20]
_CLOSED_WITHOUT_DATE, _CLOSED_LATE = 4, 14
# Who is late is not evenly spread.
_LATE_SHARES = {"钱示远": 7, "李示恒": 5, "孙示清": 3, "周示明": 2, "赵示安": 1}
_LED_BY_THE_HEAD = ("骗取套取救助资金", "党员干部作风和廉政")
_CENT = Decimal("0.01")


@cache
def rows(name):
    """The rows of a word list of sample_data/, as dicts."""
    with (SAMPLE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def towns():
    """Names of the towns, largest first."""
    return [row["town_name"] for row in rows("towns")]


def people():
    """Leader and person in charge of every office and town, by its name."""
    return {row["unit"]: row for row in rows("ledger_people")}


def offices():
    """Names of the bureau's offices."""
    return [unit for unit in people() if unit not in towns()]


def hospitals():
    """Names of the hospitals of the district, without the health centres of the towns."""
    return [
        row["name"]
        for row in rows("institutions")
        if row["kind"] == "医院" and row["lv"] != "0" and row["name"].endswith(("医院", "保健院"))
    ]


def _brands():
    return next(row["words"] for row in rows("names") if row["part"] == "pharmacy").split(";")


def institutions():
    """Names of the hospitals, clinics and pharmacies of the district, as its claims have them."""
    hospitals = [row["name"] for row in rows("institutions") if row["kind"] == "医院"]
    return hospitals + [f"{brand}（{town}店）" for town in towns() for brand in _brands()]


def _pharmacies():
    brands = _brands()
    return [f"{brands[n % len(brands)]}（{town}店）" for n, town in enumerate(towns())]


def _units(place):
    known = {"镇": towns, "机构": hospitals, "药店": _pharmacies}
    return known[place]() if place in known else place.split(";")


def moment(day, hour, minute=0):
    """A time of a day, as a filing is stamped."""
    return datetime.combine(day, time(hour, minute))


def weeks(last, count, step=1):
    """Weeks back and filing day of ``count`` weeks, oldest first."""
    return [(back, last - timedelta(days=7 * back)) for back in range(count - 1, -1, -step)]


@dataclass
class Life:
    """A problem and what becomes of it. Weeks are counted back from the last filing."""

    said: dict
    born: int
    deadlines: list = field(default_factory=list)
    closed: int | None = None
    closed_on: date | None = None
    ends_as: str = "整改中"
    standing: bool = False
    immediate: bool = False

    def due_at(self, back):
        """The deadline in force ``back`` weeks ago; ``deadlines`` are (week set, day)."""
        days = [day for since, day in self.deadlines if since >= back]
        return days[-1] if days else None

    def is_listed(self, back):
        """True in the weeks a sheet names it: from birth to the week it is struck off."""
        return self.born >= back and (self.closed is None or back >= self.closed)


def lives(as_of, last, seed):
    """Every problem's Life; ``last`` is the last weekly filing day on or before ``as_of``."""
    return _Problems(as_of, last, seed).lives


class _Problems:
    def __init__(self, as_of, last, seed):
        self.as_of, self.last, self.dice = as_of, last, random.Random(seed)
        drawn = self._drawn()
        late = self._late(drawn)
        self.lives = []
        self._overdue(late)
        self._due_soon(drawn)
        self._far_from_due(drawn)
        self._closed(drawn)
        self._found_again()

    def _day(self, back):
        return self.last - timedelta(days=7 * back)

    def _drawn(self):
        found = defaultdict(list)
        for row in rows("ledger_problems"):
            for unit in _units(row["place"]):
                found[row["campaign"]].append(self._problem(row, unit))
        drawn = [p for name, size in _SIZES.items() for p in self.dice.sample(found[name], size)]
        self.dice.shuffle(drawn)
        return drawn

    def _late(self, drawn):
        late = []
        for leader, share in _LATE_SHARES.items():
            theirs = [problem for problem in drawn if problem["leaders"][0] == leader]
            late += theirs[:share]
        for problem in late:
            drawn.remove(problem)
        self.dice.shuffle(late)
        return late

    def _problem(self, row, unit):
        number = self.dice.randint(2, 14)
        involved = (Decimal(row["yuan"]) * self.dice.randint(30, 220) / 100).quantize(_CENT)
        assisting = _ASSISTING[row["campaign"]]
        known = people().get(unit)
        market = row["category"] == "药品耗材集中采购"
        leader = known["leader"] if known else "孙示清" if market else "钱示远"
        if row["category"] in _LED_BY_THE_HEAD:
            leader = "赵示安"
        return {
            "units": [unit] if unit in offices() else [unit, assisting],
            "leaders": list(dict.fromkeys([leader, "赵示安"][: 1 + (self.dice.random() < 0.06)])),
            "persons": [known["person"] if known else people()[assisting]["person"]],
            "campaign": row["campaign"],
            "category": row["category"],
            "source": row["source"],
            "description": row["description"].format(place=unit, n=number, year=self.as_of.year),
            "measures": row["measures"],
            "mechanism": row["mechanism"],
            "amount_involved_yuan": involved or None,
            "persons_involved": number if row["persons"] != "0" else None,
        }

    def _start(self, problem, due, youngest):
        wanted = due - timedelta(days=self.dice.randint(25, 75))
        born = min(WEEKS - 1, max(youngest, (self.last - wanted).days // 7))
        return Life(problem, born, [(born, due)])

    def _overdue(self, late):
        for place, days in enumerate(_OVERDUE):
            due = self.as_of - timedelta(days=days)
            life = self._start(late[place], due, days // 7 + 3)
            life.ends_as = _OVERDUE_AS[place % len(_OVERDUE_AS)]
            if place in (3, 9):
                life.born = WEEKS - 4
                life.deadlines = [(life.born, due - timedelta(days=40)), (days // 7 + 2, due)]
            self.lives.append(life)

    def _due_soon(self, drawn):
        for place, days in enumerate(_DUE_IN):
            due = self.as_of + timedelta(days=days)
            life = self._start(drawn.pop(), due, 3)
            life.ends_as = "预计按时办结" if place % 3 else "整改中"
            if place in (8, 13):
                life.born = WEEKS - 3
                steps = [(life.born, 95), (16, 66), (10, 32), (3, 0)]
                life.deadlines = [(back, due - timedelta(days=less)) for back, less in steps]
            elif place in (16, 17, 19):
                # Put off this week, days before or after it would have been overdue.
                life.born = max(life.born, 8)
                life.deadlines = [(life.born, self.as_of + timedelta(days=place - 18)), (0, due)]
            elif place in (7, 10, 12, 14):
                life.born = max(life.born, 10)
                life.deadlines = [(life.born, due - timedelta(days=30)), (6, due)]
            self.lives.append(life)

    def _far_from_due(self, drawn):
        for place in range(_LATER):
            born = place % 8 if place < 16 else self.dice.randint(2, 12)
            due = _month_end(self.as_of + timedelta(days=35 + 4 * place))
            self.lives.append(Life(drawn.pop(), born, [(born, due)]))
        for _ in range(_STANDING):
            self.lives.append(Life(drawn.pop(), self.dice.randint(4, 20), standing=True))
        for _ in range(_IMMEDIATE):
            self.lives.append(Life(drawn.pop(), 0, immediate=True))

    def _closed(self, drawn):
        late = set(self.dice.sample(range(_CLOSED_THIS_WEEK, len(drawn)), _CLOSED_LATE))
        for place, problem in enumerate(drawn):
            closed = 0 if place < _CLOSED_THIS_WEEK else self.dice.randint(1, WEEKS - 5)
            on = self._day(closed) - timedelta(days=self.dice.randint(0, 4))
            due = on + timedelta(days=self.dice.randint(0, 20))
            if place < len(_OVERDUE_TILL_THIS_WEEK):
                due = self.as_of - timedelta(days=_OVERDUE_TILL_THIS_WEEK[place])
            elif place in late:
                due = on - timedelta(days=self.dice.randint(2, 30))
            born = min(WEEKS - 1, closed + self.dice.randint(4, 9))
            due = max(due, self._day(born) + timedelta(days=7))
            undated = _CLOSED_THIS_WEEK <= place < _CLOSED_THIS_WEEK + _CLOSED_WITHOUT_DATE
            self.lives.append(
                Life(problem, born, [(born, due)], closed, None if undated else on, "已办结")
            )

    def _found_again(self):
        """Three problems struck off long ago come back in the old wording, as new entries."""
        old = [life for life in self.lives if life.closed and 12 <= life.closed <= 20][:3]
        for place, life in enumerate(old):
            due = self.as_of + timedelta(days=(23, 41, 64)[place])
            self.lives.append(Life(life.said, 6 - place, [(6 - place, due)]))


def record(life, back, day):
    """What the sheet filed on ``day``, ``back`` weeks before the last, says of a problem."""
    due, struck_off = life.due_at(back), life.closed == back
    is_near, is_left_open = due is not None and (due - day).days <= 21, life.closed is None
    involved = life.said["amount_involved_yuan"]
    # Every four weeks another tenth comes back.
    share = Decimal(10 if struck_off else min(9, (life.born - back) // 4)) / 10
    return life.said | {
        "found_on": day - timedelta(days=7 * (life.born - back) + 2 + life.born % 5),
        "due_on": due,
        "due_text": _due_text(life, due),
        "long_term": life.standing,
        "immediate": life.immediate,
        "status": "已办结"
        if struck_off
        else life.ends_as
        if is_near and is_left_open
        else "整改中",
        "closed_on": life.closed_on if struck_off else None,
        "amount_recovered_yuan": involved and (involved * share).quantize(_CENT),
    }


def _due_text(life, due):
    if life.standing:
        return "长期坚持"
    if life.immediate:
        return "立行立改"
    if due == _month_end(due):
        return f"{due.year}年{due.month}月底前"
    return f"{due.year}年{due.month}月{due.day}日前"


def _month_end(day):
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
