"""追溯码有没有重复、倒流、应扫未扫？"""

from oversight import ui_topic

INDICATORS = ["F30", "F30b"]
RULES = ["R55", "R56", "R57", "R58", "R58b", "R61"]
TABLES = ["topics/trace_by_institution"]

ui_topic.show("追溯码有没有重复、倒流、应扫未扫？", INDICATORS, RULES, TABLES)
