"""Drafts: what was dropped in and typed is there again after the window was closed."""

import pytest

from oversight import drafts
from oversight.errors import UserError


def test_a_draft_is_there_again_with_its_files_and_words(tmp_path):
    draft = drafts.begin(tmp_path, "check", {"甲镇.csv": "序号".encode("gbk"), "乙.xlsx": b"PK"})
    draft.state["cells"] = {"3:2": "改过的字"}
    drafts.save(tmp_path, draft)

    again = drafts.load(tmp_path, draft.token)

    assert again == draft
    assert again.files == ("甲镇.csv", "乙.xlsx")
    assert drafts.content(tmp_path, again) == "序号".encode("gbk")
    assert drafts.content(tmp_path, again, 1) == b"PK"


def test_drafts_are_listed_by_page_newest_first(tmp_path):
    first = drafts.begin(tmp_path, "check", {"一.csv": b"1"})
    drafts.begin(tmp_path, "plan", {"方案.txt": b"2"})
    later = drafts.begin(tmp_path, "check", {"三.csv": b"3"})
    first.begun_at = first.begun_at.replace(year=2020)
    drafts.save(tmp_path, first)

    assert [d.token for d in drafts.listed(tmp_path, "check")] == [later.token, first.token]
    drafts.remove(tmp_path, later)
    assert [d.token for d in drafts.listed(tmp_path, "check")] == [first.token]


@pytest.mark.parametrize("token", ["", None, "../ledgers", "0123456789zz", "0" * 12])
def test_no_token_leads_elsewhere(tmp_path, token):
    with pytest.raises(UserError):
        drafts.load(tmp_path, token)


def test_a_damaged_draft_is_said_and_not_listed(tmp_path):
    draft = drafts.begin(tmp_path, "check", {"一.csv": b"1"})
    (tmp_path / "drafts" / draft.token / "draft.json").write_text("{")
    with pytest.raises(UserError, match="已损坏"):
        drafts.load(tmp_path, draft.token)
    assert drafts.listed(tmp_path, "check") == []


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "drafts").write_text("a file where the folder should be")
    with pytest.raises(UserError, match="暂存没有写成"):
        drafts.begin(tmp_path, "check", {"一.csv": b"1"})
