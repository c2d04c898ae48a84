"""A threshold moved to see what it would do: the rule runs on the claims, nothing is kept."""

from dataclasses import dataclass
from decimal import Decimal

import duckdb

from oversight import publishing

MEMORY = "4GB"
_TRIED = """
CREATE TEMP TABLE tried AS
SELECT
    left(sha256($rule || chr(31) || subject_id), 32) AS finding_key, fixmedins_code, fund_amount
FROM ({sql})
"""


@dataclass(frozen=True)
class Rehearsal:
    """What a rule would find: leads, institutions, 元 of the fund; how many come and go.

    ``confirmed`` and ``refuted`` count those of its leads that people have judged already.
    """

    items: int
    institutions: int
    fund_yuan: Decimal
    new: int
    gone: int
    confirmed: int
    refuted: int


def rehearse(path, rule, params, as_of, known):
    """Run ``rule`` with ``params`` on the claims file ``path`` (read-only): a Rehearsal.

    ``known`` are the rule's leads in force (queries/leads/of_rule as dicts). Raises duckdb.Error
    when the rule cannot be run with these values.
    """
    bound = params | ({"as_of": as_of} if "as_of" in rule.used else {})
    with duckdb.connect() as con:
        con.execute(f"SET memory_limit = '{MEMORY}'")
        con.execute(publishing.SOUND_PLANS)
        quoted = str(path).replace("'", "''")
        con.execute(f"ATTACH '{quoted}' AS claims (READ_ONLY)")
        con.execute("USE claims")
        con.execute(_TRIED.format(sql=rule.sql), bound | {"rule": rule.stem})
        items, institutions, fund = con.execute(
            "SELECT count(*), count(DISTINCT fixmedins_code), coalesce(sum(fund_amount), 0)"
            " FROM tried"
        ).fetchone()
        keys = {key for (key,) in con.execute("SELECT finding_key FROM tried").fetchall()}
    before = {row["finding_key"] for row in known}
    judged = [row for row in known if row["finding_key"] in keys]
    return Rehearsal(
        items,
        institutions,
        fund,
        len(keys - before),
        len(before - keys),
        sum(row["confirmed"] for row in judged),
        sum(row["refuted"] for row in judged),
    )


def of_now(known):
    """The leads in force as a Rehearsal: what the moved threshold is compared with."""
    return Rehearsal(
        len(known),
        len({row["fixmedins_code"] for row in known} - {None}),
        sum((row["fund_amount"] or 0 for row in known), Decimal(0)),
        0,
        0,
        sum(row["confirmed"] for row in known),
        sum(row["refuted"] for row in known),
    )
