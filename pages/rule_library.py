"""官方“两库”装入了哪些规则知识点，新公布的一批与已装入的有什么不同？"""

from oversight import ui, ui_rule_library

ui.lead("两库规则装了哪些，新的一批改了什么？")
library, point = ui.asked("library"), ui.asked("point")
ui_rule_library.news()

if point:
    ui_rule_library.point(point)
elif library:
    ui_rule_library.opened(library)
elif not ui_rule_library.take_in():
    ui_rule_library.installed()
    ui_rule_library.points()

ui.foot("两库指国家医保局公布的智能监管规则库和知识库；知识点原文照录，读不成数值的不参与判定")
