"""The frame around every page, in Streamlit: start, contents, dates, and a word when all fails."""

import threading
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import streamlit as st
from streamlit import net_util

from oversight import clock, demo, duties, faults, figures, publishing, settings, tables, ui
from oversight.errors import UserError
from oversight.store import data_dir, open_store
from oversight.viewer import LOCAL

_WORDS = Path(__file__).with_name("interface_words.js").read_text("utf-8")
_STYLE = Path(__file__).with_name("interface_style.css").read_text("utf-8")
_SIDEBAR_PX = 270
MEETING_DAYS = 7
_building = threading.Lock()
# When a page of another origin asks for ours, Streamlit would ask a host outside who we are.
net_util.get_external_ip = net_util.get_internal_ip = lambda: None


def start():
    """The frame of every page: title, style, Chinese words, the store; the first start builds."""
    st.set_page_config("医保整改与基金监管看板", layout="wide", initial_sidebar_state=_SIDEBAR_PX)
    # The style comes first: nothing is drawn before it is dressed.
    st.sidebar.html(f"<style>{_STYLE}</style>")
    with _told("start"):
        if demo.is_due(data_dir()):
            _work(
                "第一次启动：正在生成示例区数据",
                "示例区的人员、机构、金额都是虚构的，装入本单位的数据后不再使用。",
                lambda progress: demo.build(data_dir(), progress=progress),
            )
        try:
            # One look at what is in force; the whole run is about that.
            st.session_state["_stamp"] = ui.store().stamp
            _settle(data_dir(), settings.load(data_dir()).filing_duty)
        except publishing.Outdated:
            _work(
                "程序已更新：正在重新汇总",
                "数据不变，只按新版本的口径重新计算。",
                lambda progress: publishing.republish(data_dir(), progress),
            )
        return
    _speak()
    st.stop()


@contextmanager
def _told(what):
    """Whatever goes wrong in the block, the reader sees one Chinese sentence, never a traceback."""
    try:
        yield
    except Exception as error:
        st.error(tables.quoted(faults.sentence(error, what)))


def _speak():
    """Streamlit's own words in Chinese; last, for it watches all that changes in the page."""
    st.sidebar.html(f"<script>{_WORDS}</script>", unsafe_allow_javascript=True)


@st.cache_resource(show_spinner=False)
def _settle(folder, filing_duty):
    """Once after a start or a change of settings.toml: who owes which periodic report."""
    for kind, units in filing_duty.items():
        duties.assign_duty(open_store(folder), LOCAL, kind, units, date.today())


def _work(heading, words, work):
    """Work at the start that takes a while: a heading, a progress bar, then the page."""
    st.subheader(heading)
    st.caption(words)
    bar = st.progress(0.0, "准备中")
    if _building.acquire(blocking=False):
        try:
            work(lambda share, doing: bar.progress(share, doing))
        finally:
            _building.release()
    else:
        # Another window began it; this one waits for the same work.
        with _building:
            pass
    st.rerun()


def _day(label, key, default, latest=clock.LATEST):
    """A date of the URL. One that does not exist is said and the default is taken."""
    given, day = st.query_params.get(key), default
    try:
        day = clock.a_date(given) if given else default
    except UserError as error:
        st.warning(tables.quoted(f"网址里的{label}已改用 {default}：{error}"))
    return min(day, latest)


def _choose_day(label, key, day, default, latest, words):
    st.session_state[key] = day
    st.date_input(
        label,
        min_value=clock.EARLIEST,
        max_value=latest,
        key=key,
        on_change=ui.to_url,
        args=(key, default),
        format="YYYY-MM-DD",
        help=words,
    )


def _choose_shared():
    """Boxes for what all pages share; as of which day, since which meeting, which campaign."""
    today = ui.today()
    as_of = _day("截至日期", "as_of", today)
    week_ago = max(clock.EARLIEST, as_of - timedelta(days=MEETING_DAYS))
    since = _day("上次会议", "since", week_ago, as_of)
    # Behind one button: two calendars take a tenth of a page's drawing, and are seldom opened.
    with st.popover(f"截至 {as_of:%Y-%m-%d}，比 {since:%m-%d}", width="stretch"):
        words = "所有数字都按这一天已知的情况计算。"
        _choose_day("截至日期", "as_of", as_of, today, clock.LATEST, words)
        words = "“本周变化”“比上次”都与这一天相比；默认一周前。"
        _choose_day("上次会议", "since", since, week_ago, as_of, words)
    dates = {"as_of": as_of, "since": since}
    campaigns = [c for c in ui.run("ledger/campaigns", **dates)["campaign"] if c]
    return dates | {"campaign": ui.choose("专项", campaigns, "campaign"), "campaigns": campaigns}


def _contents(sections, current):
    """The table of contents: links that take along what was chosen."""
    held = ui.kept()
    listed = {
        heading: [
            (page.title, figures.address(page.url_path, **held), page.url_path == current.url_path)
            for page in pages
            if page.visibility == "visible"
        ]
        for heading, pages in sections.items()
    }
    st.html(figures.contents(listed))


def show(sections):
    """Draw the contents and run the page asked for; ``sections`` maps headings to pages.

    Whatever goes wrong, the reader sees one Chinese sentence, never a traceback.
    """
    # Its own list would take a tenth of the front page's drawing, and forget what was chosen.
    page = st.navigation(sections, position="hidden")
    st.session_state["_asked"] = set()
    with _told(page.title):
        with st.sidebar:
            _contents(sections, page)
            st.session_state["_shared"] = _choose_shared()
        page.run()
    _speak()
    # The front page has this one filter, and is the one a meeting looks at.
    if page.url_path == "" and "_shared" in st.session_state:
        ui.foresee()
