"""What a page is made of, in Streamlit: filters, cached runs, figures, charts, tables.

A page says which question it asks and which queries answer it; how a filter lives in the URL, how
a number opens its rows and how rows leave as a workbook is said once, here.
"""

from contextlib import suppress
from datetime import date, datetime
from functools import partial

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

from oversight import (
    catalog,
    figures,
    indicators,
    settings,
    tables,
    wording,
)
from oversight.store import data_dir, open_store
from oversight.tables import code
from oversight.viewer import LOCAL

_ROW_PX = 35
ALL = "all"
# What a page can be narrowed by: label, query of the options, its column.
FILTERS = {
    "unit": ("责任单位", "ledger/units", "unit"),
    "category": ("问题类型", "ledger/categories", "category"),
    "source": ("问题来源", "ledger/sources", "source"),
    "leader": ("责任领导", "ledger/leaders", "leader"),
    "plan": ("方案", "ledger/plans", "plan"),
}


def store():
    """The open store, with the newest published claims in force."""
    opened = open_store()
    opened.refresh()
    return opened


# The URL is the truth of every filter. Streamlit's own binding would write the words of an option
# there, and names must not stand in a URL: codes do.
def from_url(key, allowed, default):
    """Set a widget's value, before it is drawn, to what the URL says under its key."""
    given = st.query_params.get(key)
    st.session_state[key] = given if given in allowed else default


def to_url(key, default=None):
    """Put a widget's value into the URL under its key; its default is left out."""
    value = st.session_state[key]
    if value in (None, default):
        st.query_params.pop(key, None)
    else:
        st.query_params[key] = str(value)


def kept():
    """What links take along: dates and filters of the URL."""
    held = {"as_of", "since", "campaign", *FILTERS}
    return {key: value for key, value in st.query_params.items() if key in held}


def shared():
    """What the sidebar says: as_of, since, campaign; and the campaigns there are.

    Streamlit runs a file of pages/ by itself, without dashboard.py, at the first deep link after
    a start: then the run is begun again, the proper way.
    """
    if PagesManager.uses_pages_directory:
        PagesManager.uses_pages_directory = False
        st.rerun()
    return st.session_state["_shared"]


def today():
    """The day the program lives in: of the invented district the day it was built for."""
    built = row("data/demo_fact")
    return built["as_of"].date() if built else date.today()


def now():
    """The moment something is done, on that day, to the second."""
    return datetime.combine(today(), datetime.now().time().replace(microsecond=0))


def as_of():
    """The day all figures of the page are as of."""
    return shared()["as_of"]


def asked(name):
    """What a link put in the URL; None without."""
    shared()
    return st.query_params.get(name)


def choose(label, options, key):
    """A select box in the URL by codes; returns the chosen text, None for everything."""
    by_code = {ALL: None} | {code(option): option for option in options}
    from_url(key, by_code, ALL)
    picked = st.selectbox(
        label,
        list(by_code),
        format_func=lambda c: by_code.get(c) or "全部",
        key=key,
        on_change=to_url,
        args=(key, ALL),
    )
    return by_code[picked]


def filters(*names, **fixed):
    """What all pages share and the named filters (keys of FILTERS), drawn in one line.

    ``fixed`` is what the page itself decides (the ledger kind, say), for its options too.
    """
    given = shared() | fixed
    if not names:
        return given
    for box, name in zip(st.columns(max(4, len(names))), names, strict=False):
        label, query, column = FILTERS[name]
        with box:
            given[name] = choose(label, [v for v in run(query, **given)[column] if v], name)
    return given


@st.cache_data(show_spinner=False, max_entries=600)
def _run(stamp, viewer, name, params):
    return open_store().run(name, viewer, **dict(params))


def run(name, **params):
    """A named query's frame, as the viewer may see it; cached until data change."""
    asked = tuple(sorted((key, params[key]) for key in params.keys() & catalog.get(name).used))
    st.session_state["_asked"].add((name, asked))
    return _run(st.session_state["_stamp"], LOCAL, name, asked)


