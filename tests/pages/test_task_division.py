def test_tasks_with_leaders_units_deadline_and_standing_duty(open_page):
    at = open_page("task_division")
    tasks = next(f.value for f in at.dataframe if "时限原文" in f.value.columns)
    assert len(tasks) >= 5 and tasks["责任领导"].ne("").all()
    assert tasks["时限原文"].str.contains("长期坚持").any()
    assert f"共 **{len(tasks)}** 项任务" in at.markdown[1].value


def test_without_data_it_says_what_to_load(open_empty_page):
    assert "方案转任务" in open_empty_page("task_division").info[0].value
