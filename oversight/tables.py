"""How a figure is written, on a page and in an exported sheet: units, decimals, lights, blanks.

A column's suffix says what it holds (``_yuan``, ``_rate``, ``_days`` …); this module alone turns
that into what a person reads. Missing is “—”, never 0.
"""

import hashlib
import re
from datetime import date, datetime
from decimal import Decimal

import pandas as pd

from oversight import catalog

# Shape and word stay on one line: the blank between them does not break.
LIGHTS = {
    "红": "●\u00a0红",
    "黄": "▲\u00a0黄",
    "绿": "■\u00a0绿",
    "蓝": "◆\u00a0蓝",
    "不适用": "○\u00a0不适用",
    "无": "－",
}
DASH = "—"
WAN = 10_000


def is_missing(value):
    """True for None, NaN and NaT: what the store does not know."""
    if value is None:
        return True
    return not isinstance(value, (list, tuple, str)) and bool(pd.isna(value))


def wan(yuan):
    """An amount in 元 as text in 万元, two decimals, thousands separated."""
    return DASH if is_missing(yuan) else f"{Decimal(str(yuan)) / WAN:,.2f}"


def percent(rate, digits=1):
    """A rate (0–1) as text in per cent."""
    return DASH if is_missing(rate) else f"{float(rate) * 100:.{digits}f}%"


def count(value):
    """A whole number with thousands separators."""
    return DASH if is_missing(value) else f"{int(value):,}"


def plain(value):
    """A figure without a unit, two decimals."""
    return DASH if is_missing(value) else f"{float(value):,.2f}"


def written(column, value):
    """A headline figure as text, by its column's suffix; a word (不适用) as it is."""
    if isinstance(value, str):
        return value
    if column.endswith("_yuan"):
        return wan(value)
    return percent(value) if column.endswith("_rate") else count(value)


def delta(column, now, before):
    """What changed since the last meeting, as text; None when it cannot be said."""
    if is_missing(now) or is_missing(before):
        return None
    change = float(now) - float(before)
    if column.endswith("_yuan"):
        return f"{change / WAN:+,.2f}"
    if column.endswith("_rate"):
        return f"{change * 100:+.1f} 个百分点"
    return f"{change:+,.0f}"


_TIMES = {"%": 100, "pp": 100, "百分点": 100, "‰": 1000, "‱": 10000}


def scaled(value, unit):
    """A figure as the store keeps it (rates 0–1, money in 元) in its unit; None where missing."""
    if is_missing(value):
        return None
    return float(value) / WAN if unit == "万元" else float(value) * _TIMES.get(unit, 1)


def measure(value, unit):
    """A figure of an indicator with its unit as a person reads it; see scaled()."""
    value = scaled(value, unit)
    if value is None:
        return DASH
    if unit in {"%", "‰", "‱"}:
        return f"{value:.1f}{unit}"
    if unit in {"pp", "百分点"}:
        return f"{value:+.1f} 个百分点"
    if unit in {"件", "人", "人次", "家", "条", "笔", "周", "个", "次", "项", "日"}:
        return f"{value:,.0f} {unit}"
    return f"{value:,.2f} {unit}".rstrip()


def by_unit(frame, columns):
    """``frame`` with the figures of ``columns`` written out, the unit once, beside the label."""
    rows = []
    for row in frame.to_dict("records"):
        unit = row["unit"]
        bare = {c: measure(row[c], unit).removesuffix(unit).strip() for c in columns}
        if unit == "%":
            bare = {c: measure(row[c], unit) for c in columns}
        rows.append(row | bare | {"label": f"{row['label']}（{unit}）"})
    return pd.DataFrame(rows, columns=frame.columns)


def rule_title(name):
    """The Chinese title of a screening rule by its file name; the name where the rule is gone."""
    stem = str(name).rpartition("/")[2]
    found = catalog.load("rules").get(f"rules/{stem}")
    return found.title if found else stem


def heading(column, label):
    """The heading shown for a column: amounts are stored in 元 and shown in 万元."""
    return label.replace("（元）", "（万元）") if column.endswith("_yuan") else label


def shown(df, labels):
    """A frame as a page shows it: columns chosen and named by ``labels``, values readable.

    Numbers stay numbers (amounts in 万元, rates in per cent); lists become 、-joined text.
    """
    out = pd.DataFrame(index=df.index)
    for column, label in labels.items():
        if column not in df:
            continue
        values = df[column]
        if column.endswith("_yuan"):
            values = pd.to_numeric(values) / WAN
        elif column.endswith("_rate"):
            values = pd.to_numeric(values) * 100
        elif column == "light":
            values = values.map(lambda word: LIGHTS.get(word, word))
        elif column == "change" and "light" in df:
            values = df["light"] + " " + values
        elif column == "rule":
            values = values.map(rule_title)
        elif pd.api.types.is_bool_dtype(values):
            values = values.map({True: "是", False: ""})
        elif values.dtype == object or pd.api.types.is_string_dtype(values):
            values = values.map(as_text)
        out[heading(column, label)] = values
    return out


