"""Real files through the real commands, seen on the pages; every figure counted anew here."""

import csv
import io
import json
import re
from collections import Counter
from contextlib import redirect_stderr, redirect_stdout
from datetime import date, timedelta
from decimal import Decimal

import chinese_calendar
import openpyxl
import pytest

from oversight import catalog, ui
from oversight.__main__ import main
from oversight.viewer import LOCAL
from tests.conftest import figures

FILED, AS_OF = date(2025, 11, 20), date(2025, 11, 28)
# Plain lists under one heading line: the least an importer must take. The other nine are messier.
PLAIN = ["01", "03", "08"]
NATIONAL = ["setl_d", "mdtrt_d", "fee_list_d", "setl_list_diag_d"]
# The export says 居民 and 职工, and lists all diagnoses of a case in one cell.
OPENHIS = """
[[table]]
name = "mdtrt_d"
[table.columns]
mdtrt_id = "病案号"
gend = "性别"
age = "年龄"
ipt_days = "住院天数"
dscg_way = "离院方式"
dscg_maindiag_code = "诊断编码"
insutype = "医保类型"
[table.first]
dscg_maindiag_code = ","
[table.values.insutype]
居民 = "390"
职工 = "310"
[table.constants]
med_type = "21"

[[table]]
name = "setl_d"
[table.columns]
setl_id = "病案号"
mdtrt_id = "病案号"
medfee_sumamt = "总费用"
insutype = "医保类型"
[table.values.insutype]
居民 = "390"
职工 = "310"
[table.constants]
med_type = "21"
"""


@pytest.fixture
def command(folder):
    """Run a command that must succeed; what it printed."""

    def run(*arguments):
        # Not capsys: Streamlit would keep its stream beyond the test.
        with redirect_stdout(io.StringIO()) as said, redirect_stderr(io.StringIO()) as wrong:
            code = main([str(argument) for argument in arguments])
        assert code == 0, wrong.getvalue()
        return said.getvalue()

    return run


@pytest.fixture
def page(opener, store):
    """Open a page over the data folder of the test."""
    return opener(store.folder)


def grid(at, *columns):
    """The first table of a page that has these columns."""
    return next(
        table.value for table in [*at.table, *at.dataframe] if set(columns) <= set(table.value)
    )


def words_of(at):
    """Everything a page says outside its tables."""
    said = [
        element.value for kind in ("title", "markdown", "info") for element in getattr(at, kind)
    ]
    return "\n".join([*said, *(element.proto.body for element in at.get("html"))])


# Ledgers


def truth(shared, start):
    """(ledger file, records without the repeated rows) of the case that begins with a number."""
    path = next((shared / "cases" / "ledgers").glob(f"{start}_*.truth.json"))
    told = json.loads(path.read_text("utf-8"))
    records = []
    for sheet in told["sheets"]:
        repeated = {p["row"] for p in sheet["problems"] if p["code"] == "duplicate_row"}
        records += [record for record in sheet["records"] if record["row"] not in repeated]
    return path.with_name(told["file"]), records


def day(text):
    return date.fromisoformat(text) if text else None


def due(record):
    """The deadline; of 立行立改 without a date, 15 working days after finding, else filing."""
    if record["deadline"] or record["long_term"] or not record["immediate"]:
        return day(record["deadline"])
    on, left = day(record["found_on"]) or FILED, 15
    while left:
        on += timedelta(days=1)
        left -= chinese_calendar.is_workday(on)
    return on


def closed(record, as_of):
    return record["status"] == "已办结" and (day(record["closed_on"]) or as_of) <= as_of


def overdue(record, as_of):
    return not closed(record, as_of) and (due(record) or as_of) < as_of


