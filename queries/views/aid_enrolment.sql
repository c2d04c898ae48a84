/*
title  = "有效资助参保"
grain  = "一条有效且已经资助的资助参保记录一行"
tables = ["maf_fund_insu_d", "psn_info_b"]
note   = """
资助金额大于零的算已资助；金额空着的，没有写未资助原因才算。
没有人员编号的按证件号码找人，没有证件号码、镇街的取人员信息里的。"""
*/
WITH numbered AS (
    SELECT
        p.certno,
        min(p.psn_no) AS psn_no
    FROM person AS p
    WHERE p.certno IS NOT NULL
    GROUP BY p.certno
)

SELECT
    f.fund_insu_id,
    f.year,
    coalesce(f.psn_no, n.psn_no) AS psn_no,
    coalesce(f.certno, p.certno) AS certno,
    f.maf_subs_amt,
    f.psn_clct_amt,
    CAST(f.clct_time AS DATE) AS clct_date,
    coalesce(f.town_name, p.town_name) AS town_name
FROM maf_fund_insu_d AS f
LEFT JOIN numbered AS n ON n.certno = f.certno
LEFT JOIN person AS p ON p.psn_no = coalesce(f.psn_no, n.psn_no)
WHERE
    coalesce(f.vali_flag, '1') = '1'
    AND coalesce(f.maf_subs_amt > 0, f.nofund_rea IS NULL)
