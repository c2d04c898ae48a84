"""queries/indicators/<name>.sql is proved by tests/indicators/<name>.toml; then lights and peers.

A case gives rows of base tables and a date. ``expect`` are rows that must come out, each once, of
which the columns named are compared ("—" is NULL; dimension and member are "all" where unsaid);
``absent`` are rows that must not; ``light`` is the light of the tile or, as a table, of members
(key "tile" for the tile); ``sentence`` is a part of the tile's sentence; ``settings`` are the
bureau's own lines; ``idle`` is a part of the reason for which the indicator is not applicable.
"""

import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import duckdb
import pytest

from oversight import (
    catalog,
    claims_schema,
    demo,
    indicator_rows,
    indicators,
    ledgers,
    publishing,
    sql_reading,
)
from oversight.errors import UserError
from oversight.viewer import LOCAL
from tests import cases, engines
from tests.test_ledger_queries import derive, insert, versions

CONTRACT = ["dimension", "member", "period", "numerator", "denominator", "value"]
INDICATORS = {query.stem: query for query in catalog.load("indicators").values()}
PROOFS = {stem: cases.read("indicators", stem) for stem in INDICATORS}
CASES = [
    pytest.param(stem, case, id=f"{stem}: {case['why']}")
    for stem, proof in PROOFS.items()
    for case in proof.get("case", [])
]
WORDS = {"why", "as_of", "expect", "absent", "light", "sentence", "settings", "idle"}
AS_OF = date(2025, 6, 30)


class Answers:
    """What indicators.compute needs of a store, on one connection."""

    def __init__(self, con, folder):
        self.con, self.folder = con, folder

    def cursor(self, viewer):
        return self.con

    def rows(self, name, viewer, **params):
        query = catalog.get(name)
        bound = {key: params.get(key, query.defaults.get(key)) for key in query.used}
        cursor = self.con.execute(query.sql, bound)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@pytest.fixture(scope="module")
def con():
    connection = duckdb.connect()
    ledgers.prepare(connection)
    claims_schema.create(connection)
    publishing.create_views(connection)
    publishing.build_marts(connection)
    connection.execute("SET VARIABLE viewer_role = '专班'")
    yield connection
    connection.close()


def build(con, query, filled):
    """Build anew the marts that a query and the list of institutions read.

    Those that read none of the tables ``filled`` stand as they were built, of empty tables.
    """
    marts = {mart.stem: mart for mart in catalog.load("marts").values()}
    touched, seen = set(filled), set()

    def visit(sql):
        for stem in sorted(sql_reading.tables_read(sql) & set(marts) - seen):
            visit(marts[stem].sql)
            seen.add(stem)
            if engines.base_tables(marts[stem].sql) & touched:
                con.execute(f"CREATE OR REPLACE TABLE {stem} AS {marts[stem].sql}")
                touched.add(stem)

    visit(query.sql)
    visit(catalog.get("fund/institutions").sql)


def fill(con, proof, case):
    """Insert the rows of a case; the tables that have some."""
    filled = (set(case) | set(proof.get("given", {}))) - WORDS
    for table in filled:
        if table.startswith("ledger_"):
            rows = versions(proof.get("row", {}).get(table, {}), case[table])
        else:
            rows = cases.rows(proof, case, table)
        insert(con, table, rows)
    if any(table.startswith("ledger_") for table in filled):
        derive(con)
    return filled


def same(found, expected):
    if expected == "—" or found is None:
        return expected == "—" and found is None
    if isinstance(expected, int | float | Decimal):
        return float(found) == pytest.approx(float(expected), rel=1e-9, abs=1e-9)
    return found == expected


def key(row):
    return row.get("dimension", "all"), row.get("member", "all"), row["period"]


@pytest.mark.parametrize("stem, case", CASES)
def test_indicator_gives_exactly_this(stem, case, con, tmp_path):
    query, proof = INDICATORS[stem], PROOFS[stem]
    as_of = case.get("as_of", proof.get("as_of", AS_OF))
    if "settings" in case:
        lines = "\n".join(
            f"{k} = {json.dumps(v, default=float)}" for k, v in case["settings"].items()
        )
        text = f"[indicators.{query.card['code']}]\n{lines}"
        (tmp_path / "settings.toml").write_text(text, "utf-8")
    con.execute("BEGIN")
    try:
        build(con, query, fill(con, proof, case))
        rows = Answers(con, tmp_path).rows(query.name, LOCAL, as_of=as_of)
        (reading,) = indicators.compute(Answers(con, tmp_path), LOCAL, as_of, [query.stem])
    finally:
        con.execute("ROLLBACK")
    found = {key(row): row for row in rows}
    assert len(found) == len(rows), "one row a member and period"
    for expected in case.get("expect", []):
        row = found.get(key(expected))
        assert row, f"{key(expected)} is not among {sorted(found)}"
        for column in set(expected) - {"dimension", "member", "period"}:
            assert same(row[column], expected[column]), (key(expected), column, row[column])
    assert not set(map(key, case.get("absent", []))) & set(found)
    if "idle" in case:
        assert (reading.light, reading.value) == ("不适用", None)
        assert case["idle"] in reading.missing
    else:
        assert reading.value is not None
    lights = {m["member"]: m["light"] for m in reading.members} | {"tile": reading.light}
    given = case.get("light", {})
    for member, light in (given if isinstance(given, dict) else {"tile": given}).items():
        assert lights[member] == light, (member, reading.sentence)
    assert case.get("sentence", "") in reading.sentence