@pytest.mark.parametrize("start", PLAIN)
def test_a_plain_workbook_is_counted_on_the_pages_as_its_answers_say(shared, start, command, page):
    path, records = truth(shared, start)
    said = command("import", path, "--kind", "rectification", "--on", FILED)
    assert f"新增 {len(records)} 条，变更 0 条，未变 0 条" in said

    done = sum(closed(r, AS_OF) for r in records)
    late = [r for r in records if overdue(r, AS_OF)]
    at = page("rectification_progress", as_of=AS_OF)
    shown = figures(at)
    assert (shown["问题总数"], shown["已办结"]) == (str(len(records)), str(done))
    assert shown["超期"] == str(len(late))
    money = [Decimal(r["amount_recovered_yuan"]) for r in records if r["amount_recovered_yuan"]]
    assert shown["追回金额（万元）"] == (f"{sum(money) / 10000:,.2f}" if money else "—")
    assert sorted(grid(at, "问题", "状态", "整改措施")["问题"]) == sorted(
        r["description"] for r in records
    )

    at = page("overdue", as_of=AS_OF)
    if late:
        assert f"超期 {len(late)} 个" in at.markdown[1].value
        assert f"已超期 {max((AS_OF - due(r)).days for r in late)} 天" in at.markdown[1].value
        rows = grid(at, "超期（自然日）", "最初时限")
        assert Counter(rows["问题"]) == Counter(r["description"] for r in late)
        each = grid(at, "责任领导", "超期（件）").set_index("责任领导")["超期（件）"]
        names = Counter(name for r in late for name in r["leaders"] or ["未写明"])
        assert each[each > 0].to_dict() == names
    else:
        assert "没有超期事项" in at.markdown[1].value

    at = page("data_dictionary", as_of=AS_OF, view="filings")
    assert path.name in set(grid(at, "文件", "新增（条）")["文件"])


def test_sent_again_a_workbook_changes_nothing_and_edited_only_what_was_edited(
    shared, command, page, tmp_path
):
    path, records = truth(shared, PLAIN[0])
    assert any(not r["units"] for r in records)
    command("import", path, "--kind", "rectification", "--on", FILED)
    said = command("import", path, "--kind", "rectification", "--on", AS_OF)
    assert "已经报送过，台账没有变动" in said

    book = openpyxl.load_workbook(path)
    heads = {cell.value: cell.column for cell in book.active[3]}
    edited = next(r for r in records if not r["units"])
    book.active.cell(edited["row"], heads["整改措施及成效"]).value = "已约谈。"
    book.save(tmp_path / "第二周.xlsx")
    week = command("import", tmp_path / "第二周.xlsx", "--kind", "rectification", "--on", AS_OF)
    assert f"新增 0 条，变更 1 条，未变 {len(records) - 1} 条" in week
    at = page("rectification_progress", as_of=AS_OF)
    assert figures(at)["问题总数"] == str(len(records))
    assert (grid(at, "问题", "整改措施")["整改措施"] == "已约谈。").sum() == 1
    assert "台账核验通过" in command("verify")


def test_all_twelve_ledgers_together(shared, command, page, store):
    late, total, done = {}, 0, 0
    for number in range(1, 13):
        path, records = truth(shared, f"{number:02}")
        command("import", path, "--kind", "rectification", "--campaign", path.stem, "--on", FILED)
        late[path.stem] = sum(overdue(r, AS_OF) for r in records)
        total += len(records)
        done += sum(closed(r, AS_OF) for r in records)
    found = store.rows("ledger/by_campaign", LOCAL, as_of=AS_OF)
    assert {row["campaign"]: row["overdue_items"] for row in found} == late

    said = page("overview", as_of=AS_OF).markdown[0].value
    assert f"{total} 个问题已办结 {done} 个" in said and f"超期 {sum(late.values())} 个" in said
    one = max(late, key=late.get)
    at = page("overdue", as_of=AS_OF, campaign=ui.code(one))
    assert f"超期 {late[one]} 个" in at.markdown[1].value


# A plan's division of tasks

_TASK = re.compile(
    r"^(?:[（(]?[一二三四五]?[)）])?(?P<heading>\S+)\n+整治内容[:：](?P<content>.+)\n+"
    r"工作措施[:：](?P<measures>.+)\n+责任领导[:：](?P<leader>.+)\n+"
    r"责任单位[:：](?P<units>.+)\n+完成时限[:：](?P<due>.+)$",
    re.MULTILINE,
)


@pytest.fixture
def division(shared, tmp_path):
    """The five tasks of a real plan, typed into a workbook word for word: (file, tasks)."""
    text = (shared / "real" / "plans" / "seed_4.txt").read_text("utf-8")
    tasks = [found.groupdict() for found in _TASK.finditer(text)]
    book = openpyxl.Workbook()
    book.active.append(["任务分工表"])
    book.active.append(
        ["序号", "整治重点", "整治内容", "工作措施", "责任领导", "责任单位", "完成时限"]
    )
    for number, task in enumerate(tasks, 1):
        book.active.append([number, *task.values()])
    book.save(tmp_path / "任务分工.xlsx")
    return tmp_path / "任务分工.xlsx", tasks


