"""oversight/charts.py: shapes, checked as the specification the browser gets."""

import base64
from datetime import date

import pandas as pd

from oversight import charts

LABELS = {"leader": "责任领导", "overdue_items": "超期（件）"}


def test_state_bars_draw_the_urgent_first_and_keep_the_order_of_rows():
    frame = pd.DataFrame(
        {"leader": ["赵示", "钱示"], "overdue_items": [2, 0], "due_soon_items": [1, 4]}
        | {"normal_items": [3, 3]}
    )
    spec = charts.state_bars(frame, "leader", charts.ACTIVE, LABELS)
    bars, text = spec["layer"]
    assert bars["encoding"]["y"]["sort"] is None
    assert [row["name"] for row in spec["datasets"]["rows"]] == ["赵示"] * 3 + ["钱示"] * 3
    assert bars["encoding"]["color"]["scale"]["domain"] == ["超期", "临期", "正常"]
    assert bars["encoding"]["color"]["scale"]["range"][0] == charts.RED
    assert bars["encoding"]["x"]["axis"]["format"] == "d"
    # No number is written where nothing is overdue.
    assert text["data"]["name"] == "urgent"
    assert [row["name"] for row in spec["datasets"]["urgent"]] == ["赵示"]


def test_a_shape_is_built_once_and_its_rows_are_not_kept():
    one, two = (
        charts.state_bars(
            pd.DataFrame(
                {"leader": [n], "overdue_items": [1], "due_soon_items": [0], "normal_items": [0]}
            ),
            "leader",
            charts.ACTIVE,
            LABELS,
        )
        for n in ("赵示", "钱示")
    )
    assert one["layer"] is two["layer"]
    assert one["datasets"]["rows"][0]["name"] == "赵示"
    assert two["datasets"]["rows"][0]["name"] == "钱示"


def test_only_what_is_overdue_has_a_bar_and_only_the_first_few():
    frame = pd.DataFrame({"leader": list("甲乙丙丁"), "overdue_items": [4, 3, 1, 0]})
    rows = charts.overdue_bars(frame, "leader", LABELS)["datasets"]["rows"]
    assert rows == [{"name": n, "items": i} for n, i in (("甲", 4), ("乙", 3), ("丙", 1))]
    assert len(charts.overdue_bars(frame, "leader", LABELS, most=2)["datasets"]["rows"]) == 2
    assert charts.overdue_bars(frame.tail(1), "leader", LABELS) is None


def test_burn_up_keeps_days_as_days():
    frame = pd.DataFrame(
        {"at": [date(2025, 11, 21), date(2025, 11, 28)], "found_items": [5, 6]}
        | {"closed_items": [1, 2]}
    )
    spec = charts.burn_up(frame, "at", charts.BURN_UP)
    assert {row["day"] for row in spec["datasets"]["rows"]} == {"2025-11-21", "2025-11-28"}
    assert spec["encoding"]["color"]["scale"]["domain"] == ["累计发现", "累计办结"]


def test_trend_draws_the_line_in_force_with_its_words_and_keeps_periods_in_order():
    rows = [{"period": "2025年9月", "value": 7.0}, {"period": "2025年10月", "value": 5.5}]
    spec = charts.trend(rows, "月", [(6, "黄线 6", charts.AMBER)])
    assert any(layer["mark"].get("text") == "黄线 6" for layer in spec["layer"])
    assert spec["layer"][0]["encoding"]["x"]["sort"] is None
    assert spec["datasets"]["rows"] == rows


def test_peers_are_scaled_to_their_median():
    frame = pd.DataFrame(
        {"label": ["次均", "床日"], "value": [12.0, 5.0], "p20": [8, 4], "p50": [10, 0]}
        | {"p80": [11, 6]}
    )
    rows = charts.peers(frame, {})["datasets"]["rows"]
    assert [row["value_scaled"] for row in rows] == [1.2]
    assert [row["mark"] for row in rows] == ["本机构"]
    far = charts.peers(frame.assign(verdict="明显偏离"), {}, whose="本医师")
    assert far["datasets"]["rows"][0]["mark"] == "明显偏离"
    assert far["layer"][2]["encoding"]["color"]["scale"]["domain"] == ["本医师", "明显偏离"]


def test_bars_by_month_are_drawn_where_there_is_anything():
    frame = pd.DataFrame({"月份": ["202501", "202502"], "疑点（条）": [2, None]})
    spec = charts.month_bars(frame, "月份", "疑点（条）")
    assert [row["value"] for row in spec["datasets"]["rows"]] == [2, 0]
    assert spec["encoding"]["y"]["title"] == "疑点（条）"
    assert charts.month_bars(frame.assign(**{"疑点（条）": 0}), "月份", "疑点（条）") is None


def test_two_lines_stand_against_each_other():
    rows = [{"period": f"2025年{n}月", "本机构": n, "同级中位数": None} for n in (1, 2)]
    spec = charts.against(rows, "天", ("本机构", "同级中位数"))
    assert [row["value"] for row in spec["datasets"]["rows"]] == [1, 2, None, None]
    assert charts.against(rows[:1], "天", ("本机构", "同级中位数")) is None


def test_a_spark_breaks_where_nothing_is_known():
    assert charts.spark([None, 1.0]) == ""
    picture = charts.spark([1.0, None, 2.0])
    drawn = base64.b64decode(picture.split("base64,")[1].rstrip('">')).decode()
    assert drawn.count("polyline") == 1 and drawn.count(",") == 2
