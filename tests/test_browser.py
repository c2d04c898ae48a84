"""The main paths in a real Chromium: no exception, no foreign request, no English, one figure."""

import http.client
import io
import re
import shutil

import openpyxl
import pytest

from oversight.store import open_store
from oversight.viewer import LOCAL
from tests import server

pytestmark = pytest.mark.browser
PAGES = ["", "rectification_progress", "overdue", "task_division", "fund_risk", "institution"]
PAGES += [
    "plan_tasks",
    "roster_check",
    "check_file",
    "import_file",
    "table_check",
    "data_dictionary",
    "rule_library",
    "entry?entry=ZG-2025-0001",
    "indicator?indicator=F01",
    "person",
    "person?kind=insured",
    "network",
    "trace_codes",
    "dialysis",
    "procurement",
    "care_insurance",
    "pharmacies",
    "out_of_area",
]
# Latin words that are names, codes or units, not English left over: table and file names, codes of
# rules and entries, product words of the command line.
ALLOWED = re.compile(
    r"^([A-Z]{1,3}-?\d[\w-]*|[a-z]+(_[a-z0-9]+)+(\.[a-z]+)?|death|report|warn|Excel|xlsx|csv|CSV"
    r"|python -m oversight.*|[a-z_]+:\S+|P\d0|z|[0-9a-f]{8,64}|ZG.*|\S+\.(csv|xlsx|sql))$"
)


@pytest.fixture(scope="module")
def address(district, tmp_path_factory):
    # A copy: in this process the district may be open.
    folder = tmp_path_factory.mktemp("served") / "data"
    with server.running(shutil.copytree(district, folder)) as url:
        yield url


@pytest.fixture
def tab(chrome, address):
    """A fresh tab that notes requests to other hosts."""
    context = chrome.new_context(
        viewport={"width": 1920, "height": 1080}, locale="zh-CN", accept_downloads=True
    )
    page = context.new_page()
    page.foreign = []
    host = address.split("//")[1]
    page.on(
        "request",
        lambda r: (
            None
            if r.url.startswith(("data:", "blob:")) or f"//{host}/" in r.url
            else page.foreign.append(r.url)
        ),
    )
    yield page
    context.close()


def visible_words(page):
    """Texts a reader sees, one per text node, and titles of what can be pointed at."""
    return page.evaluate(
        """() => {
            const out = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            while (walk.nextNode()) {
                const at = walk.currentNode.parentElement;
                // An icon is a word in the font's eyes only.
                const unread = 'script, style, code, [data-testid=stIconMaterial]';
                if (!at || at.closest(unread)) continue;
                const box = at.getBoundingClientRect(), style = getComputedStyle(at);
                if (box.width < 2 || box.height < 2 || style.visibility === 'hidden') continue;
                out.push(walk.currentNode.nodeValue.trim());
            }
            document.querySelectorAll('[title], [placeholder]').forEach(el =>
                out.push(el.getAttribute('title') || '', el.getAttribute('placeholder') || ''));
            return out.filter(Boolean);
        }"""
    )


@pytest.mark.parametrize("name", PAGES)
def test_page_opens_in_chinese_without_a_foreign_request(tab, address, name):
    for width, height in server.SIZES.values():
        tab.set_viewport_size({"width": width, "height": height})
        if tab.url == "about:blank":
            tab.goto(f"{address}/{name}")
        else:
            tab.evaluate("window.stillSince = performance.now()")
        server.settle(tab)
        faults = tab.locator("[data-testid=stException], [data-testid=stAlertContentError]")
        assert faults.count() == 0
        assert tab.locator("h1").count() == 1
        assert tab.foreign == []
        english = [
            word
            for word in visible_words(tab)
            if re.search(r"[A-Za-z]{2,}", word)
            and not re.search(r"[\u4e00-\u9fff]", word)
            and not ALLOWED.match(word)
        ]
        assert english == []
        assert tab.evaluate("document.documentElement.lang") == "zh-CN"
        assert re.search(r"[\u4e00-\u9fff]", tab.title())


