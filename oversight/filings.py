"""Filings: what a unit sends is previewed as a difference, committed whole, withdrawn whole.

Every version of every entry names the filing it came from. Nothing is overwritten: a change closes
the version in force and adds one, a withdrawal closes what the filing wrote and adds again what
was there before. Filing, versions and audit row are one transaction; the file itself is kept under
data/filings, named by its SHA-256.
"""

import json
from datetime import datetime, timedelta
from uuid import uuid4

from oversight import clock, ledger_tables, ledgers, matching, safekeeping
from oversight.errors import UserError

_WRITERS = ("专班", "单位")
_AT_ONCE = 2000  # rows by one statement: 100,000 would take 5 GB


class _AlreadyFiled(Exception):
    """Ends the transaction of a filing that is there already."""


def _may_write(viewer, unit=None):
    if viewer.role not in _WRITERS or (viewer.role == "单位" and not viewer.scope):
        raise UserError(f"“{viewer.role}”身份不能报送台账，请换用专班或单位身份。")
    if viewer.scope and unit not in (None, viewer.scope):
        raise UserError(f"只能以“{viewer.scope}”的名义报送，不能替“{unit}”报送。")
    return unit or viewer.scope


def _dicts(cursor):
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _period(kind, filed_at, period_to):
    """The day a filing is for: given, or that week's last day in time, or the day it came."""
    day = filed_at.date()
    if kind.clock.weekly_by is None:
        return period_to or day
    if period_to is not None:
        return clock.next_weekly_deadline(period_to, kind.clock.weekly_by)
    return day + timedelta(days=kind.clock.weekly_by - day.isoweekday())


def _same_filing(cur, kind, campaign, unit, digest, period):
    found = cur.execute(
        "SELECT filing_id FROM filing WHERE kind = $kind AND content_sha256 = $digest"
        " AND campaign IS NOT DISTINCT FROM $campaign AND unit IS NOT DISTINCT FROM $unit"
        " AND withdrawn_at IS NULL AND (NOT $weekly OR period_to = $period)"
        " ORDER BY filed_at DESC LIMIT 1",
        {
            "kind": kind.name,
            "digest": digest,
            "campaign": campaign,
            "unit": unit,
            "weekly": kind.clock.weekly_by is not None,
            "period": period,
        },
    ).fetchone()
    return found and found[0]


def _current(cur, kind):
    found = cur.execute(
        f"SELECT e.*, f.unit AS sender FROM {kind.table} AS e LEFT JOIN filing AS f"
        " ON e.filing_id = f.filing_id WHERE e.valid_to IS NULL AND may_see(e.units)"
        " ORDER BY e.entry_no"
    )
    return _dicts(found)


def _own_rows_only(viewer, kind, records):
    for record in records if viewer.scope else ():
        units = record.get("units") or [record["unit"]] if record.get("unit") else None
        if units and viewer.scope not in units:
            raise UserError(
                f"第 {record.get('row') or '?'} 行的责任单位不含“{viewer.scope}”，"
                "请交专班报送或改正责任单位。"
            )


def _compare(cur, viewer, kind, records, campaign, unit, period, zero_report):
    cleaned = matching.clean(kind, records, campaign, unit)
    _own_rows_only(viewer, kind, cleaned)
    digest = matching.content_hash(cleaned, zero_report)
    entries = _current(cur, kind)
    pairs, new, repeated = matching.pair(kind, cleaned, entries)
    matching.missing_required(kind, new)
    marks = {entry["entry_no"]: matching.mark(record) for entry, record in pairs}
    changed = [(entry, matching.changes(entry, record)) for entry, record in pairs]
    found = matching.Difference(
        new=new,
        changed=[(entry["entry_no"], change) for entry, change in changed if change],
        unchanged=[entry["entry_no"] for entry, change in changed if not change],
        gone=[
            entry["entry_no"]
            for entry in entries
            if entry["sender"] == unit
            and entry["campaign"] == campaign
            and entry["entry_no"] not in marks
            and not matching.is_closed(entry)
            and not zero_report
        ],
        repeated=repeated,
        entries={entry["entry_no"]: entry for entry in entries},
        marks=marks,
    )
    # An old sheet sent again by mistake must not undo what came after it; an edit made twice is
    # the same only when it changes nothing.
    if (cleaned and matching.from_sheet(cleaned)) or not (found.new or found.changed):
        found.filing_id = _same_filing(cur, kind, campaign, unit, digest, period)
    return found, digest


def preview(
    store,
    viewer,
    kind,
    records,
    campaign=None,
    unit=None,
    filed_at=None,
    period_to=None,
    zero_report=False,
):
    """What committing ``records`` would do, as a matching.Difference; writes nothing.

    Raises UserError as commit() does.
    """
    of_kind, unit = ledgers.kind(kind), _may_write(viewer, unit)
    period = _period(of_kind, filed_at or datetime.now(), period_to)
    cur = store.cursor(viewer)
    return _compare(cur, viewer, of_kind, records, campaign, unit, period, zero_report)[0]


