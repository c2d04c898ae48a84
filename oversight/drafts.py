"""Work in progress on files that were dropped in: kept on disk, so that a closed window loses none.

A draft is a folder data/drafts/<token>/ with the files as they came and what was typed about them.
It is no part of the store: checking a file writes nothing there. It stays until its owner removes
it, or until what it led to is filed.
"""

import hashlib
import json
import os
import re
import secrets
import shutil
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from oversight.errors import UserError

_TOKEN = re.compile(r"[0-9a-f]{12}")


@dataclass
class Draft:
    """One piece of work: ``task`` says which page's, ``files`` are names in the order they came.

    ``state`` is what was typed or chosen: plain JSON data of the page's own.
    """

    token: str
    task: str
    files: tuple
    begun_at: datetime
    state: dict = field(default_factory=dict)


def _place(folder, token):
    if not _TOKEN.fullmatch(token or ""):
        raise UserError("网址里的暂存编号不对，请从“暂存的文件”里重新打开，或重新上传。")
    return Path(folder) / "drafts" / token


def _write(path, content):
    # A kill in the middle leaves the old content whole.
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    try:
        with fresh.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise UserError("暂存没有写成，请检查磁盘空间和数据文件夹的权限后再试。") from error


def begin(folder, task, files):
    """Keep ``files`` (name → bytes) and begin a piece of work on them; the Draft.

    Raises UserError when nothing can be written.
    """
    token = secrets.token_hex(6)
    place = _place(folder, token)
    try:
        place.mkdir(parents=True)
    except OSError as error:
        raise UserError("暂存没有写成，请检查磁盘空间和数据文件夹的权限后再试。") from error
    for number, content in enumerate(files.values()):
        _write(place / f"file-{number}", content)
    draft = Draft(token, task, tuple(files), datetime.now().replace(microsecond=0))
    save(folder, draft)
    return draft


def add(folder, draft, files):
    """Keep more ``files`` (name → bytes) with a draft, after those it has."""
    place = _place(folder, draft.token)
    for number, content in enumerate(files.values(), start=len(draft.files)):
        _write(place / f"file-{number}", content)
    draft.files = (*draft.files, *files)
    save(folder, draft)


def save(folder, draft):
    """Keep what was typed: the draft's ``state`` as it is now."""
    card = {
        "task": draft.task,
        "files": list(draft.files),
        "begun_at": draft.begun_at.isoformat(),
        "state": draft.state,
    }
    content = json.dumps(card, ensure_ascii=False, indent=1).encode()
    _write(_place(folder, draft.token) / "draft.json", content)


def load(folder, token):
    """The draft of a token. Raises UserError when there is none, or it cannot be read."""
    path = _place(folder, token) / "draft.json"
    try:
        card = json.loads(path.read_text("utf-8"))
        begun_at = datetime.fromisoformat(card["begun_at"])
        return Draft(token, card["task"], tuple(card["files"]), begun_at, card["state"])
    except FileNotFoundError as error:
        raise UserError("这份暂存已经删除或已入账，请重新上传文件。") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UserError("这份暂存已损坏，读不出来，请重新上传文件。") from error


def content(folder, draft, number=0):
    """The bytes of the draft's file ``number`` (from 0). Raises UserError when they are gone."""
    try:
        return (_place(folder, draft.token) / f"file-{number}").read_bytes()
    except OSError as error:
        raise UserError("暂存的原文件读不出来，请重新上传。") from error


def sha256(folder, draft, number=0):
    """SHA-256 of the draft's file ``number``, in hex digits."""
    return hashlib.sha256(content(folder, draft, number)).hexdigest()


def listed(folder, task):
    """The drafts of a page, newest first; what cannot be read is left out."""
    found = []
    for path in (Path(folder) / "drafts").glob("*/draft.json"):
        try:
            draft = load(folder, path.parent.name)
        except UserError:
            continue
        if draft.task == task:
            found.append(draft)
    return sorted(found, key=lambda draft: draft.begun_at, reverse=True)


def remove(folder, draft):
    """Throw a draft away, files and all."""
    shutil.rmtree(_place(folder, draft.token), ignore_errors=True)
