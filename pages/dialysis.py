"""血液透析的次数、耗材和机台对得上吗？"""

from oversight import ui_topic

INDICATORS = []
RULES = ["R47", "R48", "R49", "R50", "R51", "R52", "R52b", "R53", "R54"]
MONTHS = "topics/dialysis_months"
# Columns of the query above, with the indicator whose lines are drawn.
CURVES = {"sessions": None, "fund_yuan": None}
SHEETS = ["topics/dialysis_by_institution"]
TOTALS = "topics/dialysis_totals"

ui_topic.show(
    "血液透析的次数、耗材和机台对得上吗？", INDICATORS, RULES, MONTHS, CURVES, SHEETS, TOTALS
)
