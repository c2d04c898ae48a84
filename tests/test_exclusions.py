"""Persons taken out of a result: kept for next month, with the reason, and never in clear."""

from datetime import date

import pytest

from oversight import exclusions, store
from oversight.errors import UserError
from oversight.viewer import LOCAL, Viewer
from tests.roster_texts import AS_OF, ENTITLED, INSURED, LI, WANG, ZHANG, ZHAO, compare, number

# 排除


def missing(as_of=AS_OF, entitled=ENTITLED):
    return compare(民政=entitled, 参保=INSURED, as_of=as_of).results["not_enrolled"]


def split(store, frame, viewer=LOCAL, as_of=AS_OF):
    stay, out = exclusions.split(store, viewer, "not_enrolled", frame, as_of)
    return sorted(stay["psn_name"]), sorted(out["psn_name"])


def take_out(store, frame, viewer=LOCAL, reason="参军", **more):
    rows = frame.to_dict("records")
    return exclusions.exclude(store, viewer, "not_enrolled", rows, reason, **more)


def test_an_exclusion_is_there_next_month_with_reason_and_name_and_can_be_withdrawn(store):
    assert take_out(store, missing(), words="十月入伍") == 1
    assert take_out(store, missing()) == 0
    later = missing(date(2025, 12, 20))
    stay, out = exclusions.split(store, LOCAL, "not_enrolled", later, date(2025, 12, 20))
    assert (sorted(stay["psn_name"]), out["psn_name"].tolist()) == (["赵六"], ["张三"])
    kept = out.iloc[0]
    assert (kept["reason"], kept["words"], kept["excluded_by"]) == (
        "参军",
        "十月入伍",
        "本机用户（专班）",
    )
    assert split(store, later, as_of=date(2025, 12, 20)) == (["赵六"], ["张三"])
    # Another result is not touched.
    assert len(exclusions.split(store, LOCAL, "not_funded", later, AS_OF)[1]) == 0
    exclusions.withdraw(store, LOCAL, [kept["exclusion_id"]])
    assert split(store, later) == (["张三", "赵六"], [])
    with pytest.raises(UserError, match="已经撤回"):
        exclusions.withdraw(store, LOCAL, [kept["exclusion_id"]])
    actions = store.cursor(LOCAL).execute("SELECT action FROM audit ORDER BY seq").fetchall()
    assert [a for (a,) in actions if "排除" in a] == ["排除名单人员", "排除名单人员", "撤回排除"]


@pytest.mark.parametrize("reason", exclusions.REASONS)
def test_every_reason_takes_a_person_out(store, reason):
    take_out(store, missing(), reason=reason, words="见来函")
    assert split(store, missing()) == ([], ["张三"])


def test_an_exclusion_ends_with_its_day_and_that_is_said(store):
    take_out(store, missing(), until=date(2025, 12, 31))
    assert split(store, missing(date(2025, 12, 31)), as_of=date(2025, 12, 31))[1] == ["张三"]
    after = missing(date(2026, 1, 1))
    stay, out = exclusions.split(store, LOCAL, "not_enrolled", after, date(2026, 1, 1))
    assert len(out) == 0
    said = dict(zip(stay["psn_name"], stay["doubt"], strict=True))
    assert "2025-12-31 到期" in said["张三"]


def test_a_person_excluded_by_name_and_birth_date_is_known_by_number_later(store):
    nameless = ENTITLED.replace("身份证号", "身份证号,出生日期").replace(
        f"张三,{ZHANG}", "张三,,1990-01-01"
    )
    nameless = "\n".join(
        line.replace(f",{who},", f",{who},,")
        for line in nameless.splitlines()
        for who in [next((w for w in (LI, WANG, ZHAO) if w in line), "-")]
    )
    take_out(store, missing(entitled=nameless))
    assert split(store, missing()) == ([], ["张三"])
    # Somebody else of that name and birthday, both with numbers, is not.
    other = ENTITLED.replace(ZHANG, number("19900101", 9))
    exclusions.withdraw(
        store, LOCAL, [r["exclusion_id"] for r in store.rows("ledger/exclusions", LOCAL)]
    )
    take_out(store, missing())
    assert split(store, missing(entitled=other)) == (["张三"], [])


def test_no_identity_number_is_kept_in_clear(store):
    take_out(store, missing())
    cur = store.cursor(LOCAL)
    kept = str(cur.execute("SELECT * FROM roster_exclusion").fetchall())
    kept += str(cur.execute("SELECT * FROM audit").fetchall())
    assert ZHANG not in kept and ZHANG[6:14] not in kept
    shown = store.rows("ledger/exclusions", LOCAL)[0]
    assert (shown["psn_name"], shown["certno_end"]) == ("张**", ZHANG[-4:])


def test_who_may_exclude_and_who_sees_what(store):
    unit, maintainer = Viewer(role="单位", scope="甲镇"), Viewer(role="维护")
    for viewer in (Viewer(role="领导"), maintainer, Viewer(role="单位")):
        with pytest.raises(UserError, match="换用"):
            take_out(store, missing(), viewer)
    take_out(store, missing(), unit)
    frame = missing(date(2025, 10, 1))
    with pytest.raises(UserError, match="其他街镇"):
        take_out(store, frame, Viewer(role="单位", scope="乙镇"))
    assert split(store, missing(), unit)[1] == ["张三"]
    assert split(store, missing(), Viewer(role="单位", scope="乙镇"))[1] == []
    assert store.rows("ledger/exclusions", maintainer) == []
    theirs = store.rows("ledger/exclusions", LOCAL)[0]["exclusion_id"]
    with pytest.raises(UserError, match="不属于本单位"):
        exclusions.withdraw(store, Viewer(role="单位", scope="乙镇"), [theirs])


@pytest.mark.parametrize(
    "reason, words, match", [("搬家", None, "排除原因只能是"), ("其他", "  ", "写明")]
)
def test_a_reason_must_be_one(store, reason, words, match):
    with pytest.raises(UserError, match=match):
        take_out(store, missing(), reason=reason, words=words)
    with pytest.raises(UserError, match="没有选中"):
        exclusions.exclude(store, LOCAL, "not_enrolled", [], "参军")


def test_what_is_shown_is_masked():
    frame = store.mask(missing(), LOCAL)
    assert (frame["psn_name"].item(), frame["certno"].item()) == ("张**", "*" * 14 + ZHANG[-4:])
    assert store.mask(missing(), Viewer(masked=False))["certno"].item() == ZHANG
