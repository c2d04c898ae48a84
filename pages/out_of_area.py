"""钱有多少花在异地，异地结算有什么疑点？"""

from oversight import ui_topic

INDICATORS = ["F23", "F23b"]
RULES = ["R34", "R46", "R33"]
MONTHS = "topics/remote_months"
# Columns of the query above, with the indicator whose lines are drawn.
CURVES = {"fund_yuan": None, "direct_rate": "F23b"}
SHEETS = ["topics/remote_by_place", "fund/remote_care"]

ui_topic.show("钱有多少花在异地，异地结算有什么疑点？", INDICATORS, RULES, MONTHS, CURVES, SHEETS)
