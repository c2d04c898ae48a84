/*
title  = "不计入的结算"
grain  = "一次退费、被退费或无效的结算一行"
tables = ["setl_d"]
note   = "退费结算、被它指名的原结算、标为退费或无效的结算，都不计入任何统计与筛查。"
*/
SELECT
    s.setl_id,
    s.mdtrt_id
FROM setl_d AS s
WHERE
    s.vali_flag <> '1'
    OR s.refd_setl_flag = '1'
    OR s.init_setl_id IS NOT NULL
    -- Some extracts leave the refunded original unmarked: only the refund names it.
    OR s.setl_id IN (
        SELECT r.init_setl_id
        FROM setl_d AS r
        WHERE r.init_setl_id IS NOT NULL AND coalesce(r.vali_flag, '1') = '1'
    )
