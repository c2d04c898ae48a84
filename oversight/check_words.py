"""A profile, and a screening of uploaded claims, in words and as rows to show and hand out."""

from decimal import Decimal

import pandas as pd

from oversight import loose_tables, masking, profiling, recognising, tables

_NAMED = 4
# From here on two decimals say enough.
_LARGE = 100


def _frame(rows, columns):
    return pd.DataFrame(rows, columns=columns)


def figure(value):
    """A figure as it is read: separators, no needless digits; text stays; None is —."""
    if value is None:
        return tables.DASH
    if not isinstance(value, Decimal):
        return str(value)
    step = Decimal("0.01") if abs(value) >= _LARGE else Decimal("0.0001")
    value = value.quantize(step).normalize()
    return f"{value:,.0f}" if value == value.to_integral() else f"{value:,f}"


def columns(profile):
    """Every column: type, how full, values, figures."""
    rows = []
    for column in profile.columns:
        top = "、".join(f"{_short(text)}（{count:,}）" for text, count in column.top)
        share = column.filled / profile.rows if profile.rows else None
        rows.append(
            [
                column.name,
                column.kind,
                None if share is None else tables.percent(share),
                column.missing,
                column.distinct,
                top or tables.DASH,
                figure(column.low),
                figure(column.quarter),
                figure(column.middle),
                figure(column.three_quarters),
                figure(column.high),
                figure(column.total),
                column.outliers if column.rule else None,
            ]
        )
    names = [
        "列",
        "类型",
        "填写率",
        "缺",
        "不同值",
        "最常见",
        "最小",
        "四分之一",
        "中位",
        "四分之三",
        "最大",
        "合计",
        "离群",
    ]
    return _frame(rows, names)


def _short(text):
    text = " ".join(text.split())
    return text if len(text) <= 16 else f"{text[:15]}…"


def problems(profile):
    """What to look at: column, what, how often, where, and what to do about it."""
    rows = [
        [p.column or "整张表", p.what, p.count, p.places(), p.advice or tables.DASH]
        for p in profile.problems
    ]
    return _frame(rows, ["列", "问题", "处数", "位置", "怎样办"])


def sums(profile):
    """Every written total and whether it agrees."""
    return _frame([[said] for said in profile.sums], ["合计核对"])


def asides(table, totals):
    """The lines that are no records, and what they are."""
    rows = [[a.row, a.kind, a.text] for a in table.asides]
    rows += [[row, kind, " ".join(filter(None, cells))] for row, cells, kind in totals]
    return _frame(sorted(rows), ["行", "是什么", "内容"])


def items(form):
    """The items of a form."""
    rows = [
        [row, label, masking.masked(label, value) or "（未填）"] for row, label, value in form.pairs
    ]
    return _frame(rows, ["行", "填写项", "内容"])


def about(part, profile):
    """What a table is and what was found, in sentences."""
    header = "没有表头"
    if part.table.first:
        lines = (part.table.first, part.table.last)
        header = (
            f"表头在第 {lines[0]} 行"
            if lines[0] == lines[1]
            else "表头在第 {} 至 {} 行".format(*lines)
        )
    kind = recognising.KINDS[part.what.kind]
    said = [
        f"**{kind}**：{tables.quoted(part.what.why)}",
        f"{header}；{profile.rows:,} 行数据，{len(profile.columns)} 列。",
    ]
    faults = [problem for problem in profile.problems if problem.what != profiling.OUTLIER]
    odd = sum(column.outliers for column in profile.columns)
    if faults:
        count = sum(problem.count for problem in faults)
        said.append(f"有 {len(faults)} 类、共 {count:,} 处要核对。")
    elif profile.rows:
        said.append("没有发现写错的地方。")
    if odd:
        said.append(f"离群值 {odd:,} 个，看一看，不一定是错。")
    if profile.keys:
        keys = "、".join("＋".join(f"“{name}”" for name in key) for key in profile.keys[:3])
        said.append(f"能区分每一行的列：{tables.quoted(keys)}。")
    elif profile.rows > 1:
        said.append("没有一列或两列能区分每一行。")
    return "".join(said)


# Claims


