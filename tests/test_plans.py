"""Plans: the real texts against their truth, invented ones in other styles, and what never happens.

The scorer is that of ../shared/cases, loaded by path; what it wants is in cases/plans/README.md.
"""

import importlib.util
import json
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from oversight import plan_text, plans
from oversight.__main__ import main
from oversight.errors import UserError
from tests.plan_texts import CASES


@pytest.fixture(scope="module")
def scored(shared):
    """Every real plan read and scored: {stem: (truth, result, score)}."""
    path = shared / "cases" / "score_plans.py"
    spec = importlib.util.spec_from_file_location("score_plans", path)
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    found = {}
    for truth in sorted((shared / "cases" / "plans").glob("*.truth.json")):
        stem = truth.name.removesuffix(".truth.json")
        wanted = json.loads(truth.read_text("utf-8"))
        read = plans.as_json(plans.read(shared / "real" / "plans" / f"{stem}.txt"))
        found[stem] = wanted, read, scorer.score(wanted, read)
    assert len(found) >= 11
    return found


def _total(scored, key):
    return sum(score[key] for *_, score in scored.values())


def test_tasks_of_real_plans_are_found_and_none_invented(scored):
    matched = _total(scored, "matched")
    assert matched / _total(scored, "truth") >= 0.95
    assert matched / _total(scored, "read") >= 0.95
    for stem, (truth, read, _) in scored.items():
        assert truth["tasks"] or not read["tasks"], stem


@pytest.mark.parametrize(
    "field", ["leaders", "units", "lead_units", "deadline", "long_term", "path"]
)
def test_what_real_plans_say_of_a_task_is_read(scored, field):
    right = sum(score["right"][field] for *_, score in scored.values())
    of = sum(score["scored"][field] for *_, score in scored.values())
    assert right / of >= 0.95


def test_nothing_of_the_kind_that_is_no_owner_or_deadline_is_taken(scored):
    assert {
        stem: score["must_not"] for stem, (*_, score) in scored.items() if score["must_not"]
    } == {}


def test_stages_measures_and_heads_of_real_plans(scored):
    for part in ("stages", "measures"):
        assert _total(scored, f"{part}_found") / _total(scored, part) >= 0.9
    assert _total(scored, "stage_dates") >= 0.9 * _total(scored, "stages_found")
    heads = [right for *_, score in scored.values() for right in score["head"].values()]
    assert sum(heads) / len(heads) >= 0.9


@pytest.mark.parametrize("name", CASES)
def test_a_plan_in_another_style(name):
    case = CASES[name]
    plan = plans.read_text(case["text"])
    read = [
        (t.path, t.leaders, t.units, t.lead_units, t.deadline and str(t.deadline), t.long_term)
        for t in plan.tasks
    ]
    assert read == [(path, *rest) for path, _, *rest in case["tasks"]]
    for task, (_, begins, *_) in zip(plan.tasks, case["tasks"], strict=True):
        assert task.text.startswith(begins) and task.heading.startswith(begins[:12])
    stages = [(s.name, s.start and str(s.start), s.end and str(s.end)) for s in plan.stages]
    assert stages == case["stages"]
    for key in ("title", "issuer", "issued_on"):
        if key in case:
            assert str(getattr(plan, key)) == case[key]
    if "measures" in case:
        assert [len(task.measures) for task in plan.tasks] == case["measures"]


def _one(text):
    (task,) = plans.read_text(text).tasks
    return task


def test_what_is_uncertain_is_said():
    head = "某区工作方案\n一、主要任务\n1.做好核查工作。"
    several = _one(head + "2024年5月底前排查，2024年9月底前整改。\n")
    assert any("取最晚的" in doubt for doubt in several.doubts)
    assert any("括号" in doubt for doubt in _one(head + "（医政科、财务科）\n").doubts)
    undated = _one(head + "\n完成时限：6月底前\n")
    assert undated.deadline is None and undated.deadline_text == "6月底前"
    assert any("没有写年份" in doubt for doubt in undated.doubts)
    unreal = _one(head + "\n完成时限：2024年2月30日\n")
    assert unreal.deadline is None and any("不存在" in doubt for doubt in unreal.doubts)
    vague = _one(head + "\n完成时限：按要求完成\n")
    assert vague.deadline_text == "按要求完成" and any("没有写明日期" in d for d in vague.doubts)
    cut = _one(
        "某区工作方案一、主要任务(一)整治卫生。责任部门:园林局配合做好整治工作二、工作要求各单位要重视。"
    )
    assert cut.units == ["园林局"] and any("连写" in doubt for doubt in cut.doubts)
    certain = _one(head + "\n责任单位：区医保局\n完成时限：2024年9月30日\n")
    assert certain.doubts == []


