"""Lists of persons compared: 应参未参, 应资未资, 应享未享, 重复享受, 不在名单却享受.

The lists are joined in a database in memory; nothing of them goes into the store. The questions
are queries/rosters/*.sql, with the definitions of rules R82 to R86 where both answer the same one.
"""

import re
from dataclasses import dataclass

import duckdb
import pandas as pd
from rapidfuzz import process
from rapidfuzz.distance import OSA

from oversight import catalog, roster_rows

# Result → its title; each is queries/rosters/<result>.sql.
RESULTS = {
    name: catalog.get(f"rosters/{name}").title.split("、")[0]
    for name in ("not_enrolled", "not_funded", "not_aided", "repeated_aid", "not_entitled")
}
# Rows of one result, as a page and a workbook show them.
LABELS = {
    "psn_name": "姓名",
    "certno": "证件号码",
    "town": "街镇",
    "category": "对象类别",
    "subtype": "情形",
    "event_date": "日期",
    # One person's money is too little for 万元.
    "amount": "金额（元）",
    "doubt": "存疑之处",
    "places": "在名单里的位置",
}
PROBLEM_LABELS = {"title": "名单", "row_no": "行", "psn_name": "姓名", "certno": "证件号码"}
PROBLEM_LABELS |= {"problem": "问题"}
PAIR_LABELS = {
    "words": "存疑之处",
    "psn_name_a": "姓名",
    "certno_a": "证件号码",
    "where_a": "位置",
    "psn_name_b": "另一方姓名",
    "certno_b": "另一方证件号码",
    "where_b": "另一方位置",
    "treated": "现在的处理",
}
DAYS = 30
_MOST_PLACES = 6
# 定额、全额资助 is no business of these (国办发〔2021〕42号); a bureau that funds them ticks them.
_NOT_FUNDED = re.compile("低保边缘|边缘家庭|因病致贫|支出型|低收入|稳定脱贫|^脱贫")


@dataclass
class Comparison:
    """What comparing lists found.

    ``results`` maps a key of RESULTS to a frame with LABELS and ``person``, ``excused``; where the
    lists do not allow a result it is absent and ``why_not`` says why in Chinese. ``partly`` says
    what of a result could not be looked at. ``pairs`` are persons that may be one (PAIR_LABELS and
    ``pair``), ``problems`` what is odd in the lists themselves (PROBLEM_LABELS), ``persons`` the
    number of different persons by list title.
    """

    results: dict
    why_not: dict
    partly: dict
    pairs: pd.DataFrame
    problems: pd.DataFrame
    persons: dict


def categories(lists):
    """What each kind of person is entitled to until the user says otherwise.

    A list of {"category", "is_funded", "std_amt", "dedc_amt"} over the lists of those entitled.
    """
    found = []
    for listed in lists:
        heading = listed.places.get("category") if listed.role == "entitled" else None
        if listed.role == "entitled":
            words = ["未写明"] if heading is None else []
            for _, row in listed.rows if heading else ():
                cell = row[heading.place] if heading.place < len(row) else None
                words.append(roster_rows.as_text(cell) or "未写明")
            found += words
    return [
        {
            "category": word,
            "is_funded": not _NOT_FUNDED.search(word),
            "std_amt": None,
            "dedc_amt": None,
        }
        for word in dict.fromkeys(found)
    ]


class _Roles:
    """What the lists hold, to say which results they allow."""

    def __init__(self, lists):
        self.lists = lists

    def has(self, role, *fields):
        """True when a list of the role has any of the columns (or is there, without any named)."""
        of_role = [each for each in self.lists if each.role == role]
        return any(not fields or set(fields) & set(each.places) for each in of_role)

    @property
    def aided(self):
        """True when something tells who was paid aid."""
        return self.has("aid") or self.has("settled", "maf_pay")


