"""Rows of lists of persons → typed columns for the comparison, and what could not be read.

One cell is read once however often it comes again: a list of 100,000 has few different dates.
"""

import re
from datetime import date, timedelta
from decimal import Decimal

import pyarrow as pa

from oversight import dates, id_numbers, values
from oversight import roster_columns as columns
from oversight.values import as_text, compact

_MONEY, _TEXT, _DAY, _FLAG = pa.decimal128(18, 2), pa.string(), pa.date32(), pa.bool_()
# What the comparison's SQL reads: one row per row of a list.
SCHEMA = pa.schema(
    [("list_no", pa.int32()), ("row_no", pa.int32()), ("role", _TEXT)]
    + [(name, _TEXT) for name in ("id_text", "id_number", "id_status", "id_fault", "id_sex")]
    + [("id_born", _DAY), ("psn_name", _TEXT), ("brdy", _DAY), ("gend", _TEXT)]
    + [(name, _TEXT) for name in ("category", "town", "reason")]
    + [(name, _DAY) for name in ("die_date", "begn_date", "end_date")]
    + [(name, _FLAG) for name in ("is_out", "is_insured", "is_staff")]
    + [(name, _TEXT) for name in ("insu_class", "insutype", "insu_place")]
    + [(name, _DAY) for name in ("insu_begn", "insu_paus")]
    + [(name, _TEXT) for name in ("year", "pay_way")]
    + [(name, _MONEY) for name in ("psn_clct_amt", "subs_amt", "std_amt")]
    + [(name, _DAY) for name in ("clct_date", "pay_date", "serv_date", "out_date")]
    + [(name, _TEXT) for name in ("med_type", "maf_type", "aid_way", "hosp")]
    + [(name, _TEXT) for name in ("setl_id", "mdtrt_id", "invono")]
    + [(name, _MONEY) for name in ("maf_pay", "fee_amt", "inscp_amt", "own_amt", "fund_amt")]
    + [(name, _MONEY) for name in ("hifp_pay", "hifmi_pay", "hifob_pay", "dedc_amt")]
)

_BRACKETS = re.compile(r"[(\[【][^()\[\]【】]*[)\]】]")
_DOTS = re.compile("[•‧．.・●∙⋅･]")
_MONTH = re.compile(r"(\d{4})[-/.年]?(\d{1,2})月?(份)?")
_DAY_TEXT = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})[日号]?([T ]?\d{1,2}:.*)?")
_SPAN_PART = re.compile(r"\d{4}[-/.年]?\d{1,2}(?:[-/.月]?\d{1,2}[日号]?)?月?")
_OPEN_END = re.compile("长期|至今|永久|无固定|目前|现在|终身|不限|9999")
_NOT_INSURED = re.compile(
    "未参|未缴|不参|没有参|停|终止|断|退保|注销|死亡|中止|失效|减员|转出|无效|未续|否|^无$|^[02349]$|^非"
)
_IS_INSURED = re.compile(
    "正常|参保|在保|有效|是|已缴|缴费|参加|在职|退休|欠费|^1$|^01$|√|续保|到账"
)
_IS_OUT = re.compile("取消|退出|停|注销|清退|核减|减少|不符|死亡|终止|失效|无效|^否$|调出|移出")
_STAFF = re.compile("职工|^310|灵活就业|机关事业|公务员医|离休")
_RESIDENT = re.compile("居民|^39[01]|新农合|合作医疗|^380|学生|少儿|城居|新生儿")
_EXTRA = re.compile(
    "大病|大额|生育|补充|长护|照护|长期护理|公务员补助|^3[2-7]0|^392|^410|^510|意外|互助"
)
_YES = re.compile("是|1|有|√|已|职工.*|参.*|正常.*")
_MALE, _FEMALE = re.compile("^(男|1|M)"), re.compile("^(女|2|F)")


