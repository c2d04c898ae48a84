"""Cases as data: tests/<folder>/<name>.toml proves queries/<folder>/<name>.sql.

``[row.<table>]`` fills what a case leaves unsaid of a row, ``[[given.<table>]]`` what it leaves
unsaid of a table. A row's ``unsaid`` names columns that stay NULL all the same; with ``times`` it
stands for so many rows, ``{n}`` in its texts being 01, 02 …
"""

import tomllib
from decimal import Decimal
from pathlib import Path

from oversight import catalog

WORDS = {"why", "params", "as_of", "expect", "idle"}


def read(folder, stem):
    """A proof file; empty when there is none."""
    path = Path(__file__).parent / folder / f"{stem}.toml"
    text = path.read_text("utf-8") if path.is_file() else ""
    return tomllib.loads(text, parse_float=Decimal)


def rows(proof, case, table):
    """The rows a case puts in a table."""
    stated = case.get(table, proof.get("given", {}).get(table, []))
    merged = [proof.get("row", {}).get(table, {}) | row for row in stated]
    return [
        {key: _numbered(value, n) for key, value in row.items() if key not in _left_out(row)}
        for row in merged
        for n in range(row.get("times", 1))
    ]


def insert(con, table, rows):
    """Insert dicts by one statement: a plan for each row would take longer than what is tested.

    Columns a row does not name are NULL.
    """
    columns = list(dict.fromkeys(column for row in rows for column in row))
    marks = f"({', '.join('?' * len(columns))})"
    if rows:
        con.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES {', '.join([marks] * len(rows))}",
            [row.get(column) for row in rows for column in columns],
        )


def _left_out(row):
    return {"unsaid", "times", *row.get("unsaid", [])}


def _numbered(value, n):
    return value.replace("{n}", f"{n + 1:02}") if isinstance(value, str) else value


def tables(proof):
    """Every table a proof file names."""
    named = {table for case in proof.get("case", []) for table in set(case) - WORDS}
    return named | set(proof.get("row", {})) | set(proof.get("given", {}))


def told(row, expected):
    """Of a result row, what an expectation speaks of.

    ``missing`` lists columns that are NULL, ``proofs`` counts the keys in the evidence.
    """
    said = {name: row[name] for name in expected if name in row}
    if "missing" in expected:
        said["missing"] = [name for name in expected["missing"] if row[name] is None]
    if "proofs" in expected:
        said["proofs"] = len(row["evidence"].split(";"))
    return said


# What a screening and a load leave behind.
LEFT = ("finding", "finding_gone", "rule_run", "load_change", "screened_state", "load_batch")


def clear(con):
    """Empty the claims tables, and what was found in them."""
    for table in (*(query.stem for query in catalog.load("schema").values()), *LEFT):
        if con.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone():
            con.execute(f"DELETE FROM {table}")
