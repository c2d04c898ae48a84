"""A docx → text: paragraphs and tables in order, with the numbers of automatic lists."""

import io

from docx import Document
from docx.oxml.ns import qn

_SKIPPED = {qn("w:del"), qn("w:rPr"), qn("w:pPr"), qn("w:instrText")} | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
}
_CHINESE = "〇一二三四五六七八九"
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def text_of(data):
    """The text of a docx's body."""
    document = Document(io.BytesIO(data))
    lists = _Lists(document)
    lines = []
    for block in _blocks(document.element.body):
        if block.tag == qn("w:p"):
            lines.append(lists.number(block) + _words(block))
        else:
            lines += _table(block, lists)
    return "\n".join(lines)


def _blocks(parent):
    """Paragraphs and tables under an element, through content controls."""
    for child in parent:
        if child.tag in (qn("w:p"), qn("w:tbl")):
            yield child
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml")):
            yield from _blocks(child)


def _words(element):
    """The text in a paragraph, without what was deleted in review."""
    parts = []
    for child in element:
        if child.tag in _SKIPPED:
            continue
        if child.tag == qn("w:t"):
            parts.append(child.text or "")
        elif child.tag == qn("w:tab"):
            parts.append("\u3000")
        elif child.tag in (qn("w:br"), qn("w:cr")):
            parts.append("\n")
        else:
            parts.append(_words(child))
    return "".join(parts)


def _table(table, lists):
    """Lines of a table, | between cells; a cell merged downwards stands in each of its rows."""
    rows, above = [], {}
    for line in table.iter(qn("w:tr")):
        cells, place = [], 0
        for cell in line.iterchildren(qn("w:tc")):
            span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
            merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            width = int(span.get(qn("w:val"), 1)) if span is not None else 1
            pieces = [lists.number(p) + _words(p) for p in _blocks(cell) if p.tag == qn("w:p")]
            text = " ".join(" ".join(piece.split()) for piece in pieces if piece.strip())
            if merge is not None and merge.get(qn("w:val")) != "restart":
                text = above.get(place, "")
            above[place] = text
            cells.append((text, pieces))
            cells += [("", [])] * (min(width, 64) - 1)
            place += width
        rows.append(cells)
    if all(len(cells) == 1 for cells in rows):
        # A frame around the text, not a table.
        return [piece for cells in rows for _, pieces in cells for piece in pieces]
    return ["| " + " | ".join(text.replace("|", "/") for text, _ in cells) + " |" for cells in rows]


class _Lists:
    """Counts the automatic numbers of a document's lists."""

    def __init__(self, document):
        self.levels, self.counts = {}, {}
        self.styles = self._of_styles(document.styles.element)
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        kinds = {
            kind.get(qn("w:abstractNumId")): {
                level.get(qn("w:ilvl")): level for level in kind.iterchildren(qn("w:lvl"))
            }
            for kind in root.iterchildren(qn("w:abstractNum"))
        }
        for one in root.iterchildren(qn("w:num")):
            named = one.find(qn("w:abstractNumId"))
            levels = kinds.get(named.get(qn("w:val")), {}) if named is not None else {}
            starts = {
                over.get(qn("w:ilvl")): over.find(qn("w:startOverride"))
                for over in one.iterchildren(qn("w:lvlOverride"))
            }
            # Lists of one definition go on counting together, unless a list starts anew.
            shared = one.get(qn("w:numId")) if any(s is not None for s in starts.values()) else None
            key = shared or f"a{named.get(qn('w:val')) if named is not None else ''}"
            self.levels[one.get(qn("w:numId"))] = (key, levels, starts)

    @staticmethod
    def _of_styles(element):
        """List and level that each paragraph style brings with it."""
        own, based = {}, {}
        for style in element.iterchildren(qn("w:style")):
            name, numbered = style.get(qn("w:styleId")), style.find(f".//{qn('w:numPr')}")
            parent = style.find(qn("w:basedOn"))
            own[name] = numbered
            based[name] = parent.get(qn("w:val")) if parent is not None else None
        found = {}
        for name in own:
            at, seen = name, set()
            while at in own and at not in seen:
                seen.add(at)
                if own[at] is not None:
                    found[name] = own[at]
                    break
                at = based.get(at)
        return found

    def _numbered(self, paragraph):
        """The numPr of a paragraph, its own or its style's."""
        own = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if own is not None:
            return own
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        return self.styles.get(style.get(qn("w:val"))) if style is not None else None

    def number(self, paragraph):
        """The number that stands before a paragraph on paper; "" without, or for a bullet."""
        numbered = self._numbered(paragraph)
        if numbered is None or not _words(paragraph).strip():
            return ""
        named, depth = numbered.find(qn("w:numId")), numbered.find(qn("w:ilvl"))
        key, levels, starts = self.levels.get(
            named.get(qn("w:val")) if named is not None else None, (None, {}, {})
        )
        depth = int(depth.get(qn("w:val"), 0)) if depth is not None else 0
        if str(depth) not in levels:
            return ""
        counts = self.counts.setdefault(key, {})
        counts[depth] = counts.get(depth, self._start(levels, starts, depth) - 1) + 1
        for deeper in [level for level in counts if level > depth]:
            del counts[deeper]
        pattern = self._value(levels[str(depth)], "lvlText") or ""
        if self._value(levels[str(depth)], "numFmt") == "bullet":
            return ""
        for level in range(depth + 1):
            if f"%{level + 1}" in pattern:
                count = counts.get(level, self._start(levels, starts, level))
                style = self._value(levels.get(str(level)), "numFmt")
                pattern = pattern.replace(f"%{level + 1}", _printed(count, style))
        return pattern

    def _start(self, levels, starts, depth):
        over = starts.get(str(depth))
        said = over.get(qn("w:val")) if over is not None else None
        said = said or self._value(levels.get(str(depth)), "start")
        return int(said) if said and said.isdigit() else 1

    @staticmethod
    def _value(level, name):
        found = level.find(qn(f"w:{name}")) if level is not None else None
        return found.get(qn("w:val")) if found is not None else None


def _printed(count, style):
    """A count in a list's own figures."""
    if style and ("hinese" in style or "japanese" in style.lower() or "ideograph" in style):
        return _chinese(count)
    if style == "decimalEnclosedCircle" and 1 <= count <= 20:
        return chr(0x2460 + count - 1)
    if style in ("lowerLetter", "upperLetter") and 1 <= count <= 26:
        return chr((97 if style == "lowerLetter" else 65) + count - 1)
    if style in ("lowerRoman", "upperRoman") and 1 <= count < 40:
        written, left = "", count
        for size, figure in _ROMAN:
            while left >= size:
                written, left = written + figure, left - size
        return written if style == "lowerRoman" else written.upper()
    return str(count)


def _chinese(count):
    if not 0 < count < 100:
        return str(count)
    tens, ones = divmod(count, 10)
    ten = ("" if tens == 1 else _CHINESE[tens]) + "十" if tens else ""
    return ten + (_CHINESE[ones] if ones else "")
