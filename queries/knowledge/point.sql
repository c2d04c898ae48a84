/*
title    = "一个知识点"
question = "一个知识点原文怎样写，读成了什么？"
tables   = ["kb_point", "kb_version", "kb_item", "kb_pair"]

[params.point]
label = "知识点ID"

[columns]
point_name     = "知识点"
title          = "类别"
batch          = "批次"
rule_code      = "规则编号"
limit_text     = "限定内容"
basis          = "逻辑依据"
logic          = "检出逻辑"
remark         = "备注"
more           = "其他列"
unread         = "没有读成"
gend           = "读成：限定性别"
age_unit       = "读成：年龄单位"
min_age        = "读成：最小年龄"
max_age        = "读成：最大年龄"
allow_insutype = "读成：允许险种"
allow_med_type = "读成：允许医疗类别"
min_hosp_lv    = "读成：最低医院级别"
max_days       = "读成：最多支付天数"
max_span_days  = "读成：最长疗程跨度（天）"
min_gap_days   = "读成：最短间隔（天）"
max_cnt        = "读成：最多数量"
cnt_unit       = "读成：计数单位"
period_days    = "读成：周期天数"
time_win       = "读成：时间范围"
version        = "始于第几版"
begndate       = "生效日期"
enddate        = "失效日期"
code_count     = "代码数"
*/
WITH limits AS (
    SELECT
        max(gend) AS gend,
        max(age_unit) AS age_unit,
        max(min_age) AS min_age,
        max(max_age) AS max_age,
        max(allow_insutype) AS allow_insutype,
        max(allow_med_type) AS allow_med_type,
        max(min_hosp_lv) AS min_hosp_lv,
        max(max_days) AS max_days,
        max(max_span_days) AS max_span_days,
        max(min_gap_days) AS min_gap_days,
        max(max_cnt) AS max_cnt,
        max(cnt_unit) AS cnt_unit,
        max(period_days) AS period_days
    FROM kb_item
    WHERE starts_with(kb_item_id, $point || '.')
),

pair AS (
    SELECT max(time_win) AS time_win
    FROM kb_pair
    WHERE starts_with(kb_pair_id, $point || '.')
),

named AS (
    SELECT library, title, batch, rule_code
    FROM kb_version
    QUALIFY row_number() OVER (PARTITION BY library ORDER BY version DESC) = 1
)

SELECT
    p.point_name,
    n.title,
    n.batch,
    n.rule_code,
    p.limit_text,
    p.basis,
    p.logic,
    p.remark,
    p.more,
    p.unread,
    CASE i.gend WHEN '1' THEN '男' WHEN '2' THEN '女' ELSE i.gend END AS gend,
    i.age_unit,
    i.min_age,
    i.max_age,
    replace(i.allow_insutype, ';', '、') AS allow_insutype,
    replace(i.allow_med_type, ';', '、') AS allow_med_type,
    i.min_hosp_lv,
    i.max_days,
    i.max_span_days,
    i.min_gap_days,
    i.max_cnt,
    i.cnt_unit,
    i.period_days,
    r.time_win,
    p.version,
    p.begndate,
    p.enddate,
    len(p.codes) AS code_count
FROM kb_point AS p
INNER JOIN named AS n ON n.library = p.library
CROSS JOIN limits AS i
CROSS JOIN pair AS r
WHERE p.point_id = $point