def _why_not(roles, con):
    """Reasons by result for those the lists do not allow."""
    said = {}
    entitled, insured = roles.has("entitled"), roles.has("insured")
    if not entitled:
        no_list = "没有应保对象名单（民政、乡村振兴、残联等）"
        said = dict.fromkeys(("not_enrolled", "not_funded", "not_aided", "not_entitled"), no_list)
    elif not insured:
        said["not_enrolled"] = "没有参保名单"
    knows = roles.has("funded") or roles.has("insured", "subs_amt", "pay_way", "psn_clct_amt")
    if entitled and not knows:
        said["not_funded"] = (
            "参保名单没有资助金额、缴费方式、个人缴费列，也没有资助参保名单"
            if insured
            else "没有参保名单，也没有资助参保名单"
        )
    if entitled and not roles.aided:
        said["not_aided"] = "没有救助支付名单，结算名单也没有医疗救助支付列"
    elif entitled:
        visits = (
            "SELECT count(*) FROM person_row"
            " WHERE role = 'settled' OR (role = 'aid' AND NOT has_pay)"
        )
        if not con.execute(visits).fetchone()[0]:
            said["not_aided"] = (
                "救助支付名单里都是已支付的，没有医疗费用结算名单，看不出谁就诊而未得到救助"
            )
    if entitled and not roles.aided and not roles.has("funded"):
        said["not_entitled"] = "没有救助支付名单，也没有资助参保名单"
    if not (_bills(roles) or roles.has("funded") or roles.has("insured", "insu_place", "insutype")):
        said["repeated_aid"] = (
            "救助支付名单没有结算编号、发票号、日期，也没有资助参保名单、参保地或险种"
            if roles.aided
            else "没有救助支付名单、资助参保名单，参保名单也没有参保地或险种列"
        )
    return said


def _bills(roles):
    wanted = ("setl_id", "invono", "serv_date", "out_date", "pay_date")
    source = "aid" if roles.has("aid") else "settled"
    return roles.aided and roles.has(source, *wanted)


def _partly(roles, why_not):
    """What of a result that is given the lists do not show."""
    said = {}
    if "repeated_aid" not in why_not:
        missing = []
        if not _bills(roles):
            missing.append("同一笔费用救助两次（没有带日期或编号的救助支付名单）")
        if not roles.has("funded"):
            missing.append("资助两次（没有资助参保名单）")
        if not roles.has("insured", "insu_place", "insutype"):
            missing.append("重复参保（没有参保地或险种列）")
        said["repeated_aid"] = "没有查：" + "；".join(missing) if missing else None
    if "not_entitled" not in why_not:
        missing = [] if roles.aided else ["救助（没有救助支付名单）"]
        missing += [] if roles.has("funded") else ["参保资助（没有资助参保名单）"]
        said["not_entitled"] = "没有查：" + "；".join(missing) if missing else None
    return {name: words for name, words in said.items() if words}


def _make(con, name, **params):
    query = catalog.get(f"rosters/{name}")
    bound = {key: params[key] for key in query.used}
    con.execute(f"CREATE OR REPLACE TABLE {name} AS {query.sql}", bound)


def _components(con, decisions):
    """The table same_person: which ways to know a person are one, by links and by decisions."""
    links = con.execute("SELECT base_a, base_b, words FROM name_link WHERE is_same").fetchall()
    bases = {}
    if decisions:
        bases = dict(con.execute("SELECT list_no || ':' || row_no, base FROM row_key").fetchall())
    said = {
        frozenset((bases[a], bases[b])): same
        for (a, b), same in ((pair.split("~"), same) for pair, same in decisions.items())
        if a in bases and b in bases
    }
    links = [
        (a, b, None if said.get(frozenset((a, b))) else words)
        for a, b, words in links
        if said.get(frozenset((a, b)), True)
    ]
    links += [(*sorted(pair), None) for pair, same in said.items() if same and len(pair) == 2]
    parent = {}

    def root(base):
        while parent.setdefault(base, base) != base:
            parent[base] = base = parent[parent[base]]
        return base

    for a, b, _ in links:
        first, other = sorted((root(a), root(b)))
        parent[other] = first
    rows = [(base, root(base), words) for a, b, words in links for base in (a, b)]
    frame = pd.DataFrame(rows, columns=["base", "person", "words"], dtype="string")
    # One line for each way; all that is said of a person stays said of it.
    told = frame.groupby("person", sort=False)["words"].agg(
        lambda s: "；".join(sorted(set(s.dropna())))
    )
    frame = frame.drop_duplicates("base").drop(columns="words")
    frame["words"] = frame["person"].map(told).replace("", None).astype("string")
    con.register("same_frame", frame)
    con.execute("CREATE OR REPLACE TABLE same_person AS SELECT * FROM same_frame")
    con.unregister("same_frame")


