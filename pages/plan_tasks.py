"""一份方案写了哪些任务，由谁负责、何时完成，改好后怎样入账？"""

from oversight import ui, ui_plan_tasks

ui.lead(
    "方案里有哪些任务？",
    "选一份方案，或把文字粘贴进来：程序读出任务、责任单位和时限，对照原文改正后，记入责任分工任务。",
)
draft, plan = ui_plan_tasks.received()

if draft:
    rows = ui_plan_tasks.corrected(draft, plan)
    ui_plan_tasks.stages(plan)
    ui_plan_tasks.filed(draft, plan, rows)

ui.foot()
