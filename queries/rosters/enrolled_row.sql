/*
title    = "截至日在保的各行"
question = "谁截至日已参保？"
tables   = ["person_row"]
note     = "参加任何险种都算；暂停、终止的不算；名单没有参保状态列的，列入名单即算；写明年度的只看截至日所在年度。"
[columns]
person     = "人"
insu_class = "职工或居民"
insu_place = "参保地"
*/
SELECT
    person,
    place,
    list_no,
    row_no,
    insu_class,
    insutype,
    insu_place,
    pay_way,
    subs_amt,
    std_amt,
    psn_clct_amt
FROM person_row
WHERE
    role = 'insured'
    AND left(base, 1) <> 'U'
    AND coalesce(insu_begn <= $as_of, TRUE)
    AND coalesce(year = CAST(year(CAST($as_of AS DATE)) AS VARCHAR), TRUE)
    AND (
        insu_paus > $as_of
        OR (
            coalesce(is_insured, TRUE)
            -- A pause before this spell began belongs to an earlier one.
            AND coalesce(insu_paus < insu_begn, insu_paus IS NULL)
        )
    )
