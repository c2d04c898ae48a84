"""这份文件会使台账新增什么、改动什么，要不要入账，入账的能否撤回？"""

from oversight import ui, ui_check, ui_import

ui.lead("这份文件会改动台账的哪些内容？")
ui_import.filed()
reading = ui_check.opened()
if reading:
    ui_check.summary(reading)
    given = ui_import.sent(reading)
    found, records = ui_import.difference(reading, given)
    if found:
        ready = ui_import.confirm(reading, found)
        ui_import.show(reading, found)
        ui_import.commit(reading, found, records, given, ready)
else:
    ui_import.earlier()

ui.foot("一份文件记作一次报送，可以整批撤回")
