"""手上的一张表（几张表）是什么，有没有错漏，画出来什么样，按筛查规则能查出什么？"""

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

ui.foot("只核对，不写入台账和理赔数据；原文件暂存在本机，可以删除")
