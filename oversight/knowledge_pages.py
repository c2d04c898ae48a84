"""The sheets of an official 两库 workbook: where the header is, what is listed, which kind it is.

The header stands on whatever row; kind and batch are said by the title above it, by a column, by
the file's name or by what the rows say. A total, a remark and a repeated header are no rows.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from oversight import knowledge
from oversight.errors import UserError
from oversight.mending import TOTALS
from oversight.values import as_text, compact

DEEPEST_HEADER = 20
_FEWEST_ROLES = 3
_TOLD = {"limit", "logic", "basis", "max_cnt", "period_days", "cnt_unit", "max_days"}
_TOLD |= {"max_span_days", "min_gap_days"}
_PAIR = {"main_item_name", "main_item_code", "sub_item_name", "sub_item_code"}
_REMARK = re.compile(r"(备注|说明|注|注释|填表说明)\d*[:：]")


@dataclass(frozen=True)
class Said:
    """Something a person should know of one place of a workbook; ``row`` counts from 1."""

    words: str
    sheet: str | None = None
    row: int | None = None

    @property
    def place(self):
        """The sheet and the row, as a person says it; empty for the whole file."""
        return (self.sheet or "") + (f" 第 {self.row} 行" if self.row else "")

    def sentence(self):
        """The place and the words."""
        return f"{self.place}：{self.words}" if self.place else self.words


@dataclass
class Page:
    """One sheet: ``places`` maps roles to columns, ``rows`` are (row number, cells by role)."""

    name: str
    title: str
    subject: str | None
    places: dict
    headed: dict
    others: dict
    rows: list
    first: int
    left_out: list = field(default_factory=list)

    def cell(self, raw, role):
        """The text of a row under a role's heading, or None."""
        return as_text(raw.get(self.places.get(role)))

    @property
    def is_pair(self):
        """True for a page that lists two items a row, each with its code."""
        return {"main_item_code", "sub_item_code"} <= self.places.keys()

    @property
    def is_codes(self):
        """True for a page of codes: it names points but tells nothing of them."""
        told = self.places.keys() & (_TOLD | _PAIR)
        return "code" in self.places and not told


# Pages


def page_of(grid):
    """A sheet as a page, or None where there is no header of ours in its first rows."""
    for row, cells in enumerate(grid.rows[:DEEPEST_HEADER]):
        places, others, headed, subject = {}, {}, {}, None
        for place, cell in enumerate(cells):
            heading = as_text(cell)
            role, listed = knowledge.headings().role(heading) if heading else (None, None)
            if role and role not in places:
                places[role], headed[role] = place, " ".join(heading.split())
                subject = subject or listed
            elif heading:
                others[place] = " ".join(heading.split())
        named = places.keys() & {"name", "point_no", "main_item_name", "main_item_code"}
        if len(places) >= _FEWEST_ROLES and named:
            above = [as_text(cell) or "" for line in grid.rows[:row] for cell in line]
            title = "\n".join([grid.name or "", *filter(None, above)])
            subject = subject or ("项目" if places.keys() & _PAIR else None)
            page = Page(grid.name, title, subject, places, headed, others, [], row + 1)
            _fill(page, grid)
            return page
    return None


def _fill(page, grid):
    """The rows below the header into the page; totals, remarks and empty rows are left out."""
    down = {}
    for top, left, bottom, right in grid.merges:
        if left == right and top >= page.first:
            cells = grid.rows[top] if top < len(grid.rows) else []
            value = cells[left] if left < len(cells) else ""
            for row in range(top + 1, bottom + 1) if as_text(value) is not None else ():
                down.setdefault(row, {})[left] = value
    for number, cells in enumerate(grid.rows[page.first :], page.first):
        raw = {place: cell for place, cell in enumerate(cells) if as_text(cell) is not None}
        if not raw:
            continue
        words = compact(as_text(raw[min(raw)]))
        reason = None
        if words.strip(":：") in TOTALS:
            reason = "合计行"
        elif len(raw) == 1 and _REMARK.match(words):
            reason = "说明文字"
        elif sum(as_text(raw.get(p)) == as_text(h) for p, h in _header(page, grid)) > 2:
            reason = "重复的表头"
        if reason:
            page.left_out.append(Said(reason, page.name, number + 1))
            continue
        page.rows.append((number + 1, down.get(number, {}) | raw))


