INSERT INTO fixmedins_paus_d BY NAME
SELECT
    code AS fixmedins_code, '1' AS fixmedins_paus_type, CAST(from_day AS TIMESTAMP) AS begntime,
    CAST(to_day AS TIMESTAMP) AS endtime, '违反协议，暂停医保结算' AS memo, vali_flag
FROM suspension
ORDER BY code;
