"""oversight/screening.py: rules run, findings kept, and the shared claims with known answers."""

import csv
import json
import shutil
import threading
from collections import defaultdict
from dataclasses import replace
from datetime import date
from decimal import Decimal

import duckdb
import pytest

from oversight import catalog, claims_schema, findings, publishing, rulebook, screening
from oversight.errors import UserError
from oversight.settings import Settings

AS_OF = date(2025, 6, 30)


@pytest.fixture
def con():
    with duckdb.connect() as opened:
        claims_schema.create(opened)
        publishing.create_views(opened)
        yield opened


def admit(con, mdtrt_id, begins, ends, **more):
    row = {
        "mdtrt_id": mdtrt_id,
        "psn_no": "P1",
        "fixmedins_code": "H1",
        "med_type": "21",
        "begntime": begins,
        "endtime": ends,
        "dscg_maindiag_code": "J44.100",
    } | more
    marks = ", ".join("?" * len(row))
    con.execute(f"INSERT INTO mdtrt_d ({', '.join(row)}) VALUES ({marks})", list(row.values()))


@pytest.fixture
def split(con):
    """Two stays of one person, two days apart: one finding of R27."""
    admit(con, "M1", "2025-03-01", "2025-03-05")
    admit(con, "M2", "2025-03-07", "2025-03-09")
    return con


def keys(con):
    return {
        (rule, subject): key
        for rule, subject, key in con.execute(
            "SELECT rule, subject_id, finding_key FROM finding"
        ).fetchall()
    }


def made(name, sql, **card):
    """A rule of a test's own, its card otherwise that of R27."""
    rule = catalog.get("rules/split_admission")
    card = rule.card | {"tables": ["mdtrt_d"], "optional": [], "params": {}} | card
    return replace(rule, name=f"rules/{name}", sql=sql, card=card)


@pytest.fixture
def rules(monkeypatch):
    """Put rules of a test's own in the place of those of queries/rules."""
    real = catalog.load

    def put(*queries):
        ours = {query.name: query for query in queries}
        monkeypatch.setattr(catalog, "load", lambda f: ours if f == "rules" else real(f))

    return put


GOOD = """
SELECT mdtrt_id AS subject_id, psn_no, fixmedins_code, CAST(begntime AS DATE) AS event_date,
CAST(10 AS DECIMAL(18, 2)) AS total_amount, CAST(4 AS DECIMAL(18, 2)) AS fund_amount,
1.0::DOUBLE AS measured_value, 'mdtrt_d:' || mdtrt_id AS evidence FROM mdtrt_d
"""


def test_a_finding_says_what_where_and_by_which_rule(split):
    split.execute(
        "INSERT INTO load_batch (table_name, date_to) VALUES ('mdtrt_d', DATE '2025-06-29')"
    )
    (run,) = screening.run(split, AS_OF, rules=["R27"])
    assert (run.rule, run.code, run.status, run.reason, run.hits) == (
        "split_admission",
        "R27",
        "完成",
        None,
        1,
    )
    found = split.execute("SELECT * FROM finding")
    row = dict(zip([d[0] for d in found.description], found.fetchone(), strict=True))
    assert (row["rule"], row["code"], row["subject_id"], row["psn_no"], row["fixmedins_code"]) == (
        "split_admission",
        "R27",
        "M2",
        "P1",
        "H1",
    )
    assert row["event_date"] == date(2025, 3, 7)
    assert row["measured_value"] == 2
    assert row["evidence"] == "mdtrt_d:M2;mdtrt_d:M1"
    assert json.loads(row["params"])["max_gap_days"] == 15
    assert row["rule_sha256"] == catalog.get("rules/split_admission").sha256
    assert row["data_to"] == date(2025, 6, 29)
    ran = split.execute("SELECT * FROM rule_run").fetchone()
    assert ran[0] == row["run_id"]
    assert ran[1:6] == ("split_admission", "R27", "完成", None, 1)
    assert ran[11] == AS_OF


def test_amounts_of_a_run_are_those_of_its_findings(con, rules):
    admit(con, "M1", "2025-03-01", "2025-03-05")
    admit(con, "M2", "2025-03-02", "2025-03-05")
    rules(made("two", GOOD))
    (run,) = screening.run(con, AS_OF)
    assert (run.hits, run.total_amount, run.fund_amount) == (2, Decimal(20), Decimal(8))
    assert con.execute("SELECT hits, total_amount, fund_amount FROM rule_run").fetchall() == [
        (2, Decimal(20), Decimal(8))
    ]


