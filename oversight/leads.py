"""Leads made ready to be read: the rules' cards and the rows behind each finding, at publishing.

A page of leads never scans claims. What a finding's evidence names (``table:key``) is fetched once,
when findings change, into mart_evidence; mart_rule says what each rule is.
"""

from oversight import catalog

# How much a finding of a class weighs in the priority (catalogue 2.1).
CLASS_WEIGHTS = {"违": 1.0, "疑": 0.6, "警": 0.3}
# Columns that say what a row is about, in the order a reviewer reads them, where a table has many.
SHOWN = {
    "fee_list_d": [
        "fee_ocur_time", "hilist_name", "hilist_code", "spec", "cnt", "pric", "det_item_fee_sumamt",
        "inscp_amt", "fulamt_ownpay_amt", "chrgitm_lv", "prd_days", "bilg_dept_name",
        "bilg_dr_name", "fixmedins_code", "psn_no", "mdtrt_id", "setl_id", "init_feedetl_sn",
    ],
    "setl_d": [
        "setl_time", "begndate", "enddate", "med_type", "insutype", "medfee_sumamt", "inscp_amt",
        "fund_pay_sumamt", "maf_pay", "acct_pay", "cash_payamt", "fixmedins_name", "psn_no",
        "setl_id", "mdtrt_id", "invono",
    ],
    "mdtrt_d": [
        "begntime", "endtime", "ipt_days", "med_type", "dscg_maindiag_name", "dscg_dept_name",
        "chfpdr_name", "dscg_way", "fixmedins_name", "psn_no", "mdtrt_id",
    ],
}  # fmt: skip
_RULES = """
CREATE OR REPLACE TABLE mart_rule (
    rule VARCHAR, code VARCHAR, title VARCHAR, question VARCHAR, class VARCHAR,
    class_weight DOUBLE, subject VARCHAR, status VARCHAR,
    stage VARCHAR)
"""
_PROOF = "hash(f.evidence, f.total_amount, f.fund_amount, f.measured_value)"
# Findings whose rows are fetched already, from claims that have not changed since.
_KNOWN = f"""
SELECT f.finding_key
FROM finding AS f
INNER JOIN (SELECT DISTINCT finding_key, proof FROM mart_evidence) AS e
    ON e.finding_key = f.finding_key AND e.proof = {_PROOF}
"""
_KEYS = f"""
CREATE OR REPLACE TEMP TABLE evidence_key AS
SELECT
    f.finding_key, {_PROOF} AS proof, f.psn_no, f.fixmedins_code, k.place,
    split_part(k.named, ':', 1) AS table_name,
    substr(k.named, strpos(k.named, ':') + 1) AS row_key
FROM finding AS f
CROSS JOIN LATERAL (
    SELECT unnest(split(f.evidence, ';')) AS named, generate_subscripts(split(f.evidence, ';'), 1)
        AS place
) AS k
WHERE f.finding_key NOT IN (SELECT e.finding_key FROM mart_evidence AS e)
"""
_EVIDENCE = """
CREATE TABLE IF NOT EXISTS mart_evidence (
    finding_key VARCHAR, proof UBIGINT, place INTEGER, table_name VARCHAR, row_key VARCHAR,
    day DATE, dept_name VARCHAR, dr_code VARCHAR, cells VARCHAR)
"""
# Where a row says which department and physician are concerned, the first named counts.
_DEPARTMENTS = ["bilg_dept_name", "dscg_dept_name", "adm_dept_name"]
_PHYSICIANS = ["bilg_dr_code", "chfpdr_code", "dr_code", "oper_dr_code"]


