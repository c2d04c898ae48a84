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
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import streamlit as st
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

# The project is not installed, it is run from its folder.
from oversight import catalog, indicators, ui  # noqa: E402
from oversight.store import Store, open_store  # noqa: E402
from oversight.viewer import LOCAL  # noqa: E402
from tests import server  # noqa: E402

# Marks when a chart last changed; survives until read.
WATCH = """
window.chartDrawn = 0;
new MutationObserver(changes => {
    for (const change of changes) {
        const at = change.target.nodeType === 1 ? change.target : change.target.parentElement;
        const chart = '[data-testid=stVegaLiteChart]';
        const added = [...change.addedNodes].some(node => node.nodeType === 1 &&
            (node.matches(`${chart} *`) ||
             node.querySelector(`${chart} canvas, ${chart} svg`)));
        if (added || (at && at.closest(chart)))
            window.chartDrawn = performance.now();
    }
}).observe(document, {childList: true, subtree: true, attributes: true});
"""


# What a page is opened with: where it shows nothing without, or has several views.
OPENED = {
    "entry": [{"entry": "ZG-2025-0001"}],
    "fund_risk": [{"domain": view} for view in ("fund", "drive", "leads")],
    "indicator": [{"indicator": code} for code in ("F01", "Q03")],
    "person": [{"kind": kind} for kind in ("physician", "pharmacist", "caregiver", "insured")],
}


@contextmanager
def noted(calls):
    """Note what is asked of the store and of the indicators in ``calls``: (name, call) pairs."""
    execute, compute, computing = Store._execute, indicators.compute, []

    def note_query(self, cur, name, viewer, params):
        if not computing:
            calls.append((name, partial(self.run, name, viewer, **params)))
        return execute(self, cur, name, viewer, params)

    def note_indicators(*args, **kwargs):
        computing.append(True)
        found = compute(*args, **kwargs)
        computing.pop()
        calls.append((f"{len(found)} indicators", partial(compute, *args, **kwargs)))
        return found

    Store._execute, indicators.compute = note_query, note_indicators
    try:
        yield
    finally:
        Store._execute, indicators.compute = execute, compute


def recorded():
    """What each page asks, opened by itself: page and parameters → list of (name, call)."""
    asked = {}
    # What a page asks ahead, after it is drawn, is not what it waits for.
    ui.foresee = lambda: None
    for path in sorted((ROOT / "pages").glob("*.py")):
        for params in OPENED.get(path.stem, [{}]):
            at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120)
            if path.stem != "overview":
                at.run()
                at.switch_page(f"pages/{path.name}")
            at.query_params.update(params)
            st.cache_data.clear()
            with noted(asked.setdefault(" ".join([path.stem, *params.values()]), [])):
                at.run()
            assert not at.exception and not at.error, path.stem
    return asked


def seven_mart_queries():
    """The baseline: a bare page's queries; the design measured 23 ms for them."""
    con = open_store().cursor(LOCAL)
    marts = list(catalog.load("marts").values())[:7]

    def call(mart):
        sql = f"SELECT hash(m) % 10 AS part, count(*) AS n FROM {mart.stem} AS m GROUP BY part"
        return con.execute(f"{sql} ORDER BY part").df()

    return [(mart.stem, partial(call, mart)) for mart in marts]


def queries(folder, rounds):
    """Print the median of each page's queries together, in milliseconds.

    ``cpu`` is the processor time: what they take on a machine that does nothing else.
    """
    os.environ["OVERSIGHT_DATA"] = str(folder)
    pages = {"seven mart queries": seven_mart_queries()} | recorded()
    sums, cpu, each = ({page: [] for page in pages} for _ in range(3))
    # Round by round, so that a slow minute of the machine is every page's.
    for _ in range(rounds):
        for page, calls in pages.items():
            began, used, taken = time.perf_counter(), time.process_time(), []
            for _name, call in calls:
                one = time.perf_counter()
                call()
                taken.append((time.perf_counter() - one) * 1000)
            each[page].append(taken)
            sums[page].append((time.perf_counter() - began) * 1000)
            cpu[page].append((time.process_time() - used) * 1000)
    print(f"{'page':24}{'calls':>6}{'median':>8}{'worst':>8}{'cpu':>8}  slowest (median)")
    for page, calls in pages.items():
        medians = map(statistics.median, zip(*each[page], strict=True))
        slowest, name = max(zip(medians, (name for name, _ in calls), strict=True))
        print(
            f"{page:24}{len(calls):6}{statistics.median(sums[page]):8.1f}{max(sums[page]):8.1f}"
            f"{statistics.median(cpu[page]):8.1f}  {name} {slowest:.1f}"
        )
    open_store().close()
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")


def drawn(page):
    """Milliseconds on the page's clock when the last chart was drawn."""
    server.settle(page)
    return page.evaluate("window.chartDrawn")


def visit(chrome, address):
    """Cold load, two warm loads and filter change of one page: milliseconds each.

    At the second load the browser still compiles what it keeps; from the third on it does not.
    """
    context = chrome.new_context(viewport={"width": 1920, "height": 1080}, locale="zh-CN")
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(address)
    cold = drawn(page)
    page.goto(address)
    warm = drawn(page)
    page.goto(address)
    again = drawn(page)
    box = page.locator("[data-testid=stSelectbox]").first
    box.locator("input").click()
    page.wait_for_timeout(300)
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(100)
    began = page.evaluate("window.chartDrawn = 0, performance.now()")
    page.keyboard.press("Enter")
    changed = drawn(page) - began
    context.close()
    return cold, warm, again, changed


def browser(folder, rounds):
    """Print front page ÷ bare page: cold (new server, empty browser), warm load, filter change."""
    times = {"bare": [], "front": []}
    with server.browser() as chrome:
        for _ in range(rounds):
            for name, script in (("bare", "benchmarks/bare_page.py"), ("front", "dashboard.py")):
                with server.running(folder, script) as address:
                    times[name].append(visit(chrome, address))
    print(f"\n{'':12}{'bare ms':>10}{'front ms':>10}{'ratio':>8}   (medians of {rounds})")
    for place, what in enumerate(("cold", "warm load", "once more", "filter")):
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
