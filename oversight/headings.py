"""Where a sheet's table begins and what its columns are: header lines found by score.

A heading is compared with the labels and synonyms of a ledger kind's columns, first as it stands,
then by its ending (整改责任领导 ends in 责任领导). A header has one to three lines.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import chain, pairwise

from rapidfuzz.distance import OSA

from oversight.values import as_text, compact, parse_status, scale

DEEPEST_START, MOST_LINES = 60, 3
# What the importer itself makes of other columns; a file has no column of its own for these.
_DERIVED = {"unit", "due_text", "long_term", "immediate", "status_text"}
_NUMBERED = "问题编号"  # stands for the running number where there is none
_BRACKETS = re.compile(r"[(\[【][^()\[\]【】]*[)\]】]")
_COUNTED = re.compile(r"\([个项条件家起例宗笔处次人户]\)")
_STATE = re.compile(r".*(办结|完成|销号|整改到位|整改中|推进中|正在整改)")
_AND = "及和与、/等"
# What a heading may add to a word without meaning anything else, by the type of its column.
_FILLERS = {
    "text": ("说明", "内容", "情况", "描述", "概述", "详情", "信息", "明细", "摘要"),
    "names": ("名称", "姓名"),
}


@dataclass(frozen=True)
class Heading:
    """One column of a table: its place from 0, its text, and the ledger column it fills.

    ``scale`` is 元 per unit named in the heading; ``tick`` is the state that a tick in this
    column means; ``exact`` is False where the user should confirm the match.
    """

    place: int
    text: str
    field: str | None = None
    scale: Decimal | None = None
    tick: str | None = None
    exact: bool = True


@dataclass(frozen=True)
class Header:
    """The header lines of a table, ``first`` to ``last`` from 0, and its columns.

    ``order`` is low when the required columns bear the kind's preferred words.
    """

    first: int
    last: int
    headings: tuple
    score: float
    order: int

    @cached_property
    def fields(self):
        """Ledger columns that the table has."""
        return {heading.field for heading in self.headings} - {None}


class Vocabulary:
    """The words by which the columns of one ledger kind are known.

    ``learned`` are headings a person has said the column of: plain() heading → column name, or ""
    for a heading that is none of ours. They go before everything else.
    """

    def __init__(self, kind, learned=None):
        self.columns, self.learned = kind.columns, learned or {}
        self.required = {name for name, column in kind.columns.items() if column.required}
        self._words, self._short = {}, {}
        for name, column in kind.columns.items():
            if name not in _DERIVED:
                for order, word in enumerate((*column.synonyms, column.label)):
                    self._words.setdefault(plain(word), (name, order))
        self._ends = {word[-1] for word in self._words}

    def knows(self, text):
        """True when the text is, as it stands, the heading of some column, or of none."""
        return plain(text) in self._words or plain(text) in self.learned

    def names_required(self, cell):
        """True when the cell is a heading of a column the kind cannot do without."""
        text = as_text(cell)
        found = text and self._match_short(text)
        return bool(found) and found[2] in self.required

    def match_short(self, text):
        """True when a text is short enough for a heading, and is one."""
        return self._match_short(text) is not None

    def _match_short(self, text):
        if len(text) > 20:
            return None
        if text not in self._short:  # names and states come again on every row
            self._short[text] = self.match(text)
        return self._short[text]

    def match(self, text):
        """(quality, order, column name) of a heading, the lower the better, or None.

        Quality 0 is a word as it stands, 1 a part of the heading, 2 a word with one slip of the
        pen: what is not 0 a person should confirm.
        """
        said = plain(text)
        if said in self.learned:
            name = self.learned[said]
            return (0, -1, name) if name in self.columns else None
        size = len(said)
        filled = self._without_filler(said)
        if not said or not (filled or said[-1] in self._ends or any(c in _AND for c in said)):
            return None
        # As it stands; by the longest ending; without its last word, where that adds nothing; by
        # the longest beginning that goes on with 及, 和 …
        tries = chain(
            [(0, said)],
            ((1, said[start:]) for start in range(1, size - 2)),
            ((1, word) for word in filled),
            ((1, said[:end]) for end in range(size - 1, 3, -1) if said[end] in _AND),
        )
        quality, found = next(
            ((quality, self._words[word]) for quality, word in tries if word in self._words),
            (2, self._misspelt(said)),
        )
        if not found or (
            _COUNTED.search(compact(text)) and self.columns[found[0]].type not in ("count", "money")
        ):
            return None
        return quality, found[1], found[0]

    def _without_filler(self, said):
        """The word that a heading begins with, in a list, where what follows adds nothing to it."""
        words = ((said[:-2], name) for name, fillers in _FILLERS.items() if said.endswith(fillers))
        return [
            word
            for word, kind in words
            if word in self._words and self.columns[self._words[word][0]].type == kind
        ]

    def _misspelt(self, said):
        """The column whose word this is with one character wrong, or two of them swapped."""
        if len(said) < 5:
            return None
        near = (w for w in self._words if len(w) == len(said) and OSA.distance(w, said) == 1)
        # A figure's name differs from what it counts in its last character.
        return next((self._words[word] for word in near if word[-1] == said[-1]), None)


def plain(text):
    """A heading without blanks, brackets, stars and colons."""
    words = compact(text)
    return (_BRACKETS.sub("", words) or words).strip("*:：.、_-")


def _spans(grid, row, last):
    """Texts of one header line by place, each spread over the columns its cell covers."""
    cells = grid.rows[row] if row < len(grid.rows) else []
    spread = {place: text for place, cell in enumerate(cells) if (text := as_text(cell))}
    for top, left, _, right in grid.merges_of(row):
        if text := _cell_text(grid, top, left):
            spread.update(dict.fromkeys(range(left, right + 1), text))
    if not grid.merges and row < last:  # a text file: an empty cell continues the group on its left
        group = None
        for place in range(len(cells)):
            group = spread.get(place, group)
            below = _cell_text(grid, row + 1, place)
            if place not in spread and group and below:
                spread[place] = group
    return spread


def _cell_text(grid, row, place):
    cells = grid.rows[row] if row < len(grid.rows) else []
    return as_text(cells[place]) if place < len(cells) else None


def _continues(above, below, words):
    """True when the texts ``below`` can be the header line under the one of texts ``above``."""
    for place, text in below.items():
        upper = above.get(place)
        alone = upper is not None and upper not in (above.get(place - 1), above.get(place + 1))
        if alone and text != upper and not words.knows(text) and not _is_unit(text):
            return False
    return True


def _is_unit(text):
    return scale(text) is not None and len(text) < 8


def _build(grid, first, last, words):
    """The header made of the given lines, its columns assigned and scored; None when it is none."""
    lines = [_spans(grid, row, last) for row in range(first, last + 1)]
    if not all(_continues(above, below, words) for above, below in pairwise(lines)):
        return None
    columns = {}
    for place in sorted(set().union(*lines)):
        parts = [line[place] for line in lines if place in line]
        columns[place] = list(dict.fromkeys(parts))
    return _assign(first, last, columns, words)


def _best_match(parts, words):
    """The best match of one column: by its lowest line or by its lines joined; a list of 0 or 1."""
    leaf, upper = parts[-1], "".join(parts[:-1])
    if plain(leaf) in words.learned:
        upper = ""
    tries = [leaf, leaf + upper, upper + leaf] if upper else [leaf]
    return sorted(match for match in map(words.match, tries) if match)[:1]


def _assign(first, last, columns, words, chosen=False):
    ranked = sorted(
        (match, place) for place, parts in columns.items() for match in _best_match(parts, words)
    )
    fields, exact, taken = {}, {}, set()
    for (quality, _, name), place in ranked:
        if name not in taken or words.columns[name].type == "names":
            fields[place], exact[place] = name, quality == 0
            taken.add(name)
    texts = {place: "".join(parts) for place, parts in columns.items()}
    for (_, _, name), place in ranked:
        # Beside 整改时限, a column 完成时间 says when it was really done.
        free = plain(texts[place]) not in words.learned
        spare = free and name == "due_on" and place not in fields and "closed_on" not in taken
        if spare and plain(texts[place]).endswith(("时间", "日期")):
            fields[place], exact[place] = "closed_on", False
            taken.add("closed_on")
    for place, text in texts.items():
        if plain(text) in words.learned:
            continue
        if "seq" not in taken and plain(text) == _NUMBERED:
            fields[place], exact[place] = "seq", True
    ticks = _ticks(columns, fields, words)
    headings = tuple(
        Heading(
            place,
            text,
            "status" if place in ticks else fields.get(place),
            next(filter(None, map(scale, reversed(columns[place]))), None),
            ticks.get(place),
            exact.get(place, True),
        )
        for place, text in texts.items()
    )
    score = sum(1 if exact[place] else 0.5 for place in fields) + bool(ticks)
    order = sum(order for (_, order, name), place in ranked if name in words.required)
    header = Header(first, last, headings, score, order)
    known = len(header.fields)
    enough = known >= 3 or known == 2 and len(headings) <= 4
    return header if chosen or enough and words.required <= header.fields else None


def _ticks(columns, fields, words):
    """Columns named for a state, to be ticked: at least two, beside no other column of states."""
    found = {
        place: parts[-1]
        for place, parts in columns.items()
        if not words.knows(parts[-1])
        and _STATE.fullmatch(plain(parts[-1]))
        and parse_status(plain(parts[-1])).status
    }
    others = {place for place, name in fields.items() if name == "status"} - set(found)
    return found if len(found) > 1 and not others else {}


def header_at(grid, first, words):
    """The best header whose first line is row ``first`` (from 0), or None."""
    # Merged downwards, or with a line of units （万元） below: one heading in two lines.
    merges = grid.merges_of(first)
    lowest = max((bottom for top, _, bottom, _ in merges if top == first), default=first)
    below = [text for text in map(as_text, (grid.rows[first + 1 : first + 2] or [[]])[0]) if text]
    if below and all(map(_is_unit, below)):
        lowest = max(lowest, first + 1)
    best = None
    for last in range(first, min(first + MOST_LINES, len(grid.rows))):
        header = _build(grid, first, last, words)
        if header and (best is None or header.score > best.score or last <= lowest):
            best = header
    if best is None or best.first == best.last:
        return best
    # A title above the header would pass for its first line; it adds nothing.
    texts = {text for cell in grid.rows[first] if (text := as_text(cell))}
    rest = _build(grid, first + 1, best.last, words)
    adds = rest is None or best.score > rest.score or sum(map(words.knows, texts)) > 1
    return best if adds or _is_group(grid, first) else None


def _is_group(grid, row):
    """True for a line of group headings: several short cells, at least one over two columns."""
    cells = {place: text for place, cell in enumerate(grid.rows[row]) if (text := as_text(cell))}
    short = all(len(text) <= 15 and not re.search("[:：]|\\d{4}", text) for text in cells.values())
    return (
        len(cells) > 1
        and short
        and any(top == row and right > left for top, left, _, right in grid.merges_of(row))
    )


def header_of(grid, first, last, words):
    """The header of the lines a person chose, ``first`` to ``last`` from 0; None outside."""
    if not 0 <= first <= last < len(grid.rows):
        return None
    columns = {}
    for line in (_spans(grid, row, last) for row in range(first, last + 1)):
        for place, text in line.items():
            columns.setdefault(place, []).append(text)
    parts = {place: list(dict.fromkeys(columns[place])) for place in sorted(columns)}
    return _assign(first, last, parts, words, chosen=True) if parts else None


def find_header(grid, words):
    """The first header of a sheet, or None when it holds no table of this kind."""
    for row in range(min(len(grid.rows), DEEPEST_START)):
        if header := header_at(grid, row, words):
            return header
    return None
