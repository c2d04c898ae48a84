import re

import pytest
from streamlit.testing.v1 import AppTest

from oversight import drafts
from oversight.viewer import LOCAL
from tests.conftest import ROOT
from tests.plan_texts import CASES

TEXT = CASES["labels on lines"]["text"]
_TASKS = "SELECT description, units, leaders, due_on, campaign FROM ledger_tasks"
_IN_FORCE = f"{_TASKS} WHERE valid_to IS NULL ORDER BY entry_no"


@pytest.fixture
def opened(store, opener):
    """Open the page over an empty store on a draft of a plan: opened(text) → (page, draft)."""

    def _open(text=TEXT, name="方案.txt"):
        draft = drafts.begin(store.folder, "plan", {name: text.encode()})
        return opener(store.folder)("plan_tasks", draft=draft.token), draft

    return _open


def _tasks(store):
    return store.cursor(LOCAL).execute(_IN_FORCE).fetchall()


def _body(at):
    return "".join(element.proto.body for element in at.get("html"))


def _button(at, label):
    return next(button for button in at.button if button.label == label)


def test_pasted_text_becomes_a_draft_and_is_read(store, opener):
    at = opener(store.folder)("plan_tasks")
    at.text_area[0].set_value(TEXT).run()
    assert not at.exception and not at.error
    (draft,) = drafts.listed(store.folder, "plan")
    assert drafts.content(store.folder, draft).decode() == TEXT
    assert at.query_params["draft"] in (draft.token, [draft.token])
    assert len(at.dataframe[0].value) == 3 and "<mark>" in _body(at)


def test_the_source_stands_beside_what_was_read(opened):
    at, _ = opened()
    assert len(re.findall("<mark>", _body(at))) == 3
    row = at.dataframe[0].value.iloc[0]
    assert row["units"] == "县医保局、县财政局、县卫健局" and row["lead_units"] == "县医保局"
    assert row["due_on"] == "2025-11-30"
    assert at.text_input[0].value == "某县医疗保障局2025年重点工作任务分解方案"
    assert at.text_input[1].value == "某县医疗保障局"


def test_filed_said_and_withdrawn(opened, store):
    at, draft = opened()
    assert "入账后：新增 3 项。" in [m.value for m in at.markdown]
    assert _tasks(store) == []
    _button(at, "确认入账").click().run()
    assert not at.exception and not at.error
    tasks = _tasks(store)
    assert [task[0][:6] for task in tasks] == ["推进支付方式", "规范药店管理", "做好参保扩面"]
    assert tasks[0][1] == ["县医保局", "县财政局", "县卫健局"] and tasks[2][2] == ["钱进", "孙立"]
    number = drafts.load(store.folder, draft.token).state["filing"]
    assert number in at.success[0].value and "task_division" in _body(at)
    kept = store.cursor(LOCAL).execute("SELECT file_name, file_sha256 FROM filing").fetchall()
    assert kept == [("方案.txt", drafts.sha256(store.folder, draft))]
    assert any("不会有变动" in m.value for m in at.markdown)
    assert "确认入账" not in [button.label for button in at.button]
    _button(at, "撤回这次报送").click().run()
    assert _tasks(store) == [] and any("已撤回" in info.value for info in at.info)
    assert "确认入账" in [button.label for button in at.button]


def test_what_was_typed_is_kept_and_filed(opened, store, opener):
    at, draft = opened()
    at.session_state[f"plan_{draft.token}_0"] = {
        "edited_rows": {0: {"due_text": "2025年8月底前"}},
        "added_rows": [],
        "deleted_rows": [1],
    }
    at.text_input[0].set_value("另一个名字")
    at.run()
    assert not at.exception
    again = opener(store.folder)("plan_tasks", draft=draft.token)
    shown = again.dataframe[0].value
    assert list(shown["due_on"]) == ["2025-08-31", "2025-06-30"]
    assert again.text_input[0].value == "另一个名字"
    _button(again, "确认入账").click().run()
    assert [(str(task[3]), task[4]) for task in _tasks(store)] == [
        ("2025-08-31", "另一个名字"),
        ("2025-06-30", "另一个名字"),
    ]


def test_a_bad_date_is_said_and_not_filed(opened):
    at, draft = opened()
    typed = {"edited_rows": {1: {"due_on": "2025-02-31"}}, "added_rows": [], "deleted_rows": []}
    at.session_state[f"plan_{draft.token}_0"] = typed
    at.run()
    assert any("第 2 行" in warning.value for warning in at.warning)
    assert "确认入账" not in [button.label for button in at.button]


def test_a_text_without_tasks_says_why(opened):
    at, _ = opened(CASES["progress report"]["text"])
    assert any("通报" in info.value for info in at.info)
    assert any("还没有任务" in warning.value for warning in at.warning)


def test_no_owner_is_made_up_from_the_sender(opened, store):
    at, _ = opened(CASES["opinion without a task part"]["text"])
    assert at.text_input[1].value == ""
    at.text_input[1].set_value("某区医疗保障局").run()
    assert any("4 项没有写责任单位" in warning.value for warning in at.warning)
    at.text_input[1].set_value("").run()
    _button(at, "确认入账").click().run()
    assert [task[1] for task in _tasks(store)] == [None] * 4


def test_a_file_that_cannot_be_read_is_said_in_one_sentence(store, opener):
    draft = drafts.begin(store.folder, "plan", {"方案.docx": b"PK\x03\x04 broken"})
    at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120).run()
    at.switch_page("pages/plan_tasks.py")
    at.query_params["draft"] = draft.token
    at.run()
    assert not at.exception and "已损坏" in at.error[0].value
