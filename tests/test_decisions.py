"""What is decided about leads stays, whatever later screenings do; entries and leads link."""

import io
from datetime import date, datetime

import pytest
from docx import Document

from oversight import decisions, filings, lead_evidence, lead_sheet, publishing, screening
from oversight.errors import UserError
from oversight.viewer import LOCAL, Viewer

AS_OF = date(2025, 6, 30)
LATER = date(2030, 1, 1)


def admit(con, mdtrt_id, psn_no, begins, ends, place="H1"):
    con.execute(
        "INSERT INTO mdtrt_d (mdtrt_id, psn_no, fixmedins_code, med_type, begntime, endtime,"
        " dscg_maindiag_code, dscg_dept_name) VALUES ($1, $2, $3, '21', $4, $5, 'J44', '内科')",
        [mdtrt_id, psn_no, place, begins, ends],
    )
    con.execute(
        "INSERT INTO setl_d (setl_id, mdtrt_id, psn_no, setl_time, medfee_sumamt, inscp_amt,"
        " fund_pay_sumamt) VALUES ($1, $2, $3, $4, 1000, 900, 600)",
        [f"S{mdtrt_id}", mdtrt_id, psn_no, ends],
    )


@pytest.fixture
def leads(folder, store):
    """Two persons readmitted after two days: two leads of R27, and the store that shows them."""
    with publishing.publish(folder) as con:
        con.execute(
            "INSERT INTO fixmedins_b (fixmedins_code, fixmedins_name) VALUES ('H1', '甲院')"
        )
        for person in ("P1", "P2"):
            admit(con, f"{person}A", person, "2025-03-01", "2025-03-05")
            admit(con, f"{person}B", person, "2025-03-07", "2025-03-09")
        con.execute("INSERT INTO load_batch (date_to) VALUES (DATE '2025-06-29')")
    screen(folder, store)
    return store


def screen(folder, store):
    screening.screen(folder, as_of=AS_OF, rules=["R27"])
    store.refresh()


def keys(store):
    return [row["finding_key"] for row in store.rows("leads/ranked", LOCAL, as_of=AS_OF)]


def states(store):
    return sorted(row["state"] for row in store.rows("leads/ranked", LOCAL, as_of=AS_OF))


def summary(store):
    return store.rows("leads/summary", LOCAL, as_of=AS_OF)[0]


def test_a_decision_counts_until_the_next_one(leads):
    first, second = keys(leads)
    assert states(leads) == ["待核查", "待核查"]
    assert decisions.decide(leads, LOCAL, [first, second], "需补材料", "缺病案首页") == 2
    assert states(leads) == ["待补材料", "待补材料"]
    decisions.decide(leads, LOCAL, [first], "核实", "两次住院未间断治疗")
    decisions.decide(leads, LOCAL, [second], "排除", "择期手术前检查")
    assert states(leads) == ["已排除", "已核实"]
    found = summary(leads)
    assert (found["confirmed_items"], found["refuted_items"], found["confirmed_yuan"]) == (
        1,
        1,
        600,
    )
    history = leads.rows("leads/decisions", LOCAL, finding_key=first)
    assert [(row["decision"], row["decided_by"]) for row in history] == [
        ("核实", "本机用户（专班）"),
        ("需补材料", "本机用户（专班）"),
    ]
    (waiting,) = leads.rows("fund/leads", LOCAL, as_of=AS_OF)
    assert waiting["open_items"] == 0, "the front page counts what waits"
    decisions.decide(leads, LOCAL, [first], "重新核查", "有新证据")
    (waiting,) = leads.rows("fund/leads", LOCAL, as_of=AS_OF)
    assert waiting["open_items"] == 1
    assert states(leads) == ["已排除", "待核查"]


def test_what_was_confirmed_and_refuted_makes_the_precision(leads):
    first, second = keys(leads)
    (row, _) = leads.rows("leads/ranked", LOCAL, as_of=AS_OF)
    assert row["factors"].split(" × ")[1:3] == ["0.6", "0.50"]
    decisions.decide(leads, LOCAL, [first], "排除", "查明")
    decisions.decide(leads, LOCAL, [second], "排除", "查明")
    (row, _) = leads.rows("leads/ranked", LOCAL, as_of=AS_OF)
    # (0 + 1) ÷ (0 + 2 + 2)
    assert row["factors"].split(" × ")[2] == "0.25"


@pytest.mark.parametrize(
    "decision, reason, more, words",
    [
        ("核实", " ", {}, "理由"),
        ("同意", "查明", {}, "处置只能是"),
        ("移送", "查明", {}, "移送给哪个部门"),
    ],
)
def test_a_decision_needs_its_words(leads, decision, reason, more, words):
    with pytest.raises(UserError, match=words):
        decisions.decide(leads, LOCAL, keys(leads), decision, reason, **more)
    assert states(leads) == ["待核查", "待核查"]


def test_nothing_is_decided_about_what_is_not_there_or_by_who_may_not(leads):
    with pytest.raises(UserError, match="没有选中"):
        decisions.decide(leads, LOCAL, [], "核实", "查明")
    with pytest.raises(UserError, match="不在列"):
        decisions.decide(leads, LOCAL, [keys(leads)[0], "x"], "核实", "查明")
    for role in ("领导", "单位", "维护"):
        with pytest.raises(UserError, match="身份不能处置"):
            decisions.decide(leads, Viewer(role=role), keys(leads), "核实", "查明")
    assert states(leads) == ["待核查", "待核查"]


