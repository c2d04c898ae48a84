/*
title  = "已死亡人员"
grain  = "一名有死亡日期的参保人一行"
tables = ["psn_info_b", "death"]
note   = "人员信息与死亡登记合并，登记只有证件号码的按证件号码找人；两处日期不同取较晚的，避免误报。"
*/
WITH known AS (
    SELECT
        p.psn_no,
        p.die_date
    FROM psn_info_b AS p
    WHERE coalesce(p.vali_flag, '1') = '1'
    UNION ALL
    SELECT
        d.psn_no,
        d.die_date
    FROM death AS d
    UNION ALL
    -- Lists of other departments bear the ID number only.
    SELECT
        p.psn_no,
        d.die_date
    FROM death AS d
    INNER JOIN psn_info_b AS p ON p.certno = d.certno AND coalesce(p.vali_flag, '1') = '1'
)

SELECT
    psn_no,
    max(die_date) AS die_date
FROM known
WHERE psn_no IS NOT NULL AND die_date IS NOT NULL
GROUP BY psn_no
