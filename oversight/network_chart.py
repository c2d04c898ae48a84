"""The picture of one group of ties: where its nodes stand, and the chart that draws them.

Positions are computed here, the same for the same group every time: nodes start on a circle, repel
each other and are drawn together by their ties (Fruchterman and Reingold).
"""

from functools import cache

import altair as alt
import numpy as np

from oversight import tables
from oversight.charts import BLUE, GREY, INK, PALE, drawn, finished, named_rows

MOST = 60
_STEPS = 250
_KINDS = {"参保人": ("circle", "#5F7F9C"), "机构": ("square", INK)}
_KINDS |= {"终端": ("diamond", BLUE), "代办人": ("triangle-up", BLUE)}
_BETWEEN = {"人与人": "#7E93A8", "人与机构、终端、代办人": PALE}


def layout(count, ties):
    """Positions (x, y) within −1 to 1 of ``count`` nodes; ``ties`` are (node, node, times)."""
    angles = 2 * np.pi * np.arange(count) / max(count, 1)
    place = np.column_stack([np.cos(angles), np.sin(angles)]) * (0.9 if count > 1 else 0)
    pull = np.zeros((count, count))
    for a, b, times in ties:
        pull[a, b] = pull[b, a] = 1 + np.log1p(times) / 2
    ideal = 1.6 / np.sqrt(max(count, 1))
    for step in range(_STEPS):
        apart = place[:, None, :] - place[None, :, :]
        distance = np.maximum(np.hypot(apart[..., 0], apart[..., 1]), 0.01)
        force = ideal**2 / distance**2 - pull * distance / ideal
        np.fill_diagonal(force, 0)
        move = (apart * force[..., None]).sum(axis=1)
        length = np.maximum(np.hypot(move[:, 0], move[:, 1]), 1e-9)
        longest = 0.12 * (1 - step / _STEPS) + 0.002
        place = place + move * (np.minimum(length, longest) / length)[:, None]
    place = place - place.mean(axis=0)
    return place / max(np.abs(place).max(), 1e-9)


def _label(node):
    """What stands beside a node: an institution's name, of a person the last four figures."""
    if not tables.is_missing(node["node_name"]):
        return node["node_name"]
    number = node["psn_no"] if not tables.is_missing(node["psn_no"]) else node["certno"]
    return f"…{str(number)[-4:]}"


@cache
def _shape(kinds, between):
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-1.15, 1.15]))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[-1.15, 1.2]))
    lines = (
        named_rows("ties")
        .mark_rule(opacity=0.9)
        .encode(
            x=x,
            y=y,
            x2="x2:Q",
            y2="y2:Q",
            strokeWidth=alt.StrokeWidth(
                "times:Q",
                scale=alt.Scale(type="sqrt", range=[1, 8]),
                legend=alt.Legend(
                    title="连线粗细：次数",
                    symbolType="stroke",
                    format="d",
                    tickMinStep=1,
                    tickCount=4,
                    symbolStrokeColor=GREY,
                ),
            ),
            stroke=alt.Stroke(
                "between:N",
                scale=alt.Scale(domain=list(between), range=[_BETWEEN[b] for b in between]),
                legend=alt.Legend(title="连线", symbolType="stroke", symbolStrokeWidth=4),
            ),
            tooltip=[
                alt.Tooltip("relation:N", title="关系"),
                alt.Tooltip("from:N", title="一端"),
                alt.Tooltip("to:N", title="另一端"),
                alt.Tooltip("times:Q", title="次数", format="d"),
            ],
        )
    )
    legend = alt.Legend(title="点")
    scale = {"domain": list(kinds)}
    points = (
        named_rows("nodes")
        .mark_point(filled=True, size=260, opacity=1)
        .encode(
            x=x,
            y=y,
            shape=alt.Shape(
                "kind:N",
                scale=alt.Scale(range=[_KINDS[k][0] for k in kinds], **scale),
                legend=legend,
            ),
            color=alt.Color(
                "kind:N",
                scale=alt.Scale(range=[_KINDS[k][1] for k in kinds], **scale),
                legend=legend,
            ),
            tooltip=[
                alt.Tooltip("label:N", title="名称或编号末四位"),
                alt.Tooltip("kind:N", title="类别"),
                alt.Tooltip("links:Q", title="相连（个）", format="d"),
                alt.Tooltip("times:Q", title="关系次数", format="d"),
                alt.Tooltip("amount:N", title="金额（元）"),
            ],
        )
    )
    words = named_rows("nodes").encode(x=x, y=y, text="label:N")
    # A white edge keeps the words readable across lines.
    edge = words.mark_text(dy=-17, fontSize=13, stroke="white", strokeWidth=4)
    ink = words.mark_text(dy=-17, fontSize=13, color=INK)
    shape = finished(alt.layer(lines, points, edge, ink))
    shape["config"]["legend"] |= {"orient": "bottom", "titleOrient": "left", "titleFontSize": 13}
    shape["config"]["legend"] |= {"direction": "horizontal", "titleFontWeight": "normal"}
    shape["config"]["legend"]["layout"] = {"bottom": {"direction": "vertical", "anchor": "start"}}
    del shape["config"]["legend"]["title"], shape["config"]["legend"]["symbolType"]
    return shape


def network(nodes, edges, height=560, most=MOST):
    """A group's nodes and the ties between them; at most ``most`` nodes, those listed first.

    ``nodes`` and ``edges`` are rows of queries/network/nodes and edges.
    """
    shown = nodes.head(most).to_dict("records")
    place_of = {node["node_no"]: number for number, node in enumerate(shown)}
    kind_of = {node["node_no"]: node["node_kind"] for node in shown}
    tied = [
        edge
        for edge in edges.to_dict("records")
        if edge["from_no"] in place_of and edge["to_no"] in place_of
    ]
    pairs = [(place_of[e["from_no"]], place_of[e["to_no"]], e["times"]) for e in tied]
    at, words = layout(len(shown), pairs), [_label(node) for node in shown]
    points = [
        {
            "x": float(at[n][0]),
            "y": float(at[n][1]),
            "label": words[n],
            "kind": node["node_kind"],
            "links": int(node["links"]),
            "times": int(node["times"]),
            "amount": tables.plain(node["amount"]),
        }
        for n, node in enumerate(shown)
    ]
    ties = [
        {
            "x": points[a]["x"],
            "y": points[a]["y"],
            "x2": points[b]["x"],
            "y2": points[b]["y"],
            "times": int(times),
            "relation": edge["relation"],
            "between": list(_BETWEEN)[
                {kind_of[edge["from_no"]], kind_of[edge["to_no"]]} != {"参保人"}
            ],
            "from": words[a],
            "to": words[b],
        }
        for edge, (a, b, times) in zip(tied, pairs, strict=True)
    ]
    # Between two persons on top of the rest.
    ties.sort(key=lambda tie: tie["between"] == "人与人")
    kinds = tuple(kind for kind in _KINDS if kind in kind_of.values())
    between = tuple(b for b in _BETWEEN if any(tie["between"] == b for tie in ties))
    return drawn(_shape(kinds, between), height, nodes=points, ties=ties)
