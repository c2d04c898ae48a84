"""追溯码有没有重复、倒流、应扫未扫？"""

from oversight import ui_topic

INDICATORS = ["F30", "F30b"]
RULES = ["R55", "R56", "R57", "R58", "R58b", "R61"]
MONTHS = "topics/trace_months"
# Columns of the query above, with the indicator whose lines are drawn.
CURVES = {"upload_rate": "F30", "repeated_items": None}
SHEETS = ["topics/trace_by_institution", "topics/trace_codes_found", "topics/trace_by_drug"]

ui_topic.show("追溯码有没有重复、倒流、应扫未扫？", INDICATORS, RULES, MONTHS, CURVES, SHEETS)
