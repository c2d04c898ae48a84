"""装入了什么数据，到哪一天，来自哪个文件；每个指标、规则怎样定义？"""

from oversight import lights, tables, ui

VIEWS = {
    "data": "数据",
    "indicators": "指标口径",
    "rules": "规则口径",
    "filings": "台账报送",
}

ui.lead("这些数字从哪里来？")

view = ui.pick("内容", VIEWS, "view")

if view == "data":
    with ui.section("装入的数据表", "没有装入的表，用到它的指标和规则显示为不适用。"):
        ui.listed("data/coverage", as_of=ui.as_of())
    with ui.section("装入批次"):
        ui.listed("data/batches", as_of=ui.as_of())
elif view == "indicators":
    ui.table(*lights.definitions(ui.definitions()), "指标口径", rows=20)
elif view == "rules":
    ui.table(*tables.rule_cards(), "规则口径")
    with ui.section("最近一次筛查"):
        ui.listed("data/runs", as_of=ui.as_of())
else:
    with ui.section("本周报送"):
        ui.listed("ledger/filings_week", as_of=ui.as_of())
    with ui.section("报送批次"):
        ui.listed("ledger/filings", as_of=ui.as_of())

ui.foot()
