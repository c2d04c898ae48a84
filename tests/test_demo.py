"""The invented district: the same every time, true to the cent, its answers found exactly."""

import json
from datetime import date, datetime, timedelta

import duckdb
import pytest

from oversight import demo, demo_ledgers, demo_problems, filings, publishing, screening
from oversight.errors import UserError
from oversight.store import open_store
from oversight.viewer import LOCAL

AS_OF = date(2025, 11, 28)


def filled(scale=0.05, as_of=AS_OF, seed=demo.SEED, threads=2):
    con = duckdb.connect()
    con.execute(f"SET threads = {threads}")
    return con, demo.fill_claims(con, scale, as_of, seed)


@pytest.fixture(scope="module")
def claims():
    con, answers = filled()
    screening.run(con, AS_OF)
    return con, answers


def one(con, sql, **params):
    return con.execute(sql, params).fetchone()[0]


def content(con):
    """Every claims table's rows as one number, whatever their order."""
    return {
        table: con.execute(f"SELECT count(*), sum(hash(t)::HUGEINT) FROM {table} AS t").fetchone()
        for (table,) in con.execute("SELECT DISTINCT table_name FROM load_batch").fetchall()
    }


def test_same_seed_and_date_give_the_same_rows_on_any_number_of_threads(claims):
    first = content(claims[0])
    again, _ = filled(threads=1)
    assert content(again) == first
    other, _ = filled(seed=7)
    assert content(other)["fee_list_d"] != first["fee_list_d"]


def test_batches_do_not_change_what_is_made(claims, monkeypatch):
    monkeypatch.setattr(demo, "_BATCH_PERSONS", 333)
    con, _ = filled()
    assert content(con) == content(claims[0])


@pytest.mark.parametrize(
    "wrong",
    [
        "medfee_sumamt <> fulamt_ownpay_amt + overlmt_selfpay + preselfpay_amt + inscp_amt",
        "medfee_sumamt <> fund_pay_sumamt + psn_pay + ownpay_hosp_part",
        "psn_pay <> acct_pay + cash_payamt",
        "fund_pay_sumamt <> hifp_pay + hifmi_pay + maf_pay",
        "init_setl_id IS NULL AND least(hifp_pay, inscp_amt, acct_pay, cash_payamt) < 0",
        "(medfee_sumamt < 0) <> (init_setl_id IS NOT NULL)",
        "init_setl_id IS NOT NULL AND refd_setl_flag <> '1'",
    ],
)
def test_settlements_add_up_to_the_cent(claims, wrong):
    assert one(claims[0], f"SELECT count(*) FROM setl_d WHERE {wrong}") == 0


def test_lines_add_up_to_their_settlement(claims):
    con, _ = claims
    assert one(con, "SELECT count(*) FROM fee_list_d WHERE det_item_fee_sumamt <> cnt * pric") == 0
    amounts = ["fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_amt"]
    assert (
        one(
            con,
            f"SELECT count(*) FROM fee_list_d WHERE det_item_fee_sumamt <> {' + '.join(amounts)}",
        )
        == 0
    )
    pairs = [("det_item_fee_sumamt", "medfee_sumamt"), *((name, name) for name in amounts)]
    differs = " OR ".join(f"sum(f.{line}) <> any_value(s.{bill})" for line, bill in pairs)
    # Lines struck out (W) are void in a void settlement, too.
    off = f"""
        SELECT count(*) FROM (
            SELECT f.setl_id FROM fee_list_d AS f INNER JOIN setl_d AS s USING (setl_id)
            WHERE f.vali_flag = s.vali_flag AND NOT ends_with(f.bkkp_sn, 'W')
            GROUP BY f.setl_id HAVING {differs})"""
    assert one(con, off) == 0
    assert one(con, "SELECT count(DISTINCT setl_id) FROM fee_list_d") == one(
        con, "SELECT count(*) FROM setl_d"
    )


