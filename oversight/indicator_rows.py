"""What the indicators' queries return at a date, and what they lack where they return nothing."""

from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial

import duckdb

from oversight import catalog, ledgers, peers, rulebook

UNDATED = "未注明"
WEEKS = 13
# The weeks of the ledgers are what most supervision indicators read, and dear to expand: they are
# kept for the length of one computation, on its own connection, under the macro's own name.
_WEEKS_ONCE = (
    f"CREATE OR REPLACE TEMP TABLE member_week AS SELECT * FROM entry_by_member($as_of, {WEEKS})",
    "CREATE OR REPLACE TEMP MACRO entry_by_member(as_of, weeks) AS TABLE SELECT * FROM member_week"
    ' WHERE "at" <= as_of AND date_diff(\'day\', "at", as_of) < 7 * weeks',
)
# What the district's own reading needs of the rows. The recipe of peers looks at three periods.
_OF_DISTRICT = "SELECT * FROM ({}) WHERE dimension <> 'fixmedins_code'"
_OF_PEERS = f"""
WITH reading AS MATERIALIZED ({{}}),
late AS (
    SELECT DISTINCT period FROM reading
    WHERE dimension = 'fixmedins_code' AND value IS NOT NULL
    ORDER BY period = '{UNDATED}', period DESC LIMIT {peers.PERIODS})
SELECT * FROM reading
WHERE dimension <> 'fixmedins_code' OR period IN (SELECT period FROM late)
"""


def asked(store, viewer, wanted, as_of, whole=False):
    """Each wanted query with its rows (dicts of the six columns) and a way to ask what it lacks.

    With ``whole`` only what the district's own reading needs (see indicators.compute).

    Two connections share the work, each taking the next when it is done with one: these queries
    are small, and most of their time is planning, which DuckDB does on one processor.
    """
    weekly = [query for query in wanted if "entry_by_member" in query.card["tables"]]
    others = iter([query for query in wanted if query not in weekly])

    def ask(queries):
        cur = store.cursor(viewer)
        if queries is weekly:
            cur.execute(_WEEKS_ONCE[0], {"as_of": as_of})
            cur.execute(_WEEKS_ONCE[1])
        return [
            (query, _rows(cur, query, as_of, whole), partial(_lacks, cur, query))
            for query in queries
        ]

    with ThreadPoolExecutor(2) as pool:
        shares = [weekly, others, others] if weekly else [others, others]
        return [answer for answers in pool.map(ask, shares) for answer in answers]


def _rows(cur, query, as_of, whole=False):
    statement = _of_district(query.sql, query.card.get("compare")) if whole else query.parsed
    cursor = cur.execute(statement, query.defaults | {"as_of": as_of})
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@cache
def _of_district(sql, compare):
    """The query narrowed to the district's own rows, read once."""
    text = (_OF_PEERS if compare == "同级" else _OF_DISTRICT).format(sql)
    return duckdb.extract_statements(text)[0]


def _lacks(cur, query):
    """What an indicator without a value lacks, in words; None when nothing is known to be."""
    tables_read = query.card["tables"]
    if set(tables_read) <= {schema.stem for schema in catalog.load("schema").values()}:
        return rulebook.applicable(cur, query)
    kinds = {f"{kind.name}_version": kind.title for kind in ledgers.kinds().values()}
    named = [table for table in tables_read if table in kinds]
    if len(named) < len(tables_read):
        # What is read besides may be what lacks.
        named = [t for t in named if not cur.execute(f"SELECT 1 FROM {t} LIMIT 1").fetchone()]
    if named:
        return f"{'、'.join(kinds[table] for table in named)}里没有截至日期前可以计算的记录"
    return "截至日期前没有可以计算的台账记录"
