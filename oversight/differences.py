"""What a filing would change, as tables for a page: new, changed field by field, gone, alike."""

import pandas as pd

from oversight import matching
from oversight.tables import is_missing

_AT_MOST = 2000
_LONGEST = 200
# What was written, and the column that it was read as.
_READ_AS = {"due_text": "due_on", "status_text": "status"}


def _words(value):
    """A value of a record as people read it; — for nothing."""
    if value is None or value == [] or (not isinstance(value, (list, str)) and is_missing(value)):
        return "—"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (list, tuple)):
        return "、".join(value)
    text = str(value)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def records(of_kind, given, names=("description", "units", "leaders", "due_on", "status")):
    """One line per record: its row, then the named columns under the kind's labels."""
    labels = {name: of_kind.columns[name].label for name in names}
    lines = [
        {"行": record.get("row")} | {labels[name]: _words(record.get(name)) for name in names}
        for record in given[:_AT_MOST]
    ]
    return pd.DataFrame(lines, columns=["行", *labels.values()])


def new(of_kind, found):
    """The records that would become entries."""
    frame = records(of_kind, found.new)
    again = [record.get("recurs_of") or "" for record in found.new[:_AT_MOST]]
    return frame.assign(复发自=again) if any(again) else frame


def changed(of_kind, found):
    """One line per changed field: entry, problem, column, before, after."""
    lines = []
    for number, change in found.changed[:_AT_MOST]:
        for name, (before, after) in change.items():
            if change.get(_READ_AS.get(name), (None, None))[1] is not None:
                # What was written says nothing more where what it was read as changed too.
                continue
            lines.append(
                {
                    "编号": number,
                    of_kind.noun: _words(found.entries[number]["description"])[:60],
                    "列": of_kind.columns[name].label if name in of_kind.columns else name,
                    "原来": _words(before),
                    "改为": _words(after),
                }
            )
    return pd.DataFrame(lines, columns=["编号", of_kind.noun, "列", "原来", "改为"])


def gone(of_kind, found):
    """Open entries of the sender that the file no longer lists; they stay open."""
    names = ("description", "units", "leaders", "due_on", "status")
    labels = {name: of_kind.columns[name].label for name in names}
    lines = [
        {"编号": number} | {labels[n]: _words(found.entries[number][n]) for n in names}
        for number in found.gone[:_AT_MOST]
    ]
    return pd.DataFrame(lines, columns=["编号", *labels.values()])


def alike(found, decided):
    """Pairs to be confirmed: (mark, record, entry_no, entry, score), ``decided`` ones left out.

    ``decided``: mark of a record → entry number, or "" where a person said that it is new.
    """
    return [
        (matching.mark(record), record, number, found.entries[number], score)
        for index, (number, score) in matching.similar(found).items()
        if matching.mark(record := found.new[index]) not in decided
    ]


def numbered(given, decided):
    """Records with the entry numbers that a person confirmed."""
    chosen = {mark: number for mark, number in decided.items() if number}
    if not chosen:
        return given
    return [
        record | {"entry_no": chosen[mark]} if (mark := matching.mark(record)) in chosen else record
        for record in given
    ]


def said(found):
    """One sentence: how much would change."""
    parts = [
        f"新增 {len(found.new)} 条",
        f"变更 {len(found.changed)} 条",
        f"未变 {len(found.unchanged)} 条",
    ]
    if found.gone:
        parts.append(f"文件中不再列出 {len(found.gone)} 条（台账里仍保留）")
    if found.repeated:
        parts.append(f"重复的 {len(found.repeated)} 条不计")
    return "，".join(parts) + "。"