def test_refund_takes_back_what_was_settled(claims):
    con, _ = claims
    assert one(con, "SELECT count(*) FROM setl_d WHERE init_setl_id IS NOT NULL") > 5
    unmatched = """
        SELECT count(*) FROM setl_d AS r LEFT JOIN setl_d AS o ON r.init_setl_id = o.setl_id
        WHERE r.init_setl_id IS NOT NULL AND (
            o.setl_id IS NULL OR o.refd_setl_flag <> '1' OR o.init_setl_id IS NOT NULL
            OR o.medfee_sumamt + r.medfee_sumamt <> 0
            OR o.fund_pay_sumamt + r.fund_pay_sumamt <> 0)"""
    assert one(con, unmatched) == 0
    unmatched = """
        SELECT count(*) FROM fee_list_d AS r LEFT JOIN fee_list_d AS o
            ON r.init_feedetl_sn = o.bkkp_sn AND r.mdtrt_id = o.mdtrt_id
        WHERE r.init_feedetl_sn IS NOT NULL AND (o.bkkp_sn IS NULL OR r.cnt * o.cnt >= 0)"""
    assert one(con, unmatched) == 0


@pytest.mark.parametrize(
    ("table", "condition"),
    [
        ("setl_d", "mid_setl_flag = '1'"),
        ("setl_d", "pay_loc = '1'"),
        ("setl_d", "pay_loc = '3'"),
        ("mdtrt_d", "inhosp_stas = '1' AND endtime IS NULL"),
        ("mdtrt_d", "dscg_way = '5'"),
        ("mdtrt_d", "vali_flag = '0'"),
        ("fee_list_d", "setl_id IS NULL"),
        ("fee_list_d", "vali_flag = '0'"),
        ("fee_list_d", "cnt < 0 AND init_feedetl_sn IS NOT NULL"),
        ("maf_pay_d", "pay_way = '2'"),
        ("psn_insu_d", "psn_insu_stas = '2'"),
        ("medins_clr_appy_d", "dfr_time IS NULL"),
    ],
)
def test_what_happens_in_life_is_there(claims, table, condition):
    assert one(claims[0], f"SELECT count(*) FROM {table} WHERE {condition}") > 0


def test_keys_are_unique_and_ids_valid(claims):
    con, _ = claims
    for table, key in [("fee_list_d", "bkkp_sn"), ("setl_d", "setl_id"), ("psn_info_b", "certno")]:
        assert one(con, f"SELECT count(*) - count(DISTINCT {key}) FROM {table}") == 0
    weights, checks = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2], "10X98765432"
    for (certno,) in con.execute("SELECT certno FROM psn_info_b LIMIT 50").fetchall():
        total = sum(int(digit) * weight for digit, weight in zip(certno, weights, strict=False))
        assert certno[17] == checks[total % 11]


def test_towns_levels_and_months(claims):
    con, _ = claims
    assert one(con, "SELECT count(DISTINCT town_name) FROM psn_info_b") == 12
    groups = dict(con.execute("SELECT peer_group, count(*) FROM institution GROUP BY 1").fetchall())
    peers = {
        level: n for group, n in groups.items() for level in ("二级", "一级") if level in group
    }
    assert peers["二级"] >= 8 and peers["一级"] >= 8
    first, last, months = con.execute(
        "SELECT min(setl_time)::DATE, max(setl_time)::DATE,"
        " count(DISTINCT date_trunc('month', setl_time)) FROM setl_d"
    ).fetchone()
    assert first >= date(2023, 10, 1) and AS_OF - timedelta(days=7) < last <= AS_OF
    assert months == demo.MONTHS
    assert one(con, "SELECT count(DISTINCT rpt_ym) FROM fund_incexpd_m") == 36
    assert one(con, "SELECT max(rpt_ym) FROM fund_incexpd_m") == "202510"


