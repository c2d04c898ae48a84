"""Indicators: queries/indicators/*.sql, each computed, compared with its lines and given a light.

The SQL gives figures by dimension, member and period; here they meet the yellow and red lines of
the card, or of the bureau's settings, and a sentence says why the light is what it is.
"""

from dataclasses import dataclass, field, replace

from oversight import catalog, indicator_rows, judging, peers, settings, tables
from oversight.errors import UserError
from oversight.indicator_rows import UNDATED

SEVERITY = ["红", "黄", "蓝", "绿", "无", "不适用"]
_NOTHING = "截至日期前没有可以计算的数据（如缺上年同期，或分母为零）"
_DIMENSIONS = {
    "all": "全区",
    "insutype": "险种",
    "fixmedins_code": "机构",
    "kind": "台账",
    "unit": "责任单位",
    "leader": "责任领导",
    "age": "账龄",
    "age_band": "账龄",
    "psn_idet_type": "救助身份",
    "town_name": "镇街",
    "hosp_level": "机构等级",
    "care": "就医类型",
    "place": "就医地",
    "year": "年度",
    "ltc_medins_code": "护理机构",
    "emp_type": "单位类型",
    "category": "问题类别",
    "inst_type": "机构类型",
    "rule": "规则",
    "table": "数据表",
    "batch": "批次",
    "identity": "勾稽关系",
}


@dataclass(frozen=True)
class Reading:
    """One indicator at a date.

    ``value`` is in the unit's stored form (rates 0–1, money in 元); ``member`` names whose value it
    is where there is none for the whole district; ``parts`` are the units of numerator and
    denominator. ``trend`` and ``members`` are lists of dicts
    (period, value; and dimension, member, label, value, numerator, denominator, light, change …).
    ``missing`` says what is lacking when the light is 不适用.
    """

    name: str
    code: str
    title: str
    domain: str
    unit: str
    parts: list
    formula: str
    direction: str
    compare: str
    basis: list
    note: str
    rows: str | None
    yellow: float | dict | None
    red: float | dict | None
    blue: float | dict | None
    threshold_source: str
    light: str = "不适用"
    sentence: str = ""
    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    period: str | None = None
    member: str | None = None
    change: float | None = None
    change_year: float | None = None
    trend: list = field(default_factory=list)
    members: list = field(default_factory=list)
    missing: str | None = None


def compute(store, viewer, as_of, names=None, whole=False):
    """Readings of all indicators at ``as_of``, the most severe light first, then by code.

    ``names`` limits them to some codes or query names. With ``whole`` the readings are of the
    district: of thousands of institutions only those are asked for, and are among the members, that
    can be outliers where peers decide the light. Raises UserError when the bureau's settings give
    an indicator a line that is not a number.
    """
    bureau = settings.load(store.folder)
    wanted = [
        query
        for query in catalog.load("indicators").values()
        if names is None or {query.card["code"], query.name, query.stem} & set(names)
    ]
    given = {query.stem: bureau.indicator(query.card["code"]) for query in wanted}
    bases = {q.stem: _definition(q, given[q.stem]) for q in wanted} if whole else None
    labels = _labels(store, viewer)
    institutions = store.rows("fund/institutions", viewer)
    labels["fixmedins_code"] = {
        row["fixmedins_code"]: row["fixmedins_name"] for row in institutions
    }
    groups = {row["fixmedins_code"]: row["peer_group"] for row in institutions}
    readings, empty = [], []
    asked = indicator_rows.asked(store, viewer, wanted, as_of, bases)
    for query, rows in asked:
        reading = read(query, rows, given[query.stem], labels, groups, whole)
        (readings if reading.value is not None else empty).append((query, reading))
    cur = store.cursor(viewer) if empty else None
    readings = [reading for _, reading in readings]
    readings += [
        _idle(query, reading, indicator_rows.lacks(cur, query)) for query, reading in empty
    ]
    return sorted(readings, key=lambda r: (SEVERITY.index(r.light), r.code))


def _labels(store, viewer):
    insutypes = store.rows("fund/insutypes", viewer)
    return {"insutype": {row["insutype"]: row["short_name"] for row in insutypes}}


