-- The bureau's office: bills brought on paper and large ones are reviewed by hand, the abnormal ones
-- twice, and then paid, each step by somebody of another post.
CREATE OR REPLACE TEMP MACRO office_day(day) AS
    day + CASE isodow(day) WHEN 6 THEN 2 WHEN 7 THEN 1 ELSE 0 END;
CREATE OR REPLACE TEMP MACRO clerk(post, no) AS
    '329981J' || post || number_text(1 + hash(getvariable('seed'), 'clerk' || post, no)
        % greatest(2, round(2 * sqrt(getvariable('scale'))))::BIGINT, 3);

CREATE OR REPLACE TEMP TABLE reviewed_bill AS
WITH sent AS (
    SELECT
        setl_id, psn_no, fixmedins_code, medfee_sumamt, fund_pay_sumamt,
        right(setl_id, len(setl_id) - 7)::BIGINT AS roll_no, setl_time::DATE AS settled_on
    FROM setl_d
    WHERE
        vali_flag = '1' AND init_setl_id IS NULL
        AND (pay_loc = '1' OR fund_pay_sumamt >= 6000)
),

first_seen AS (
    SELECT *, office_day(settled_on + 1 + roll('first review', roll_no, 3)) AS chk1_on FROM sent
),

second_seen AS (
    SELECT *, office_day(chk1_on + 1 + roll('second review', roll_no, 2)) AS chk2_on FROM first_seen
),

paid AS (
    SELECT *, office_day(chk2_on + 2 + roll('bill paid', roll_no, 4)) AS pay_on FROM second_seen
),

ranked AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY pay_on <= getvariable('as_of') - 5
            ORDER BY hash(getvariable('seed'), 'planted bill', setl_id), setl_id
        ) AS place
    FROM paid
    WHERE chk1_on <= getvariable('as_of')
)

SELECT
    r.* EXCLUDE (place), '329981X' || right(r.setl_id, len(r.setl_id) - 7) AS bill_no,
    c.rule, c.verdict, coalesce(c.quirk, '') AS quirk, c.note,
    CASE
        WHEN c.quirk IN ('正常未复审', '初审支付同人') THEN '0'
        WHEN c.quirk IS NOT NULL THEN '1'
        WHEN r.fund_pay_sumamt >= 12000 OR chance('abnormal', r.roll_no, 10) THEN '1'
        ELSE '0'
    END AS abn_flag,
    clerk('1', r.roll_no) AS clerk1, clerk('2', r.roll_no) AS clerk2, clerk('3', r.roll_no) AS payer
FROM ranked AS r
LEFT JOIN (
    SELECT c.*, row_number() OVER (ORDER BY c.file_row, n.copy) AS place
    FROM csv_bill_cases AS c
    CROSS JOIN LATERAL range(getvariable('copies')) AS n (copy)
) AS c ON r.place = c.place AND r.pay_on <= getvariable('as_of') - 5;

INSERT INTO bill_review BY NAME
WITH handled AS (
    SELECT
        *,
        quirk NOT IN ('未支付') AND pay_on <= getvariable('as_of') AS is_paid,
        -- Half of the normal bills are seen by one person alone.
        chk2_on <= getvariable('as_of')
        AND quirk NOT IN ('未复审', '正常未复审', '未复审无效', '初审支付同人', '未支付')
        AND (abn_flag = '1' OR roll('seen twice', roll_no, 2) = 0) AS is_seen_twice
    FROM reviewed_bill
)

SELECT
    bill_no, setl_id, psn_no, fixmedins_code, medfee_sumamt AS bill_amt,
    fund_pay_sumamt AS fund_payamt, abn_flag,
    CASE WHEN quirk <> '没有人员' THEN clerk1 END AS chk1_psn_code,
    chk1_on + INTERVAL (560 + roll('first hour', roll_no, 400)) MINUTE AS chk1_time,
    CASE
        WHEN NOT is_seen_twice OR quirk = '没有人员' THEN NULL
        WHEN quirk IN ('初复审同人', '三岗同人', '三岗同人无效') THEN clerk1
        ELSE clerk2
    END AS chk2_psn_code,
    CASE
        WHEN NOT is_seen_twice OR quirk = '复审无时间' THEN NULL
        WHEN quirk = '支付后复审' THEN pay_on + 4 + INTERVAL (600) MINUTE
        WHEN quirk = '同时复审'
            THEN pay_on + INTERVAL (560 + roll('paying hour', roll_no, 400)) MINUTE
        ELSE chk2_on + INTERVAL (560 + roll('second hour', roll_no, 400)) MINUTE
    END AS chk2_time,
    CASE
        WHEN NOT is_paid OR quirk = '没有人员' THEN NULL
        WHEN quirk = '复审支付同人' THEN clerk2
        WHEN quirk IN ('初审支付同人', '三岗同人', '三岗同人无效') THEN clerk1
        ELSE payer
    END AS pay_psn_code,
    CASE WHEN is_paid
        THEN pay_on + INTERVAL (560 + roll('paying hour', roll_no, 400)) MINUTE END AS pay_time,
    CASE WHEN quirk IN ('未复审无效', '三岗同人无效') THEN '0' ELSE '1' END AS vali_flag
FROM handled
ORDER BY bill_no;

INSERT INTO planted_answer
SELECT rule, verdict, 'subject_id', bill_no, note FROM reviewed_bill WHERE rule IS NOT NULL;
