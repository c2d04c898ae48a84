def test_the_topic_shows_its_indicators_and_rules(open_page):
    at = open_page("out_of_area")
    rules = at.dataframe[0].value
    assert {"R34", "R46"} <= set(rules["编号"])


def test_without_data_it_stands(open_empty_page):
    assert not open_empty_page("out_of_area").exception
