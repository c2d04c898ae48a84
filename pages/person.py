"""这名医师、药师、护理员与同行相比怎样？这名有疑点的参保人去过哪里？"""

from oversight import decisions, ui, ui_portrait

ui.lead("这个人有哪些疑点，与同行相比怎样？", decisions.NOT_A_BREACH)
kind = ui.pick("人员", ui_portrait.KINDS, "kind")

if kind == "insured":
    ui_portrait.insured_portrait(ui_portrait.insured())
else:
    chosen = ui_portrait.staff(kind)
    if chosen:
        ui_portrait.staff_portrait(kind, chosen)

ui.foot()
