"""The sentence a page answers its question with, made from its own query's figures (Markdown)."""

from oversight import lights, tables

_COLOURS = {"红": "red", "黄": "orange"}


def _day(day):
    return f"{day.year}年{day.month}月{day.day}日"


def _change(now, before):
    if tables.is_missing(before):
        return ""
    change = int(now) - int(before)
    if change == 0:
        return "，与上次持平"
    return f"，比上次{'多' if change > 0 else '少'} {abs(change)} 个"


def overview(head, leaders, readings):
    """截至某日办结多少、超期多少、谁最多，基金指标几红几黄、最红的是哪一个。

    leaders 按超期从多到少；没有写明责任领导的不参加比较。
    """
    if not head or not head["total_items"]:
        return "还没有问题台账。请用 `python -m oversight import 文件 --kind rectification` 导入。"
    parts = [
        f"截至 **{_day(head['as_of'])}**，{tables.count(head['total_items'])} 个问题已办结 "
        f"{tables.count(head['closed_items'])} 个（{tables.percent(head['closed_rate'])}）"
    ]
    if head["overdue_items"]:
        parts.append(
            f"；:red[**● 超期 {head['overdue_items']:.0f} 个**]"
            f"{_change(head['overdue_items'], head['overdue_items_before'])}，"
            f"最久 {head['overdue_longest_days']:.0f} 天"
        )
        named = (row for row in leaders.to_dict("records") if row["leader"] != "未写明")
        worst = next(named, None)
        if worst and worst["overdue_items"]:
            leader = tables.quoted(worst["leader"])
            parts.append(f"；超期最多的是 **{leader}**（{worst['overdue_items']:.0f} 个）")
    else:
        parts.append("；**没有超期事项**")
    return "".join(parts) + "。" + fund(readings)


def _coloured(light, text):
    """文字按灯着色：红、黄带色，其余照写。"""
    return f":{_COLOURS[light]}[**{text}**]" if light in _COLOURS else text


def indicator(reading):
    """一个指标的灯和它的一句话。"""
    light = _coloured(reading.light, tables.LIGHTS[reading.light])
    return f"{light}　{tables.quoted(reading.sentence)}"


def _counted(readings):
    """灯的个数：红、黄带色带形，绿与不适用带形。"""
    words = []
    for light in ("红", "黄", "蓝", "绿", "无", "不适用"):
        count = sum(reading.light == light for reading in readings)
        if count:
            text = f"{'不设灯' if light == '无' else tables.LIGHTS[light]} {count} 个"
            words.append(_coloured(light, text))
    return "，".join(words)


def _worst(readings):
    """最红的指标叫什么、值多少。"""
    if not readings or readings[0].light not in _COLOURS:
        return ""
    worst = readings[0]
    whose = f"（{tables.quoted(worst.member)}）" if worst.member else ""
    return f"{worst.title}{whose} {tables.measure(worst.value, worst.unit)}"


def fund(readings):
    """基金指标几红几黄，最红的是哪一个，值多少。"""
    lit = [reading for reading in readings if reading.light in _COLOURS]
    if all(reading.light == "不适用" for reading in readings):
        return "基金指标都不适用（缺数据）。"
    if not lit:
        return "基金指标没有红灯、黄灯。"
    return f"基金指标 {_counted(lit)}：{_worst(lit)}。"


def progress(head):
    """整改进展一句话：完成率、按期、矛盾条数。"""
    if not head or not head["total_items"]:
        return "当前筛选下没有问题。"
    sentence = (
        f"截至 **{_day(head['as_of'])}**，发现 {tables.count(head['total_items'])} 个，"
        f"办结 {tables.count(head['closed_items'])} 个（{tables.percent(head['closed_rate'])}），"
        f"在办 {tables.count(head['total_items'] - head['closed_items'])} 个；"
        f"追回 {tables.wan(head['recovered_yuan'])} 万元"
    )
    if not tables.is_missing(head["involved_yuan"]):
        sentence += f"，涉及 {tables.wan(head['involved_yuan'])} 万元"
    if head["contradiction_items"]:
        sentence += f"；:orange[**▲ {head['contradiction_items']:.0f} 条填报前后矛盾**]，见页底"
    return sentence + "。"