def test_why_there_are_no_tasks_is_said():
    assert "预案" in plans.read_text(CASES["emergency plan"]["text"]).notes[0]
    assert "是否" in plans.read_text(CASES["points to check"]["text"]).notes[0]
    assert "通报" in plans.read_text(CASES["progress report"]["text"]).notes[0]
    assert plans.read_text("今天天气很好。").notes


def test_a_year_comes_from_the_plan_or_from_just_before():
    first, second = "1.先办一件，2023年6月底前启动，12月底前完成。", "2.再办一件，年底前完成。"
    text = f"某区工作方案\n一、主要任务\n{first}\n{second}\n"
    plan = plans.read_text(text + "某区医疗保障局\n2022年3月1日\n")
    assert [str(task.deadline) for task in plan.tasks] == ["2023-12-31", "2022-12-31"]


_PIECES = st.sampled_from(
    ["一、", "（一）", "(二)", "1.", "２．", "（1）", "①", "第一条", "第一阶段：", "主要任务\n"]
    + [
        "责任单位：",
        "【责任领导】",
        "完成时限",
        "工作措施：",
        "四、时间安排\n",
        "区医保局、",
        "张三",
    ]
    + ["2024年6月底前", "13月40日前", "年底前", "（A局负责）", "牵头", "等", "及", "附件：", "是否"]
    + [
        "关于印发《",
        "》的通知\n",
        "现印发给你们",
        "序号 | 任务 | 责任单位 |\n",
        "1 | 甲 | 乙局 |\n",
    ]
    + [
        "|",
        "\t",
        "\n",
        "。",
        "；",
        "，",
        "《",
        "（",
        "）",
        "持续推进",
        "截至",
        "第四季度",
        "二〇二四年五月",
    ]
    + ["\0", "\u3000"]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.one_of(_PIECES, st.text(max_size=6)), max_size=40).map("".join))
@example("")
@example("一、主要任务\n（一）责任领导：王（副局长）五 责任单位：甲（主）局")
def test_any_text_is_read_and_nothing_stands_in_a_task_that_is_not_in_the_text(text):
    plan = plans.read_text(text)
    json.dumps(plans.as_json(plan))
    plans.summary(plan)
    flat = plan_text.flatten(text).text + "".join(text.split())
    for task in plan.tasks:
        owners = [*task.leaders, *task.units, *task.lead_units]
        for said in [*owners, *(task.deadline_text or "").split("；")]:
            assert "".join(said.split()) in flat
        assert set(task.lead_units) <= set(task.units)
        assert 0 <= task.span[0] <= task.span[1] <= len(text)


@pytest.mark.parametrize(
    "piece",
    [
        "一、主要任务（一）开展工作。责任单位：区医保局、区财政局完成时限：2024年6月底前",
        "（各地区、各部门负责）",
        "工作措施：1.做。责任单位：局\n",
        "2021年12月底前",
        "责任单位：",
        "| 甲 | 乙 |\n",
        "《（【",
        "    ",
        "一\n",
        "第一阶段：动员（1月至2月）。\n",
    ],
)
def test_time_grows_with_the_text_and_no_faster(piece):
    # Of this process alone: whatever else the machine does is not in it.
    def seconds(size):
        text = "一、主要任务\n" + piece * (size // len(piece))
        begun = time.process_time()
        plans.read_text(text)
        return time.process_time() - begun

    seconds(10_000)
    small, large = seconds(40_000), seconds(400_000)
    assert large < 30 * max(small, 0.02)


def run(capsys, *arguments):
    code = main(list(arguments))
    said = capsys.readouterr()
    return code, said.out, said.err


def test_command_prints_json_or_a_summary(folder, tmp_path, capsys):
    path = tmp_path / "方案.txt"
    path.write_bytes(CASES["labels on lines"]["text"].encode("gb18030"))
    code, out, _ = run(capsys, "plan", str(path), "--json")
    assert code == 0 and len(json.loads(out)["tasks"]) == 3
    assert set(json.loads(out)) >= {"title", "issuer", "issued_on", "tasks", "stages"}
    code, out, _ = run(capsys, "plan", str(path))
    assert code == 0 and "任务 3 项" in out and "县医保局（牵头）" in out and "2025-11-30" in out


@pytest.mark.parametrize("name", ["没有.txt", "方案.pdf", "方案.doc", "表.xlsx", "图.png"])
def test_command_refuses_in_one_sentence(folder, tmp_path, capsys, name):
    if name != "没有.txt":
        (tmp_path / name).write_bytes(b"whatever")
    code, out, err = run(capsys, "plan", str(tmp_path / name))
    assert code == 2 and out == "" and err.startswith("错误：") and name in err
    assert err.count("\n") == 1 and err.endswith("。\n")


def test_empty_and_huge_texts_are_refused():
    for data, words in ((b"", "空文件"), (b" \n ", "没有文字"), (b"a" * 3_000_000, "200 万字")):
        with pytest.raises(UserError, match=words):
            plans.read_bytes(data, "方案.txt")