def test_fund_balances_roll_forward(claims):
    broken = """
        WITH month AS (
            SELECT insutype, rpt_ym, any_value(bgn_balc) AS b, any_value(end_balc) AS e,
                sum(CASE incexpd_flag WHEN '1' THEN crt_amt ELSE -crt_amt END) AS net
            FROM fund_incexpd_m GROUP BY ALL)
        SELECT count(*) FROM (
            SELECT *, lag(e) OVER (PARTITION BY insutype ORDER BY rpt_ym) AS before FROM month)
        WHERE b + net <> e OR before <> b"""
    assert one(claims[0], broken) == 0


def test_planted_answers_are_found_and_nothing_else(claims):
    con, answers = claims
    found = {}
    for code, psn_no in con.execute("SELECT code, psn_no FROM finding").fetchall():
        found.setdefault(code, set()).add(psn_no)
    run = dict(con.execute("SELECT code, status FROM rule_run").fetchall())
    told_by_person = {c: a for c, a in answers["rules"].items() if a["by"] == "psn_no"}
    assert len(told_by_person) >= 50
    for code, answer in told_by_person.items():
        assert run[code] == "完成"
        assert answer["must"] and answer["must_not"]
        assert found[code] - set(answer["may"]) == set(answer["must"]), code


def test_findings_cost_the_fund_what_the_planted_answers_say(claims):
    con, answers = claims
    found = con.execute(
        "SELECT code, psn_no, sum(fund_amount) FROM finding GROUP BY ALL"
    ).fetchall()
    costs = {(code, psn_no): float(fund) for code, psn_no, fund in found if fund is not None}
    assert set(answers["fund_amounts"]) == {"R27", "R29", "R33", "R35"}
    for code, amounts in answers["fund_amounts"].items():
        assert amounts
        for psn_no, fund in amounts.items():
            assert costs[code, psn_no] == pytest.approx(fund, abs=0.011), (code, psn_no)


def test_planted_cases_grow_with_scale():
    for scale, least in ((1, 6), (9, 18)):
        _, answers = _planted_only(scale)
        must = {code: len(answer["must"]) for code, answer in answers["rules"].items()}
        assert all(least <= must[code] for code in ("R21", "R27", "R29", "R33", "R35", "R86"))


def _planted_only(scale, persons=500):
    con = duckdb.connect()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo, "PERSONS", persons / scale)
        return con, demo.fill_claims(con, scale, AS_OF)


def test_another_date_moves_everything(claims):
    con, answers = filled(as_of=date(2026, 2, 3))
    assert one(con, "SELECT max(fee_ocur_time)::DATE FROM fee_list_d") <= date(2026, 2, 3)
    assert one(con, "SELECT max(rpt_ym) FROM fund_incexpd_m") == "202601"
    screening.run(con, date(2026, 2, 3))
    for code, answer in answers["rules"].items():
        if answer["by"] == "psn_no":
            hits = con.execute("SELECT DISTINCT psn_no FROM finding WHERE code = $1", [code])
            found = {psn_no for (psn_no,) in hits.fetchall()} - set(answer["may"])
            assert found == set(answer["must"]), code


def test_built_folder_is_whole(district, district_store):
    cur = district_store.cursor(LOCAL)
    assert one(cur, "SELECT count(*) FROM finding") > 20
    assert cur.execute("SELECT seed, scale, as_of FROM demo_fact").fetchall() == [
        (demo.SEED, 0.2, AS_OF)
    ]
    answers = json.loads((district / demo.ANSWERS).read_text(encoding="utf-8"))
    assert answers["as_of"] == "2025-11-28" and answers["rules"]["R27"]["by"] == "psn_no"
    names = {path.name.split("-")[0] for path in district.iterdir()}
    assert names - {"ledgers.duckdb.wal", publishing.LOCK} == {
        demo.ANSWERS,
        "claims",
        "ledgers.duckdb",
    }
    assert cur.execute("SELECT sentence FROM history_fault").fetchall() == []


