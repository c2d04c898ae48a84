"""The table cal_day: which days are working days, and how many there were up to each.

The ledgers file and the claims file each hold one, so that a deadline in 工作日 is a join.
"""

from oversight import clock

COLUMNS = {
    "day": "DATE",
    "is_workday": "BOOLEAN",
    "workday_no": "INTEGER",
    "known": "BOOLEAN",
}


def fill(con):
    """Bring cal_day, which exists, to what clock.calendar() says; untouched when it is that."""
    rows = [list(column) for column in zip(*clock.calendar(), strict=True)]
    wanted = (len(rows[0]), sum(rows[1]), sum(rows[2]), sum(rows[3]))
    if (
        wanted
        == con.execute(
            "SELECT count(*), count_if(is_workday), coalesce(sum(workday_no), 0)::BIGINT,"
            " count_if(known) FROM cal_day"
        ).fetchone()
    ):
        return
    con.execute("DELETE FROM cal_day")
    con.execute("INSERT INTO cal_day SELECT unnest($1), unnest($2), unnest($3), unnest($4)", rows)