def name_of(cell):
    """A person's name as it is compared: half-width, without blanks, remarks and kinds of dots."""
    text = as_text(cell)
    if text is None:
        return None
    plain = compact(text)
    bare = _BRACKETS.sub("", plain) or plain
    return _DOTS.sub("·", bare).strip("*") or None


def day_of(cell, ends=True):
    """(day, fault) of a cell: births of any century, months, serial numbers.

    A month alone is its last day where it ``ends`` something, else its first; 长期 is no day.
    """
    if isinstance(cell, date):
        return dates.parse_date(cell).on, None
    text = as_text(cell)
    if text is None or _OPEN_END.search(text):
        return None, None
    if isinstance(cell, (int, float)) and 1 <= cell < 80_000:
        return dates.EXCEL_EPOCH + timedelta(days=int(cell)), None
    words = compact(text)
    found = _DAY_TEXT.fullmatch(words)
    if found and len(found[2]) <= 2:
        try:
            day = date(int(found[1]), int(found[2]), int(found[3]))
            return (None if day.year > 2200 else day), None
        except ValueError:
            if not _MONTH.fullmatch(words):
                return None, "没有这样的日期"
    month = _MONTH.fullmatch(words)
    if month and 1 <= int(month[2]) <= 12:
        first = date(int(month[1]), int(month[2]), 1)
        return (dates.parse_date(f"{first:%Y-%m}").on if ends else first), None
    day = dates.parse_date(text)
    return day.on, None if day.on else "不是日期"


def _span(cell):
    """(begin, end) of a cell that holds both."""
    text = as_text(cell)
    said = _SPAN_PART.findall(compact(text)) if text else []
    if len(said) >= 2:
        return day_of(said[0], ends=False)[0], day_of(said[-1])[0]
    if len(said) == 1:
        starts = re.search("起|自|始|长期|今", text)
        return (day_of(said[0], ends=False)[0], None) if starts else (None, day_of(said[0])[0])
    return None, None


def _insured(cell):
    """(True, False or None, fault): whether a state says that a person is insured."""
    text = as_text(cell)
    if text is None:
        return None, None
    words = compact(text)
    if _NOT_INSURED.search(words):
        return False, None
    return (True, None) if _IS_INSURED.search(words) else (None, "参保状态不认识，按已参保计")


def _class(cell):
    words = compact(as_text(cell) or "")
    for said, kind in ((_EXTRA, "其他"), (_STAFF, "职工"), (_RESIDENT, "居民")):
        if said.search(words):
            return kind
    return None


def _yes(cell):
    text = as_text(cell)
    return None if text is None else bool(_YES.fullmatch(compact(text)))


def _sex(cell):
    words = compact(as_text(cell) or "").upper()
    return "男" if _MALE.match(words) else "女" if _FEMALE.match(words) else None


def _code(cell):
    text = as_text(cell)
    return compact(text).upper() if text else None


class _Column:
    """One field of a list: its cells, each different one read once; faults by row."""

    def __init__(self, listed, field, problems):
        self.heading = listed.places.get(field)
        self.listed, self.problems = listed, problems

    def cells(self):
        place = self.heading.place
        return [row[place] if place < len(row) else "" for _, row in self.listed.rows]

    def each(self, reading):
        """``reading`` of every cell; None for all where the list has no such column."""
        if self.heading is None:
            return [None] * len(self.listed.rows)
        known, out = {}, []
        for cell in self.cells():
            key = (cell.__class__, cell)
            if key not in known:
                known[key] = reading(cell)
            out.append(known[key])
        return out

    def checked(self, reading):
        """As each(), of a ``reading`` that gives (value, fault); faults are noted by row."""
        pairs = self.each(lambda cell: (*reading(cell), cell))
        out = []
        for pair, (number, _) in zip(pairs, self.listed.rows, strict=True):
            value, fault, cell = pair or (None, None, None)
            if fault:
                said = f"{self.heading.text}“{as_text(cell)}”{fault}"
                self.problems.append((number, said))
            out.append(value)
        return out

    def money(self):
        """Amounts in 元."""
        scale = self.heading.scale if self.heading and self.heading.scale else Decimal(1)

        def reading(cell):
            amount = values.parse_amount(cell, scale)
            unread = amount.fault and amount.yuan is None
            return amount.yuan, "不是金额" if unread else None

        return self.checked(reading)


