"""How the page 名单比对 takes in its lists: what each is, its columns, what it is compared by."""

import json

import pandas as pd
import streamlit as st

from oversight import drafts, roster_check, roster_lists, tables, ui, ui_files
from oversight import roster_columns as columns
from oversight.errors import UserError
from oversight.store import data_dir
from oversight.values import as_text

TYPES = ["xlsx", "xls", "ods", "csv", "tsv", "txt"]
_UNUSED = "不用这一列"


@st.cache_resource(show_spinner="正在读名单…", max_entries=12)
def _read(token, number, name, chosen):
    draft = drafts.load(data_dir(), token)
    content = drafts.content(data_dir(), draft, number)
    return roster_lists.read(content, name, json.loads(chosen))


def chosen(draft):
    """What the user said of the lists of a draft, by “file:sheet”."""
    return draft.state.get("lists", {})


def _choose_role(draft, key, widget):
    said = chosen(draft) | {key: {"role": st.session_state[widget]}}
    ui_files.changed(draft, lists=said)


def _choose_column(draft, key, place, widget):
    of_list = chosen(draft).get(key, {})
    mapped = of_list.get("columns", {}) | {str(place): st.session_state[widget] or None}
    ui_files.changed(draft, lists=chosen(draft) | {key: of_list | {"columns": mapped}})


def lists(draft):
    """Draw the lists of a draft with what they are and their columns; those to be compared.

    A file that cannot be read is said and the others go on.
    """
    found = []
    with ui.section("名单", "认得不对的在这里改；每份名单是什么决定比对哪些结果。"):
        for number, name in enumerate(draft.files):
            own = {
                k.split(":")[1]: v for k, v in chosen(draft).items() if k.startswith(f"{number}:")
            }
            try:
                of_file, unread = _read(
                    draft.token, number, name, json.dumps(own, ensure_ascii=False, sort_keys=True)
                )
            except UserError as error:
                st.error(tables.quoted(str(error)))
                continue
            for sheet, listed in of_file:
                _line(draft, f"{number}:{sheet}", listed)
                found.append(listed)
            if unread:
                words = "；".join(f"{sheet}（{why}）" for sheet, why in unread)
                st.caption(tables.quoted(f"{name} 中没有读的工作表：{words}"))
        _more(draft)
    return [listed for listed in found if listed.role != columns.OTHER]


def _line(draft, key, listed):
    name, role, rows, more = st.columns([4, 2, 5, 1.6], vertical_alignment="center")
    name.markdown(f"**{tables.quoted(listed.title)}**")
    widget = f"role_{draft.token}_{key}"
    options = list(columns.TITLES)
    role.selectbox(
        "这是什么名单",
        options,
        index=options.index(listed.role),
        format_func=columns.TITLES.get,
        key=widget,
        on_change=_choose_role,
        args=(draft, key, widget),
        label_visibility="collapsed",
    )
    header = f"表头在第 {listed.header} 行" if listed.header else "没有表头"
    left_out = f"，{len(listed.left_out)} 行没有读" if listed.left_out else ""
    if listed.role == columns.OTHER:
        rows.caption(listed.why)
        return
    rows.caption(f"{len(listed.rows):,} 行{left_out}；{header}；{listed.why}")
    unsure = any(h.field and not h.exact for h in listed.headings)
    with more.popover("列的对应" + ("（请确认）" if unsure else ""), width="stretch"):
        _columns(draft, key, listed)


def _columns(draft, key, listed):
    known = columns.fields(listed.role)
    options = ["", *known]
    for heading in listed.headings:
        sample = next(
            (
                text
                for _, row in listed.rows[:20]
                if heading.place < len(row) and (text := as_text(row[heading.place]))
            ),
            "空",
        )
        hidden = {"certno": "证件号", "psn_name": "姓名", "phone": "电话", "bank": "账号"}
        shown = hidden.get(heading.field) or f"例：{sample[:12]}"
        sure = "" if heading.exact or not heading.field else "，请确认"
        widget = f"column_{draft.token}_{key}_{listed.role}_{heading.place}"
        st.selectbox(
            tables.quoted(f"{heading.text}（{shown}{sure}）"),
            options,
            index=options.index(heading.field or ""),
            format_func=lambda field: known[field].label if field else _UNUSED,
            key=widget,
            on_change=_choose_column,
            args=(draft, key, heading.place, widget),
        )


def _more(draft):
    key = f"more_{draft.token}_{len(draft.files)}"

    def keep():
        given = {file.name: file.getvalue() for file in st.session_state[key]}
        drafts.add(data_dir(), draft, given)

    with st.expander("再加一份名单"):
        st.file_uploader(
            "再加名单",
            TYPES,
            accept_multiple_files=True,
            key=key,
            on_change=keep,
            label_visibility="collapsed",
        )


@st.cache_resource(show_spinner=False, max_entries=4)
def prepared(key, _lists):
    """(why the lists cannot be compared, their categories); ``key`` says which lists they are."""
    refused = roster_lists.refusals(_lists)
    return refused, [] if refused else roster_check.categories(_lists)


def readings(draft, categories):
    """Draw what the comparison goes by and what the user says of it: (days, rules)."""
    saved = {rule["category"]: rule for rule in draft.state.get("rules", [])}
    rules = [saved.get(rule["category"], rule) for rule in categories]
    days = draft.state.get("days", roster_check.DAYS)
    with st.expander("口径：资助标准、起付标准、救助支付期限"), st.form(f"rules_{draft.token}"):
        st.caption(
            "名单自己有“资助标准”“起付标准”列的，以名单为准；这里不填资助标准的，只查有没有资助，不查金额；"
            "不填起付标准的按 0 元。身份是否有效按侧栏的截至日期。"
        )
        edited = st.data_editor(
            pd.DataFrame(rules, columns=["category", "is_funded", "std_amt", "dedc_amt"]),
            column_config={
                "category": st.column_config.TextColumn("对象类别", disabled=True),
                "is_funded": st.column_config.CheckboxColumn("应资助参保"),
                "std_amt": st.column_config.NumberColumn("资助标准（元）", min_value=0.0),
                "dedc_amt": st.column_config.NumberColumn("救助起付标准（元）", min_value=0.0),
            },
            hide_index=True,
            num_rows="fixed",
            key=f"editor_{draft.token}_{tables.code(json.dumps(rules, default=str))}",
        )
        chosen = st.number_input("结算后应支付救助的天数", 0, 365, days, key=f"days_{draft.token}")
        if st.form_submit_button("按此口径比对"):
            kept = json.loads(edited.to_json(orient="records", force_ascii=False))
            ui_files.changed(draft, rules=kept, days=int(chosen))
            st.rerun()
    return days, rules
