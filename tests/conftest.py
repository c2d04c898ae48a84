"""Fixtures: the shared inputs, an empty data folder, a small invented district."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


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
