"""Headings that people have said the column of, remembered per kind of ledger and sender.

A mapping leaves and comes back as TOML, to be edited by hand:

    kind = "rectification"
    sender = "甲镇"
    [columns]
    "整改完成情况说明" = "是否办结"     # label or name of our column; "" for a heading not read
"""

import json
import tomllib
from datetime import datetime

from oversight import ledgers
from oversight.errors import UserError, toml_place
from oversight.headings import plain
from oversight.mapping import BARE_KEY


def recall(store, viewer, kind, sender):
    """Headings remembered: plain heading → column name, "" for none. The latest word counts."""
    found = store.cursor(viewer).execute(
        "SELECT heading, field FROM heading_word WHERE kind = $kind"
        " AND sender IS NOT DISTINCT FROM $sender ORDER BY said_at",
        {"kind": kind, "sender": sender},
    )
    columns = ledgers.kind(kind).columns
    return {heading: name for heading, name in found.fetchall() if not name or name in columns}


def remember(store, viewer, kind, sender, columns):
    """Keep what was said of headings (plain heading → column name or ""); known words are not
    written again."""
    known = recall(store, viewer, kind, sender)
    new = {heading: name for heading, name in columns.items() if known.get(heading) != name}
    if not new:
        return
    with store.write(viewer, "记住表头", ledgers.kind(kind).title, {"表头": list(new)}) as cur:
        for heading, name in new.items():
            cur.execute(
                "INSERT INTO heading_word VALUES ($1, $2, $3, $4, $5, $6)",
                [kind, sender, heading, name, viewer.name, datetime.now()],
            )


def as_toml(kind, sender, columns):
    """A mapping as TOML text; ``columns`` is plain heading → column name or ""."""
    known = ledgers.kind(kind).columns
    lines = [f"kind = {_quoted(kind)}", f"sender = {_quoted(sender or '')}", "", "[columns]"]
    lines += [
        f"{_quoted(heading)} = {_quoted(known[name].label if name else '')}"
        for heading, name in sorted(columns.items())
    ]
    return "\n".join(lines) + "\n"


def _quoted(text):
    return json.dumps(text, ensure_ascii=False)


def from_toml(data, file_name):
    """(kind, sender or None, columns) of a mapping file's ``data`` (bytes).

    Raises UserError naming what is wrong and where.
    """

    def refuse(what):
        raise UserError(f"对照文件“{file_name}”{what}，请改正。")

    try:
        given = tomllib.loads(BARE_KEY.sub(r'\1"\2"\3', data.decode("utf-8-sig")))
    except UnicodeDecodeError:
        refuse("不是 UTF-8 编码")
    except tomllib.TOMLDecodeError as error:
        refuse(f"{toml_place(error)}不合 TOML 的写法")
    for key in given:
        if key not in ("kind", "sender", "columns"):
            refuse(f"写了不认识的键“{key}”（只有 kind、sender、columns）")
    if given.get("kind") not in ledgers.kinds():
        refuse(f"的 kind 要写台账种类之一（{'、'.join(ledgers.kinds())}）")
    if not isinstance(given.get("sender", ""), str):
        refuse("的 sender 要写成引号里的文字")
    if not isinstance(given.get("columns"), dict):
        refuse("没有 [columns] 一节")
    known = ledgers.kind(given["kind"]).columns
    names = {name: name for name in known} | {c.label: n for n, c in known.items()} | {"": ""}
    columns = {}
    for heading, column in given["columns"].items():
        if not isinstance(column, str) or column not in names:
            refuse(f"的表头“{heading}”写给了台账没有的列“{column}”")
        columns[plain(heading)] = names[column]
    return given["kind"], given.get("sender") or None, columns


def used(workbook):
    """What a reading of a file took for granted and a person let stand: plain heading → column.

    Headings that are our own words need no remembering.
    """
    return {
        plain(heading.text): heading.field
        for sheet in workbook.sheets
        for heading in sheet.columns
        if heading.field and not heading.exact and not heading.tick
    }