def test_what_is_missing_is_named(con):
    rule = catalog.get("rules/unpaid_aid")
    assert rulebook.applicable(con, rule) == (
        "缺数据：结算信息（setl_d）没有数据；医疗救助对象身份（maf_psn_idet_d）没有数据；"
        "医疗救助支付（maf_pay_d）没有数据；救助待遇标准（maf_trt_std）没有数据"
    )


def test_a_column_that_is_empty_everywhere_is_missing(con):
    rule = catalog.get("rules/split_admission")
    admit(con, "M1", "2025-03-01", None)
    assert (
        rulebook.applicable(con, rule) == "缺数据：就诊信息（mdtrt_d）的结束时间（endtime）全为空"
    )
    admit(con, "M2", "2025-03-01", "2025-03-05")
    assert rulebook.applicable(con, rule) is None


def test_points_of_other_rules_do_not_make_a_rule_applicable(con):
    rule = catalog.get("rules/drug_on_internet")
    con.execute("INSERT INTO kb_item (kb_item_id, rule_code, item_code) VALUES ('K1', 'R01', 'X')")
    assert "没有两库知识点（kb_item）的知识点中规则 R06 的行" in rulebook.applicable(con, rule)
    con.execute("UPDATE kb_item SET rule_code = 'R06'")
    assert "R06" not in rulebook.applicable(con, rule)


@pytest.mark.parametrize("filled", ["psn_info_b", "death", None])
def test_of_alternatives_one_is_enough(con, filled):
    con.execute(
        "INSERT INTO fee_list_d (bkkp_sn, psn_no, cnt, fee_ocur_time) "
        "VALUES ('B1', 'P1', 1, '2025-01-01')"
    )
    con.execute("INSERT INTO psn_info_b (psn_no) VALUES ('P1')")
    if filled:
        con.execute(f"INSERT INTO {filled} (psn_no, die_date) VALUES ('P2', '2025-01-01')")
    reason = rulebook.applicable(con, catalog.get("rules/charge_after_death"))
    assert (reason is None) == bool(filled)


def test_not_applicable_is_not_zero(con):
    (run,) = screening.run(con, AS_OF, rules=["R27"])
    assert (run.status, run.hits) == ("不适用", 0)
    assert run.reason == "缺数据：就诊信息（mdtrt_d）没有数据"
    assert con.execute("SELECT status, reason FROM rule_run").fetchall() == [("不适用", run.reason)]


@pytest.mark.parametrize(
    "sql, words",
    [
        ("SELECT nothing FROM mdtrt_d", "运行出错（规则的 SQL 有误）"),
        (GOOD.replace("1.0::DOUBLE", "psn_no::DOUBLE"), "换算不了"),
        (GOOD.replace("1.0::DOUBLE", "1"), "measured_value"),
        (GOOD.replace("psn_no, fixmedins_code", "fixmedins_code, psn_no"), "规则返回的列"),
        (GOOD.replace("DECIMAL(18, 2)) AS total", "DECIMAL(16, 2)) AS total"), "total_amount"),
        (GOOD.replace("mdtrt_id AS subject_id", "psn_no AS subject_id"), "重复"),
        (GOOD.replace("mdtrt_id AS subject_id", "chfpdr_code AS subject_id"), "没有对象编号"),
        (GOOD.replace("'mdtrt_d:' || mdtrt_id", "''"), "没有证据"),
        (GOOD.replace("'mdtrt_d:' || mdtrt_id", "repeat('a;', 50)"), "超过 50 个"),
    ],
    ids=[
        "error",
        "value",
        "type",
        "order",
        "decimal",
        "twice",
        "nameless",
        "unproven",
        "overproven",
    ],
)
def test_a_rule_that_fails_does_not_stop_the_others(con, rules, sql, words):
    admit(con, "M1", "2025-03-01", "2025-03-05")
    admit(con, "M2", "2025-03-02", "2025-03-05")
    rules(made("broken", sql, code="R98"), made("sound", GOOD, code="R99"))
    broken, sound = screening.run(con, AS_OF)
    assert (broken.status, broken.hits) == ("失败", 0)
    assert words in broken.reason
    assert (sound.status, sound.hits) == ("完成", 2)
    assert {rule for rule, _ in keys(con)} == {"sound"}
    assert con.execute("SELECT rule, status FROM rule_run ORDER BY rule").fetchall() == [
        ("broken", "失败"),
        ("sound", "完成"),
    ]