def defined(store, viewer):
    """Every indicator as a Reading without figures: what it means and the lines in force.

    Raises UserError as compute() does.
    """
    bureau, labels = settings.load(store.folder), _labels(store, viewer)
    cards = sorted(catalog.load("indicators").values(), key=lambda query: query.card["code"])
    found = (_definition(query, bureau.indicator(query.card["code"])) for query in cards)
    return [_worded(reading, labels) for reading in found]


def of_domain(domain):
    """Codes of the indicators of a domain: 基金 or 督导."""
    cards = [query.card for query in catalog.load("indicators").values()]
    return [card["code"] for card in cards if card.get("domain", "基金") == domain]


def read(query, rows, overrides, labels, groups, whole=False):
    """One indicator's rows (dicts of the six columns) as a Reading.

    ``overrides`` are the bureau's lines, ``labels`` names of members by dimension, ``groups`` the
    peer group of each institution; ``whole`` is as in compute().
    """
    return _worded(_read(_definition(query, overrides), rows, labels, groups, whole), labels)


def _worded(reading, labels):
    lines = {key: _in_words(getattr(reading, key), labels) for key in ("yellow", "red", "blue")}
    return replace(reading, **lines)


def _read(base, rows, labels, groups, whole):
    values = {(r["member"], r["period"]): r["peers"] for r in rows if r["dimension"] == "peers"}
    series = _series([r for r in rows if r["value"] is not None or r["member"] == "all"])
    latest = _latest(series)
    if latest is None:
        return base
    fields, outliers = {}, []
    if base.compare == "同级":
        periods = {period for of_member in series.values() for period in of_member}
        values = values or peers.by_group(series, groups)
        fields = peers.fields({of: v for of, v in values.items() if of[1] in periods}, base)
    if whole:
        latest = [row for row in latest if not peers.is_ordinary(row, groups, fields, base)]
    members = [_member(base, series, row, labels) for row in latest]
    if base.compare == "同级":
        outliers = peers.judge(members, series, groups, base, fields)
    for those in (members, outliers):
        those.sort(key=lambda m: (SEVERITY.index(m["light"]), judging.badness(m, base.direction)))
    district = next((m for m in members if m["dimension"] == "all"), None)
    head = district or members[0]
    if head["value"] is None:
        return base
    light, sentence = _headline(base, head, members, fields, outliers)
    return replace(
        base,
        light=light,
        sentence=sentence + _closing(base),
        value=head["value"],
        numerator=head["numerator"],
        denominator=head["denominator"],
        period=head["period"],
        member=None if district else head["label"],
        change=head["change"],
        change_year=head["change_year"],
        trend=[
            {"period": period, "value": row["value"]}
            for period, row in sorted(series[head["dimension"], head["member"]].items())
        ],
        members=[m for m in members if m is not district],
    )


def _definition(query, overrides):
    card = query.card
    lines = {key: overrides.get(key, card.get(key)) for key in ("yellow", "red", "blue")}
    for key, line in lines.items():
        for value in line.values() if isinstance(line, dict) else [line]:
            if type(value) not in (int, float, type(None)):
                raise UserError(
                    f"设置文件 settings.toml 的指标 {card['code']} 的 {key} 写的是“{value}”，"
                    "应当是数字（率用小数）。"
                )
    source = "默认"
    if overrides.keys() & lines.keys():
        source = f"本地设置：{overrides.get('reason', '没有写理由')}"
    elif any(text.startswith("法规（须核对）") for text in card["basis"]):
        source = "默认；参考，须核对本地文件"
    return Reading(
        name=query.name,
        code=card["code"],
        title=card["title"],
        domain=card.get("domain", "基金"),
        unit=card["unit"],
        parts=card["parts"],
        formula=card["formula"],
        direction=card["direction"],
        compare=card.get("compare", "值"),
        basis=card["basis"],
        note=card.get("note", ""),
        rows=card.get("rows"),
        threshold_source=source,
        **lines,
    )


