"""Indicators as a person reads them: a tile of the wall, a ranking, a definition, a trend."""

import html
import re

import pandas as pd

from oversight import charts, tables

_TONES = {"●": "light-red", "▲": "light-amber", "■": "light-green"}


def marked(light):
    """A light, or the shape alone that stands for one, as coloured HTML."""
    shown = tables.LIGHTS.get(light, light)
    return f'<span class="{_TONES.get(shown[0], "")}">{html.escape(shown)}</span>'


def tile(reading):
    """One indicator of the wall as HTML: light, value, trend, the line in force and its source."""
    lines = "，".join(f"{word} {limit}" for word, limit in limits(reading))
    note = f"{lines}（{reading.threshold_source}）" if lines else "不设阈值"
    line = charts.spark([point["value"] for point in reading.trend])
    whose = f" {html.escape(reading.member)}" if reading.member else ""
    shown = html.escape(tables.measure(reading.value, reading.unit))
    return (
        '<div style="display:flex;justify-content:space-between;align-items:flex-end">'
        f"<div>{marked(reading.light)}{whose}<br>"
        f'<span style="font-size:1.5rem;white-space:nowrap">{shown}</span>'
        f'</div>{line}</div><div style="font-size:0.85rem;color:#5A6672">'
        f"{html.escape(period(reading.period))}　{html.escape(note)}</div>"
    )


def period(text):
    """A period as a person reads it: 202506 → 2025年6月; week ends and years as they are."""
    text = str(text or "")
    if re.fullmatch(r"\d{6}", text):
        return f"{text[:4]}年{int(text[4:])}月"
    return f"{text}年" if re.fullmatch(r"\d{4}", text) else text


_AGAINST = {"同比": "比上年同期 ", "环比": "比上期 ", "值": ""}


def limits(reading):
    """The yellow and red lines of a reading as (word, text) pairs."""
    return [
        (word, _limit(reading, line))
        for word, line in (("黄", reading.yellow), ("红", reading.red))
        if line is not None
    ]


def _limit(reading, line):
    if isinstance(line, dict):
        names = {member["member"]: member["label"] for member in reading.members}
        return "、".join(f"{names.get(key, key)} {_limit(reading, v)}" for key, v in line.items())
    if reading.compare == "同级":
        return f"同级第 {line * 100:.0f} 百分位"
    # A share that moves is measured in percentage points.
    unit = "百分点" if reading.compare != "值" and reading.unit == "%" else reading.unit
    return _AGAINST[reading.compare] + tables.measure(line, unit).lstrip("+")


def _lines(reading):
    return "；".join(f"{word}线 {line}" for word, line in limits(reading)) or "不设"


_DIRECTIONS = {"高好": "越高越好", "低好": "越低越好", "近零": "越近零越好", "无": "不分好坏"}
# What can be said of an indicator: column, its label, and the words.
_SAID = {
    "light": ("灯", lambda r: r.light),
    "code": ("编号", lambda r: r.code),
    "title": ("指标", lambda r: r.title),
    "whose": ("名下", lambda r: r.member or ""),
    "shown": ("值", lambda r: tables.measure(r.value, r.unit)),
    "unit": ("单位", lambda r: r.unit),
    "formula": ("公式", lambda r: r.formula),
    "period": ("期间", lambda r: period(r.period) or tables.DASH),
    "above": ("分子", lambda r: tables.measure(r.numerator, r.parts[0])),
    "below": ("分母", lambda r: tables.measure(r.denominator, r.parts[1])),
    "direction": ("方向", lambda r: _DIRECTIONS[r.direction]),
    "lines": ("阈值", _lines),
    "source": ("阈值来源", lambda r: r.threshold_source),
    "basis": ("依据", lambda r: "；".join(r.basis)),
    "note": ("说明", lambda r: r.note),
    "why": ("现状", lambda r: r.sentence),
}


def _frame(readings, names):
    said = {name: _SAID[name] for name in names.split()}
    rows = [{name: words(reading) for name, (_, words) in said.items()} for reading in readings]
    return pd.DataFrame(rows, columns=list(said)), {n: label for n, (label, _) in said.items()}


def listed(readings):
    """Indicators as a frame with its labels: light, what it is, value, lines and why."""
    return _frame(readings, "light code title whose shown period lines source why")


def ranked(readings, most=None):
    """The reddest indicators as listed() gives them, none that is neither red nor yellow."""
    return listed([reading for reading in readings if reading.light in {"红", "黄"}][:most])


def definitions(readings):
    """What indicators mean and the lines in force, a row each, as a frame with its labels."""
    return _frame(readings, "code title formula unit direction lines source basis note")


def definition(reading):
    """What one indicator means, as two columns: formula, period, lines, basis, source."""
    names = "formula period above below direction lines source basis note"
    frame, labels = _frame([reading], names)
    pairs = [(labels[name], words) for name, words in frame.iloc[0].items() if words]
    return pd.DataFrame(pairs, columns=["item", "words"]), {"item": "项目", "words": "内容"}


def members(reading):
    """The parts of one indicator (by scheme, institution, leader …), as a frame with labels."""
    above, below = reading.parts
    labels = {
        "light": "灯",
        "dimension_label": "维度",
        "label": "名称",
        "shown": "值",
        "numerator": f"分子（{above}）",
        "denominator": f"分母（{below}）",
        "reason": "说明",
    }
    rows = [
        member
        | {
            "shown": tables.measure(member["value"], reading.unit),
            "numerator": tables.scaled(member["numerator"], above),
            "denominator": tables.scaled(member["denominator"], below),
        }
        for member in reading.members
    ]
    return pd.DataFrame(rows, columns=list(labels)), labels


def trend(reading):
    """The trend of one indicator as a chart with the lines in force; None for under two periods."""
    rows = [
        {"period": period(p["period"]), "value": tables.scaled(p["value"], reading.unit)}
        for p in reading.trend
        if not tables.is_missing(p["value"])
    ]
    if len(rows) < 2:
        return None
    title = f"{reading.title}（{reading.unit}）"
    return charts.trend(rows, title, drawn_lines(reading))


def drawn_lines(reading):
    """The yellow and red lines a chart of one indicator draws: value, words, colour of each."""
    return [
        (tables.scaled(line, reading.unit), f"{word}线 {_limit(reading, line)}", colour)
        for word, line, colour in (
            ("黄", reading.yellow, charts.AMBER),
            ("红", reading.red, charts.RED),
        )
        if reading.compare == "值" and isinstance(line, (int, float))
    ]


def idle(readings):
    """The indicators that do not apply and what each lacks, as a frame with its labels."""
    frame = pd.DataFrame(
        [{"code": r.code, "title": r.title, "reason": r.sentence} for r in readings]
    )
    return frame, {"code": "编号", "title": "指标", "reason": "缺什么"}
