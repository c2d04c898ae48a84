"""先查哪些疑点，查到哪一步？"""

import streamlit as st

from oversight import ui, ui_leads, wording

ui.lead("先查哪些疑点？")
given = ui_leads.filters()
st.markdown(wording.worklist(ui.row("leads/summary", **given)))
ui_leads.told()

with ui.section("疑点清单", "按优先级从高到低，最多 500 条；疑点不等于违规，须核查认定。"):
    chosen = ui_leads.listed(given)
    ui_leads.open_chosen(chosen)

with ui.section("处置", "核实、转台账、移送计入确认，排除计入误报，二者决定规则的历史精确率。"):
    ui_leads.decide(chosen)

ui.foot("优先级 = 基金金额分位 × 判级权重 × 规则历史精确率 × 复发系数")