def overdue(head):
    """超期督办一句话：几个、最久的是哪一条、7 日与 30 日内还有多少到期。"""
    if not head or not head["total_items"]:
        return "当前筛选下没有问题。"
    if not head["overdue_items"]:
        first = "当前筛选下没有超期事项"
    else:
        first = (
            f":red[**● 超期 {head['overdue_items']:.0f} 个**]"
            f"{_change(head['overdue_items'], head['overdue_items_before'])}，最久的 "
            f"{head['oldest_entry_no']} 已超期 {head['overdue_longest_days']:.0f} 天"
        )
    return (
        f"截至 **{_day(head['as_of'])}**，{first}；7 日内还有 {head['due_7_items']:.0f} 个到期，"
        f"30 日内 {head['due_30_items']:.0f} 个。"
    )


def tasks(tasks, leaders):
    """任务分工一句话：几项、几位领导、几项要长期坚持。"""
    return (
        f"共 **{len(tasks)}** 项任务，{len(leaders)} 位责任领导；"
        f"其中 **{int(tasks['long_term'].sum())}** 项办完后还要长期坚持。"
    )


_STATES = {"超期": ":red[**● 超期 {0:.0f} 天**]", "临期": ":orange[**▲ 临期，还剩 {1:.0f} 天**]"}


def entry(found):
    """一条事项一句话：什么状态、谁的、什么问题，推迟过几次，有没有矛盾。"""
    state = _STATES.get(found["state"], "**{2}**").format(
        found["days_overdue"] or 0, found["days_left"] or 0, found["state"]
    )
    leader = tables.quoted(found["leader"] or "责任领导未写明")
    sentence = f"{state}　{tables.quoted(found['description'])}（{leader}）"
    if found["due_moves"]:
        sentence += f"；时限推迟过 {found['due_moves']:.0f} 次"
    if found["contradiction"]:
        sentence += f"；:orange[▲ {tables.quoted(found['contradiction'])}]"
    return sentence + "。"


def wall(readings):
    """基金风险一句话：共几个指标，各色几个，最红的是哪一个。"""
    worst = _worst(readings)
    sentence = f"共 {len(readings)} 个指标：{_counted(readings)}"
    if not worst:
        return sentence + "。"
    return f"{sentence}；{'最红' if readings[0].light == '红' else '最要看'}的是 **{worst}**。"


def leads(found):
    """待核疑点一句话：几条、涉及多少基金、几家机构。"""
    if not found or not found["open_items"]:
        return "截至日期前没有待核的疑点，或还没有筛查（`python -m oversight screen`）。"
    return (
        f"待核疑点 **{tables.count(found['open_items'])}** 条，涉及基金 "
        f"**{tables.wan(found['fund_yuan'])}** 万元、{tables.count(found['institution_items'])} "
        "家机构。疑点不等于违规，须核查认定。"
    )


def worklist(found):
    """疑点清单一句话：几条、多少基金，查了几条、确认几条。"""
    if not found or not found["items"]:
        return "没有符合条件的疑点；没有筛查过的请先运行 `python -m oversight screen`。"
    judged = found["confirmed_items"] + found["refuted_items"]
    fund = found["fund_yuan"]
    money = " " if tables.is_missing(fund) else f"基金 **{tables.wan(fund)}** 万元、"
    said = (
        f"共 **{tables.count(found['items'])}** 条疑点，涉及{money}"
        f"{tables.count(found['institution_items'])} 家机构、{tables.count(found['rule_items'])} "
        f"条规则；待核查 **{tables.count(found['open_items'])}** 条"
    )
    if found["asked_items"]:
        said += f"，待补材料 {tables.count(found['asked_items'])} 条"
    if judged:
        said += (
            f"；已核查 {tables.count(judged)} 条，确认 {tables.count(found['confirmed_items'])} "
            f"条、{tables.wan(found['confirmed_yuan'])} 万元"
        )
    return said + "。疑点不等于违规，须核查认定。"


