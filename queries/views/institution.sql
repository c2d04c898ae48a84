/*
title  = "定点医药机构（含等级与镇街）"
grain  = "一家有效的定点医药机构一行"
tables = ["fixmedins_b", "medins_info_b", "rtal_phac_b"]
note   = "镇街从联系地址中取；同类组（peer_group）是类型加等级，如三级医院、药店。"
*/
WITH described AS (
    SELECT
        f.fixmedins_code,
        f.fixmedins_name,
        CASE
            WHEN f.fixmedins_type = '1' THEN '医院'
            WHEN f.fixmedins_type = '2' THEN '药店'
            WHEN f.fixmedins_type IS NOT NULL THEN '其他'
            WHEN h.medins_code IS NOT NULL THEN '医院'
            WHEN p.rtal_phac_code IS NOT NULL THEN '药店'
            ELSE '其他'
        END AS inst_type,
        coalesce(f.hosp_lv, h.medinslv) AS hosp_lv,
        coalesce(h.addr, p.addr) AS addr,
        h.aprv_bed_cnt,
        h.dialy_mach_cnt
    FROM fixmedins_b AS f
    LEFT JOIN medins_info_b AS h
        ON h.medins_code = f.fixmedins_code AND coalesce(h.vali_flag, '1') = '1'
    LEFT JOIN rtal_phac_b AS p
        ON p.rtal_phac_code = f.fixmedins_code AND coalesce(p.vali_flag, '1') = '1'
    WHERE coalesce(f.vali_flag, '1') = '1'
),

graded AS (
    SELECT
        *,
        CASE
            WHEN inst_type = '药店' THEN '药店'
            WHEN hosp_lv IN ('01', '02', '03', '04', '12') THEN '三级'
            WHEN hosp_lv IN ('05', '06', '07', '13') THEN '二级'
            WHEN hosp_lv IN ('08', '09', '10', '14') THEN '一级'
            ELSE '未定级'
        END AS hosp_level
    FROM described
)

SELECT
    fixmedins_code,
    fixmedins_name,
    inst_type,
    hosp_level,
    nullif(regexp_extract(addr, '([^省市区县]+?(街道|镇|乡))', 1), '') AS town_name,
    aprv_bed_cnt,
    dialy_mach_cnt,
    CASE
        WHEN inst_type = '药店' THEN '药店'
        WHEN inst_type = '医院' THEN hosp_level || '医院'
        ELSE '其他'
    END AS peer_group
FROM graded