def gather(con, anew=True):
    """Build mart_rule and mart_evidence from the findings in force and the claims.

    Without ``anew`` the claims are those of the last time, and only findings that have come or
    changed are looked up. A row of mart_evidence is one row that proves one finding; ``cells`` is
    a JSON object of its columns that are SHOWN. Evidence whose row is in no table (a label of a
    group) has none.
    """
    con.execute(_RULES)
    cards = [_card(rule) for rule in catalog.load("rules").values()]
    # One statement: a plan for each row took a tenth of a small publishing.
    con.execute(
        f"INSERT INTO mart_rule SELECT {', '.join(f'unnest(${n})' for n in range(1, 10))}",
        list(map(list, zip(*cards, strict=True))),
    )
    con.execute(_EVIDENCE)
    con.execute(
        "DELETE FROM mart_evidence" + ("" if anew else f" WHERE finding_key NOT IN ({_KNOWN})")
    )
    con.execute(_KEYS)
    named = con.execute("SELECT DISTINCT table_name FROM evidence_key").fetchall()
    tables = {query.stem: query for query in catalog.load("schema").values()}
    for (table,) in sorted(named):
        if table in tables:
            con.execute(_found(tables[table]))
            con.execute(_rows(tables[table]))
            con.execute("DROP TABLE evidence_row")
        else:
            con.execute(_label(table))
    con.execute("DROP TABLE evidence_key")


def _card(rule):
    card = rule.card
    row = [rule.stem, card["code"], card["title"], card["question"], card["class"]]
    row += [CLASS_WEIGHTS[card["class"]], card["subject"], card.get("status", "active")]
    return [*row, "、".join(card["stage"])]


def _found(query):
    """Where in one table the rows stand: its key alone is read, the rest for those rows only."""
    key = query.card["key"]
    same = [f"t.{key[-1]} = k.row_key"]
    if key[-1].endswith("time"):
        same = [f"CAST(t.{key[-1]} AS DATE) = TRY_CAST(k.row_key AS DATE)"]
    if len(key) > 1:
        # The last part of such a key is unique beside the others only.
        # The person of a register's row is not what the row is found by: it may be unknown.
        is_event = "date" in query.card
        beside = [
            c for c in ("psn_no", "fixmedins_code") if c in key or (is_event and c in query.columns)
        ]
        same += [f"coalesce(t.{column} = k.{column}, TRUE)" for column in beside]
        if not beside:
            # Nothing else of a finding tells such rows apart: its evidence names every part.
            same = [f"concat_ws('|', {', '.join(f't.{part}' for part in key)}) = k.row_key"]
    return f"""
        CREATE TEMP TABLE evidence_row AS
        SELECT k.*, t.rowid AS of_row
        FROM evidence_key AS k
        INNER JOIN {query.stem} AS t ON {" AND ".join(same)}
        WHERE k.table_name = '{query.stem}'
    """


def _rows(query):
    """INSERT of the rows of one table that the findings name."""
    columns = list(query.columns)
    day = query.card.get("date")
    # What nobody sees is not fetched: a row here and a row there are dear in every column.
    told = {*SHOWN.get(query.stem, columns), "psn_no", "fixmedins_code"}
    cells = ", ".join(f"{column} := t.{column}" for column in columns if column in told)
    return f"""
        INSERT INTO mart_evidence
        SELECT
            k.finding_key, k.proof, k.place, k.table_name, k.row_key,
            {f"CAST(t.{day} AS DATE)" if day else "NULL"},
            {_first(_DEPARTMENTS, columns)}, {_first(_PHYSICIANS, columns)},
            to_json(struct_pack({cells}))
        FROM evidence_row AS k
        INNER JOIN {query.stem} AS t ON t.rowid = k.of_row
    """


def _first(wanted, columns):
    held = [f"t.{column}" for column in wanted if column in columns]
    return f"coalesce({', '.join(held)})" if held else "NULL"


def _label(table):
    return f"""
        INSERT INTO mart_evidence
        SELECT finding_key, proof, place, table_name, row_key, NULL, NULL, NULL, NULL
        FROM evidence_key
        WHERE table_name = '{table.replace("'", "''")}'
    """
