/*
title  = "截至日在册的记录"
grain  = "每条在册的记录一行"
tables = ["entry_on"]
note   = "列见 entry_on。"
*/

CREATE OR REPLACE MACRO entry_at(as_of) AS TABLE
SELECT * FROM entry_on([CAST(as_of AS DATE)]);
