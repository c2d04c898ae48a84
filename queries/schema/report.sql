/*
title = "上报数据"
grain = "一个乡镇一年一个上报指标一行"
key = ["year", "town_name", "rpt_item"]
date = "rpt_date"

[columns.year]
label = "年度"
synonyms = ["年份"]

[columns.town_name]
label = "乡镇街道"
synonyms = ["镇街", "镇（街）", "街道乡镇", "街道/乡镇", "乡镇"]

[columns.rpt_item]
label = "上报指标"

[columns.rpt_psncnt]
label = "上报人数"
unit = "人"

[columns.rpt_date]
label = "上报日期"
*/
CREATE TABLE report (
    year       VARCHAR,
    town_name  VARCHAR,
    rpt_item   VARCHAR,
    rpt_psncnt INTEGER,
    rpt_date   DATE
);