def test_a_rule_that_wants_too_much_memory_does_not_stop_the_others(con, rules):
    admit(con, "M1", "2025-03-01", "2025-03-05")
    endless = "(SELECT len(list(a.range + b.range)) FROM range(1000000) AS a, range(1000) AS b)"
    greedy = GOOD.replace("mdtrt_id AS subject_id", f"mdtrt_id || {endless} AS subject_id")
    assert greedy != GOOD
    rules(made("greedy", greedy, code="R98"), made("sound", GOOD, code="R99"))
    con.execute("SET memory_limit = '200MB'")
    broken, sound = screening.run(con, AS_OF)
    assert (broken.status, sound.status) == ("失败", "完成")
    assert "超过上限" in broken.reason


def test_temporary_files_leave_half_of_the_disk(con, rules, monkeypatch):
    usage = shutil.disk_usage("/")._replace(free=10 << 30)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)
    rules(made("sound", GOOD))
    screening.run(con, AS_OF)
    (limit,) = con.execute("SELECT current_setting('max_temp_directory_size')").fetchone()
    assert limit == "5.0 GiB"


def test_fifty_keys_of_evidence_are_not_too_many(con, rules):
    admit(con, "M1", "2025-03-01", "2025-03-05")
    rules(made("long", GOOD.replace("'mdtrt_d:' || mdtrt_id", "repeat('a;', 49) || 'a'")))
    assert screening.run(con, AS_OF)[0].status == "完成"


def test_codes_kept_as_enum_are_text_in_a_finding(con, rules):
    admit(con, "M1", "2025-03-01", "2025-03-05")
    con.execute("CREATE TYPE person AS ENUM ('P1')")
    rules(made("enum", GOOD.replace("psn_no,", "CAST(psn_no AS person) AS psn_no,")))
    assert screening.run(con, AS_OF)[0].status == "完成"
    assert con.execute("SELECT psn_no FROM finding").fetchall() == [("P1",)]


def test_a_finding_keeps_its_key_from_run_to_run(split):
    screening.run(split, AS_OF, rules=["R27"])
    before = keys(split)
    admit(split, "M3", "2025-03-15", "2025-03-19")
    screening.run(split, date(2025, 7, 31), rules=["R27"])
    after = keys(split)
    assert set(before.items()) < set(after.items())
    assert len(set(after.values())) == 2


def test_the_same_subject_of_two_rules_has_two_keys(con, rules):
    admit(con, "M1", "2025-03-01", "2025-03-05")
    rules(made("one", GOOD), made("two", GOOD))
    screening.run(con, AS_OF)
    assert len(set(keys(con).values())) == 2


def test_a_run_replaces_what_the_rule_found_before(split):
    screening.run(split, AS_OF, rules=["R27"])
    split.execute("DELETE FROM mdtrt_d WHERE mdtrt_id = 'M1'")
    screening.run(split, AS_OF, rules=["R27"])
    assert keys(split) == {}
    split.execute("DELETE FROM mdtrt_d")
    assert len(split.execute("SELECT * FROM rule_run").fetchall()) == 2


def test_findings_of_a_rule_that_no_longer_applies_are_gone(split):
    screening.run(split, AS_OF, rules=["R27"])
    split.execute("DELETE FROM mdtrt_d")
    screening.run(split, AS_OF, rules=["R27"])
    assert keys(split) == {}


def test_a_full_run_drops_findings_of_rules_that_are_no_more(split, rules):
    screening.run(split, AS_OF, rules=["R27"])
    rules(made("sound", GOOD))
    screening.run(split, AS_OF, rules=["sound"])
    assert {rule for rule, _ in keys(split)} == {"split_admission", "sound"}
    screening.run(split, AS_OF)
    assert {rule for rule, _ in keys(split)} == {"sound"}


def test_a_bureau_overrides_a_parameter(split):
    ours = Settings(rules={"R27": {"max_gap_days": 1}})
    (run,) = screening.run(split, AS_OF, rules=["R27"], settings=ours)
    assert run.hits == 0
    assert json.loads(split.execute("SELECT params FROM rule_run").fetchone()[0]) == {
        "max_gap_days": 1,
        "course_diagnoses": ["Z51.0", "Z51.1", "Z49", "Z50", "F"],
        "course_departments": ["放疗", "放射治疗", "化疗", "透析", "血液净化", "精神", "康复"],
    }


