"""哪些人成组地住院、刷卡、由人代购，谁和谁有关系，涉及多少基金？"""

import streamlit as st

from oversight import ui, ui_network

ui.lead("哪些人总在一起？")
tie = ui.pick("关系", ui_network.TIES, "tie")
named = None if tie == "all" else ui_network.TIES[tie]
found = ui.run("network/groups", as_of=ui.as_of(), tie=named)
st.markdown(ui_network.sentence(found))
ui_network.sources(found)

if not found.empty:
    with ui.section("各组", "人数多的在前；点一行看这一组的图。"):
        chosen = ui_network.groups(found, tie)
    left, right = st.columns([3, 2])
    with left, ui.section(ui_network.heading(chosen)):
        ui_network.picture(chosen)
    with right, ui.section("组里有谁", "人员编号、证件号码已遮盖；点一名参保人看他的画像。"):
        ui_network.members(chosen)
    with ui.section("这一组的疑点", "点一行看证据；疑点不等于违规，须核查认定。"):
        ui_network.leads(chosen)

ui.foot("由疑点和证据行组成，随每次筛查更新")
