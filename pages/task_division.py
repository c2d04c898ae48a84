"""方案里的任务由谁牵头、哪些单位承担、何时完成，哪些要长期坚持？"""

import streamlit as st

from oversight import charts, ui, wording

ui.lead("任务是怎样分工的？")
narrow = ui.filters("plan", "leader", "unit", kind="tasks", campaign=None)
tasks = ui.run("ledger/tasks", **narrow)
leaders = ui.run("ledger/task_leaders", **narrow)

if tasks.empty:
    st.info("还没有责任分工。在“方案转任务”里选一份方案，读出的任务核对后入账。")
else:
    st.markdown(wording.tasks(tasks, leaders))
    left, right = st.columns([3, 5])
    names = ui.labels("ledger/task_leaders")
    with left, ui.section("责任领导"):
        ui.chart(charts.state_bars(leaders, "leader", charts.STATES, names, title="任务（项）"))
    with right, ui.section("各位领导的任务"):
        counted = ["total_items", "overdue_items", "due_soon_items", "closed_items"]
        seen = ["leader", *counted, "standing_items", "next_due_on"]
        ui.table(leaders, names, "任务（按责任领导）", columns=seen)
    with ui.section("任务清单", "点选一行看这一项的经过。"):
        shown = ["plan_path", "description", "leader", "units", "due_on", "long_term", "due_text"]
        shown += ["state", "measures", "plan", "entry_no"]
        labels, opens = ui.labels("ledger/tasks"), ("entry", {"entry": "entry_no"})
        ui.table(tasks, labels, "任务清单", opens, columns=shown)

ui.foot()
