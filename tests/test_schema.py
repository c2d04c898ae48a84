"""queries/schema: every table can be created, and its card says of it what is so."""

import re

import duckdb
import pytest

from oversight import catalog, mapping

TABLES = list(catalog.load("schema").values())


def by_stem(query):
    return query.stem


@pytest.fixture(scope="module")
def described():
    """Column types of every table, as DuckDB created it."""
    with duckdb.connect() as con:
        for query in TABLES:
            con.execute(query.sql)
        return {
            query.stem: {row[0]: row[1] for row in con.execute(f"DESCRIBE {query.stem}").fetchall()}
            for query in TABLES
        }


@pytest.mark.parametrize("query", TABLES, ids=by_stem)
def test_card_and_table_have_the_same_columns(query, described):
    assert list(query.columns) == list(described[query.stem])


@pytest.mark.parametrize("query", TABLES, ids=by_stem)
def test_key_and_date_are_columns(query, described):
    types = described[query.stem]
    assert query.card["key"] and set(query.card["key"]) <= set(types)
    if "date" in query.card:
        assert types[query.card["date"]] in ("DATE", "TIMESTAMP")


@pytest.mark.parametrize("query", TABLES, ids=by_stem)
def test_no_word_means_two_columns(query):
    meant = {}
    for name, card in query.columns.items():
        for word in (name, card["label"], *card.get("synonyms", ())):
            other = meant.setdefault(mapping.plain(word), name)
            assert other == name, f"{word}: {other} or {name}"


@pytest.mark.parametrize("query", TABLES, ids=by_stem)
def test_a_column_has_the_type_of_its_kind(query, described):
    for name, kind in described[query.stem].items():
        if name.endswith("date") or name in ("brdy", "expy_end"):
            assert kind == "DATE", name
        elif re.search(r"_(code|codg|id|no|sn|flag|type)$", name):
            assert kind == "VARCHAR", f"{name}: leading zeros"
        elif query.columns[name].get("unit") == "元":
            assert kind in ("DECIMAL(16,2)", "DECIMAL(16,6)"), name
        assert kind not in ("DOUBLE", "FLOAT"), name


@pytest.mark.parametrize("query", TABLES, ids=by_stem)
def test_labels_are_chinese(query):
    for name, card in query.columns.items():
        assert re.search("[一-鿿]", card["label"]), name


def test_titles_tell_tables_apart():
    titles = [mapping.plain(query.title) for query in TABLES]
    assert len(set(titles)) == len(titles)


def listed(text, table):
    """Columns that the data dictionary lists for a table, from its section or from 1.15."""
    for section in re.split(r"\n(?=#+ )", text):
        if f"`{table}`" in section.splitlines()[0] and "| column |" in section:
            cells = re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE)
            return {name for cell in cells for name in cell.split(" / ")}
    row = re.search(rf"^\| `{table}` \|[^|]*\| (.*) \|$", text, re.MULTILINE)
    names = re.sub(r"\([^()]*\)", "", row[1]).split(",") if row else ()
    return {name.strip() for name in names}


@pytest.mark.parametrize("query", TABLES, ids=by_stem)
def test_the_dictionary_is_covered(query, shared):
    text = (shared / "data_dictionary.md").read_text("utf-8")
    wanted = listed(text, query.stem)
    if query.stem == "fund_incexpd_m":  # one section lists this and the budget
        wanted -= {"bdgt_amt", "bdgt_adj_amt", "exec_prop"}
    if query.stem == "fund_bdgt_y":
        wanted = {"year", "admdvs", "insutype", "incexpd_flag", "bdgt_amt", "bdgt_adj_amt"}
    assert wanted <= set(query.columns), wanted - set(query.columns)


def test_the_dictionary_is_read_at_all(shared):
    text = (shared / "data_dictionary.md").read_text("utf-8")
    assert len(listed(text, "setl_d")) == 42
    assert "die_date" in listed(text, "death") and "limit_val" in listed(text, "kb_item")


def test_columns_the_dictionary_adds_are_there(shared):
    text = (shared / "data_dictionary.md").read_text("utf-8")
    added = re.search(r"^Columns added to known tables: (.*)$", text, re.MULTILINE)[1]
    seen = 0
    for part in added.split(";"):
        table, _, names = ", ".join(re.findall(r"`([^`]+)`", part)).partition(".")
        columns = catalog.get(f"schema/{table}").columns
        for name in names.split(", "):
            assert name in columns, f"{table}.{name}"
            seen += 1
    assert seen > 20


def test_the_cases_are_covered(shared):
    for path in sorted((shared / "cases" / "claims").glob("*.csv")):
        header = path.open(encoding="utf-8").readline().strip().split(",")
        assert set(header) <= set(catalog.get(f"schema/{path.stem}").columns), path.name
