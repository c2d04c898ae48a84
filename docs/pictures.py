"""Take the pictures of the README from the real pages over the invented district.

python docs/pictures.py
"""

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from oversight import demo  # noqa: E402 - the project is not installed, it is run from its folder
from tests import server  # noqa: E402

PAGES = {"overview": "", "rectification_progress": None, "overdue": None, "fund_risk": None}


def main():
    """One PNG a page beside this file."""
    with tempfile.TemporaryDirectory() as folder:
        demo.build(folder)
        with server.running(folder) as address, server.browser() as chrome:
            page = chrome.new_page(viewport={"width": 1600, "height": 1000}, locale="zh-CN")
            for name, path in PAGES.items():
                page.goto(f"{address}/{name if path is None else path}")
                server.settle(page)
                page.screenshot(path=Path(__file__).with_name(f"{name}.png"))


if __name__ == "__main__":
    main()
