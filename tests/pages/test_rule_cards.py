from datetime import date

from oversight import catalog, settings
from oversight.store import open_store
from oversight.viewer import LOCAL

AS_OF = date(2025, 11, 28)


def test_every_rule_with_its_hits(open_page, district_store):
    at = open_page("rule_cards")
    shown = at.dataframe[0].value
    rules = catalog.load("rules")
    assert len(shown) == len(rules)
    rows = district_store.rows("leads/by_rule", LOCAL, as_of=AS_OF)
    assert sum(shown["疑点（条）"]) == sum(row["items"] for row in rows) > 0


def test_a_card_says_question_basis_limits_and_values(open_page):
    at = open_page("rule_cards", rule="R27")
    text = " ".join(part.value for part in at.markdown)
    card = catalog.get("rules/split_admission").card
    assert card["question"] in text and card["basis"][0] in text
    values = at.table[0].value
    assert "15 天" in list(values["现行值"]) and "公开文件或案例" in list(values["来源"])


def test_a_threshold_is_moved_seen_and_kept(opener, own_district):
    at = opener(own_district)("rule_cards", rule="R27")
    box = next(box for box in at.number_input if "最长间隔" in box.label)
    box.set_value(1)
    next(button for button in at.button if button.label == "试算").click().run()
    tried = at.table[1].value
    assert list(tried.iloc[:, 0]) == ["现行", "试调后"]
    assert tried["疑点（条）"].astype(int).iloc[1] < tried["疑点（条）"].astype(int).iloc[0]
    reason = next(box for box in at.text_input if box.label.startswith("保存理由"))
    reason.set_value("局务会")
    next(button for button in at.button if button.label.startswith("保存为本局")).click().run()
    assert "screen" in at.success[0].value
    folder = open_store(own_district).folder
    assert settings.load(folder).rule_params("R27") == {"max_gap_days": 1}


def test_what_does_not_run_and_what_would_help(open_page, open_empty_page):
    at = open_page("rule_cards", view="idle")
    assert "不适用" in at.markdown[-1].value or at.dataframe
    at = open_empty_page("rule_cards", view="idle")
    assert "不适用" in " ".join(part.value for part in at.markdown)
    assert len(at.dataframe[0].value) > 10
