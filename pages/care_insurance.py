"""长护险评估准不准，护理到没到位？"""

from oversight import ui_topic

INDICATORS = ["F32", "F32b", "F32c", "F33"]
RULES = ["R72", "R73", "R74", "R75", "R76", "R77", "R77b", "R77c"]
TABLES = ["topics/care_by_institution"]

ui_topic.show("长护险评估准不准，护理到没到位？", INDICATORS, RULES, TABLES)