def test_a_real_division_of_tasks(shared, division, command, page):
    path, tasks = division
    answers = json.loads((shared / "cases" / "plans" / "seed_4.truth.json").read_text("utf-8"))[
        "tasks"
    ]
    assert len(tasks) == len(answers) == 5
    plan = "专项整治责任分工方案"
    said = command("import", path, "--kind", "tasks", "--campaign", plan, "--on", "2025-07-10")
    assert "新增 5 条" in said

    at = page("task_division", as_of=AS_OF)
    each = Counter(name for answer in answers for name in answer["leaders"])
    assert f"共 **5** 项任务，{len(each)} 位责任领导；其中 **5** 项办完后" in at.markdown[1].value
    leaders = grid(at, "责任领导", "长期坚持（项）")
    for column in ("任务（项）", "长期坚持（项）"):
        assert dict(zip(leaders["责任领导"], leaders[column], strict=True)) == each
    assert not leaders[["超期（项）", "临期（项）", "已办结（项）"]].any(axis=None)
    assert {f"{on:%Y-%m-%d}" for on in leaders["最近的时限"]} == {"2025-12-31"}

    shown = grid(at, "任务", "时限原文")
    assert shown["任务"].tolist() == [task["content"] for task in tasks]
    assert shown["责任领导"].tolist() == ["、".join(answer["leaders"]) for answer in answers]
    assert shown["全部责任单位"].tolist() == ["、".join(answer["units"]) for answer in answers]
    assert [f"{on:%Y-%m-%d}" for on in shown["完成时限"]] == [a["deadline"] for a in answers]
    assert shown["时限原文"].tolist() == [answer["deadline_text"] for answer in answers]
    assert shown["长期坚持"].tolist() == ["是"] * 5
    assert set(shown["方案"]) == {plan}
    for task, answer in zip(tasks, answers, strict=True):
        assert task["heading"].startswith(answer["heading"])
        assert all(beginning in task["measures"] for beginning in answer["measures"])
    assert shown["工作措施"].tolist() == [task["measures"] for task in tasks]

    # The standing duty does not excuse the deadline.
    for as_of, state in ((date(2025, 12, 25), "临期"), (date(2026, 1, 5), "超期")):
        shown = grid(page("task_division", as_of=as_of), "任务", "时限原文")
        assert set(shown["状态"]) == {state} and set(shown["长期坚持"]) == {"是"}


# The national tables: a heading and not one row


def test_tables_of_headings_alone_are_empty_and_every_rule_says_so(shared, command, page):
    schema = shared / "real" / "schema"
    said = command("load", *(schema / f"{name}.xlsx" for name in NATIONAL))
    for name in NATIONAL:
        assert f"（{name}.xlsx）：读到 0 行" in said
    lines = command("screen", "--as-of", AS_OF).splitlines()
    rules = {query.card["code"]: query for query in catalog.load("rules").values()}
    assert [line.split()[0] for line in lines] == sorted(rules)
    assert all("：不适用（缺数据：" in line for line in lines)

    at = page("fund_risk", as_of=AS_OF, domain="leads")
    runs = grid(at, "规则编号", "结果", "原因").set_index("规则编号")
    assert set(runs.index) == set(rules) and set(runs["结果"]) == {"不适用"}
    for code, rule in rules.items():
        for table in set(rule.card["tables"]) - set(rule.card.get("optional", [])):
            assert f"（{table}）没有数据" in runs.loc[code, "原因"]

    at = page("fund_risk", as_of=AS_OF)
    indicators = [q for q in catalog.load("indicators").values() if q.card["domain"] == "基金"]
    idle = grid(at, "编号", "缺什么")
    assert set(idle["编号"]) == {query.card["code"] for query in indicators}
    assert idle["缺什么"].str.startswith("不适用，缺数据：").all()

    kept = grid(page("data_dictionary", as_of=AS_OF), "表名", "来源文件数").set_index("表名")
    assert all((kept.loc[n, "行数"], kept.loc[n, "来源文件数"]) == (0, 1) for n in NATIONAL)


@pytest.mark.parametrize("start", ["3.1", "3.2", "回流库"])
def test_a_workbook_that_is_no_table_of_ours_is_refused_whole(shared, start, folder, capsys):
    schema = shared / "real" / "schema"
    path = next(schema.glob(f"{start}*.xlsx"))
    assert main(["load", str(schema / "setl_d.xlsx"), str(path)]) == 2
    said = capsys.readouterr()
    (sentence,) = [line for line in said.err.splitlines() if line.startswith("错误：")]
    assert path.name in sentence and sentence.endswith("。") and said.out == ""
    assert list(folder.glob("claims-*")) == []


# A thousand cases of a hospital: no dates, no persons, no institution


