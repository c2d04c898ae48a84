/*
title  = "救助对象身份"
grain  = "一条有效的救助身份记录一行"
tables = ["maf_psn_idet_d", "psn_info_b"]
note   = """
身份自 begn_date 起、至 end_date 止（含当日）；止日取到期、取消前一日、死亡中最早的，都没有则为空，即至今。
记录没有人员编号的，按证件号码找人。"""
*/
WITH numbered AS (
    SELECT
        p.certno,
        min(p.psn_no) AS psn_no
    FROM psn_info_b AS p
    WHERE p.certno IS NOT NULL AND coalesce(p.vali_flag, '1') = '1'
    GROUP BY p.certno
)

SELECT
    i.idet_rcd_id,
    coalesce(i.psn_no, n.psn_no) AS psn_no,
    i.certno,
    i.psn_idet_type,
    i.idet_name_loc,
    CAST(i.begntime AS DATE) AS begn_date,
    least(CAST(i.endtime AS DATE), CAST(i.cncl_time AS DATE) - 1, i.die_date) AS end_date
FROM maf_psn_idet_d AS i
LEFT JOIN numbered AS n ON n.certno = i.certno
WHERE coalesce(i.vali_flag, '1') = '1'
