"""What is told of 两库 workbooks that were looked at: sentences for people, data for programs."""

import json
from pathlib import Path

from oversight import knowledge_install
from oversight.errors import UserError

_NAMED, _MOST = 5, 20
_WORKBOOKS = (".xlsx", ".xls", ".ods")


def workbooks(paths):
    """(name, bytes) of the files and of the workbooks in folders; and the names given one by one.

    Raises UserError for a path that does not exist, and where there is no workbook at all.
    """
    files, given = [], set()
    for path in map(Path, paths):
        if path.is_dir():
            found = sorted(p for p in path.iterdir() if p.suffix.lower() in _WORKBOOKS)
            files += [p for p in found if not p.name.startswith((".", "~$"))]
        elif not path.exists():
            raise UserError(f"没有找到 {path}，请核对路径后再导入。")
        else:
            files.append(path)
            given.add(path.name)
    if not files:
        raise UserError("没有可以导入的工作簿，请给出两库的 xlsx 文件。")
    return [(path.name, path.read_bytes()) for path in files], given


def sentences(one):
    """What a person should know of a checked file, line by line."""
    if one.refused:
        return [one.refused]
    lines = []
    for library, found in one.libraries:
        lines.append(
            f"{one.file_name}：{knowledge_install.title(library)}，规则 {library.kind.rule}，"
            f"知识点 {len(library.points)} 个，代码 {library.codes} 个"
        )
        lines.append(
            f"  与已装入的相比：新增 {len(found.new)} 个，变更 {len(found.changed)} 个，"
            f"未变 {len(found.unchanged)} 个，不再列出 {len(found.gone)} 个"
        )
        lines += [f"  变更：{sentence}" for sentence in _told(found)]
        if library.kind.note:
            lines.append(f"  口径：{library.kind.note}")
        lines += _first("注意", library.faults)
        lines += _first("未收", library.left_out)
    return lines


def _first(word, said):
    """The first of what is said, and how much there is in all."""
    lines = [f"  {word}：{one.sentence()}" for one in said[:_MOST]]
    return lines + ([f"  {word}：等共 {len(said)} 处，全部见 --json"] if said[_MOST:] else [])


def _told(found):
    """The first changes, field by field, and how many more there are."""
    names = list(found.changed)
    for name in names[:_NAMED]:
        yield f"“{name}”{'；'.join(map(told, fields(found.changed[name])))}"
    if len(names) > _NAMED:
        yield f"等共 {len(names)} 个知识点"
    if found.gone:
        names = "、".join(f"“{name}”" for name in found.gone[:_NAMED])
        yield f"不再列出{names}" + (f"等 {len(found.gone)} 个" if found.gone[_NAMED:] else "")


def fields(changes):
    """What changed in one point, a dict a field (field, before, after): of codes what differs."""
    for label, (before, after) in changes.items():
        if isinstance(after, list):
            before, after = (
                "、".join(code for code in codes if code not in others)
                for codes, others in ((before, set(after)), (after, set(before)))
            )
        yield {"field": label, "before": before, "after": after}


def told(change):
    """One change of fields() as a sentence."""
    label, before, after = change.values()
    if label == "代码":
        parts = [f"{word} {codes}" for word, codes in (("增加", after), ("减少", before)) if codes]
        return f"{label}{'，'.join(parts) or '次数不同'}"
    return f"{label}由“{before or '空'}”改为“{after or '空'}”"


def as_data(one):
    """A checked file as plain JSON data."""
    return {
        "file": one.file_name,
        "sha256": one.sha256,
        "refused": one.refused,
        "libraries": [
            {
                "library": library.name,
                "kind": library.kind.name,
                "title": library.kind.title,
                "batch": library.batch,
                "rule": library.kind.rule,
                "table": library.kind.table,
                "points": len(library.points),
                "codes": library.codes,
                "code_rows": library.code_rows,
                "unread": sum(bool(point.unread) for point in library.points),
                "new": list(found.new),
                "changed": found.changed,
                "unchanged": len(found.unchanged),
                "gone": list(found.gone),
                "faults": [said.sentence() for said in library.faults],
                "left_out": [said.sentence() for said in library.left_out],
            }
            for library, found in one.libraries
        ],
    }


def as_json(checked, made):
    """Checked files, and how many libraries were put in force, as JSON text."""
    data = {"files": [as_data(one) for one in checked], "installed": len(made)}
    return json.dumps(data, ensure_ascii=False, indent=1)
