"""Records of the installed 两库: which workbook was put in force, when and by whom; they only grow.

Record and workbook are kept under data/libraries/ by their SHA-256 and go into every backup: what
a claims file holds of the 两库 is computed from them (oversight/knowledge_versions.py).
"""

import hashlib
import json
import logging
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from oversight import knowledge_sheets, safekeeping
from oversight.errors import UserError

PLACE = "libraries"
INSTALLED, RETURNED, WITHDRAWN = "装入", "回到旧版", "撤下"
_log = logging.getLogger("oversight")


@dataclass(frozen=True)
class Record:
    """One version put in force. Without ``file_sha256`` the library was withdrawn."""

    library: str
    kind: str
    title: str
    rule: str
    batch: str
    action: str
    file_name: str | None
    file_sha256: str | None
    installed_by: str
    installed_at: datetime
    sha256: str | None = None

    def content(self):
        """The record as it is kept."""
        card = asdict(self) | {"installed_at": self.installed_at.isoformat()}
        del card["sha256"]
        return json.dumps(card, ensure_ascii=False, sort_keys=True, indent=1).encode()


def records(folder):
    """Every record of a data folder, the oldest first; one that is not whole is left out."""
    found = []
    for path in (Path(folder) / PLACE).glob("*.json"):
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() != path.stem:
            _log.error("record %s is damaged", path.name)
            continue
        card = json.loads(data)
        at = datetime.fromisoformat(card.pop("installed_at"))
        found.append(Record(**card, installed_at=at, sha256=path.stem))
    return sorted(found, key=lambda record: (record.installed_at, record.sha256))


def keep(folder, keeper, record):
    """Keep a record with ``keeper`` (safekeeping.keeping); later than all there are."""
    last = max((r.installed_at for r in records(folder)), default=record.installed_at)
    if record.installed_at <= last:
        # The clock of an office machine may be set back, or two records fall on one tick.
        record = replace(record, installed_at=last + timedelta(microseconds=1))
    return replace(record, sha256=keeper("record.json", record.content()))


# A kept file never changes: its name is its SHA-256.
@lru_cache(maxsize=40)
def _read(path, file_name, batch):
    return knowledge_sheets.read(Path(path).read_bytes(), file_name, batch)


def _workbook(folder, record):
    """Where the workbook of a record is kept; None for a withdrawn library."""
    if record.file_sha256:
        return safekeeping.kept_file(folder, record.file_sha256, record.file_name, PLACE)
    return None


def library_of(folder, record):
    """The library of a record, read from its kept workbook; None for a withdrawn one.

    Raises UserError when the workbook is gone or can no longer be read.
    """
    path = _workbook(folder, record)
    if path is None:
        return None
    if not path.is_file():
        raise UserError(
            f"{record.title}（{record.batch}）的原文件“{record.file_name}”已不在 {PLACE} 文件夹中，"
            "请重新导入该文件。"
        )
    for library in _read(path, record.file_name, record.batch):
        if library.kind.name == record.kind:
            return library
    raise UserError(
        f"“{record.file_name}”现在认不出{record.title}（{record.batch}），请重新导入该文件。"
    )


def latest(folder):
    """The newest record of every library, withdrawn ones too, by library."""
    return {record.library: record for record in records(folder)}


def problems(folder):
    """What is wrong with the kept records and workbooks, in Chinese sentences."""
    found = []
    for path in sorted((Path(folder) / PLACE).glob("[0-9a-f]*")):
        if hashlib.sha256(path.read_bytes()).hexdigest() != path.stem:
            found.append(f"{PLACE} 文件夹中的 {path.name[:12]}… 被改动过")
    for record in records(folder):
        path = _workbook(folder, record)
        if path and not path.is_file():
            found.append(
                f"{record.title}（{record.batch}）的原件（{record.file_name}）不在 {PLACE} 文件夹中"
            )
    return found
