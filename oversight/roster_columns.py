"""What lists of persons are and what their columns are called: one vocabulary per kind of list.

The same heading means different things on different lists (开始日期 on a list of those entitled is
when the identity begins, on a settlement list when the visit begins), so a list is read with the
words of its kind. Words are those of the platform's tables (queries/schema) and of files met.
"""

import re
from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace

from oversight import catalog
from oversight.headings import Vocabulary
from oversight.ledgers import Column

OTHER = "other"
# Per field: label, type, headings; a heading with a dot is a column of queries/schema.
_PERSON = {
    "seq": ("序号", "text", "编号 行号 NO"),
    "certno": (
        "证件号码",
        "text",
        "psn_info_b.certno 身份证件号码 居民身份证号码 公民身份证号码 身份证 身份证件号 身份号码 "
        "公民身份证号 证件编号 有效证件号码 身份证明号码 对象身份证号 参保人身份证号",
    ),
    "psn_name": (
        "姓名",
        "text",
        "psn_info_b.psn_name 对象姓名 救助对象姓名 人员名称 参保人 救助对象 困难群众姓名 "
        "家庭成员姓名 名字 被救助人姓名 受助人姓名",
    ),
    "cert_type": ("证件类型", "text", "psn_info_b.psn_cert_type 证件种类 身份证件类型"),
    "brdy": ("出生日期", "date", "psn_info_b.brdy 出生年月 出生年月日 生日 出生时间"),
    "gend": ("性别", "text", "psn_info_b.gend 人员性别"),
    "town": (
        "街镇",
        "text",
        "maf_psn_idet_d.town_name 所属镇街 所属街镇 镇街 街道 所属街道 所属乡镇 乡镇（街道） "
        "镇（街道） 所在乡镇 街镇名称 所在街镇",
    ),
    "die_date": ("死亡日期", "date", "psn_info_b.die_date 死亡时间 去世日期 亡故日期"),
    "reason": (
        "未参保或未资助原因",
        "text",
        "maf_fund_insu_d.nofund_rea 未参保原因 未资助原因 不参保原因 未参保说明",
    ),
    # Known, so that a header is recognised and nothing else is taken for them; not compared.
    "psn_no": ("人员编号", "text", "psn_info_b.psn_no"),
    "phone": ("联系电话", "text", "电话 手机 手机号码 手机号 联系方式"),
    "address": ("地址", "text", "户籍地址 居住地址 家庭住址 详细地址 户籍地 住址"),
    "village": ("村居", "text", "maf_psn_idet_d.vil_name 居委 居委会 村（社区） 村委 所属村居"),
    "household": ("户主", "text", "户主姓名 与户主关系 户号 家庭人口 户主身份证号 户主证件号码"),
    "bank": ("银行账号", "text", "开户行 银行卡号 账号 户名"),
    "memo": ("备注", "text", "说明"),
}
_CATEGORY = (
    "对象类别 救助类别 救助身份 医疗救助身份 特殊人员身份类别 资助身份 民政待遇类别 持证类别 "
    "身份类别 人员身份 人员身份类别 救助对象类型 救助对象类别 困难类型 困难群众类别 代缴类别 "
    "保障类别 "
    "医疗困难类型 获得资助身份类别 对象类型 认定类别 低保类别 资助类别 资助对象类别 困难身份"
)
_AMOUNTS = {
    "fee_amt": ("医疗费用总额", "money", "setl_d.medfee_sumamt 总额 发票总额 医疗费用"),
    "inscp_amt": (
        "政策范围内费用",
        "money",
        "setl_d.inscp_amt 合规医疗费用 合规费用 政策内费用 政策范围内医疗费用",
    ),
    "own_amt": (
        "政策范围内自付",
        "money",
        "政策范围内个人自付 政策内自付 进入医疗救助金额 进入救助金额 合规自付 合规自付费用 "
        "政策范围内自付费用 政策范围内个人自付费用 政策内个人自付",
    ),
    "fund_amt": (
        "基金支付总额",
        "money",
        "setl_d.fund_pay_sumamt 医保报销总额 报销总额 已报销金额",
    ),
    "hifp_pay": ("基本医保支付", "money", "setl_d.hifp_pay 基本医保报销 医保报销金额 基本医疗支付"),
    "hifmi_pay": ("大病保险支付", "money", "setl_d.hifmi_pay 大病保险报销 大病支付"),
    "hifob_pay": ("大额支付", "money", "setl_d.hifob_pay"),
    "dedc_amt": ("救助起付标准", "money", "救助起付线 医疗救助起付线 医疗救助起付标准"),
    "acct_pay": ("个人账户支付", "money", "setl_d.acct_pay"),
    "cash_pay": ("个人现金支付", "money", "setl_d.cash_payamt 个人自付 个人负担"),
}
_VISIT = {
    "serv_date": (
        "就诊日期",
        "date",
        "setl_d.begndate 入院日期 入院时间 就医日期 就诊时间 就医开始时间 费用发生日期 服务日期",
    ),
    "out_date": ("出院日期", "date", "setl_d.enddate 出院时间"),
    "med_type": ("就诊类型", "text", "setl_d.med_type 医保就诊类别 就诊类别 就医类型 就医类别"),
    "hosp": (
        "医疗机构",
        "text",
        "fixmedins_b.fixmedins_name fixmedins_b.fixmedins_code 就诊机构 就诊医院 医药机构名称 "
        "就诊医疗机构 救治医院",
    ),
    "setl_id": ("结算编号", "text", "setl_d.setl_id 结算流水号 结算单号 业务流水号"),
    "mdtrt_id": ("就诊编号", "text", "setl_d.mdtrt_id 住院号 就诊流水号"),
    "invono": ("发票号", "text", "setl_d.invono 票据号 票据号码 发票号码 单据号"),
}
_AID_PAY = (
    "maf_pay_d.maf_pay 救助金额 支付金额 救助支付金额 实际救助金额 救助金 救助资金 补助金额 "
    "救助支付 医疗救助基金支付 医疗救助报销金额 发放金额 实付救助金额 救助报销金额 "
    "医疗救助支付金额 "
    "应救助金额"
)
_INSURED = {
    "insu_stas": ("参保状态", "text", "psn_insu_d.psn_insu_stas 是否参保 缴费状态 参保缴费状态"),
    "staff_flag": (
        "是否参保职工",
        "text",
        "maf_fund_insu_d.oth_insu_flag 职工医保参保 是否参加职工医保",
    ),
    "resident_flag": ("是否参保居民", "text", "居民医保参保 是否参加居民医保"),
    "insutype": ("险种", "text", "psn_insu_d.insutype 参保类型 参保险种 险种类型"),
    "insu_place": (
        "参保地",
        "text",
        "psn_insu_d.insu_admdvs 参保区划 参保所属区划 统筹区 参保统筹区 参保地区 医保区划",
    ),
    "insu_begn": (
        "参保日期",
        "date",
        "psn_insu_d.crt_insu_date 参保时间 参保开始日期 参保起始日期",
    ),
    "insu_paus": (
        "暂停参保日期",
        "date",
        "psn_insu_d.paus_insu_date 停保日期 终止日期 参保终止日期",
    ),
}
_FUNDING = {
    "year": ("年度", "text", "maf_fund_insu_d.year 参保年度 缴费年度 资助年度 年份"),
    "pay_way": ("缴费方式", "text", "资助方式 缴费类型 参保缴费方式 缴费渠道"),
    "psn_clct_amt": (
        "个人缴费金额",
        "money",
        "maf_fund_insu_d.psn_clct_amt 个人缴费 个人缴纳 自缴金额 个人缴纳金额",
    ),
    "subs_amt": (
        "资助金额",
        "money",
        "maf_fund_insu_d.maf_subs_amt 实际资助金额 参保资助金额 医疗救助资助 救助资助金额 资助 "
        "已资助金额 "
        "资助参保金额 资助缴费金额",
    ),
    "std_amt": ("资助标准", "money", "应资助金额 应资助标准 资助参保标准 应资助"),
    "fin_subs": ("财政补助", "money", "财政补助金额 政府补助 财政补贴"),
    "clct_date": ("缴费日期", "date", "maf_fund_insu_d.clct_time 资助日期 资助时间 代缴时间"),
}


