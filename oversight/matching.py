"""Which row of a sheet is which entry of a ledger, and what differs.

A row that carries an entry number is that entry. Any other row is matched on the business key its
kind declares (``match`` in ledgers/<kind>.toml), within its campaign, on normalised text: width,
blanks and punctuation do not count. The running number of the sheet is never a key and never a
change: sheets are renumbered every week.

A closed entry is not reopened. A row that says 已办结 of it, or says nothing of its state, is the
same entry; a row that reports it as open is a recurrence: a new entry that names the old one.
"""

import hashlib
import json
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from rapidfuzz import fuzz, process

from oversight.errors import UserError
from oversight.ledgers import HISTORY, STATUSES

MOST_COMPARED = 2000
# Two wordings of one problem share most of their characters.
_ALIKE = 60
_CENT = Decimal("0.01")
_DEADLINE = ("due_on", "due_text", "long_term", "immediate")
_STATE = ("status", "status_text", "closed_on")
# Where a row stands is not what it says.
_PLACE = ("row", "seq", "entry_no", "campaign")


@dataclass
class Difference:
    """What a filing would do to a ledger.

    ``new``: the records that become entries (``recurs_of`` names the closed entry a recurrence
    follows); ``changed``: (entry_no, {column: (old, new)}); ``unchanged`` and ``gone``: entry
    numbers — gone are the sender's open entries that this sheet no longer lists, they stay open;
    ``repeated``: records left out because an earlier one says exactly the same;
    ``filing_id``: the filing that already holds exactly this content, if there is one.
    ``entries``: all current entries of the kind by number, as they were when compared;
    ``marks``: entry number → mark() of the record that was matched to it.
    """

    new: list = field(default_factory=list)
    changed: list = field(default_factory=list)
    unchanged: list = field(default_factory=list)
    gone: list = field(default_factory=list)
    repeated: list = field(default_factory=list)
    filing_id: str | None = None
    entries: dict = field(default_factory=dict, compare=False, repr=False)
    marks: dict = field(default_factory=dict, compare=False, repr=False)


def _place(record):
    return f"第 {record['row']} 行" if record.get("row") else "记录"


def _names(value):
    if isinstance(value, str) or not all(isinstance(item, str) for item in value):
        raise ValueError
    return list(dict.fromkeys(item.strip() for item in value if item.strip())) or None


def _date(value):
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(value)


def _text(value):
    if not isinstance(value, (str, int)):
        raise ValueError
    return str(value).strip() or None


def _status(value):
    if value not in STATUSES:
        raise ValueError
    return value


def _flag(value):
    if not isinstance(value, bool):
        raise ValueError
    return value


_READ = {
    "text": _text,
    "names": _names,
    "date": _date,
    "money": lambda value: Decimal(str(value)).quantize(_CENT),
    "count": int,
    "flag": _flag,
    "status": _status,
}


def _value(kind, record, name):
    column, given = kind.columns[name], record[name]
    if given is None:
        return False if column.type == "flag" else None
    try:
        return _READ[column.type](given)
    except (ValueError, TypeError, InvalidOperation) as error:
        raise UserError(
            f"{_place(record)}的“{column.label}”写的是“{given}”，不能入账，请改正后再报送。"
        ) from error


def clean(kind, records, campaign=None, unit=None):
    """Records with values of the store's types, a lead unit and a campaign.

    A key a record does not have is not stated; a key with None is stated empty. In a sheet (every
    record has ``row``) a column that no row fills is not stated: the sheet has no such column.
    Raises UserError for a key the kind does not have and for a value that does not fit its type.
    """
    cleaned = []
    for record in records:
        for key in record:
            if key != "row" and (key not in kind.columns or key in HISTORY):
                raise UserError(
                    f"{_place(record)}有台账“{kind.title}”没有的列“{key}”，请核对台账类型。"
                )
        values = {name: _value(kind, record, name) for name in record if name != "row"}
        values["row"] = record.get("row")
        _name_units(values, unit)
        values["campaign"] = values.get("campaign") or campaign
        cleaned.append(values)
    if cleaned and from_sheet(cleaned):
        _forget_absent(cleaned)
    return cleaned


def from_sheet(records):
    """True when the records were read from a file: each knows its row."""
    return all(record.get("row") for record in records)


def _name_units(values, sender):
    # An empty cell does not take an entry away from those responsible for it.
    units, lead = values.pop("units", None) or [], values.pop("unit", None)
    lead = lead or (units[0] if units else None)
    if lead:
        values["unit"] = lead
        values["units"] = units if lead in units else [lead, *units]
    elif sender and not values.get("entry_no"):
        values["unit"] = sender


def _forget_absent(records):
    empty = {name for record in records for name in record} - {"row", "campaign"}
    for record in records:
        empty -= {name for name, value in record.items() if value not in (None, False)}
    if not empty.issuperset(_DEADLINE):
        empty -= set(_DEADLINE)
    for record in records:
        for name in empty & record.keys():
            del record[name]


def content_hash(records, zero_report=False):
    """SHA-256 of what the records say, wherever they stand in the sheet."""
    said = [{k: v for k, v in record.items() if k not in ("row", "seq")} for record in records]
    text = json.dumps([said, zero_report], ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def normalised(value):
    """Text as it is compared: one width, no blanks, no punctuation; other values as they are."""
    return _folded(value) if isinstance(value, str) else value


# All entries in force are compared anew with every sheet.
@lru_cache(maxsize=50_000)
def _folded(text):
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in folded if not c.isspace() and unicodedata.category(c)[0] != "P")


