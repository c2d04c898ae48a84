"""What the indicators' queries return at a date, and what they lack where they return nothing."""

import threading
from concurrent.futures import ThreadPoolExecutor
from functools import cache

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
# What the district's own reading needs of the rows: no institutions, or, where peers decide the
# light, in the last periods that the recipe looks at, those that may be outliers by it, and of each
# peer group the values alone.
_OF_DISTRICT = "SELECT *, NULL AS peers FROM ({}) WHERE dimension <> 'fixmedins_code'"
_OF_PEERS = f"""
WITH reading AS MATERIALIZED ({{}}),
late AS (
    SELECT DISTINCT period FROM reading
    WHERE dimension = 'fixmedins_code' AND value IS NOT NULL
    ORDER BY period = '{UNDATED}', period DESC LIMIT {peers.PERIODS}),
placed AS MATERIALIZED (
    SELECT reading.*, i.peer_group,
        cume_dist() OVER (PARTITION BY i.peer_group, period ORDER BY {{}} * value) AS share
    FROM reading INNER JOIN mart_institution AS i ON i.fixmedins_code = reading.member
    WHERE dimension = 'fixmedins_code' AND value IS NOT NULL AND i.peer_group IS NOT NULL
        AND period IN (SELECT period FROM late))
SELECT *, NULL AS peers FROM reading WHERE dimension <> 'fixmedins_code'
UNION ALL
SELECT * EXCLUDE (peer_group, share), NULL FROM placed
WHERE member IN (
    SELECT member FROM placed WHERE share >= {{}} GROUP BY member
    HAVING count(*) >= {peers.PERIODS_BEYOND}
        AND max_by(denominator, period) >= {peers.FEWEST_CASES})
UNION ALL
SELECT 'peers', peer_group, period, NULL, NULL, NULL, list(CAST(value AS DOUBLE)) FROM placed
GROUP BY peer_group, period
ORDER BY dimension, member, period
"""


def asked(store, viewer, wanted, as_of, whole=None):
    """Each wanted query with its rows (dicts of the six columns).

    With ``whole`` (what indicators says of each query by its stem, as a Reading) only what the
    district's own reading needs; a row of the dimension peers then has the values of one peer group
    (its member) in one period, as a list under ``peers``.

    Two connections share the work, each taking the next when it is done with one: these queries
    are small, and most of their time is planning, which DuckDB does on one processor.
    """
    weekly = [query for query in wanted if "entry_by_member" in query.card["tables"]]
    own = threading.local()

    def ask(queries):
        if not hasattr(own, "cur"):
            own.cur = store.cursor(viewer)
        if queries is weekly:
            own.cur.execute(_WEEKS_ONCE[0], {"as_of": as_of})
            own.cur.execute(_WEEKS_ONCE[1])
        return [(query, _rows(own.cur, query, as_of, whole)) for query in queries]

    shares = [weekly, *([query] for query in wanted if query not in weekly)]
    with ThreadPoolExecutor(2) as pool:
        jobs = [pool.submit(ask, share) for share in shares if share]
        return [answer for job in jobs for answer in job.result()]


def _rows(cur, query, as_of, whole=None):
    statement = _of_district(query.sql, *_by_peers(whole[query.stem])) if whole else query.parsed
    cursor = cur.execute(statement, query.defaults | {"as_of": as_of})
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _by_peers(base):
    """How peers are ordered, the bad end high, and the lowest line; nothing where none decide."""
    if base.compare != "同级":
        return ()
    return peers.sign(base), min((line for line in (base.yellow, base.red) if line), default=2)


@cache
def _of_district(sql, *by_peers):
    """The query narrowed to the district's own rows, read once."""
    text = _OF_PEERS.format(sql, *by_peers) if by_peers else _OF_DISTRICT.format(sql)
    return duckdb.extract_statements(text)[0]


def lacks(cur, query):
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
