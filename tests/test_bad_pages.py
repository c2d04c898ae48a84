"""Pages over bad files, bad addresses and hostile texts: a sentence in Chinese, never an error."""

import re
import shutil
from datetime import datetime
from errno import ENOSPC
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from oversight import demo, filings, loading, publishing, ui
from oversight.store import open_store
from oversight.viewer import LOCAL
from tests import test_bad_input as bad

ROOT = Path(__file__).parent.parent
PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))
HOSTILE = "![图](http://evil/x.png) :red[假灯] 约 $5 至 $6 <script>alert(1)</script> *重* `码`"
# Three Latin words in a row are English; one is a file, a table, a column or a command.
ENGLISH = re.compile(r"[A-Za-z']{2,}[ ,:]+[a-z]{2,}[ ,:]+[a-z]{2,}")


@pytest.fixture(autouse=True)
def fresh(request):
    """No cached figure of another folder; every store closed afterwards."""
    if "unspoiled" in request.fixturenames:
        # One folder, which nobody spoils: the pages are opened one after the other, as in a day.
        yield
        return
    st.cache_data.clear()
    st.cache_resource.clear()
    yield
    for opened in list(bad.store._OPEN.values()):
        opened.close()


def visit(name, **asked):
    """A page as a browser would open it; whatever it says is checked to be Chinese."""
    at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120)
    for key, value in asked.items():
        at.query_params[key] = value
    at.run()
    if name != "overview" and not at.error:
        at.switch_page(f"pages/{name}.py").run()
    assert not at.exception, [e.value for e in at.exception]
    for element in [*at.error, *at.warning, *at.info, *at.markdown, *at.caption, *at.title]:
        assert not ENGLISH.search(element.value), element.value
    return at


