/*
title    = "应保对象各行"
question = "谁在哪一段时间有对象身份？"
tables   = ["person_row", "person"]
note     = "只有姓名、无法比对的行不在内。"
[columns]
person    = "人"
category  = "对象类别"
begn_date = "开始日期"
end_date  = "截止日期"
on_day    = "截至日有效"
*/
SELECT
    r.person,
    r.place,
    r.list_no,
    r.category,
    r.begn_date,
    r.end_date,
    r.dated,
    r.std_amt,
    p.die_date,
    -- Taken off the list without a date: nobody knows since when.
    NOT coalesce(r.is_out, FALSE) OR r.end_date IS NOT NULL AS is_active,
    NOT coalesce(r.is_out, FALSE)
    AND coalesce(r.begn_date <= $as_of, TRUE)
    AND coalesce(r.end_date >= $as_of, TRUE) AS on_day
FROM person_row AS r
INNER JOIN person AS p ON p.person = r.person
WHERE r.role = 'entitled' AND left(r.base, 1) <> 'U'