@pytest.mark.parametrize(
    "stem, med_type", [("inpatient_cost_growth", "21"), ("outpatient_cost_growth", "11")]
)
def test_growth_of_an_institution_needs_thirty_cases_in_both_years(stem, med_type, con):
    con.execute("BEGIN")
    try:
        stays, settled = [], []
        for code, cases_of in {"H1": (30, 30), "H2": (29, 30), "H3": (30, 29)}.items():
            for year, count in zip((2025, 2024), cases_of, strict=True):
                for n in range(count):
                    care = {
                        "mdtrt_id": f"{code}-{year}-{n}",
                        "psn_no": f"P{n}",
                        "med_type": med_type,
                    }
                    care |= {"fixmedins_code": code}
                    money = {"medfee_sumamt": year - 1924, "setl_time": f"{year}-01-05"}
                    stays.append(care)
                    settled.append(care | money | {"setl_id": care["mdtrt_id"]})
        insert(con, "mdtrt_d", stays)
        insert(con, "setl_d", settled)
        build(con, INDICATORS[stem], {"mdtrt_d", "setl_d"})
        rows = con.execute(INDICATORS[stem].sql, {"as_of": AS_OF}).fetchall()
    finally:
        con.execute("ROLLBACK")
    found = {row[1]: row[5] for row in rows if row[:3:2] == ("fixmedins_code", "202501")}
    assert found == {"H1": pytest.approx(0.01)}


@pytest.mark.parametrize("stem", INDICATORS)
def test_indicator_keeps_the_contract(stem, con):
    query = INDICATORS[stem]
    cursor = con.execute(query.sql, query.defaults | {"as_of": AS_OF})
    assert [column[0] for column in cursor.description] == CONTRACT
    cursor.fetchall()


@pytest.mark.parametrize("stem", INDICATORS)
def test_without_data_an_indicator_is_not_applicable_and_not_zero(stem, con, tmp_path):
    (reading,) = indicators.compute(Answers(con, tmp_path), LOCAL, AS_OF, [stem])
    assert (reading.light, reading.value, reading.trend) == ("不适用", None, [])
    assert reading.missing and reading.missing in reading.sentence


@pytest.mark.parametrize("stem", INDICATORS)
def test_indicator_is_proved(stem):
    proof = PROOFS[stem].get("case", [])
    assert len(proof) >= 2, f"tests/indicators/{stem}.toml"
    assert len({case["why"] for case in proof}) == len(proof), "two cases with one name"


@pytest.mark.parametrize("stem", INDICATORS)
def test_indicator_looks_back_no_further_than_the_weeks_that_are_kept(stem):
    asked = re.findall(r"entry_\w+\(\$as_of, (\d+)\)", INDICATORS[stem].sql)
    assert all(int(weeks) <= indicator_rows.WEEKS for weeks in asked)


def test_codes_are_used_once():
    codes = [query.card["code"] for query in INDICATORS.values()]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("stem", INDICATORS)
def test_rows_behind_are_a_query_that_needs_no_more_than_the_date(stem):
    rows = INDICATORS[stem].card.get("rows")
    if rows:
        assert catalog.get(rows).used <= {"as_of"} | set(catalog.get(rows).defaults)


def test_settings_with_words_for_a_line_are_refused(con, tmp_path):
    (tmp_path / "settings.toml").write_text('[indicators.F01]\nyellow = "六"', "utf-8")
    with pytest.raises(UserError, match="F01 的 yellow"):
        indicators.compute(Answers(con, tmp_path), LOCAL, AS_OF, ["F01"])


def test_the_district_reads_the_same_without_its_institutions(district_store):
    """The light, the sentence, the figures and the trend: all that a tile shows."""
    found = {r.code: r for r in indicators.compute(district_store, LOCAL, demo.AS_OF)}
    short = {r.code: r for r in indicators.compute(district_store, LOCAL, demo.AS_OF, whole=True)}
    assert short.keys() == found.keys()
    for code, reading in found.items():
        assert replace(short[code], members=[]) == replace(reading, members=[])
    named = {code for code, r in found.items() for m in r.members if _is_place(m)}
    kept = {code for code, r in short.items() for m in r.members if _is_place(m)}
    assert kept < named and kept < {code for code in named if found[code].compare == "同级"}
    assert kept


def _is_place(member):
    return member["dimension"] == "fixmedins_code"
