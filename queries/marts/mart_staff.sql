/*
title  = "医师、药师、护理员名录"
grain  = "一家机构、一名有业务数据的医师（physician）、药师（pharmacist）或护理员（caregiver）一行"
tables = [
    "mart_physician_month", "mart_pharmacist_month", "mart_caregiver_month", "mart_institution",
    "dr_info_b", "ltc_medins_b",
]
note   = """
member 是“机构编号|人员代码”；staff_key 是网址里的代号（没有代码的药师以姓名为代码，姓名不进网址）。科室取业务最多的；医师姓名先看医师信息，没有的用明细里的开单医师姓名。
group_1 起是从窄到宽的同级组，人数不足时用下一组：医师为机构类型等级加科室、机构类型加科室、机构类型；药师为药店；护理员不分组。
"""
*/
WITH physician AS (
    SELECT
        fixmedins_code,
        dr_code AS staff_code,
        max_by(dept_name, fee_yuan) AS dept_name,
        min(dr_name) AS dr_name,
        sum(fee_yuan) AS weight_yuan
    FROM mart_physician_month
    GROUP BY fixmedins_code, dr_code
),

registered AS (
    SELECT
        dr_code AS staff_code,
        medins_code AS fixmedins_code,
        min(dr_name) AS dr_name
    FROM dr_info_b
    WHERE coalesce(vali_flag, '1') = '1'
    GROUP BY dr_code, medins_code
),

anywhere AS (
    SELECT
        staff_code,
        min(dr_name) AS dr_name
    FROM registered
    GROUP BY staff_code
),

staff AS (
    SELECT
        'physician' AS kind,
        p.fixmedins_code,
        p.staff_code,
        coalesce(r.dr_name, a.dr_name, p.dr_name) AS staff_name,
        p.dept_name,
        p.weight_yuan
    FROM physician AS p
    LEFT JOIN registered AS r
        ON r.staff_code = p.staff_code AND r.fixmedins_code = p.fixmedins_code
    LEFT JOIN anywhere AS a ON a.staff_code = p.staff_code
    UNION ALL
    SELECT
        'pharmacist',
        fixmedins_code,
        phar_code,
        min(phar_name),
        NULL,
        sum(sale_yuan)
    FROM mart_pharmacist_month
    GROUP BY fixmedins_code, phar_code
    UNION ALL
    SELECT
        'caregiver',
        fixmedins_code,
        caregiver_code,
        min(caregiver_name),
        NULL,
        sum(fee_yuan)
    FROM mart_caregiver_month
    GROUP BY fixmedins_code, caregiver_code
)

SELECT
    s.kind,
    s.fixmedins_code || '|' || s.staff_code AS member,
    left(md5(s.kind || s.fixmedins_code || '|' || s.staff_code), 16) AS staff_key,
    s.fixmedins_code,
    coalesce(l.ltc_medins_name, i.fixmedins_name, s.fixmedins_code) AS fixmedins_name,
    s.staff_code,
    coalesce(s.staff_name, s.staff_code) AS staff_name,
    s.dept_name,
    s.weight_yuan,
    CASE s.kind
        WHEN 'physician' THEN coalesce(i.peer_group || '·' || s.dept_name, i.peer_group)
        WHEN 'pharmacist' THEN i.inst_type
        ELSE '护理员'
    END AS group_1,
    CASE WHEN s.kind = 'physician' THEN i.inst_type || '·' || s.dept_name END AS group_2,
    CASE WHEN s.kind = 'physician' THEN i.inst_type END AS group_3
FROM staff AS s
LEFT JOIN mart_institution AS i ON i.fixmedins_code = s.fixmedins_code
LEFT JOIN ltc_medins_b AS l
    ON
        l.ltc_medins_code = s.fixmedins_code
        AND s.kind = 'caregiver'
        AND coalesce(l.vali_flag, '1') = '1'
ORDER BY s.kind, s.fixmedins_code, s.staff_code
