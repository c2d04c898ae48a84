/*
title    = "进展情况表一格背后的问题"
question = "这一格数的是哪些问题？"
tables   = ["entry_classified"]

[columns]
entry_no         = "编号"
unit             = "责任单位"
category         = "问题类型"
description      = "问题表述"
state            = "状态"
effective_due_on = "完成时限"
closed_on        = "办结日期"
mechanism        = "长效机制"

[params.as_of]
label = "截至日期"

[params.kind]
label   = "台账"
default = "rectification"

[params.campaign]
label = "专项；空为全部"

[params.categories]
label   = "所列问题类型，按表上次序"
default = ["其他"]

[params.other]
label   = "不属于所列类型的问题计入"
default = "其他"

[params.category]
label = "计数的类型；空为全部"

[params.part]
label   = "全部、已完成、整改中、有长效机制"
default = "全部"
*/

SELECT
    entry_no,
    unit,
    category,
    description,
    state,
    effective_due_on,
    closed_on,
    mechanism
FROM entry_classified($as_of, $kind, $campaign, $categories, $other)
WHERE
    ($category IS NULL OR listed_category = $category)
    AND CASE $part
        WHEN '已完成' THEN state = '已办结'
        WHEN '整改中' THEN state <> '已办结'
        WHEN '有长效机制' THEN mechanism IS NOT NULL
        ELSE TRUE
    END
ORDER BY entry_no
