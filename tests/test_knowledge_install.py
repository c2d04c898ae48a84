"""rules import: difference, versions, going back, and that nothing loses what was installed."""

import csv
import json
from datetime import date, datetime

import duckdb
import openpyxl
import pytest

from oversight import (
    audit,
    demo,
    knowledge_install,
    knowledge_records,
    knowledge_report,
    loading,
    publishing,
    safekeeping,
)
from oversight.__main__ import main
from oversight.errors import UserError
from oversight.store import open_store
from oversight.viewer import LOCAL, Viewer
from tests.knowledge_books import sex_book, workbook

NAME = "第一批-1_药品区分性别使用.xlsx"
LIBRARY = "drug_by_sex-1"
ONE = [("甲片", "男", ["XA01", "XA02"]), ("乙片", "女", ["XB01"]), ("丙片", "女", ["XC01"])]
# 甲 lost a code and got another, 乙 changed sides, 丙 is gone, 丁 is new.
TWO = [("甲片", "男", ["XA02", "XA03"]), ("乙片", "男", ["XB01"]), ("丁片", "女", ["XD01"])]
IN_FORCE = (
    "SELECT item_code, gend FROM kb_item WHERE coalesce(vali_flag, '1') = '1'"
    " AND (begndate IS NULL OR begndate <= $on) AND (enddate IS NULL OR enddate > $on)"
    " ORDER BY item_code"
)


def install(folder, points, name=NAME, viewer=LOCAL):
    checked = knowledge_install.check(folder, [(name, sex_book(points))])
    assert not checked[0].refused, checked[0].refused
    return knowledge_install.install(folder, viewer, checked)


def asked(folder, sql, **params):
    with publishing.open_file(publishing.current(folder), read_only=True) as con:
        return con.execute(sql, params).fetchall()


def in_force(folder, on):
    return dict(asked(folder, IN_FORCE, on=on))


@pytest.fixture
def on_day(monkeypatch):
    """Say which day it is for what is installed next."""

    def set_day(day):
        class Clock(datetime):
            @classmethod
            def now(cls, tz=None):
                return datetime.combine(day, datetime.max.time()).replace(microsecond=0)

        monkeypatch.setattr(knowledge_install, "datetime", Clock)

    return set_day


def run(capsys, *arguments):
    code = main(list(arguments))
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    return code, said.out, said.err


# The command


def test_the_real_workbooks_fill_the_tables_with_the_rows_of_their_sheets(shared, folder, capsys):
    paths = sorted((shared / "real" / "liangku").glob("*.xlsx"))
    assert run(capsys, "rules", "import", *map(str, paths))[0] == 0
    rows = 0
    for path in paths:
        sheets = openpyxl.load_workbook(path, read_only=True).worksheets
        lines = [row for row in sheets[-1].iter_rows(min_row=2, values_only=True)]
        rows += sum(sum(cell is not None for cell in line) > 1 for line in lines)
    filled = "SELECT (SELECT count(*) FROM kb_item) + (SELECT count(*) FROM kb_pair)"
    assert asked(folder, filled) == [(rows,)]
    assert asked(folder, "SELECT count(*) FROM kb_pair") == [(900,)]
    assert asked(folder, "SELECT count(*) FROM kb_version WHERE points_unread > 0") == [(0,)]
    keys = "SELECT count(*) - count(DISTINCT kb_item_id) FROM kb_item"
    assert asked(folder, keys) == [(0,)]
    code = "SELECT rule_code, min_age, max_age, age_unit FROM kb_item WHERE item_code = $code"
    assert asked(folder, code, code="003112020150000") == [("R02", None, 28, "天")]


