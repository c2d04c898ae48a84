"""The table of contents: `streamlit run dashboard.py`."""

import streamlit as st

from oversight import frame

frame.start()
frame.show(
    {
        "看板": [st.Page("pages/overview.py", title="首页总览", default=True)],
        "整改督办": [
            st.Page("pages/rectification_progress.py", title="整改进展"),
            st.Page("pages/overdue.py", title="超期督办"),
            st.Page("pages/task_division.py", title="任务分工"),
            st.Page("pages/plan_tasks.py", title="方案转任务"),
            # Reached from a row, not from the contents.
            st.Page("pages/entry.py", title="事项详情", visibility="hidden"),
        ],
        "基金监管": [
            st.Page("pages/fund_risk.py", title="基金风险"),
            st.Page("pages/leads.py", title="疑点线索"),
            # Reached from a row of the leads.
            st.Page("pages/lead.py", title="疑点详情", visibility="hidden"),
            st.Page("pages/rule_cards.py", title="规则卡"),
            st.Page("pages/institution.py", title="机构画像"),
            st.Page("pages/person.py", title="人员画像"),
            st.Page("pages/network.py", title="关系网络"),
            # Reached from a light, not from the contents.
            st.Page("pages/indicator.py", title="指标详情", visibility="hidden"),
        ],
        "专题": [
            st.Page("pages/trace_codes.py", title="追溯码与回流药"),
            st.Page("pages/dialysis.py", title="血透专题"),
            st.Page("pages/procurement.py", title="集采执行"),
            st.Page("pages/care_insurance.py", title="长护险"),
            st.Page("pages/pharmacies.py", title="药店监管"),
            st.Page("pages/out_of_area.py", title="异地就医"),
        ],
        "报送与核查": [
            st.Page("pages/check_file.py", title="上传核查"),
            st.Page("pages/import_file.py", title="导入台账"),
            st.Page("pages/table_check.py", title="数据自查"),
            st.Page("pages/roster_check.py", title="名单比对"),
        ],
        "口径": [
            st.Page("pages/data_dictionary.py", title="数据与口径"),
            st.Page("pages/rule_library.py", title="两库规则"),
        ],
    }
)
