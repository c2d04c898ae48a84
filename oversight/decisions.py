"""What people decide about leads: 核实, 排除, 移送, 需补材料, or an entry in the 疑点线索处置台账.

A decision names the finding by its key, so it holds whatever later screenings do; nothing is
overwritten, the last decision counts. An entry and its leads name each other through the entry's
lead_keys: withdraw the filing, and the leads are open again.
"""

from datetime import datetime, timedelta
from uuid import uuid4

from oversight import filings
from oversight.errors import UserError

WORDS = ("核实", "排除", "移送", "需补材料", "重新核查")
LEDGER = "leads"
NOT_A_BREACH = "疑点线索不等于违规认定，须经核查核实后依规处理。"
_WRITERS = ("专班",)
_SNAPSHOT = """
SELECT
    l.finding_key, l.code, l.rule_title, l.fixmedins_code,
    shown_subject(l.code, l.subject_id, l.psn_no) AS subject_id,
    coalesce(contains(l.subject_id, l.psn_no), FALSE) AS names_person,
    coalesce(l.fixmedins_name, l.fixmedins_code) AS fixmedins_name, l.event_date, l.fund_yuan,
    l.total_yuan, l.psn_no, coalesce(s.state, '待核查') AS state, s.entry_no
FROM mart_lead AS l
LEFT JOIN lead_state AS s ON s.finding_key = l.finding_key
WHERE list_contains($keys, l.finding_key)
ORDER BY l.code, l.fixmedins_code, l.event_date, l.finding_key
"""


def _may_decide(viewer):
    if viewer.role not in _WRITERS:
        raise UserError(f"“{viewer.role}”身份不能处置疑点线索，请换用专班身份。")


def _chosen(cur, keys):
    if not keys:
        raise UserError("没有选中疑点，请先在表里勾选。")
    cur.execute(_SNAPSHOT, {"keys": list(keys)})
    names = [column[0] for column in cur.description]
    found = [dict(zip(names, row, strict=True)) for row in cur.fetchall()]
    if len(found) < len(set(keys)):
        raise UserError("选中的疑点有的已不在列（数据或规则有变动），请刷新页面后再选。")
    return found


def decide(store, viewer, keys, decision, reason, handed_to=None, decided_at=None):
    """Note one decision about each of the findings ``keys``; how many.

    ``decision`` is one of WORDS; 移送 needs ``handed_to``, whom they are handed to. One transaction
    with its audit row. Raises UserError, with nothing written, for a viewer who may not, a decision
    without a reason, a lead that is gone, or one that has an entry in the ledger.
    """
    _may_decide(viewer)
    reason, handed_to = (reason or "").strip(), (handed_to or "").strip() or None
    if decision not in WORDS:
        raise UserError(f"处置只能是{'、'.join(WORDS)}，请选择一项。")
    if not reason:
        raise UserError("请写明处置理由，例如核查了什么、依据什么。")
    if decision == "移送" and not handed_to:
        raise UserError("移送要写明移送给哪个部门，例如公安机关、卫健部门。")
    detail = {"decision": decision, "reason": reason, "leads": len(set(keys or ()))}
    with store.write(viewer, "处置疑点", decision, detail) as cur:
        leads = _chosen(cur, keys)
        entered = [lead for lead in leads if lead["entry_no"]]
        if entered:
            raise UserError(
                f"有 {len(entered)} 条已立入台账（如 {entered[0]['entry_no']}），"
                "请在台账里处置，或先撤回那次报送。"
            )
        at = decided_at or datetime.now()
        detail["keys"] = [lead["finding_key"] for lead in leads]
        cur.executemany(
            "INSERT INTO lead_decision VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            [
                [f"CZ-{uuid4().hex[:12]}", lead["finding_key"], lead["code"], _subject(lead)]
                + [lead["fixmedins_code"], lead["event_date"], lead["fund_yuan"], decision]
                + [reason, handed_to, f"{viewer.name}（{viewer.role}）", at]
                for lead in leads
            ],
        )
    return len(leads)


def _subject(lead):
    """The finding's subject, unless it is a person: the ledgers hold no insured person's number."""
    return None if lead["names_person"] else lead["subject_id"]


def enter(store, viewer, keys, unit, leaders, due_on, measures=None, filed_at=None):
    """Enter leads into the 疑点线索处置台账, those of one rule and institution as one entry.

    ``unit`` is the responsible unit, ``leaders`` names of responsible leaders, ``due_on`` the day
    it is due. Returns the filing's id. Raises UserError as decide() does.
    """
    _may_decide(viewer)
    if not unit:
        raise UserError("请选择责任单位，再立入台账。")
    leads = _chosen(store.cursor(viewer), keys)
    entered = [lead for lead in leads if lead["entry_no"]]
    if entered:
        raise UserError(
            f"有 {len(entered)} 条已立入台账（如 {entered[0]['entry_no']}），请去掉后再立。"
        )
    at = filed_at or datetime.now()
    groups = {}
    for lead in leads:
        groups.setdefault((lead["code"], lead["fixmedins_code"]), []).append(lead)
    records = [_entry(group, unit, leaders, due_on, measures, at) for group in groups.values()]
    return filings.commit(store, viewer, LEDGER, records, filed_at=at, note="由疑点线索立账")


def _entry(group, unit, leaders, due_on, measures, at):
    first = group[0]
    days = sorted(str(lead["event_date"]) for lead in group if lead["event_date"])
    span = f"（{days[0]} 至 {days[-1]}）" if len(days) > 1 else f"（{days[0]}）" if days else ""
    where = first["fixmedins_name"] or "未注明机构"
    fund = [lead["fund_yuan"] for lead in group if lead["fund_yuan"] is not None]
    return {
        "description": f"{where}：{first['rule_title']}疑点 {len(group)} 条{span}",
        "source": "智能筛查",
        "category": first["rule_title"],
        "rule_code": first["code"],
        "institution": where,
        "lead_keys": ";".join(lead["finding_key"] for lead in group),
        "unit": unit,
        "leaders": list(leaders or []),
        "measures": measures,
        "found_on": at.date(),
        "due_on": due_on,
        "amount_involved_yuan": sum(fund) if fund else None,
        "persons_involved": len({lead["psn_no"] for lead in group if lead["psn_no"]}) or None,
    }


def due_by_default(day, days=30):
    """The day a lead entered on ``day`` is due unless somebody says otherwise."""
    return day + timedelta(days=days)
