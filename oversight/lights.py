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


def listed(readings):
    """Indicators as a frame with its labels: light, what it is, value, lines and why."""
    rows = [
        {
            "light": reading.light,
            "code": reading.code,
            "title": reading.title,
            "whose": reading.member or "",
            "shown": tables.measure(reading.value, reading.unit),
            "period": period(reading.period),
            "lines": _lines(reading),
            "source": reading.threshold_source,
            "why": reading.sentence,
        }
        for reading in readings
    ]
    labels = {
        "light": "灯",
        "code": "编号",
        "title": "指标",
        "whose": "名下",
        "shown": "值",
        "period": "期间",
        "lines": "阈值",
        "source": "阈值来源",
        "why": "说明",
    }
    return pd.DataFrame(rows, columns=list(labels)), labels


def ranked(readings, most=None):
    """The reddest indicators as listed() gives them, none that is neither red nor yellow."""
    return listed([reading for reading in readings if reading.light in {"红", "黄"}][:most])


def _lines(reading):
    return "；".join(f"{word}线 {line}" for word, line in limits(reading)) or "不设"


def definitions(readings):
    """What indicators mean and the lines in force, a row each, as a frame with its labels."""
    rows = [
        {
            "code": reading.code,
            "title": reading.title,
            "formula": reading.formula,
            "unit": reading.unit,
            "direction": _DIRECTIONS[reading.direction],
            "lines": _lines(reading),
            "source": reading.threshold_source,
            "basis": "；".join(reading.basis),
            "note": reading.note,
        }
        for reading in readings
    ]
    labels = {
        "code": "编号",
        "title": "名称",
        "formula": "公式",
        "unit": "单位",
        "direction": "方向",
        "lines": "阈值",
        "source": "阈值来源",
        "basis": "依据",
        "note": "说明",
    }
    return pd.DataFrame(rows, columns=list(labels)), labels


def definition(reading):
    """What one indicator means, as two columns: formula, period, lines, basis, source."""
    pairs = [
        ("公式", reading.formula),
        ("期间", period(reading.period) or tables.DASH),
        ("分子", tables.measure(reading.numerator, reading.parts[0])),
        ("分母", tables.measure(reading.denominator, reading.parts[1])),
        ("方向", _DIRECTIONS[reading.direction]),
        ("阈值", _lines(reading)),
        ("阈值来源", reading.threshold_source),
        ("依据", "；".join(reading.basis)),
        ("说明", reading.note),
    ]
    frame = pd.DataFrame([p for p in pairs if p[1]], columns=["item", "words"])
    return frame, {"item": "项目", "words": "内容"}


_DIRECTIONS = {"高好": "越高越好", "低好": "越低越好", "近零": "越近零越好", "无": "不分好坏"}


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
            "numerator": _scaled(member["numerator"], above),
            "denominator": _scaled(member["denominator"], below),
        }
        for member in reading.members
    ]
    return pd.DataFrame(rows, columns=list(labels)), labels


_FACTORS = {"%": 100, "pp": 100, "百分点": 100, "万元": 1 / tables.WAN, "‰": 1000, "‱": 10000}


def _scaled(value, unit):
    """A figure as it is kept, in its unit; None where it is missing."""
    return None if tables.is_missing(value) else float(value) * _FACTORS.get(unit, 1)


def trend(reading):
    """The trend of one indicator as a chart with the lines in force; None for under two periods."""
    rows = [
        {"period": period(p["period"]), "value": _scaled(p["value"], reading.unit)}
        for p in reading.trend
        if not tables.is_missing(p["value"])
    ]
    if len(rows) < 2:
        return None
    lines = [
        (_scaled(line, reading.unit), f"{word}线 {_limit(reading, line)}", colour)
        for word, line, colour in (
            ("黄", reading.yellow, charts.AMBER),
            ("红", reading.red, charts.RED),
        )
        if reading.compare == "值" and isinstance(line, (int, float))
    ]
    title = f"{reading.title}（{reading.unit}）"
    return charts.trend(rows, title, lines)


def idle(readings):
    """The indicators that do not apply and what each lacks, as a frame with its labels."""
    frame = pd.DataFrame(
        [{"code": r.code, "title": r.title, "reason": r.sentence} for r in readings]
    )
    return frame, {"code": "编号", "title": "指标", "reason": "缺什么"}