def _key(values, columns):
    key = tuple(normalised(values.get(name)) for name in columns)
    return None if None in key or "" in key else (values.get("campaign"), columns, key)


def _candidates(kind, record, by_key):
    # The first key that row and entry both have complete decides.
    passed = []
    for columns in kind.match:
        key = _key(record, columns)
        if key is None:
            continue
        for entry in by_key.get(key, []):
            if all(_key(entry, earlier) is None for earlier in passed):
                yield entry
        passed.append(columns)


def is_closed(entry):
    """True for an entry last reported as 已办结."""
    return entry["status"] == "已办结"


def changes(entry, record):
    """Columns in which a record differs from the entry: {column: (old, new)}."""
    silent = _STATE if is_closed(entry) and record.get("status") is None else ()
    return {
        name: (entry[name], value)
        for name, value in record.items()
        if name not in (*_PLACE, *silent)
        and entry[name] != value
        # A "no" where nothing was said is nothing new.
        and not (value is False and entry[name] is None)
    }


def _reopens(entry, record):
    return is_closed(entry) and record.get("status") not in (None, "已办结")


def _distinct(records):
    seen, kept, repeated = set(), [], []
    for record in records:
        said = content_hash([record])
        (repeated if said in seen else kept).append(record)
        seen.add(said)
    return kept, repeated


def pair(kind, records, entries):
    """Match cleaned records to current entries (dicts of the kind's table).

    Returns (pairs, new, repeated): pairs of (entry, record), the records without an entry, and
    the records that say exactly what an earlier one says.
    Raises UserError for an entry number that is not in force, or is given twice.
    """
    kept, repeated = _distinct(records)
    by_number = {entry["entry_no"]: entry for entry in entries}
    followed = {e["recurs_of"]: e for e in entries if e["recurs_of"] and not is_closed(e)}
    by_key, taken, pairs, left, new = {}, set(), [], [], []
    for entry in entries:
        for columns in kind.match:
            by_key.setdefault(_key(entry, columns), []).append(entry)

    def take(entry, record):
        if entry["entry_no"] in taken:
            raise UserError(
                f"{_place(record)}的编号 {entry['entry_no']} 与另一条记录对应同一条台账，"
                "请合并后再报送。"
            )
        taken.add(entry["entry_no"])
        pairs.append((entry, record))

    for record in kept:
        number = record.get("entry_no")
        if number is None:
            left.append(record)
        elif number not in by_number:
            raise UserError(
                f"{_place(record)}的编号 {number} 不在“{kind.title}”现有条目中，"
                "请核对编号，新问题请把编号留空。"
            )
        elif not _reopens(by_number[number], record):
            take(by_number[number], record)
        elif number in followed:
            take(followed[number], record)
        else:
            new.append(record | {"entry_no": None, "recurs_of": number})

    unsure = []
    for record in left:
        same = [e for e in _candidates(kind, record, by_key) if e["entry_no"] not in taken]
        equal = [e for e in same if not _reopens(e, record) and not changes(e, record)]
        if equal:
            take(equal[0], record)
        else:
            unsure.append(record)
    for record in unsure:
        same = [e for e in _candidates(kind, record, by_key) if e["entry_no"] not in taken]
        still_open = [e for e in same if not is_closed(e)]
        closed = [e for e in same if is_closed(e)]
        if still_open:
            take(still_open[0], record)
        elif closed and _reopens(closed[-1], record):
            new.append(record | {"recurs_of": closed[-1]["entry_no"]})
        elif closed:
            take(closed[-1], record)
        else:
            new.append(record)
    return pairs, new, repeated


def mark(record):
    """A short name of a record by its row and what it describes: it outlives a correction of the
    other columns."""
    said = f"{record.get('row')} {normalised(record.get('description') or '')}"
    return hashlib.sha256(said.encode()).hexdigest()[:8]


def similar(found):
    """New records of a Difference that read like an entry of the same unit and campaign.

    Returns {index in found.new: (entry_no, score 0–100)}; entries that the sheet matches already
    are no candidates. Records beyond the first MOST_COMPARED are not compared.
    """
    listed = {number for number, _ in found.changed} | set(found.unchanged)
    texts = {}
    for number, entry in found.entries.items():
        if number not in listed and not is_closed(entry):
            text = normalised(entry["description"] or "")
            for unit in entry["units"] or [entry["unit"]]:
                texts.setdefault((entry["campaign"], unit), {})[number] = text
    alike = {}
    for index, record in enumerate(found.new[:MOST_COMPARED]):
        choices = {}
        for unit in record.get("units") or [record.get("unit")]:
            choices |= texts.get((record["campaign"], unit), {})
        said = normalised(record.get("description") or "")
        best = process.extractOne(said, choices, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        if best and not record.get("recurs_of"):
            alike[index] = (best[2], round(best[1]))
    return alike


def missing_required(kind, records):
    """Raise UserError when a record that becomes an entry lacks a required column."""
    for name, column in kind.columns.items():
        if column.required:
            without = [_place(record) for record in records if record.get(name) is None]
            if without:
                raise UserError(
                    f"{'、'.join(without[:5])}没有“{column.label}”，不能入账，请补填后再报送。"
                )
