/*
title    = "组里的连线"
question = "这一组里谁和谁、谁和哪家机构有关系，多少次？"
tables   = ["mart_network_edge", "mart_network_node"]
note     = "from_no、to_no 是点的序号。次数：两人结伴住院的次数、先后刷卡的天数；人与机构、终端、代办人之间是住院的次数或购药的天数。"

[columns]
from_no  = "点"
to_no    = "到"
relation = "关系"
times    = "次数"

[params.group_key]
label = "组号"
*/

SELECT
    a.node_no AS from_no,
    b.node_no AS to_no,
    e.relation,
    e.times
FROM mart_network_edge AS e
INNER JOIN mart_network_node AS a ON a.group_key = e.group_key AND a.node = e.side_a
INNER JOIN mart_network_node AS b ON b.group_key = e.group_key AND b.node = e.side_b
WHERE e.group_key = $group_key
ORDER BY from_no, to_no