@pytest.fixture
def openhis(shared, command, tmp_path):
    """The cases as plain dicts, loaded and screened."""
    path = shared / "real" / "claims" / "openhis_drg_cases_1000.xlsx"
    (tmp_path / "对照.toml").write_text(OPENHIS, "utf-8")
    command("load", path, "--mapping", tmp_path / "对照.toml")
    heads, *lines = openpyxl.load_workbook(path, read_only=True).active.iter_rows(values_only=True)
    return [dict(zip(heads, line, strict=True)) for line in lines]


def mean(values):
    return sum(values) / len(values)


def test_averages_of_cases_without_dates_and_institution(openhis, page):
    assert len(openhis) == 1000
    cost = mean([Decimal(str(case["总费用"])) for case in openhis])
    days = mean([case["住院天数"] for case in openhis])

    at = page("institution", as_of=AS_OF)
    assert "未注明" in at.markdown[1].value
    shown = grid(at, "指标", "本机构").set_index("指标")["本机构"]
    assert shown["次均住院费用（元/人次）"] == f"{cost:,.2f}"
    assert shown["平均住院日（天）"] == f"{days:.2f}"

    at = page("indicator", as_of=AS_OF, indicator="F17")
    assert f"{days:.2f} 天" in at.markdown[1].value
    parts = grid(at, "名称", "值").set_index("名称")
    for kind, name in (("居民", "居民医保"), ("职工", "职工医保")):
        stays = [case["住院天数"] for case in openhis if case["医保类型"] == kind]
        shown = (parts.loc[name, "分子（天）"], parts.loc[name, "分母（人次）"])
        assert shown == (sum(stays), len(stays))
    (row,) = grid(at, "次均住院费用（元/人次）").to_dict("records")
    assert row["住院人次"] == 1000
    assert row["次均住院费用（元/人次）"] == pytest.approx(float(cost))
    assert row["平均住院日（天）"] == pytest.approx(days)
    assert row["住院总费用（万元）"] == pytest.approx(float(cost) / 10)

    at = page("fund_risk", as_of=AS_OF)
    assert f"{days:.2f} 天" in words_of(at)
    idle = grid(at, "编号", "缺什么").set_index("编号")["缺什么"]
    assert "结算时间" in idle["F15"] and "全为空" in idle["F15"]
    assert "人员编号" in idle["F14"] and "定点医药机构编号" in idle["F22"]


