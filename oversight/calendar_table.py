"""The table cal_day: which days are working days, and how many there were up to each.

The ledgers file and the claims file each hold one, so that a deadline in 工作日 is a join.
"""

from functools import cache

import numpy as np

from oversight import clock

COLUMNS = {
    "day": "DATE",
    "is_workday": "BOOLEAN",
    "workday_no": "INTEGER",
    "known": "BOOLEAN",
}


def fill(con):
    """Bring cal_day, which exists, to what clock.calendar() says; untouched when it is that."""
    columns = _columns()
    wanted = (columns["day"].size, *(int(columns[name].sum()) for name in list(COLUMNS)[1:]))
    if (
        wanted
        == con.execute(
            "SELECT count(*), count_if(is_workday), coalesce(sum(workday_no), 0)::BIGINT,"
            " count_if(known) FROM cal_day"
        ).fetchone()
    ):
        return
    con.execute("DELETE FROM cal_day")
    # Arrays are read where they lie; as parameters, 30,000 values are bound one by one.
    con.register("calendar", columns)
    con.execute("INSERT INTO cal_day SELECT * FROM calendar")
    con.unregister("calendar")


@cache
def _columns():
    days, *others = zip(*clock.calendar(), strict=True)
    kinds = (np.bool_, np.int32, np.bool_)
    arrays = [np.array(each, of) for each, of in zip(others, kinds, strict=True)]
    return dict(zip(COLUMNS, [np.array(days, "datetime64[s]"), *arrays], strict=True))
