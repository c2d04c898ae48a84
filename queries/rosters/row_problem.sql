/*
title    = "名单自身的问题"
question = "名单里哪些行的证件号、出生日期、性别有疑问，哪些人重复列出？"
tables   = ["person_row"]
note     = "证件号按国家标准 GB 11643 的校验位核对；居民身份证以外的证件不校验。"
[columns]
list_no = "名单"
row_no  = "行号"
problem = "问题"
*/
SELECT
    list_no,
    row_no,
    id_fault AS problem
FROM person_row
WHERE id_fault IS NOT NULL
UNION ALL
SELECT
    list_no,
    row_no,
    '证件号里的出生日期 ' || CAST(id_born AS VARCHAR) || ' 与名单的出生日期 '
    || CAST(brdy AS VARCHAR) || ' 不同' AS problem
FROM person_row
-- A month alone was read as its last day.
WHERE
    id_number IS NOT NULL AND id_born <> brdy
    AND NOT (date_trunc('month', id_born) = date_trunc('month', brdy) AND brdy = last_day(brdy))
UNION ALL
SELECT
    list_no,
    row_no,
    '证件号表示' || id_sex || '性，名单写的是' || gend AS problem
FROM person_row
WHERE id_number IS NOT NULL AND id_sex <> gend
UNION ALL
SELECT
    list_no,
    row_no,
    '只有姓名，没有证件号和出生日期，无法比对' AS problem
FROM person_row
WHERE starts_with(base, 'U|')
UNION ALL
SELECT
    list_no,
    row_no,
    CASE
        WHEN role = 'entitled' AND category IS DISTINCT FROM other_category
            THEN '同一人在本名单另有一种身份：' || coalesce(other_category, '未写明')
            || '（第 ' || other_row || ' 行）'
        ELSE '同一人在本名单重复列出（第 ' || other_row || ' 行）'
    END AS problem
FROM (
    SELECT
        *,
        lag(row_no) OVER same AS other_row,
        lag(category) OVER same AS other_category
    FROM person_row
    WHERE role IN ('entitled', 'insured') AND NOT starts_with(base, 'U|')
    WINDOW same AS (PARTITION BY list_no, person, coalesce(insutype, '') ORDER BY row_no)
)
WHERE other_row IS NOT NULL
