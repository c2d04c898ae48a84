"""Bytes of a plan's file → its text, for txt and docx.

A docx keeps the numbers of its lists apart from its text: they are written out again, as
一、 （一） 1. stand on paper. Its tables become lines with | between the cells.
"""

import io
import zipfile
from pathlib import Path

from oversight.errors import UserError
from oversight.grids import LARGEST_FILE, decode
from oversight.workbooks import MEGABYTE, check_zip

LARGEST_TEXT = 2 * MEGABYTE
_LARGEST_BODY = 30 * MEGABYTE
_AGAIN = "请用 Word 或 WPS 打开后另存为 .docx，或把文字粘贴进来。"
_REFUSED = {
    ".doc": "是旧版 Word 文档，",
    ".wps": "是 WPS 文字的专用格式，",
    ".docm": "是带宏的文档，出于安全不予读取，",
    ".dotm": "是带宏的模板，出于安全不予读取，",
    ".pdf": "是 PDF，读不出可靠的文字，",
    ".rtf": "是 RTF 文档，",
    ".odt": "是 ODT 文档，",
    ".ofd": "是 OFD 版式文件，",
    ".xlsx": "是表格，不是方案文本；责任分工表请到“导入台账”导入，或",
    ".xls": "是表格，不是方案文本；责任分工表请到“导入台账”导入，或",
}
_ZIP, _OLE, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF"


def read_source(data, file_name):
    """The text of a plan's file. Raises UserError, in one sentence, for what cannot be read."""
    suffix = Path(file_name).suffix.lower()
    if suffix in _REFUSED:
        again = "请把文字粘贴进来。" if suffix.startswith(".xls") else _AGAIN
        raise UserError(f"“{file_name}”{_REFUSED[suffix]}{again}")
    if suffix not in (".txt", ".docx", ".md"):
        raise UserError(f"“{file_name}”的类型不能识别，方案只能是 .txt 或 .docx 文件。")
    if not data:
        raise UserError(f"“{file_name}”是空文件，请核对后重新选择。")
    if len(data) > LARGEST_FILE:
        raise UserError(
            f"“{file_name}”有 {len(data) / MEGABYTE:.1f} MB，"
            f"超过 {LARGEST_FILE // MEGABYTE} MB 的上限，请删去图片后再试。"
        )
    # What the file is decides, not what it is called.
    if data.startswith(_OLE):
        raise UserError(f"“{file_name}”{_REFUSED['.doc']}{_AGAIN}")
    if data.startswith(_PDF):
        raise UserError(f"“{file_name}”{_REFUSED['.pdf']}{_AGAIN}")
    if data.startswith(_ZIP):
        text = _document(data, file_name)
    else:
        text = decode(data, file_name)
        if "\0" in text or suffix == ".docx":
            raise UserError(f"“{file_name}”不是 Word 文档，也不是文本，{_AGAIN}")
        if text.lstrip()[:200].lower().startswith(("<html", "<!doctype", "<?xml")):
            raise UserError(f"“{file_name}”其实是网页，请把正文的文字粘贴进来。")
    return check_text(text, file_name)


def check_text(text, name="粘贴的文字"):
    """``text`` when it can be read; UserError when it is empty or too long."""
    if not text.strip():
        raise UserError(f"“{name}”里没有文字，请核对后重新选择。")
    if len(text) > LARGEST_TEXT:
        raise UserError(f"“{name}”超过 200 万字，请只留方案正文再试。")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _document(data, file_name):
    check_zip(data, file_name, ("word/document.xml",), "Word 文档", _AGAIN)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if archive.getinfo("word/document.xml").file_size > _LARGEST_BODY:
            raise UserError(f"“{file_name}”的正文过大，请只留方案正文再试。")
    # Here, not above: only a docx needs it.
    from oversight import plan_docx

    try:
        return plan_docx.text_of(data)
    except UserError:
        raise
    except Exception as error:  # python-docx raises whatever a damaged part makes it raise
        raise UserError(f"“{file_name}”已损坏，读不出来，{_AGAIN}") from error
