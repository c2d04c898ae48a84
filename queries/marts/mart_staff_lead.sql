/*
title  = "疑点与医师、药师、护理员"
grain  = "一条疑点的证据里出现的一名医师、药师或护理员一行"
tables = ["finding", "mart_evidence"]
note   = """
证据行写有开单医师、主治医师、药师或护理员的，即列为出现；出现不等于可疑的是这个人，须看规则问的是什么。
member 是“机构编号|人员代码”，与名录（mart_staff）一致；证据行没有机构编号的用疑点的机构。"""
*/
WITH named AS (
    SELECT
        e.finding_key,
        'physician' AS kind,
        coalesce(e.cells ->> '$.fixmedins_code', f.fixmedins_code, '未注明') AS fixmedins_code,
        e.dr_code AS staff_code
    FROM mart_evidence AS e
    INNER JOIN finding AS f ON f.finding_key = e.finding_key
    WHERE e.dr_code IS NOT NULL
    UNION ALL
    SELECT
        e.finding_key,
        'pharmacist',
        coalesce(e.cells ->> '$.fixmedins_code', '未注明'),
        coalesce(e.cells ->> '$.phar_prac_cert_no', e.cells ->> '$.phar_name')
    FROM mart_evidence AS e
    WHERE e.table_name = 'medins_prod_sel_d'
    UNION ALL
    SELECT
        e.finding_key,
        'caregiver',
        coalesce(e.cells ->> '$.ltc_medins_code', '未注明'),
        e.cells ->> '$.caregiver_code'
    FROM mart_evidence AS e
    WHERE e.table_name = 'ltc_serv_d'
)

SELECT
    kind,
    fixmedins_code || '|' || staff_code AS member,
    finding_key,
    count(*) AS evidence_rows
FROM named
WHERE staff_code IS NOT NULL
GROUP BY kind, fixmedins_code, staff_code, finding_key
ORDER BY kind, member, finding_key
