"""What the working group of the invented district found out about some of its leads.

The leads exist only once the claims are published, the ledgers are still aside then: the claims
are lent to them, so that ledgers and decisions come into the folder in one step.
"""

import shutil
from collections import defaultdict
from datetime import datetime, time, timedelta
from pathlib import Path

from oversight import decisions, publishing
from oversight.demo_problems import rows
from oversight.store import open_store
from oversight.viewer import Viewer

_CHECKING = Viewer(name="示例区")
_LEADS = "SELECT code, finding_key, found_at FROM mart_lead ORDER BY event_date DESC, finding_key"


def decide(made, folder, as_of):
    """Decide some leads of the claims of ``folder`` in the ledgers ``made`` aside.

    Each row of lead_decisions.csv is about the next lead of its rule, some days after it came out;
    what would lie after ``as_of`` is left out.
    """
    claims = publishing.current(folder)
    lent = Path(made) / claims.name
    try:
        lent.hardlink_to(claims)
    except OSError:
        # A disk that knows no links.
        shutil.copyfile(claims, lent)
    store = open_store(made)
    try:
        _decide(store, as_of)
    finally:
        store.close()
        lent.unlink()


def _decide(store, as_of):
    leads = defaultdict(list)
    for code, key, found_at in store.cursor(_CHECKING).execute(_LEADS).fetchall():
        leads[code].append((key, found_at))
    for place, row in enumerate(rows("lead_decisions")):
        if not leads[row["code"]]:
            continue
        key, found_at = leads[row["code"]].pop(0)
        day = found_at.date() + timedelta(days=int(row["after"]))
        if day <= as_of:
            at = datetime.combine(day, time(10 + place % 6, 12))
            decisions.decide(store, _CHECKING, [key], row["decision"], row["reason"], decided_at=at)
