"""A running app and a browser to look at it: for browser tests, pictures and benchmarks."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
SIZES = {"office": (1440, 900), "projector": (1920, 1080)}
# Chromium asks nothing of the outside by itself with these.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium():
    """Path of the machine's own browser, or None."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "chrome"))), None)


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running(folder, script="dashboard.py"):
    """Serve a Streamlit script over a data folder; yields its address. Stopped afterwards.

    Nothing but the port is said: the rest is as config.toml has it, for a user too.
    """
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)]
    env = os.environ | {"OVERSIGHT_DATA": str(folder)}
    process = subprocess.Popen(
        command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=1)
                break
            except OSError:
                time.sleep(0.1)
        else:
            raise RuntimeError("the app did not start within a minute")
        yield address
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def browser():
    """A headless Chromium (Playwright)."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=chromium(), args=QUIET)
        yield opened
        opened.close()


def settle(page, quiet_ms=700, timeout_ms=60_000):
    """Wait until the page has content, runs nothing and has stood still for ``quiet_ms``."""
    page.wait_for_selector("[data-testid=stMainBlockContainer]", timeout=timeout_ms)
    page.wait_for_function(
        """quiet => {
            if (!window.stillSince) {
                window.stillSince = performance.now();
                new MutationObserver(() => { window.stillSince = performance.now(); })
                    .observe(document.body, {childList: true, subtree: true});
            }
            const busy = document.querySelector(
                '[data-testid=stStatusWidget], [data-testid=stSkeleton], [data-stale=true]');
            const drawn = document.querySelector(
                '[data-testid=stMainBlockContainer] [data-testid=stElementContainer]');
            return drawn && !busy && performance.now() - window.stillSince > quiet;
        }""",
        arg=quiet_ms,
        timeout=timeout_ms,
    )
