/*
title    = "一条台账的经过"
question = "这一条何时立账、哪次报送改了什么？"
tables   = ["entry_version", "filing_visible"]

[columns]
version     = "版本"
changed_at  = "登记时间"
changed     = "改了什么"
status      = "是否办结"
due_on      = "整改时限"
closed_on   = "办结日期"
filing_unit = "报送单位"
filed_by    = "经办人"
file_name   = "文件"
filing_id   = "批次"

[params.entry_no]
label = "编号"
*/

WITH known AS (
    SELECT
        *,
        -- Withdrawing a filing adds a version that carries an earlier filing again.
        filing_id IS NOT NULL
            AND row_number() OVER (PARTITION BY filing_id ORDER BY version) > 1
            AS is_reinstated
    FROM entry_version
    WHERE entry_no = $entry_no AND valid_from < CAST($as_of AS DATE) + 1
),

cell AS (
    SELECT
        version,
        unnest([
            {'place': 1, 'label': '专项', 'content': campaign},
            {'place': 2, 'label': '牵头责任单位', 'content': unit},
            {'place': 3, 'label': '责任单位', 'content': array_to_string(units, '、')},
            {'place': 4, 'label': '责任领导', 'content': array_to_string(leaders, '、')},
            {'place': 5, 'label': '责任人', 'content': array_to_string(persons, '、')},
            {'place': 6, 'label': '问题类别', 'content': category},
            {'place': 7, 'label': '问题来源', 'content': source},
            {'place': 8, 'label': '问题表述', 'content': description},
            {'place': 9, 'label': '整改措施及成效', 'content': measures},
            {'place': 10, 'label': '发现日期', 'content': CAST(found_on AS VARCHAR)},
            {'place': 11, 'label': '整改时限', 'content': CAST(due_on AS VARCHAR)},
            {'place': 12, 'label': '整改时限（原文）', 'content': due_text},
            {'place': 13, 'label': '长期坚持', 'content': if(long_term, '是', NULL)},
            {'place': 14, 'label': '立行立改', 'content': if(immediate, '是', NULL)},
            {'place': 15, 'label': '是否办结', 'content': status},
            {'place': 16, 'label': '是否办结（原文）', 'content': status_text},
            {'place': 17, 'label': '办结日期', 'content': CAST(closed_on AS VARCHAR)},
            {'place': 18, 'label': '涉及金额（元）', 'content': CAST(amount_involved_yuan AS VARCHAR)},
            {'place': 19, 'label': '追回金额（元）', 'content': CAST(amount_recovered_yuan AS VARCHAR)},
            {'place': 20, 'label': '涉及人数（人）', 'content': CAST(persons_involved AS VARCHAR)},
            {'place': 21, 'label': '移送情况', 'content': transferred_text},
            {'place': 22, 'label': '长效机制', 'content': mechanism},
            {'place': 23, 'label': '备注', 'content': remark}
        ], recursive := TRUE)
    FROM known
),

compared AS (
    SELECT
        version,
        place,
        label,
        nullif(content, '') AS content,
        lag(nullif(content, '')) OVER (PARTITION BY place ORDER BY version) AS content_before
    FROM cell
),

change AS (
    SELECT
        version,
        string_agg(
            label || '：' || coalesce(content_before, '（空）') || ' → '
            || coalesce(content, '（空）'),
            '；' ORDER BY place
        ) AS changed
    FROM compared
    WHERE content IS DISTINCT FROM content_before
    GROUP BY version
)

SELECT
    known.version,
    strftime(known.valid_from, '%Y-%m-%d %H:%M') AS changed_at,
    CASE
        WHEN known.version = min(known.version) OVER () THEN '立账'
        ELSE
            if(known.is_reinstated, '撤回报送，恢复原内容。', '')
            || coalesce(change.changed, '改了本台账特有的栏目')
    END AS changed,
    known.status,
    known.due_on,
    known.closed_on,
    filing.unit AS filing_unit,
    filing.filed_by,
    filing.file_name,
    known.filing_id
FROM known
LEFT JOIN change ON known.version = change.version
LEFT JOIN filing_visible AS filing ON known.filing_id = filing.filing_id
ORDER BY known.version DESC
