"""oversight/catalog.py: a card is complete and true, or it is refused by name."""

import duckdb
import pytest

from oversight import catalog
from oversight.catalog import QUERIES
from oversight.errors import UserError

FOLDERS = sorted(path.name for path in QUERIES.iterdir() if path.is_dir())
PAGE_FOLDERS = [name for name in FOLDERS if name not in catalog.SHAPES]
PAGE_QUERIES = [query for name in PAGE_FOLDERS for query in catalog.load(name)]

GOOD = '/*\ntitle = "甲"\nquestion = "乙？"\ntables = []\n[columns]\na = "甲"\n*/\nSELECT 1 AS a'


def test_a_good_card_is_read():
    query = catalog.parse("ledger/good", GOOD)
    assert (query.title, query.columns, query.stem) == ("甲", {"a": "甲"}, "good")


@pytest.mark.parametrize(
    "text, words",
    [
        ("SELECT 1", "开头必须"),
        (GOOD.replace("question", "qestion"), "qestion"),
        (GOOD.replace('title = "甲"\n', ""), "title"),
        (GOOD.replace("SELECT 1", "SELECT $days"), "days"),
        (GOOD.replace("*/", '[params.days]\nlabel = "天"\n*/'), "days"),
        (GOOD.replace("*/", "[params.days]\nlable = '天'\n*/"), "lable"),
        (GOOD.replace('title = "甲"', 'title = "甲'), "TOML"),
    ],
    ids=["no card", "unknown key", "missing key", "undeclared", "unused", "param key", "not TOML"],
)
def test_a_bad_card_is_refused_by_file_and_key(text, words):
    with pytest.raises(UserError) as refused:
        catalog.parse("ledger/bad", text)
    assert "queries/ledger/bad.sql" in str(refused.value)
    assert words in str(refused.value)


@pytest.mark.parametrize("more", ["; SELECT 2 AS a", "; DROP TABLE audit"])
def test_a_query_is_one_statement(more):
    with pytest.raises(UserError, match="queries/ledger/two.sql 应当恰好是一条"):
        _ = catalog.parse("ledger/two", GOOD + more).parsed


def test_a_rule_without_a_basis_is_an_opinion():
    text = (
        '/*\ncode="R00"\ntitle="甲"\nquestion="乙"\nbasis=[]\nclass="违"\nstage=["事后"]\n'
        'subject="结算"\ntables=["setl_d"]\nlimits="无"\nreviewed=2026-11-01\n*/\nSELECT 1'
    )
    with pytest.raises(UserError, match="依据"):
        catalog.parse("rules/opinion", text)
    with pytest.raises(UserError, match="只能是"):
        catalog.parse("rules/opinion", text.replace('"违"', '"错"'))


@pytest.mark.parametrize("parts", ['["元"]', '["元", "人", "天"]', '"万元"'])
def test_an_indicator_says_the_units_of_its_two_parts(parts):
    text = (
        f'/*\ncode="F00"\ntitle="甲"\nformula="乙"\nunit="%"\nparts={parts}\ndirection="无"\n'
        'basis=["丙"]\ntables=["setl_d"]\n*/\nSELECT 1'
    )
    with pytest.raises(UserError, match="parts"):
        catalog.parse("indicators/units", text)
    assert catalog.parse("indicators/units", text.replace(parts, '["元", "人"]')).stem == "units"


def test_names_in_texts_and_comments_are_no_parameters():
    assert catalog.parameters("SELECT '$a', x -- $b\n FROM t /* $c */ WHERE y = $d") == {"d"}


def test_a_missing_query_is_one_sentence():
    with pytest.raises(UserError, match="ledger/nothing"):
        catalog.get("ledger/nothing")


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_file_of_the_folder_is_accepted(folder):
    assert catalog.load(folder)


@pytest.mark.parametrize("name", PAGE_QUERIES)
def test_query_returns_the_columns_it_declares(name, empty_cursor):
    query = catalog.get(name)
    nothing = {key: query.defaults.get(key) for key in query.used}
    cursor = empty_cursor.execute(query.sql, nothing)
    assert [column[0] for column in cursor.description] == list(query.columns)


@pytest.fixture(scope="module")
def empty_cursor(tmp_path_factory):
    from oversight.store import open_store
    from oversight.viewer import LOCAL

    opened = open_store(tmp_path_factory.mktemp("empty"))
    yield opened.cursor(LOCAL)
    opened.close()


def test_codes_are_unique():
    for folder in ("rules", "indicators"):
        codes = [query.card["code"] for query in catalog.load(folder).values()]
        assert len(codes) == len(set(codes))


def test_sql_runs_nothing_but_queries():
    """A page query is one statement; DuckDB's own parser says so."""
    for name in PAGE_QUERIES:
        assert len(duckdb.extract_statements(catalog.get(name).sql)) == 1, name