@pytest.mark.parametrize(
    "given, words",
    [
        ({"R27": {"max_gap": 1}}, "max_gap"),
        ({"R27": {"max_gap_days": "15"}}, "max_gap_days"),
        ({"R27": {"max_gap_days": True}}, "max_gap_days"),
        ({"R27": {"course_diagnoses": "Z51"}}, "course_diagnoses"),
        ({"R27": {"course_diagnoses": [51]}}, "course_diagnoses"),
        ({"R00": {"days": 1}}, "R00"),
    ],
)
def test_settings_that_no_rule_knows_are_refused_before_anything_runs(split, given, words):
    with pytest.raises(UserError, match=words) as refused:
        screening.run(split, AS_OF, rules=["R21"], settings=Settings(rules=given))
    assert "settings.toml" in str(refused.value)
    assert split.execute("SELECT count(*) FROM rule_run").fetchone() == (0,)


def test_rules_are_chosen_by_name_or_code(rules):
    one = made("one", GOOD, code="R01")
    two = made("two", GOOD, code="R02", status="draft")
    rules(one, two)
    assert rulebook.chosen() == [one]
    assert rulebook.chosen(["R02", "two", "rules/one"]) == [two, one]
    with pytest.raises(UserError, match="R03"):
        rulebook.chosen(["R03"])


def test_progress_names_each_step(split):
    told = []
    screening.run(split, AS_OF, rules=["R27", "R29"], progress=lambda *said: told.append(said))
    assert [words for _, words in told if "住院" in words] == [
        "正在准备：有效住院",
        "正在筛查：R27 分解住院（短期重复入院）",
        "正在筛查：R29 超长住院",
    ]
    assert told == sorted(told)


def test_what_is_found_no_more_is_closed_with_the_reason(split):
    screening.run(split, AS_OF, rules=["R27"])
    (before,) = split.execute("SELECT finding_key, found_at FROM finding").fetchall()
    split.execute("UPDATE mdtrt_d SET vali_flag = '0' WHERE mdtrt_id = 'M1'")
    screening.run(split, AS_OF, rules=["R27"])
    assert closed(split) == [(*before, "数据变动后不再命中")]
    split.execute("UPDATE mdtrt_d SET vali_flag = '1'")
    screening.run(split, AS_OF, rules=["R27"])
    assert closed(split) == []
    assert split.execute("SELECT finding_key, found_at FROM finding").fetchall() == [before]


def closed(con):
    return con.execute("SELECT finding_key, found_at, gone_reason FROM finding_gone").fetchall()


def test_the_reason_tells_a_changed_rule_from_changed_data(split, rules):
    screening.run(split, AS_OF, rules=["R27"])
    screening.run(
        split, AS_OF, rules=["R27"], settings=Settings(rules={"R27": {"max_gap_days": 1}})
    )
    assert [reason for *_, reason in closed(split)] == ["规则或参数改动后不再命中"]
    screening.run(split, AS_OF, rules=["R27"])
    split.execute("DELETE FROM mdtrt_d")
    screening.run(split, AS_OF, rules=["R27"])
    (row,) = closed(split)
    assert row[2] == "规则不适用：缺数据：就诊信息（mdtrt_d）没有数据"


def test_a_full_run_closes_findings_of_retired_rules(split, rules):
    screening.run(split, AS_OF, rules=["R27"])
    rules(made("sound", GOOD))
    screening.run(split, AS_OF)
    assert [reason for *_, reason in closed(split)] == ["规则已停用"]


class Killed(BaseException):
    """The process ends here, as far as the screening can tell."""


def test_a_killed_screening_goes_on_after_the_last_rule(published, monkeypatch):
    ran = []
    real = screening._select

    def select(con, rule, bound):
        ran.append(rule.card["code"])
        if ran == ["R27", "R29"]:
            raise Killed
        return real(con, rule, bound)

    monkeypatch.setattr(screening, "_select", select)
    monkeypatch.setattr(screening, "AT_ONCE", 1)
    with pytest.raises(Killed):
        screening.screen(published, rules=["R27", "R29"])
    work = published / screening.PART
    assert work.exists()
    runs = screening.screen(published, rules=["R27", "R29"])
    assert ran == ["R27", "R29", "R29"]
    assert [(run.code, run.hits) for run in runs] == [("R27", 1), ("R29", 0)]
    assert not work.exists()


