"""oversight/since.py: a screening of new months finds what a full one finds."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import duckdb
import pytest

from oversight import (
    catalog,
    demo,
    exchange,
    findings,
    inserting,
    publishing,
    rulebook,
    screening,
    since,
)
from tests import cases
from tests.test_rules import AS_OF, PROOFS, RULES


def of_one_person(stem, case):
    """True where every line is of the person of its settlement, as since.py takes for granted."""
    rows = {table: cases.rows(PROOFS[stem], case, table) for table in ("setl_d", "fee_list_d")}
    person = {row.get("setl_id"): row.get("psn_no") for row in rows["setl_d"]}
    lines = rows["fee_list_d"]
    return all(
        person.get(row.get("setl_id"), row["psn_no"]) == row["psn_no"]
        for row in lines
        if "psn_no" in row
    )


WINDOWED = [stem for stem, rule in RULES.items() if "back" in rule.card]
# Of each rule the cases with the most findings: three screenings each, and many are alike.
MOST = 4


def telling(stem):
    found = [c for c in PROOFS[stem].get("case", []) if c.get("expect") and of_one_person(stem, c)]
    return sorted(found, key=lambda case: -len(case["expect"]))[:MOST]


CASES = [
    pytest.param(stem, case, id=f"{stem}: {case['why']}")
    for stem in WINDOWED
    for case in telling(stem)
]
SAME = ["finding_key", "rule", *findings.RESULT, "params"]


@pytest.fixture
def con(claims_tables, monkeypatch):
    monkeypatch.setattr(publishing, "create_views", lambda _con: None)
    yield claims_tables
    cases.clear(claims_tables)


def put(con, table, rows):
    """As a load does: new rows, a note of what changed, older rows of the same key dropped."""
    held = inserting.Table(con, table)
    first = held.next_row()
    cases.insert(con, table, rows)
    since.note_change(con, catalog.get(f"schema/{table}"), first)
    held.drop_older(first)


def day_of(table, row):
    value = row.get(catalog.get(f"schema/{table}").card.get("date"))
    return value.date() if isinstance(value, datetime) else value


def known_before(table, row, month):
    """A row as it was known before a month began; None when it was not."""
    day = day_of(table, row)
    if day and day >= month:
        return None
    end = row.get("endtime")
    if table == "mdtrt_d" and end and end.date() >= month:
        return {key: value for key, value in row.items() if key not in ("endtime", "ipt_days")}
    return row


def found(con):
    return con.execute(f"SELECT {', '.join(SAME)} FROM finding ORDER BY ALL").fetchall()


@pytest.mark.parametrize("stem, case", CASES)
def test_new_months_give_what_a_full_run_gives(stem, case, con, tmp_path, monkeypatch):
    rule, proof = RULES[stem], PROOFS[stem]
    # As if it were the only one: a screening by all rules keeps its tables for the next.
    monkeypatch.setattr(rulebook, "chosen", lambda names=None: [rule])
    rows = {table: cases.rows(proof, case, table) for table in rule.card["tables"]}
    days = sorted({day_of(t, row) for t in rows for row in rows[t]} - {None})
    month, as_of = days[len(days) // 2], case.get("as_of", AS_OF)
    before = {t: [k for row in rows[t] if (k := known_before(t, row, month))] for t in rows}
    values = {
        k: float(v) if isinstance(v, Decimal) else v for k, v in case.get("params", {}).items()
    }
    ours = screening.bureau_settings.Settings(rules={rule.card["code"]: values})
    for table in rows:
        put(con, table, rows[table])
    screening.run(con, as_of, settings=ours)
    expected = found(con)
    cases.clear(con)

    for table in rows:
        put(con, table, before[table])
    work = tmp_path / "work.duckdb"
    last = min(as_of, month - timedelta(days=1))
    screening.run(con, last, settings=ours, work=(work, "before"))
    for table in rows:
        put(con, table, [row for row in rows[table] if row not in before[table]])
    screening.run(con, as_of, settings=ours, since=month, work=(work, "after"))

    assert found(con) == expected


MONTH = date(2025, 11, 1)


def test_what_happened_in_a_stay_from_before_is_seen_beside_it(con, tmp_path, monkeypatch):
    """For another reason the person is looked at from a day on at which the stay had begun."""
    rule = RULES["dialysis_during_stay_or_after_death"]
    monkeypatch.setattr(rulebook, "chosen", lambda names=None: [rule])
    whose = {"psn_no": "P1", "vali_flag": "1"}
    paid = {"inscp_amt": 280, "fund_pay_sumamt": 140}
    visit = whose | {"mdtrt_id": "M2", "begntime": "2025-10-20", "endtime": "2025-10-20"}
    before = {
        "mdtrt_d": [
            whose
            | {"mdtrt_id": "M1", "begntime": "2025-09-25", "endtime": "2025-10-25"}
            | {"fixmedins_code": "H1", "med_type": "21"},
            visit | {"fixmedins_code": "H2", "med_type": "11"},
        ],
        "fee_list_d": [
            {"psn_no": "P1", "bkkp_sn": "B1", "mdtrt_id": "M3", "setl_id": "S3", "cnt": 1}
            | {"fee_ocur_time": "2025-10-18", "hilist_code": "003110000060000"}
            | {"fixmedins_code": "H2", "det_item_fee_sumamt": 300, "inscp_amt": 280},
        ],
        "setl_d": [
            whose | paid | {"setl_id": "S3", "mdtrt_id": "M3", "setl_time": "2025-10-18"},
        ],
    }
    late = whose | paid | {"setl_id": "S2", "mdtrt_id": "M2", "setl_time": "2025-11-05"}
    for table, rows in before.items():
        put(con, table, rows)
    work = tmp_path / "work.duckdb"
    screening.run(con, MONTH - timedelta(days=1), work=(work, "before"))
    expected = found(con)
    put(con, "setl_d", [late | {"begndate": "2025-10-20"}])
    screening.run(con, date(2025, 11, 30), since=MONTH, work=(work, "after"))
    assert found(con) == expected != []


def load(con, table, rows):
    """As put(), the rows being a SELECT."""
    held = inserting.Table(con, table)
    first = held.next_row()
    con.execute(f"INSERT INTO {table} {rows}")
    since.note_change(con, catalog.get(f"schema/{table}"), first)
    held.drop_older(first)


def take_out(con, query):
    """Leave out of a table what the last month brought, its rows kept as late_<table>."""
    day = query.card.get("date")
    if not day:
        return False
    late = f"CAST({day} AS DATE) >= DATE '{MONTH}'"
    if query.stem == "mdtrt_d":
        late += f" OR endtime >= DATE '{MONTH}'"
    con.execute(f"CREATE TEMP TABLE late_{query.stem} AS SELECT * FROM {query.stem} WHERE {late}")
    con.execute(f"DELETE FROM {query.stem} WHERE {late}")
    if query.stem == "mdtrt_d":
        con.execute(
            "INSERT INTO mdtrt_d SELECT * REPLACE (NULL AS endtime, NULL AS ipt_days)"
            f" FROM late_mdtrt_d WHERE begntime < DATE '{MONTH}'"
        )
    return True


def different(kept, laid):
    """Views whose rows in one working store are not those in the other; to a millionth."""
    found = []
    with duckdb.connect() as con:
        for name, path in (("kept", kept), ("laid", laid)):
            con.execute(f"ATTACH '{path}' AS {name} (READ_ONLY)")
        for view in catalog.load("views").values():
            columns = con.execute(
                "SELECT column_name, any_value(data_type) FROM duckdb_columns()"
                " WHERE table_name = $1 GROUP BY 1 HAVING count(*) = 2",
                [view.stem],
            ).fetchall()
            values = ", ".join(
                f'round("{column}", 6)' if kind == "DOUBLE" else f'"{column}"::VARCHAR'
                for column, kind in columns
            )
            one, other = (
                f"SELECT {values} FROM {name}.main.{view.stem}" for name in ("kept", "laid")
            )
            if (
                columns
                and con.execute(
                    f"({one} EXCEPT ALL {other}) UNION ALL ({other} EXCEPT ALL {one}) LIMIT 1"
                ).fetchone()
            ):
                found.append(view.stem)
            assert columns or view.stem not in ("net_fee", "net_setl", "stay")
    return found


def test_a_district_screened_month_by_month_has_the_findings_of_a_full_run(monkeypatch, tmp_path):
    """The last month taken out of the invented district, screened, put back and screened anew."""
    looked, changes = [], since.changes
    monkeypatch.setattr(since, "changes", lambda *a: looked.append(changes(*a)) or looked[-1])
    swapped, swap = [], exchange.swap
    monkeypatch.setattr(exchange, "swap", lambda *a: swapped.append(a[1].stem) or swap(*a))
    work = tmp_path / "work.duckdb"
    with duckdb.connect() as whole, duckdb.connect() as con:
        demo.fill_claims(whole, 0.2, demo.AS_OF)
        screening.run(whole, demo.AS_OF, work=(tmp_path / "whole.duckdb", "whole"))
        demo.fill_claims(con, 0.2, demo.AS_OF)
        out = [query for query in catalog.load("schema").values() if take_out(con, query)]
        assert con.execute("SELECT count(*) FROM late_fee_list_d").fetchone()[0] > 100
        screening.run(con, MONTH - timedelta(days=1), work=(work, "before"))
        for query in out:
            load(con, query.stem, f"SELECT * FROM late_{query.stem}")
        runs = screening.run(con, demo.AS_OF, since=MONTH, work=(work, "after"))
        assert [run.rule for run in runs if run.status == "失败"] == []
        assert found(con) == found(whole)
        assert swapped == [view.stem for view in exchange.views()]
        assert different(work, tmp_path / "whole.duckdb") == []
        # Its windows are cut out of kept tables, and out of tables laid down for it, alike.
        runs = screening.run(con, demo.AS_OF, since=MONTH)
        assert [run.rule for run in runs if run.status == "失败"] == []
        assert found(con) == found(whole)
    assert looked[:2] == [None, None]
    assert [set(change.windows) for change in looked[2:]] == [set(WINDOWED)] * 2


PARAMS = {"days": 30}


def made(**card):
    rule = catalog.get("rules/charge_after_death")
    return replace(rule, card=rule.card | card)


def test_days_back_are_summed_from_numbers_and_parameters():
    whole = rulebook.Reach("人", 31, 2, None)
    assert rulebook.reach(made(back=["days", 1], ahead=[2]), PARAMS) == whole
    assert rulebook.reach(made(back=[], unit="月"), PARAMS) == rulebook.Reach("月", 0, 0, None)
    assert rulebook.reach(catalog.get("rules/overlong_stay"), {}) is None
