/*
code      = "F21c"
title     = "耗占比"
formula   = "卫生材料费用 ÷ 费用总额（不含药店）"
unit      = "%"
parts     = ["万元", "万元"]
direction = "低好"
compare   = "同级"
yellow    = 0.8
red       = 0.95
domain    = "基金"
basis     = ["默认：机构高于同类型同等级机构的第 80、95 百分位"]
tables    = ["fee_list_d", "setl_d"]
columns   = ["fee_list_d.med_chrgitm_type|list_type", "fee_list_d.det_item_fee_sumamt"]
rows      = "fund/fee_shares_by_institution"
note      = """
耗材是卫生材料费（含国产、进口材料）。
按费用发生月份，本年一月起累计，退费已减，未结算的费用也算；不含药店购药；不知类别的费用不计入分母。
全区的灯看机构：最近三期至少两期不低于同级第 80 百分位、偏离程度（稳健 z 值）不低于 3.5，才亮灯；本年不足 30 人次的机构不列。"""
*/

SELECT
    total.dimension,
    total.member,
    period.period,
    coalesce(CAST(total.material_yuan AS DOUBLE), 0) AS numerator,
    CAST(total.classed_yuan AS DOUBLE) AS denominator,
    coalesce(CAST(total.material_yuan AS DOUBLE), 0)
    / nullif(CAST(total.classed_yuan AS DOUBLE), 0) AS value
FROM mart_period AS period
INNER JOIN mart_fee_ytd AS total USING (ym)
WHERE
    $as_of BETWEEN period.first_on AND period.last_on
    AND total.classed_yuan IS NOT NULL
    AND (
        total.dimension <> 'fixmedins_code'
        -- A share over a handful of cases says nothing of an institution.
        OR (period.back < 3 AND total.cases >= 30)
    )
ORDER BY total.dimension, total.member, period.period