def test_rules_run_at_the_same_time(split, monkeypatch):
    both = threading.Barrier(2)
    real = screening._select

    def select(con, rule, bound):
        both.wait(30)
        return real(con, rule, bound)

    monkeypatch.setattr(screening, "_select", select)
    runs = screening.run(split, AS_OF, rules=["R27", "R29"])
    assert [(run.code, run.status, run.hits) for run in runs] == [
        ("R27", "完成", 1), ("R29", "完成", 0),
    ]  # fmt: skip


def test_a_rule_that_lacked_memory_beside_another_runs_again_alone(split, monkeypatch):
    ran = []
    real = screening._select

    def select(con, rule, bound):
        ran.append(rule.card["code"])
        if ran.count("R27") == 1 and rule.card["code"] == "R27":
            raise duckdb.OutOfMemoryException("no room")
        return real(con, rule, bound)

    monkeypatch.setattr(screening, "_select", select)
    runs = screening.run(split, AS_OF, rules=["R27", "R29"])
    assert sorted(ran[:2]) == ["R27", "R29"] and ran[2:] == ["R27"]
    assert [(run.code, run.status, run.hits) for run in runs] == [
        ("R27", "完成", 1), ("R29", "完成", 0),
    ]  # fmt: skip


def test_a_kill_stops_what_runs_beside_and_that_is_run_again(published, monkeypatch):
    begun = threading.Event()
    real = screening._select

    def select(con, rule, bound):
        if rule.card["code"] == "R27":
            begun.set()
            con.execute("SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a <> b")
        begun.wait(30)
        raise Killed

    monkeypatch.setattr(screening, "_select", select)
    with pytest.raises(Killed):
        screening.screen(published, rules=["R27", "R29"])
    monkeypatch.setattr(screening, "_select", real)
    runs = screening.screen(published, rules=["R27", "R29"])
    assert [(run.code, run.status) for run in runs] == [("R27", "完成"), ("R29", "完成")]


def test_what_a_killed_screening_left_is_not_used_for_another(published, monkeypatch):
    real = screening._select
    monkeypatch.setattr(screening, "_select", lambda *_: (_ for _ in ()).throw(Killed))
    with pytest.raises(Killed):
        screening.screen(published, rules=["R27"])
    monkeypatch.setattr(screening, "_select", real)
    (published / "settings.toml").write_text("[rules.R27]\nmax_gap_days = 1\n", "utf-8")
    assert screening.screen(published, rules=["R27"])[0].hits == 0


def load_folder(con, folder):
    for path in sorted(folder.glob("*.csv")):
        con.execute(
            f"INSERT INTO {path.stem} BY NAME"
            f" SELECT * FROM read_csv('{path}', all_varchar = true, nullstr = '')"
        )


@pytest.fixture
def published(folder, split):
    """A data folder with two stays published."""
    with publishing.publish(folder) as building:
        admit(building, "M1", "2025-03-01", "2025-03-05")
        admit(building, "M2", "2025-03-07", "2025-03-09", psn_no="P1")
        building.execute("INSERT INTO load_batch (date_to) VALUES (DATE '2025-06-29')")
    return folder


def test_screening_publishes_a_new_file(published):
    before = publishing.current(published)
    told = []
    runs = screening.screen(published, rules=["R27"], progress=lambda *said: told.append(said))
    assert [run.hits for run in runs] == [1]
    assert publishing.current(published) != before
    with duckdb.connect(str(publishing.current(published)), read_only=True) as con:
        assert con.execute("SELECT as_of FROM rule_run").fetchone() == (date(2025, 6, 29),)
        assert con.execute("SELECT kind FROM oversight_file").fetchone() == ("screen",)
    shares = [share for share, _ in told]
    assert shares == sorted(shares) and shares[-1] == 1


def test_settings_of_the_folder_are_in_force(published):
    (published / "settings.toml").write_text("[rules.R27]\nmax_gap_days = 1\n", "utf-8")
    assert screening.screen(published, rules=["R27"])[0].hits == 0
    (published / "settings.toml").write_text("[rules.R27]\nmax_gap = 1\n", "utf-8")
    before = publishing.current(published)
    with pytest.raises(UserError, match="max_gap"):
        screening.screen(published)
    assert publishing.current(published) == before


