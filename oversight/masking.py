"""Personal data in a table of unknown meaning: told by heading, shown in part."""

import re

from oversight.values import compact

_NAMED = re.compile(
    r"姓名$|^(患者|参保人|申请人|举报人|联系人|户主|家属|监护人|人员)(姓名)?$|psn_?name$"
)
_NOT_NAMED = re.compile(r"(单位|机构|医院|部门|药店|科室|医师|医生)")
_CARD = re.compile(r"身份证|证件号|公民身份|社会保障号|社保卡号|certno|idcard", re.IGNORECASE)
_IDENTITY = re.compile(r"身份证|公民身份|证件号|certno|idcard", re.IGNORECASE)
_PHONE = re.compile(r"手机|电话|^(mob|tel)$|phone", re.IGNORECASE)
_ACCOUNT = re.compile(r"银行(账|帐|卡)号|^(账|帐|卡)号$|开户(账|帐)号")
_NUMBER = re.compile(r"人员编号|个人编号|psn_?no$", re.IGNORECASE)


def is_identity(heading):
    """True when a heading names the number of an identity card."""
    return bool(_IDENTITY.search(compact(heading or "")))


def kind(heading):
    """What personal data a heading names (姓名, 证件, 电话, 编号), or None."""
    words = compact(heading or "")
    if _CARD.search(words) or _ACCOUNT.search(words):
        return "证件"
    if _PHONE.search(words):
        return "电话"
    if _NUMBER.search(words):
        return "编号"
    return "姓名" if _NAMED.search(words) and not _NOT_NAMED.search(words) else None


def masked(heading, text):
    """A cell's text as it may be shown under that heading; nothing stays nothing."""
    what = kind(heading)
    if not text or what is None:
        return text
    if what == "姓名":
        return f"{text[:1]}**"
    if what == "电话":
        return f"{text[:3]}****{text[-4:]}" if len(text) >= 7 else "****"
    if what == "编号":
        return f"{text[:4]}****{text[-4:]}" if len(text) > 8 else "****"
    return "*" * max(len(text) - 4, 4) + text[-4:]
