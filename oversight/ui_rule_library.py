"""The page 两库规则, in Streamlit: files looked at, compared and installed; versions; search.

Installing runs in a thread of its own: who turns to another page does not stop it.
"""

import threading
import time
from collections import Counter
from functools import partial

import streamlit as st

from oversight import (
    catalog,
    drafts,
    faults,
    knowledge,
    knowledge_install,
    knowledge_records,
    knowledge_tables,
    publishing,
    tables,
    ui,
    ui_files,
)
from oversight.store import data_dir
from oversight.viewer import LOCAL

_LOOK_SECONDS = 0.2
_RUNNING = {}
# More rows than these go into a grid that scrolls; fewer are page text that wraps.
_MOST_TEXT = 40
_SHOWN = ["batch", "title", "rule_code", "points", "codes", "points_unread", "state"]
_SHOWN += ["installed_at", "source_file"]
_POINT = ["point_name", "limit_text", "code_count", "first_code", "unread", "basis"]
_OF_LIBRARY = ["title", "batch", "rule_code"]


class _Work(threading.Thread):
    """One installation: how far it is, how it ended, and what is said when it ended well."""

    def __init__(self, job, done):
        super().__init__(daemon=True)
        self.job, self.done = job, done
        self.share, self.words, self.error = 0.0, "准备中", None

    def run(self):
        try:
            self.job(progress=self.tell)
        except Exception as error:
            self.error = error

    def tell(self, share, words):
        self.share, self.words = share, words


def _begin(key, job, done):
    """Begin a piece of work under a key; one at a time."""
    if key not in _RUNNING:
        _RUNNING[key] = _Work(job, done)
        _RUNNING[key].start()


def _follow(key):
    """Show the work under a key, if there is any, until it ends; the next drawing says how."""
    work = _RUNNING.get(key)
    if work is None:
        return
    bar = st.progress(0.0, "准备中")
    while work.is_alive():
        bar.progress(min(work.share, 1.0), work.words)
        time.sleep(_LOOK_SECONDS)
    st.rerun()


def news():
    """What has been done since the last drawing, and installed versions that are not in force."""
    for key, work in list(_RUNNING.items()):
        if work.is_alive():
            continue
        del _RUNNING[key]
        if work.error:
            st.error(tables.quoted(faults.sentence(work.error, "两库规则")))
        else:
            st.success(work.done)
            if st.query_params.get("draft") == key:
                del st.query_params["draft"]
    knowledge_install.note_in_audit(ui.store(), LOCAL)
    known = Counter(record.library for record in knowledge_records.records(data_dir()))
    frame = ui.run("knowledge/libraries")
    missing = known - Counter(dict(zip(frame["library"], frame["version"], strict=True)))
    _follow("republish")
    if missing and not _RUNNING:
        st.warning(f"装入过的两库有 {len(missing)} 个不在现用的数据里，请重新发布。")
        job = partial(publishing.republish, data_dir())
        done = "已重新发布，装入过的两库恢复有效。"
        st.button("重新发布", on_click=_begin, args=("republish", job, done))


# New files


@st.cache_resource(show_spinner=False, max_entries=4)
def _checked(folder, token, batch, version):
    """The files of a draft, looked at; anew when something else has been installed since."""
    draft = drafts.load(folder, token)
    named = [(n, drafts.content(folder, draft, i)) for i, n in enumerate(draft.files)]
    bar = st.progress(0.0, "正在读取")
    checked = knowledge_install.check(folder, named, batch, bar.progress)
    bar.empty()
    return checked


def take_in():
    """The box for files, or the files taken in: what they are and change, and the button."""
    draft = ui_files.received(
        "library", "把两库工作簿拖到这里，可以一次放几个", ["xlsx", "xls"], several=True
    )
    if not draft:
        return False
    _follow(draft.token)
    batch = draft.state.get("batch")
    newest = max((r.sha256 for r in knowledge_records.records(data_dir())), default="")
    checked = _checked(data_dir(), draft.token, batch, newest)
    for one in checked:
        if one.refused:
            st.warning(tables.quoted(one.refused))
    wanted = knowledge_install.changes(checked)
    if any(not library.batch for _, library in wanted) or batch:
        _ask_batch(draft, batch)
    with ui.section("读到的两库"):
        ui.table(*knowledge_tables.summary(checked), "读到的两库")
        for note in dict.fromkeys(lib.kind.note for _, lib in wanted if lib.kind.note):
            st.caption(f"{note}。")
    _install(draft, checked, wanted)
    _differences(checked)
    remarks, labels = knowledge_tables.remarks(checked)
    if len(remarks):
        with ui.section("需要知道的", "没有收的行都在这里，附原因。"):
            _told(remarks, labels, "需要知道的")
    return True


def _ask_batch(draft, batch):
    given = st.text_input("文件里没有写批次，请写明", batch, placeholder="如 第十二批", width=320)
    if given and not knowledge.batch_in(given):
        st.warning(tables.quoted(f"“{given}”不像批次，请写成 第十二批 这样。"))
    elif (given or None) != batch:
        ui_files.changed(draft, batch=given or None)
        st.rerun()


def _install(draft, checked, wanted):
    if not wanted:
        if any(one.libraries for one in checked):
            st.info("内容与已装入的相同，没有要装入的。")
        return
    job = partial(_install_all, draft, checked)
    done = f"已装入 {len(wanted)} 个库，筛查时自动按最新版本判定。"
    st.button(
        f"装入（{len(wanted)} 个库）",
        type="primary",
        disabled=any(not library.batch for _, library in wanted),
        on_click=_begin,
        args=(draft.token, job, done),
    )


