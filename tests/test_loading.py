"""oversight/loading.py: files become rows; what does not fit is counted and named, not half in."""

import hashlib
import os
import signal
import subprocess
import sys
import textwrap
from datetime import date, datetime
from decimal import Decimal

import duckdb
import openpyxl
import pytest

from oversight import catalog, claims_schema, loading, publishing
from oversight.errors import UserError

PERSONS = (
    "psn_no,psn_name,gend,brdy,vali_flag\n00123,褚祥,1,1964-09-18,1\n00124,尤知,2,1982-06-21,1\n"
)


@pytest.fixture
def put(tmp_path):
    """Write a file beside the data folder; text as UTF-8, or bytes as they are."""

    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def rows(folder, sql, *bound):
    """Rows of a query on the published file."""
    with duckdb.connect(str(publishing.current(folder)), read_only=True) as con:
        return con.execute(sql, bound).fetchall()


def only(report):
    """The one entry of a report."""
    (loaded,) = report.tables
    return loaded


def test_rows_keep_their_zeros_dates_and_money(folder, put):
    path = put(
        "setl_d.csv",
        "setl_id,psn_no,med_type,setl_time,enddate,medfee_sumamt,hosp_lv,pool_prop_selfpay\n"
        "S1,0007,11,2025-03-01 10:30:00,2025-03-01,1234.50,05,0.6000\n",
    )
    report = loading.load(folder, [path])
    assert rows(
        folder,
        "FROM setl_d SELECT psn_no, setl_time, enddate, medfee_sumamt, hosp_lv, "
        "pool_prop_selfpay, vali_flag",
    ) == [
        (
            "0007",
            datetime(2025, 3, 1, 10, 30),
            date(2025, 3, 1),
            Decimal("1234.50"),
            "05",
            Decimal("0.6000"),
            None,
        )
    ]
    loaded = only(report)
    assert (loaded.rows, loaded.added, loaded.replaced) == (1, 1, 0)
    assert (loaded.date_from, loaded.date_to) == (date(2025, 3, 1), date(2025, 3, 1))
    assert "vali_flag" in loaded.missing and loaded.faults == [] and loaded.unknown == []


def test_every_load_is_written_down(folder, put):
    path = put("psn_info_b.csv", PERSONS)
    loading.load(folder, [path])
    ((table, file, sha, count, note),) = rows(
        folder, "FROM load_batch SELECT table_name, file_name, file_sha256, rows, note"
    )
    assert (table, file, count, note) == ("psn_info_b", "psn_info_b.csv", 2, None)
    assert sha == hashlib.sha256(PERSONS.encode()).hexdigest()


def test_the_same_file_again_changes_nothing(folder, put):
    path = put("psn_info_b.csv", PERSONS)
    loading.load(folder, [path])
    before = rows(folder, "FROM psn_info_b ORDER BY psn_no")
    loaded = only(loading.load(folder, [path]))
    assert rows(folder, "FROM psn_info_b ORDER BY psn_no") == before
    assert (loaded.added, loaded.replaced) == (0, 2)


def test_a_key_met_again_replaces_and_a_new_one_appends(folder, put):
    loading.load(folder, [put("psn_info_b.csv", PERSONS)])
    update = put("psn_info_b.csv", "psn_no,psn_name\n00124,尤知安\n00125,魏行\n")
    loaded = only(loading.load(folder, [update]))
    assert (loaded.added, loaded.replaced) == (1, 1)
    assert rows(folder, "FROM psn_info_b SELECT psn_no, psn_name, gend ORDER BY psn_no") == [
        ("00123", "褚祥", "1"),
        ("00124", "尤知安", None),
        ("00125", "魏行", None),
    ]


def test_replace_empties_the_table_first(folder, put):
    loading.load(folder, [put("psn_info_b.csv", PERSONS), put("death.csv", "psn_no\nA\n")])
    loading.load(folder, [put("psn_info_b.csv", "psn_no\n00200\n")], replace=True)
    assert rows(folder, "FROM psn_info_b SELECT psn_no") == [("00200",)]
    assert rows(folder, "FROM death SELECT psn_no") == [("A",)]


