"""长护险评估准不准，护理到没到位？"""

from oversight import ui_topic

INDICATORS = ["F32", "F32b", "F32c", "F33", "F33b"]
RULES = ["R72", "R73", "R74", "R75", "R76", "R77", "R77b", "R77c"]
MONTHS = "topics/care_months"
# Columns of the query above, with the indicator whose lines are drawn.
CURVES = {"visits": None, "abnormal_rate": "F33"}
SHEETS = ["topics/care_by_institution", "topics/caregivers", "topics/care_quarters"]

ui_topic.show("长护险评估准不准，护理到没到位？", INDICATORS, RULES, MONTHS, CURVES, SHEETS)
