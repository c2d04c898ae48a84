"""oversight/rehearsal.py: a moved threshold is seen before anything is kept."""

from datetime import date
from decimal import Decimal

import pytest

from oversight import catalog, decisions, publishing, rehearsal, settings
from oversight.errors import UserError
from oversight.viewer import LOCAL, Viewer
from tests.test_decisions import AS_OF, admit, keys, screen

RULE = catalog.get("rules/split_admission")


@pytest.fixture
def gaps(folder, store):
    """Readmissions after 2, 10 and 20 days; those up to 15 days are leads."""
    with publishing.publish(folder) as con:
        for number, gap in enumerate((2, 10, 20)):
            person = f"P{number}"
            admit(con, f"{person}A", person, "2025-03-01", "2025-03-05", f"H{number}")
            again = date(2025, 3, 5 + gap)
            admit(con, f"{person}B", person, again, date(2025, 4, 2), f"H{number}")
        con.execute("INSERT INTO load_batch (date_to) VALUES (DATE '2025-06-29')")
    screen(folder, store)
    return store


def tried(store, **moved):
    known = store.rows("leads/of_rule", LOCAL, code="R27")
    return rehearsal.rehearse(store.claims, RULE, RULE.defaults | moved, AS_OF, known)


def test_what_comes_and_goes_with_its_money_and_its_record(gaps):
    first, second = keys(gaps)
    decisions.decide(gaps, LOCAL, [first], "核实", "查明")
    decisions.decide(gaps, LOCAL, [second], "排除", "查明")
    now = tried(gaps)
    assert now == rehearsal.of_now(gaps.rows("leads/of_rule", LOCAL, code="R27"))
    assert (now.items, now.institutions, now.fund_yuan) == (2, 2, Decimal(1200))
    assert (now.confirmed, now.refuted) == (1, 1)
    wider, narrower = tried(gaps, max_gap_days=20), tried(gaps, max_gap_days=5)
    assert (wider.items, wider.new, wider.gone, wider.fund_yuan) == (3, 1, 0, Decimal(1800))
    assert (narrower.items, narrower.new, narrower.gone) == (1, 0, 1)
    assert narrower.confirmed + narrower.refuted == 1
    assert len(keys(gaps)) == 2


def test_a_value_is_kept_for_the_bureau_and_in_force_at_the_next_screening(gaps, folder):
    (folder / "settings.toml").write_text('bureau = "甲局" # 我局\n\n[rules.R29]\nmin_days = 90\n')
    settings.save_rule(gaps, LOCAL, RULE, {"max_gap_days": 20}, "局务会 6 月 30 日")
    ours = settings.load(folder)
    assert (ours.bureau, ours.rule_params("R27"), ours.rule_params("R29")) == (
        "甲局",
        {"max_gap_days": 20},
        {"min_days": 90},
    )
    settings.save_rule(gaps, LOCAL, RULE, {"max_gap_days": 5}, "再议")
    text = (folder / "settings.toml").read_text("utf-8")
    assert text.count("max_gap_days") == 1 and "# 我局" in text and "# 再议" in text
    screen(folder, gaps)
    assert len(keys(gaps)) == 1
    actions = gaps.cursor(LOCAL).execute("SELECT action FROM audit ORDER BY seq").fetchall()
    assert [a for (a,) in actions if "参数" in a] == ["改规则参数", "改规则参数"]


def test_nothing_is_kept_without_a_reason_or_by_who_may_not(gaps, folder):
    with pytest.raises(UserError, match="保存理由"):
        settings.save_rule(gaps, LOCAL, RULE, {"max_gap_days": 20}, " ")
    with pytest.raises(UserError, match="身份不能改"):
        settings.save_rule(gaps, Viewer(role="领导"), RULE, {"max_gap_days": 20}, "会议")
    (folder / "settings.toml").write_text("max = ", "utf-8")
    with pytest.raises(UserError, match="settings.toml"):
        settings.save_rule(gaps, LOCAL, RULE, {"max_gap_days": 20}, "会议")
    assert (folder / "settings.toml").read_text("utf-8") == "max = "
