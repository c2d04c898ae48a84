"""Which units owe a kind's periodic report, and since when."""

from datetime import timedelta

from oversight import ledgers
from oversight.errors import UserError


def assign_duty(store, viewer, kind, units, since):
    """Say which units owe a kind's periodic report from ``since`` on; others end the day before.

    Nothing is written when nothing changes.
    """
    of_kind = ledgers.kind(kind)
    if viewer.role != "专班" or viewer.scope:
        raise UserError("只有专班可以指定报送单位，请换用专班身份。")
    named = "SELECT unit FROM filing_duty WHERE kind = $1 AND until IS NULL"
    owed = {row[0] for row in store.cursor(viewer).execute(named, [kind]).fetchall()}
    if owed == set(units):
        return
    with store.write(viewer, "指定报送单位", of_kind.title, {"units": list(units)}) as cur:
        cur.execute(
            "UPDATE filing_duty SET until = $before WHERE kind = $kind AND until IS NULL"
            " AND NOT list_contains($units, unit)",
            {"before": since - timedelta(days=1), "kind": kind, "units": list(units)},
        )
        owed = {row[0] for row in cur.execute(named, [kind]).fetchall()}
        new = [unit for unit in dict.fromkeys(units) if unit not in owed]
        for unit in new:
            cur.execute("INSERT INTO filing_duty VALUES ($1, $2, $3, NULL)", [kind, unit, since])
