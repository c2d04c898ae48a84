/*
title  = "报送批次与报送任务（按身份过滤）"
grain  = "每个报送批次一行；每个单位的每项报送任务一行"
tables = ["filing", "filing_duty"]
note   = "页面和指标读这两个视图，不读底表：单位只看得到自己的报送。"
*/

CREATE OR REPLACE VIEW filing_visible AS
SELECT * FROM filing
WHERE may_see([unit]);

CREATE OR REPLACE VIEW filing_duty_visible AS
SELECT * FROM filing_duty
WHERE may_see([unit]);
