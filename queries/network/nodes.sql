/*
title    = "组里的人、机构、终端、代办人"
question = "这一组里有谁、哪些机构，各有多少关系、多少金额？"
tables   = ["mart_network_node", "mart_person"]
note     = """
关系次数是与组内其他点的连线次数合计；金额：结伴住院是本人涉及的基金，购药是购药金额。
人员编号、证件号码已遮盖。"""

[columns]
node_no     = "序号"
node_kind   = "类别"
psn_no      = "人员编号"
certno      = "证件号码"
node_name   = "名称"
links       = "相连（个）"
times       = "关系次数"
amount      = "金额（元）"
groups      = "出现在几组"
person_key  = "人员代号"

[params.group_key]
label = "组号"
*/

SELECT
    n.node_no,
    CASE n.node_kind
        WHEN 'person' THEN '参保人'
        WHEN 'institution' THEN '机构'
        WHEN 'terminal' THEN '终端'
        ELSE '代办人'
    END AS node_kind,
    n.psn_no,
    n.certno,
    n.node_name,
    n.links,
    n.times,
    n.amount,
    n.groups,
    p.person_key
FROM mart_network_node AS n
LEFT JOIN mart_person AS p ON p.psn_no = n.psn_no
WHERE n.group_key = $group_key
ORDER BY n.node_no