def test_screening_needs_claims_and_sound_arguments(folder, published):
    with pytest.raises(UserError, match="还没有理赔数据"):
        screening.screen(folder / "empty")
    with pytest.raises(UserError, match="2025/06"):
        screening.screen(published, since="2025/06")
    with pytest.raises(UserError, match="R00"):
        screening.screen(published, rules=["R00"])


def test_the_cut_off_is_the_last_date_and_never_tomorrow(con):
    with pytest.raises(UserError, match="截至日期"):
        screening.cut_off(con)
    con.execute("INSERT INTO load_batch (date_to) VALUES (DATE '2025-06-29'), (NULL)")
    assert screening.cut_off(con) == date(2025, 6, 29)
    con.execute("INSERT INTO load_batch (date_to) VALUES (DATE '2925-06-29')")
    assert screening.cut_off(con) == date.today()


def test_findings_are_exported_as_excel_reads_chinese(published, tmp_path):
    screening.screen(published, rules=["R27"])
    out = tmp_path / "疑点.csv"
    assert findings.export(published, out) == 1
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    with out.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row == {
        "rule": "split_admission",
        "code": "R27",
        "subject_id": "M2",
        "psn_no": "P1",
        "fixmedins_code": "H1",
        "event_date": "2025-03-07",
        "total_amount": "",
        "fund_amount": "",
        "measured_value": "2.0",
        "evidence": "mdtrt_d:M2;mdtrt_d:M1",
    }
    assert findings.export(published, out, rules=["R29"]) == 0
    with pytest.raises(UserError, match="R00"):
        findings.export(published, out, rules=["R00"])
    with pytest.raises(UserError, match="不能写入"):
        findings.export(published, tmp_path / "no" / "a.csv")
    with pytest.raises(UserError, match="还没有理赔数据"):
        findings.export(published / "empty", out)


def test_exported_text_is_no_formula(folder, tmp_path):
    with publishing.publish(folder) as con:
        con.execute("INSERT INTO finding (rule, code, subject_id) VALUES ('r', 'R1', '=1+1')")
    findings.export(folder, tmp_path / "a.csv")
    assert "'=1+1" in (tmp_path / "a.csv").read_text("utf-8-sig")


OURS = {rule.card["code"] for rule in catalog.load("rules").values()}


@pytest.fixture(scope="module")
def answered(shared):
    """Findings on the shared claims, by rule code, and the known answers."""
    with duckdb.connect() as con:
        claims_schema.create(con)
        load_folder(con, shared / "cases" / "claims")
        truth = json.loads((shared / "cases" / "claims" / "truth.json").read_text("utf-8"))
        runs = screening.run(con, date.fromisoformat(truth["as_of"]))
        found = defaultdict(lambda: defaultdict(Decimal))
        rows = con.execute("SELECT code, psn_no, subject_id, fund_amount, evidence FROM finding")
        for code, psn_no, subject, fund, evidence in rows.fetchall():
            by = truth["rules"].get(code, {}).get("by")
            named = {psn_no, subject.split("|")[0]} if by != "psn_no" else {psn_no}
            for key in named:
                found[code][key] += fund or 0
            assert evidence
        return {run.code: run for run in runs}, found, truth


@pytest.mark.parametrize("code", sorted(OURS))
def test_known_answers_are_found(answered, code):
    runs, found, truth = answered
    assert runs[code].status in {"完成", "不适用"}, runs[code].reason
    answer = truth["rules"].get(code)
    if answer is None:
        return
    assert set(answer["must"]) <= set(found[code])
    assert not set(answer["must_not"]) & set(found[code])
    if answer["by"] == "psn_no":
        known = (
            set(answer["must"])
            | set(answer["may"])
            | set(truth["background_hits_seen"].get(code, []))
        )
        assert set(found[code]) <= known
    for key, amount in truth["fund_amounts"].get(code, {}).items():
        assert found[code][key] == pytest.approx(Decimal(str(amount)), abs=Decimal("0.01"))


def test_a_full_disk_is_no_failure_of_a_rule(con, rules, monkeypatch):
    admit(con, "M1", "2025-03-01", "2025-03-05")
    rules(made("sound", GOOD))
    screening.run(con, AS_OF)
    before = keys(con)

    def full(*_):
        raise duckdb.IOException("IO Error: Could not write file: No space left on device")

    monkeypatch.setattr(screening, "_select", full)
    with pytest.raises(duckdb.IOException):
        screening.run(con, AS_OF)
    assert keys(con) == before
