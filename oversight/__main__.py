"""The command line: ``python -m oversight …``, for the scheduler, for tests, for the hurried.

Long work shows its progress on the error stream; a mistake is one Chinese sentence and exit
code 2, never a traceback.
"""

import json
import logging
import os
import sys
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from oversight import clock, faults
from oversight.arguments import Parser
from oversight.errors import UserError
from oversight.store import data_dir, open_store
from oversight.viewer import Viewer

_DATE_HELP = "日期，写成 2025-11-28"
# Faults that a sentence names; the rest are counted.
_NAMED = 20


def _a_scale(text):
    try:
        scale = float(text)
    except ValueError as error:
        raise UserError(f"规模“{text}”不是数，请写 1、5、50 这样的数。") from error
    if not 0 < scale <= 1000:
        raise UserError(f"规模“{text}”不在 0 到 1000 之间，请改正。")
    return scale


def _log_file():
    return data_dir() / "oversight.log"


class _LogFile(logging.Handler):
    """What only maintainers read, tracebacks in English, goes to a file beside the data."""

    def emit(self, record):
        with suppress(OSError):
            _log_file().parent.mkdir(parents=True, exist_ok=True)
            with _log_file().open("a", encoding="utf-8") as file:
                file.write(f"{datetime.now():%Y-%m-%d %H:%M:%S} {self.format(record)}\n")


class Progress:
    """A progress line on the error stream; quiet where that is not a terminal or not wanted."""

    def __init__(self, stream=None):
        self.stream = stream or sys.stderr
        self.last = None

    def __call__(self, share, words):
        """Show ``words`` at ``share`` (0–1) of the whole."""
        if self.stream.isatty():
            filled = round(share * 30)
            self.stream.write(f"\r\033[K[{'█' * filled}{'·' * (30 - filled)}] {share:4.0%} {words}")
            if share >= 1:
                self.stream.write("\n")
        elif words != self.last:
            self.stream.write(f"[{share:4.0%}] {words}\n")
        self.last = words
        self.stream.flush()


def _viewer():
    import getpass

    try:
        return Viewer(name=getpass.getuser())
    except (OSError, KeyError):
        return Viewer(name="命令行")


def _demo(args):
    from oversight import demo

    demo.build(data_dir(), scale=args.scale, as_of=args.as_of, progress=Progress())
    print(f"示例区已生成（规模 {args.scale:g}），数据文件夹：{data_dir()}")


def _load(args):
    from oversight import loading

    report = loading.load(
        data_dir(), args.paths, mapping=args.mapping, replace=args.replace, progress=Progress()
    )
    print(report.text())


def _choices(args, store=None):
    """The corrections a mapping file gives, and the headings remembered of the sender."""
    from oversight import ledgers, remembered
    from oversight.importing import Choices

    kind, columns = args.kind, {}
    if kind:
        ledgers.kind(kind)
    if store and kind:
        columns = remembered.recall(store, _viewer(), kind, args.unit)
    if args.mapping:
        path = Path(args.mapping)
        try:
            named, _, given = remembered.from_toml(path.read_bytes(), path.name)
        except OSError as error:
            raise UserError(f"对照文件 {path.name} 打不开，请核对路径。") from error
        kind, columns = kind or named, columns | given
    return Choices(kind, columns=columns)


def _check(args):
    from oversight import checking, importing, ledgers
    from oversight.grids import read_grids

    path, choices = Path(args.file), _choices(args)
    data = importing.content(path)
    grids = read_grids(data, path.name)
    try:
        book = importing.read_sheets(grids, path.name, importing.sha256(data), choices=choices)
    except UserError:
        if choices.kind:
            raise
        found = checking.others(grids)
        if args.json:
            print(json.dumps(checking.other_json(path.name, found), ensure_ascii=False, indent=1))
        else:
            print("\n".join(checking.other_words(path.name, found)))
        return
    if args.json:
        print(json.dumps(importing.as_json(book), ensure_ascii=False, indent=1))
    else:
        print(checking.report(book, ledgers.kind(book.kind)))