def _identities(listed, on, problems, known):
    """Columns of a list that say who a row is about."""

    def column(field):
        return _Column(listed, field, problems)

    documents = column("cert_type").each(as_text)
    numbers = column("certno")
    found = []
    cells = numbers.cells() if numbers.heading else [None] * len(documents)
    for cell, document in zip(cells, documents, strict=True):
        key = (cell.__class__, cell, document)
        if key not in known:
            known[key] = id_numbers.parse(cell, on, document)
        found.append(known[key])
    out = {
        f"id_{part}": [getattr(number, part) for number in found]
        for part in ("text", "number", "status", "fault", "born", "sex")
    }
    out["id_sex"] = out.pop("id_sex")
    out["psn_name"] = column("psn_name").each(name_of)
    out["brdy"] = column("brdy").checked(day_of)
    out["gend"] = column("gend").each(_sex)
    return out


_STARTS = {"begn_date", "insu_begn", "clct_date", "serv_date", "pay_date", "insu_paus"}


def table(list_no, listed, on, known=None):
    """(Arrow table of SCHEMA, problems as (row, sentence)) of one list, as of a day.

    ``known`` keeps identity numbers read: most come again on the next list.
    """
    problems = []
    role, rows = listed.role, len(listed.rows)
    out = {
        "list_no": [list_no] * rows,
        "row_no": [n for n, _ in listed.rows],
        "role": [role] * rows,
    }
    out |= _identities(listed, on, problems, {} if known is None else known)
    known = columns.fields(role)
    for field in SCHEMA.names:
        column = _Column(listed, field, problems)
        if field in out or field not in known:
            continue
        if columns.kind(role, field) == "money":
            out[field] = column.money()
        elif columns.kind(role, field) == "date":
            out[field] = column.checked(lambda cell, f=field: day_of(cell, f not in _STARTS))
        else:
            reading = _code if field in ("setl_id", "mdtrt_id", "invono") else as_text
            out[field] = column.each(reading)
    _add_states(out, listed, problems)
    for field in SCHEMA.names:
        out.setdefault(field, [None] * rows)
    return pa.table({name: out[name] for name in SCHEMA.names}, schema=SCHEMA), problems


def _add_states(out, listed, problems):
    """What several columns or a word say together: validity, enrolment, scheme, year."""

    def column(field):
        return _Column(listed, field, problems)

    if listed.role == "entitled":
        if "span" in listed.places:
            spans = column("span").each(_span)
            for name, part in (("begn_date", 0), ("end_date", 1)):
                own = out.get(name) or [None] * len(spans)
                pairs = zip(own, spans, strict=True)
                out[name] = [day or span[part] for day, span in pairs]
        cancelled = column("cncl_date").checked(day_of)
        out["end_date"] = [
            min(filter(None, (end, day and day - timedelta(days=1))), default=None)
            for end, day in zip(out["end_date"], cancelled, strict=True)
        ]
        out["is_out"] = column("idet_state").each(
            lambda cell: bool(_IS_OUT.search(compact(as_text(cell) or "")))
        )
    out["is_staff"] = column("staff_flag").each(_yes)
    out["insu_class"] = column("insutype").each(_class)
    out["year"] = column("year").each(_year)
    if listed.role == "insured":
        stated = column("insu_stas").checked(_insured)
        resident = column("resident_flag").each(_yes)
        flags = zip(stated, out["is_staff"], resident, strict=True)
        out["is_insured"] = [
            state
            if state is not None
            else (any(said) if any(f is not None for f in said) else None)
            for state, *said in flags
        ]


def _year(cell):
    found = re.search(r"20\d{2}", as_text(cell) or "")
    return found[0] if found else None