def test_import_tells_each_file_and_again_changes_nothing(folder, capsys, tmp_path):
    path = tmp_path / NAME
    path.write_bytes(sex_book(ONE))
    code, out, err = run(capsys, "rules", "import", str(path))
    assert code == 0
    assert f"{NAME}：药品区分性别使用（第一批-1），规则 R01，知识点 3 个，代码 4 个" in out
    assert "新增 3 个，变更 0 个，未变 0 个，不再列出 0 个" in out and "已装入 1 个库" in out
    assert "[100%]" in err and "%" not in out
    before = publishing.current(folder)
    code, out, _ = run(capsys, "rules", "import", str(path))
    assert code == 0 and "没有改动" in out and "未变 3 个" in out
    assert publishing.current(folder) == before
    assert len(knowledge_records.records(folder)) == 1


def test_a_dry_run_writes_nothing(folder, capsys, tmp_path):
    path = tmp_path / NAME
    path.write_bytes(sex_book(ONE))
    code, out, _ = run(capsys, "rules", "import", "--dry-run", str(path))
    assert code == 0 and "没有装入" in out and "新增 3 个" in out
    assert not folder.exists()


def test_json_says_what_changed_field_by_field(folder, capsys, tmp_path):
    install(folder, ONE)
    path = tmp_path / NAME
    path.write_bytes(sex_book(TWO))
    code, out, _ = run(capsys, "rules", "import", "--json", str(path))
    told = json.loads(out)
    (library,) = told["files"][0]["libraries"]
    assert code == 0 and told["installed"] == 1
    assert (library["new"], library["gone"], library["unchanged"]) == (["丁片"], ["丙片"], 0)
    assert library["changed"] == {
        "甲片": {"代码": [["XA01", "XA02"], ["XA02", "XA03"]]},
        "乙片": {"限定内容": ["女", "男"]},
    }


def test_changes_are_told_in_words(folder):
    install(folder, ONE)
    (one,) = knowledge_install.check(folder, [(NAME, sex_book(TWO))])
    told = "\n".join(knowledge_report.sentences(one))
    assert "“甲片”代码增加 XA03，减少 XA01" in told
    assert "“乙片”限定内容由“女”改为“男”" in told
    assert "不再列出“丙片”" in told


def test_a_folder_is_taken_file_by_file_and_what_is_none_of_ours_is_said(folder, capsys, tmp_path):
    (tmp_path / NAME).write_bytes(sex_book(ONE))
    (tmp_path / "台账.xlsx").write_bytes(workbook(("表", [["序号", "问题"], [1, "甲"]])))
    (tmp_path / "读我.txt").write_text("甲", "utf-8")
    code, out, _ = run(capsys, "rules", "import", str(tmp_path))
    assert code == 0 and "“台账.xlsx”不像两库工作簿" in out and "已装入 1 个库" in out


