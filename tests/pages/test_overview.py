from datetime import date

from oversight import catalog, indicators
from oversight.store import Store
from oversight.tables import LIGHTS
from oversight.ui import code
from oversight.viewer import LOCAL
from tests.conftest import figures, linked

AS_OF = date(2025, 11, 28)


def head(store, **asked):
    return store.rows("ledger/headline", LOCAL, as_of=AS_OF, **asked)[0]


def test_the_numbers_are_the_query_s(open_page, district_store):
    at = open_page("overview")
    row = head(district_store)
    assert figures(at)["问题总数"] == f"{row['total_items']:,}"
    assert figures(at)["超期"] == str(row["overdue_items"])
    assert row["overdue_items"] > 0
    assert f"超期 {row['overdue_items']} 个" in at.markdown[0].value


def test_what_changed_is_listed_each_with_its_way_and_every_kind_happens(open_page, district_store):
    listed = [row for row in linked(open_page("overview")) if "./entry" in row[0]]
    assert {"● 新超期", "▲ 时限推迟", "■ 新办结", "＋ 新增"} <= {cells[0] for _, cells in listed}
    changes = district_store.rows("ledger/changes", LOCAL, as_of=AS_OF)
    assert [way for way, _ in listed] == [f"./entry?entry={row['entry_no']}" for row in changes]
    assert [cells[1] for _, cells in listed] == [row["description"] for row in changes]


def test_the_reddest_indicators_lead_to_their_definition(open_page, district_store):
    listed = [row for row in linked(open_page("overview")) if "./indicator" in row[0]]
    found = indicators.compute(district_store, LOCAL, AS_OF, indicators.of_domain("基金"))
    red = [reading for reading in found if reading.light in {"红", "黄"}][:5]
    assert len(red) == 5
    for (way, cells), reading in zip(listed, red, strict=True):
        assert way == f"./indicator?indicator={reading.code}"
        assert cells == [f"{LIGHTS[reading.light]} {reading.title}", reading.sentence]


def test_the_whole_page_can_be_taken_along(open_page, district_store, taken):
    open_page("overview")
    asked = ("ledger/headline", "fund/leads", "ledger/by_leader", "ledger/weeks", "ledger/changes")
    titles = [catalog.get(name).title for name in asked]
    book = taken[-1]()
    assert book.sheetnames == [*titles, "亮灯的基金指标"]
    labels, figures_of = ([cell.value for cell in book[titles[0]][row]] for row in (3, 4))
    said, row = dict(zip(labels, figures_of, strict=True)), head(district_store)
    assert said["超期（件）"] == row["overdue_items"]
    assert round(said["办结率"] / 100, 6) == round(row["closed_rate"], 6)
    changes = district_store.rows("ledger/changes", LOCAL, as_of=AS_OF)
    assert [cells[2].value for cells in book["与上次会议相比的变化"].iter_rows(min_row=4)] == [
        change["entry_no"] for change in changes
    ]
    reddest = [cell.value for cell in book["亮灯的基金指标"][4]]
    assert reddest[:2] == [LIGHTS["红"], "F01"] and reddest[4].endswith(" 个月")


def test_the_campaign_narrows_numbers(open_page, district_store):
    campaign = district_store.rows("ledger/campaigns", LOCAL, as_of=AS_OF)[0]["campaign"]
    at = open_page("overview", campaign=code(campaign))
    narrowed = head(district_store, campaign=campaign)
    assert figures(at)["问题总数"] == f"{narrowed['total_items']:,}"
    assert narrowed["total_items"] < head(district_store)["total_items"]


def test_an_earlier_day_shows_what_was_known_then(open_page, district_store):
    at = open_page("overview", as_of=date(2025, 9, 26))
    row = district_store.rows("ledger/headline", LOCAL, as_of=date(2025, 9, 26))[0]
    assert figures(at)["问题总数"] == f"{row['total_items']:,}"
    assert row["total_items"] < head(district_store)["total_items"]


def test_without_data_it_says_what_to_load_and_hands_out_empty_sheets(open_empty_page, taken):
    at = open_empty_page("overview")
    assert "oversight import" in at.markdown[0].value
    assert [sheet.max_row for sheet in taken[-1]()][2:] == [3, 3 + 26, 3, 3]


def test_another_campaign_has_been_asked_ahead(opener, district_store, monkeypatch):
    campaign = district_store.rows("ledger/campaigns", LOCAL, as_of=AS_OF)[-1]["campaign"]
    at, asked, execute = opener(district_store.folder)("overview"), [], Store._execute
    monkeypatch.setattr(Store, "_execute", lambda *args: asked.append(args[2]) or execute(*args))
    at.query_params["campaign"] = code(campaign)
    at.run()
    assert asked == []
    narrowed = head(district_store, campaign=campaign)
    assert figures(at)["问题总数"] == f"{narrowed['total_items']:,}"
