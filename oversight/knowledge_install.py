"""Putting 两库 workbooks in force: looked at, compared with what is installed, kept, published.

The claims file is published beside the running app, which switches to it by itself. An installed
version is never overwritten: to go back is to install an old version's workbook once more.
"""

import hashlib
from dataclasses import dataclass, field, replace
from datetime import datetime

from oversight import (
    knowledge_records,
    knowledge_sheets,
    knowledge_versions,
    publishing,
    safekeeping,
)
from oversight.errors import UserError
from oversight.knowledge_records import INSTALLED, PLACE, RETURNED, WITHDRAWN, Record

ACTION = "装入两库"
# Share of the progress told before the marts are built.
_BROUGHT = 0.5


@dataclass
class Checked:
    """A workbook looked at: its libraries, each with its Difference, or why it is none of ours."""

    file_name: str
    data: bytes
    libraries: list = field(default_factory=list)
    refused: str | None = None

    @property
    def sha256(self):
        """SHA-256 of the file, in hex digits."""
        return hashlib.sha256(self.data).hexdigest()


def check(folder, named, batch=None, progress=None):
    """Look at workbooks (pairs of name and bytes) without writing anything; a list of Checked.

    ``batch`` is said by the user for files that do not print theirs; ``progress(share, words)`` is
    told of the work. A file that is no 两库 workbook says why in ``refused``.
    """
    checked, owner = [], {}
    in_force = knowledge_records.latest(folder)
    for number, (name, data) in enumerate(named):
        if progress:
            progress(number / len(named), f"正在读取：{name}")
        one = Checked(name, data)
        checked.append(one)
        try:
            libraries = knowledge_sheets.read(data, name, batch)
            for library in libraries:
                other = owner.setdefault(library.name or object(), name)
                if other != name:
                    raise UserError(f"“{name}”与“{other}”都是{title(library)}，请只留一个再导入。")
        except UserError as error:
            one.refused = str(error)
            continue
        one.libraries = [
            (library, _against(folder, in_force.get(library.name), library))
            for library in libraries
        ]
    _say_shared(folder, in_force, checked)
    return checked


def _against(folder, record, library):
    """The difference to what a record put in force, if there is one and its file is still kept."""
    before = None
    if record:
        try:
            before = knowledge_records.library_of(folder, record)
        except UserError as error:
            library.faults.append(knowledge_sheets.Said(f"无法与已装入的比较：{error}"))
    return knowledge_versions.compared(before, library)


def _say_shared(folder, in_force, checked):
    """Say of a library which codes another library of the same rule bears too."""
    known = {library.name: library for one in checked for library, _ in one.libraries}
    rules = {library.kind.rule for library in known.values()}
    for name, record in in_force.items():
        if name not in known and record.file_sha256 and record.rule in rules:
            try:
                known[name] = knowledge_records.library_of(folder, record)
            except UserError:
                continue
    codes = {n: {c for p in lib.points for c, _ in p.codes} for n, lib in known.items()}
    for one in checked:
        for library, _ in one.libraries:
            for name, other in known.items():
                if name == library.name or other.kind.rule != library.kind.rule:
                    continue
                if both := codes[library.name] & codes[name]:
                    words = f"有 {len(both)} 个代码也在{title(other)}里，两个库同时有效时会重复命中"
                    library.faults.append(knowledge_sheets.Said(words))


def title(library):
    """A library as a person calls it."""
    return f"{library.kind.title}（{library.batch or '批次未写明'}）"


def changes(checked):
    """The libraries of checked files that would change something: (Checked, Library) pairs."""
    return [
        (one, library) for one in checked for library, found in one.libraries if not found.is_none
    ]


def install(folder, viewer, checked, progress=None):
    """Put in force what changes something in the checked files; the records made.

    Raises UserError, with nothing changed, for a library without a batch, and for what publishing
    refuses. ``progress(share, sentence)`` is told of the work.
    """
    wanted = changes(checked)
    for one, library in wanted:
        if not library.batch:
            raise UserError(
                f"“{one.file_name}”没有写明是第几批{library.kind.title}，"
                "请把批次写进文件名，如“第十二批_…”，或在导入时写明批次。"
            )
    files = [
        (
            one.data,
            Record(
                library.name,
                library.kind.name,
                library.kind.title,
                library.kind.rule,
                library.batch,
                INSTALLED,
                one.file_name,
                one.sha256,
                viewer.name,
                datetime.now(),
            ),
        )
        for one, library in wanted
    ]
    return _put_in_force(folder, files, progress)


def go_back(folder, viewer, library, version, progress=None):
    """Put an earlier version (from 1) of a library in force once more; its record.

    Raises UserError when there is no such version or its workbook is gone.
    """
    known = [r for r in knowledge_records.records(folder) if r.library == library]
    if not 1 <= version <= len(known) or not known[version - 1].file_sha256:
        raise UserError(f"没有可以回到的第 {version} 版，请从版本清单里重新选择。")
    knowledge_records.library_of(folder, known[version - 1])
    return _again(folder, viewer, known[version - 1], f"{RETURNED}（第 {version} 版）", progress)


def withdraw(folder, viewer, library, progress=None):
    """Take a library out of force, earlier days aside. Raises UserError when it is not in force."""
    record = knowledge_records.latest(folder).get(library)
    if record is None or not record.file_sha256:
        raise UserError("这个库没有装入，或已撤下，请从清单里重新选择。")
    gone = replace(record, file_name=None, file_sha256=None)
    return _again(folder, viewer, gone, WITHDRAWN, progress)


def _again(folder, viewer, record, action, progress):
    made = replace(record, action=action, installed_by=viewer.name, installed_at=datetime.now())
    return _put_in_force(folder, [(None, made)], progress)[0]


def _put_in_force(folder, files, progress):
    """Keep the workbooks and their records and publish: all of it, or nothing is kept."""
    if not files:
        return []
    progress = progress or (lambda share, words: None)
    publishing.ensure_writable(folder)
    with safekeeping.keeping(folder, PLACE) as keep:
        made = []
        for data, record in files:
            if data is not None:
                keep(record.file_name, data)
            made.append(knowledge_records.keep(folder, keep, record))
        progress(0.1, "正在写入知识点")
        with publishing.publish(
            folder, "library", lambda s, said: progress(_BROUGHT + (1 - _BROUGHT) * s, said)
        ) as con:
            failed = knowledge_versions.bring(con, folder)
            done = con.execute(
                "SELECT count(*) FROM kb_version"
                " WHERE record_sha256 IN (SELECT unnest($shas::VARCHAR[]))",
                {"shas": [record.sha256 for record in made]},
            ).fetchone()[0]
            if done < len(made):
                raise UserError(failed[0])
    progress(1, "装入完成")
    return made


def note_in_audit(store, viewer):
    """Write into the audit trail every installed version that is not in it yet; how many.

    A command beside the running app cannot write there: the app does, when the page is opened.
    """
    records = knowledge_records.records(store.folder)
    if not records:
        return 0
    noted = {
        row[0]
        for row in store.cursor(viewer)
        .execute("SELECT detail ->> '$.record' FROM audit WHERE action = $1", [ACTION])
        .fetchall()
    }
    missing = [record for record in records if record.sha256 not in noted]
    for record in missing:
        detail = {
            "record": record.sha256,
            "by": record.installed_by,
            "at": record.installed_at,
            "file_name": record.file_name,
            "file_sha256": record.file_sha256,
        }
        subject = f"{record.action} {record.title}（{record.batch}）"
        with store.write(viewer, ACTION, subject, detail):
            pass
    return len(missing)
