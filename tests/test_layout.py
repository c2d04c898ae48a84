"""The layout is a promise: these tests keep it."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import LONG

ROOT = Path(__file__).parent.parent
PAGES = sorted((ROOT / "pages").glob("*.py"))
MODULES = sorted((ROOT / "oversight").glob("*.py"))
# The frame around pages, what all pages use, and what one page uses (ui_<page>.py).
WITH_STREAMLIT = {m.stem for m in MODULES if re.fullmatch("frame|ui(_.*)?", m.stem)}


def imports(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module.split(".")[0]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_page_is_thin(page):
    source = page.read_text("utf-8")
    tree = ast.parse(source)
    assert ast.get_docstring(tree), "say which question the page answers"
    assert set(imports(tree)) <= {"streamlit", "oversight"}
    assert not any(isinstance(node, (ast.FunctionDef, ast.ClassDef)) for node in ast.walk(tree))
    assert len(source.splitlines()) <= 60
    assert "SELECT" not in source


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_page_has_its_test_and_its_place(page):
    assert (ROOT / "tests" / "pages" / f"test_{page.stem}.py").exists()
    assert f"pages/{page.name}" in (ROOT / "dashboard.py").read_text("utf-8")


@pytest.mark.parametrize("kind, ending", [("rules", "toml"), ("indicators", "toml")])
def test_every_file_has_its_proof(kind, ending):
    files = {path.stem for path in (ROOT / "queries" / kind).glob("*.sql")}
    proofs = {path.stem for path in (ROOT / "tests" / kind).glob(f"*.{ending}")}
    assert files == proofs
    assert files


def test_library_does_not_need_streamlit():
    names = [m.stem for m in MODULES if m.stem not in WITH_STREAMLIT | {"__init__", "__main__"}]
    code = (
        "import importlib, sys\n"
        f"for name in {names!r}:\n"
        "    importlib.import_module('oversight.' + name)\n"
        "    assert 'streamlit' not in sys.modules, name\n"
    )
    out = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert out.returncode == 0, out.stderr[-500:]


def test_the_long_test_files_that_begin_first_are_there():
    assert [name for name in LONG if not (ROOT / "tests" / f"{name}.py").exists()] == []


def test_only_two_levels_of_folders():
    ours = (
        "pages",
        "queries",
        "ledgers",
        "knowledge",
        "forms",
        "oversight",
        "sample_data",
        "tests",
        "benchmarks",
    )
    deep = [
        path.relative_to(ROOT)
        for name in ours
        for path in (ROOT / name).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
        if len(path.relative_to(ROOT).parts) > 3
    ]
    assert deep == []


def test_code_is_clean():
    for words in (["check"], ["format", "--check"]):
        command = [sys.executable, "-m", "ruff", *words, "."]
        out = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        assert out.returncode == 0, out.stdout[-2000:]


@pytest.mark.parametrize("module", MODULES, ids=lambda p: p.stem)
def test_modules_are_named_by_what_they_do_and_stay_short(module):
    assert module.stem not in {"utils", "helpers", "common", "misc"}
    assert len(module.read_text("utf-8").splitlines()) <= 400


@pytest.mark.parametrize("module", MODULES, ids=lambda p: p.stem)
def test_public_functions_say_what_they_do(module):
    tree = ast.parse(module.read_text("utf-8"))
    assert ast.get_docstring(tree)
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{module.name}: {node.name}"


def test_no_query_asks_the_clock():
    for path in (ROOT / "queries").rglob("*.sql"):
        text = path.read_text("utf-8").lower()
        assert not re.search(r"\b(current_date|current_timestamp|now\(\)|today\(\))", text), path


def test_nothing_names_a_machine():
    files = [ROOT / "dashboard.py", ROOT / "README.md", ROOT / "README.zh-CN.md", *MODULES, *PAGES]
    for path in files:
        assert not re.search(r"/(work|opt|root|home)/", path.read_text("utf-8")), path
