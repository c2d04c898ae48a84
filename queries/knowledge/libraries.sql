/*
title    = "已装入的两库"
question = "哪些两库已经装入，各是哪一版，来自哪个文件？"
tables   = ["kb_version"]

[columns]
batch         = "批次"
title         = "类别"
rule_code     = "规则编号"
points        = "知识点数"
codes         = "代码数"
points_unread = "待核对"
state         = "版本"
version       = "版本号"
installed_at  = "安装日期"
installed_by  = "安装人"
source_file   = "来源文件"
library       = "库"
*/
SELECT
    batch,
    title,
    rule_code,
    points,
    codes,
    points_unread,
    '第 ' || version || ' 版' || CASE WHEN file_sha256 IS NULL THEN '（已撤下）' ELSE '' END AS state,
    version,
    CAST(installed_at AS DATE) AS installed_at,
    installed_by,
    file_name AS source_file,
    library
FROM kb_version
QUALIFY row_number() OVER (PARTITION BY library ORDER BY version DESC) = 1
ORDER BY CAST(regexp_extract(library, '(\d+)$', 1) AS INTEGER), batch, title