def _series(rows):
    """{(dimension, member): {period: row}}, finest periods only: years and undated if no other."""
    by_kind = {"day": [], "year": [], "undated": []}
    for row in rows:
        period = row["period"]
        kind = "undated" if period == UNDATED else "year" if len(period) == 4 else "day"
        by_kind[kind].append(row)
    kept = next(
        (group for group in by_kind.values() if any(row["value"] is not None for row in group)), []
    )
    series = {}
    for row in kept:
        series.setdefault((row["dimension"], row["member"]), {})[row["period"]] = row
    return series


def _latest(series):
    """The rows of the latest period; of each member's own latest where there is no 全区."""
    if not series:
        return None
    if any(dimension == "all" for dimension, _ in series):
        last = max(max(periods) for (d, _), periods in series.items() if d == "all")
        return [periods[last] for periods in series.values() if last in periods]
    return [periods[max(periods)] for periods in series.values()]


def _year_before(period):
    """Name of the same period a year before; None where periods are days."""
    if period.isdigit():
        return str(int(period) - (100 if len(period) == 6 else 1))
    return None


def _member(base, series, row, labels):
    periods = series[row["dimension"], row["member"]]
    period = row["period"]
    earlier = max((p for p in periods if p < period), default=None)
    member = {
        "dimension": row["dimension"],
        "dimension_label": _DIMENSIONS.get(row["dimension"], "分项"),
        "member": row["member"],
        "label": _label(row, labels),
        "period": period,
        "value": row["value"],
        "numerator": row["numerator"],
        "denominator": row["denominator"],
        "change": _difference(row, periods.get(earlier)),
        "change_year": _difference(row, periods.get(_year_before(period))),
    }
    lines = {key: _line(getattr(base, key), row) for key in ("yellow", "red", "blue")}
    member["light"], member["reason"] = judging.judge(base, member, lines)
    return member


def _label(row, labels):
    if row["dimension"] == "all":
        return "全区"
    return labels.get(row["dimension"], {}).get(row["member"], row["member"])


def _difference(row, earlier):
    if earlier is None or earlier["value"] is None or row["value"] is None:
        return None
    return float(row["value"]) - float(earlier["value"])


def _line(line, row):
    """The line for a row: a table gives it by member or, for all members, by dimension."""
    if not isinstance(line, dict):
        return line
    return line.get(row["member"], line.get(row["dimension"]))


def _in_words(line, labels):
    """A line as it is shown: tables by names of members; one number where all dimensions agree."""
    if not isinstance(line, dict):
        return line
    if line.keys() <= _DIMENSIONS.keys() and len(set(line.values())) == 1:
        return next(iter(line.values()))
    return {
        labels["insutype"].get(key, _DIMENSIONS.get(key, key)): value for key, value in line.items()
    }


def _headline(base, head, members, fields, outliers):
    """The tile's light and why: the whole's own, or the worst member's where lines differ by it."""
    shown = tables.measure(head["value"], base.unit)
    whose = "" if head["dimension"] == "all" else head["label"]
    if base.compare == "同级":
        light, reason = peers.district(fields, head["period"], outliers)
        return light, f"{whose}{shown}，{reason}"
    lit = [m for m in members if m["light"] in ("红", "黄", "蓝", "绿")]
    table = isinstance(base.yellow, dict) or isinstance(base.red, dict)
    if head["dimension"] == "all" and table and head["light"] == "无" and lit:
        worst = lit[0]
        own = f"{worst['label']} {tables.measure(worst['value'], base.unit)}"
        return worst["light"], f"{shown}；{own}，{worst['reason']}"
    reason = f"，{head['reason']}" if head["reason"] else "，不设阈值"
    return head["light"], f"{whose}{' ' if whose else ''}{shown}{reason}"


def _closing(base):
    return "（依据为参考，须核对本地文件）。" if "须核对" in base.threshold_source else "。"


def _idle(query, reading, lack):
    """The reading as 不适用, with the reason in words, ``lack`` where that is known."""
    why = lack or query.card.get("idle", _NOTHING)
    return replace(reading, missing=why, sentence=f"不适用，{why}。")