def test_every_row_that_proves_a_finding_is_shown(district_store):
    # A line charged by another institution than the finding's is not shown yet.
    lost = """
        SELECT DISTINCT split_part(k.named, ':', 1)
        FROM (SELECT finding_key, unnest(split(evidence, ';')) AS named FROM finding) AS k
        ANTI JOIN mart_evidence AS e
            ON e.finding_key = k.finding_key AND e.table_name || ':' || e.row_key = k.named
        WHERE k.named NOT LIKE 'fee_list_d:%'"""
    assert district_store.cursor(LOCAL).execute(lost).fetchall() == []


def test_ledgers_show_what_a_meeting_sees(district_store):
    cur = district_store.cursor(LOCAL)
    states = """
        SELECT count(*), count(*) FILTER (WHERE state = '已办结'),
            count(*) FILTER (WHERE state = '超期'), max(days_overdue),
            count(*) FILTER (WHERE days_left BETWEEN 0 AND 7),
            count(*) FILTER (WHERE due_moves >= 3), count(contradiction)
        FROM entry_at($as_of) WHERE kind = 'rectification'"""
    total, closed, overdue, worst, soon, moved, odd = cur.execute(
        states, {"as_of": AS_OF}
    ).fetchone()
    assert (total, overdue, worst) == (320, 18, 46)
    assert 0.76 < closed / total < 0.79
    assert soon >= 5 and moved == 2 and odd >= 8
    assert cur.execute(states, {"as_of": AS_OF - timedelta(days=7)}).fetchone()[2] == 15
    changed = {row["change"] for row in district_store.rows("ledger/changes", LOCAL, as_of=AS_OF)}
    assert {"新增", "新办结", "新超期", "时限推迟"} <= changed
    assert one(cur, "SELECT count(DISTINCT recurs_of) FROM ledger_rectification") == 3
    assert one(cur, "SELECT count(DISTINCT leaders[1]) FROM entry_at($as_of)", as_of=AS_OF) == 5
    assert one(cur, "SELECT count(*) FROM filing WHERE withdrawn_at IS NOT NULL") == 1
    assert one(cur, "SELECT count(*) FROM filing WHERE frozen_at IS NOT NULL") == 1


def test_who_files_and_who_does_not(district_store):
    cur = district_store.cursor(LOCAL)
    owing = {unit for (unit,) in cur.execute("SELECT unit FROM filing_duty").fetchall()}
    assert set(demo_problems.towns()) <= owing and set(demo_problems.offices()) <= owing
    sent = dict(
        cur.execute(
            "SELECT unit, bool_and(zero_report) FROM filing WHERE kind = 'self_check' GROUP BY unit"
        ).fetchall()
    )
    assert owing - set(sent) == {demo_ledgers.SILENT_TOWN}
    assert [unit for unit, only_zero in sent.items() if only_zero] == [demo_ledgers.ZERO_TOWN]
    week = {
        row["unit"]: row["state"]
        for row in district_store.rows("ledger/filings_week", LOCAL, as_of=AS_OF)
    }
    assert {"按时", "迟报", "缺报"} <= set(week.values())
    kinds = dict(
        cur.execute("SELECT kind, count(*) FROM entry_at($1) GROUP BY 1", [AS_OF]).fetchall()
    )
    assert kinds["tasks"] == 20 and kinds["petitions"] >= 40 and kinds["self_check"] > 100


@pytest.mark.parametrize("weekday", range(7))
def test_ledgers_hold_on_any_day_of_the_week(weekday):
    as_of = date(2026, 3, 2) + timedelta(days=weekday)
    last = demo_ledgers.last_filing_day(as_of)
    assert last.isoweekday() == 3 and timedelta(0) <= as_of - last < timedelta(days=7)
    lives = demo_problems.lives(as_of, last, demo.SEED)
    assert len(lives) == 320
    open_due = [life.due_at(0) for life in lives if life.closed is None and life.due_at(0)]
    overdue = sorted((as_of - due).days for due in open_due if due < as_of)
    assert len(overdue) == 18 and overdue[-1] == 46
    assert all(day is None or day <= as_of for day in (life.closed_on for life in lives))


