"""Forms to fill in are told from lists, and their items listed."""

import pytest

from oversight.filled_forms import form_of
from oversight.grids import Grid, read_grids

REPORT = [
    ["举报投诉登记表"],
    ["举报人", "张三", "性别", "男", "联系电话", "13800000000"],
    ["被举报单位", "某某医院", "", "", "地址", "某路1号"],
    ["举报时间", "2025-03-01", "举报方式", "电话"],
    ["举报内容", "反映该院挂床住院，虚开检查费。"],
    ["领导意见"],
    ["经办人签字：", "", "日期：", "年 月 日"],
]
INSPECTION = [
    ["现场检查记录"],
    ["被检查单位：甲镇卫生院    法定代表人：王某"],
    ["检查日期：2025年3月1日    检查地点：门诊部"],
    ["检查情况："],
    ["签字：    年 月 日"],
]
LISTS = {
    "two columns": [["项目", "金额"], ["床位费", 100], ["护理费", 20], ["药费", 300]],
    "figures": [["指标", "值"], ["参保人数", "100"], ["待遇人次", "20"], ["基金收入", "300.5"]],
    "names": [["姓名", "性别", "身份证号"], ["张三", "男", "1"], ["李四", "女", "2"]],
    "texts": [["问题", "措施"], ["未公示", "限期公示"], ["未培训", "组织培训"], ["未建账", "建账"]],
}


def test_labels_and_values_are_listed_in_reading_order():
    form = form_of(Grid(None, REPORT, []))
    assert form.title == "举报投诉登记表"
    said = {label: value for _, label, value in form.pairs}
    assert said["举报人"] == "张三" and said["联系电话"] == "13800000000"
    assert said["地址"] == "某路1号" and said["领导意见"] == "" and said["经办人签字"] == ""
    assert next(row for row, label, _ in form.pairs if label == "举报时间") == 4


def test_labels_inside_a_line_are_found():
    said = {label: value for _, label, value in form_of(Grid(None, INSPECTION, [])).pairs}
    assert said["被检查单位"] == "甲镇卫生院" and said["检查地点"] == "门诊部"
    assert said["检查情况"] == ""


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_no_form(name):
    assert form_of(Grid(None, LISTS[name], [])) is None


def test_only_the_one_form_among_the_real_files_is_one(shared):
    forms = [
        (path.name[:6], sheet.name)
        for folder in ("sheets", "schema", "liangku", "claims", "fund")
        for path in sorted((shared / "real" / folder).iterdir())
        for sheet in read_grids(path.read_bytes(), path.name)
        if form_of(sheet)
    ]
    assert forms == [("徐州市基本医", "职工门慢门特鉴定申请表")]


def test_the_real_form_says_all_its_items(shared):
    path = next((shared / "real" / "sheets").glob("徐州市基本*"))
    form = form_of(read_grids(path.read_bytes(), path.name)[0])
    labels = [label for _, label, _ in form.pairs]
    assert labels[:8] == [
        "评估医院", "评估编号", "姓名", "性别", "年龄", "联系电话", "身份证号", "住址"
    ]  # fmt: skip
    assert {"参保类别", "备案类别", "申报病种代码", "申报病种名称"} <= set(labels)
