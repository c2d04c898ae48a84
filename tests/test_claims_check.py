"""Screening of uploaded claims beside the store: mapping without a click, hits, 不适用, rows."""

import csv
import json
import re
from datetime import date

import openpyxl
import pytest

from oversight import catalog, claims_check, publishing
from oversight.errors import UserError

AS_OF = date(2025, 6, 30)
CODES = {"R21", "R27", "R29", "R33", "R35", "R84"}  # of the truth, those there are rules for


@pytest.fixture(scope="session")
def claims(shared):
    return shared / "cases" / "claims"


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def write(path, rows, encoding="utf-8"):
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def hits(found):
    return sorted(
        found.findings[["code", "subject_id", "total_yuan", "rows"]].astype(str).values.tolist()
    )


@pytest.fixture(scope="session")
def plain(claims):
    """What the files find as they are."""
    return claims_check.check(sorted(claims.glob("*.csv")), as_of=AS_OF)


def test_the_known_answers(plain, claims):
    truth = json.loads((claims / "truth.json").read_text("utf-8"))["rules"]
    there = {rule.card["code"] for rule in catalog.load("rules").values()}
    assert there >= CODES
    for code in CODES:
        found = set(plain.findings[plain.findings["code"] == code]["psn_no"])
        assert set(truth[code]["must"]) == found, code
        assert not found & set(truth[code]["must_not"])


# Headings


def aliases(shared):
    """Column → alias of the interface specification, from section 1.0 of the data dictionary."""
    text = (shared / "data_dictionary.md").read_text("utf-8")
    part = text[text.index("### 1.0") : text.index("**Label drift")]
    found = {}
    for names, others in re.findall(r"^\| `([^`]+)` \| `([^`]+)` \|", part, re.MULTILINE):
        names = re.split(r", | / ", names.removesuffix(" (fee line)"))
        others = re.split(r", | / ", others)
        if len(names) == len(others):
            found |= dict(zip(names, others, strict=True))
        else:
            found |= dict.fromkeys(names, others[0])
    return found


def synonyms(shared):
    """Column → the first heading bureaus write, from section 3.1."""
    text = (shared / "data_dictionary.md").read_text("utf-8")
    part = text[text.index("### 3.1") : text.index("Ambiguous headings")]
    return {
        column: re.split(r"[;；]", words)[-1 if "," in words else 0].strip()
        for column, words in re.findall(r"^\| `(\w+)` \| ([^|]+) \|", part, re.MULTILINE)
    }


def national(table, column, shared):
    return column.upper()


def camel(table, column, shared):
    first, *rest = column.split("_")
    return first + "".join(word.capitalize() for word in rest)


def interface(table, column, shared):
    if (table, column) == ("setl_d", "overlmt_selfpay"):  # its alias is that of fee lines only
        return column
    return aliases(shared).get(column, column)


def label(table, column, shared):
    return catalog.get(f"schema/{table}").columns[column]["label"]


def written(table, column, shared):
    """As a bureau's export writes it; where its word means another column too, the label."""
    word = synonyms(shared).get(column)
    columns = catalog.get(f"schema/{table}").columns
    claimed = [
        c for c, card in columns.items() if word in (card["label"], *card.get("synonyms", ()))
    ]
    return word if claimed == [column] else columns[column]["label"]


WAYS = [national, camel, interface, label, written]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_every_way_to_write_the_headings_maps_without_a_click(way, claims, shared, tmp_path, plain):
    paths, changed = [], 0
    for number, path in enumerate(sorted(claims.glob("*.csv"))):
        head, *rows = read(path)
        fresh = [way(path.stem, column, shared) for column in head]
        changed += sum(a != b for a, b in zip(head, fresh, strict=True))
        # Not named after its table: the headings alone must say what it is.
        paths.append(write(tmp_path / f"导出{number:02d}.csv", [fresh, *rows]))
    assert changed > 20
    found = claims_check.check(paths, as_of=AS_OF)
    assert not found.unread and not found.numbered
    assert all(not loaded.unknown for loaded in found.tables)
    assert len(found.tables) == len(paths)
    renamed = {f"导出{n:02d}.csv": p.name for n, p in enumerate(sorted(claims.glob("*.csv")))}
    said = hits(found)
    for row in said:
        row[3] = re.sub(r"导出\d\d\.csv", lambda match: renamed[match[0]], row[3])
    assert sorted(said) == hits(plain)


