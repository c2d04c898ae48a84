/*
title  = "互联网就诊与新生儿就诊"
grain  = "一次有效的互联网就诊或新生儿就诊一行"
tables = ["mdtrt_d"]
note   = "新生儿就诊（新生儿标志为 1）常用母亲的人员编号，性别和年龄不能按参保人判断。"
*/
SELECT
    m.mdtrt_id,
    coalesce(m.mdtrt_chnl = '2', FALSE) AS is_online,
    coalesce(m.nwb_flag = '1', FALSE) AS is_newborn
FROM mdtrt_d AS m
WHERE coalesce(m.vali_flag, '1') = '1' AND (m.mdtrt_chnl = '2' OR m.nwb_flag = '1')