def test_a_decision_survives_a_lead_that_comes_and_goes(leads, folder):
    first, second = keys(leads)
    for key in (first, second):
        decisions.decide(leads, LOCAL, [key], "移送", "涉嫌欺诈", handed_to="公安机关")
    with publishing.publish(folder) as con:
        con.execute("UPDATE mdtrt_d SET vali_flag = '0' WHERE mdtrt_id = 'P1A'")
        con.execute("UPDATE setl_d SET vali_flag = '0' WHERE mdtrt_id = 'P1A'")
    screen(folder, leads)
    assert states(leads) == ["已移送"]
    (gone,) = {first, second} - set(keys(leads))
    row = leads.rows("leads/lead", LOCAL, finding_key=gone, as_of=AS_OF)[0]
    assert (row["state"], row["gone_reason"]) == ("已移送", "数据变动后不再命中")
    with publishing.publish(folder) as con:
        con.execute("UPDATE mdtrt_d SET vali_flag = '1'")
        con.execute("UPDATE setl_d SET vali_flag = '1'")
    screen(folder, leads)
    assert states(leads) == ["已移送", "已移送"]


def test_leads_of_one_rule_and_institution_become_one_entry_and_link_both_ways(leads):
    chosen = keys(leads)
    filing = decisions.enter(
        leads,
        LOCAL,
        chosen,
        "基金监管股",
        ["钱示远"],
        date(2025, 7, 31),
        "调病历",
        datetime(2025, 6, 30, 9),
    )
    assert states(leads) == ["已转台账", "已转台账"]
    row = leads.rows("leads/lead", LOCAL, finding_key=chosen[0], as_of=AS_OF)[0]
    entry = leads.rows("ledger/entry", LOCAL, entry_no=row["entry_no"], as_of=AS_OF)[0]
    assert (
        entry["description"]
        == "甲院：分解住院（短期重复入院）疑点 2 条（2025-03-07 至 2025-03-07）"
    )
    assert (entry["unit"], entry["leader"], entry["involved_yuan"]) == (
        "基金监管股",
        "钱示远",
        1200,
    )
    linked = leads.rows("leads/of_entry", LOCAL, entry_no=row["entry_no"], as_of=AS_OF)
    assert sorted(lead["finding_key"] for lead in linked) == sorted(chosen)
    with pytest.raises(UserError, match=row["entry_no"]):
        decisions.decide(leads, LOCAL, chosen[:1], "排除", "查明")
    with pytest.raises(UserError, match=row["entry_no"]):
        decisions.enter(leads, LOCAL, chosen[:1], "基金监管股", [], None)
    filings.withdraw(leads, LOCAL, filing)
    assert states(leads) == ["待核查", "待核查"]


def test_evidence_is_the_rows_themselves_masked(leads):
    rows = leads.run("leads/evidence", LOCAL, finding_key=keys(leads)[0])
    ((title, frame, labels),) = lead_evidence.frames(rows, LOCAL)
    assert (title, len(frame)) == ("就诊信息", 2)
    assert list(frame["dscg_dept_name"]) == ["内科", "内科"]
    assert labels["begntime"] == "开始时间"
    assert "****" in frame["psn_no"].iloc[0]
    checked = lead_evidence.checks(rows)
    assert any("病案首页" in line for line in checked) and len(checked) == len(set(checked))


def test_the_sheet_says_that_a_lead_is_no_breach(leads):
    key = keys(leads)[0]
    decisions.decide(leads, LOCAL, [key], "核实", "未间断治疗")
    rows = leads.run("leads/evidence", LOCAL, finding_key=key)
    made = lead_sheet.to_bytes(
        leads.rows("leads/lead", LOCAL, finding_key=key, as_of=AS_OF)[0],
        lead_evidence.frames(rows, LOCAL),
        lead_evidence.checks(rows),
        leads.run("leads/decisions", LOCAL, finding_key=key),
        AS_OF,
        "示例区医疗保障局",
    )
    paper = Document(io.BytesIO(made))
    text = "\n".join(p.text for p in paper.paragraphs)
    assert decisions.NOT_A_BREACH in text
    assert "出院到再次入院的最长间隔 15天" in text
    assert "核实　未间断治疗　本机用户（专班）" in text
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    assert "R27 分解住院（短期重复入院）（疑）" in cells and "甲院" in cells


@pytest.mark.parametrize(
    "rule, code, subject, kept",
    [
        ("crowded_terminal", "R59b", "T1|H1|P19900101", "T1|H1"),
        ("agent_for_many", "R62", "E12345678|2025-06", "****5678|2025-06"),
        ("agent_for_many", "R62", "330102197001011234|2025-06", "****1234|2025-06"),
    ],
)
def test_no_person_gets_into_the_ledgers_by_the_subject(leads, folder, rule, code, subject, kept):
    with publishing.publish(folder, kind="screen") as con:
        con.execute(
            "INSERT INTO finding BY NAME SELECT 'K' AS finding_key, $rule AS rule, $code AS code,"
            " $subject AS subject_id, 'H1' AS fixmedins_code, 'setl_d:S1' AS evidence",
            {"rule": rule, "code": code, "subject": subject},
        )
    leads.refresh()
    decisions.decide(leads, LOCAL, ["K"], "核实", "查明")
    row = leads.cursor(LOCAL).execute("SELECT subject_id FROM lead_decision").fetchone()
    assert row == (kept,)