def _import(args):
    from oversight import filings, importing, ledgers, matching

    kinds = ledgers.kinds()
    path, store, viewer = Path(args.file), open_store(), _viewer()
    book = importing.read(path, choices=_choices(args, store))
    filed_at = datetime.combine(args.on, datetime.now().time()) if args.on else None
    records = [record for sheet in book.sheets for record in sheet.records]
    sent = {"campaign": args.campaign, "unit": args.unit, "filed_at": filed_at}
    change = filings.preview(store, viewer, args.kind, records, **sent)
    number = filings.commit(
        store,
        viewer,
        args.kind,
        records,
        file_name=path.name,
        file_bytes=path.read_bytes(),
        **sent,
    )
    for sheet in book.sheets:
        for fault in sheet.faults:
            print(f"注意：{sheet.name or path.name} {fault.sentence}", file=sys.stderr)
        for left in sheet.left_out:
            print(f"未读入：{sheet.name or path.name} {left}", file=sys.stderr)
    for index, (entry, score) in matching.similar(change).items():
        row = change.new[index]["row"]
        print(f"注意：第 {row} 行与 {entry} 文字相似 {score}%，已按新条目记。", file=sys.stderr)
    if change.filing_id:
        print(f"这份内容已经报送过，台账没有变动；原报送批次 {number}。")
        return
    print(
        f"已记入{kinds[args.kind].title}，报送批次 {number}：新增 {len(change.new)} 条，"
        f"变更 {len(change.changed)} 条，未变 {len(change.unchanged)} 条。"
    )


def _rules_import(args):
    from oversight import knowledge, knowledge_install, knowledge_report

    if args.batch and not knowledge.batch_in(args.batch):
        raise UserError(f"批次“{args.batch}”不像批次，请写成 第十二批 这样。")
    named, given = knowledge_report.workbooks(args.files)
    progress, made = Progress(), []
    checked = knowledge_install.check(data_dir(), named, args.batch, progress)
    refused = [one.refused for one in checked if one.refused and one.file_name in given]
    if refused or not any(one.libraries for one in checked):
        raise UserError(refused[0] if refused else "文件夹里没有两库工作簿，请核对路径。")
    if not args.dry_run:
        made = knowledge_install.install(data_dir(), _viewer(), checked, progress)
        _note_libraries()
    if args.json:
        print(knowledge_report.as_json(checked, made))
        return
    for one in checked:
        print("\n".join(knowledge_report.sentences(one)))
    if args.dry_run:
        print("只作核对，没有装入。")
    elif made:
        print(f"已装入 {len(made)} 个库，筛查时自动按最新版本判定。")
    else:
        print("内容与已装入的相同，没有改动。")


def _note_libraries():
    """Into the audit trail, where there are ledgers; beside a running app the app does it."""
    from oversight import knowledge_install

    if (data_dir() / "ledgers.duckdb").exists():
        with suppress(UserError):
            knowledge_install.note_in_audit(open_store(), _viewer())


def _plan(args):
    from oversight import plans

    plan = plans.read(args.file)
    if args.json:
        print(json.dumps(plans.as_json(plan), ensure_ascii=False, indent=1))
    else:
        print(plans.summary(plan))


def _screen(args):
    from oversight import screening

    runs = screening.screen(
        data_dir(), as_of=args.as_of, rules=args.rule, progress=Progress(), since=args.since
    )
    for run in sorted(runs, key=lambda run: run.code):
        if run.status == "完成":
            money = f"，涉及基金 {run.fund_amount:,.2f} 元" if run.fund_amount else ""
            print(f"{run.code} {run.title}：疑点 {run.hits} 条{money}")
        else:
            print(f"{run.code} {run.title}：{run.status}（{run.reason}）")


def _findings(args):
    from oversight import findings

    count = findings.export(data_dir(), args.out, rules=args.rule)
    print(f"已导出疑点 {count} 条：{args.out}")


def _export(args):
    from oversight import forms

    store = open_store()
    as_of = args.as_of or date.today()
    filled = forms.fill(store, _viewer(), args.form, as_of, campaign=args.campaign)
    forms.export(filled, Path(args.out))
    print(f"已导出《{filled.title}》（截至 {as_of}）：{args.out}")


def _backup(args):
    from oversight import safekeeping

    safekeeping.backup(data_dir(), Path(args.file))
    print(f"台账已备份到 {args.file}")


def _restore(args):
    from oversight import safekeeping

    kept = safekeeping.restore(data_dir(), Path(args.file))
    print(f"台账已从 {args.file} 恢复" + (f"；原来的文件保留为 {kept.name}" if kept else ""))


def _verify(args):
    from oversight import safekeeping

    found = safekeeping.verify(data_dir())
    if found:
        named = "；".join(found[:_NAMED]) + (f"；等共 {len(found)} 处" if found[_NAMED:] else "")
        raise UserError(f"台账核验没有通过：{named}。")
    print("台账核验通过：数据可读，历史连续，编号不重复，审计链完整。")


