"""What 关系网络 shows: where ties come from, the groups, one group's picture and what is behind."""

import streamlit as st

from oversight import network_chart, tables, ui

TIES = {
    "all": "全部",
    "stay": "结伴住院",
    "terminal": "同一终端刷卡",
    "agent": "代人购药",
}
_EXPLAINED = {
    "结伴住院": "两人在同一机构，入院、出院各相差不超过 1 天，算结伴一次；连线越粗，结伴越多次。",
    "同一终端刷卡": "两人在同一台终端 10 分钟之内先后刷卡，算一天；连线越粗，相伴的日子越多。",
    "代人购药": "一名代办人为几名参保人购药；连线越粗，代购的日子越多。",
}


def sources(found):
    """Draw which rules the ties come from and what is missing; open where there is nothing."""
    title, frame, labels = ui.sheet("network/rules")
    if not frame["reason"].notna().any():
        labels = {c: label for c, label in labels.items() if c != "reason"}
    with st.expander(f"{title}（缺什么）", expanded=found.empty):
        ui.brief(frame, labels)


def groups(found, tie):
    """Draw the list of groups; the group of the URL as a dict, the first one without."""
    title, labels = "关系网络", ui.labels("network/groups")
    asked = found[found["group_key"] == ui.asked("group")]
    chosen = (asked if len(asked) else found).iloc[0].to_dict()
    columns = ui.filled(found, labels, "group_key")
    opens = ("network", {"group": "group_key", "tie": "tie_code"})
    ui.table(found.assign(tie_code=tie), labels, title, opens, rows=7, columns=columns)
    return chosen


def heading(chosen):
    """What a group is, where, of how many."""
    return f"{chosen['tie']}：{tables.quoted(chosen['place'])}，{chosen['persons']} 人"


def picture(chosen):
    """Draw one group: its nodes and ties, and how to read them."""
    nodes = ui.run("network/nodes", group_key=chosen["group_key"])
    edges = ui.run("network/edges", group_key=chosen["group_key"])
    st.caption(
        f"{_EXPLAINED[chosen['tie']]}点旁是人员编号的末四位，移到点、线上看详情。"
        "位置只为看清关系，远近没有含义。"
    )
    ui.chart(network_chart.network(nodes, edges))
    if len(nodes) > network_chart.MOST:
        left = len(nodes) - network_chart.MOST
        st.caption(f"只画关系最多的 {network_chart.MOST} 个点，其余 {left} 个见右表。")


def members(chosen):
    """Draw the rows behind the picture: who and what is in the group."""
    title, frame, labels = ui.sheet("network/nodes", group_key=chosen["group_key"])
    for what, block in (("参保人", frame["psn_no"].notna()), ("其他", frame["psn_no"].isna())):
        rows = frame[block].assign(kind="insured")
        hidden = ["node_no", "person_key", "links", *(["node_kind"] if what == "参保人" else [])]
        columns = ui.filled(rows, labels, *hidden)
        opens = ("person", {"kind": "kind", "person": "person_key"}) if what == "参保人" else None
        ui.table(rows, labels, f"{title}：{what}", opens, rows=9, columns=columns)


def leads(chosen):
    """Draw the leads a group is made of; a row opens its evidence."""
    title, frame, labels = ui.sheet(
        "network/leads", group_key=chosen["group_key"], as_of=ui.as_of()
    )
    columns = ui.filled(frame, labels, "finding_key")
    ui.table(frame, labels, title, ("lead", {"lead": "finding_key"}), 8, columns)


def sentence(found):
    """One sentence about the groups: how many, the largest, how much money."""
    if found.empty:
        return "现有数据里没有筛出成组的关系，或缺少数据、还没有筛查，见下表。"
    first = found.iloc[0]
    said = "，".join(
        f"{tie} {len(rows)} 组 {rows['persons'].sum():.0f} 人次"
        for tie, rows in found.groupby("tie", sort=False)
    )
    return (
        f"共 **{len(found)}** 组：{said}；最大的一组 **{first['persons']:.0f}** 人，"
        f"{tables.quoted(first['tie'])}，{tables.quoted(first['place'])}。"
        "关系是疑点线索，不等于违规，须核查认定。"
    )
