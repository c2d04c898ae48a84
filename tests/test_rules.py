"""queries/rules/<name>.sql is proved by tests/rules/<name>.toml, on every engine.

``expect`` names every hit; of a hit, the columns that matter to the case, ``missing`` those that
are NULL. ``idle`` is part of the reason for which the rule is not applicable.
"""

from datetime import date
from decimal import Decimal

import pytest

from oversight import catalog, findings, rulebook
from tests import cases, engines

RULES = {query.stem: query for query in catalog.load("rules").values()}
AS_OF = date(2025, 6, 30)
PROOFS = {stem: cases.read("rules", stem) for stem in RULES}
CASES = [
    pytest.param(stem, case, id=f"{stem}: {case['why']}")
    for stem, proof in PROOFS.items()
    for case in proof.get("case", [])
]


def load(engine, stem, case):
    """Put a case's rows in the tables of a rule."""
    for table in RULES[stem].card["tables"]:
        engine.load(table, cases.rows(PROOFS[stem], case, table))


def bound(stem, case):
    """The rule's parameters for a case, as_of among them where the rule uses it."""
    values = RULES[stem].defaults | case.get("params", {})
    values = {k: float(v) if isinstance(v, Decimal) else v for k, v in values.items()}
    return values | ({"as_of": case.get("as_of", AS_OF)} if "as_of" in RULES[stem].used else {})


@pytest.fixture(scope="session", params=["DuckDB", pytest.param("Spark", marks=pytest.mark.spark)])
def engine(request):
    if request.param == "Spark":
        pytest.importorskip("pyspark", reason="没有安装 pyspark")
    return getattr(engines, request.param)()


@pytest.fixture(scope="session")
def duck():
    """One DuckDB for all that asks no second engine: making the views anew takes its time."""
    return engines.DuckDB()


@pytest.mark.parametrize("stem, case", [c for c in CASES if "idle" not in c.values[1]])
def test_rule_flags_exactly_these(stem, case, engine):
    load(engine, stem, case)

    flagged = engine.rows(RULES[stem].sql, bound(stem, case))

    flagged.sort(key=lambda row: row["subject_id"])
    assert [row["subject_id"] for row in flagged] == [e["subject_id"] for e in case["expect"]]
    for row, expected in zip(flagged, case["expect"], strict=True):
        assert list(row) == list(findings.RESULT)
        assert cases.told(row, expected) == expected


@pytest.mark.parametrize("stem", RULES)
def test_result_is_of_the_types_of_a_finding(stem, duck):
    shape = duck.con.execute(f"DESCRIBE {RULES[stem].sql}", bound(stem, {})).fetchall()
    assert {name: kind for name, kind, *_ in shape} == findings.RESULT


@pytest.mark.parametrize("stem, case", [c for c in CASES if "idle" in c.values[1]])
def test_rule_is_idle_and_says_why(stem, case, duck):
    load(duck, stem, case)
    assert case["idle"] in (rulebook.applicable(duck.con, RULES[stem]) or "")


@pytest.mark.parametrize("stem", RULES)
def test_a_column_without_which_nothing_is_found_is_in_the_card(stem, duck):
    """Nothing found because a column was never exported would read as nothing wrong."""
    rule, silent = RULES[stem], None
    told = [case for case in PROOFS[stem]["case"] if case.get("expect")]
    # What a case finds without needs no trial: the one that says least comes first.
    for case in sorted(told, key=lambda case: len(_given(stem, case))):
        load(duck, stem, case)
        if rulebook.applicable(duck.con, rule):
            continue
        silent = {
            column
            for column in (_given(stem, case) if silent is None else silent)
            if _silences(duck, rule, bound(stem, case), *column)
        }
        if not silent:
            break
    assert silent == set()


def _given(stem, case):
    """Columns a case fills, but the only column of a key: no row is loaded without that."""
    return {
        (table, column)
        for table in RULES[stem].card["tables"]
        for row in cases.rows(PROOFS[stem], case, table)
        for column in row
        if [column] != catalog.get(f"schema/{table}").card["key"]
    }


def _silences(engine, rule, values, table, column):
    """True when without the column the rule finds nothing and does not say why."""
    engine.con.execute("BEGIN")
    engine.con.execute(f"UPDATE {table} SET {column} = NULL")
    silenced = not engine.rows(rule.sql, values) and rulebook.applicable(engine.con, rule) is None
    engine.con.execute("ROLLBACK")
    return silenced


@pytest.mark.parametrize("stem", RULES)
def test_rule_is_proved(stem):
    assert PROOFS[stem].get("case"), f"缺少 tests/rules/{stem}.toml"
    named = [case["why"] for case in PROOFS[stem]["case"]]
    assert len(named) == len(set(named)), "two cases with one name"


def test_a_code_is_given_once():
    codes = [rule.card["code"] for rule in RULES.values()]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("stem", RULES)
def test_every_parameter_is_exercised(stem):
    exercised = {param for case in PROOFS[stem].get("case", []) for param in case.get("params", {})}
    assert exercised == set(RULES[stem].params)


@pytest.mark.parametrize("stem", RULES)
def test_every_case_speaks_of_tables_of_the_rule(stem):
    assert cases.tables(PROOFS[stem]) <= set(RULES[stem].card["tables"])
