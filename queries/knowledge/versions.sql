/*
title    = "版本"
question = "一个两库装入过哪些版本，谁在何时装的，每一版改了什么？"
tables   = ["kb_version"]

[params.library]
label = "库"

[columns]
version          = "版本"
action           = "动作"
in_force_from    = "起用日期"
points           = "知识点数"
codes            = "代码数"
points_new       = "新增"
points_changed   = "变更"
points_unchanged = "未变"
points_gone      = "不再列出"
installed_at     = "安装时间"
installed_by     = "安装人"
source_file      = "来源文件"
file_sha256      = "文件指纹（SHA-256）"
title            = "类别"
batch            = "批次"
rule_code        = "规则编号"
*/
SELECT
    version,
    action,
    coalesce(strftime(begndate, '%Y-%m-%d'), '一直') AS in_force_from,
    points,
    codes,
    points_new,
    points_changed,
    points_unchanged,
    points_gone,
    installed_at,
    installed_by,
    file_name AS source_file,
    file_sha256,
    title,
    batch,
    rule_code
FROM kb_version
WHERE library = $library
ORDER BY version DESC