@pytest.mark.parametrize("broken", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0" + b"x" * 99])
def test_one_file_that_is_none_of_ours_stops_all(folder, capsys, tmp_path, broken):
    (tmp_path / NAME).write_bytes(sex_book(ONE))
    (tmp_path / "坏.xlsx").write_bytes(broken)
    paths = [str(tmp_path / NAME), str(tmp_path / "坏.xlsx")]
    code, out, err = run(capsys, "rules", "import", *paths)
    assert code == 2 and out == "" and "坏.xlsx" in err.splitlines()[-1]
    assert not folder.exists()


def test_two_files_of_one_library_are_one_too_many(folder):
    again = knowledge_install.check(folder, [(NAME, sex_book(ONE)), ("第一批.xlsx", sex_book(TWO))])
    assert "请只留一个" in again[1].refused and not again[0].refused


def test_a_batch_that_the_file_does_not_print_is_asked_for(folder, capsys, tmp_path):
    head = ["序号", "药品通用名", "检出逻辑", "逻辑依据"]
    codes = ["对应知识点序号", "药品通用名", "序号", "药品代码"]
    data = workbook(
        ("“药品限适应症”规则对应知识点明细", [head, [1, "甲", "乙", "限丙。"]]),
        ("“药品限适应症”知识点对应药品代码", [codes, [1, "甲", 1, "XJ01"]]),
    )
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    code, _, err = run(capsys, "rules", "import", str(path))
    assert code == 2 and "没有写明是第几批" in err and not folder.exists()
    assert run(capsys, "rules", "import", str(path), "--batch", "春季")[0] == 2
    code, out, _ = run(capsys, "rules", "import", str(path), "--batch", "第十六批")
    assert code == 0 and "药品限适应症（第十六批）" in out
    assert asked(folder, "SELECT kb_bch, rule_code, diag_ptn, limit_val FROM kb_item") == [
        ("第十六批", "R15", None, "限丙。")
    ]
    assert asked(folder, "SELECT unread FROM kb_point") == [("诊断范围",)]


# Versions


def test_a_new_version_keeps_what_was_in_force_before(folder, on_day):
    on_day(date(2026, 3, 1))
    install(folder, ONE)
    on_day(date(2026, 5, 1))
    install(folder, TWO, viewer=Viewer(name="张三"))
    one = {"XA01": "1", "XA02": "1", "XB01": "2", "XC01": "2"}
    two = {"XA02": "1", "XA03": "1", "XB01": "1", "XD01": "2"}
    assert in_force(folder, date(2025, 1, 1)) == one  # before anything was installed
    assert in_force(folder, date(2026, 4, 30)) == one
    assert in_force(folder, date(2026, 5, 1)) == two
    versions = asked(
        folder,
        "SELECT version, points, codes, points_new, points_changed, points_unchanged, points_gone,"
        " installed_by, begndate, file_name FROM kb_version ORDER BY version",
    )
    assert versions == [
        (1, 3, 4, 3, 0, 0, 0, LOCAL.name, None, NAME),
        (2, 3, 4, 1, 2, 0, 1, "张三", date(2026, 5, 1), NAME),
    ]


def test_going_back_is_a_version_of_its_own(folder, on_day):
    on_day(date(2026, 3, 1))
    install(folder, ONE)
    on_day(date(2026, 5, 1))
    install(folder, TWO)
    on_day(date(2026, 6, 1))
    knowledge_install.go_back(folder, LOCAL, LIBRARY, 1)
    assert set(in_force(folder, date(2026, 5, 31))) == {"XA02", "XA03", "XB01", "XD01"}
    assert set(in_force(folder, date(2026, 6, 1))) == {"XA01", "XA02", "XB01", "XC01"}
    actions = asked(folder, "SELECT action, file_sha256 FROM kb_version ORDER BY version")
    assert [action for action, _ in actions] == ["装入", "装入", "回到旧版（第 1 版）"]
    assert actions[0][1] == actions[2][1]
    with pytest.raises(UserError, match="第 7 版"):
        knowledge_install.go_back(folder, LOCAL, LIBRARY, 7)


def test_what_is_replaced_on_its_first_day_was_never_in_force(folder, on_day):
    on_day(date(2026, 3, 1))
    install(folder, ONE)
    install(folder, TWO)
    assert set(in_force(folder, date(2025, 1, 1))) == {"XA02", "XA03", "XB01", "XD01"}
    on_day(date(2026, 5, 1))
    install(folder, ONE)
    install(folder, TWO)  # a slip, mended the same day
    assert set(in_force(folder, date(2026, 5, 1))) == {"XA02", "XA03", "XB01", "XD01"}
    assert set(in_force(folder, date(2026, 4, 30))) == {"XA02", "XA03", "XB01", "XD01"}


def test_a_withdrawn_library_ends_and_can_come_back(folder, on_day):
    on_day(date(2026, 3, 1))
    install(folder, ONE)
    on_day(date(2026, 5, 1))
    knowledge_install.withdraw(folder, LOCAL, LIBRARY)
    assert in_force(folder, date(2026, 5, 1)) == {}
    assert len(in_force(folder, date(2026, 4, 30))) == 4
    with pytest.raises(UserError, match="已撤下"):
        knowledge_install.withdraw(folder, LOCAL, LIBRARY)
    on_day(date(2026, 6, 1))
    install(folder, ONE)
    assert len(in_force(folder, date(2026, 6, 1))) == 4


def test_a_clock_set_back_does_not_turn_versions_round(folder, on_day):
    on_day(date(2026, 5, 1))
    install(folder, ONE)
    on_day(date(2026, 3, 1))
    install(folder, TWO)
    assert [r.action for r in knowledge_records.records(folder)] == ["装入", "装入"]
    assert set(in_force(folder, date(2026, 6, 1))) == {"XA02", "XA03", "XB01", "XD01"}


# Nothing loses what was installed


def csv_file(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.mark.parametrize("replace", [False, True], ids=["load", "load --replace"])
def test_a_load_keeps_the_installed_libraries(folder, tmp_path, replace):
    install(folder, ONE)
    row = {"kb_item_id": "L1", "rule_code": "R01", "item_code": "LOCAL", "gend": "1"}
    path = csv_file(tmp_path / "kb_item.csv", [row])
    loading.load(folder, [path], replace=replace)
    wanted = {"XA01": "1", "XA02": "1", "XB01": "2", "XC01": "2", "LOCAL": "1"}
    assert in_force(folder, date(2026, 1, 1)) == wanted
    loading.load(folder, [path], replace=replace)  # and again: nothing twice
    assert asked(folder, "SELECT count(*) FROM kb_item") == [(5,)]


def test_a_lost_claims_file_comes_back_with_the_next_publishing(folder, on_day, tmp_path):
    on_day(date(2026, 3, 1))
    install(folder, ONE)
    on_day(date(2026, 5, 1))
    install(folder, TWO)
    before = asked(folder, "SELECT * EXCLUDE (kb_item_id) FROM kb_item ORDER BY ALL")
    for path in publishing.published(folder):
        path.unlink()
    row = {"psn_no": "1", "die_date": "2026-01-01"}
    loading.load(folder, [csv_file(tmp_path / "death.csv", [row])])
    assert asked(folder, "SELECT * EXCLUDE (kb_item_id) FROM kb_item ORDER BY ALL") == before
    assert asked(folder, "SELECT max(version) FROM kb_version") == [(2,)]


def test_a_sample_district_built_anew_keeps_them(folder):
    install(folder, ONE)
    with publishing.publish(folder, kind="demo") as con:
        demo.fill_claims(con, 0.02, demo.AS_OF)
    assert set(in_force(folder, date(2026, 1, 1))) >= {"XA01", "XA02", "XB01", "XC01"}


def test_rows_read_by_an_earlier_program_are_read_anew(folder):
    install(folder, ONE)
    with publishing.publish(folder) as con:
        con.execute("UPDATE kb_item SET gend = NULL")
        con.execute("UPDATE oversight_file SET shape = 'of an earlier program'")
    assert in_force(folder, date(2026, 1, 1))["XA01"] == "1"


def test_a_claims_file_of_an_earlier_program_gets_the_new_columns(folder):
    with publishing.publish(folder):
        pass
    with duckdb.connect(publishing.current(folder)) as con:
        for (view,) in con.execute(
            "SELECT view_name FROM duckdb_views() WHERE NOT internal"
        ).fetchall():
            con.execute(f"DROP VIEW {view}")
        con.execute("UPDATE oversight_file SET shape = 'an earlier one'")
        con.execute("ALTER TABLE kb_item DROP COLUMN begndate")
        con.execute("ALTER TABLE kb_item DROP COLUMN enddate")
        con.execute("INSERT INTO kb_item (kb_item_id, item_code, gend) VALUES ('L1', 'A', '2')")
    install(folder, ONE)
    assert in_force(folder, date(2026, 1, 1))["A"] == "2"


def test_a_lost_original_is_said_and_stops_no_load(folder, on_day, tmp_path, capsys):
    open_store(folder).close()
    install(folder, ONE)
    (path,) = (folder / "libraries").glob("*.xlsx")
    path.unlink()
    row = {"psn_no": "1", "die_date": "2026-01-01"}
    loading.load(folder, [csv_file(tmp_path / "death.csv", [row])])
    assert len(in_force(folder, date(2026, 1, 1))) == 4
    assert any(NAME in sentence for sentence in safekeeping.verify(folder))
    checked = knowledge_install.check(folder, [(NAME, sex_book(ONE))])
    assert "无法与已装入的比较" in checked[0].libraries[0][0].faults[-1].sentence()


def test_a_failed_publishing_leaves_no_record(folder, monkeypatch):
    install(folder, ONE)

    def failing(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(publishing, "build_marts", failing)
    with pytest.raises(OSError):
        install(folder, TWO)
    assert len(knowledge_records.records(folder)) == 1
    assert len(list((folder / "libraries").iterdir())) == 2
    assert set(in_force(folder, date(2026, 1, 1))) == {"XA01", "XA02", "XB01", "XC01"}


def test_a_backup_holds_them(folder, tmp_path):
    open_store(folder).close()
    install(folder, ONE)
    safekeeping.backup(folder, tmp_path / "b.duckdb")
    assert safekeeping.verify(folder) == []
    elsewhere = tmp_path / "elsewhere"
    safekeeping.restore(elsewhere, tmp_path / "b.duckdb")
    with publishing.publish(elsewhere):
        pass
    assert in_force(elsewhere, date(2026, 1, 1)) == in_force(folder, date(2026, 1, 1))


def test_a_tampered_original_fails_verification(folder):
    open_store(folder).close()
    install(folder, ONE)
    for path in (folder / "libraries").glob("*.xlsx"):
        path.write_bytes(sex_book(TWO))
    assert any("被改动过" in sentence for sentence in safekeeping.verify(folder))


def test_every_version_is_in_the_audit_trail_once(folder):
    install(folder, ONE, viewer=Viewer(name="张三"))
    install(folder, TWO)
    store = open_store(folder)
    try:
        assert knowledge_install.note_in_audit(store, LOCAL) == 2
        assert knowledge_install.note_in_audit(store, LOCAL) == 0
        rows = store.cursor(LOCAL).execute(
            "SELECT subject, detail ->> '$.by' FROM audit WHERE action = '装入两库' ORDER BY seq"
        )
        assert rows.fetchall()[0] == ("装入 药品区分性别使用（第一批-1）", "张三")
        assert audit.verify(store.cursor(LOCAL)) == []
    finally:
        store.close()


# What the rules will read


def test_a_rule_finds_who_should_not_have_been_given_the_drug(folder, tmp_path, on_day):
    """R01 as its card describes it: fee lines against the limit in force on the day asked."""
    on_day(date(2026, 3, 1))
    install(folder, ONE)
    on_day(date(2026, 5, 1))
    install(folder, TWO)
    settled = [{"setl_id": f"S{g}", "psn_no": f"P{g}", "gend": g} for g in "12"]
    fees = [
        {"setl_id": f"S{g}", "bkkp_sn": f"{g}{code}", "psn_no": f"P{g}", "hilist_code": code}
        for g in "12"
        for code in ("XA02", "XB01")
    ]
    paths = [
        csv_file(tmp_path / "setl_d.csv", settled),
        csv_file(tmp_path / "fee_list_d.csv", fees),
    ]
    loading.load(folder, paths)
    rule = (
        "SELECT f.bkkp_sn FROM fee_list_d AS f INNER JOIN setl_d AS s ON s.setl_id = f.setl_id"
        " INNER JOIN kb_item AS k ON k.item_code = f.hilist_code AND k.gend <> s.gend"
        " WHERE k.rule_code = 'R01' AND coalesce(k.vali_flag, '1') = '1'"
        " AND (k.begndate IS NULL OR k.begndate <= $as_of)"
        " AND (k.enddate IS NULL OR k.enddate > $as_of) ORDER BY 1"
    )
    assert asked(folder, rule, as_of=date(2026, 4, 1)) == [("1XB01",), ("2XA02",)]
    assert asked(folder, rule, as_of=date(2026, 5, 1)) == [("2XA02",), ("2XB01",)]
