"""queries/ledger/<name>.sql is proved by tests/ledger/<name>.toml; totals agree on random data.

A case gives rows of tables, a date, parameters and the rows expected, in order; of an expected row
the columns named are compared. A row of a ledger is a version: it takes what it does not say from
the version before it (the first from [row]), and closes that version. "—" is NULL.
"""

import tomllib
from pathlib import Path

import duckdb
import pytest
import sqlglot
from sqlglot import exp

from oversight import catalog, ledgers
from tests import cases

FOLDER = Path(__file__).parent / "ledger"
QUERIES = catalog.load("ledger")
PROOFS = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in FOLDER.glob("*.toml")}
CASES = [
    pytest.param(name, proof, case, id=f"{name}: {case['why']}")
    for name, proof in sorted(PROOFS.items())
    for case in proof["case"]
]
FILTERS = ("campaign", "unit", "category", "source", "leader")
WORKING_GROUP = {"role": "专班"}


@pytest.fixture(scope="module")
def con():
    connection = duckdb.connect()
    ledgers.prepare(connection)
    yield connection
    connection.close()


def versions(base, given):
    """Rows of a ledger table as the database holds them, from what a case says of them."""
    rows, latest = [], {}
    for row in given:
        before = latest.get(row["entry_no"])
        full = (before or base | {"version": 0}) | {"valid_to": None} | row
        if "version" not in row:
            full["version"] = (before or {"version": 0})["version"] + 1
        if "filing_id" not in row:
            full["filing_id"] = f"{row['entry_no']}/{full['version']}"
        if before and before["valid_to"] is None:
            before["valid_to"] = full["valid_from"]
        latest[row["entry_no"]] = full
        rows.append(full)
    for row in rows:
        if not row.get("units"):
            row["units"] = [row["unit"]] if row.get("unit") not in (None, "—") else []
    return rows


def insert(con, table, rows):
    """Insert rows as a case writes them, "—" being NULL."""
    rows = [{k: None if value == "—" else value for k, value in row.items()} for row in rows]
    cases.insert(con, table, rows)


def derive(con):
    """What filings.py does for the entries it writes, for rows inserted by hand."""
    con.execute("DELETE FROM entry_span")
    con.execute("INSERT INTO entry_span FROM span_derived")


def run(con, name, as_of, viewer=WORKING_GROUP, **params):
    """Rows of a page query as dicts, with its defaults, as the store would bind them."""
    query = QUERIES[f"ledger/{name}"]
    con.execute("SET VARIABLE viewer_role = $1", [viewer.get("role")])
    con.execute("SET VARIABLE viewer_scope = $1", [viewer.get("scope")])
    given = {key: value for key, value in params.items() if key in query.params}
    bound = query.defaults | given | ({"as_of": as_of} if "as_of" in query.used else {})
    cursor = con.execute(query.sql, bound)
    names = [column[0] for column in cursor.description]
    assert names == list(query.columns)
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@pytest.mark.parametrize("name, proof, case", CASES)
def test_query_answers_exactly_this(name, proof, case, con):
    con.execute("BEGIN")
    try:
        for table, given in case.items():
            if not isinstance(given, list) or table == "expect":
                continue
            base = proof.get("row", {}).get(table, {})
            is_ledger = table.startswith("ledger_")
            rows = versions(base, given) if is_ledger else [base | row for row in given]
            insert(con, table, rows)
        derive(con)
        as_of = case.get("as_of", proof["as_of"])
        params = {k: None if v == "—" else v for k, v in case.get("params", {}).items()}
        found = run(con, name, as_of, case.get("viewer", WORKING_GROUP), **params)
    finally:
        con.execute("ROLLBACK")
    assert set(case.get("params", {})) <= set(QUERIES[f"ledger/{name}"].params)
    compared = [
        {key: "—" if row[key] is None else row[key] for key in expected}
        for row, expected in zip(found, case["expect"], strict=False)
    ]
    assert compared == case["expect"]
    assert len(found) == len(case["expect"]), found[len(case["expect"]) :]


def test_every_query_has_its_cases():
    assert {f"ledger/{stem}" for stem in PROOFS} == set(QUERIES)


def test_every_parameter_of_the_folder_is_exercised():
    proved = [(name, case) for name, proof in PROOFS.items() for case in proof["case"]]
    used = {(name, param) for name, case in proved for param in case.get("params", {})}
    declared = {(query.stem, param) for query in QUERIES.values() for param in query.params}
    # The filters all queries share are proved for all of them by the random ledger below.
    shared = {(stem, param) for stem, param in declared if param in FILTERS}
    assert declared - shared <= used
    assert {param for _, param in shared} <= {param for _, param in used}


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_card_names_what_the_query_reads(query):
    tree = sqlglot.parse_one(query.sql, read="duckdb")
    own = {cte.alias for cte in tree.find_all(exp.CTE)}
    read = {table.name or table.this.name for table in tree.find_all(exp.Table)} - own
    assert set(query.card["tables"]) == read
