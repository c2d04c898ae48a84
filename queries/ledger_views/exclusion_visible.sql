/*
title = "能看到的名单比对排除"
grain = "一次排除一行，撤回的也在"
note  = "单位只看本街镇的；维护不看个人情况。"
*/
CREATE OR REPLACE VIEW exclusion_visible AS
SELECT *
FROM roster_exclusion
WHERE
    getvariable('viewer_role') <> '维护'
    AND may_see([unit]);