@dataclass(frozen=True)
class Role:
    """A kind of list: its title, what file, sheet and title lines say when it is one, its columns.

    ``telling`` gives points to columns that only such a list has.
    """

    title: str
    hint: re.Pattern
    telling: dict
    fields: dict


ROLES = {
    "entitled": Role(
        "应保对象名单",
        re.compile(
            ""
            "应保|民政|低保|特困|孤儿|监测|返贫|致贫|边缘|残联|残疾|乡村振兴|农业农村|退役|优抚|对象名[单册]|"
            "救助对象|困难群众|困难人员|困难人口|认定|享受对象|救助人员名"
        ),
        {"category": 2, "begn_date": 2, "end_date": 1, "span": 2, "cncl_date": 1, "source": 1}
        | {"idet_state": 1, "household": 0.5, "town": 0.5},
        {
            "category": (
                "对象类别",
                "text",
                f"maf_psn_idet_d.psn_idet_type {_CATEGORY} 人员类别 类别 身份",
            ),
            "begn_date": (
                "身份开始日期",
                "date",
                "maf_psn_idet_d.begntime 认定日期 认定时间 开始日期 起始日期 有效期起 "
                "有效开始日期 生效日期 "
                "享受开始日期 救助开始日期 批准日期 审批日期 纳入时间 纳入日期 起始时间 "
                "享受起始日期 有效起始日期 "
                "有效期开始 纳入资助时间 待遇开始日期",
            ),
            "end_date": (
                "身份截止日期",
                "date",
                "maf_psn_idet_d.endtime 结束日期 截止日期 终止日期 有效期止 有效结束日期 "
                "失效日期 有效期至 "
                "享受结束日期 救助结束日期 到期日期 结束时间 有效终止日期 有效截止日期 "
                "有效期结束 享受截止日期 "
                "待遇结束日期 待遇截止日期",
            ),
            "span": (
                "有效期",
                "text",
                "有效起止日期 起止日期 有效期限 救助期限 享受期限 起止时间 救助时段",
            ),
            "cncl_date": (
                "取消日期",
                "date",
                "maf_psn_idet_d.cncl_time 身份取消时间 退出时间 停发日期 退出日期",
            ),
            "idet_state": (
                "对象状态",
                "text",
                "状态 身份变更情况 认定状态 救助状态 当前状态 变更类型",
            ),
            "source": ("认定部门", "text", "maf_psn_idet_d.data_souc 数据来源 来源部门"),
            "std_amt": _FUNDING["std_amt"],
            "staff_flag": _INSURED["staff_flag"],
        },
    ),
    "insured": Role(
        "参保名单",
        re.compile("参保|缴费|征缴|税务"),
        {"insu_stas": 3, "insutype": 1.5, "insu_place": 1.5, "insu_begn": 1, "insu_paus": 1}
        | {"resident_flag": 2, "pay_way": 0.5, "psn_clct_amt": 0.5, "fin_subs": 1, "year": 0.5},
        {"category": ("对象类别", "text", _CATEGORY), **_INSURED, **_FUNDING},
    ),
    "funded": Role(
        "资助参保名单",
        re.compile("资助|代缴"),
        {"subs_amt": 3, "std_amt": 1, "clct_date": 0.5, "psn_clct_amt": 0.5, "pay_way": 0.5},
        {
            "category": ("对象类别", "text", f"{_CATEGORY} 人员类别"),
            **_FUNDING,
            "subs_amt": ("资助金额", "money", f"{_FUNDING['subs_amt'][2]} 支付金额 金额"),
            "clct_date": ("缴费日期", "date", f"{_FUNDING['clct_date'][2]} 支付日期 纳入资助时间"),
            "insutype": _INSURED["insutype"],
            "insu_place": _INSURED["insu_place"],
            "staff_flag": _INSURED["staff_flag"],
        },
    ),
    "aid": Role(
        "救助支付名单",
        re.compile(
            ""
            "救助(支付|金|报销|待遇|发放|结算|支出|明细|费用|补助|享受|花名)|一站式|手工|医疗救助(?!对象|人员)"
        ),
        {"maf_pay": 4, "maf_type": 1, "pay_date": 1, "aid_way": 1},
        {
            "category": ("救助身份", "text", f"{_CATEGORY} 人员类别"),
            "maf_pay": ("救助金额", "money", _AID_PAY),
            "pay_date": (
                "支付日期",
                "date",
                "maf_pay_d.setl_time 结算日期 结算时间 发放日期 拨付日期 救助日期 救助时间 "
                "报销日期 支付时间 "
                "打款日期 受理日期 发放时间",
            ),
            "maf_type": ("医疗救助类别", "text", "maf_pay_d.maf_type 救助类型 救助项目 救助方式"),
            "aid_way": ("支付方式", "text", "maf_pay_d.pay_way 结算方式 报销方式 报销类型"),
            "insu_place": _INSURED["insu_place"],
            **_VISIT,
            **_AMOUNTS,
        },
    ),
    "settled": Role(
        "医疗费用结算名单",
        re.compile("结算|就诊|住院|门诊|医疗费用|报销"),
        {"fee_amt": 2, "inscp_amt": 2, "own_amt": 1, "fund_amt": 1, "setl_id": 1, "hosp": 1}
        | {"serv_date": 1, "hifp_pay": 1},
        {
            "category": ("救助身份", "text", _CATEGORY),
            "maf_pay": (
                "医疗救助支付",
                "money",
                "setl_d.maf_pay 医疗救助支付金额 救助金额 救助支付金额",
            ),
            "pay_date": ("结算日期", "date", "setl_d.setl_time 结算时间 报销日期"),
            "insu_place": _INSURED["insu_place"],
            **_VISIT,
            **_AMOUNTS,
        },
    ),
}
TITLES = {name: role.title for name, role in ROLES.items()} | {OTHER: "不参加比对"}


