"""Whom a member took out of a result of the list check, why and until when: kept for next month.

A person is known by an HMAC of the identity number, or of name and birth date; the number itself
is not stored. Rows are never deleted: an exclusion is withdrawn.
"""

import hashlib
import hmac
import secrets
from datetime import datetime
from uuid import uuid4

import pandas as pd

from oversight.errors import UserError

# Tables of the ledgers file.
REASONS = ("死亡", "异地参保", "参军", "服刑", "迁出", "拒绝参保", "大学生在外地", "其他")
_WRITERS = ("专班", "单位")


def _may_write(viewer):
    if viewer.role not in _WRITERS or (viewer.role == "单位" and not viewer.scope):
        raise UserError(f"“{viewer.role}”身份不能排除名单里的人，请换用专班或单位身份。")


def _secret(cur):
    found = cur.execute("SELECT secret FROM person_secret ORDER BY made_at LIMIT 1").fetchone()
    return found and found[0]


def _sealed(secret, text):
    return hmac.new(bytes.fromhex(secret), text.encode(), hashlib.sha256).hexdigest()


def _keys(secret, row):
    """(key of the person, key of name and birth date or None) of a row of a result."""
    named = None
    if isinstance(row["psn_name"], str) and not pd.isna(row["born"]):
        named = _sealed(secret, f"N|{row['psn_name']}|{row['born']:%Y-%m-%d}")
    return _sealed(secret, row["person"]), named


def exclude(store, viewer, result, rows, reason, words=None, until=None):
    """Take persons out of a result; how many were taken out (who is out already is not again).

    ``rows`` are rows of a Comparison's result as dicts (in clear); ``until`` the last day it
    holds, None for good. One transaction with its audit row. Raises UserError for a viewer who may
    not, a reason that is none of REASONS, 其他 without words.
    """
    _may_write(viewer)
    words = (words or "").strip() or None
    if reason not in REASONS:
        raise UserError(f"排除原因只能是{'、'.join(REASONS)}，请选择一项。")
    if reason == "其他" and not words:
        raise UserError("排除原因选了“其他”，请写明是什么原因。")
    if not rows:
        raise UserError("没有选中要排除的人，请先在表里勾选。")
    rows = list({row["person"]: row for row in rows}.values())
    if viewer.scope and any(row["town"] != viewer.scope for row in rows):
        raise UserError(f"只能排除“{viewer.scope}”的人，请去掉其他街镇的行。")
    detail = {"result": result, "reason": reason, "until": until, "persons": len(rows)}
    with store.write(viewer, "排除名单人员", result, detail) as cur:
        if _secret(cur) is None:
            cur.execute(
                "INSERT INTO person_secret VALUES ($1, localtimestamp)", [secrets.token_hex(32)]
            )
        secret, at = _secret(cur), datetime.now().replace(microsecond=0)
        out = cur.execute(
            "SELECT person_key FROM roster_exclusion WHERE result = $1 AND withdrawn_at IS NULL"
            " AND (until IS NULL OR until >= $2)",
            [result, at.date()],
        ).fetchall()
        out, added = {key for (key,) in out}, 0
        for row in rows:
            person, named = _keys(secret, row)
            if person in out:
                continue
            number = row["certno"]
            added += 1
            cur.execute(
                "INSERT INTO roster_exclusion (exclusion_id, result, person_key, name_key,"
                " psn_name, certno_end, reason, words, until, unit, excluded_by, excluded_at)"
                " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
                [f"PC-{uuid4().hex[:12]}", result, person, named]
                + [row["psn_name"], number[-4:] if isinstance(number, str) else None]
                + [reason, words, until, row["town"], f"{viewer.name}（{viewer.role}）", at],
            )
        detail["persons"] = added
    return added


def withdraw(store, viewer, ids):
    """Withdraw exclusions by their ids: the persons appear again. Raises UserError when none is."""
    _may_write(viewer)
    if not ids:
        raise UserError("没有选中要撤回的排除，请先在表里勾选。")
    with store.write(viewer, "撤回排除", "、".join(ids[:5]), {"exclusions": list(ids)}) as cur:
        done = cur.execute(
            "UPDATE roster_exclusion SET withdrawn_at = $at, withdrawn_by = $by"
            " WHERE list_contains($ids, exclusion_id) AND withdrawn_at IS NULL"
            " AND exclusion_id IN (SELECT v.exclusion_id FROM exclusion_visible AS v)"
            " RETURNING exclusion_id",
            {"at": datetime.now(), "by": f"{viewer.name}（{viewer.role}）", "ids": list(ids)},
        ).fetchall()
        if not done:
            raise UserError("这些排除已经撤回，或者不属于本单位，请刷新页面。")
    return len(done)


_ADDED = ["reason", "words", "until", "excluded_by", "excluded_at", "exclusion_id"]


def split(store, viewer, result, frame, as_of):
    """(rows that stay, rows excluded) of a result as of a day.

    Excluded rows say ``reason``, ``words``, ``until``, ``excluded_by``, ``excluded_at``; what the
    lists themselves excuse has no ``exclusion_id``. One that has run out is said in ``doubt``.
    """
    kept = store.rows("ledger/exclusions", viewer, result=result)
    secret = _secret(store.cursor(viewer))
    by_person, by_name = {}, {}
    for row in reversed(kept):
        by_person[row["person_key"]] = row
        # Where one side has no identity number, name and birth date must do.
        if row["name_key"]:
            by_name[row["name_key"]] = row
    found = {}
    if kept and secret:
        for row in frame.drop_duplicates("person").to_dict("records"):
            person, named = _keys(secret, row)
            other = by_name.get(named)
            by_name_only = other and (not row["person"].startswith("I|") or not other["certno_end"])
            hit = by_person.get(person) or (other if by_name_only else None)
            if hit:
                found[row["person"]] = hit
    holds = {p: e for p, e in found.items() if e["until"] is None or e["until"] >= as_of}
    frame = frame.copy()
    lapsed = {person: words for person, kept in found.items() if (words := _lapsed(kept, as_of))}
    frame["doubt"] = [
        "；".join(filter(None, (doubt if isinstance(doubt, str) else None, lapsed.get(person))))
        for person, doubt in zip(frame["person"], frame["doubt"], strict=True)
    ]
    excused = frame["excused"].notna()
    is_out = frame["person"].isin(holds)
    excluded = frame[is_out | excused].copy()
    for name in _ADDED:
        excluded[name] = [
            holds[person][name] if person in holds else None for person in excluded["person"]
        ]
    noted = excluded["exclusion_id"].isna()
    excluded.loc[noted, "reason"] = excluded.loc[noted, "excused"]
    return frame[~(is_out | excused)], excluded


def _lapsed(exclusion, as_of):
    if exclusion["until"] is not None and exclusion["until"] < as_of:
        return f"曾以“{exclusion['reason']}”排除，{exclusion['until']} 到期"
    return None
