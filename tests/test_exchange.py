"""oversight/exchange.py: new months go into the kept tables, which then are those of all rows."""

from datetime import date

import duckdb
import pytest

from oversight import catalog, exchange, prepared, publishing, rulebook, screening, since
from tests import cases
from tests.test_since import put

RULE = catalog.get("rules/charge_after_death")
MONTH = date(2025, 11, 1)
OLD = {"fixmedins_code": "H1", "hilist_code": "X1", "fee_ocur_time": "2025-10-20"}
NEW = {"fixmedins_code": "H0", "hilist_code": "A9", "fee_ocur_time": "2025-11-05"}


def line(number, person, **said):
    return {
        "bkkp_sn": f"B{number}", "mdtrt_id": f"M{number}", "setl_id": f"S{number}",
        "psn_no": person, "cnt": 1, "det_item_fee_sumamt": 10, "inscp_amt": 10,
    } | said  # fmt: skip


def settled(number, person, day, **said):
    return {
        "setl_id": f"S{number}", "mdtrt_id": f"M{number}", "psn_no": person, "setl_time": day,
        "begndate": day, "enddate": day, "vali_flag": "1", "inscp_amt": 10, "medfee_sumamt": 10,
        "fund_pay_sumamt": 8,
    } | said  # fmt: skip


@pytest.fixture
def con(claims_tables, monkeypatch):
    monkeypatch.setattr(publishing, "create_views", lambda _con: None)
    monkeypatch.setattr(rulebook, "chosen", lambda names=None: [RULE])
    yield claims_tables
    cases.clear(claims_tables)


@pytest.fixture
def october(con, tmp_path):
    """Two persons dead in June, with a line each in October, screened; the store that is kept."""
    dead = [{"psn_no": p, "die_date": "2025-06-01", "vali_flag": "1"} for p in ("P1", "P2")]
    put(con, "psn_info_b", dead)
    put(con, "fee_list_d", [line(1, "P1", **OLD), line(2, "P2", **OLD)])
    put(con, "setl_d", [settled(1, "P1", "2025-10-20"), settled(2, "P2", "2025-10-20")])
    screening.run(con, date(2025, 10, 31), work=(tmp_path / "work.duckdb", "october"))
    return tmp_path / "work.duckdb"


def bring_november(con):
    """A line with codes never seen before, and the refund of an October settlement."""
    back = settled(3, "P2", "2025-11-06", init_setl_id="S2", refd_setl_flag="1")
    put(con, "fee_list_d", [line(4, "P1", **NEW)])
    put(con, "setl_d", [settled(4, "P1", "2025-11-05"), back])


def found(con):
    return con.execute("SELECT subject_id, fixmedins_code, fund_amount FROM finding").fetchall()


def screen(con, work, name="november", since=MONTH):
    (run,) = screening.run(con, date(2025, 11, 30), since=since, work=(work, name))
    assert run.status == "完成", run.reason
    return sorted(found(con))


def stored(work, table):
    with duckdb.connect(str(work), read_only=True) as store:
        return sorted(store.execute(f"SELECT bkkp_sn, fixmedins_code FROM {table}").fetchall())


def test_what_is_kept_is_what_is_laid_down_anew(con, october, tmp_path):
    bring_november(con)
    ours = screen(con, october)
    assert stored(october, "net_fee") == [("B1", "H1"), ("B4", "H0")]
    assert ours == screen(con, tmp_path / "other.duckdb", since=None)
    assert stored(october, "net_fee") == stored(tmp_path / "other.duckdb", "net_fee")


def test_who_had_nothing_since_long_keeps_what_was_found(con, tmp_path):
    """The last screening was as of a day long before: it says nothing of what came after that."""
    put(con, "psn_info_b", [{"psn_no": "P1", "die_date": "2025-06-01", "vali_flag": "1"}])
    put(con, "fee_list_d", [line(1, "P1", **OLD)])
    work = tmp_path / "work.duckdb"
    screening.run(con, date(2025, 9, 30), work=(work, "september"))
    before = sorted(found(con))
    put(con, "fee_list_d", [line(2, "P9", **NEW)])
    assert screen(con, work) == before != []


