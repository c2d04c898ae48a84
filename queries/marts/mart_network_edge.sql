/*
title  = "关系网络的连线"
grain  = "一组关系里的两个点一行"
tables = ["mart_network_row"]
note   = """
点的编号 side_a、side_b：person:人员编号、institution:机构编号、terminal:终端编号、agent:代办人证件号码。
times：两人结伴住院的次数（同一机构，入院、出院各相差不超过 1 天）；两人在同一终端 10 分钟之内先后刷卡的天数；
人与机构、终端、代办人之间是住院的次数或购药的天数。
"""
*/
WITH stayed AS (
    SELECT
        *,
        date_diff('day', DATE '2000-01-01', CAST(began_at AS DATE)) AS adm_no,
        date_diff('day', DATE '2000-01-01', CAST(ended_at AS DATE)) AS dscg_no
    FROM mart_network_row
    WHERE tie = '结伴住院'
),

swiped AS (
    SELECT
        *,
        CAST(began_at AS DATE) AS on_date
    FROM mart_network_row
    WHERE tie <> '结伴住院'
),

drawn AS (
    SELECT
        a.group_key,
        '一起住院' AS relation,
        'person:' || a.psn_no AS side_a,
        'person:' || b.psn_no AS side_b,
        count(DISTINCT a.row_key) AS times
    FROM stayed AS a
    INNER JOIN stayed AS b
        ON
            b.group_key = a.group_key
            AND b.fixmedins_code = a.fixmedins_code
            AND b.psn_no > a.psn_no
            AND abs(b.adm_no - a.adm_no) <= 1
            AND abs(b.dscg_no - a.dscg_no) <= 1
    GROUP BY a.group_key, a.psn_no, b.psn_no
    UNION ALL
    SELECT
        group_key,
        '在机构住院',
        'person:' || psn_no,
        'institution:' || fixmedins_code,
        count(*)
    FROM stayed
    GROUP BY group_key, psn_no, fixmedins_code
    UNION ALL
    SELECT
        a.group_key,
        '先后刷卡',
        'person:' || a.psn_no,
        'person:' || b.psn_no,
        count(DISTINCT a.on_date)
    FROM swiped AS a
    INNER JOIN swiped AS b
        ON
            b.group_key = a.group_key
            AND b.fixmedins_code = a.fixmedins_code
            AND b.trml_no = a.trml_no
            AND b.on_date = a.on_date
            AND b.psn_no > a.psn_no
            AND abs(date_diff('second', a.began_at, b.began_at)) <= 600
    WHERE a.tie = '同一终端刷卡'
    GROUP BY a.group_key, a.psn_no, b.psn_no
    UNION ALL
    SELECT
        group_key,
        '在终端刷卡',
        'person:' || psn_no,
        'terminal:' || trml_no,
        count(DISTINCT on_date)
    FROM swiped
    WHERE tie = '同一终端刷卡' AND trml_no IS NOT NULL
    GROUP BY group_key, psn_no, trml_no
    UNION ALL
    SELECT
        group_key,
        '代为购药',
        'agent:' || agent_no,
        'person:' || psn_no,
        count(DISTINCT on_date)
    FROM swiped
    WHERE tie = '代人购药'
    GROUP BY group_key, agent_no, psn_no
    UNION ALL
    SELECT
        group_key,
        '到机构购药',
        'agent:' || agent_no,
        'institution:' || fixmedins_code,
        count(DISTINCT on_date)
    FROM swiped
    WHERE tie = '代人购药'
    GROUP BY group_key, agent_no, fixmedins_code
)

SELECT
    group_key,
    relation,
    side_a,
    side_b,
    CAST(times AS INTEGER) AS times
FROM drawn
WHERE times > 0
ORDER BY group_key, relation, side_a, side_b