def compare(lists, as_of, pay_days=DAYS, rules=None, decisions=None):
    """Compare ``lists`` (roster_lists.Listed, those not to be compared left out) as of a day.

    ``rules`` are the lines of categories() as the user corrected them; ``decisions`` map a pair
    ("list:row~list:row") to True (one person) or False. Returns a Comparison in clear: what is
    shown of it goes through store.mask().
    """
    roles = _Roles(lists)
    # Nothing of the lists is written to a disk by the way.
    con = duckdb.connect(config={"temp_directory": ""})
    try:
        problems = _load(con, lists, as_of, rules or categories(lists))
        given = {"as_of": as_of, "pay_days": pay_days, "from_settled": not roles.has("aid")}
        given |= {"has_insured": roles.has("insured"), "has_funded": roles.has("funded")}
        given |= {"has_subsidy": roles.has("insured", "subs_amt")}
        given |= {"has_way": roles.has("insured", "pay_way")}
        for name in ("row_key", "name_link"):
            _make(con, name, **given)
        _components(con, decisions or {})
        steps = ("person_row", "person", "entitled_row", "enrolled_row", "aid_payment")
        for name in (*steps, *RESULTS):
            _make(con, name, **given)
        why_not = _why_not(roles, con)
        for name in why_not:
            con.execute(f"DELETE FROM {name}")
        titles = [each.title for each in lists]
        return Comparison(
            {name: _result(con, name, titles) for name in RESULTS if name not in why_not},
            why_not,
            _partly(roles, why_not),
            _pairs(con, titles, decisions or {}),
            _problems(con, lists, problems),
            _persons(con, titles),
        )
    finally:
        con.close()


def _load(con, lists, as_of, rules):
    """Fill the table entry and category_rule; the problems by (list, row, sentence)."""
    problems, known = [], {}
    for number, listed in enumerate(lists):
        rows, said = roster_rows.table(number, listed, as_of, known)
        con.register("rows", rows)
        made = "INSERT INTO entry" if number else "CREATE TABLE entry AS"
        con.execute(f"{made} SELECT * FROM rows")
        con.unregister("rows")
        problems += [(number, row, words) for row, words in said]
        problems += [
            (number, row, f"没有读：{reason}（{text[:30]}）")
            for row, text, reason in listed.left_out
        ]
    con.execute(
        "CREATE TABLE category_rule (category VARCHAR, is_funded BOOLEAN,"
        " std_amt DECIMAL(18, 2), dedc_amt DECIMAL(18, 2))"
    )
    for rule in rules:
        con.execute(
            "INSERT INTO category_rule VALUES ($category, $is_funded, $std_amt, $dedc_amt)", rule
        )
    return problems


def _where(places, titles):
    """“list:row;list:row” in words; the same list is named once."""
    rows = {}
    for place in dict.fromkeys(places.split(";")):
        number, _, row = place.partition(":")
        rows.setdefault(int(number), []).append(int(row))
    said = []
    for number in sorted(rows):
        few = "、".join(map(str, sorted(rows[number])[:_MOST_PLACES]))
        more = f" 等 {len(rows[number])} 行" if len(rows[number]) > _MOST_PLACES else " 行"
        said.append(f"{titles[number]}第 {few}{more}")
    return "；".join(said)