def foresee():
    """While the reader reads: ask what the page will ask when another campaign is chosen.

    Ends at once when the reader does something: every look at the session's state lets it.
    """
    shared = st.session_state["_shared"]
    for name, params in list(st.session_state["_asked"]):
        for campaign in shared["campaigns"] if "campaign" in dict(params) else ():
            other = tuple(sorted((dict(params) | {"campaign": campaign}).items()))
            # What fails here is said when it is asked for.
            with suppress(Exception):
                _run(st.session_state["_stamp"], LOCAL, name, other)


def row(name, **params):
    """The only row of a query, as a dict; empty when it has none."""
    frame = run(name, **params)
    return frame.iloc[0].to_dict() if len(frame) else {}


@st.cache_data(show_spinner=False, max_entries=60)
def _readings(stamp, viewer, as_of, names, whole):
    return indicators.compute(open_store(), viewer, as_of, names, whole)


def readings(as_of, domain):
    """The indicators of a domain (基金, 督导) computed at a date, the most severe light first."""
    names = tuple(indicators.of_domain(domain))
    return _readings(st.session_state["_stamp"], LOCAL, as_of, names, True)


def chosen(as_of, codes):
    """Some indicators at a date by their codes, the most severe light first."""
    return _readings(st.session_state["_stamp"], LOCAL, as_of, tuple(codes), True)


def reading(as_of, code):
    """One indicator at a date by its code, institutions too; None when there is no such code."""
    found = _readings(st.session_state["_stamp"], LOCAL, as_of, (code,), False)
    return found[0] if found else None


def definitions():
    """Every indicator without figures: what it means and the lines in force."""
    return indicators.defined(store(), LOCAL)


def figure(label, query, found, column, better="none", opens=None, **params):
    """A headline figure for show_figures(); see figures.card(). ``opens`` is the page of its rows.

    ``params`` are codes for the address of that page.
    """
    address = opens and figures.address(opens, **kept() | params)
    return figures.card(label, query, found, column, as_of(), better, address)


def show_figures(*cards):
    """Headline figures side by side."""
    st.html(figures.row(cards, len(cards)))


def lead(question, answer=""):
    """What the page answers, and the answer in a sentence; both as page text, quick to draw."""
    st.markdown(f"# {question}\n\n{answer}", anchors=False)


def section(heading, note=None):
    """A bordered block with a heading; use as a context manager."""
    block = st.container(border=True, height="stretch")
    block.markdown(f"### {heading}", anchors=False, help=note)
    return block


def chart(drawn, without="数据不足两期，画不出走势。"):
    """Draw a chart over the width of its block; ``without`` is said where there is none."""
    if drawn is None:
        st.info(without)
        return
    st.vega_lite_chart(drawn, width="stretch", theme=None)


def _narrow(name, key, values):
    """Choosing a row sets the page's filter to its value."""
    rows = st.session_state[name].selection.rows
    if rows:
        st.query_params[key] = code(values[rows[0]])


def _workbook(sheets, note):
    # Here, not above: what writes workbooks takes as long to load as the front page to draw.
    from oversight import table_workbook

    return table_workbook.to_bytes(sheets, note)


def export(name, *sheets, label="导出 Excel"):
    """A button that hands out what is seen; ``sheets`` are (title, rows, labels)."""
    bureau = settings.load(data_dir()).bureau
    note = f"截至 {as_of():%Y-%m-%d}；{bureau}；导出 {date.today():%Y-%m-%d}"
    st.download_button(
        label,
        partial(_workbook, sheets, note),
        f"{name}_{as_of():%Y%m%d}.xlsx",
        on_click="ignore",
        key=f"export_{name}",
    )


def table(frame, labels, name, opens=None, rows=10, columns=None, narrows=None):
    """The rows, with Chinese headings, an export of exactly what is seen, and a way on.

    ``opens`` is (page, {url key: column}): choosing a row opens that page. ``columns`` narrows
    what is shown (default: all that have a label); the export has the same rows and columns.
    """
    if frame.empty:
        st.info("没有符合条件的记录。")
        return
    labels = {c: labels[c] for c in (columns or labels)}
    config = {
        tables.heading(c, label): tables.column(c, label, frame[c])
        for c, label in labels.items()
        if c in frame
    }
    key, select = f"table_{name}", "rerun" if opens else "ignore"
    if narrows:
        select = partial(_narrow, key, narrows, list(frame[narrows]))
    event = st.dataframe(
        tables.shown(frame, labels),
        column_config=config,
        hide_index=True,
        height=_ROW_PX * (min(len(frame), rows) + 1) + 3,
        key=key,
        on_select=select,
        selection_mode="single-row",
        placeholder=tables.DASH,
    )
    export(name, (name, frame, labels))
    if opens and event.selection.rows:
        chosen = frame.iloc[event.selection.rows[0]]
        asked_for = {key: str(chosen[column]) for key, column in opens[1].items()}
        st.switch_page(f"pages/{opens[0]}.py", query_params=kept() | asked_for)


