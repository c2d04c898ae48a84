/*
code     = "R65"
title    = "暂停期间医保销售"
question = "被暂停医保服务的机构，暂停期间是否仍有医保结算的销售（可能由别处代刷）？"
basis    = [
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第三十八条第七项：造成医疗保障基金损失的其他违法行为",
    "《医疗保障基金使用监督管理条例》（国务院令第735号）第四十条第一项：串通他人虚开费用单据",
    "《零售药店医疗保障定点管理暂行办法》（国家医疗保障局令第3号）：中止期间发生的医保费用不予结算",
]
class    = "违"
stage    = ["事前", "事中", "事后"]
subject  = "一家机构一次暂停（机构编号|暂停开始时间|暂停类型）"
tables   = ["medins_prod_sel_d", "fixmedins_paus_d", "fee_list_d", "setl_d"]
optional = ["fee_list_d", "setl_d"]
columns  = [
    "medins_prod_sel_d.fixmedins_code", "medins_prod_sel_d.sel_retn_time",
    "fixmedins_paus_d.fixmedins_code", "fixmedins_paus_d.begntime",
]
limits   = """
销售时间在暂停开始与结束之间（含两端）的医保销售；结束时间只有日期的，当天也算暂停；没有结束时间的算一直暂停。
医院、药店都查；自费销售不禁止，不计；已退货退费的不计。医保还是自费看医保费用结算类型，没写的看有没有结算ID或人员编号。
暂停的原因和范围（如只停某个科室）不分；暂停名册登记有误会误报，须核文书。
终端位置与登记地址的距离、未定点机构借终端代刷，表中没有，不查。找得到费用明细的才有基金部分。
"""
reviewed = 2025-11-21
*/
WITH pause AS (
    SELECT
        p.fixmedins_code,
        coalesce(p.fixmedins_paus_type, '') AS pause_type,
        p.begntime,
        CASE
            WHEN p.endtime = CAST(CAST(p.endtime AS DATE) AS TIMESTAMP)
                THEN CAST(CAST(p.endtime AS DATE) + 1 AS TIMESTAMP)
        END AS open_until,
        p.endtime
    FROM fixmedins_paus_d AS p
    WHERE coalesce(p.vali_flag, '1') = '1'
),

sale AS (
    SELECT
        p.fixmedins_code,
        p.begntime,
        p.pause_type,
        s.medins_prod_sel_no,
        s.sale_date,
        s.sale_amt,
        CAST(s.sale_amt AS DOUBLE) * f.fund_share AS fund_amt,
        row_number() OVER (
            PARTITION BY p.fixmedins_code, p.begntime, p.pause_type
            ORDER BY s.sale_time, s.medins_prod_sel_no
        ) AS place
    FROM pause AS p
    INNER JOIN net_sale AS s
        ON
            s.fixmedins_code = p.fixmedins_code
            AND s.insured
            AND s.sale_time >= p.begntime
            AND coalesce(s.sale_time < p.open_until, s.sale_time <= p.endtime, TRUE)
    LEFT JOIN fund_share AS f ON f.setl_id = s.setl_id AND f.bkkp_sn = s.bkkp_sn
)

SELECT
    fixmedins_code || '|' || strftime(begntime, '%Y-%m-%d %H:%M:%S') || '|' || pause_type
        AS subject_id,
    CAST(NULL AS VARCHAR) AS psn_no,
    fixmedins_code,
    max(sale_date) AS event_date,
    CAST(sum(sale_amt) AS DECIMAL(18, 2)) AS total_amount,
    CAST(round(sum(fund_amt), 2) AS DECIMAL(18, 2)) AS fund_amount,
    CAST(count(*) AS DOUBLE) AS measured_value,
    string_agg(
        CASE WHEN place <= 50 THEN 'medins_prod_sel_d:' || medins_prod_sel_no END,
        ';' ORDER BY place
    ) AS evidence
FROM sale
GROUP BY fixmedins_code, begntime, pause_type
