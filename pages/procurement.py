"""集采药品采够了吗，货款按期回了吗？"""

from oversight import ui_topic

INDICATORS = ["F27", "F28", "F29", "F29b"]
RULES = ["R67", "R68", "R69", "R70", "R71", "R18"]
MONTHS = "topics/procurement_months"
# Columns of the query above, with the indicator whose lines are drawn.
CURVES = {"timely_rate": "F29b", "dear_rate": "F28"}
SHEETS = [
    "topics/procurement_by_institution",
    "topics/procurement_by_batch",
    "topics/procurement_by_drug",
]

ui_topic.show("集采药品采够了吗，货款按期回了吗？", INDICATORS, RULES, MONTHS, CURVES, SHEETS)
