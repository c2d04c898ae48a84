"""How many of the planted breaches each rule finds, and how much else it flags.

    python benchmarks/accuracy.py [SCALE]

Builds the invented district in memory, screens it and compares the findings with the planted
answers. Recall: planted breaches found; precision: findings that are planted breaches, of all
findings but those about cases planted as doubtful (may). Wanted: 1.0 and 1.0 for rules of class 违,
0.95 and 0.90 for 疑.
"""

import sys
from pathlib import Path

import duckdb

sys.path.insert(0, str(Path(__file__).parent.parent))

from oversight import catalog, demo, screening

WANTED = {"违": (1.0, 1.0), "疑": (0.95, 0.90)}


def matched(finding, keys, by):
    """The first of ``keys`` that a finding (subject_id, psn_no, fixmedins_code, evidence) is of."""
    subject, psn_no, institution, evidence = finding
    own = {"psn_no": psn_no, "fixmedins_code": institution}.get(by)
    if own is not None:
        return own if own in keys else None
    named = [subject, *subject.split("|"), *(k.split(":", 1)[-1] for k in evidence.split(";"))]
    return next((key for key in named if key in keys), None)


def score(findings, answer):
    """(planted found, planted, findings right, findings that count, must_not flagged)."""
    must, may = set(answer["must"]), set(answer["may"])
    hits = [matched(finding, must, answer["by"]) for finding in findings]
    right = sum(hit is not None for hit in hits)
    excused = sum(
        hit is None and matched(finding, may, answer["by"]) is not None
        for hit, finding in zip(hits, findings, strict=True)
    )
    never = set(answer["must_not"])
    wrong = {matched(finding, never, answer["by"]) for finding in findings} - {None}
    return len(set(hits) - {None}), len(must), right, len(findings) - excused, wrong - must


def main(scale):
    con = duckdb.connect()
    answers = demo.fill_claims(con, scale, demo.AS_OF)["rules"]
    runs = {run.code: run for run in screening.run(con, demo.AS_OF)}
    short = []
    print(f"{'规则':6}{'判':4}{'植入':>6}{'找到':>6}{'召回':>8}{'疑点':>8}{'精确':>8}  反例误报")
    for rule in sorted(catalog.load("rules").values(), key=lambda rule: rule.card["code"]):
        code, of_class = rule.card["code"], rule.card["class"]
        found = con.execute(
            "SELECT subject_id, psn_no, fixmedins_code, evidence FROM finding WHERE rule = $1",
            [rule.stem],
        ).fetchall()
        answer = answers.get(code)
        if runs[code].status != "完成" or not answer:
            why = runs[code].reason or "没有植入"
            print(f"{code:6}{of_class:4}  {why}")
            short.append(code)
            continue
        hit, planted, right, counted, wrong = score(found, answer)
        recall = hit / planted if planted else 1.0
        precision = right / counted if counted else 1.0
        told = "、".join(sorted(wrong)[:3])
        print(
            f"{code:6}{of_class:4}{planted:>6}{hit:>6}{recall:>8.3f}{counted:>8}{precision:>8.3f}"
            f"  {told}"
        )
        least = WANTED.get(of_class, (0.95, 0.90))
        if recall < least[0] or precision < least[1] or wrong:
            short.append(code)
    print(f"\n未达到的规则 {len(short)} 条：{'、'.join(short) or '无'}")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
