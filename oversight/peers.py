"""One institution against its peers: percentiles within its peer group, and the outlier recipe.

Percentile lights are information on an institution; the district's light needs more: a value at or
beyond the yellow percentile in two of the last three periods, far from the median, on enough cases.
"""

import numpy as np

FEWEST_PEERS = 8
PERIODS = 3
PERIODS_BEYOND = 2
FEWEST_CASES = 30
ROBUST_Z = 3.5
# Makes the median absolute deviation of a normal distribution equal its standard deviation.
_NORMAL_MAD = 0.6745


def judge(members, series, groups, base):
    """Give each institution among ``members`` its light by percentile; return the outliers.

    ``series`` is {(dimension, member): {period: row}}, ``groups`` the peer group by institution,
    ``base`` names direction and the yellow and red percentiles (0–1). Lights, ``peers``, ``p50``
    and ``p80`` are written into the members.
    """
    sign = -1 if base.direction == "高好" else 1
    values = _by_group(series, groups, sign)
    latest = sorted({period for _, period in values})[-PERIODS:]
    outliers = []
    for member in members:
        if member["dimension"] != "fixmedins_code" or member["value"] is None:
            continue
        group = groups.get(member["member"])
        peers = values.get((group, member["period"]), np.array([]))
        if len(peers) < FEWEST_PEERS:
            why = f"同级（{group}）只有 {len(peers)} 家" if group else "登记册里没有，不知同级"
            member |= {"light": "不适用", "reason": f"{why}，不足 {FEWEST_PEERS} 家不比较"}
            continue
        member |= _place(sign * float(member["value"]), peers, sign, base)
        member["reason"] += f"（{group} {len(peers)} 家）"
        beyond = _periods_beyond(member, series, values, latest, group, sign, base)
        if beyond >= PERIODS_BEYOND and _far(sign * float(member["value"]), peers):
            cases = member["denominator"]
            if cases is not None and float(cases) >= FEWEST_CASES and member["light"] in "红黄":
                outliers.append(member)
    return outliers


def district(members, outliers):
    """Light and reason of the whole district from its outliers."""
    if not any(m["light"] in ("红", "黄", "绿") for m in members):
        return "无", f"同级机构都不足 {FEWEST_PEERS} 家，不比较"
    if not outliers:
        return "绿", "没有机构持续、明显地偏离同级"
    light = "红" if any(m["light"] == "红" for m in outliers) else "黄"
    named = "、".join(m["label"] for m in outliers[:3])
    more = f"等 {len(outliers)} 家" if len(outliers) > 3 else ""
    return light, f"{named}{more}持续、明显地偏离同级（疑点，须核查）"


def _by_group(series, groups, sign):
    found = {}
    for (dimension, member), periods in series.items():
        if dimension == "fixmedins_code" and groups.get(member):
            for period, row in periods.items():
                if row["value"] is not None:
                    value = sign * float(row["value"])
                    found.setdefault((groups[member], period), []).append(value)
    return {key: np.array(values) for key, values in found.items()}


def _place(value, peers, sign, base):
    side = "低于" if sign < 0 else "高于"
    p20, p50, p80 = sorted(sign * np.quantile(peers, [0.2, 0.5, 0.8]))
    placed = {"peers": len(peers), "p20": float(p20), "p50": float(p50), "p80": float(p80)}
    for light, percentile in (("红", base.red), ("黄", base.yellow)):
        if percentile is not None and value > np.quantile(peers, percentile):
            shown = round(100 * (1 - percentile if sign < 0 else percentile))
            return placed | {"light": light, "reason": f"{side}同级第 {shown} 百分位"}
    return placed | {"light": "绿", "reason": "在同级正常范围"}


def _periods_beyond(member, series, values, latest, group, sign, base):
    rows = series[member["dimension"], member["member"]]
    beyond = 0
    for period in latest:
        peers, row = values.get((group, period), ()), rows.get(period)
        if len(peers) >= FEWEST_PEERS and row is not None and row["value"] is not None:
            beyond += sign * float(row["value"]) >= np.quantile(peers, base.yellow)
    return beyond


def _far(value, peers):
    middle = np.median(peers)
    spread = np.median(np.abs(peers - middle))
    return bool(spread > 0 and _NORMAL_MAD * (value - middle) / spread >= ROBUST_Z)
