"""The rows that prove a lead, as tables a person can read, and what to check about them."""

import json

import pandas as pd

from oversight import catalog, store
from oversight.leads import SHOWN

_CHECKS = {
    "fee_list_d": [
        "调取收费明细与医嘱、执行记录、报告单，核对项目、数量、日期是否一致",
        "核对医保目录限定支付范围和当地价格项目内涵",
    ],
    "mdtrt_d": [
        "调取病案首页、入出院记录、护理记录，核对是否在院、诊断和诊疗是否相符",
        "询问参保人或家属，核实就诊经过",
    ],
    "setl_d": ["核对结算单、发票和收款记录，查明支付方式与持卡人"],
    "drug_trac_sel_d": ["现场核对追溯码实物、进货单和销售小票，查明重复结算原因"],
    "medins_prod_sel_d": ["调取销售小票、处方和收银监控，核实购药人与代办人"],
    "medins_prod_purc_d": ["核对进货发票、随货同行单与库存"],
    "maf_pay_d": ["核对救助审批表、发放凭证和身份认定文件"],
    "maf_psn_idet_d": ["向认定部门核实身份起止日期"],
    "ltc_serv_d": ["核对服务工单、签到定位和回访记录"],
    "tps_ord_detl_d": ["核对平台订单、验收入库单和付款凭证"],
    "bill_review": ["调取经办系统操作日志，核对初审、复审、支付人员"],
}
_ALWAYS = [
    "核对数据：退费、补录、身份合并等是否已反映在系统中",
    "听取机构说明，留存书面材料",
]


def frames(rows, viewer):
    """Evidence rows of queries/leads/evidence as (title, frame, labels), one per table, masked.

    Columns that are empty in every row are left out; labels are those of the table's card.
    """
    found = []
    for table, group in rows.groupby("table_name", sort=False):
        cells = [json.loads(text) for text in group["cells"] if isinstance(text, str)]
        if not cells:
            continue
        card = catalog.get(f"schema/{table}")
        frame = pd.DataFrame(cells)
        first = [c for c in SHOWN.get(table, card.columns) if c in frame]
        frame = frame[first].dropna(axis="columns", how="all")
        labels = {c: _label(card.columns[c], c) for c in frame}
        found.append((card.title, store.mask(_dated(frame), viewer), labels))
    return found


def _label(column, name):
    unit = column.get("unit")
    label = column.get("label", name)
    return f"{label}（{unit}）" if unit else label


def _dated(frame):
    """Times at midnight are dates: nobody wrote a time of day."""
    for name in frame:
        if frame[name].dtype == object or pd.api.types.is_string_dtype(frame[name]):
            frame[name] = frame[name].map(
                lambda v: v.removesuffix(" 00:00:00") if isinstance(v, str) else v
            )
    return frame


def missing(rows, viewer):
    """Evidence keys whose row could not be fetched, as text.

    A group is named after one of its members: masked for ``viewer``.
    """
    found = rows[~rows["cells"].map(lambda cells: isinstance(cells, str))]
    is_group = found["table_name"] == "group"
    members = pd.DataFrame({"psn_no": found.loc[is_group, "row_key"]})
    return [
        *store.mask(members, viewer)["psn_no"],
        *(f"{row.table_name}：{row.row_key}" for row in found[~is_group].itertuples()),
    ]


def checks(rows):
    """What to check about a lead, by the tables its evidence lies in."""
    tables = list(dict.fromkeys(rows["table_name"]))
    return [*(line for table in tables for line in _CHECKS.get(table, [])), *_ALWAYS]
