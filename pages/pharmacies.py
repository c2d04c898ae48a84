"""药店有没有空刷、串换、代刷？"""

from oversight import ui_topic

INDICATORS = ["F31", "F31b"]
RULES = ["R59", "R59b", "R60", "R62", "R63", "R64", "R65", "R66", "R26", "R33"]
MONTHS = "topics/pharmacy_months"
# Columns of the query above, with the indicator whose lines are drawn.
CURVES = {"face_rate": "F31", "rx_missing": None}
SHEETS = ["topics/pharmacies", "topics/pharmacists"]

# Rules that look at hospitals too: here the leads about pharmacies only.
ui_topic.show(
    "药店有没有空刷、串换、代刷？", INDICATORS, RULES, MONTHS, CURVES, SHEETS, inst_type="药店"
)