# Widths in pixels of columns that must neither crowd out the rest nor be cut.
_WIDTHS = {
    "description": 330,
    "entry_no": 122,
    "change": 104,
    "contradiction": 300,
    "file_name": 260,
    "basis": 420,
    "limit_text": 200,
    "point_name": 260,
}


def column(name, label, values):
    """How a grid shows one column (Streamlit's column configuration, as the dict it is)."""
    kind, width = {}, _WIDTHS.get(name)
    if pd.api.types.is_datetime64_any_dtype(values):
        days = values.dropna()
        if (days == days.dt.normalize()).all():
            kind, width = {"type": "date", "format": "YYYY-MM-DD"}, 108
        else:
            kind, width = {"type": "datetime", "format": "YYYY-MM-DD HH:mm"}, 150
    elif name.endswith("_rate"):
        kind = {"type": "number", "format": "%.1f%%"}
    elif name.endswith("_yuan"):
        kind = {"type": "number", "format": "%,.2f"}
    elif pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
        whole = (values.dropna() % 1 == 0).all()
        kind = {"type": "number", "format": "%,d" if whole else "%,.2f"}
    elif width is None:
        width = _room(values)
    shown = {"label": heading(name, label), "width": width, "type_config": kind or None}
    return {key: value for key, value in shown.items() if value is not None}


def _room(values):
    """Pixels for texts of which the first are missing: a grid measures the first rows only."""
    texts = [str(as_text(value)) for value in values[:200]]
    if all(texts[:10]):
        return None
    longest = max(sum(15 if char > "\u2e7f" else 8.5 for char in text) for text in texts)
    return min(330, max(80, int(longest) + 20))


def as_text(value):
    """Text of a cell: a list joined by 、, yes and no in Chinese, missing as empty."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if hasattr(value, "__iter__") and not isinstance(value, str):
        return "、".join(str(item) for item in value)
    if is_missing(value):
        return ""
    return value if isinstance(value, (str, int, float, date, Decimal)) else str(value)


def code(text):
    """A short code for a name, so that a URL carries no name."""
    return hashlib.blake2s(text.encode(), digest_size=4).hexdigest()


_MARKS = re.compile(
    r"[\\`*_{}\[\]<>$~|&!]|:(?=[A-Za-z+])|^\s*[-+#=]|^\s*\d+[.)](?=\s)", re.MULTILINE
)


def quoted(value):
    """A text of the data as Markdown that shows it as it is: no link, no picture, no list."""
    if not isinstance(value, str):
        return value
    return _MARKS.sub(lambda mark: mark[0][:-1] + "\\" + mark[0][-1], value)


_FORMULA = re.compile(r"^[\s\u00a0\u3000]*[=+\-@＝＋－＠\t\r]", re.MULTILINE)


def is_formula(text):
    """True when a spreadsheet could take a text for a formula (any line of the cell counts)."""
    return isinstance(text, str) and bool(_FORMULA.search(text))


def cell(column, value):
    """One value as page text, by its column's suffix and its type."""
    if column.endswith("_yuan"):
        return wan(value)
    if isinstance(value, (date, datetime, pd.Timestamp)) and not is_missing(value):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, float) and value.is_integer():
        return count(value)
    return str(as_text(value))


def sheet(row, labels):
    """One record as two columns, empty fields left out: what it is called, what it says."""
    rows = []
    for column, label in labels.items():
        value = row.get(column)
        if is_missing(value) or value is False or as_text(value) in ("", "否"):
            continue
        rows.append({"item": heading(column, label), "words": cell(column, value)})
    frame = pd.DataFrame(rows, columns=["item", "words"])
    return frame, {"item": "项目", "words": "内容"}


def rule_cards():
    """What every screening rule asks, and on what basis, as a frame with its labels."""
    labels = {
        "code": "编号",
        "title": "名称",
        "question": "问题",
        "class": "判级",
        "basis": "依据",
        "limits": "局限与误报",
        "tables": "用到的表",
    }
    cards = [rule.card for rule in catalog.load("rules").values()]
    rows = [{key: as_text(card[key]) for key in labels} for card in cards]
    return pd.DataFrame(rows, columns=list(labels)).sort_values("code"), labels