def test_a_key_of_two_columns_is_both_and_empty_equals_empty(folder, put):
    text = "psn_no,certno,die_date\nA,,2025-01-01\n,9,2025-01-02\nA,9,2025-01-03\n"
    loading.load(folder, [put("death.csv", text)])
    loaded = only(loading.load(folder, [put("death.csv", text.replace("2025", "2024"))]))
    assert loaded.replaced == 3
    assert rows(folder, "FROM death SELECT count(*), max(year(die_date))") == [(3, 2024)]


def test_within_a_file_the_last_row_wins_and_is_told(folder, put):
    path = put("psn_info_b.csv", PERSONS + "00123,褚祥水,1,1964-09-18,1\n00123,褚水,1,,1\n")
    loaded = only(loading.load(folder, [path]))
    assert (loaded.rows, loaded.added, loaded.duplicates) == (4, 2, 2)
    assert ("00123", "褚水", None) in rows(folder, "FROM psn_info_b SELECT psn_no, psn_name, brdy")
    assert "重复 2 行" in "".join(loaded.sentences())


def test_bad_values_are_empty_counted_and_placed(folder, put):
    path = put(
        "setl_d.csv",
        "setl_id,setl_time,enddate,medfee_sumamt,begndate\n"
        "S1,2025-03-01,2025-02-30,12a,2025-03-01\n"
        "S2,2025-03-02,2025-02-28,30,0025-03-01\n"
        "S3,昨天,2025-02-31,40,2025-03-01\n",
    )
    report = loading.load(folder, [path])
    faults = {fault.column: fault for fault in only(report).faults}
    assert {column: fault.count for column, fault in faults.items()} == {
        "setl_time": 1,
        "enddate": 2,
        "medfee_sumamt": 1,
        "begndate": 1,
    }
    assert faults["enddate"].examples == ((2, "2025-02-30"), (4, "2025-02-31"))
    assert "setl_d.csv" in report.text() and "第 2 行“2025-02-30”" in report.text()
    assert rows(folder, "FROM setl_d SELECT setl_id, enddate, medfee_sumamt ORDER BY ALL") == [
        ("S1", None, None),
        ("S2", date(2025, 2, 28), Decimal("30.00")),
        ("S3", None, Decimal("40.00")),
    ]
    assert rows(folder, "FROM load_batch SELECT note") == [("坏值 5 处留空",)]


def test_dates_amounts_and_shares_are_read_as_offices_write_them(folder, put):
    instants = {
        "2025/3/1 8:05": datetime(2025, 3, 1, 8, 5),
        "20250301083000": datetime(2025, 3, 1, 8, 30),
        "45717.5": datetime(2025, 3, 1, 12),
        "2025年3月1日": datetime(2025, 3, 1),
        "2025-03-01T08:05:00": datetime(2025, 3, 1, 8, 5),
    }
    days = ["2025/3/1", "20250301", "45717", "2025年3月1日", "2025.3.1"]
    amounts = {"1,234.50": "1234.50", "￥30": "30", "3元": "3", "1e2": "100", " 7 ": "7"}
    lines = ["setl_id,setl_time,enddate,medfee_sumamt,pool_prop_selfpay"]
    for number, cells in enumerate(zip(instants, days, amounts, strict=True)):
        lines.append(",".join([f"S{number}", *(f'"{cell}"' for cell in cells), "60%"]))
    report = loading.load(folder, [put("setl_d.csv", "\n".join(lines))])
    assert only(report).faults == []
    assert rows(
        folder,
        "FROM setl_d SELECT setl_time, enddate, medfee_sumamt, pool_prop_selfpay ORDER BY setl_id",
    ) == [
        (instant, date(2025, 3, 1), Decimal(amount), Decimal("0.6"))
        for instant, amount in zip(instants.values(), amounts.values(), strict=True)
    ]


