/*
title  = "互联网就诊"
grain  = "一次有效的互联网就诊一行"
tables = ["mdtrt_d"]
note   = "就诊渠道为互联网（2）的就诊，参保人本人不到机构。"
*/
SELECT
    m.mdtrt_id,
    m.psn_no,
    m.fixmedins_code
FROM mdtrt_d AS m
WHERE coalesce(m.vali_flag, '1') = '1' AND m.mdtrt_chnl = '2'
