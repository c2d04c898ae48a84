"""What 机构画像 and 人员画像 show: who is chosen, the peers, the months, the leads."""

import streamlit as st

from oversight import catalog, charts, lights, tables, ui, wording

KINDS = {"physician": "医师", "pharmacist": "药师", "caregiver": "护理员", "insured": "参保人"}
_NOTHING = {
    "physician": "还没有带开单医师代码的费用明细（fee_list_d 的 bilg_dr_code 列）。",
    "pharmacist": "还没有写明药师的商品销售（medins_prod_sel_d 的 phar_prac_cert_no 列）。",
    "caregiver": "还没有护理服务记录（ltc_serv_d）。",
}
# Months as bars: two columns of the kind's query of months, with their unit in the label.
_BARS = {
    "physician": ("visits", "fee_yuan"),
    "pharmacist": ("sales", "rx_missing"),
    "caregiver": ("busiest_hours", "overlap_visits"),
}
_SHOWN = ["label", "value", "p20", "p50", "p80", "z", "periods", "cases", "verdict", "why"]


def institution_leads(chosen):
    """Draw the leads of an institution by rule; a row opens them in 疑点线索."""
    code = chosen["fixmedins_code"]
    title, frame, labels = ui.sheet("leads/same_institution", fixmedins_code=code, as_of=ui.as_of())
    if frame.empty:
        st.info("这家机构没有疑点，或还没有筛查（`python -m oversight screen`）。")
        return
    frame = frame.assign(
        of_rule=[
            tables.code(f"{row.code} {row.rule_title}") for row in frame.itertuples(index=False)
        ],
        of_place=tables.code(chosen["fixmedins_name"]),
    )
    opens = ("leads", {"lead_code": "of_rule", "lead_fixmedins_code": "of_place"})
    ui.table(frame, labels, title, opens, rows=8)


def measures(kind, member):
    """The measures of one member with their peers; empty without data."""
    return ui.run("portrait/measures", kind=kind, member=member, as_of=ui.as_of())


def written(found):
    """The measures as a page and a workbook write them, with their labels."""
    frame = tables.by_unit(found, ["value", "p20", "p50", "p80"])
    frame["z"] = [tables.DASH if tables.is_missing(z) else f"{z:.1f}" for z in found["z"]]
    labels = ui.labels("portrait/measures")
    return frame, {c: labels[c] for c in _SHOWN}


def compared(kind, member, found, whose):
    """Draw the picture of the peers, the trend of what is farthest from them, and the figures."""
    labels = ui.labels("portrait/measures") | {"value": whose}
    left, right = st.columns(2)
    with left, ui.section("与同级比较"):
        ui.chart(
            charts.peers(found, labels, 360, whose), "同级不足 8 家（人），或没有数据，不作比较。"
        )
    with right:
        _trend(kind, member, found, whose)
    note = catalog.get("portrait/measures").card["note"].strip()
    with ui.section("各项指标与判断", note):
        frame, shown = written(found)
        ui.brief(frame, shown | {"value": whose})


def _trend(kind, member, found, whose):
    far = found["verdict"] == charts.FAR
    first = found.assign(far=far).sort_values(["far", "z"], ascending=False).iloc[0]
    frame = ui.run(
        "portrait/trend", kind=kind, member=member, measure=first["measure"], as_of=ui.as_of()
    )
    title = f"{first['label']}（{first['unit']}）"
    with ui.section(f"走势：{first['label']}", "偏离度最大的一项；每期是年初累计到该月。"):
        ui.chart(
            charts.against(
                [
                    {
                        "period": lights.period(row.period),
                        whose: tables.scaled(row.value, row.unit),
                        "同级中位数": tables.scaled(row.p50, row.unit),
                    }
                    for row in frame.itertuples(index=False)
                ],
                title,
                (whose, "同级中位数"),
                340,
            )
        )


def months(query, columns, **asked):
    """Draw two columns of a query of months as bars, side by side; its rows, written out."""
    title, frame, labels = ui.sheet(query, as_of=ui.as_of(), **asked)
    rows = frame.assign(ym=frame["ym"].map(lights.period))
    frame = frame[frame["ym"] != "未注明"].sort_values("ym")
    shown = tables.shown(frame, {c: labels[c] for c in ("ym", *columns)})
    for block, column in zip(st.columns(2), columns, strict=True):
        heading = tables.heading(column, labels[column])
        with block, ui.section(f"每月{heading}"):
            bars = charts.month_bars(shown, labels["ym"], heading)
            ui.chart(bars, "这段时间都是 0，或没有数据。")
    return title, rows, labels