def _install_all(draft, checked, progress):
    """Put the files of a draft in force; the draft has then done its work, whoever looks on."""
    knowledge_install.install(data_dir(), LOCAL, checked, progress)
    drafts.remove(data_dir(), draft)


def _differences(checked):
    kinds = (knowledge_tables.CHANGED, knowledge_tables.NEW, knowledge_tables.GONE)
    found = {kind: knowledge_tables.differences(checked, kind) for kind in kinds}
    filled = {kind: f"{kind}（{len(found[kind][0]):,}）" for kind in kinds if len(found[kind][0])}
    if filled:
        with ui.section("与已装入的相比", "逐个知识点比较；变更的一个字段一行。"):
            kind = ui.pick("差别", filled, "difference")
            frame, labels = found[kind]
            if kind == knowledge_tables.NEW:
                ui.table(frame, labels, f"两库{kind}")
            elif kind == knowledge_tables.CHANGED:
                _told(frame, labels, f"两库{kind}", ["library", "point_name", "told"])
            else:
                _told(frame, labels, f"两库{kind}")


def _told(frame, labels, name, columns=None):
    """Long sentences: page text while they are few, so that none is cut; a grid when many."""
    if len(frame) > _MOST_TEXT:
        ui.table(frame, labels, name)
    else:
        ui.brief(frame, labels, columns)
        ui.export(name, (name, frame, labels))


# What is installed


def installed():
    """The list of installed libraries; choosing one opens it."""
    frame = ui.run("knowledge/libraries")
    with ui.section("已装入的两库", "点选一行看它的各个版本，可以回到旧版。"):
        if frame.empty:
            st.info("还没有装入两库。把国家医保局公布的工作簿拖进来，或用命令 rules import 导入。")
            return
        opens = ("rule_library", {"library": "library"})
        ui.table(
            frame, catalog.get("knowledge/libraries").columns, "已装入的两库", opens, 12, _SHOWN
        )


def points(library=None):
    """Knowledge points and codes in force, searched by a few words; choosing one opens it."""
    with ui.section(
        "知识点", "按截至日期当日有效的列出，最多 1,000 个；点选一行看原文和全部代码。"
    ):
        left, right = st.columns([3, 1], vertical_alignment="bottom")
        words = left.text_input("知识点、限定内容或代码", key="words", placeholder="如 阿胶")
        unread = right.checkbox("只看待核对的", key="unread_only")
        asked = {"words": words.strip() or None, "library": library, "unread_only": unread}
        frame = ui.run("knowledge/points", as_of=ui.as_of(), **asked)
        if len(frame):
            st.caption(f"符合的知识点 {frame['found'].iloc[0]:,} 个")
        shown = _POINT if library else _POINT[:2] + _OF_LIBRARY + _POINT[2:]
        opens = ("rule_library", {"point": "point_id"})
        ui.table(frame, ui.labels("knowledge/points"), "知识点", opens, columns=shown)


def point(key):
    """One knowledge point: as printed, as read, all its codes."""
    _way_back()
    row = ui.row("knowledge/point", point=key)
    if not row:
        st.info("没有这个知识点，请从清单里选择。")
        return
    with ui.section(tables.quoted(row["point_name"])):
        ui.brief(*tables.sheet(row, ui.labels("knowledge/point")))
    with ui.section("代码"):
        ui.listed("knowledge/codes", point=key)


def _way_back():
    if st.button("返回清单"):
        st.switch_page("pages/rule_library.py", query_params=ui.kept())


def opened(library):
    """One library: its versions, a way back to each, and its points."""
    frame = ui.run("knowledge/versions", library=library)
    _way_back()
    if frame.empty:
        st.info("没有这个两库，请从清单里选择。")
        return
    newest = frame.iloc[0]
    with ui.section(
        tables.quoted(f"{newest['title']}（{newest['batch']}），规则 {newest['rule_code']}")
    ):
        ui.listed("knowledge/versions", library=library, columns=_VERSION)
        _choose_version(library, frame)
    points(library)


_CHANGED = "已换版本，筛查时自动按最新版本判定。"
_VERSION = ["version", "action", "in_force_from", "points", "codes", "points_new", "points_changed"]
_VERSION += ["points_gone", "installed_at", "installed_by", "source_file"]


def _choose_version(library, frame):
    _follow(library)
    newest = frame.iloc[0]
    older = [
        int(row.version)
        for row in frame.iloc[1:].itertuples()
        if row.file_sha256 and row.file_sha256 != newest["file_sha256"]
    ]
    left, middle, right = st.columns([1, 1, 3], vertical_alignment="bottom")
    if older:
        version = left.selectbox("回到哪一版", older, format_func="第 {} 版".format)
        job = partial(knowledge_install.go_back, data_dir(), LOCAL, library, version)
        middle.button("回到这一版", on_click=_begin, args=(library, job, _CHANGED))
    if newest["file_sha256"]:
        with right if older else left, st.popover("撤下这个库"):
            st.markdown("撤下后筛查不再用它；今天以前的日期不变，随时可以回到旧版。")
            job = partial(knowledge_install.withdraw, data_dir(), LOCAL, library)
            st.button("确认撤下", on_click=_begin, args=(library, job, _CHANGED))
