"""A figure against its lines: which light it gets, and why, in a sentence."""

from oversight import tables

# A value that equals its line but for the last bits of a division has not passed it.
_HAIR = 1e-9


def judge(base, member, lines):
    """Light and reason of one member (a dict) by its own figure; peers are judged in peers.py.

    ``base`` says direction, unit and what is compared: the value, or its change since the last
    period or the same period a year ago. ``lines`` are yellow, red and blue, in the stored form of
    the value (rates 0–1, money in 元), None where not set.
    """
    if member["value"] is None:
        return "不适用", "没有可比的数"
    if base.compare == "同级" or base.direction == "无" or not any(_set(lines)):
        return "无", ""
    if base.compare == "值":
        return _by_value(base, float(member["value"]), lines)
    against = "上期" if base.compare == "环比" else "上年同期"
    change = member["change" if base.compare == "环比" else "change_year"]
    if change is None:
        return "无", f"没有{against}，不比较"
    # A share that falls by 3 points has fallen 3 percentage points, not 3 per cent.
    unit = "百分点" if base.unit == "%" else base.unit
    worsening = {"高好": -change, "低好": change, "近零": abs(change)}[base.direction]
    moved = f"比{against}{'上升' if change >= 0 else '下降'} {_unsigned(abs(change), unit)}"
    for light, line in _set(lines):
        if light != "蓝" and worsening > line + _HAIR:
            return light, f"{moved}，超过{light}线 {_unsigned(line, unit)}"
    first = min(_set(lines), key=lambda pair: pair[1])
    return "绿", f"{moved}，没有超过{first[0]}线 {_unsigned(first[1], unit)}"


def _set(lines):
    """The lines that are set, as (light, line), the most severe first."""
    words = {"红": "red", "黄": "yellow", "蓝": "blue"}
    return [(word, lines[key]) for word, key in words.items() if lines[key] is not None]


def _unsigned(value, unit):
    return tables.measure(value, unit).lstrip("+")


def _by_value(base, value, lines):
    passed = {
        "高好": (lambda line: value < line - _HAIR, "低于"),
        "低好": (lambda line: value > line + _HAIR, "高于"),
        "近零": (lambda line: abs(value) > line + _HAIR, "偏离超过"),
    }
    worse, past = passed[base.direction]
    for light, line in _set(lines):
        if light != "蓝" and worse(line):
            return light, f"{past}{light}线 {_unsigned(line, base.unit)}"
    blue = lines["blue"]
    if blue is not None and base.direction != "近零":
        better, word = passed["低好" if base.direction == "高好" else "高好"]
        if better(blue):
            return "蓝", f"{word}蓝线 {_unsigned(blue, base.unit)}"
    last = [pair for pair in _set(lines) if pair[0] != "蓝"][-1:]
    return "绿", "、".join(f"没有{past}{light}线 {_unsigned(v, base.unit)}" for light, v in last)


def badness(member, direction):
    """What members are sorted by: the worse, the smaller."""
    value = float(member["value"]) if member["value"] is not None else 0.0
    return {"高好": value, "低好": -value, "近零": -abs(value), "无": -value}[direction]
