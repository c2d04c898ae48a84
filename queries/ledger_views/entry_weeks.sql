/*
title  = "最近若干周每周末在册的记录"
grain  = "每个周末、每条当日在册的记录一行"
tables = ["entry_on"]
note   = "周末是截至日、截至日前 7 天、前 14 天……共 weeks 个。列见 entry_on。"
*/

CREATE OR REPLACE MACRO entry_weeks(as_of, weeks) AS TABLE
SELECT * FROM entry_on(
    list_transform(range(weeks), lambda back: CAST(as_of AS DATE) - CAST(7 * back AS INTEGER))
);
