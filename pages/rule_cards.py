"""每条规则查什么、准不准、阈值该不该动，哪些还跑不了？"""

from oversight import ui, ui_rules

VIEWS = {"rules": "规则", "idle": "不适用的"}

ui.lead("规则准不准，该不该调？")
view = ui.pick("内容", VIEWS, "view")

if view == "rules":
    with ui.section("各规则", "点一行看规则卡。确认率 = 确认 ÷ 已核查，区间按 95% 置信度。"):
        frame = ui_rules.records()
    rule = ui_rules.asked(frame)
    if rule:
        with ui.section(f"{rule.card['code']} {rule.title}"):
            ui_rules.card(rule, frame)
        with ui.section("现行参数", "标“须核对本地文件”的是参考值，以当地文件为准。"):
            values = ui_rules.parameters(rule)
        with ui.section("阈值试调", "先看会多出、减少多少，再决定要不要保存。"):
            ui_rules.rehearse(rule, values)
else:
    with ui.section("不适用地图", "不适用不等于 0：缺的表或列装入后自动运行。"):
        ui_rules.idle()

ui.foot()
