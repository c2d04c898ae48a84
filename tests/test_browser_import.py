"""A GBK file from a street office to the figure on 整改进展 and back, in a real Chromium."""

import re

import pytest

from tests import server
from tests.pages.test_check_file import LEDGER

pytestmark = pytest.mark.browser

ROW_HEIGHT = 35


def total(page, address):
    """How many problems on 整改进展 as the page shows it."""
    page.goto(f"{address}/rectification_progress")
    server.settle(page)
    words = page.inner_text("[data-testid=stMainBlockContainer]")
    return int(re.search(r"发现 ([\d,]+) 个", words)[1].replace(",", ""))


def settled(page):
    server.settle(page, 1500)


def correct(page, text):
    """Write into 整改时限 of the first row, once the grid listens to the keyboard."""
    done = page.get_by_text("共 2 处")
    for _ in range(3):
        canvas = page.locator("[data-testid=stDataFrame] canvas").first.bounding_box()
        page.mouse.click(canvas["x"] + 20, canvas["y"] + 1.5 * ROW_HEIGHT)
        # From 行 to 整改时限: 问题, 序号, 问题表述, 责任领导, 责任单位 lie between.
        for _ in range(6):
            page.keyboard.press("ArrowRight", delay=30)
        page.keyboard.press("Enter")
        page.wait_for_timeout(500)
        page.keyboard.press("Control+A")
        page.keyboard.type(text)
        # Nobody types and confirms within a frame; the editor would keep the old text.
        page.wait_for_timeout(500)
        page.keyboard.press("Enter")
        settled(page)
        if done.is_visible():
            return
        page.keyboard.press("Escape")
    raise AssertionError("the cell could not be written")


@pytest.fixture
def tab(chrome, own_district):
    with server.running(own_district) as address:
        context = chrome.new_context(viewport={"width": 1920, "height": 1080}, locale="zh-CN")
        yield context.new_page(), address
        context.close()


def test_a_gbk_file_is_corrected_filed_seen_and_withdrawn(tab, tmp_path):
    page, address = tab
    file = tmp_path / "清渡镇台账.csv"
    file.write_bytes(LEDGER.encode("gb18030"))
    before = total(page, address)

    page.goto(f"{address}/check_file")
    server.settle(page)
    page.set_input_files("input[type=file]", str(file))
    page.get_by_text("共 3 处").wait_for()
    page.get_by_text("改正", exact=True).click()
    settled(page)
    correct(page, "2025年2月28日")
    assert page.get_by_text("已改 1 格").is_visible()

    page.get_by_text("下一步：导入台账").click()
    page.get_by_text("新增 3 条，变更 0 条").wait_for()
    settled(page)
    page.get_by_text("确认入账").click()
    page.get_by_text("已入账").wait_for()
    filing = page.url
    assert total(page, address) == before + 3

    page.goto(filing)
    server.settle(page)
    page.get_by_text("撤回这一批").click()
    page.get_by_text("确定撤回").click()
    page.get_by_text("已撤回，台账恢复").wait_for()
    assert total(page, address) == before
