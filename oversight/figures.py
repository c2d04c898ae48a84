"""Contents, headline figures, lights and linked rows as page text: quick to draw, however many.

A link with the class ``go`` opens its page without loading the program anew
(oversight/interface_words.js).
"""

import html
from urllib.parse import urlencode

from oversight import catalog, lights, tables

_TONES = {"up": ("worse", "better"), "down": ("better", "worse"), "none": ("", "")}


def address(page, **params):
    """The address of a page with its query; ``params`` are codes and dates."""
    return f"./{page}?{urlencode(params)}" if params else f"./{page}"


def contents(sections):
    """The table of contents as HTML; ``sections`` maps headings to (title, address, is_current)."""
    lines = []
    for heading, pages in sections.items():
        lines.append(f"<p>{html.escape(heading)}</p>")
        for title, opens, is_current in pages:
            here = ' aria-current="page"' if is_current else ""
            lines.append(
                f'<a class="go" href="{html.escape(opens)}"{here}>{html.escape(title)}</a>'
            )
    return f'<nav class="contents" aria-label="目录">{"".join(lines)}</nav>'


def card(label, query, found, column, as_of, better="none", opens=None):
    """One headline figure as HTML: value, change since the last meeting, definition, way on.

    ``found`` is the query's row (a dict); ``<column>_before`` in it is the figure at the last
    meeting. ``better`` says which direction is good: up, down or none. ``opens`` is the address of
    the rows behind it.
    """
    of_query = catalog.get(query)
    words = (
        f"口径：{of_query.columns.get(column, label)}。{of_query.card.get('note', '')}"
        f"来源：{'、'.join(of_query.card['tables'])}；截至 {as_of:%Y-%m-%d}。"
    )
    value = html.escape(str(tables.written(column, found.get(column))))
    way = f'<a class="go" href="{html.escape(opens)}" title="查看明细">明细</a>' if opens else ""
    return (
        f'<div class="figure"><div class="label"><span>{html.escape(label)}</span>'
        f'<details><summary title="口径">?</summary><p>{html.escape(words)}</p></details></div>'
        f'<div class="value">{value}</div>'
        f'<div class="below">{_change(column, found, better)}{way}</div></div>'
    )


def _change(column, found, better):
    delta = tables.delta(column, found.get(column), found.get(f"{column}_before"))
    if delta is None:
        return "<span></span>"
    if not any(digit in delta for digit in "123456789"):
        return "<span>与上次持平</span>"
    rises = not delta.startswith("-")
    tone = _TONES[better][rises]
    return f'<span class="{tone}">{"↑" if rises else "↓"} {html.escape(delta[1:])}</span>'


def tile(reading, opens):
    """One indicator of the wall as HTML: name, light, value, trend, the line in force."""
    name = html.escape(f"{reading.code} {reading.title}")
    return (
        f'<div class="figure"><a class="go" href="{html.escape(opens)}">{name}</a>'
        f"{lights.tile(reading)}</div>"
    )


def row(cards, across):
    """Figures or tiles side by side, ``across`` in a line, fewer on a narrow screen.

    ``pairs`` are four in a line, or two by two.
    """
    return f'<div class="figures across-{across}">{"".join(cards)}</div>'


def rows(frame, labels, opens):
    """Rows as an HTML table, each a link to its page, with its light before it.

    ``labels`` names the columns that are shown: of two, the second stands below the first.
    ``opens`` gives the address for a row (a dict).
    """
    head = "".join(f"<th>{html.escape(tables.heading(*pair))}</th>" for pair in labels.items())
    body = []
    for row in frame.to_dict("records"):
        cells = [html.escape(tables.cell(column, row[column])) for column in labels]
        way = f'<a class="go" href="{html.escape(opens(row))}">{cells[0]}</a>'
        cells[0] = f"{lights.marked(row['light'])} {way}"
        body.append(f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>")
    return (
        f'<div class="rows{" below" * (len(labels) == 2)}"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table></div>"
    )