def test_one_workbook_with_several_sheets_in_gb18030_words(claims, tmp_path, plain, shared):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for table in ("mdtrt_d", "setl_d", "fixmedins_b", "refl_appy_evt_c"):
        sheet = book.create_sheet(catalog.get(f"schema/{table}").title)
        sheet.append([f"{table} 提取表"])
        head, *rows = read(claims / f"{table}.csv")
        sheet.append([label(table, column, shared) for column in head])
        for row in rows:
            sheet.append(row)
    path = tmp_path / "提取.xlsx"
    book.save(path)
    found = claims_check.check([path], as_of=AS_OF)
    for code in ("R27", "R29", "R33"):
        own = found.findings[found.findings["code"] == code]
        other = plain.findings[plain.findings["code"] == code]
        assert sorted(own["subject_id"]) == sorted(other["subject_id"])
        assert sorted(own["total_yuan"]) == sorted(other["total_yuan"])


# What cannot be said


def test_without_a_second_table_a_rule_does_not_apply_and_is_not_zero(claims):
    found = claims_check.check([claims / "mdtrt_d.csv"], as_of=AS_OF)
    by_code = {run.code: run for run in found.runs}
    assert by_code["R29"].status == "完成" and by_code["R29"].hits == 3
    assert by_code["R29"].total_amount is None  # no settlement: no amount, not 0
    assert "结算信息" in found.unaided[by_code["R29"].rule]
    idle = by_code["R33"]
    assert idle.status == "不适用" and "结算信息（setl_d）没有数据" in idle.reason
    assert by_code["R21"].reason == "缺数据：费用明细（fee_list_d）没有数据"


def test_a_column_that_is_missing_is_named(claims, tmp_path):
    head, *rows = read(claims / "mdtrt_d.csv")
    place = head.index("dscg_maindiag_code")
    path = write(tmp_path / "mdtrt_d.csv", [r[:place] + r[place + 1 :] for r in [head, *rows]])
    runs = {run.code: run for run in claims_check.check([path], as_of=AS_OF).runs}
    assert "住院主诊断代码（dscg_maindiag_code）全为空" in runs["R27"].reason
    assert runs["R29"].status == "完成"


def test_settlements_that_carry_the_stay_serve_both_tables(claims, tmp_path, plain):
    """A county's export: one row of stay and settlement, as the platform gives it."""
    stays = {row[0]: row for row in read(claims / "mdtrt_d.csv")}
    head, *rows = read(claims / "setl_d.csv")
    stay_head = stays.pop("mdtrt_id")
    more = [c for c in stay_head if c not in head and c != "mdtrt_id"]
    places = [stay_head.index(c) for c in more]
    key = head.index("mdtrt_id")
    wide = [[*row, *(stays[row[key]][p] for p in places)] for row in rows]
    path = write(tmp_path / "结算导出.csv", [[*head, *more], *wide])
    found = claims_check.check([path], as_of=AS_OF)
    assert [loaded.table for loaded in found.tables] == ["setl_d", "mdtrt_d"]
    own = found.findings[found.findings["code"] == "R29"]["subject_id"]
    assert sorted(own) == sorted(plain.findings[plain.findings["code"] == "R29"]["subject_id"])


# Rows of the file


def test_evidence_names_the_rows_of_the_file(claims, plain):
    stays = read(claims / "mdtrt_d.csv")
    long = plain.findings[plain.findings["code"] == "R29"]
    for row in long.to_dict("records"):
        number = int(re.fullmatch(r"mdtrt_d\.csv 第 (\d+) 行", row["rows"])[1])
        assert stays[number - 1][0] == row["subject_id"]


def test_real_cases_without_a_number_of_their_own_get_that_of_their_row(shared):
    path = shared / "real" / "claims" / "openhis_drg_cases_1000.xlsx"
    found = claims_check.check([path], as_of=AS_OF)
    assert found.numbered == [(path.name, "就诊ID")]
    long = found.findings[found.findings["code"] == "R29"]
    sheet = openpyxl.load_workbook(path).active
    rows = {
        n for n, row in enumerate(sheet.iter_rows(values_only=True), 1) if n > 1 and row[6] > 60
    }
    assert {int(re.search(r"\d+", text)[0]) for text in long["rows"]} == rows == {763, 803}
    assert {float(x) for x in long["total_yuan"]} == {float(sheet.cell(n, 9).value) for n in rows}
    assert sum(run.status == "不适用" for run in found.runs) == len(found.runs) - 1