def filled(frame, labels, *hidden):
    """Columns worth showing: those of ``labels`` that hold anything, without ``hidden``."""
    return [c for c in labels if c not in hidden and frame[c].notna().any()]


def sheet(query, **params):
    """A query's title, rows and labels: one sheet of an export, or a table()."""
    found = catalog.get(query)
    return found.title, run(query, **params), found.columns


def export_page(name, *sheets):
    """A button in the sidebar that hands out all of a page as one workbook, a sheet() each."""
    with st.sidebar:
        export(name, *sheets, label="导出本页")


def listed(query, opens=None, rows=10, columns=None, narrows=None, **params):
    """Run a query and show its rows under its title; the labels are its card's."""
    title, frame, labels = sheet(query, **params)
    table(frame, labels, title, opens, rows, columns, narrows)


def brief(frame, labels, columns=None):
    """A small table as plain page text: nothing to sort, quick to draw."""
    shown = tables.shown(frame, {c: labels[c] for c in (columns or labels)})
    st.table(shown.map(tables.quoted), hide_index=True, border="horizontal")


def linked(frame, labels, opens, columns):
    """Rows as page text; a click anywhere on one opens its page. ``opens`` is as in table()."""
    if frame.empty:
        st.info("没有符合条件的记录。")
        return
    page, keys = opens
    held = kept()

    def way(row):
        return figures.address(page, **held | {key: row[column] for key, column in keys.items()})

    st.html(figures.rows(frame, {c: labels[c] for c in columns}, way))


def labels(query):
    """Column labels of a query's card."""
    return catalog.get(query).columns


def institution():
    """The institution of the URL or of the box, as a dict; None without any."""
    found = run("fund/institutions", as_of=as_of())
    if found.empty:
        return None
    names = dict(zip(found["fixmedins_code"], found["fixmedins_name"], strict=True))
    key, first = "fixmedins_code", next(iter(names))
    from_url(key, names, first)
    picked = st.selectbox(
        "定点医药机构",
        list(names),
        format_func=names.get,
        key=key,
        on_change=to_url,
        args=(key, first),
    )
    return found[found[key] == picked].iloc[0].to_dict()


def pick(label, options, key):
    """One of a few ways to look, as buttons in the URL; ``options`` maps codes to words."""
    first = next(iter(options))
    from_url(key, options, first)
    return st.segmented_control(
        label,
        list(options),
        format_func=options.get,
        required=True,
        key=key,
        on_change=to_url,
        args=(key, first),
        label_visibility="collapsed",
    )


def wall(readings):
    """Indicators as a wall of lights: name, value, light, trend, threshold; one click to more."""
    pages = (figures.address("indicator", **kept() | {"indicator": r.code}) for r in readings)
    st.html(figures.row(map(figures.tile, readings, pages), "pairs" if len(readings) == 4 else 4))


def form_export(name, as_of, campaign=None, **_):
    """A button that hands out an official form as the bureau files it."""
    from oversight import forms  # as in _workbook

    form = forms.load()[name]
    st.download_button(
        f"导出{form.attachment} {form.title}",
        lambda: forms.to_bytes(forms.fill(store(), LOCAL, name, as_of, campaign=campaign)),
        f"{form.title}_{as_of:%Y%m%d}.xlsx",
        on_click="ignore",
        key=f"form_{name}",
    )


def foot(*sentences):
    """The last line of a page: how fresh the data are, and what the page adds."""
    facts = row("data/freshness", as_of=as_of())
    fresh = wording.fresh(facts, row("ledger/filings_received", as_of=as_of()))
    st.caption(" · ".join(s for s in (f"截至 {as_of():%Y-%m-%d}", fresh, *sentences) if s))