def test_long_stays_are_found_by_days_and_the_other_rules_say_what_they_lack(
    openhis, command, page, tmp_path
):
    limit = catalog.get("rules/overlong_stay").defaults["min_days"]
    long = {str(case["病案号"]): case for case in openhis if case["住院天数"] > limit}
    assert long
    # The card's other measure, the 95th percentile of a diagnosis with 20 cases, is below that.
    by_diagnosis = {}
    for case in openhis:
        by_diagnosis.setdefault(case["诊断编码"][:3], []).append(case["住院天数"])
    usual = [sorted(d)[-(-95 * len(d) // 100) - 1] for d in by_diagnosis.values() if len(d) >= 20]
    assert usual and max(usual) <= limit

    lines = {line.split()[0]: line for line in command("screen", "--as-of", AS_OF).splitlines()}
    assert f"疑点 {len(long)} 条" in lines.pop("R29")
    assert all("不适用（缺数据：" in line for line in lines.values())
    command("findings", "--rule", "R29", "--out", tmp_path / "疑点.csv")
    with (tmp_path / "疑点.csv").open(encoding="utf-8-sig") as file:
        found = {row["subject_id"]: row for row in csv.DictReader(file)}
    assert {key: float(row["measured_value"]) for key, row in found.items()} == {
        key: case["住院天数"] for key, case in long.items()
    }
    assert {key: Decimal(row["total_amount"]) for key, row in found.items()} == {
        key: Decimal(str(case["总费用"])).quantize(Decimal("0.01")) for key, case in long.items()
    }

    at = page("fund_risk", as_of=AS_OF, domain="leads")
    assert f"待核疑点 **{len(long)}** 条，涉及基金 **—** 万元" in at.markdown[1].value
    leads = grid(at, "对象编号", "与阈值比较的数")
    assert dict(zip(leads["对象编号"], leads["与阈值比较的数"], strict=True)) == {
        key: case["住院天数"] for key, case in long.items()
    }
    (row,) = grid(page("institution", as_of=AS_OF), "规则编号", "疑点（条）").to_dict("records")
    assert (row["规则编号"], row["疑点（条）"]) == ("R29", len(long))
    runs = grid(at, "规则编号", "结果", "原因").set_index("规则编号")
    for code in ("R27", "R33"):
        assert runs.loc[code, "结果"] == "不适用"
        for lacking in ("人员编号（psn_no）", "开始时间（begntime）", "结束时间（endtime）"):
            assert lacking in runs.loc[code, "原因"]


# A city's fund table, scattered by |


@pytest.fixture
def fund_table(shared):
    """Figures of the table by row, in 万元 and persons, and its month as 202506."""
    (path,) = (shared / "real" / "fund").glob("*.txt")
    year, month = re.search(r"(\d{4})年(\d{1,2})月", path.name).groups()
    cells = [cell.strip() for cell in re.split(r"[|\n]", path.read_text("utf-8")) if cell.strip()]
    rows, figures = {}, []
    for cell in cells:
        if re.fullmatch(r"\d+", cell):
            figures.append(int(cell))
        else:
            figures = rows.setdefault(cell, [])
    return rows, f"{year}{int(month):02}"


@pytest.mark.parametrize("subject", ["合计", ""])
def test_a_real_fund_table_gives_months_payable_and_surplus(
    fund_table, subject, command, page, tmp_path
):
    rows, month = fund_table
    income, expense = rows["本年基金累計收入"], rows["本年基金累計支出"]
    surplus, balance = rows["本年基金收支結余"], rows["基金累計結余"]
    # 职工, 居民; the table has three columns of insured (生育 is a part of 职工).
    assert [income, expense, balance] == [[480210, 85875], [426424, 79657], [406020, 6216]]
    assert [i - e for i, e in zip(income, expense, strict=True)] == surplus
    insured = [rows["參保人數"][0], rows["參保人數"][-1]]
    path = tmp_path / "fund_incexpd_m.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow(
            ["所属年月", "险种", "收支方向", "科目名称", "本年累计", "期末结余", "参保人数"]
        )
        for kind, code in enumerate(("310", "390")):
            for direction, amounts in (("1", income), ("2", expense)):
                amount, left = amounts[kind] * 10000, balance[kind] * 10000
                out.writerow([month, code, direction, subject, amount, left, insured[kind]])
    assert "读到 4 行，新增 4 行" in command("load", path)

    # By hand: 406020 ÷ (426424 ÷ 6), 6216 ÷ (79657 ÷ 6); 53786 ÷ 480210, 6218 ÷ 85875.
    expected = {
        "F01": {"职工医保": ("5.71 个月", "黄"), "居民医保": ("0.47 个月", "红")},
        "F02": {"职工医保": ("11.2%", "绿"), "居民医保": ("7.2%", "绿")},
    }
    numbers = {
        "F01": [b / (e / 6) for b, e in zip(balance, expense, strict=True)],
        "F02": [s / i for s, i in zip(surplus, income, strict=True)],
    }
    wall = words_of(page("fund_risk", as_of=date(2025, 7, 31)))
    for code, members in expected.items():
        at = page("indicator", as_of=date(2025, 7, 31), indicator=code)
        parts = grid(at, "名称", "值").set_index("名称")
        assert set(parts.index) == set(members)
        for (name, (value, light)), number in zip(members.items(), numbers[code], strict=True):
            assert parts.loc[name, "值"] == value
            assert light in parts.loc[name, "灯"]
            part = parts.loc[name]
            assert part["分子（万元）"] / part["分母（万元）"] == pytest.approx(number)
        assert "2025年6月" in grid(at, "项目", "内容")["内容"].tolist()
        months = grid(at, "月份", "期末累计结余（万元）").set_index("险种")
        assert months["本年累计收入（万元）"].to_dict() == dict(zip(members, income, strict=True))
        assert months["期末累计结余（万元）"].to_dict() == dict(zip(members, balance, strict=True))
        # The tile shows the worse of the two funds.
        assert re.search(f"居民医保<br><span[^>]*>{re.escape(members['居民医保'][0])}<", wall)

    # The month is known only once it has ended.
    assert "F01" in set(grid(page("fund_risk", as_of=date(2025, 6, 29)), "编号", "缺什么")["编号"])


@pytest.mark.parametrize("folder_name", ["sheets", "schema", "liangku"])
def test_every_real_workbook_is_read_as_a_ledger_or_told_what_it_is(
    shared, folder, capsys, folder_name
):
    from oversight import __main__

    files = [f for f in sorted((shared / "real" / folder_name).iterdir()) if f.suffix != ".csv"]
    assert len(files) >= 7
    for file in files:
        assert __main__.main(["check", str(file), "--json"]) == 0, file.name
        found = json.loads(capsys.readouterr().out)
        assert found["sheets"] or found["tables"], file.name
        if folder_name == "liangku":
            assert {table["is"] for table in found["tables"]} == {"knowledge"}, file.name
