"""Checked 两库 workbooks as tables a page shows: what they are, what they change, what to know."""

import pandas as pd

from oversight import knowledge_install, knowledge_report

NEW, CHANGED, GONE = "新增", "变更", "不再列出"


def _frame(rows, labels):
    return pd.DataFrame(rows, columns=list(labels)), labels


def summary(checked):
    """One row per library, or per file that is none of ours: a frame and its labels."""
    labels = {
        "title": "类别",
        "batch": "批次",
        "rule_code": "规则编号",
        "points": "知识点数",
        "codes": "代码数",
        "new": NEW,
        "changed": CHANGED,
        "unchanged": "未变",
        "gone": GONE,
        "unread": "待核对",
        "left_out": "未收",
        "source_file": "文件",
    }
    rows = []
    for one in checked:
        if one.refused:
            rows.append({"source_file": one.file_name, "title": "没有认出"})
        for library, found in one.libraries:
            rows.append(
                {
                    "source_file": one.file_name,
                    "title": library.kind.title,
                    "batch": library.batch or "未写明",
                    "rule_code": library.kind.rule,
                    "points": len(library.points),
                    "codes": library.codes,
                    "new": len(found.new),
                    "changed": len(found.changed),
                    "unchanged": len(found.unchanged),
                    "gone": len(found.gone),
                    "unread": sum(bool(point.unread) for point in library.points),
                    "left_out": len(library.left_out),
                }
            )
    frame, labels = _frame(rows, labels)
    numbers = list(labels)[3:-1]
    return frame.astype(dict.fromkeys(numbers, "Int64")), labels


def differences(checked, kind):
    """The points that are new, changed (a row a field) or gone, as ``kind`` says; with labels."""
    labels = {"library": "库", "point_name": "知识点"}
    if kind == CHANGED:
        labels |= {"field": "改了什么", "before": "原来", "after": "现在", "told": "变化"}
    elif kind == NEW:
        labels |= {"code_count": "代码数", "limit_text": "限定内容", "basis": "逻辑依据"}
    rows = []
    for one in checked:
        for library, found in one.libraries:
            title = knowledge_install.title(library)
            if kind == CHANGED:
                rows += [
                    {
                        "library": title,
                        "point_name": name,
                        **change,
                        "told": knowledge_report.told(change),
                    }
                    for name, fields in found.changed.items()
                    for change in knowledge_report.fields(fields)
                ]
                continue
            if kind == GONE:
                rows += [{"library": title, "point_name": name} for name in found.gone]
                continue
            new = set(found.new)
            rows += [
                {
                    "library": title,
                    "point_name": point.name,
                    "limit_text": point.limit,
                    "basis": point.basis,
                    "code_count": len(point.codes),
                }
                for point in library.points
                if point.name in new
            ]
    return _frame(rows, labels)


def remarks(checked):
    """What a person should know of the files: faults first, then rows left out; with labels."""
    labels = {"kind": "性质", "source_file": "文件", "place": "位置", "words": "说明"}
    rows = []
    for word, part in (("注意", "faults"), ("未收", "left_out")):
        for one in checked:
            rows += [
                {
                    "kind": word,
                    "source_file": one.file_name,
                    "place": said.place,
                    "words": said.words,
                }
                for library, _ in one.libraries
                for said in getattr(library, part)
            ]
    return _frame(rows, labels)