def test_who_was_touched_is_told_once(con, october, monkeypatch):
    """Gone on with after a kill: the kept tables that tell it have begun to change."""
    bring_november(con)
    monkeypatch.setattr(exchange, "widen", _killed)
    with pytest.raises(KeyboardInterrupt):
        screen(con, october)
    monkeypatch.undo()
    monkeypatch.setattr(publishing, "create_views", lambda _con: None)
    monkeypatch.setattr(rulebook, "chosen", lambda names=None: [RULE])
    con.execute("DELETE FROM load_change")
    screen(con, october)
    with duckdb.connect(str(october), read_only=True) as store:
        assert store.execute("SELECT count(*) FROM touched").fetchone() == (1,)


def _killed(*_):
    raise KeyboardInterrupt


def test_new_codes_stand_in_the_order_of_all(con, october):
    bring_november(con)
    screen(con, october)
    with duckdb.connect(str(october), read_only=True) as store:
        codes = store.execute("SELECT enum_range(NULL::institution_code_3)").fetchone()[0]
        kind = dict(row[:2] for row in store.execute("DESCRIBE net_fee").fetchall())
    assert codes == ["H0", "H1"]
    assert kind["fixmedins_code"] == "ENUM('H0', 'H1')"


def test_a_store_killed_while_rows_are_exchanged_goes_on(con, october, monkeypatch):
    bring_november(con)
    swap = exchange.swap

    def killed(con, view, since):
        if view.stem == "net_fee":
            raise KeyboardInterrupt
        swap(con, view, since)

    monkeypatch.setattr(exchange, "swap", killed)
    with pytest.raises(KeyboardInterrupt):
        screen(con, october)
    swapped = []
    monkeypatch.setattr(exchange, "swap", lambda *a: swapped.append(a[1].stem) or swap(*a))
    screen(con, october)
    assert swapped == ["net_fee"]
    assert stored(october, "net_fee") == [("B1", "H1"), ("B4", "H0")]


def test_a_store_killed_while_rows_are_exchanged_serves_no_other_screening(
    con, october, monkeypatch
):
    bring_november(con)
    with monkeypatch.context() as during:
        during.setattr(exchange, "swap", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            screen(con, october)
    monkeypatch.setattr(exchange, "compute", lambda *_: pytest.fail("the tables were used"))
    screen(con, october, name="another")
    assert stored(october, "net_fee") == [("B1", "H1"), ("B4", "H0")]


def test_tables_of_other_claims_are_not_used(con, october, monkeypatch):
    con.execute("UPDATE screened_state SET noted_at = noted_at - INTERVAL 1 DAY")
    bring_november(con)
    monkeypatch.setattr(exchange, "compute", lambda *_: pytest.fail("the tables were used"))
    screen(con, october)
    assert stored(october, "net_fee") == [("B1", "H1"), ("B4", "H0")]


def test_the_same_claims_again_lay_nothing_down(con, october, monkeypatch):
    monkeypatch.setattr(prepared, "_lay", lambda *_: pytest.fail("laid down again"))
    assert len(screen(con, october, since=None)) == 2


def test_without_since_changed_claims_are_laid_down_whole(con, october, monkeypatch):
    bring_november(con)
    monkeypatch.setattr(exchange, "compute", lambda *_: pytest.fail("the tables were used"))
    screen(con, october, since=None)
    assert stored(october, "net_fee") == [("B1", "H1"), ("B4", "H0")]


def test_rows_of_nobody_that_change_before_the_month_make_their_tables_whole(con, october):
    bring_november(con)
    put(con, "fee_list_d", [line(5, None, **OLD)])
    screen(con, october)
    assert ("B5", "H1") in stored(october, "net_fee")


def test_a_row_without_a_day_is_noted_as_of_nobody_knows_when(con, october):
    put(con, "fee_list_d", [line(6, "P9", **OLD), line(7, "P9", **OLD | {"fee_ocur_time": None})])
    noted = con.execute(f"SELECT psn_no, day FROM {since.CHANGES}").fetchall()
    assert noted == [("P9", None)]


def test_views_that_are_exchanged_say_whose_and_of_which_day_their_rows_are(con):
    for view in exchange.views():
        columns = {row[0] for row in con.execute(f"DESCRIBE {view.sql}").fetchall()}
        assert {"psn_no", view.card["date"]} <= columns, view.stem
