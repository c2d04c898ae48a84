"""The audit trail: who did what to which subject, append-only, each row sealed by the one before.

A row's hash covers its own content and the hash of the row before it; changing, removing or
inserting a row breaks the chain from there on, and verify() says where.
"""

import hashlib
import json
from datetime import datetime

GENESIS = "0" * 64


def _seal(seq, at, actor, action, subject, detail, prev_hash):
    content = [seq, at.isoformat(timespec="microseconds"), actor, action, subject, detail]
    text = json.dumps([*content, prev_hash], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def append(cur, viewer, action, subject, detail=None):
    """Write one row within the caller's transaction; ``detail`` is a dict or None.

    ``viewer`` is the person who acted; ``subject`` names what was acted on (an entry number, a
    filing, a query).
    """
    last = cur.execute("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
    seq, prev_hash = (last[0] + 1, last[1]) if last else (1, GENESIS)
    at = datetime.now()
    actor = f"{viewer.name}（{viewer.role}）"
    text = json.dumps(detail, ensure_ascii=False, default=str) if detail else None
    row = [seq, at, actor, action, subject, text, prev_hash]
    cur.execute(
        'INSERT INTO audit (seq, "at", actor, action, subject, detail, prev_hash, hash)'
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        [*row, _seal(*row)],
    )


def verify(con):
    """What is wrong with the chain, one Chinese sentence per finding; empty when it holds."""
    problems, expected, prev_hash = [], 1, GENESIS
    rows = con.execute(
        'SELECT seq, "at", actor, action, subject, detail, prev_hash, hash FROM audit ORDER BY seq'
    )
    for *row, sealed in rows.fetchall():
        seq = row[0]
        if seq != expected:
            problems.append(f"审计记录第 {expected} 条缺失或重复（读到第 {seq} 条）")
        elif row[-1] != prev_hash:
            problems.append(f"审计记录第 {seq} 条与上一条接不上")
        if _seal(*row) != sealed:
            problems.append(f"审计记录第 {seq} 条的内容被改动过")
        expected, prev_hash = seq + 1, sealed
    return problems