def _build_claims_only(folder):
    """A district whose ledgers are empty and whose claims nobody screened: quickly there."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo_ledgers, "_file_all", lambda *_: None)
        patch.setattr(screening, "run", lambda *_given, **_more: [])
        demo.build(folder, scale=0.01)


def test_builds_anew_over_its_own_and_tells_how_far_it_is(folder, monkeypatch):
    told = []
    _build_claims_only(folder)
    monkeypatch.setattr(demo_ledgers, "_file_all", lambda *_: None)
    demo.build(folder, scale=0.02, progress=lambda share, words: told.append((share, words)))
    store = open_store(folder)
    facts = store.cursor(LOCAL).execute("SELECT scale FROM demo_fact").fetchall()
    store.close()
    assert facts == [(0.02,)]
    shares = [share for share, _ in told]
    assert shares == sorted(shares) and shares[0] == 0 and shares[-1] == 1
    assert all(words for _, words in told)


def test_does_not_overwrite_filed_ledgers(store):
    record = {"units": ["甲镇"], "description": "一个真问题"}
    filings.commit(store, LOCAL, "rectification", [record], filed_at=datetime(2025, 6, 4, 9))
    with pytest.raises(UserError, match="已有报送的台账"):
        demo.build(store.folder, scale=0.01)
    assert one(store.cursor(LOCAL), "SELECT count(*) FROM ledger_rectification") == 1
    assert publishing.current(store.folder) is None


def test_does_not_overwrite_loaded_claims(folder):
    with publishing.publish(folder) as con:
        con.execute("INSERT INTO death VALUES ('1', '1', '张某', DATE '2025-01-01', '公安')")
        con.execute("INSERT INTO load_batch (table_name, rows) VALUES ('death', 1)")
    before = publishing.current(folder)
    with pytest.raises(UserError, match="已装入理赔数据"):
        demo.build(folder, scale=0.01)
    open_store(folder).close()
    assert publishing.published(folder) == [before]


@pytest.mark.parametrize(("module", "step"), [(demo_ledgers, "_file_all"), (demo, "fill_claims")])
def test_a_failure_leaves_the_folder_as_it_was(folder, monkeypatch, module, step):
    def fails(*_):
        raise RuntimeError("disk full")

    monkeypatch.setattr(demo_ledgers, "_file_all", lambda *_: None)
    monkeypatch.setattr(module, step, fails)
    with pytest.raises(RuntimeError):
        demo.build(folder, scale=0.01)
    assert {path.name for path in folder.iterdir()} <= {publishing.LOCK}


def test_does_not_overwrite_what_was_sent_or_put_aside(folder):
    for name in ("filings/ab.xlsx", "ledgers-replaced-20250604090000.duckdb"):
        kept = folder / name
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(b"kept")
        assert not demo.is_due(folder)
        with pytest.raises(UserError, match="报送的原件"):
            demo.build(folder, scale=0.01)
        assert kept.read_bytes() == b"kept"
        kept.unlink()
    assert demo.is_due(folder)


def test_what_is_filed_or_loaded_meanwhile_is_not_overwritten(folder, monkeypatch):
    def files(*_):
        store = open_store(folder)
        record = {"units": ["甲镇"], "description": "一个真问题"}
        filings.commit(store, LOCAL, "rectification", [record])
        store.close()

    monkeypatch.setattr(demo_ledgers, "_file_all", files)
    with pytest.raises(UserError, match="已有报送的台账"):
        demo.build(folder, scale=0.01)
    store = open_store(folder)
    assert one(store.cursor(LOCAL), "SELECT count(*) FROM ledger_rectification") == 1
    store.close()
    assert publishing.current(folder) is None


def test_a_build_cut_short_before_its_ledgers_is_begun_again(folder, monkeypatch):
    def cut(*_):
        raise KeyboardInterrupt

    assert demo.is_due(folder)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(demo_ledgers, "move_in", cut)
        _build_claims_only(folder)
    assert publishing.current(folder) and demo.is_due(folder)
    _build_claims_only(folder)
    assert not demo.is_due(folder)