def test_headings_in_chinese_upper_case_camel_case_and_by_the_interface(folder, put):
    path = put(
        "SETL_D.csv",
        "结算ID,MDTRT_ID,psnNo,医疗费总额（元）,*统筹基金支出,inscp_scp_amt,本地备注\nS1,M1,P1,10,6,9,x\n",
    )
    report = loading.load(folder, [path])
    assert rows(
        folder, "FROM setl_d SELECT setl_id, mdtrt_id, psn_no, medfee_sumamt, hifp_pay, inscp_amt"
    ) == [("S1", "M1", "P1", Decimal(10), Decimal(6), Decimal(9))]
    assert only(report).unknown == ["本地备注"] and "本地备注" in report.text()


def test_a_column_named_as_ours_wins_over_a_synonym(folder, put):
    path = put("psn_info_b.csv", "人员编号,psn_no,姓名\nwrong,right,王\n")
    assert only(loading.load(folder, [path])).unknown == ["人员编号"]
    assert rows(folder, "FROM psn_info_b SELECT psn_no") == [("right",)]


def test_a_header_below_a_title(folder, put):
    path = put(
        "死亡登记2025年.csv", "某区死亡登记,,\n,,\n人员编号,死亡日期,备注\nA,2025-01-02,\nB,无,\n"
    )
    loaded = only(loading.load(folder, [path]))
    assert rows(folder, "FROM death SELECT psn_no, die_date ORDER BY 1") == [
        ("A", date(2025, 1, 2)),
        ("B", None),
    ]
    assert loaded.faults[0].examples == ((5, "无"),)


@pytest.mark.parametrize(
    "name, table",
    [
        ("fee_list_d_202501", "fee_list_d"),
        ("FeeListD", "fee_list_d"),
        ("费用明细（2025年1月）", "fee_list_d"),
        ("MDCS_FUND_SETL_LIST_DIAG_D", "setl_list_diag_d"),
        ("setl_d-p2", "setl_d"),
        ("noclr_setl_d", None),
        ("setl_detail", None),
    ],
)
def test_which_table_a_file_is_named_after(name, table):
    assert loading.named_after(name) == table


def test_gb18030_and_tabs_and_utf16(folder, put):
    text = PERSONS.replace("褚祥", "褚𬀩")
    loading.load(folder, [put("psn_info_b.csv", text.encode("gb18030"))])
    name = "FROM psn_info_b SELECT psn_name ORDER BY psn_no"
    assert rows(folder, name) == [("褚𬀩",), ("尤知",)]
    loading.load(folder, [put("psn_info_b.tsv", PERSONS.replace(",", "\t").encode("utf-16"))])
    assert rows(folder, name) == [("褚祥",), ("尤知",)]
    loading.load(folder, [put("psn_info_b.csv", b"\xef\xbb\xbf" + text.encode())])
    assert rows(folder, name) == [("褚𬀩",), ("尤知",)]


def test_gb18030_that_begins_as_ascii(folder, put):
    many = "".join(f"{number:07d},,\n" for number in range(150_000))
    path = put("psn_info_b.csv", ("psn_no,gend,psn_name\n" + many + "X,1,尤知\n").encode("gb18030"))
    assert only(loading.load(folder, [path])).added == 150_001
    assert rows(folder, "FROM psn_info_b SELECT psn_name WHERE psn_no = 'X'") == [("尤知",)]


def test_blanks_and_guards_around_codes_go(folder, put):
    path = put(
        "psn_info_b.csv",
        'psn_no,psn_name,gend,certno\n" 001 ",王,\t1,="110"\n002,李　,2,\'111\n'
        '003,"赵 一",NULL,\\N\n',
    )
    loading.load(folder, [path])
    assert rows(folder, "FROM psn_info_b SELECT psn_no, psn_name, gend, certno ORDER BY 1") == [
        ("001", "王", "1", "110"),
        ("002", "李", "2", "111"),
        ("003", "赵 一", None, None),
    ]