def parser():
    """The whole command line."""
    top = Parser(prog="python -m oversight", description="医保整改与基金监管看板：命令行")
    commands = top.add_subparsers(
        dest="command", required=True, parser_class=Parser, title="命令", metavar="命令"
    )

    def command(name, run, words):
        sub = commands.add_parser(name, help=words, description=words)
        sub.set_defaults(run=run)
        return sub

    sub = command("demo", _demo, "生成虚构的示例区")
    sub.add_argument("--scale", type=_a_scale, default=1, help="规模：1 约 2 万人、40 万条明细")
    sub.add_argument("--as-of", type=clock.a_date, help=_DATE_HELP)

    sub = command("load", _load, "装入结算、参保、救助、基金等数据表")
    sub.add_argument("paths", nargs="+", help="以表名命名的 CSV、Parquet、xlsx 文件或文件夹")
    sub.add_argument("--mapping", help="列名对照文件（TOML）")
    sub.add_argument("--replace", action="store_true", help="用新文件整表替换，而不是按主键更新")

    sub = command("check", _check, "核查一份台账文件：是什么、读出什么、有什么问题；不写入")
    sub.add_argument("file")
    sub.add_argument("--json", action="store_true", help="以 JSON 输出")
    sub.add_argument("--kind", help="按哪种台账读（默认自动识别）")
    sub.add_argument("--mapping", help="表头对照文件（TOML）")

    sub = command("import", _import, "导入一份台账，记为一次报送")
    sub.add_argument("file")
    sub.add_argument("--kind", required=True, help="台账种类，如 rectification")
    sub.add_argument("--campaign", help="专项名称")
    sub.add_argument("--unit", help="报送单位")
    sub.add_argument("--mapping", help="表头对照文件（TOML）")
    sub.add_argument("--on", type=clock.a_date, help="报送日期（默认今天），" + _DATE_HELP)

    sub = commands.add_parser("rules", help="两库规则", description="两库规则")
    rules = sub.add_subparsers(dest="what", required=True, title="命令", metavar="命令")
    sub = rules.add_parser("import", help="导入两库工作簿", description="导入官方两库工作簿")
    sub.set_defaults(run=_rules_import)
    sub.add_argument("files", nargs="+", help="两库工作簿（xlsx），或放着它们的文件夹")
    sub.add_argument("--batch", help="文件里没有写批次时写明，如 第十二批")
    sub.add_argument("--dry-run", action="store_true", help="只核对、比较，不装入")
    sub.add_argument("--json", action="store_true", help="以 JSON 输出")

    sub = command("plan", _plan, "从工作方案（txt、docx）读出任务、责任单位和时限")
    sub.add_argument("file")
    sub.add_argument("--json", action="store_true", help="以 JSON 输出")

    sub = command("screen", _screen, "按规则筛查，发布疑点")
    sub.add_argument("--rule", action="append", help="规则名或编号，可重复；默认全部")
    sub.add_argument("--since", help="只重筛这个月及以后，写成 2025-06")
    sub.add_argument("--as-of", type=clock.a_date, help=_DATE_HELP)

    sub = command("findings", _findings, "导出疑点清单")
    sub.add_argument("--rule", action="append", help="规则名或编号，可重复；默认全部")
    sub.add_argument("--out", required=True, help="CSV 文件")

    sub = command("export", _export, "导出正式表样")
    sub.add_argument("form", help="表名：progress_table（附件1）、rectification_ledger（附件2）")
    sub.add_argument("--out", required=True, help="xlsx 文件")
    sub.add_argument("--as-of", type=clock.a_date, help=_DATE_HELP)
    sub.add_argument("--campaign", help="专项名称")

    sub = command("backup", _backup, "备份台账")
    sub.add_argument("file")
    sub = command("restore", _restore, "从备份恢复台账")
    sub.add_argument("file")
    command("verify", _verify, "核验台账与审计链")
    return top


def main(arguments=None):
    """Run one command; the exit code: 0 well, 2 a mistake the user can mend."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    log = logging.getLogger("oversight")
    if not any(isinstance(handler, _LogFile) for handler in log.handlers):
        log.addHandler(_LogFile())
    try:
        args = parser().parse_args(arguments)
        args.run(args)
    except UserError as error:
        sentence = str(error)
    except KeyboardInterrupt:
        sentence = faults.STOPPED
    except BrokenPipeError:  # whoever read our words, as head does, has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        sentence = faults.explain(error)
        if not sentence:
            log.exception("command")
            sentence = f"程序内部出错，数据没有改动，请把日志 {_log_file()} 交给维护人员。"
    else:
        return 0
    print(f"错误：{sentence}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