def said(at):
    """The one error sentence of a page."""
    (error,) = at.error
    assert re.search(r"[\u4e00-\u9fff].*。$", error.value), error.value
    assert "本页出错" not in error.value
    return error.value


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A closed data folder with an entry and claims."""
    folder = tmp_path_factory.mktemp("made") / "data"
    opened = open_store(folder)
    rows = [{"row": 2, "description": HOSTILE, "units": ["甲镇"], "leaders": [HOSTILE]}]
    late = {"due_on": datetime(2025, 9, 30).date(), "measures": HOSTILE}
    filings.commit(opened, LOCAL, "rectification", [rows[0] | late], filed_at=datetime(2025, 9, 1))
    opened.close()
    loading.load(folder, [bad.write(folder.parent / "death.csv", bad.DEATHS.format(""))])
    return folder


@pytest.fixture
def used(made, folder):
    """A copy of what was made, to be spoiled."""
    return shutil.copytree(made, folder)


@pytest.fixture(scope="module")
def copied(made, tmp_path_factory):
    return shutil.copytree(made, tmp_path_factory.mktemp("copied") / "data")


@pytest.fixture
def unspoiled(copied, monkeypatch):
    """What was made, for tests that only look: one copy, open from one test to the next."""
    monkeypatch.setenv("OVERSIGHT_DATA", str(copied))
    return copied


# Files


@pytest.mark.parametrize("spoil", bad.SPOILS)
def test_ledgers_that_cannot_be_used(used, spoil):
    spoil(used / "ledgers.duckdb")
    assert re.search("ledgers.duckdb|台账文件", said(visit("overview")))


@pytest.mark.parametrize("spoil", bad.SPOILS)
def test_claims_that_cannot_be_used(used, spoil):
    claims = publishing.current(used)
    spoil(claims)
    assert claims.name in said(visit("overview"))


@pytest.mark.parametrize("spoil", [bad.garbage, bad.newer, bad.foreign])
def test_claims_that_go_bad_while_the_pages_are_open(used, spoil):
    assert not visit("overview").error
    later = used / "claims-20990101T000000000000.duckdb"
    shutil.copy(publishing.current(used), later)
    spoil(later)
    assert later.name in said(visit("overview"))
    later.unlink()
    assert not visit("overview").error


def test_ledgers_another_process_holds(used, hold):
    hold(used / "ledgers.duckdb")
    assert "正被另一个程序使用" in said(visit("overview"))


hold = bad.hold


def test_a_file_where_the_data_folder_should_be(folder):
    folder.parent.mkdir(exist_ok=True)
    folder.write_text("不是文件夹", "utf-8")
    assert "不能写入" in said(visit("overview"))


@pytest.mark.parametrize("wrong", ["不是 TOML", "不认识的键", "F99"])
def test_settings_that_are_wrong(used, wrong):
    bad.write(used / "settings.toml", bad.SETTINGS[wrong])
    assert "settings.toml" in said(visit("overview"))


@pytest.mark.parametrize(
    "error, says",
    [
        (OSError(ENOSPC, "No space left on device"), "磁盘空间不足"),
        (MemoryError(), "内存不足"),
        (bad.duckdb.Error("Corrupt database file: computed checksum"), "数据文件已损坏"),
    ],
)
def test_what_the_machine_does_during_the_first_start(folder, monkeypatch, error, says):
    def fails(*_args, **_more):
        raise error

    monkeypatch.setattr(demo, "build", fails)
    assert says in said(visit("overview"))


@pytest.mark.parametrize("step", ["choose", "as_of", "store", "foot"])
def test_our_own_mistake_is_one_sentence_wherever_it_happens(used, monkeypatch, step):
    def fails(*_args, **_more):
        raise ZeroDivisionError("division by zero in our own code")

    monkeypatch.setattr(ui, step, fails)
    (error,) = visit("overview").error
    assert error.value.startswith("本页出错")


# Addresses


@pytest.mark.parametrize(
    "given", ["2025-02-30", "abc", "1900-01-01", "2999-01-01", "0001-01-01", HOSTILE, "' OR 1=1 --"]
)
def test_a_date_of_the_address_nobody_can_mean(unspoiled, given):
    for key, label in (("as_of", "截至日期"), ("since", "上次会议")):
        (warning,) = visit("overview", **{key: given}).warning
        assert warning.value.startswith(f"网址里的{label}已改用")
        assert not re.search(r"(?<!\\)[\[<$`*]", warning.value)


def test_a_meeting_after_the_day_asked_for_is_that_day(unspoiled):
    at = visit("overview", as_of="2025-10-10", since="2026-10-10")
    assert [box.value.isoformat() for box in at.date_input] == ["2025-10-10", "2025-10-10"]


@pytest.mark.parametrize("as_of", ["2000-01-01", "2100-12-31"])
@pytest.mark.parametrize("name", PAGES)
def test_days_without_data_and_beyond_the_calendar(unspoiled, name, as_of):
    at = visit(name, as_of=as_of)
    assert not at.error and not at.warning


CODES = ("campaign", "unit", "leader", "category", "source", "plan", "state", "days", "by", "view")
CODES += ("domain", "fixmedins_code", "indicator", "entry", "kind", "staff", "person", "group")


@pytest.mark.parametrize("code", ["'; DROP TABLE filing; --" + "x" * 5000, ""])
@pytest.mark.parametrize("name", PAGES)
def test_codes_of_the_address_nobody_gave_out(unspoiled, name, code):
    at = visit(name, as_of="2025-10-10", **dict.fromkeys(CODES, code))
    assert not at.error
    assert len(open_store(unspoiled).rows("ledger/filings", LOCAL, as_of=datetime.max.date())) == 1


# Texts


def test_a_hostile_text_is_shown_as_it_is(used):
    (entry,) = open_store(used).rows("ledger/overdue_entries", LOCAL, as_of=datetime(2025, 10, 10))
    for name in ("overview", "overdue", "entry"):
        at = visit(name, as_of="2025-10-10", entry=entry["entry_no"])
        assert not at.error
        shown = [m.value for m in at.markdown]
        shown += [str(value) for table in at.table for value in table.value.to_numpy().ravel()]
        assert name == "overdue" or any("evil" in text for text in shown), shown
        for text in shown:
            assert not re.search(r"(?<!\\)(!\[|:red\[假|<script|\$5|`码|\*重)", text), text