def commit(
    store,
    viewer,
    kind,
    records,
    campaign=None,
    unit=None,
    filed_at=None,
    file_name=None,
    file_bytes=None,
    zero_report=False,
    period_to=None,
    note=None,
    seen=None,
):
    """File ``records`` (dicts of the kind's columns, ``row`` beside them) and return the filing_id.

    ``unit`` is the sender; ``filed_at`` the moment it counts from (default now); ``seen`` the
    Difference shown to the user: if the ledger has moved since, nothing is written. A sheet with
    the content of an earlier filing in force changes nothing and returns that filing's id.
    Raises UserError, with nothing written, when a record cannot be filed.
    """
    of_kind, unit = ledgers.kind(kind), _may_write(viewer, unit)
    if bool(records) == bool(zero_report):
        raise UserError(
            "零报告不能带条目，请去掉条目或取消零报告。"
            if records
            else "没有可以入账的条目；确无新情况的，请按零报告报送。"
        )
    filed_at = filed_at or datetime.now()
    period = _period(of_kind, filed_at, period_to)
    filing_id = f"{of_kind.prefix}{filed_at:%Y%m%d%H%M%S}-{uuid4().hex[:6]}"
    detail = {"kind": kind, "campaign": campaign, "unit": unit, "file": file_name}
    try:
        with (
            safekeeping.keeping(store.folder) as keep,
            store.write(viewer, "报送", filing_id, detail) as cur,
        ):
            found, digest = _compare(
                cur, viewer, of_kind, records, campaign, unit, period, zero_report
            )
            if found.filing_id:
                raise _AlreadyFiled(found.filing_id)
            if seen is not None and seen != found:
                raise UserError("预览之后台账又有变动，没有写入，请重新预览后再确认。")
            _check_time(cur, filed_at, [found.entries[number] for number, _ in found.changed])
            filing = {
                "filing_id": filing_id,
                "kind": kind,
                "campaign": campaign,
                "unit": unit,
                "filed_by": viewer.name,
                "filed_at": filed_at,
                "period_to": period,
                "file_name": file_name,
                "file_sha256": keep(file_name, file_bytes),
                "content_sha256": digest,
                "rows_new": len(found.new),
                "rows_changed": len(found.changed),
                "rows_unchanged": len(found.unchanged),
                "rows_gone": len(found.gone),
                "zero_report": zero_report,
                "on_time": filed_at.date() <= period if of_kind.clock.weekly_by else None,
                "note": note,
            }
            _insert(cur, "filing", [filing], None)
            _write_versions(store, cur, of_kind, found, filing_id, filed_at)
            detail |= {key: value for key, value in filing.items() if key.startswith("rows_")}
    except _AlreadyFiled as already:
        return already.args[0]
    return filing_id


def _check_time(cur, at, versions):
    """History grows at its end, and what was sent upward stays what it was."""
    last = max((version["valid_from"] for version in versions), default=at)
    frozen = cur.execute("SELECT max(frozen_at) FROM filing").fetchone()[0]
    if at < last:
        raise UserError(
            f"报送或撤回的时间 {at:%Y-%m-%d %H:%M} 早于这些条目最近一次变更的时间"
            f"（{last:%Y-%m-%d %H:%M}），请核对时间。"
        )
    if frozen and at < frozen:
        raise UserError(
            f"{frozen:%Y-%m-%d %H:%M} 已有数据上报冻结，不能再补记此前的报送或撤回，"
            "请改用现在的时间。"
        )


def _write_versions(store, cur, kind, found, filing_id, at):
    written = []
    for number, change in found.changed:
        new = {name: value for name, (_, value) in change.items()}
        written.append(_next(found.entries[number], filing_id, at) | new)
    numbers = _numbers(cur, kind, at.year)
    for record in found.new:
        record = {name: value for name, value in record.items() if name != "row"}
        if record.get("unit") and not record.get("units"):
            record["units"] = [record["unit"]]
        history = {"entry_no": next(numbers), "version": 1, "valid_from": at}
        written.append(record | history | {"filing_id": filing_id})
    _close(cur, kind, [number for number, _ in found.changed], at)
    _insert(cur, kind.table, written, kind)
    _derive(store, cur, kind, [version["entry_no"] for version in written])


def _next(entry, filing_id, at):
    columns = {name: value for name, value in entry.items() if name != "sender"}
    history = {"version": entry["version"] + 1, "valid_from": at, "valid_to": None}
    return columns | history | {"filing_id": filing_id}


def _numbers(cur, kind, year):
    # Every version ever written counts, withdrawn ones too: a number is never given twice.
    head = f"{kind.prefix}-{year}-"
    last = cur.execute(
        "SELECT max(CAST(split_part(entry_no, '-', 3) AS INTEGER))"
        f" FROM {kind.table} WHERE starts_with(entry_no, $1)",
        [head],
    ).fetchone()[0]
    number = last or 0
    while True:
        number += 1
        yield f"{head}{number:04}"


