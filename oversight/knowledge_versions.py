"""Versions of the installed 两库: claims files agree with the records, whatever became of them.

kb_item, kb_pair, kb_point and kb_version of a claims file are computed from data/libraries/: who
publishes a claims file brings in what it lacks. A row is in force on a day when begndate (none:
always) is not after it and enddate is.
"""

import logging
from dataclasses import dataclass

from oversight import catalog, knowledge_records
from oversight.errors import UserError
from oversight.values import compact

# Fields of a knowledge point that are compared, as a person calls them.
COMPARED = {
    "limit_text": "限定内容",
    "basis": "逻辑依据",
    "logic": "检出逻辑",
    "remark": "备注",
    "more": "其他列",
    "codes": "代码",
}
_log = logging.getLogger("oversight")


@dataclass(frozen=True)
class Difference:
    """A library against what is installed: names of points, and what changed in them.

    ``changed`` maps a name to {label: (before, after)}; codes are compared as lists.
    """

    new: tuple
    changed: dict
    unchanged: tuple
    gone: tuple

    @property
    def is_none(self):
        """True when nothing would change."""
        return not (self.new or self.changed or self.gone)


# What is installed, and what a library would change


def _installed(con, library):
    """The points of a library now in a claims file: key → row of kb_point as a dict."""
    cursor = con.execute(
        "SELECT * FROM kb_point WHERE library = $1 AND enddate IS NULL ORDER BY rowid", [library]
    )
    names = [column[0] for column in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return _keyed(rows, lambda row: row["point_name"])


def _keyed(things, name):
    """Things by their name; the second of a name is told apart by its place."""
    keyed = {}
    for thing in things:
        key, number = compact(name(thing)), 1
        while (key, number) in keyed:
            number += 1
        keyed[key, number] = thing
    return keyed


def _fields(point):
    """A point as the row that kb_point has of it."""
    return {
        "point_no": point.no,
        "point_name": point.name,
        "limit_text": point.limit,
        "basis": point.basis,
        "logic": point.logic,
        "remark": point.remark,
        "more": point.more,
        "codes": [part for code, _ in point.codes for part in code.split("＋")],
    }


def _changes(held, fields):
    """{column: (before, after)} of the compared fields; the order of codes does not matter."""
    found = {}
    for column in COMPARED:
        before, after = held[column], fields[column]
        if column == "codes":
            before, after = sorted(before or ()), sorted(after)
        if before != after:
            found[column] = (before, after)
    return found


def compared(before, library):
    """What ``library`` changes against the library ``before``; None for either: there is none."""
    rows = [_fields(point) for point in (before.points if before else ())]
    return _difference(_keyed(rows, lambda row: row["point_name"]), library)


def _difference(held, library):
    points = _keyed(library.points if library else (), lambda point: point.name)
    changed, same = {}, []
    for key in points.keys() & held.keys():
        changes = _changes(held[key], _fields(points[key]))
        if changes:
            changed[key] = {COMPARED[column]: pair for column, pair in changes.items()}
        else:
            same.append(key)
    return Difference(
        tuple(point.name for key, point in points.items() if key not in held),
        {points[key].name: changed[key] for key in points if key in changed},
        tuple(held[key]["point_name"] for key in same),
        tuple(row["point_name"] for key, row in held.items() if key not in points),
    )


# A claims file made to agree with the records


def bring(con, folder, anew=False):
    """Apply to the claims file being built (``con``) every version it lacks.

    A library whose rows are not whole, or all with ``anew``, is computed from its first version
    on. Returns a sentence for each that could not be; its rows are left as they are.
    """
    by_library, failed = {}, []
    for record in knowledge_records.records(folder):
        by_library.setdefault(record.library, []).append(record)
    for name, known in by_library.items():
        held = con.execute(
            "SELECT record_sha256 FROM kb_version WHERE library = $1 ORDER BY version", [name]
        ).fetchall()
        held = [row[0] for row in held]
        if not set(held) <= {record.sha256 for record in known}:
            failed.append(f"{known[-1].title}（{known[-1].batch}）的装入记录不全，没有重算。")
            continue
        first = len(held)
        if anew or held != [r.sha256 for r in known[:first]] or not _is_whole(con, name):
            first = 0
        try:
            libraries = [knowledge_records.library_of(folder, record) for record in known[first:]]
        except UserError as error:
            failed.append(str(error))
            continue
        if first == 0:
            _drop(con, name)
        for record, library in zip(known[first:], libraries, strict=True):
            _apply(con, record, library)
    for sentence in failed:
        _log.error("library: %s", sentence)
    return failed


def _mine(table):
    """The condition by which rows of a table are those of the library $1."""
    return f"starts_with({table}_id, $1 || '.v')"


def _is_whole(con, library):
    row = con.execute(
        "SELECT points, codes FROM kb_version WHERE library = $1 ORDER BY version DESC LIMIT 1",
        [library],
    ).fetchone()
    counts = con.execute(
        "SELECT (SELECT count(*) FROM kb_point WHERE library = $1 AND enddate IS NULL),"
        f" (SELECT count(*) FROM kb_item WHERE {_mine('kb_item')} AND enddate IS NULL)"
        f" + (SELECT count(*) FROM kb_pair WHERE {_mine('kb_pair')} AND enddate IS NULL)",
        [library],
    ).fetchone()
    return row in (None, counts)


def _drop(con, library):
    con.execute("DELETE FROM kb_version WHERE library = $1", [library])
    con.execute("DELETE FROM kb_point WHERE library = $1", [library])
    for table in ("kb_item", "kb_pair"):
        con.execute(f"DELETE FROM {table} WHERE {_mine(table)}", [library])


def _apply(con, record, library):
    """One version into the tables: rows that changed end on its day, its own begin."""
    day = record.installed_at.date()
    versions, first_day = con.execute(
        "SELECT count(*), min(installed_at)::DATE FROM kb_version WHERE library = $1",
        [record.library],
    ).fetchone()
    # What was installed first was right before that day too.
    since = None if first_day in (None, day) else day
    held = _installed(con, record.library)
    points = _keyed(library.points if library else (), lambda point: point.name)
    old = [
        row["point_id"]
        for key, row in held.items()
        if key not in points or _changes(row, _fields(points[key]))
    ]
    _end(con, old, day, since)
    kept = {key for key, row in held.items() if row["point_id"] not in set(old)}
    added = [(n, p) for n, (key, p) in enumerate(points.items(), 1) if key not in kept]
    _add(con, record, library, versions + 1, added, since)
    found = _difference(held, library)
    row = {
        "library": record.library,
        "version": versions + 1,
        "kind": record.kind,
        "title": record.title,
        "batch": record.batch,
        "rule_code": record.rule,
        "action": record.action,
        "points": len(points),
        "codes": library.codes if library else 0,
        "points_new": len(found.new),
        "points_changed": len(found.changed),
        "points_unchanged": len(found.unchanged),
        "points_gone": len(found.gone),
        "points_unread": sum(bool(point.unread) for point in points.values()),
        "file_name": record.file_name,
        "file_sha256": record.file_sha256,
        "installed_by": record.installed_by,
        "installed_at": record.installed_at,
        "begndate": since,
        "record_sha256": record.sha256,
    }
    marks = ", ".join(f"${name}" for name in row)
    con.execute(f"INSERT INTO kb_version ({', '.join(row)}) VALUES ({marks})", row)


def _end(con, point_ids, day, since):
    """End points and their codes on a day; those that began on it were never in force: away."""
    for table in ("kb_point", "kb_item", "kb_pair"):
        own = "point_id" if table == "kb_point" else f"regexp_replace({table}_id, '[.]\\d+$', '')"
        mine = f"enddate IS NULL AND {own} IN (SELECT unnest($ids::VARCHAR[]))"
        con.execute(
            f"DELETE FROM {table} WHERE {mine} AND begndate IS NOT DISTINCT FROM $since::DATE",
            {"ids": point_ids, "since": since},
        )
        con.execute(
            f"UPDATE {table} SET enddate = $day WHERE {mine}", {"ids": point_ids, "day": day}
        )


def _add(con, record, library, version, points, since):
    """The points (number in the sheet, Point) with their codes as rows from ``since`` on."""
    told, rows = [], []
    for number, point in points:
        point_id = f"{record.library}.v{version}.{number}"
        labels = "、".join(_labels(library.kind, point.unread))
        told.append(
            _fields(point)
            | {"point_id": point_id, "library": record.library, "version": version}
            | {"unread": labels or None, "begndate": since}
        )
        for place, (code, name) in enumerate(point.codes, 1):
            rows.append(_row(record, library.kind, point, f"{point_id}.{place}", code, name, since))
    _insert(con, "kb_point", told)
    if library:
        _insert(con, library.kind.table, rows)


def _labels(kind, columns):
    known = catalog.get(f"schema/{kind.table}").columns
    return [known[column.split("|")[0]]["label"] for column in columns]


def _row(record, kind, point, key, code, name, since):
    """One row of kb_item or kb_pair."""
    row = {
        "rule_code": kind.rule,
        "kb_bch": record.batch,
        "vali_flag": "1",
        "begndate": since,
        f"{kind.table}_id": key,
    }
    if kind.table == "kb_pair":
        return point.values | row | {"memo": point.remark}
    limits = {"limit_type": kind.limit_type, "limit_val": point.limit}
    return point.values | row | limits | {"item_code": code, "item_name": name}


def _insert(con, table, rows):
    """Rows (dicts) into a table, a list a column: one statement for however many there are."""
    if not rows:
        return
    types = {name: kind for name, kind, *_ in con.execute(f"DESCRIBE {table}").fetchall()}
    columns = [name for name in types if any(row.get(name) is not None for row in rows)]
    bound = {name: [row.get(name) for row in rows] for name in columns}
    # Texts of numbers are cast by the INSERT itself.
    bare = {n: t if t in ("DATE", "VARCHAR[]", "INTEGER") else "VARCHAR" for n, t in types.items()}
    shown = ", ".join(f"unnest(CAST(${name} AS {bare[name]}[]))" for name in columns)
    con.execute(f"INSERT INTO {table} ({', '.join(columns)}) SELECT {shown}", bound)
