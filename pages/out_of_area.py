"""钱有多少花在异地，异地结算有什么疑点？"""

from oversight import ui_topic

INDICATORS = ["F23", "F23b"]
RULES = ["R46", "R34", "R33"]
TABLES = ["fund/remote_care"]

ui_topic.show("钱有多少花在异地，异地结算有什么疑点？", INDICATORS, RULES, TABLES)
