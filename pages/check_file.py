"""送来的文件是什么，读出了多少，哪里有问题，怎样改好再报？"""

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

ui.foot("只核查，不写入台账；改动和原文件暂存在本机，可随时接着做")
