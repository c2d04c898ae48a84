/*
title    = "知识点"
question = "截至这一天有效的知识点里，哪些的名称、限定内容、依据或代码有这几个字？"
tables   = ["kb_point", "kb_version"]
note     = "知识点或代码不填时列出全部；最多列 1000 个"

[params.words]
label = "知识点或代码"

[params.library]
label = "库"

[params.unread_only]
label = "只看待人工核对的"

[columns]
point_name = "知识点"
limit_text = "限定内容"
title      = "类别"
batch      = "批次"
rule_code  = "规则编号"
code_count = "代码数"
first_code = "代码"
unread     = "没有读成"
basis      = "逻辑依据"
point_id   = "知识点ID"
found      = "符合的知识点"
*/
WITH named AS (
    SELECT library, title, batch, rule_code
    FROM kb_version
    QUALIFY row_number() OVER (PARTITION BY library ORDER BY version DESC) = 1
),

in_force AS (
    SELECT *
    FROM kb_point
    WHERE
        (begndate IS NULL OR begndate <= $as_of)
        AND (enddate IS NULL OR enddate > $as_of)
        AND ($library::VARCHAR IS NULL OR library = $library)
        AND (NOT coalesce($unread_only::BOOLEAN, false) OR unread IS NOT NULL)
),

matched AS (
    SELECT
        p.*,
        n.title,
        n.batch,
        n.rule_code,
        list_filter(p.codes, lambda code : contains(code, upper($words::VARCHAR))) AS asked
    FROM in_force AS p
    INNER JOIN named AS n ON n.library = p.library
)

SELECT
    point_name,
    limit_text,
    title,
    batch,
    rule_code,
    len(codes) AS code_count,
    coalesce(asked[1], codes[1]) || CASE WHEN len(codes) > 1 THEN ' 等' ELSE '' END AS first_code,
    unread,
    basis,
    point_id,
    count(*) OVER () AS found
FROM matched
WHERE
    $words::VARCHAR IS NULL
    OR len(asked) > 0
    OR contains(point_name, $words)
    OR contains(coalesce(limit_text, ''), $words)
    OR contains(coalesce(basis, ''), $words)
ORDER BY
    CAST(regexp_extract(library, '(\d+)$', 1) AS INTEGER),
    library,
    CAST(regexp_extract(point_id, '(\d+)$', 1) AS INTEGER)
LIMIT 1000