def test_spaces_around_cells_go(folder, put):
    path = put("psn_info_b.csv", "psn_no,gend,psn_name\n001  ,1  ,  \n002  ,2  ,王 \n")
    assert only(loading.load(folder, [path])).added == 2
    assert rows(folder, "FROM psn_info_b SELECT psn_no, gend, psn_name ORDER BY 1") == [
        ("001", "1", None),
        ("002", "2", "王"),
    ]


@pytest.mark.parametrize("cell", ['"1\n"', "\t1", "1\u3000", "\u00a01", '="1"', "'1"])
def test_blanks_and_guards_far_below_the_header_go_too(folder, put, cell):
    rows_above = "".join(f"{number:03},2\n" for number in range(100))
    loading.load(folder, [put("psn_info_b.csv", f"psn_no,gend\n{rows_above}X,{cell}\n")])
    assert rows(folder, "FROM psn_info_b SELECT gend WHERE psn_no = 'X'") == [("1",)]


def test_one_oddity_in_an_otherwise_clean_file_is_seen(folder, put):
    loading.load(folder, [put("psn_info_b.csv", "psn_no,gend\n001,\t1\n")])
    assert rows(folder, "FROM psn_info_b SELECT gend") == [("1",)]
    (fault,) = only(
        loading.load(folder, [put("death.csv", "psn_no,die_date\nA,25-03-01\n")])
    ).faults
    assert fault.examples == ((2, "25-03-01"),)
    (fault,) = only(loading.load(folder, [put("setl_d.csv", "setl_id,certno\nA,1E+17\n")])).faults
    assert fault.examples == ((2, "1E+17"),)
    assert only(loading.load(folder, [put("warn.csv", "warn_id\n小计\n")])).left_out == 1


def test_totals_empty_lines_and_rows_without_key_stay_out(folder, put):
    path = put("setl_d.csv", "setl_id,medfee_sumamt\nS1,10\n,\n,5\n合计,15\n")
    loaded = only(loading.load(folder, [path]))
    assert rows(folder, "FROM setl_d SELECT setl_id, medfee_sumamt") == [("S1", Decimal(10))]
    assert (loaded.added, loaded.left_out) == (1, 2)
    assert loaded.faults[0].examples == ((4, None), (5, None))


def test_a_fund_report_of_totals_only_is_its_subject_called_total(folder, put):
    heads = "rpt_ym,insutype,incexpd_flag,subj_name,cum_amt,end_balc\n"
    lines = "202506,310,1,合计,900,70\n202506,310,2,合计,800,70\n合计,,,,1700,\n,,,合计,1700,\n"
    loaded = only(loading.load(folder, [put("fund_incexpd_m.csv", heads + lines)]))
    assert (loaded.added, loaded.left_out) == (2, 2)
    assert rows(folder, "FROM mart_fund_month SELECT income_cum_yuan, expense_cum_yuan") == [
        (Decimal(900), Decimal(800))
    ]


def test_lines_that_do_not_split_are_left_out_and_placed(folder, put):
    path = put("setl_d.csv", "setl_id,medfee_sumamt,enddate\nS1,10,2025-02-30\nS2,1\nS3,5,坏\n")
    loaded = only(loading.load(folder, [path]))
    assert rows(folder, "FROM setl_d SELECT setl_id ORDER BY 1") == [("S1",), ("S3",)]
    assert (loaded.added, loaded.left_out) == (2, 1)
    split, dates = loaded.faults
    assert split.examples == ((3, None),)
    assert dates.examples == ((2, "2025-02-30"), (4, "坏"))


def test_lines_one_delimiter_longer_or_shorter_than_the_header(folder, put):
    loading.load(folder, [put("death.csv", "psn_no,die_date\nA,2025-01-01,\nB,2025-01-02,\n")])
    loading.load(folder, [put("death.csv", "psn_no,die_date,备注\nC,2025-01-03\nD,2025-01-04\n")])
    assert rows(folder, "FROM death SELECT count(die_date)") == [(4,)]


