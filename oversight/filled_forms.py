"""A sheet that is a form to fill in (申请表, 登记表, 检查单), not a list: its labels and values.

Told from a list by its shape: labels stand in several columns, none comes twice, and the merged
cells of its rows follow no common pattern.
"""

import re
from dataclasses import dataclass

from oversight.table_headers import LEAST_SCORE, Sheet, as_text_any, find_header, shape
from oversight.values import compact

MOST_ROWS = 80
_LIST_SCORE = 3.7
_CJK = re.compile(r"[\u4e00-\u9fff]")
_USUAL = re.compile(
    r"姓名|性别|年龄|出生|民族|职务|电话|身份证|证件号码|地址|住址|单位名称|机构名称|法定代表人|意见|"
    r"签字|签名|签章|盖章|编号|日期|时间|经办|联系人|负责人|事由|类别|依据|结果|情况"
)
_ALONE = re.compile(r"^.{0,4}(意见|结论|签字|签名|签章|盖章|内容|事由)$")
_SIGNED = re.compile(r"^年月日(时分)?$|(签字|签名|签章|盖章|公章)[:：]?")
_INLINE = re.compile(r"([^\s:：]{2,14})[:：]\s*([^:：]*?)(?=\s{2,}[^\s:：]{2,14}[:：]|$)")


@dataclass(frozen=True)
class Form:
    """A form: its title, and its (row from 1, label, value) in reading order; "" not filled in."""

    title: str | None
    pairs: tuple


def _blocks(sheet, row):
    """What stands side by side in a row: (place, text or ""), neighbouring blanks as one."""
    covers = {}
    for left, _, right in sheet.tops.get(row, ()):
        covers.update(dict.fromkeys(range(left + 1, right + 1), left))
    cells, found = sheet.rows[row], []
    for place in range(max(cells) + 1):
        if place in covers:
            continue
        text = as_text_any(cells[place]) if place in cells else ""
        if text or not found or found[-1][1]:
            found.append((place, text))
    wider = [left for left, _, _ in sheet.tops.get(row, ()) if left > max(cells)]
    return found + [(left, "") for left in sorted(wider)]


def _is_label(text):
    words = compact(text)
    if words.endswith((":", "：")):
        return 2 <= len(words) <= 16
    short = 2 <= len(words) <= 12 and _CJK.search(words)
    return bool(short and shape(text) == "词" and not re.search(r"\d", words))


def _pairs(sheet, row):
    blocks, found, number = _blocks(sheet, row), [], 0
    while number < len(blocks):
        place, text = blocks[number]
        inline = list(_INLINE.finditer(text)) if len(text) <= 60 else []
        if inline and any(match[2] for match in inline):
            found += [(place, match[1], match[2].strip()) for match in inline]
        elif text and _is_label(text):
            value = blocks[number + 1][1] if number + 1 < len(blocks) else ""
            labelled = compact(value).endswith((":", "："))
            last = number + 1 == len(blocks)
            if not last or compact(text).endswith((":", "：")) or _ALONE.search(compact(text)):
                found.append((place, compact(text).rstrip(":："), "" if labelled else value))
                number += not labelled
        number += 1
    return found


def form_of(grid):
    """The Form on a grid, or None where it holds a list, or nothing."""
    sheet = Sheet(grid)
    filled = [row for row, cells in enumerate(sheet.rows) if cells]
    if not 3 <= len(filled) <= MOST_ROWS:
        return None
    by_row = {row: _pairs(sheet, row) for row in filled}
    pairs = [(row, *pair) for row in filled for pair in by_row[row]]
    if len(pairs) < 4:
        return None
    labels = [label for _, _, label, _ in pairs]
    patterns = {
        tuple(sorted((left, right) for left, _, right in sheet.tops.get(row, ()) if right > left))
        for row in filled
    } - {()}
    merged = sum(any(r > left for left, _, r in sheet.tops.get(row, ())) for row in filled)
    texts = [text for row in filled for _, text in _blocks(sheet, row) if text]
    colons = sum(_ends_in_colon(text) for text in texts)
    several = [row for row in filled if len(by_row[row]) > 1]
    distinct = len(set(labels)) >= 0.9 * len(labels)
    points = 2 * (len(patterns) >= 3 and merged * 2 >= len(filled))
    points += 2 * (colons >= 3 and colons * 2 >= len(labels))
    points += distinct and (len(several) >= 2 or colons * 2 >= len(labels))
    places = {place for _, place, label, _ in pairs if _USUAL.search(label)}
    usual = sum(bool(_USUAL.search(label)) for label in labels)
    points += usual >= 3 and len(places) > 1
    points += any(_SIGNED.search(compact(text)) for text in texts)
    header = find_header(sheet)
    against = header is not None and header.score >= max(LEAST_SCORE, _LIST_SCORE)
    if points < (5 if against else 3) or not distinct:
        return None
    first = sheet.rows[filled[0]]
    title = as_text_any(next(iter(first.values()))) if len(first) == 1 else None
    return Form(title, tuple((row + 1, label, value) for row, _, label, value in pairs))


def _ends_in_colon(text):
    words = compact(text)
    return bool(re.match(r"[^:：]{2,14}[:：]", words)) and len(words) <= 60
