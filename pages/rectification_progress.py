"""整改进行得怎样：按类型、单位、专项、来源看，办了多少，填报与实际是否一致？"""

import streamlit as st

from oversight import charts, ui, wording

HEAD = "ledger/headline"
WAYS = {"category": "按问题类型", "unit": "按责任单位", "campaign": "按专项", "source": "按来源"}

ui.lead("整改进行得怎样？")
narrow = ui.filters("category", "unit", "source", "leader")
head = ui.row(HEAD, **narrow)
st.markdown(wording.progress(head))

ui.show_figures(
    ui.figure("问题总数", HEAD, head, "total_items"),
    ui.figure("已办结", HEAD, head, "closed_items", "up"),
    ui.figure("办结率", HEAD, head, "closed_rate", "up"),
    ui.figure("超期", HEAD, head, "overdue_items", "down", "overdue"),
    ui.figure("追回金额（万元）", HEAD, head, "recovered_yuan", "up"),
)

left, right = st.columns(2)
with left, ui.section("进展"):
    by = ui.pick("看法", WAYS, "by")
    groups = ui.run(f"ledger/by_{by}", **narrow)
    names = ui.labels(f"ledger/by_{by}")
    ui.chart(charts.state_bars(groups, by, charts.STATES, names, 330, "件数"))
with right, ui.section("发现与办结（每周累计）"):
    ui.chart(charts.burn_up(ui.run("ledger/weeks", **narrow), "at", charts.BURN_UP, 372))

with ui.section("填报与推算", "填报的“是否办结”，与按时限、日期推算的状态对照。"):
    compared = "ledger/reported_vs_derived"
    ui.brief(ui.run(compared, **narrow), ui.labels(compared))
    st.markdown("**填报前后矛盾的条目**")
    ui.listed("ledger/contradictions", opens=("entry", {"entry": "entry_no"}), **narrow)

with ui.section("问题清单"):
    with st.columns(4)[0]:
        state = ui.choose("状态", list(charts.STATES.values()), "state")
    ui.listed("ledger/entries", opens=("entry", {"entry": "entry_no"}), state=state, **narrow)
    with st.container(horizontal=True):
        ui.form_export("progress_table", **narrow)
        ui.form_export("rectification_ledger", **narrow)

asked = (HEAD, f"ledger/by_{by}", "ledger/weeks", compared)
ui.export_page("整改进展", *(ui.sheet(query, **narrow) for query in asked))
ui.foot("完成率的分母是全部问题；一条有几位责任领导的，总数只计一次")