def _result(con, name, titles):
    frame = con.execute(
        f"""
        SELECT r.person, p.psn_name, p.certno, p.town, c.category, r.subtype, r.event_date,
            r.amount_yuan AS amount, nullif(concat_ws('；', r.doubt, p.doubt), '') AS doubt,
            r.excused, r.evidence, p.born
        FROM {name} AS r
        JOIN person AS p ON p.person = r.person
        LEFT JOIN (
            SELECT person, string_agg(DISTINCT category, '、' ORDER BY category) AS category
            FROM person_row WHERE role = 'entitled' GROUP BY person
        ) AS c ON c.person = r.person
        ORDER BY r.amount_yuan DESC NULLS LAST, p.town, p.person, r.event_date, r.evidence
        """
    ).df()
    frame["places"] = [_where(evidence, titles) for evidence in frame["evidence"]]
    return frame


def _pairs(con, titles, decisions):
    """Persons that may be one: by name and birth date (treated as one or not), and near names."""
    _make(con, "near_pair")
    near = con.execute("SELECT * FROM near_pair WHERE words NOT LIKE '出生%'").df()
    close = con.execute("SELECT * FROM near_pair WHERE words LIKE '出生%'").df()
    if len(close):
        apart = process.cpdist(
            close["name_a"].tolist(), close["name_b"].tolist(), scorer=OSA.distance
        )
        close = close[apart <= 1]
    con.register(
        "near", pd.concat([close, near]).drop(columns=["name_a", "name_b"]).astype("string")
    )
    frame = con.execute(
        """
        WITH place AS (
            SELECT base, arg_min(list_no || ':' || row_no, (list_no, row_no)) AS place
            FROM row_key GROUP BY base
        ), pair AS (
            SELECT a.place AS place_a, b.place AS place_b, l.words, l.is_same
            FROM name_link AS l
            JOIN place AS a ON a.base = l.base_a
            JOIN place AS b ON b.base = l.base_b
            UNION ALL
            SELECT place_a, place_b, words, FALSE FROM near
        )
        SELECT p.*, a.psn_name AS psn_name_a, coalesce(a.id_number, a.id_text) AS certno_a,
            b.psn_name AS psn_name_b, coalesce(b.id_number, b.id_text) AS certno_b
        FROM pair AS p
        JOIN person_row AS a ON a.place = p.place_a
        JOIN person_row AS b ON b.place = p.place_b
        ORDER BY p.is_same, p.words, a.list_no, a.row_no, b.list_no, b.row_no
        """
    ).df()
    con.unregister("near")
    frame["where_a"] = [_where(place, titles) for place in frame["place_a"]]
    frame["where_b"] = [_where(place, titles) for place in frame["place_b"]]
    frame["pair"] = frame["place_a"] + "~" + frame["place_b"]
    words = {True: "已确认是同一人", False: "已确认不是同一人"}
    frame["treated"] = [
        words[decisions[pair]] if pair in decisions else "按同一人" if same else "没有合并"
        for pair, same in zip(frame["pair"], frame["is_same"], strict=True)
    ]
    # What was decided stays in sight, also when it is no longer asked.
    return frame.drop_duplicates("pair")


def _problems(con, lists, told):
    found = con.execute(catalog.get("rosters/row_problem").sql).fetchall() + told
    frame = pd.DataFrame(found, columns=["list_no", "row_no", "problem"])
    con.register("found", frame.astype({"list_no": "int64", "row_no": "int64"}))
    frame = con.execute(
        """
        SELECT f.list_no, f.row_no, r.psn_name, coalesce(r.id_number, r.id_text) AS certno,
            f.problem
        FROM found AS f
        LEFT JOIN person_row AS r ON r.list_no = f.list_no AND r.row_no = f.row_no
        ORDER BY f.list_no, f.row_no, f.problem
        """
    ).df()
    con.unregister("found")
    frame.insert(0, "title", [lists[number].title for number in frame["list_no"]])
    return frame


def _persons(con, titles):
    rows = con.execute(
        "SELECT list_no, count(DISTINCT person) FROM person_row GROUP BY ALL"
    ).fetchall()
    return {titles[number]: count for number, count in rows}
