-- Answers about institutions and physicians.
INSERT INTO planted_answer
SELECT DISTINCT
    p.rule, p.verdict,
    CASE p.told_by WHEN '机构' THEN 'fixmedins_code' ELSE 'subject_id' END AS told_by,
    CASE p.told_by WHEN '机构' THEN n.code WHEN '医师' THEN d.dr_code
                   ELSE n.code || '|' || p.told_by END AS key,
    p.note
FROM planted AS p
INNER JOIN planted_step AS s ON p.i = s.i AND s.step = 1
INNER JOIN institution_draft AS n ON s.inst_no = n.inst_no
LEFT JOIN planted_physician AS d ON p.i = d.i
WHERE p.told_by IN ('机构', '医师', '夜间', '周末');
