"""手上的一张表（几张表）是什么，有没有错漏，画出来什么样，按筛查规则能查出什么？"""

import streamlit as st

from oversight import ui, ui_table_check

ui.lead("手上的表有没有问题？")
opened = ui_table_check.opened()
if opened:
    draft, parts = opened
    view = ui.pick("看什么", ui_table_check.VIEWS, "view")
    if view == "claims":
        ui_table_check.claims(draft, parts)
    elif part := ui_table_check.choose(parts):
        if view == "charts":
            ui_table_check.charts(draft, part)
        else:
            ui_table_check.profile(draft, part)
else:
    st.info(
        "什么表都可以：看缺漏、重复、离群值、合计对不对得上、日期和证件号成不成立；选一两列画图；"
        "结算、费用明细一类的表，按能用的筛查规则跑一遍。几个文件可以一起放。"
    )

ui.foot("只核对，不写入台账和理赔数据；原文件暂存在本机，可以删除")