# Physicians, pharmacists, caregivers


def staff(kind):
    """The physician, pharmacist or caregiver of the URL or of the boxes, as a dict; or None."""
    found = ui.run("portrait/staff_places", kind=kind)
    if found.empty:
        st.info(f"{_NOTHING[kind]}请用 `python -m oversight load 文件夹` 装入后再看。")
        return None
    places = dict(zip(found["fixmedins_code"], found["fixmedins_name"], strict=True))
    asked, box = ui.asked("staff"), f"place_{kind}"
    known = ui.row("portrait/staff", kind=kind, staff_key=asked) if asked else {}
    if known:
        st.session_state[box] = known["fixmedins_code"]
    place, person = st.columns(2)
    with place:
        # Somebody else's institution: whoever was asked for is not there.
        chosen = st.selectbox(
            "定点医药机构",
            list(places),
            format_func=places.get,
            key=box,
            on_change=st.query_params.pop,
            args=("staff", None),
        )
    here = ui.run("portrait/staff", kind=kind, fixmedins_code=chosen)
    by_key = here.set_index("staff_key", drop=False)
    names = {row.staff_key: _named(row) for row in here.itertuples(index=False)}
    ui.from_url("staff", names, next(iter(names)))
    with person:
        picked = st.selectbox(
            KINDS[kind],
            list(names),
            format_func=names.get,
            key="staff",
            on_change=ui.to_url,
            args=("staff",),
        )
    return by_key.loc[picked].to_dict()


def _named(row):
    parts = [
        row.staff_name,
        row.dept_name,
        row.staff_code if row.staff_code != row.staff_name else 0,
    ]
    return "　".join(part for part in parts if isinstance(part, str))


def staff_portrait(kind, chosen):
    """Draw all about one physician, pharmacist or caregiver."""
    member = chosen["member"]
    found = measures(kind, member)
    name = f"{chosen['staff_name']}（{KINDS[kind]}，{chosen['fixmedins_name']}）"
    st.markdown(wording.portrait(name, found, "人"))
    if len(found):
        compared(kind, member, found, f"本{KINDS[kind]}")
    title, rows, labels = months(f"portrait/{kind}_months", _BARS[kind], member=member)
    with ui.section("各月明细", catalog.get(f"portrait/{kind}_months").card["note"]):
        ui.table(rows, labels, title, rows=8)
    with ui.section(
        "证据里出现的疑点", "在证据里出现不等于可疑的是这个人，更不等于违规，须核查认定。"
    ):
        title, frame, labels = ui.sheet(
            "portrait/staff_leads", kind=kind, member=member, as_of=ui.as_of()
        )
        columns = ui.filled(frame, labels, "finding_key")
        ui.table(frame, labels, title, ("lead", {"lead": "finding_key"}), 10, columns)
    if len(found):
        ui.export_page("人员画像", (chosen["staff_name"], *written(found)))


# Insured persons


def insured():
    """What names the insured person: a key in the URL, or the whole number typed in."""
    number = st.text_input(
        "参保人的人员编号",
        key="insured_no",
        placeholder="完整编号；只在本机查找，不写入网址",
        help="不提供参保人名单：从一条疑点或关系网络点过来，或输入完整的人员编号。",
    ).strip()
    return {"psn_no": number or None, "person_key": None if number else ui.asked("person")}


def insured_portrait(asked):
    """Draw all about one insured person with leads, masked."""
    asked = asked | {"as_of": ui.as_of()}
    found = ui.row("portrait/person", **asked)
    if not found:
        if asked["psn_no"]:
            st.info("这个编号没有疑点，或编号不完整。没有疑点的参保人没有画像。")
        else:
            st.info("请从“疑点线索”的一条疑点或“关系网络”点过来，或输入完整的人员编号。")
        return
    st.markdown(wording.insured(found))
    with ui.section("疑点", "点一行看证据；疑点不等于违规，须核查认定。"):
        title, frame, labels = ui.sheet("portrait/person_leads", **asked)
        columns = ui.filled(frame, labels, "finding_key")
        ui.table(frame, labels, title, ("lead", {"lead": "finding_key"}), 8, columns)
    with ui.section("去过的机构", "基金支付多的在前。"):
        ui.listed("portrait/person_institutions", rows=8, **asked)
    with ui.section("结算", "已退费的不列；最近的在前。"):
        ui.listed("portrait/person_setls", rows=8, **asked)
