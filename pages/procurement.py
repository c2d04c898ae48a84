"""集采药品采够了吗，货款按期回了吗？"""

from oversight import ui_topic

INDICATORS = ["F27", "F28", "F29", "F29b"]
RULES = ["R67", "R68", "R69", "R70", "R71", "R18"]
TABLES = ["topics/procurement_by_institution"]

ui_topic.show("集采药品采够了吗，货款按期回了吗？", INDICATORS, RULES, TABLES)
