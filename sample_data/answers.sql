-- What the planted breaches of some rules cost the fund, worked out from the settlements alone:
-- the later of two stays, the whole overlong stay, the visit elsewhere, the lines after death.
SELECT p.rule, o.psn_no, sum(s.fund_pay_sumamt) AS fund
FROM planted AS p
INNER JOIN person AS o ON p.i = o.i
INNER JOIN setl_d AS s
    ON s.mdtrt_id = '329981M' || number_text(p.i * 4096 + CASE p.rule WHEN 'R29' THEN 1 ELSE 2 END, 12)
WHERE p.verdict = 'must' AND p.rule IN ('R27', 'R29', 'R33')
GROUP BY p.rule, o.psn_no
UNION ALL
SELECT
    p.rule, o.psn_no,
    CAST(round(sum(
        CAST(f.inscp_amt AS DOUBLE) * s.fund_pay_sumamt / nullif(s.inscp_amt, 0)
    ), 2) AS DECIMAL(18, 2)) AS fund
FROM planted AS p
INNER JOIN person AS o ON p.i = o.i
INNER JOIN fee_list_d AS f ON o.psn_no = f.psn_no AND f.vali_flag = '1'
INNER JOIN setl_d AS s ON f.setl_id = s.setl_id
WHERE p.verdict = 'must' AND p.rule = 'R35' AND CAST(f.fee_ocur_time AS DATE) > o.die_date + 1
GROUP BY p.rule, o.psn_no
ORDER BY rule, psn_no
