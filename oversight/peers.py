"""One institution against its peers: percentiles within its peer group, and the outlier recipe.

Percentile lights are information on an institution; the district's light needs more: a value at or
beyond the yellow percentile in two of the last three periods, far from the median, on enough cases.
"""

from functools import cached_property

import numpy as np

FEWEST_PEERS = 8
PERIODS = 3
PERIODS_BEYOND = 2
FEWEST_CASES = 30
ROBUST_Z = 3.5
# Makes the median absolute deviation of a normal distribution equal its standard deviation.
_NORMAL_MAD = 0.6745


def fields(values, base):
    """A _Field for each peer group's values in a period: {(group, period): [value]}.

    ``base`` names direction and the yellow and red percentiles (0–1).
    """
    end = sign(base)
    return {key: _Field(end * np.array(those), end, base) for key, those in values.items()}


def by_group(series, groups):
    """The values of each peer group in each period: {(group, period): [value]}.

    ``series`` is {(dimension, member): {period: row}}, ``groups`` the peer group by institution.
    """
    found = {}
    for (dimension, member), periods in series.items():
        if dimension == "fixmedins_code" and groups.get(member):
            for period, row in periods.items():
                if row["value"] is not None:
                    found.setdefault((groups[member], period), []).append(float(row["value"]))
    return found


def is_ordinary(row, groups, found, base):
    """Whether an institution's row, by its own period, can be no outlier among its ``fields``."""
    if row["dimension"] != "fixmedins_code" or row["value"] is None:
        return False
    field, value = found.get((groups.get(row["member"]), row["period"])), float(row["value"])
    return field is None or not (
        _has_cases(row) and field.is_beyond(sign(base) * value) and field.is_far(sign(base) * value)
    )


def _has_cases(row):
    return row["denominator"] is not None and float(row["denominator"]) >= FEWEST_CASES


def judge(members, series, groups, base, found):
    """Give each institution among ``members`` its light by percentile; return the outliers.

    ``found`` are the fields() of the same series. Lights, ``peers``, ``p20``, ``p50`` and ``p80``
    are written into the members.
    """
    end = sign(base)
    latest = sorted({period for _, period in found})[-PERIODS:]
    outliers = []
    for member in members:
        if member["dimension"] != "fixmedins_code" or member["value"] is None:
            continue
        group = groups.get(member["member"])
        field = found.get((group, member["period"]))
        if field is None or not field.enough:
            why = f"同级（{group}）只有 {field.peers} 家" if field else "登记册里没有，不知同级"
            member |= {"light": "不适用", "reason": f"{why}，不足 {FEWEST_PEERS} 家不比较"}
            continue
        value = end * float(member["value"])
        member |= field.place(value)
        member["reason"] += f"（{group} {field.peers} 家）"
        rows = series[member["dimension"], member["member"]]
        beyond = sum(
            found[group, period].is_beyond(end * float(rows[period]["value"]))
            for period in latest
            if (group, period) in found and rows.get(period, {}).get("value") is not None
        )
        if (
            member["light"] in ("红", "黄")
            and beyond >= PERIODS_BEYOND
            and field.is_far(value)
            and _has_cases(member)
        ):
            outliers.append(member)
    return outliers


def sign(base):
    """1 where a high value is the bad end, -1 where a low one is."""
    return -1 if base.direction == "高好" else 1


def district(found, period, outliers):
    """Light and reason of the whole district in a period, from its outliers."""
    if not any(field.enough for (_, of), field in found.items() if of == period):
        return "无", f"同级机构都不足 {FEWEST_PEERS} 家，不比较"
    if not outliers:
        return "绿", "没有机构持续、明显地偏离同级"
    light = "红" if any(m["light"] == "红" for m in outliers) else "黄"
    named = "、".join(m["label"] for m in outliers[:3])
    more = f"等 {len(outliers)} 家" if len(outliers) > 3 else ""
    return light, f"{named}{more}持续、明显地偏离同级（疑点，须核查）"


class _Field:
    """The values of one peer group in one period, the bad end high."""

    def __init__(self, values, sign, base):
        self.values, self.sign = values, sign
        self.peers = len(values)
        self.enough = self.peers >= FEWEST_PEERS
        lines = [(light, at) for light, at in (("红", base.red), ("黄", base.yellow)) if at]
        *lined, p20, p50, p80 = np.quantile(values, [at for _, at in lines] + [0.2, 0.5, 0.8])
        self.lines = [(*line, value) for line, value in zip(lines, lined, strict=True)]
        self.marks = dict(
            zip(("p20", "p50", "p80"), sorted(sign * np.array([p20, p50, p80])), strict=True)
        )
        self.middle = p50

    def place(self, value):
        """Light and reason of a value, with what it is compared with."""
        placed = {"peers": self.peers} | {key: float(mark) for key, mark in self.marks.items()}
        for light, at, line in self.lines:
            if value > line:
                side, percentile = ("低于", 1 - at) if self.sign < 0 else ("高于", at)
                reason = f"{side}同级第 {round(100 * percentile)} 百分位"
                return placed | {"light": light, "reason": reason}
        return placed | {"light": "绿", "reason": "在同级正常范围"}

    def is_beyond(self, value):
        """Whether a value reaches the yellow percentile, among enough peers."""
        return bool(self.enough and self.lines and value >= self.lines[-1][2])

    @cached_property
    def _spread(self):
        return float(np.median(np.abs(self.values - self.middle)))

    def is_far(self, value):
        """Whether a value is far from the median, measured by how far the peers spread."""
        spread = self._spread
        return bool(spread > 0 and _NORMAL_MAD * (value - self.middle) / spread >= ROBUST_Z)
