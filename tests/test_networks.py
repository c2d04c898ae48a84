"""Ties between persons: groups, nodes and edges of the findings, and the picture of a group."""

import duckdb
import numpy as np
import pytest

from oversight import catalog, claims_schema, network_chart, publishing
from oversight.store import mask
from oversight.viewer import LOCAL


@pytest.fixture
def con():
    connection = duckdb.connect()
    claims_schema.create(connection)
    publishing.create_views(connection)
    yield connection
    connection.close()


def put(con, table, *rows):
    for row in rows:
        marks = ", ".join("?" * len(row))
        con.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", [*row.values()])


def ask(con, name, **params):
    query = catalog.get(name)
    bound = {key: (params | {"as_of": "2025-12-31"}).get(key) for key in query.used}
    frame = con.execute(query.sql, bound).df()
    assert list(frame.columns) == list(query.columns)
    return frame


def stays(con):
    """A and B together twice, C with them once only, all in H1; each has a finding of its own."""
    put(con, "fixmedins_b", {"fixmedins_code": "H1", "fixmedins_name": "甲医院"})
    days = {"A": ("01", "11"), "B": ("02", "12"), "C": ("03", None)}
    for person, begins in days.items():
        keys = []
        for n, day in enumerate(begins):
            if day:
                keys.append(f"{person}{n}")
                stay = {"mdtrt_id": keys[-1], "psn_no": person, "fixmedins_code": "H1"}
                span = {"begntime": f"2025-03-{day}", "endtime": f"2025-04-{day}"}
                put(con, "mdtrt_d", stay | span)
        proof = ";".join(["group:A", *(f"mdtrt_d:{key}" for key in keys)])
        put(
            con,
            "finding",
            {"finding_key": f"K{person}", "code": "R30", "rule": "companion_admission"}
            | {"subject_id": person, "psn_no": person, "fund_amount": 10, "evidence": proof}
            | {"event_date": "2025-03-12", "fixmedins_code": "H1"},
        )


def sales(con):
    """A, B and D at one terminal on two dates, B late on the second; an agent buys for A and E."""
    swiped = [(1, "A", 0), (1, "B", 5), (1, "D", 10), (2, "A", 0), (2, "D", 1), (2, "B", 30)]
    for n, (day, person, minute) in enumerate(swiped, start=1):
        sale = {"medins_prod_sel_no": f"X{n}", "fixmedins_code": "P1", "trml_no": "T1"}
        at = {"sel_retn_time": f"2025-05-0{day} 10:{minute:02}:00", "psn_no": person}
        put(con, "medins_prod_sel_d", sale | at | {"sel_retn_cnt": 2, "finl_trns_pric": 5})
    for key, code, rows in [("K1", "R59", (1, 2, 3)), ("K2", "R59b", (1, 2, 3, 4, 5, 6))]:
        proof = ";".join(f"medins_prod_sel_d:X{n}" for n in rows)
        finding = {"finding_key": key, "code": code, "subject_id": f"T1|P1|{key}"}
        amount = {"total_amount": 10 * len(rows), "event_date": "2025-05-02"}
        put(con, "finding", finding | amount | {"evidence": proof, "fixmedins_code": "P1"})
    for n, person in ((7, "A"), (8, "E")):
        sale = {"medins_prod_sel_no": f"X{n}", "fixmedins_code": "P2", "psn_no": person}
        put(con, "medins_prod_sel_d", sale | {"sel_retn_time": "2025-06-01 10:00:00"})
    proof = {"subject_id": "330102197001011234|2025-06", "event_date": "2025-06-01"}
    proof |= {"finding_key": "K9", "code": "R62", "evidence": "medins_prod_sel_d:X7"}
    put(con, "finding", proof | {"evidence": "medins_prod_sel_d:X7;medins_prod_sel_d:X8"})


def edges(con, group):
    rows = con.execute(
        "SELECT relation, side_a, side_b, times FROM mart_network_edge WHERE group_key = $1",
        [group],
    ).fetchall()
    return set(rows)


