"""药店有没有空刷、串换、代刷？"""

from oversight import ui_topic

INDICATORS = ["F31", "F31b", "F30"]
RULES = ["R59", "R59b", "R60", "R62", "R63", "R64", "R65", "R66", "R26"]
TABLES = ["topics/pharmacies"]

ui_topic.show("药店有没有空刷、串换、代刷？", INDICATORS, RULES, TABLES)
