"""oversight/track_record.py: intervals by hand, and what one more table would unlock."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oversight import catalog, rulebook, track_record


def test_the_interval_is_wilsons():
    # 沧源: 896 of 11,180; worked out with Wilson's formula by hand.
    low, high = track_record.interval(896, 11_180)
    assert (round(low, 4), round(high, 4)) == (0.0753, 0.0853)
    low, high = track_record.interval(3, 4)
    assert (round(low, 3), round(high, 3)) == (0.301, 0.954)
    assert track_record.interval(0, 0) is None


@given(st.integers(0, 500), st.integers(0, 500))
def test_the_interval_holds_the_share(confirmed, refuted):
    judged = confirmed + refuted
    span = track_record.interval(confirmed, judged)
    assert (span is None) == (judged == 0)
    if span:
        assert 0 <= span[0] <= confirmed / judged + 1e-12 and confirmed / judged <= span[1] + 1e-12
        assert span[1] <= 1


@pytest.mark.parametrize(
    "confirmed, judged, retire", [(0, 19, False), (0, 20, True), (1, 20, False), (1, 21, True)]
)
def test_a_rule_that_hardly_ever_held_is_better_retired(confirmed, judged, retire):
    assert ("停用" in track_record.advice(confirmed, judged)) == retire


def test_what_runs_and_what_one_table_unlocks():
    cards = {rule.card["code"]: rule.card for rule in catalog.load("rules").values()}
    tables = {query.stem: query for query in catalog.load("schema").values()}
    filled = [
        {"table_name": name, "title": query.title, "column_name": column}
        | {"table_rows": 5 * (name == "fee_list_d"), "filled": 5 * (name == "fee_list_d")}
        for name, query in tables.items()
        for column in query.columns
    ]
    found, offered = track_record.runnable(filled)
    by_code = {row["code"]: row["missing"] for row in found if row["kind"] == "规则"}
    assert set(by_code) == {
        c for c, card in cards.items() if card.get("status", "active") == "active"
    }
    assert by_code["R35"] == (
        "缺数据：人员基本信息（psn_info_b）的死亡日期（die_date）或死亡登记（death）的死亡日期（die_date）全为空"
    )
    assert "R27" in by_code and by_code["R27"].startswith("缺数据：就诊信息（mdtrt_d）没有数据")
    counts = [row["rules"] + row["indicators"] for row in offered]
    assert counts == sorted(counts, reverse=True) and counts[0] >= 1
    for row in filled:
        if row["table_name"] == offered[0]["table_name"]:
            row.update(filled=5, table_rows=5)
    after, _ = track_record.runnable(filled)
    unlocked = sum(
        bool(a["missing"]) and not b["missing"] for a, b in zip(found, after, strict=True)
    )
    assert unlocked == counts[0]


def test_the_map_and_the_screening_say_the_same():
    query = catalog.get("rules/split_admission")
    assert rulebook.lacks(lambda table, column=None: True, query) == []
    assert rulebook.words([]) == ""