def _words(text):
    words = []
    for word in text.split():
        table, dot, column = word.partition(".")
        if dot:
            card = catalog.get(f"schema/{table}").columns[column]
            words += [card["label"], *card.get("synonyms", ())]
        else:
            words.append(word)
    return tuple(dict.fromkeys(words))


@cache
def fields(role):
    """The columns a list of this kind may have: name → ledgers.Column; own words go first."""
    own = ROLES[role].fields | _PERSON
    return {
        name: Column(label, "names" if name == "household" else kind, synonyms=_words(words))
        for name, (label, kind, words) in own.items()
    }


@cache
def vocabulary(role):
    """The headings of a list of this kind, as headings.find_header() wants them."""
    return Vocabulary(SimpleNamespace(columns=fields(role)))


def kind(role, field):
    """The type of a column's cells: text, date or money."""
    found = fields(role)[field].type
    return "text" if found == "names" else found


def hints(text):
    """Kinds of list that a file's name, sheet or title speaks of."""
    # 应参保、未参保 is said of those entitled.
    text = re.sub("[应未]参保", "应保", text)
    said = {name for name, role in ROLES.items() if role.hint.search(text)}
    if "funded" in said:
        said -= {"insured", "entitled"}
    if "insured" in said:
        said -= {"entitled"}
    if "aid" in said:
        said -= {"settled", "entitled"}
    return said