def test_quoted_line_breaks_and_stray_quotes(folder, put):
    path = put("fee_list_d.csv", 'mdtrt_id,bkkp_sn,spec,memo\nM1,B1,5"管,"上\n下"\nM1,B2,,\n')
    loading.load(folder, [path])
    assert rows(folder, "FROM fee_list_d SELECT spec, memo WHERE bkkp_sn = 'B1'") == [
        ('5"管', "上\n下")
    ]


@pytest.mark.parametrize(
    "name, content, words",
    [
        ("setl_d.csv", b"", "空的"),
        ("setl_d.csv", "甲,乙\n1,2\n".encode(), "没有一列是"),
        ("setl_d.csv", b"psn_no,medfee_sumamt\nA,1\n", "没有结算信息 setl_d 的主键列（结算ID"),
        ("setl_d.csv", b"setl_id\n\xff\xff\xff\xfe\xff\n", "编码"),
        ("setl_d.csv", b"\x00\x01\x02" * 100, "不是文本表格"),
        ("setl_d.parquet", b"PAR1 not really", "损坏"),
        ("setl_d.xlsx", b"PK\x03\x04 not really", "损坏"),
        ("setl_d.csv", b"setl_id\n3.29982E+17\n3.29983E+17\n", "科学计数"),
        ("setl_d.json", b"{}", "不是 CSV"),
        ("settlements.csv", b"setl_id\n1\n", "不是表名"),
        ("fee_list_d.csv", b"mdtrt_id,cnt\nM1,1\nM1,2\n", "缺少主键列记账流水号 bkkp_sn"),
        ("setl_d.csv", b'setl_id,psn_no\n"a"b,1\n"c"d,2\n', "没有一行能分成 2 列"),
    ],
)
def test_what_cannot_be_loaded_is_one_sentence_and_nothing_is_published(
    folder, put, name, content, words
):
    loading.load(folder, [put("death.csv", "psn_no\nA\n")])
    before = publishing.published(folder)
    with pytest.raises(UserError, match=words) as error:
        loading.load(folder, [put(name, content)])
    assert str(error.value).count("。") == 1
    assert name in str(error.value)
    assert publishing.published(folder) == before
    assert not list(folder.glob("building-*"))


def test_a_bad_file_among_good_ones_publishes_none_of_them(folder, put, tmp_path):
    put("death.csv", "psn_no\nA\n")
    put("psn_info_b.csv", "")
    with pytest.raises(UserError, match="psn_info_b.csv"):
        loading.load(folder, [tmp_path])
    assert publishing.current(folder) is None


def test_missing_paths_are_one_sentence(folder, tmp_path):
    with pytest.raises(UserError, match="没有找到"):
        loading.load(folder, [tmp_path / "nothing.csv"])
    (tmp_path / "bare").mkdir()
    with pytest.raises(UserError, match="没有可以装载的文件"):
        loading.load(folder, [tmp_path / "bare"])


def test_a_file_with_a_header_only_is_an_empty_load(folder, put):
    loaded = only(loading.load(folder, [put("setl_d.csv", "setl_id,psn_no\n")]))
    assert (loaded.rows, loaded.date_from) == (0, None)
    assert rows(folder, "FROM load_batch SELECT table_name, rows") == [("setl_d", 0)]


def test_ids_that_excel_made_numbers_are_emptied_where_they_are_no_key(folder, put):
    path = put("setl_d.csv", "setl_id,certno,invono\nS1,3.29982E+17,1\nS2,329981196409182119,2\n")
    (fault,) = only(loading.load(folder, [path])).faults
    assert (fault.column, fault.examples) == ("certno", ((2, "3.29982E+17"),))
    assert rows(folder, "FROM setl_d SELECT certno ORDER BY setl_id") == [
        (None,),
        ("329981196409182119",),
    ]


