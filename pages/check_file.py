"""送来的文件是什么，读出了多少，哪里有问题，怎样改好再报？"""

import streamlit as st

from oversight import ui, ui_check

ui.lead("送来的文件有没有问题？")
reading = ui_check.opened()
if reading:
    ui_check.summary(reading)
    ui_check.hand_out(reading)
    view = ui.pick("看什么", ui_check.VIEWS, "view")
    if view == "faults":
        ui_check.show_faults(reading)
    elif view == "mend":
        ui_check.mend(reading)
    elif view == "columns":
        ui_check.columns(reading)
    else:
        ui_check.left_out(reading)
else:
    st.info(
        "认得问题整改、自查发现问题、责任分工、信访举报台账：标题、单位行、一至三层表头、合并格、分节、"
        "示例和合计行都分得清。理赔明细、两库规则、人员名单放进来，也会说明是什么、该去哪一页。"
    )

ui.foot("只核查，不写入台账；改动和原文件暂存在本机，可随时接着做")
