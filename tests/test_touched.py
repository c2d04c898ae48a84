"""oversight/touched.py: whose earlier rows new ones change, and from which day on."""

from datetime import date

import pytest

from oversight import exchange, prepared, screening, touched
from tests import cases
from tests.test_exchange import line, settled
from tests.test_since import put

SINCE = date(2025, 11, 1)
RECENT = SINCE - exchange.RECENT
OLDER = SINCE - exchange.OLDER
ANY = date(1, 1, 1)


def stay(number, begins, ends=None):
    return {
        "mdtrt_id": f"M{number}", "psn_no": "P1", "begntime": begins, "endtime": ends,
        "vali_flag": "1",
    }  # fmt: skip


def sale(number, day, cnt=1, **said):
    return {
        "medins_prod_sel_no": f"L{number}", "fixmedins_code": "P1", "med_list_codg": "X1",
        "psn_no": "P1", "sel_retn_time": day, "sel_retn_cnt": cnt,
    } | said  # fmt: skip


def visit(number, day, paid=None):
    """An encounter of a day with its line and, on the day of ``paid``, its settlement."""
    rows = {"mdtrt_d": [stay(number, day, day)]}
    rows["fee_list_d"] = [line(number, "P1", fee_ocur_time=day)]
    if paid:
        rows["setl_d"] = [settled(number, "P1", paid, begndate=day)]
    return rows


def back(number, of, day):
    """The return of a line."""
    return line(
        number, "P1", fee_ocur_time=day, init_feedetl_sn=f"B{of}", mdtrt_id=f"M{of}", cnt=-1
    )


def refund(number, of, day):
    return settled(number, "P1", day, init_setl_id=f"S{of}", refd_setl_flag="1")


JULY, AUGUST, OCTOBER, NOVEMBER = "2025-07-20", "2025-08-20", "2025-10-20", "2025-11-05"
SAID = [
    ("nothing but new rows", {}, visit(1, NOVEMBER, NOVEMBER), None),
    ("a stay over the first day", {}, {"mdtrt_d": [stay(1, OCTOBER, NOVEMBER)]}, RECENT),
    ("one that began in August", {}, {"mdtrt_d": [stay(1, AUGUST, NOVEMBER)]}, OLDER),
    ("one that began long ago", {}, {"mdtrt_d": [stay(1, JULY, NOVEMBER)]}, ANY),
    (
        "a late settlement",
        visit(1, OCTOBER),
        {"setl_d": visit(1, OCTOBER, NOVEMBER)["setl_d"]},
        RECENT,
    ),
    ("one of August", visit(1, AUGUST), {"setl_d": visit(1, AUGUST, NOVEMBER)["setl_d"]}, OLDER),
    ("one of long ago", visit(1, JULY), {"setl_d": visit(1, JULY, NOVEMBER)["setl_d"]}, ANY),
    (
        "one of August beside a stay of October",
        visit(1, AUGUST),
        {
            "mdtrt_d": [stay(2, OCTOBER, NOVEMBER)],
            "setl_d": visit(1, AUGUST, NOVEMBER)["setl_d"],
        },
        OLDER,
    ),
    ("a refund", visit(1, OCTOBER, OCTOBER), {"setl_d": [refund(2, 1, NOVEMBER)]}, RECENT),
    ("one of August", visit(1, AUGUST, AUGUST), {"setl_d": [refund(2, 1, NOVEMBER)]}, OLDER),
    ("one of long ago", visit(1, JULY, JULY), {"setl_d": [refund(2, 1, NOVEMBER)]}, ANY),
    ("a return", visit(1, OCTOBER), {"fee_list_d": [back(2, 1, NOVEMBER)]}, RECENT),
    ("one of August", visit(1, AUGUST), {"fee_list_d": [back(2, 1, NOVEMBER)]}, OLDER),
    ("one of long ago", visit(1, JULY), {"fee_list_d": [back(2, 1, NOVEMBER)]}, ANY),
    (
        # Its findings bear the day on which it began.
        "the return of a late line of a stay that began long ago",
        {
            "mdtrt_d": [stay(1, JULY, "2025-10-25")],
            "fee_list_d": [line(1, "P1", fee_ocur_time=OCTOBER)],
        },
        {"fee_list_d": [back(2, 1, NOVEMBER)]},
        ANY,
    ),
    (
        "the return of a late line of a stay that began in August",
        {
            "mdtrt_d": [stay(1, AUGUST, "2025-10-25")],
            "fee_list_d": [line(1, "P1", fee_ocur_time=OCTOBER)],
        },
        {"fee_list_d": [back(2, 1, NOVEMBER)]},
        OLDER,
    ),
    (
        "a late settlement in a stay that began long before",
        visit(1, OCTOBER) | {"mdtrt_d": [*visit(1, OCTOBER)["mdtrt_d"], stay(2, AUGUST, OCTOBER)]},
        {"setl_d": visit(1, OCTOBER, NOVEMBER)["setl_d"]},
        OLDER,
    ),
    (
        "one in a stay of half a year",
        visit(1, OCTOBER)
        | {"mdtrt_d": [*visit(1, OCTOBER)["mdtrt_d"], stay(2, "2025-04-20", OCTOBER)]},
        {"setl_d": visit(1, OCTOBER, NOVEMBER)["setl_d"]},
        ANY,
    ),
    (
        "one after a long stay that ended before",
        visit(1, OCTOBER)
        | {"mdtrt_d": [*visit(1, OCTOBER)["mdtrt_d"], stay(2, AUGUST, "2025-10-10")]},
        {"setl_d": visit(1, OCTOBER, NOVEMBER)["setl_d"]},
        RECENT,
    ),
    (
        "an earlier line sent late",
        visit(1, OCTOBER),
        {"fee_list_d": [line(2, "P1", fee_ocur_time=OCTOBER)]},
        ANY,
    ),
    (
        "a sale of earlier lines",
        visit(1, OCTOBER, OCTOBER),
        {"medins_prod_sel_d": [sale(1, NOVEMBER, setl_id="S1", bkkp_sn="B1")]},
        RECENT,
    ),
    (
        "goods brought back",
        {"medins_prod_sel_d": [sale(1, OCTOBER)]},
        {"medins_prod_sel_d": [sale(2, NOVEMBER, -1)]},
        RECENT,
    ),
    (
        "goods of August",
        {"medins_prod_sel_d": [sale(1, AUGUST)]},
        {"medins_prod_sel_d": [sale(2, NOVEMBER, -1)]},
        OLDER,
    ),
    (
        "goods of long ago",
        {"medins_prod_sel_d": [sale(1, JULY)]},
        {"medins_prod_sel_d": [sale(2, NOVEMBER, -1)]},
        ANY,
    ),
]


@pytest.mark.parametrize("_why, before, new, day", SAID)
def test_whose_earlier_rows_are_other_and_from_which_day(claims_tables, _why, before, new, day):
    con = claims_tables
    try:
        for table, rows in before.items():
            put(con, table, rows)
        con.execute("INSERT INTO screened_state VALUES ('setl_d', '', '2025-10-31')")
        for table, rows in new.items():
            put(con, table, rows)
        with prepared.attached(con):
            con.execute(screening._RESULTS)
            exchange.cut(con, date(2025, 10, 22))
            prepared.look(con, f"{exchange.MONTH}.main")
            touched.fill(con, [], SINCE)
            found = con.execute("SELECT psn_no, day FROM touched").fetchall()
    finally:
        cases.clear(con)
    assert found == ([] if day is None else [("P1", day)])