def workbook(path, sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    book.save(path)
    return path


def test_a_workbook_with_numbers_dates_and_long_ids(folder, tmp_path):
    path = workbook(
        tmp_path / "psn_info_b.xlsx",
        {
            "Sheet1": [
                ["人员编号", "姓名", "出生日期", "死亡日期", "证件号码"],
                [1001, "王", datetime(1964, 9, 18), 45717, "329981196409182119"],
                [1002, "李", "1970/1/2", None, 329981196409182119],
            ]
        },
    )
    loaded = only(loading.load(folder, [path]))
    assert rows(folder, "FROM psn_info_b SELECT psn_no, brdy, die_date, certno ORDER BY 1") == [
        ("1001", date(1964, 9, 18), date(2025, 3, 1), "329981196409182119"),
        ("1002", date(1970, 1, 2), None, None),
    ]
    assert [(f.column, f.examples[0][0]) for f in loaded.faults] == [("certno", 3)]


def test_a_workbook_of_several_tables(folder, tmp_path):
    path = workbook(
        tmp_path / "某区数据.xlsx",
        {
            "说明": [["本表由信息科导出"]],
            "死亡登记": [["人员编号"], ["A"]],
            "setl_d": [["setl_id"], ["S1"]],
        },
    )
    report = loading.load(folder, [path])
    assert [loaded.table for loaded in report.tables] == ["death", "setl_d"]
    assert [name for name, _ in report.skipped] == ["某区数据.xlsx（说明）"]


def test_parquet_of_any_types(folder, tmp_path):
    path = tmp_path / "setl_d.parquet"
    with duckdb.connect() as con:
        con.execute(
            "COPY (SELECT * FROM (VALUES "
            "('S1', 1101.0::DOUBLE, 1.5::DOUBLE, DATE '2025-03-01', TIMESTAMP '2025-03-01 08:00'), "
            "('S2', 'nan'::DOUBLE, 2.25::DOUBLE, NULL, NULL)) "
            "AS t (setl_id, psn_type, medfee_sumamt, enddate, setl_time)) "
            f"TO '{path}' (FORMAT parquet)"
        )
    assert only(loading.load(folder, [path])).faults == []
    assert rows(folder, "FROM setl_d SELECT psn_type, medfee_sumamt, enddate ORDER BY setl_id") == [
        ("1101", Decimal("1.50"), date(2025, 3, 1)),
        (None, Decimal("2.25"), None),
    ]


def test_a_kill_in_the_middle_leaves_the_old_file_in_force(folder, put):
    loading.load(folder, [put("psn_info_b.csv", PERSONS)])
    before = publishing.current(folder)
    code = textwrap.dedent("""
        import os, signal, sys
        from oversight import loading
        def progress(share, sentence):
            if "正在汇总" in sentence:
                os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
        loading.load(sys.argv[1], [sys.argv[2]], replace=True, progress=progress)
    """)
    update = put("psn_info_b.csv", "psn_no\n00200\n")
    done = subprocess.run([sys.executable, "-c", code, str(folder), str(update)])
    assert done.returncode == (-signal.SIGKILL if os.name == "posix" else 1)
    assert publishing.current(folder) == before
    assert rows(folder, "FROM psn_info_b SELECT count(*)") == [(2,)]
    loading.load(folder, [update], replace=True)
    assert rows(folder, "FROM psn_info_b SELECT psn_no") == [("00200",)]


def test_progress_never_goes_back(folder, put):
    told = []
    loading.load(
        folder,
        [put("psn_info_b.csv", PERSONS), put("death.csv", "psn_no\nA\n")],
        progress=lambda share, sentence: told.append((share, sentence)),
    )
    shares = [share for share, _ in told]
    assert shares == sorted(shares) and (shares[0], shares[-1]) == (0, 1)
    assert any("death.csv" in sentence for _, sentence in told)


def test_faults_of_many_lines_are_all_counted_and_the_rest_goes_in(folder, put):
    """Several row groups of DuckDB, read by all threads: rows keep number and order."""
    total = 400_000
    odd = {7: "2025-02-30", 200_001: "坏", 399_999: "25/13/01"}
    lines = [f"S{n:07d},{odd.get(n, '2025-03-01')},{n}" for n in range(total)]
    lines[5] = "S0000005,2025-03-01"
    lines[300_000] = ' S0300000,20250301," 1,234.5元 "'
    lines[350_000] = "S0000001,2025-03-02,9"
    path = put("setl_d.csv", "setl_id,setl_time,medfee_sumamt\n" + "\n".join(lines))
    loaded = only(loading.load(folder, [path]))
    assert (loaded.rows, loaded.added) == (total - 1, total - 2)
    assert (loaded.duplicates, loaded.left_out) == (1, 1)
    split, days = loaded.faults
    assert (split.count, split.examples) == (1, ((7, None),))
    assert days.count == 3
    assert days.examples == tuple((n + 2, text) for n, text in odd.items())
    got = rows(
        folder,
        "FROM setl_d SELECT setl_time, medfee_sumamt WHERE setl_id IN ('S0000001', 'S0300000') "
        "ORDER BY setl_id",
    )
    assert got == [
        (datetime(2025, 3, 2), Decimal(9)),
        (datetime(2025, 3, 1), Decimal("1234.5")),
    ]


def test_after_a_refused_file_the_table_is_as_it_was(put):
    """The claims check goes on with the other files on the same connection."""
    con = publishing.open_file(":memory:")
    claims_schema.create(con)
    before = con.execute("DESCRIBE setl_d").fetchall()
    path = put("setl_d.csv", "setl_id\nS1\n1.23E+17\n")
    (source,) = loading.sources.read(path, path.parent)
    header = source.headers[0]
    job = loading.Job(source, header, loading.mappings.recognise("setl_d", header.cells))
    with pytest.raises(UserError, match="科学计数"):
        loading.put(con, job, path.parent)
    assert con.execute("DESCRIBE setl_d").fetchall() == before
    assert con.execute("SELECT count(*) FROM setl_d").fetchone() == (0,)


# Files that nobody here wrote


def test_the_cases_load_whole(folder, shared):
    claims = shared / "cases" / "claims"
    report = loading.load(folder, [claims])
    assert len(report.tables) == len(list(claims.glob("*.csv")))
    for loaded in report.tables:
        path = claims / loaded.file
        lines = path.read_text("utf-8").count("\n") - 1
        assert (loaded.rows, loaded.added) == (lines, lines), loaded.table
        assert rows(folder, f"FROM {loaded.table} SELECT count(*)") == [(lines,)]
        assert (loaded.faults, loaded.unknown, loaded.duplicates) == ([], [], 0)
        # Not one value is lost: as many filled cells as the file has.
        with duckdb.connect() as con:
            text = con.read_csv(str(path), all_varchar=True)
            counts = ", ".join(f"count({column})" for column in text.columns)
            wanted = text.aggregate(counts).fetchall()
        assert rows(folder, f"FROM {loaded.table} SELECT {counts}") == wanted, loaded.table


def test_the_money_of_the_cases_is_to_the_cent(folder, shared):
    loading.load(folder, [shared / "cases" / "claims" / "setl_d.csv"])
    lines = (shared / "cases" / "claims" / "setl_d.csv").read_text("utf-8").splitlines()
    place = lines[0].split(",").index("medfee_sumamt")
    wanted = sum(Decimal(line.split(",")[place]) for line in lines[1:])
    assert rows(folder, "FROM setl_d SELECT sum(medfee_sumamt)") == [(wanted,)]


@pytest.mark.parametrize("table", ["setl_d", "mdtrt_d", "fee_list_d", "setl_list_diag_d"])
def test_real_headers_of_the_platform(folder, shared, table):
    loaded = only(loading.load(folder, [shared / "real" / "schema" / f"{table}.xlsx"]))
    assert loaded.rows == 0 and loaded.table == table
    assert {"rid", "updt_time", "crter_id", "pt"} <= set(loaded.unknown)
    assert not set(loaded.unknown) & set(catalog.get(f"schema/{table}").columns)
    if table == "setl_list_diag_d":
        assert loaded.missing == []
    assert rows(folder, "FROM load_batch SELECT table_name, rows") == [(table, 0)]