# Python runs this in every process of the server before anything else.
LISTENING = """
import socket
connect, look_up = socket.socket.connect, socket.getaddrinfo
def noted(place):
    with open({path!r}, "a") as file:
        file.write(repr(place) + chr(10))
def connecting(self, address):
    if self.family != socket.AF_UNIX:
        noted(address[0])
    return connect(self, address)
def looking_up(host, *args, **kwargs):
    noted(host)
    return look_up(host, *args, **kwargs)
socket.socket.connect, socket.getaddrinfo = connecting, looking_up
noted("127.0.0.1")
"""


def test_the_server_asks_nothing_of_the_outside(chrome, district, tmp_path, monkeypatch):
    heard = tmp_path / "heard.txt"
    (tmp_path / "sitecustomize.py").write_text(LISTENING.format(path=str(heard)), "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    shutil.copytree(district, tmp_path / "data")
    with server.running(tmp_path / "data") as address:
        page = chrome.new_page(locale="zh-CN")
        page.goto(f"{address}/fund_risk")
        server.settle(page)
        page.close()
        elsewhere = {"Origin": "http://elsewhere.example", "Connection": "Upgrade"}
        elsewhere |= {"Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
        elsewhere |= {"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="}
        refused = http.client.HTTPConnection(address.removeprefix("http://"), timeout=20)
        refused.request("GET", "/_stcore/stream", headers=elsewhere)
        assert refused.getresponse().status == 403
        refused.close()
    asked = {line.strip("'") for line in heard.read_text("utf-8").splitlines()}
    assert "127.0.0.1" in asked
    assert asked <= {"127.0.0.1", "localhost", "::1", "None"}


def test_the_front_page_fits_the_projector(tab, address):
    tab.goto(address)
    server.settle(tab)
    height = tab.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    assert height <= 1080


def figure(page, label):
    return page.locator(".figure").filter(has=page.get_by_text(label, exact=True))


def test_one_overdue_count_on_page_in_query_and_in_export(tab, address, district, tmp_path):
    # The app holds the file: a copy of it is asked.
    shutil.copy(district / "ledgers.duckdb", tmp_path)
    store = open_store(tmp_path)
    as_of = store.rows("data/demo_fact", LOCAL)[0]["as_of"]
    asked = store.rows("ledger/headline", LOCAL, as_of=as_of)[0]["overdue_items"]
    store.close()
    tab.goto(address)
    server.settle(tab)
    assert figure(tab, "超期").locator(".value").inner_text().strip() == str(asked)
    figure(tab, "超期").get_by_text("明细").click()
    tab.wait_for_url("**/overdue*")
    server.settle(tab)
    # By its own heading: before that is drawn, the words stand in the page around it.
    heading = tab.locator("h3", has_text="超期事项")
    block = tab.locator("[data-testid=stVerticalBlock]", has=heading).last
    with tab.expect_download() as download:
        block.get_by_text("导出 Excel").first.click()
    book = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))
    assert book.active.max_row - 3 == asked


def test_filters_live_in_the_url_as_codes(tab, address):
    tab.goto(f"{address}/overdue")
    server.settle(tab)
    box = tab.locator("[data-testid=stSelectbox]", has_text="责任领导").locator("input")
    box.click()
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Enter")
    server.settle(tab)
    assert re.search(r"leader=[0-9a-f]{8}\b", tab.url)
    assert "%" not in tab.url.split("?")[1]
    narrowed = tab.locator("[data-testid=stMarkdown]").nth(1).inner_text()
    tab.goto(tab.url)
    server.settle(tab)
    assert tab.locator("[data-testid=stMarkdown]").nth(1).inner_text() == narrowed


