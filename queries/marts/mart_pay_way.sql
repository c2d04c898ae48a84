/*
title  = "异地就医与住院付费方式月度汇总"
grain  = "一个结算月、机构、险种、就医类型、就医地、结算途径、付费方式一行；只含异地就医和住院；金额单位元"
tables = ["net_setl", "med_kind", "fixmedins_b"]
note   = """
就医地 place：支付地点类别 3 省内异地、4 跨省异地；中心报销（类别 1 或没有写）看机构的异地类型，没有的看机构归属区划与参保区划前四位（地市）
是否相同，不同省的为跨省。is_direct：支付地点类别为 3、4 的是直接结算，一个人次有一笔直接结算就算。
cases 是人次：住院一次算一次，门诊同一人、同一机构、同一天算一次。is_grouped 按清算方式：DRG、DIP、病组、病种分值、病种点数为真，
按项目、床日、人头、单病种等为假；没有写或只有数字代码的为空。
"""
*/
WITH placed AS (
    SELECT
        coalesce(strftime(setl.setl_date, '%Y%m'), '未注明') AS ym,
        setl.fixmedins_code,
        setl.insutype,
        coalesce(kind.care, '其他') AS care,
        CASE
            WHEN setl.pay_loc = '3' THEN '省内异地'
            WHEN setl.pay_loc = '4' THEN '跨省异地'
            WHEN setl.pay_loc = '2' THEN '本地'
            WHEN inst.out_fixmedins_type = '3' THEN '省内异地'
            WHEN inst.out_fixmedins_type = '4' THEN '跨省异地'
            WHEN inst.out_fixmedins_type = '2' THEN '本地'
            WHEN left(setl.fix_blng_admdvs, 2) <> left(setl.insu_admdvs, 2) THEN '跨省异地'
            WHEN left(setl.fix_blng_admdvs, 4) <> left(setl.insu_admdvs, 4) THEN '省内异地'
            WHEN setl.fix_blng_admdvs IS NOT NULL AND setl.insu_admdvs IS NOT NULL THEN '本地'
        END AS place,
        CASE WHEN setl.pay_loc IN ('3', '4') THEN 1 ELSE 0 END AS is_direct,
        CASE
            WHEN regexp_matches(upper(setl.clr_way), 'DRG|DIP|病组|病种分值|病种点数|点数法') THEN 1
            WHEN regexp_matches(setl.clr_way, '[^0-9]') THEN 0
        END AS is_grouped,
        CASE
            WHEN kind.care = '住院' THEN coalesce(setl.mdtrt_id, setl.setl_id)
            ELSE
                coalesce(
                    setl.psn_no || '|' || CAST(setl.setl_date AS VARCHAR), setl.setl_id
                )
        END AS visit,
        setl.medfee_sumamt,
        setl.fund_pay_sumamt
    FROM net_setl AS setl
    LEFT JOIN med_kind AS kind USING (med_type)
    LEFT JOIN fixmedins_b AS inst
        ON inst.fixmedins_code = setl.fixmedins_code AND coalesce(inst.vali_flag, '1') = '1'
),

visited AS (
    SELECT
        ym, fixmedins_code, insutype, care, place, visit,
        max(is_direct) = 1 AS is_direct,
        max(is_grouped) = 1 AS is_grouped,
        sum(medfee_sumamt) AS medfee_yuan,
        sum(fund_pay_sumamt) AS fund_yuan
    FROM placed
    WHERE place <> '本地' OR care = '住院'
    GROUP BY ym, fixmedins_code, insutype, care, place, visit
)

SELECT
    ym,
    fixmedins_code,
    insutype,
    care,
    place,
    is_direct,
    is_grouped,
    count(*) AS cases,
    CAST(sum(medfee_yuan) AS DECIMAL(18, 2)) AS medfee_yuan,
    CAST(sum(fund_yuan) AS DECIMAL(18, 2)) AS fund_yuan
FROM visited
GROUP BY ym, fixmedins_code, insutype, care, place, is_direct, is_grouped
ORDER BY ym, fixmedins_code, insutype, care, place, is_direct, is_grouped