@pytest.mark.parametrize("numbered", [False, True])
def test_rows_below_a_line_that_does_not_split_keep_their_numbers(claims, tmp_path, numbered):
    head, *rows = read(claims / "mdtrt_d.csv")
    place = head.index("mdtrt_id")
    keep = [n for n in range(len(head)) if not (numbered and n == place)]
    lines = [",".join(row[n] for n in keep) for row in (head, *rows)]
    lines[3:3] = ["断开的一行", "又一行"]
    path = tmp_path / "mdtrt_d.csv"
    path.write_text("\n".join(lines), "utf-8")
    found = claims_check.check([path], as_of=AS_OF)
    fault = found.tables[0].faults[0]
    assert (fault.count, fault.examples) == (2, ((4, None), (5, None)))
    stays = found.findings[found.findings["code"] == "R29"]
    assert len(stays)
    begun, ended = head.index("begntime"), head.index("endtime")
    for text in stays["rows"]:
        number = int(re.search(r"第 (\d+) 行", text)[1])
        row = lines[number - 1].split(",")
        days = [date.fromisoformat(row[n - (numbered and n > place)][:10]) for n in (begun, ended)]
        assert (days[1] - days[0]).days > 60


@pytest.mark.parametrize("numbered", [False, True])
def test_claims_in_gb18030_that_begin_as_ascii(claims, tmp_path, numbered):
    head = ["begntime", "endtime", "psn_no", "fixmedins_code", "med_type", "dscg_dept_name"]
    rows = [["2025-01-01", "2025-01-02", "P", "H", "21", ""] for _ in range(50_000)]
    rows[49_990] = ["2025-01-01", "2025-06-02", "P", "H", "21", "内科"]
    if not numbered:
        head, rows = ["mdtrt_id", *head], [[f"M{n}", *row] for n, row in enumerate(rows)]
    path = write(tmp_path / "mdtrt_d.csv", [head, *rows], "gb18030")
    found = claims_check.check([path], as_of=AS_OF)
    (said,) = found.findings[found.findings["code"] == "R29"]["rows"]
    assert said.endswith("第 49992 行")


def test_foreign_claims_are_not_forced_into_our_tables(shared):
    with pytest.raises(UserError, match="没有认出理赔数据表"):
        claims_check.check(sorted((shared / "real" / "claims").glob("Test_*.csv")))


def test_a_mapping_file_beside_them_helps(shared, tmp_path):
    mapping = tmp_path / "对照.toml"
    mapping.write_text(
        '[[table]]\nname = "mdtrt_d"\nfile = "Test_Inp*"\n[table.columns]\nmdtrt_id = "ClaimID"\n'
        'psn_no = "BeneID"\nbegntime = "AdmissionDt"\nendtime = "DischargeDt"\n'
        'fixmedins_code = "Provider"\n[table.constants]\nmed_type = "21"\n',
        "utf-8",
    )
    path = next((shared / "real" / "claims").glob("Test_Inp*"))
    found = claims_check.check([path, mapping])
    assert found.tables[0].rows == 9551
    assert {run.code for run in found.runs if run.status == "完成"} >= {"R29"}


# Bad files


def test_one_bad_file_does_not_stop_the_others(claims, tmp_path):
    empty = tmp_path / "setl_d.csv"
    empty.write_bytes(b"")
    only = write(tmp_path / "fee_list_d.csv", [read(claims / "fee_list_d.csv")[0]])
    ruined = write(
        tmp_path / "就诊.csv", [["就诊ID", "人员编号", "住院天数"], ["1.2E+17", "1", "3"]]
    )
    found = claims_check.check([claims / "mdtrt_d.csv", empty, only, ruined], as_of=AS_OF)
    said = dict(found.unread)
    assert "空的" in said["setl_d.csv"] and said["fee_list_d.csv"] == "只有表头，没有数据"
    assert "科学计数" in said["就诊.csv"]
    assert [loaded.table for loaded in found.tables] == ["mdtrt_d"]


def test_claims_in_gb18030_and_with_a_title(claims, tmp_path):
    head, *rows = read(claims / "mdtrt_d.csv")
    path = write(tmp_path / "住院.csv", [["住院就诊明细表"], [], head, *rows], "gb18030")
    found = claims_check.check([path], as_of=AS_OF)
    assert found.tables[0].rows == len(rows)


def test_a_header_row_that_a_person_gave_is_taken(claims, tmp_path):
    head, *rows = read(claims / "mdtrt_d.csv")
    path = write(tmp_path / "住院.csv", [head, head, *rows])
    found = claims_check.check([path], as_of=AS_OF, headers={("住院.csv", None): 2})
    assert found.tables[0].rows == len(rows)


def test_nothing_reaches_the_store(claims, folder):
    claims_check.check([claims / "mdtrt_d.csv"], as_of=AS_OF)
    assert publishing.current(folder) is None and not folder.exists()
