"""Fixtures: the shared inputs, an empty data folder, a small invented district."""

import io
import os
import re
import shutil
from functools import partial
from pathlib import Path

import duckdb
import pytest
from filelock import FileLock

ROOT = Path(__file__).parent.parent
# A file goes to whichever process is free, in this order: one of these begun late would run alone
# at the end. The browser's is first, for it waits more than it works.
LONG = (
    *("test_browser", "test_rules", "test_since", "test_demo", "test_bad_input", "test_loading"),
    *("test_knowledge_install", "test_claims_check", "test_bad_pages", "test_indicators"),
    *("test_interrupted", "test_safekeeping", "test_hostile", "test_screening", "test_loose_files"),
)


def pytest_collection_modifyitems(items):
    """The long files first."""
    places = {name: place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: places.get(item.path.stem, len(LONG)))


def figures(at):
    """Headline figures of an opened page: label → value as written."""
    card = re.compile(r'class="label"><span>(.*?)</span>.*?class="value">(.*?)</div>', re.DOTALL)
    return dict(card.findall("".join(element.proto.body for element in at.get("html"))))


def linked(at):
    """Rows of an opened page that are links: (address, texts of the cells) pairs."""
    text = "".join(element.proto.body for element in at.get("html"))
    return [
        (
            re.search(r'href="(.*?)"', row)[1],
            [re.sub("<.*?>", "", cell) for cell in re.findall("<td>(.*?)</td>", row)],
        )
        for row in re.findall("<tr>(<td>.*?)</tr>", text)
    ]


def grid(at, column):
    """The first table of an opened page that has a column of this heading."""
    return next(frame.value for frame in at.dataframe if column in frame.value)


@pytest.fixture(scope="session")
def shared():
    """The folder of inputs that nobody here wrote; the test is skipped where it is absent."""
    folder = ROOT.parent / "shared"
    if not (folder / "real").is_dir():
        pytest.skip("没有 ../shared（真实样例目录），跳过用它做的核对")
    return folder


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty data folder that OVERSIGHT_DATA names."""
    monkeypatch.setenv("OVERSIGHT_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def store(folder):
    """An open, empty store; closed afterwards."""
    from oversight.store import open_store

    opened = open_store(folder)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def once(tmp_path_factory):
    """once(name, make): the path that make(path) made, in whichever process of the run came first.

    All processes of the run share it: read it, do not write to it.
    """
    base = tmp_path_factory.getbasetemp()
    root = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def made(name, make):
        with FileLock(root / f"{name}.lock"):
            if not (root / name).exists():
                aside = tmp_path_factory.mktemp("making") / name
                make(aside)
                aside.rename(root / name)
        return root / name

    return made


@pytest.fixture(scope="session", autouse=True)
def empty_claims(once):
    """publishing.empty() is run once; after that what it made is attached, a hundredth of the time.

    Half of the tests open a store without claims, and to plan every empty mart takes a second.
    """
    from oversight import publishing

    def make(path):
        with duckdb.connect() as con:
            empty(con, "made")
            con.execute(f"ATTACH '{path}' AS kept")
            con.execute("COPY FROM DATABASE made TO kept")

    def attach(con, name):
        con.execute(f"ATTACH '{once('empty.duckdb', make)}' AS {name} (READ_ONLY)")
        con.execute(f"SET search_path = '{name}'")

    empty = publishing.empty
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(publishing, "empty", attach)
        yield


@pytest.fixture(scope="session")
def district(once, tmp_path_factory):
    """The data folder of a small invented district; read it, do not write to it.

    A copy for each process: to open the ledgers is to hold them.
    """
    from oversight import demo

    built = once("district", partial(demo.build, scale=0.2))
    return Path(shutil.copytree(built, tmp_path_factory.mktemp("copied") / "district"))


@pytest.fixture(scope="session")
def claims_tables():
    """Empty claims tables and views in memory, made once; who fills them empties them again.

    To make them takes longer than most tests of a rule (cases.clear).
    """
    from oversight import claims_schema, publishing

    with duckdb.connect() as con:
        claims_schema.create(con)
        publishing.create_views(con)
        yield con


@pytest.fixture
def own_district(district, tmp_path):
    """A copy of the invented district's folder that a test may write to."""
    return Path(shutil.copytree(district, tmp_path / "own"))


@pytest.fixture
def district_store(district):
    """The open store of the invented district; it stays open for the next test that reads it."""
    from oversight.store import open_store

    return open_store(district)


@pytest.fixture
def open_page(district_store, monkeypatch):
    """Open a page of the dashboard over the invented district, as a browser would.

    Nobody writes to it: what a page had computed for one test stands for the next.
    """
    return _opener(district_store.folder, monkeypatch, unchanged=True)


@pytest.fixture
def open_empty_page(store, monkeypatch):
    """Open a page of the dashboard over an empty store."""
    return _opener(store.folder, monkeypatch)


@pytest.fixture
def opener(monkeypatch):
    """Open a page of the dashboard over any data folder: opener(folder)(name, **url)."""
    return partial(_opener, monkeypatch=monkeypatch)


@pytest.fixture(scope="module")
def chrome():
    """A headless Chromium; the test is skipped where there is none, and fails where one must be."""
    from tests import server

    if not server.chromium():
        if os.environ.get("OVERSIGHT_REQUIRE_BROWSER"):
            pytest.fail("no Chromium on this machine, and it is required here")
        pytest.skip("这台机器没有 Chromium，跳过浏览器核对")
    pytest.importorskip("playwright")
    with server.browser() as opened:
        yield opened


@pytest.fixture
def taken(monkeypatch):
    """What 导出本页 of the pages opened after this hands out: taken[-1]() is the workbook."""
    import openpyxl
    import streamlit as st

    made = []

    def button(label, data, *_args, **_more):
        if label == "导出本页":
            made.append(lambda: openpyxl.load_workbook(io.BytesIO(data())))

    monkeypatch.setattr(st, "download_button", button)
    return made


# The folder of which a test may find figures cached.
_cached = []


def _opener(folder, monkeypatch, unchanged=False):
    import streamlit as st
    from streamlit.runtime.pages_manager import PagesManager
    from streamlit.testing.v1 import AppTest

    monkeypatch.setenv("OVERSIGHT_DATA", str(folder))
    if not unchanged or _cached != [folder]:
        st.cache_data.clear()
        st.cache_resource.clear()
    _cached[:] = [folder]
    begin = PagesManager.__init__

    def begin_with_dashboard(self, *args, **more):
        # AppTest begins every run as after a start, where a page runs without dashboard.py once
        # and begins again: a click would be lost on the way.
        begin(self, *args, **more)
        PagesManager.uses_pages_directory = False

    monkeypatch.setattr(PagesManager, "__init__", begin_with_dashboard)

    def _open(name, fails=False, **asked):
        at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120)
        if name != "overview":
            at.switch_page(f"pages/{name}.py")
        for key, value in asked.items():
            at.query_params[key] = str(value)
        at.run()
        # A page that is not in the contents would open as the front page, without a word.
        assert name == "overview" or at._finished_page_script_hash == at._page_hash, name
        assert not at.exception, at.exception
        assert fails or not at.error, [e.value for e in at.error]
        return at

    return _open
