"""The US inpatient claims of the shared real files, mapped, and what four rules must find there.

The counts are made in pandas from the files themselves, by the rules' definitions, without our SQL.
"""

import pandas as pd

from oversight import loading, screening

RULES = {"R27": {}, "R29": {"min_days": 30}, "R33": {}, "R35": {}}
MAPPING = """
[[table]]
name = "psn_info_b"
file = "Test_Beneficiarydata*.csv"
missing = ["NA"]
[table.columns]
psn_no = "BeneID"
brdy = "DOB"
die_date = "DOD"

[[table]]
name = "mdtrt_d"
file = "Test_Inpatientdata*.csv"
missing = ["NA"]
[table.columns]
mdtrt_id = "ClaimID"
psn_no = "BeneID"
begntime = "AdmissionDt"
endtime = "DischargeDt"
fixmedins_code = "Provider"
dscg_maindiag_code = "ClmDiagnosisCode_1"
[table.constants]
med_type = "21"

[[table]]
name = "setl_d"
file = "Test_Inpatientdata*.csv"
missing = ["NA"]
[table.columns]
setl_id = "ClaimID"
mdtrt_id = "ClaimID"
psn_no = "BeneID"
fixmedins_code = "Provider"
begndate = "AdmissionDt"
enddate = "DischargeDt"
setl_time = "ClaimEndDt"
fund_pay_sumamt = "InscClaimAmtReimbursed"
[table.constants]
med_type = "21"

[[table]]
name = "fee_list_d"
file = "Test_Inpatientdata*.csv"
missing = ["NA"]
[table.columns]
bkkp_sn = "ClaimID"
mdtrt_id = "ClaimID"
setl_id = "ClaimID"
psn_no = "BeneID"
fixmedins_code = "Provider"
fee_ocur_time = "ClaimEndDt"
[table.constants]
cnt = "1"
"""


def screened(folder, claims, mapping):
    """Hits by rule code, the files of ``claims`` loaded with the mapping file and screened."""
    loading.load(folder, [claims], mapping=mapping)
    text = "".join(
        f"[rules.{code}]\n" + "".join(f"{name} = {value}\n" for name, value in values.items())
        for code, values in RULES.items()
    )
    (folder / "settings.toml").write_text(text, "utf-8")
    runs = screening.screen(folder, rules=list(RULES))
    assert {run.status for run in runs} == {"完成"}
    return {run.code: run.hits for run in runs}


def counted(claims):
    """The same hits by rule code, counted in pandas."""
    (stays,) = claims.glob("Test_Inpatientdata*.csv")
    (persons,) = claims.glob("Test_Beneficiarydata*.csv")
    dates = ["AdmissionDt", "DischargeDt", "ClaimEndDt"]
    stay = pd.read_csv(stays, parse_dates=dates, dtype={"ClmDiagnosisCode_1": str})
    person = pd.read_csv(persons, parse_dates=["DOD"], usecols=["BeneID", "DOD"])
    days = (stay["DischargeDt"] - stay["AdmissionDt"]).dt.days
    stay["diag3"] = stay["ClmDiagnosisCode_1"].str[:3]
    pair = stay.merge(stay, on="BeneID", suffixes=("_a", "_b"))
    pair = pair[pair["ClaimID_a"] != pair["ClaimID_b"]]
    gap = (pair["AdmissionDt_b"] - pair["DischargeDt_a"]).dt.days
    again = pair[
        (pair["diag3_a"] == pair["diag3_b"])
        & (pair["Provider_a"] == pair["Provider_b"])
        & gap.between(0, 15)
    ]
    into = (pair["AdmissionDt_b"] - pair["AdmissionDt_a"]).dt.days
    left = (pair["DischargeDt_a"] - pair["AdmissionDt_b"]).dt.days
    inside = pair[(pair["Provider_a"] != pair["Provider_b"]) & (into > 1) & (left > 1)]
    dead = stay.merge(person, on="BeneID")
    late = dead[(dead["ClaimEndDt"] - dead["DOD"]).dt.days > 1]
    return {
        "R27": again["ClaimID_b"].nunique(),
        "R29": int((days.clip(lower=1) > RULES["R29"]["min_days"]).sum()),
        "R33": inside["ClaimID_b"].nunique(),
        "R35": late["ClaimID"].nunique(),
    }
