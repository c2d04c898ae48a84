"""How a page takes in files: dropped once, kept as a draft, opened again by the address."""

import streamlit as st

from oversight import drafts, tables, ui
from oversight.errors import UserError
from oversight.store import data_dir

_KEY = "draft"
_NAMED = 3
_LATEST = 5


def _keep(task, key):
    given = st.session_state[key]
    files = given if isinstance(given, list) else [given] if given else []
    if files:
        named = {}
        for file in files:
            named[_another(file.name, named)] = file.getvalue()
        begin(task, named)


def _another(name, taken):
    """The name, or with a number where another file is called so."""
    stem, dot, suffix = name.rpartition(".")
    number, other = 1, name
    while other in taken:
        number += 1
        other = f"{stem or name}（{number}）{dot}{suffix if stem else ''}"
    return other


def begin(task, named):
    """Keep files (name → bytes) as a draft of the page ``task`` and work on it from now on."""
    st.query_params[_KEY] = drafts.begin(data_dir(), task, named).token


def received(task, label, types, several=False, largest=None):
    """The draft a page works on, or None before there is one.

    Draws a box that takes a file (``several``: more than one; ``types`` without dots; ``largest``
    in MB where the page can take more than others), and a list of the page's earlier drafts. The
    draft's token stands in the address, so a reload loses nothing.
    """
    ui.shared()
    token, folder = st.query_params.get(_KEY), data_dir()
    if token:
        try:
            draft = drafts.load(folder, token)
        except UserError as error:
            st.warning(str(error))
        else:
            if draft.task != task:
                # Another page's file: work on it begins anew here.
                named = {n: drafts.content(folder, draft, i) for i, n in enumerate(draft.files)}
                draft = drafts.begin(folder, task, named)
                st.query_params[_KEY] = draft.token
            _open(draft)
            return draft
    key = f"files_{task}"
    st.file_uploader(
        label,
        types,
        accept_multiple_files=several,
        max_upload_size=largest,
        key=key,
        on_change=_keep,
        args=(task, key),
    )
    earlier = drafts.listed(folder, task)
    if earlier:
        with ui.section("暂存的文件", "上传过、还没有办完的文件；关了窗口也在。"):
            for draft in earlier[:_LATEST]:
                _listed(draft)
            if older := earlier[_LATEST:]:
                with st.expander(f"更早的 {len(older)} 份"):
                    for draft in older:
                        _listed(draft)
    return None


def _called(draft):
    """The names of a draft's files, of many the first."""
    named = "、".join(draft.files[:_NAMED])
    return named if len(draft.files) <= _NAMED else f"{named} 等 {len(draft.files)} 个文件"


def _listed(draft):
    name, opened, removed = st.columns([6, 1, 1], vertical_alignment="center")
    name.markdown(tables.quoted(f"{_called(draft)}（{draft.begun_at:%Y-%m-%d %H:%M}）"))
    opened.button(
        "打开", width="stretch", key=f"open_{draft.token}", on_click=_go, args=(draft.token,)
    )
    removed.button(
        "删除",
        width="stretch",
        key=f"drop_{draft.token}",
        on_click=drafts.remove,
        args=(data_dir(), draft),
    )


def _go(token=None):
    if token:
        st.query_params[_KEY] = token
    else:
        st.query_params.pop(_KEY, None)


def _open(draft):
    name, other = st.columns([6, 1], vertical_alignment="center")
    name.markdown(f"**{tables.quoted(_called(draft))}**")
    other.button("换一个文件", key="other_file", on_click=_go, width="stretch")


def changed(draft, **state):
    """Keep what was typed or chosen in a draft; ``state`` is plain JSON data."""
    draft.state |= state
    drafts.save(data_dir(), draft)


def content(draft, number=0):
    """The bytes of a draft's file."""
    return drafts.content(data_dir(), draft, number)


def done(draft):
    """The work on a draft is finished, filed or handed out: it is no longer kept."""
    drafts.remove(data_dir(), draft)
    _go()