def _header(page, grid):
    header = grid.rows[page.first - 1]
    return [(place, header[place]) for place in page.places.values()]


# Which kind, which batch


def kind_in(words, subject=None):
    """The kind whose name stands in a text, the longest name first; None for none."""
    text = re.sub("[“”\"'‘’《》]", "", compact(words))
    named = {
        compact(name): kind
        for kind in knowledge.kinds().values()
        for name in (kind.title, *kind.words)
        if subject in (None, kind.subject)
    }
    for name in sorted(named, key=len, reverse=True):
        if name in text:
            return named[name]
    return None


def _kinds_by(page, attribute, texts, batch):
    """Kinds of the page's subject with one of their words in one of the texts."""
    found = [
        kind
        for kind in knowledge.kinds().values()
        if page.subject in (None, kind.subject)
        and any(compact(word) in text for word in getattr(kind, attribute) for text in texts)
    ]
    exact = [k for k in found if any(compact(w) in texts for w in getattr(k, attribute))]
    number = knowledge.batch_number(batch)
    published = [k for k in found if k.batch and knowledge.batch_number(k.batch) == number]
    for fewer in (published, exact):
        if len(found) > 1 and fewer:
            found = [kind for kind in found if kind in fewer] or found
    return found


def kind_of(page, file_name, batch):
    """The kind of a page of points: by its title, its 限定类型, the file's name, its logic."""
    name = Path(file_name).stem
    if kind := kind_in(page.title, page.subject) or kind_in(page.title):
        return kind
    types = {compact(page.cell(raw, "limit_type") or "") for _, raw in page.rows[:50]} - {""}
    logic = {compact(page.cell(raw, "logic") or "") for _, raw in page.rows[:50]} - {""}
    tries = [
        _kinds_by(page, "limit_words", types, batch) if types else [],
        [kind for kind in [kind_in(name, page.subject)] if kind],
        _kinds_by(page, "limit_words", {compact(name)}, batch),
        _kinds_by(page, "logic", logic, batch) if logic else [],
        [
            kind
            for kind in knowledge.kinds().values()
            if kind.headings
            and page.subject == kind.subject
            and set(kind.headings) == set(page.places) & {"max_cnt", "period_days"}
        ],
        [k for k in knowledge.kinds().values() if k.table == "kb_pair" and page.is_pair],
    ]
    for found in tries:
        if len(found) == 1:
            return found[0]
    several = next((found for found in tries if found), [])
    if several:
        titles = "、".join(f"“{kind.title}”" for kind in several)
        raise UserError(f"“{file_name}”可能是{titles}，分不清，请把规则名称写进文件名后再导入。")
    raise UserError(
        f"“{file_name}”的“{page.name}”没有认出是哪一类两库规则，"
        "请核对表名和表头；新的类别由维护人员在 knowledge 文件夹增加定义。"
    )


def batch_of(page, kind, file_name, said=None):
    """(batch as printed, as said by the user or by the kind; a sentence where it is not printed).

    Where sheet and file name disagree, the sheet is right.
    """
    printed = [knowledge.batch_in(text) for text in (page.title, Path(file_name).stem)]
    in_title, in_name = printed
    if in_title and in_name:
        if knowledge.batch_number(in_title) != knowledge.batch_number(in_name):
            return in_title, f"表里写的是{in_title}，文件名写的是{in_name}，按表里的认定"
        # 第一批 on the sheet and 第一批-1 in the name: the fuller one.
        return max(printed, key=len), None
    if in_title or in_name:
        return in_title or in_name, None
    if said:
        return said, None
    if kind.batch:
        return kind.batch, f"文件里没有写批次，按规则名称认定为{kind.batch}"
    return None, "文件里没有写批次，这类规则有好几批，请写明是第几批再装入"
