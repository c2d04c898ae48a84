"""Headline figures and the wall of lights as page text: quick to draw, however many there are.

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
    """Figures or tiles side by side, ``across`` in a line, fewer on a narrow screen."""
    return f'<div class="figures across-{across}">{"".join(cards)}</div>'
