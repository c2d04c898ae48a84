/*
title = "疑点对象编号的写法"
grain = "标量：文字或空"
note  = """
对象编号里的人员编号、证件号码照规定遮盖：是疑点参保人的，留前四位和末四位；像身份证号的，留末四位；
R59b 的最后一段是组内一名参保人的编号，去掉；R62 的第一段是代购人的证件号码，不论证件种类都只留末四位。"""
*/
CREATE OR REPLACE MACRO shown_subject(code, subject_id, psn_no) AS
CASE
    WHEN psn_no IS NOT NULL AND contains(subject_id, psn_no)
        THEN replace(subject_id, psn_no, left(psn_no, 4) || '****' || right(psn_no, 4))
    WHEN code = 'R59b' THEN regexp_replace(subject_id, '\|[^|]*$', '')
    WHEN code = 'R62'
        THEN '****' || right(split_part(subject_id, '|', 1), 4)
            || regexp_replace(subject_id, '^[^|]*', '')
    -- A date of birth tells an identity number from other codes of its length.
    ELSE regexp_replace(
        subject_id,
        '(^|\|)\d{6}(18|19|20)\d{2}(0[1-9]|1[0-2])([0-2]\d|3[01])(\d{3}[\dXx])(\||$)',
        '\1**************\5\6',
        'g'
    )
END;