def screened(check):
    """What a screening of uploaded claims found, in sentences."""
    ran = [run for run in check.runs if run.status == "完成"]
    idle = [run for run in check.runs if run.status == "不适用"]
    hits = sum(run.hits for run in ran)
    total, fund = (_sum(name, ran) for name in ("total_amount", "fund_amount"))
    read = "、".join(f"{loaded.title} {loaded.rows:,} 行" for loaded in check.tables)
    if len(check.tables) > _NAMED:
        rows = sum(loaded.rows for loaded in check.tables)
        read = f" {len(check.tables)} 张表、{rows:,} 行"
    dated = f"数据截至 {check.as_of:%Y-%m-%d}" if check.dated else "数据没有日期，按今天计算"
    said = [f"读入{read}；{dated}。"]
    said.append(f"{len(check.runs)} 条规则中，**{len(ran)} 条可以筛查，查出疑点 {hits:,} 处**")
    said.append(f"，涉及 {tables.wan(total)} 万元" if total is not None else "")
    said.append(f"，其中基金 {tables.wan(fund)} 万元" if fund is not None else "")
    said.append(f"；{len(idle)} 条不适用，不是没有问题。" if idle else "。")
    return "".join(said)


def _sum(name, runs):
    known = [getattr(run, name) for run in runs if getattr(run, name) is not None]
    return sum(known) if known else None


def ran(check):
    """The rules that could be judged: hits and amounts; amounts in 元, None where not known."""
    rows = [
        [r.code, r.title, r.hits, r.total_amount, r.fund_amount, check.unaided.get(r.rule, "")]
        for r in check.runs
        if r.status == "完成"
    ]
    return _frame(rows, ["编号", "规则", "疑点", "涉及总额（元）", "其中基金（元）", "说明"])


def idle(check):
    """The rules that say nothing, and why."""
    rows = [[r.code, r.title, r.status, r.reason] for r in check.runs if r.status != "完成"]
    return _frame(rows, ["编号", "规则", "状态", "原因"])


def findings(check):
    """The findings with the rows of the file that prove them; persons masked."""
    frame = check.findings
    rows = [
        [
            row["code"],
            tables.rule_title(row["rule"]),
            _masked_in(row["subject_id"], row["psn_no"]),
            masking.masked("人员编号", _text(row["psn_no"])) or tables.DASH,
            _text(row["fixmedins_code"]) or tables.DASH,
            row["event_date"],
            row["total_yuan"],
            row["fund_yuan"],
            row["rows"] or tables.DASH,
        ]
        for row in frame.to_dict("records")
    ]
    names = [
        "编号",
        "规则",
        "对象",
        "人员编号",
        "机构编号",
        "日期",
        "涉及总额（元）",
        "其中基金（元）",
        "证据所在行",
    ]
    return _frame(rows, names)


def _text(value):
    return None if tables.is_missing(value) else str(value)


def _masked_in(text, person):
    person = _text(person)
    return text.replace(person, masking.masked("人员编号", person)) if person else text


def loaded(check):
    """What was read into which table, and what was not, and why."""
    rows = []
    for done in check.tables:
        first, *rest = done.sentences()
        rows.append([done.file, f"{done.title}（{done.table}）", done.rows, "".join(rest).strip()])
    numbered = dict(check.numbered)
    for row in rows:
        if row[0] in numbered:
            row[3] = f"文件没有{numbered[row[0]]}，用行号代替；{row[3]}"
    rows += [[name, "未读入", None, reason] for name, reason in check.unread]
    return _frame(rows, ["文件", "读作", "行数", "说明"])


def shown_cell(cell, heading=None):
    """A cell of the file as text, masked where ``heading`` names personal data."""
    text = loose_tables.text_of(cell) or ""
    return masking.masked(heading, text) if heading and text else text


_WIDTHS = {"位置": 400, "内容": 620, "原因": 620, "说明": 420, "问题": 150, "最常见": 180}
_WIDTHS |= {"合计核对": 900, "证据所在行": 340, "怎样办": 250, "规则": 210, "行": 60, "类型": 62}
_WIDTHS |= {"处数": 58, "列": 120, "填写率": 66, "缺": 58, "离群": 52, "不同值": 66}


def config(frame):
    """How a grid shows these columns: widths, and figures with separators."""
    made = {}
    for name in frame:
        kind = {}
        if pd.api.types.is_numeric_dtype(frame[name]):
            kind = {"type": "number", "format": "%,d"}
        if name.endswith("（元）"):
            kind = {"type": "number", "format": "%,.2f"}
        elif pd.api.types.is_datetime64_any_dtype(frame[name]):
            kind = {"type": "date", "format": "YYYY-MM-DD"}
        made[name] = {"label": name, "width": _WIDTHS.get(name), "type_config": kind or None}
        made[name] = {key: value for key, value in made[name].items() if value is not None}
    return made
