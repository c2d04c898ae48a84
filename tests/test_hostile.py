"""Whatever is dropped in: a reading or one sentence, never a traceback, never for long."""

import io
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oversight import importing, marking, workbooks
from oversight.errors import UserError
from tests.hostile_files import hostile

MANY, AT_ONCE = 240, 20


def read(name, data):
    """A reading that can be handed on whole, or the sentence why there is none."""
    try:
        book = importing.read_bytes(data, name)
    except UserError as error:
        assert str(error).endswith("。")
        return str(error)
    importing.as_json(book)
    return book


@pytest.mark.parametrize("first", range(0, MANY, AT_ONCE))
def test_mutated_files_are_read_or_refused_in_a_sentence(first):
    for seed in range(first, first + AT_ONCE):
        name, data = hostile(seed)
        found = read(name, data)
        if seed % 10 == 0 and not isinstance(found, str):
            openpyxl.load_workbook(io.BytesIO(marking.mark(data, found)))


def test_the_mutations_are_not_all_refused_nor_all_read():
    found = [isinstance(read(*hostile(seed)), str) for seed in range(60)]
    assert 10 < sum(found) < 50


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from([".csv", ".tsv", ".txt"]),
)
def test_any_bytes_as_text_are_read_or_refused(data, suffix):
    read(f"台账{suffix}", data)


CELL = st.one_of(
    st.text(max_size=12),
    st.floats(allow_nan=True),
    st.dates(),
    st.datetimes(),
    st.booleans(),
    st.timedeltas(),
    st.sampled_from(["序号", "问题描述", "责任单位", "整改时限", "合计", "同上", "=1/0"]),
)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.lists(CELL, max_size=6), max_size=10),
    st.lists(st.tuples(*[st.integers(0, 12)] * 4), max_size=3),
)
def test_any_cells_are_read_or_refused(rows, merges):
    from oversight.grids import Grid

    heads = ["序号", "问题描述", "责任单位", "整改时限", "涉及金额", "是否办结"]
    grid = Grid("台账", [heads, *rows], merges)
    try:
        book = importing.read_sheets([grid], "台账.xlsx", "")
    except UserError:
        return
    importing.as_json(book)


def bomb(size):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(size >> 20):
                part.write(b"0" * (1 << 20))
    return buffer.getvalue()


def test_a_bomb_is_refused_before_it_is_unpacked():
    data = bomb(workbooks.LARGEST_ENTRY + workbooks.MEGABYTE)
    assert len(data) < 2 * workbooks.MEGABYTE
    assert "解压后过大" in read("台账.xlsx", data)


def far_cell(where):
    book = openpyxl.Workbook()
    book.active["A1"] = "序号"
    book.active[where] = "x"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("where", ["XFD7000", "CV1048576", "XFD1048576"])
def test_a_hundred_million_cells_are_refused(where):
    assert "单元格" in read("台账.xlsx", far_cell(where))


def test_links_to_other_workbooks_and_macros_are_refused():
    def with_part(name):
        buffer = io.BytesIO(far_cell("B2"))
        with zipfile.ZipFile(buffer, "a") as archive:
            archive.writestr(name, b"<x/>")
        return buffer.getvalue()

    assert "断开链接" in read("台账.xlsx", with_part("xl/externalLinks/externalLink1.xml"))
    assert "宏" in read("台账.xlsx", with_part("xl/vbaProject.bin"))
