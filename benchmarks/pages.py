"""How fast pages are: their queries together, and the front page beside a bare Streamlit page.

    python benchmarks/pages.py FOLDER [--rounds 7] [--no-browser]

FOLDER is a data folder (`OVERSIGHT_DATA=FOLDER python -m oversight demo --scale 50`). Queries:
every page is opened once and what it asks is recorded; then all that one page asked is asked again
without any cache, ROUNDS times, and the median of the sum is printed. Browser: the front page and
the bare page in turn, in one Chromium; milliseconds until the last chart was drawn.
"""

import argparse
import os
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests import server  # noqa: E402 - the project is not installed, it is run from its folder

# Marks when a chart last changed; survives until read.
WATCH = """
window.chartDrawn = 0;
new MutationObserver(changes => {
    for (const change of changes) {
        const at = change.target.nodeType === 1 ? change.target : change.target.parentElement;
        const added = [...change.addedNodes].some(node => node.nodeType === 1 &&
            (node.matches('[data-testid=stVegaLiteChart] *') ||
             node.querySelector('[data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg')));
        if (added || (at && at.closest('[data-testid=stVegaLiteChart]')))
            window.chartDrawn = performance.now();
    }
}).observe(document, {childList: true, subtree: true, attributes: true});
"""


def recorded(store):
    """What each page asks: page name → list of (query, viewer, params)."""
    from streamlit.testing.v1 import AppTest

    from oversight.store import Store

    asked, original = {}, Store._execute
    for path in sorted((ROOT / "pages").glob("*.py")):
        calls = asked.setdefault(path.stem, [])

        def note(self, name, viewer, params, calls=calls):
            calls.append((name, viewer, params))
            return original(self, name, viewer, params)

        import streamlit as st

        st.cache_data.clear()
        Store._execute = note
        try:
            at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120)
            at.query_params.update(DEEP.get(path.stem, {}))
            at.run()
            if path.stem != "overview":
                calls.clear()
                st.cache_data.clear()
                at.switch_page(f"pages/{path.name}").run()
        finally:
            Store._execute = original
    return asked


DEEP = {}


def queries(folder, rounds):
    """Print the median of each page's queries together, in milliseconds."""
    from oversight.store import open_store

    os.environ["OVERSIGHT_DATA"] = str(folder)
    store = open_store(folder)
    print(f"{'page':28}{'queries':>8}{'median ms':>11}{'worst ms':>10}  slowest query")
    for page, calls in recorded(store).items():
        sums, slowest = [], {}
        for _ in range(rounds):
            began = time.perf_counter()
            for name, viewer, params in calls:
                one = time.perf_counter()
                store.run(name, viewer, **params)
                slowest[name] = max(slowest.get(name, 0), time.perf_counter() - one)
            sums.append((time.perf_counter() - began) * 1000)
        worst = max(slowest, key=slowest.get, default="—")
        print(
            f"{page:28}{len(calls):8}{statistics.median(sums):11.1f}{max(sums):10.1f}  {worst}"
            f" {slowest.get(worst, 0) * 1000:.1f}"
        )
    store.close()


def drawn(page):
    """Milliseconds on the page's clock when the last chart was drawn."""
    server.settle(page)
    return page.evaluate("window.chartDrawn")


def visit(chrome, address, wait):
    """Cold load, warm load and filter change of one page: milliseconds each."""
    context = chrome.new_context(viewport={"width": 1920, "height": 1080}, locale="zh-CN")
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(address)
    cold = drawn(page)
    page.goto(address)
    warm = drawn(page)
    box = page.locator("[data-testid=stSelectbox]").first
    box.locator("input").click()
    page.wait_for_timeout(300)
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(100)
    began = page.evaluate("window.chartDrawn = 0, performance.now()")
    page.keyboard.press("Enter")
    changed = drawn(page) - began
    context.close()
    return cold, warm, changed


def browser(folder, rounds):
    """Print front page ÷ bare page: cold (new server, empty browser), warm load, filter change."""
    times = {"bare": [], "front": []}
    with server.browser() as chrome:
        for _ in range(rounds):
            for name, script in (("bare", "benchmarks/bare_page.py"), ("front", "dashboard.py")):
                with server.running(folder, script) as address:
                    times[name].append(visit(chrome, address, None))
    print(f"\n{'':12}{'bare ms':>10}{'front ms':>10}{'ratio':>8}   (medians of {rounds})")
    for place, what in enumerate(("cold", "warm load", "filter")):
        bare, front = (
            statistics.median(run[place] for run in times[name]) for name in ("bare", "front")
        )
        print(f"{what:12}{bare:10.0f}{front:10.0f}{front / bare:8.2f}")


def main():
    """Run what the command line asks for."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--no-browser", action="store_true")
    options.add_argument("--no-queries", action="store_true")
    args = options.parse_args()
    if not args.no_queries:
        queries(args.folder, args.rounds)
    if not args.no_browser:
        browser(args.folder, args.rounds)


if __name__ == "__main__":
    main()
