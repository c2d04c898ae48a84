"""queries/views/<name>.sql is proved by tests/views/<name>.toml, on every engine.

``key`` names the column that tells rows apart; ``expect`` names every row by it, and of a row the
columns that matter to the case.
"""

import pytest

from oversight import catalog
from tests import cases, engines

VIEWS = {query.stem: query for query in catalog.load("views").values()}
PROOFS = {stem: cases.read("views", stem) for stem in VIEWS}
CASES = [
    pytest.param(stem, case, id=f"{stem}: {case['why']}")
    for stem, proof in PROOFS.items()
    for case in proof.get("case", [])
]


@pytest.fixture(scope="module", params=["DuckDB", pytest.param("Spark", marks=pytest.mark.spark)])
def engine(request):
    if request.param == "Spark":
        pytest.importorskip("pyspark", reason="没有安装 pyspark")
    return getattr(engines, request.param)()


@pytest.mark.parametrize("stem, case", CASES)
def test_view_shows_exactly_these(stem, case, engine):
    proof, key = PROOFS[stem], PROOFS[stem]["key"]
    for table in VIEWS[stem].card["tables"]:
        engine.load(table, cases.rows(proof, case, table))

    shown = engine.rows(VIEWS[stem].sql, {})

    shown.sort(key=lambda row: row[key])
    assert [row[key] for row in shown] == [expected[key] for expected in case["expect"]]
    for row, expected in zip(shown, case["expect"], strict=True):
        assert cases.told(row, expected) == expected


@pytest.mark.parametrize("stem", VIEWS)
def test_view_is_proved_by_tables_it_reads(stem):
    assert PROOFS[stem].get("case"), f"缺少 tests/views/{stem}.toml"
    assert cases.tables(PROOFS[stem]) <= set(VIEWS[stem].card["tables"])