def test_the_contents_keep_what_was_chosen_and_back_is_where_one_was(tab, address):
    tab.goto(f"{address}/overdue?as_of=2025-10-31")
    server.settle(tab)
    tab.locator(".contents").get_by_text("整改进展").click()
    tab.wait_for_url("**/rectification_progress?as_of=2025-10-31")
    server.settle(tab)
    assert "2025年10月31日" in tab.locator("[data-testid=stMarkdown]").nth(1).inner_text()
    tab.go_back()
    tab.wait_for_url("**/overdue?as_of=2025-10-31")
    tab.get_by_text("谁名下还有超期事项？").wait_for()


def test_a_figure_says_its_definition_and_opens_its_rows_without_a_new_start(tab, address):
    tab.goto(f"{address}/?as_of=2025-10-31")
    server.settle(tab)
    card = figure(tab, "已办结")
    assert not card.locator("p").is_visible()
    card.locator("summary").click()
    assert card.locator("p").inner_text().startswith("口径：已办结（件）")
    tab.locator("h1").click()
    assert not card.locator("p").is_visible()
    tab.evaluate("window.started = 'once'")
    card.get_by_text("明细").click()
    tab.wait_for_url(re.compile(r"/rectification_progress\?as_of=2025-10-31&state=[0-9a-f]{8}$"))
    tab.get_by_text("整改进行得怎样？").wait_for()
    server.settle(tab)
    assert tab.evaluate("window.started") == "once"
    assert "2025年10月31日" in tab.locator("[data-testid=stMarkdown]").nth(1).inner_text()


def test_the_contents_are_never_in_english(chrome, district, tmp_path):
    # Of a new start the first page may be any: Streamlit would list the files of pages/ itself.
    shutil.copytree(district, tmp_path / "data")
    with server.running(tmp_path / "data") as address:
        page = chrome.new_page(locale="zh-CN")
        page.add_init_script(
            """window.listed = new Set();
            new MutationObserver(() => {
                const nav = document.querySelector('.contents, [data-testid=stSidebarNav]');
                if (nav) window.listed.add(nav.innerText);
            }).observe(document, {childList: true, subtree: true, characterData: true});"""
        )
        page.goto(f"{address}/overdue")
        server.settle(page)
        listed = page.evaluate("[...window.listed].join()")
        page.close()
    assert "超期督办" in listed and not re.search("[A-Za-z]", listed)


def test_a_light_opens_its_formula(tab, address):
    tab.goto(f"{address}/fund_risk")
    server.settle(tab)
    tab.get_by_text("F01 统筹基金可支付月数").click()
    tab.wait_for_url("**/indicator*")
    server.settle(tab)
    assert "期末累计结余" in tab.locator("[data-testid=stTable]").first.inner_text()


def test_seven_days_ask_for_seven_days_after_thirty_were_looked_at(tab, address):
    tab.goto(f"{address}/overdue?days=30")
    server.settle(tab)
    tab.get_by_text("首页总览").click()
    tab.wait_for_timeout(500)
    server.settle(tab)
    figure(tab, "7 日内到期").get_by_text("明细").click()
    tab.wait_for_url("**/overdue*")
    server.settle(tab)
    chosen = tab.get_by_role("radio", checked=True).inner_text()
    assert chosen.strip() == "7 日内"


def test_the_first_start_builds_the_district_with_progress(chrome, tmp_path):
    with server.running(tmp_path / "data") as address:
        page = chrome.new_page(viewport={"width": 1920, "height": 1080}, locale="zh-CN")
        page.goto(address)
        page.wait_for_selector("[data-testid=stProgress]", timeout=60_000)
        assert "第一次启动" in page.locator("h3").inner_text()
        page.get_by_text("本周要看什么？").wait_for(timeout=180_000)
        server.settle(page)
        assert page.locator(".figure").count() == 6
        assert figure(page, "问题总数").locator(".value").inner_text().strip() == "320"
        page.close()
    assert list((tmp_path / "data").glob("claims-*.duckdb"))
