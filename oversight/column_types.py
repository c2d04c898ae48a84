"""What type a column of unknown meaning has: by its heading, and by what most of its cells are."""

import re

from oversight.loose_tables import number, value
from oversight.mending import ruined

# A column is what at least this share of its filled cells is; the rest are the odd ones.
MOSTLY, PURE_CODES = 0.6, 0.9
LONG_CODE = 12
_CODES = re.compile(
    r"编码|编号|代码|号码|证号|账号|帐号|卡号|流水号|身份证|电话|手机|(住院|门诊|病案|处方|医嘱|批)号|ID$"
    r"|code|(no|_sn|codg|_id|admdvs)$|^(id|sn)$",
    re.IGNORECASE,
)
_DATES = re.compile(r"日期|时间|年月日|出生|date|time|brdy", re.IGNORECASE)
_MONEY = re.compile(
    r"金额|费用?$|费\b|款|支付|支出|收入|元|单价|总额|(amt|pay|pric)$", re.IGNORECASE
)
_FLAG = re.compile(r"^是否|标志$|flag$", re.IGNORECASE)
_SHAPED = r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?([ T].*)?"
_EIGHT = r"(19|20)\d{6}( \d\d:\d\d:\d\d)?"
_MONTH = r"(19|20)\d{2}([-/.年](0?[1-9]|1[0-2])月?|(0[1-9]|1[0-2]))"
_CLASSES = re.compile(
    r"类别|类型|险种|等级|级别|区划|性别|科室|年度|^年份?$|(^year|dept|type|_lv|gend|flag|stas)$",
    re.IGNORECASE,
)
_YES_NO = "'是','否','有','无','Y','N','y','n','TRUE','FALSE','True','False','√','×'"

_COUNTS = f"""
SELECT
    count(v), count(DISTINCT v),
    count(*) FILTER (num IS NOT NULL),
    count(*) FILTER (num IS NOT NULL AND num = trunc(num)),
    count(*) FILTER (percent), count(*) FILTER (dated),
    count(*) FILTER (eight), count(*) FILTER (eight AND day IS NULL),
    count(*) FILTER (hour(day) + minute(day) + second(day) > 0),
    count(*) FILTER (monthly), count(*) FILTER (ruined),
    count(*) FILTER (v IS NOT NULL AND raw <> v),
    count(*) FILTER (regexp_full_match(v, '0\\d+')),
    count(*) FILTER (regexp_full_match(v, '\\d{{{LONG_CODE},}}[Xx]?')),
    count(*) FILTER (v IN ({_YES_NO})),
    count(*) FILTER (regexp_full_match(v, '[A-Za-z0-9._*+/#-]*\\d[A-Za-z0-9._*+/#-]*')),
    max(length(v)), count(*) FILTER (v IN ('0', '1'))
FROM seen
"""
FIELDS = [
    *("filled", "distinct", "numbers", "whole", "percents", "dated", "eights"),
    *("bad_eights", "timed", "monthly", "ruined", "padded", "zero_led", "long", "yes_no"),
    *("codes", "longest", "bits"),
]


def look(held, place):
    """Counts (a dict of FIELDS) of one column of a loose_tables.Held.

    Leaves the scratch table ``seen``: row, raw and trimmed text ``v``, ``num``, ``day``, and flags
    of what the text is shaped like.
    """
    held.con.execute(f"""
    CREATE OR REPLACE TEMP TABLE seen AS
    SELECT
        row, raw, v, {number("v", held.units.get(place, 1))} AS num,
        ends_with(v, '%') OR ends_with(v, '％') AS percent,
        coalesce(regexp_full_match(v, '{_SHAPED}'), false) AS dated,
        coalesce(regexp_full_match(v, '{_EIGHT}'), false) AS eight,
        coalesce(regexp_full_match(v, '{_MONTH}'), false) AS monthly,
        {ruined("v")} AS ruined,
        CASE WHEN regexp_full_match(v, '{_SHAPED}|{_EIGHT}') 
            THEN coalesce(load_time(v), try_strptime(v, '%Y%m%d %H:%M:%S')) END AS day
    FROM (SELECT row, c{place} AS raw, {value(place)} AS v FROM t)
    """)
    return dict(zip(FIELDS, held.one(_COUNTS), strict=True))


def kind_of(name, n):
    """The type of a column by its heading and its counts (a dict of FIELDS)."""
    filled = n["filled"]

    def mostly(count, share=MOSTLY):
        return count >= share * filled

    if not filled:
        return "空"
    if n["yes_no"] == filled or (n["bits"] == filled and _FLAG.search(name)):
        return "是否"
    if mostly(n["dated"]) or (
        mostly(n["eights"]) and (_DATES.search(name) or n["bad_eights"] == 0 and n["distinct"] > 2)
    ):
        return "时间" if n["timed"] * 2 > filled else "日期"
    if _DATES.search(name) and mostly(n["monthly"]):
        return "年月"
    coded = _CODES.search(name) and mostly(n["codes"] + n["ruined"])
    if coded or mostly(n["zero_led"] + n["long"] + n["ruined"]):
        return "编码"
    if _CLASSES.search(name) and n["whole"] == filled:
        return "编码"
    if mostly(n["numbers"]):
        if mostly(n["percents"]):
            return "百分比"
        if _MONEY.search(name) and not re.search("率|比例|次数|人数", name):
            return "金额"
        return "整数" if n["whole"] == n["numbers"] else "小数"
    if mostly(n["monthly"]):
        return "年月"
    return "编码" if mostly(n["codes"], PURE_CODES) and n["longest"] <= 40 else "文字"
