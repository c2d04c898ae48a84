"""How a rule has done: of what was checked, how much held; and what the data still lack for it."""

import math
from collections import Counter

from oversight import catalog, rulebook

# A rule of which so few of at least so many checked leads held is better retired (catalogue Q14).
LEAST_CONFIRMED = 0.05
ENOUGH_JUDGED = 20
# Two standard deviations: the interval holds the true share 19 times in 20.
_Z = 1.96


def interval(confirmed, judged):
    """Wilson's interval of a share ``confirmed`` of ``judged`` (both rates 0–1); None of none."""
    if not judged:
        return None
    share, spread = confirmed / judged, _Z * _Z / judged
    middle = (share + spread / 2) / (1 + spread)
    half = _Z * math.sqrt(share * (1 - share) / judged + spread / (4 * judged)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def advice(confirmed, judged):
    """A sentence on what the record of a rule says should be done; empty when nothing."""
    if judged < ENOUGH_JUDGED:
        return ""
    if confirmed / judged < LEAST_CONFIRMED:
        return f"核查 {judged} 条只确认 {confirmed} 条，不到 5%，建议调高阈值或停用。"
    return ""


def runnable(filled):
    """What runs on the data at hand, and which one table would unlock most.

    ``filled`` are the rows of queries/data/filled as dicts. Returns (rows of every rule and
    indicator: kind, code, title, missing; rows of tables: table_name, title, rules, indicators),
    the latter with the most useful first: what would run if that table alone came.
    """
    rows = {row["table_name"]: row["table_rows"] for row in filled}
    titles = {row["table_name"]: row["title"] for row in filled}
    values = {(row["table_name"], row["column_name"]): row["filled"] for row in filled}

    def has(table, column=None):
        return bool(rows.get(table, 1) if column is None else values.get((table, column), 0))

    found, unlocked = [], {"规则": Counter(), "指标": Counter()}
    for kind, folder in (("规则", "rules"), ("指标", "indicators")):
        for query in catalog.load(folder).values():
            if query.card.get("status", "active") != "active":
                continue
            missing = rulebook.lacks(has, query)
            said = rulebook.words(missing)
            found.append(
                {"kind": kind, "code": query.card["code"], "title": query.title, "missing": said}
            )
            tables = [{table for table, _ in choice} for choice in missing]
            for table in set.intersection(*tables) if tables else ():
                unlocked[kind][table] += 1
    offered = [
        {
            "table_name": table,
            "title": titles.get(table, table),
            "rules": unlocked["规则"][table],
            "indicators": unlocked["指标"][table],
        }
        for table in unlocked["规则"].keys() | unlocked["指标"].keys()
    ]
    offered.sort(key=lambda row: (-row["rules"] - row["indicators"], row["table_name"]))
    return sorted(found, key=lambda row: (row["kind"], row["code"])), offered
