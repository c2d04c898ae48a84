/*
title = "谁能看到哪些行、哪些文字"
grain = "标量：真或假；文字或空"
note  = "没有说明身份的一律看不到；领导、专班、维护看全部；单位只看责任单位中有自己的行。维护人员看不到可能写有个人情况的文字。"
*/

-- Deny by default: a cursor that names no viewer, an unknown role, or a 单位 without its name
-- sees no row at all.
CREATE OR REPLACE MACRO may_see(seen_units) AS
CASE
    WHEN getvariable('viewer_role') IS NULL THEN false
    WHEN getvariable('viewer_scope') IS NOT NULL
        THEN coalesce(list_contains(seen_units, getvariable('viewer_scope')), false)
    ELSE getvariable('viewer_role') IN ('领导', '专班', '维护')
END;

CREATE OR REPLACE MACRO unless_maintenance(written) AS
CASE WHEN getvariable('viewer_role') = '维护' THEN NULL ELSE written END;
