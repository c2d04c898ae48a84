/*
title    = "应享未享"
question = "应保对象就诊后政策范围内自付超过起付标准，谁到期仍没有得到医疗救助？"
tables   = ["应保对象名单", "医疗费用结算名单", "救助支付名单"]
note     = """
与规则 R84 同一口径：就诊当日身份有效；政策范围内自付（名单有此列的取此列，否则为政策范围内费用减各项医保支付）按次合计，超过起付标准；
结算后满 30 天（可改）仍没有救助支付的命中，迟付的也命中；药店购药不算。起付标准先取名单自己的列，再取下面填写的，都没有的按 0 元。
名单没有政策范围内费用的，有费用而没有救助的都列出，注明未按起付标准筛。救助支付名单里救助金额为 0 或空的行，也按一次就诊核对。
金额是超过起付标准的部分，没有按救助比例折算。"""
[params.pay_days]
label = "结算后应支付救助的天数"
unit  = "天"
default = 30
[columns]
person     = "人"
subtype    = "情形"
event_date = "日期"
amount_yuan = "金额（元）"
doubt      = "存疑之处"
excused    = "名单注明的免责原因"
evidence   = "依据"
*/
WITH bill AS (
    SELECT
        *,
        coalesce(
            own_amt,
            inscp_amt - coalesce(
                fund_amt,
                CASE
                    WHEN coalesce(hifp_pay, hifmi_pay, hifob_pay) IS NOT NULL
                        THEN coalesce(hifp_pay, 0) + coalesce(hifmi_pay, 0) + coalesce(hifob_pay, 0)
                END
            )
        ) AS own_share,
        coalesce(serv_date, out_date, pay_date) AS begn_on,
        coalesce(pay_date, out_date, serv_date) AS setl_on,
        coalesce('M|' || mdtrt_id, 'S|' || setl_id, 'R|' || place) AS visit,
        row_number() OVER (
            PARTITION BY person, abs(fee_amt), fee_amt > 0
            ORDER BY coalesce(pay_date, out_date, serv_date), list_no, row_no
        ) AS turn
    FROM person_row
    WHERE
        left(base, 1) <> 'U'
        AND (role = 'settled' OR (role = 'aid' AND NOT has_pay AND coalesce(maf_pay, 0) = 0))
        AND NOT coalesce(regexp_matches(med_type, '^(41|93)|药店|购药'), FALSE)
        AND coalesce(coalesce(pay_date, out_date, serv_date) <= $as_of, TRUE)
),

net_bill AS (
    SELECT *
    FROM bill AS b
    WHERE
        coalesce(b.fee_amt >= 0, TRUE)
        AND NOT EXISTS (
            SELECT 1 FROM bill AS n
            WHERE
                n.person = b.person
                AND n.fee_amt < 0
                AND n.fee_amt = -b.fee_amt
                AND n.turn = b.turn
        )
),

visited AS (
    SELECT
        person,
        visit,
        min(begn_on) AS begn_on,
        max(setl_on) AS setl_on,
        sum(own_share) AS own_share,
        max(dedc_amt) AS dedc_amt,
        min(setl_id) AS setl_id,
        min(mdtrt_id) AS mdtrt_id,
        min(invono) AS invono,
        min(hosp) AS hosp,
        string_agg(place, ';' ORDER BY place) AS evidence
    FROM net_bill
    GROUP BY person, visit
    HAVING NOT bool_or(has_pay)
),

entitled AS (
    SELECT
        v.*,
        i.dated,
        i.place AS identity_place,
        coalesce(v.dedc_amt, c.dedc_amt, 0) AS dedc
    FROM visited AS v
    INNER JOIN entitled_row AS i
        ON
            i.person = v.person
            AND CASE
                WHEN i.dated AND v.begn_on IS NOT NULL
                    THEN
                        i.is_active
                        AND v.begn_on BETWEEN coalesce(i.begn_date, v.begn_on)
                        AND coalesce(i.end_date, v.begn_on)
                ELSE i.on_day
            END
            AND coalesce(i.die_date >= v.begn_on, TRUE)
    LEFT JOIN category_rule AS c ON c.category = coalesce(i.category, '未写明')
    -- Of several identities the one that brings the person most.
    QUALIFY row_number() OVER (
        PARTITION BY v.person, v.visit
        ORDER BY coalesce(v.dedc_amt, c.dedc_amt, 0) ASC, i.place ASC
    ) = 1
)

SELECT
    e.person,
    CASE
        WHEN e.own_share IS NULL THEN '有费用，没有救助'
        ELSE '政策范围内自付超过起付标准，没有救助'
    END AS subtype,
    coalesce(e.setl_on, e.begn_on) AS event_date,
    CAST(e.own_share - e.dedc AS DECIMAL(18, 2)) AS amount_yuan,
    nullif(
        concat_ws(
            '；',
            CASE WHEN e.own_share IS NULL THEN '没有政策范围内费用，未按起付标准筛' END,
            CASE WHEN NOT e.dated THEN '应保名单没有起止日期，按现名单判断就诊时的身份' END,
            CASE WHEN e.setl_on IS NULL THEN '没有结算日期，未核是否满期' END
        ),
        ''
    ) AS doubt,
    CAST(NULL AS VARCHAR) AS excused,
    e.evidence || ';' || e.identity_place AS evidence
FROM entitled AS e
WHERE
    coalesce(e.own_share > e.dedc, TRUE)
    AND coalesce(date_diff('day', e.setl_on, CAST($as_of AS DATE)) >= $pay_days, TRUE)
    AND NOT EXISTS (
        SELECT 1 FROM aid_payment AS p
        WHERE
            p.person = e.person
            AND (
                p.setl_id = e.setl_id
                OR p.mdtrt_id = e.mdtrt_id
                OR p.invono = e.invono
                OR (
                    -- Where one of the two names no bill, any payment there and then will do.
                    coalesce(p.setl_id, p.mdtrt_id, p.invono) IS NULL
                    OR coalesce(e.setl_id, e.mdtrt_id, e.invono) IS NULL
                )
                AND coalesce(p.hosp = e.hosp, TRUE)
                AND coalesce(coalesce(p.serv_date, p.paid_on) >= e.begn_on, TRUE)
                AND coalesce(p.serv_date <= e.setl_on, TRUE)
            )
            AND coalesce(date_diff('day', e.setl_on, p.paid_on) <= $pay_days, TRUE)
    )
