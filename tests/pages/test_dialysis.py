def test_the_topic_shows_its_rules_and_its_institutions(open_page):
    at = open_page("dialysis")
    rules, *_, institutions = [frame.value for frame in at.dataframe]
    assert {"R47", "R51", "R54"} <= set(rules["编号"])
    assert len(institutions) and (institutions["透析（次）"] > 0).all()


def test_without_data_every_rule_is_not_applicable(open_empty_page):
    at = open_empty_page("dialysis")
    assert set(at.dataframe[0].value["结果"]) == {"未运行"} if at.dataframe else at.info
