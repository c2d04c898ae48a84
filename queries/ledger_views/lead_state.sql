/*
title  = "疑点线索的处置状态"
grain  = "有过处置的每条疑点一行"
tables = ["lead_decision", "entry_lead"]
note   = """
已立入疑点线索处置台账（台账有效）的为“已转台账”，entry_no 是台账编号；否则看最后一次处置。
confirmed：已核实、已转台账、已移送；refuted：已排除。"""
*/
CREATE OR REPLACE VIEW lead_state AS
WITH latest AS (
    SELECT
        finding_key,
        max_by(decision, decided_at) AS decision,
        max_by(reason, decided_at) AS reason,
        max_by(handed_to, decided_at) AS handed_to,
        max_by(decided_by, decided_at) AS decided_by,
        max(decided_at) AS decided_at,
        max_by(code, decided_at) AS code,
        max_by(fixmedins_code, decided_at) AS fixmedins_code,
        max_by(fund_yuan, decided_at) AS fund_yuan
    FROM lead_decision
    GROUP BY finding_key
),

linked AS (
    SELECT
        finding_key,
        min(entry_no) AS entry_no
    FROM entry_lead
    GROUP BY finding_key
),

joined AS (
    SELECT
        * EXCLUDE (decision),
        CASE
            WHEN entry_no IS NOT NULL THEN '已转台账'
            ELSE
                CASE decision
                    WHEN '核实' THEN '已核实'
                    WHEN '排除' THEN '已排除'
                    WHEN '移送' THEN '已移送'
                    WHEN '需补材料' THEN '待补材料'
                    ELSE '待核查'
                END
        END AS state
    FROM latest
    FULL JOIN linked USING (finding_key)
)

SELECT
    *,
    state IN ('已核实', '已转台账', '已移送') AS confirmed,
    state = '已排除' AS refuted
FROM joined
WHERE
    getvariable('viewer_scope') IS NULL
    AND getvariable('viewer_role') IN ('领导', '专班', '维护');