def fresh(facts, received):
    """页脚：台账报到第几周、几家，结算到哪天，基金月报到哪月，是否示例区。"""
    parts = []
    if facts.get("is_demo"):
        parts.append("示例区（虚构数据）")
    if received and received["expected_units"]:
        parts.append(
            f"台账：第 {received['week_no']:.0f} 周报送 "
            f"{received['received_units']:.0f}/{received['expected_units']:.0f}"
        )
    if not tables.is_missing(facts.get("settled_on")):
        parts.append(f"结算：{facts['settled_on']:%Y-%m-%d}")
    if not tables.is_missing(facts.get("fund_ym")):
        parts.append(f"基金月报：{lights.period(facts['fund_ym'])}")
    if not tables.is_missing(facts.get("screened_on")):
        parts.append(f"筛查：{facts['screened_on']:%Y-%m-%d}")
    return " · ".join(parts)


def portrait(name, measures, unit="家"):
    """画像一句话：谁、和多少同级比、哪些指标明显偏离、哪些达到第 80 百分位而够不上。"""
    if measures.empty:
        return f"**{tables.quoted(name)}**在截至日期前没有可以比较的数据。"
    compared = measures[measures["p50"].notna()]
    if compared.empty:
        return f"**{tables.quoted(name)}**：同级不足 8 {unit}，不作比较。"
    groups = compared.groupby("peer_group", sort=False)["peers"].max()
    against = "；".join(
        f"{tables.quoted(group)} {peers:.0f} {unit}" for group, peers in groups.items()
    )
    far = compared.loc[compared["verdict"] == "明显偏离", "label"]
    high = compared.loc[compared["verdict"].isin(["偏高", "偏低"]), "label"]
    said = f"**{tables.quoted(name)}**，同级：{against}。"
    if len(far):
        said += f":red[**● 明显偏离同级：{'、'.join(far)}**]（线索，不等于违规）。"
    else:
        said += "没有明显偏离同级的指标。"
    if len(high):
        said += f"达到可疑一端的百分位、但够不上明显偏离的：{'、'.join(high)}。"
    return said


def insured(found):
    """参保人画像一句话：谁、几条疑点、结算多少、去过几家机构。"""
    who = [found["psn_no"], found["gender"], found["town_name"]]
    if not tables.is_missing(found["age"]):
        who.insert(2, f"{found['age']:.0f} 岁")
    who = "，".join(tables.quoted(part) for part in who if not tables.is_missing(part))
    said = f"参保人 **{who}**：疑点 **{found['items']:.0f}** 条"
    if found["own_items"] < found["items"]:
        said += f"（说的是本人的 {found['own_items']:.0f} 条）"
    if not found["setls"]:
        return said + "，没有有效的结算。疑点不等于违规，须核查认定。"
    return (
        f"{said}；{_day(found['first_on'])}至{_day(found['last_on'])}结算 "
        f"{tables.count(found['setls'])} 笔，去过 {found['institutions']:.0f} 家机构，总费用 "
        f"{tables.wan(found['medfee_yuan'])} 万元，基金支付 **{tables.wan(found['fund_yuan'])}** "
        "万元。疑点不等于违规，须核查认定。"
    )


def rosters(as_of, lines):
    """名单比对的结论：各结果多少人，哪些不适用，其中存疑、已排除多少。"""
    counted = [line for line in lines if not tables.is_missing(line["persons"])]
    if not counted:
        return "这几份名单还不能得出任何结果，原因见下表。"
    said = [
        f"{line['title']} :red[**{line['persons']} 人**]"
        if line["persons"]
        else f"{line['title']} 0 人"
        for line in counted
    ]
    parts = [f"截至 **{_day(as_of)}**，" + "，".join(said)]
    idle = [line["title"] for line in lines if line not in counted]
    if idle:
        parts.append(f"；{'、'.join(idle)}不适用")
    doubted, excluded = (sum(line[key] for line in counted) for key in ("doubted", "excluded"))
    parts.append(f"。其中存疑 {doubted} 人次，已排除 {excluded} 人次。")
    return "".join(parts)