def _close(cur, kind, numbers, at):
    cur.execute(
        f"UPDATE {kind.table} SET valid_to = $at"
        " WHERE valid_to IS NULL AND list_contains($numbers, entry_no)",
        {"at": at, "numbers": numbers},
    )


def _insert(cur, table, rows, kind):
    types = ledgers.table_columns(kind) if kind else ledger_tables.OWN_TABLES[table]
    shape = {n: [t[:-2]] if t.endswith("[]") else t for n, t in types.items()}
    for start in range(0, len(rows), _AT_ONCE):
        part = rows[start : start + _AT_ONCE]
        cur.execute(
            f"INSERT INTO {table} BY NAME SELECT unnest(from_json($rows, $shape), max_depth := 2)",
            {
                "rows": json.dumps(part, ensure_ascii=False, default=_json),
                "shape": json.dumps([shape]),
            },
        )


def _derive(store, cur, kind, numbers):
    # What follows from the versions changes with them, in the same transaction.
    if store.unread or not numbers:
        return
    chosen = "WHERE kind = $kind AND list_contains($numbers, entry_no)"
    touched = {"kind": kind.name, "numbers": numbers}
    cur.execute(f"DELETE FROM entry_span {chosen}", touched)
    cur.execute(f"INSERT INTO entry_span FROM span_derived {chosen}", touched)


def _json(value):
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _in_force(cur, viewer, filing_id):
    found = _dicts(cur.execute("SELECT * FROM filing WHERE filing_id = $1", [filing_id]))
    if not found or (viewer.scope and found[0]["unit"] != viewer.scope):
        raise UserError(f"没有编号为 {filing_id} 的报送批次，请核对编号。")
    if found[0]["withdrawn_at"]:
        raise UserError(f"报送批次 {filing_id} 已经撤回，不必再次操作。")
    return found[0]


def withdraw(store, viewer, filing_id, withdrawn_at=None):
    """Withdraw a filing whole: what it changed is as before, what it added is no longer in force.

    Raises UserError when it is frozen, withdrawn already, or when a later filing changed the same
    entries (withdraw that one first).
    """
    _may_write(viewer)
    at = withdrawn_at or datetime.now()
    with store.write(viewer, "撤回报送", filing_id) as cur:
        filing = _in_force(cur, viewer, filing_id)
        if filing["frozen_at"]:
            raise UserError(f"报送批次 {filing_id} 已上报冻结，不能撤回；如有更正，请另行报送。")
        kind = ledgers.kind(filing["kind"])
        touched = _dicts(
            cur.execute(
                f"SELECT * FROM {kind.table} WHERE entry_no IN"
                f" (SELECT entry_no FROM {kind.table} WHERE filing_id = $1)"
                " ORDER BY entry_no, version",
                [filing_id],
            )
        )
        cur.execute(
            "UPDATE filing SET withdrawn_at = $at WHERE filing_id = $id",
            {"at": at, "id": filing_id},
        )
        withdrawn = _withdrawn(cur)
        history = {}
        for version in touched:
            history.setdefault(version["entry_no"], []).append(version)
        _check_time(cur, at, [versions[-1] for versions in history.values()])
        _undo(cur, kind, filing_id, history, withdrawn, at)
        _derive(store, cur, kind, list(history))


def _withdrawn(cur):
    found = cur.execute("SELECT filing_id FROM filing WHERE withdrawn_at IS NOT NULL")
    return {row[0] for row in found.fetchall()}


def _undo(cur, kind, filing_id, history, withdrawn, at):
    later = sorted(
        number for number, versions in history.items() if versions[-1]["filing_id"] != filing_id
    )
    if later:
        raise UserError(
            f"其后的报送又改动了 {'、'.join(later[:5])} 等 {len(later)} 条，请先撤回后来的报送。"
        )
    again = []
    for versions in history.values():
        before = [v for v in versions if v["filing_id"] not in withdrawn]
        if before:
            again.append(
                before[-1]
                | {"version": versions[-1]["version"] + 1, "valid_from": at, "valid_to": None}
            )
    _close(cur, kind, list(history), at)
    _insert(cur, kind.table, again, kind)


def freeze(store, viewer, filing_id, frozen_at=None):
    """Mark a filing as sent upward: it cannot be withdrawn, and nothing is filed before it."""
    if viewer.role != "专班" or viewer.scope:
        raise UserError("只有专班可以把报送批次标为已上报，请换用专班身份。")
    with store.write(viewer, "上报冻结", filing_id) as cur:
        if _in_force(cur, viewer, filing_id)["frozen_at"]:
            raise UserError(f"报送批次 {filing_id} 已经冻结，不必再次操作。")
        cur.execute(
            "UPDATE filing SET frozen_at = $at WHERE filing_id = $id",
            {"at": frozen_at or datetime.now(), "id": filing_id},
        )