def test_who_was_in_together_how_often(con):
    stays(con)
    publishing.build_marts(con)
    (group,) = ask(con, "network/groups").to_dict("records")
    assert (group["group_key"], group["tie"], group["persons"]) == ("KA", "结伴住院", 3)
    assert (group["place"], group["fund_amount"]) == ("甲医院", 30)
    found = edges(con, "KA")
    assert ("一起住院", "person:A", "person:B", 2) in found
    # A day apart, and two days apart.
    assert ("一起住院", "person:B", "person:C", 1) in found
    assert not any(row[1:3] == ("person:A", "person:C") for row in found)
    assert ("在机构住院", "person:A", "institution:H1", 2) in found
    nodes = ask(con, "network/nodes", group_key="KA")
    assert nodes["node_name"][0] == "甲医院", "institutions come first"
    assert nodes.set_index("psn_no").loc["A", "amount"] == 10


def test_who_swiped_together_and_who_bought_for_whom(con):
    sales(con)
    publishing.build_marts(con)
    groups = ask(con, "network/groups").set_index("tie")
    terminal = groups.loc["同一终端刷卡"]
    # Two rules about the same sales: the larger counts, not their sum.
    assert (terminal["persons"], terminal["findings"], terminal["total_amount"]) == (3, 2, 60)
    found = edges(con, terminal["group_key"])
    # Ten minutes is within; half an hour is not.
    assert ("先后刷卡", "person:A", "person:D", 2) in found
    assert ("先后刷卡", "person:A", "person:B", 1) in found
    assert ("在终端刷卡", "person:B", "terminal:T1", 2) in found
    agent = groups.loc["代人购药"]
    # A is in both groups.
    assert (agent["persons"], agent["crossing"]) == (2, 1)
    nodes = ask(con, "network/nodes", group_key=agent["group_key"])
    assert set(nodes["node_kind"]) == {"代办人", "机构", "参保人"}
    assert mask(nodes, LOCAL)["certno"].dropna().tolist() == ["*" * 14 + "1234"]
    assert ask(con, "network/of_lead", finding_key="K9")["persons"].tolist() == [2]


def test_what_is_missing_is_said(con):
    put(con, "rule_run", {"rule": "companion_admission", "code": "R30", "status": "不适用"})
    con.execute("UPDATE rule_run SET reason = '缺就诊信息', ran_at = now()")
    publishing.build_marts(con)
    rows = ask(con, "network/rules").set_index("code")
    assert (rows.loc["R30", "status"], rows.loc["R30", "reason"]) == ("不适用", "缺就诊信息")
    assert rows["groups"].sum() == 0 and rows["reason"].notna().all()


def test_a_picture_is_the_same_every_time_and_keeps_its_nodes_apart():
    ties = [(0, n, n) for n in range(1, 12)]
    first, again = network_chart.layout(12, ties), network_chart.layout(12, ties)
    assert np.array_equal(first, again)
    assert np.abs(first).max() == pytest.approx(1)
    apart = np.hypot(*(first[:, None] - first[None]).transpose(2, 0, 1)) + np.eye(12)
    assert apart.min() > 0.1
    # What all are tied to stands in the middle.
    assert np.hypot(*first[0]) < np.hypot(*first[1:].T).min()
    assert network_chart.layout(1, []).tolist() == [[0, 0]]


def test_a_picture_says_what_its_marks_mean_and_shows_no_number(con):
    stays(con)
    publishing.build_marts(con)
    nodes = mask(ask(con, "network/nodes", group_key="KA"), LOCAL)
    spec = network_chart.network(nodes, ask(con, "network/edges", group_key="KA"))
    rows = spec["datasets"]["nodes"]
    assert {row["kind"] for row in rows} == {"机构", "参保人"}
    assert [row["label"] for row in rows if row["kind"] == "机构"] == ["甲医院"]
    assert {tie["between"] for tie in spec["datasets"]["ties"]} == {
        "人与人",
        "人与机构、终端、代办人",
    }
    line, points = spec["layer"][0]["encoding"], spec["layer"][1]["encoding"]
    assert line["strokeWidth"]["legend"]["title"] == "连线粗细：次数"
    assert points["shape"]["scale"]["domain"] == ["参保人", "机构"]
    few = network_chart.network(nodes, ask(con, "network/edges", group_key="KA"), most=2)
    assert len(few["datasets"]["nodes"]) == 2 and len(few["datasets"]["ties"]) == 1
