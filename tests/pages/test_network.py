from datetime import date, timedelta

from oversight import publishing, screening
from oversight.store import open_store
from oversight.viewer import LOCAL

AS_OF = date(2025, 11, 28)


def companions(folder):
    """Three persons in one hospital together three times, and the rule that sees it."""
    with publishing.publish(folder) as con:
        # The groups planted in the district are not looked at here.
        con.execute("DELETE FROM mdtrt_d WHERE med_type = '21'")
        persons = con.execute("SELECT psn_no FROM psn_info_b ORDER BY psn_no LIMIT 3").fetchall()
        (place,) = con.execute("SELECT min(fixmedins_code) FROM fixmedins_b").fetchone()
        for n, (person,) in enumerate(persons * 3):
            begin = date(2025, 2, 1) + timedelta(days=30 * (n // 3))
            con.execute(
                "INSERT INTO mdtrt_d (mdtrt_id, psn_no, fixmedins_code, med_type, begntime,"
                " endtime) VALUES ($1, $2, $3, '21', $4, $5)",
                [f"G{n}", person, place, begin, begin + timedelta(days=5)],
            )
    screening.screen(folder, as_of=AS_OF, rules=["R30"])
    return [number for (number,) in persons]


def test_a_group_is_drawn_with_the_table_behind_it(opener, own_district):
    numbers = companions(own_district)
    at = opener(own_district)("network", tie="stay")
    said = " ".join(part.value for part in at.markdown)
    assert "结伴住院 1 组" in said and "不等于违规" in said
    groups, members = at.dataframe[0].value, at.dataframe[1].value
    assert groups["参保人（人）"].tolist() == [3]
    assert len(members) == 3 and members["人员编号"].str.contains(r"\*\*\*\*").all()
    shown = said + " ".join(frame.value.to_string() for frame in at.dataframe)
    assert not any(number in shown for number in numbers)
    # Nor does the page of the lead, whose evidence names the group after a member.
    key = open_store(own_district).rows("leads/ranked", LOCAL, as_of=AS_OF, code="R30")[0]
    lead = opener(own_district)("lead", lead=key["finding_key"])
    written = "".join(part.value for part in [*lead.markdown, *lead.caption])
    assert "同一组" in written and not any(number in written for number in numbers)
    assert any("远近没有含义" in caption.value for caption in at.caption)


def test_without_data_it_says_what_is_missing(open_empty_page):
    at = open_empty_page("network")
    assert "没有筛出" in at.markdown[1].value
    assert at.table[0].value["缺什么"].str.len().gt(0).all()
