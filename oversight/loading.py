"""Loading claims and reference tables from files into a newly published claims file.

Each file goes into its table in one statement (oversight/inserting.py) and is looked over there
(oversight/mending.py). Nothing is published unless every file went in.
"""

import dataclasses
import re
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from oversight import catalog, inserting, publishing, since, sources
from oversight import mapping as mappings
from oversight.errors import UserError

# What may follow a table's name in a file's name: fee_list_d_202501, 费用明细（2025年1月）
_SUFFIX = re.compile(r"[\d年月日季度至第批份号().\-]*(?:p(?:art)?\d+)?")
# The platform's own prefix of the settlement-list tables: MDCS_FUND_SETL_LIST_DIAG_D
_CENTRAL = "mdcsfund"
_READABLE = sources.TEXT | sources.WORKBOOK | sources.PARQUET
# Missing columns a sentence names; the report object names them all.
_NAMED = 6
# Share of the work, in the progress told, before views and marts.
_LOADED = 0.7


@dataclass
class Loaded:
    """What came of one file (or sheet) for one table. Counts are rows of the file.

    ``missing`` and ``unknown`` are columns of the table and headings of the file without the
    other; ``date_from`` and ``date_to`` are the range of the table's date column in the file.
    """

    table: str
    title: str
    file: str
    rows: int = 0
    added: int = 0
    replaced: int = 0
    duplicates: int = 0
    left_out: int = 0
    unknown: list = field(default_factory=list)
    missing: list = field(default_factory=list)
    faults: list = field(default_factory=list)
    date_from: date | None = None
    date_to: date | None = None

    def sentences(self):
        """What a person should know of it, the most important first."""
        said = [f"{self.title} {self.table}（{self.file}）：读到 {self.rows} 行"]
        if self.rows:
            said[0] += f"，新增 {self.added} 行，更新 {self.replaced} 行"
        if self.date_from:
            said[0] += f"，日期 {self.date_from} 至 {self.date_to}"
        if self.duplicates:
            said.append(f"  文件内主键重复 {self.duplicates} 行，以最后一行为准")
        said += [f"  {fault.sentence()}" for fault in self.faults]
        if self.unknown:
            said.append(f"  文件里有、表里没有，未收的列：{'、'.join(self.unknown)}")
        if self.missing:
            columns = catalog.get(f"schema/{self.table}").columns
            labels = "、".join(columns[name]["label"] for name in self.missing[:_NAMED])
            more = f"等 {len(self.missing)} 列" if len(self.missing) > _NAMED else ""
            said.append(f"  表里有、文件里没有，留空的列：{labels}{more}")
        return said

    def note(self):
        """The short form that load_batch keeps, or None."""
        bad = sum(fault.count for fault in self.faults if fault.column)
        counts = {
            "更新 {} 行": self.replaced,
            "文件内重复 {} 行": self.duplicates,
            "未入库 {} 行": self.left_out,
            "坏值 {} 处留空": bad,
        }
        return "，".join(words.format(count) for words, count in counts.items() if count) or None


@dataclass
class LoadReport:
    """What a load did, per file and table; ``skipped``: (file, reason)."""

    tables: list = field(default_factory=list)
    skipped: list = field(default_factory=list)

    def text(self):
        """The report as the command line prints it."""
        lines = [line for loaded in self.tables for line in loaded.sentences()]
        return "\n".join([*lines, *(f"跳过 {name}：{reason}" for name, reason in self.skipped)])


@dataclass(frozen=True)
class Job:
    """One source that goes into one table."""

    source: sources.Source
    header: sources.Header
    layout: mappings.Layout


def load(folder, paths, mapping=None, replace=False, progress=None):
    """Load files, or folders of files, named after the tables, and publish; a LoadReport.

    A row takes the place of the one with the same business key (the schema card's ``key``); with
    ``replace`` all rows of a table make way for the files'. A value that cannot be read is NULL
    and reported. ``mapping`` is the path of a mapping file (oversight/mapping.py);
    ``progress(share, sentence)`` is told of the work. Raises UserError, and publishes nothing,
    for a file that is empty, damaged, in a wrong encoding, without a column of the table or
    without its key, or whose keys Excel has ruined.
    """
    progress = progress or (lambda share, sentence: None)
    report = LoadReport()
    rules = mappings.read(mapping) if mapping else None
    with tempfile.TemporaryDirectory() as scratch, ThreadPoolExecutor(1) as pool:
        files = _files(paths, report)
        progress(0, "正在核对文件")
        jobs = _mapped(files, rules, scratch) if rules else _plan(files, scratch, report)
        with publishing.publish(
            folder, "load", lambda share, said: progress(_LOADED + (1 - _LOADED) * share, said)
        ) as con:
            if replace:
                for name in {job.layout.table for job in jobs}:
                    con.execute(f"DELETE FROM {name}")
                since.forget(con)
            for number, job in enumerate(jobs):
                progress(_LOADED * number / len(jobs), f"正在装载：{job.source.name}")
                digest = pool.submit(sources.sha256, job.source.path)
                report.tables.append(put(con, job, Path(scratch), digest))
    progress(1, "装载完成")
    return report


# Which file is which table


def _files(paths, report):
    """(file, named by the user) of every file to look at; a folder's own, in name order."""
    files = []
    for path in map(Path, paths):
        if path.is_dir():
            for file in sorted(path.iterdir()):
                if file.is_dir() or file.name.startswith((".", "~$")):
                    continue
                if file.suffix.lower() in _READABLE:
                    files.append((file, False))
                else:
                    report.skipped.append((file.name, "不是 CSV、Parquet 或 xlsx 数据文件"))
        elif not path.exists():
            raise UserError(f"没有找到 {path}，请核对路径后再装载。")
        elif path.suffix.lower() not in _READABLE:
            raise UserError(
                f"文件 {path.name} 不是 CSV、Parquet 或 xlsx，请导出为这些格式之一后再装载。"
            )
        else:
            files.append((path, True))
    if not files:
        raise UserError("没有可以装载的文件，请给出以表名命名的 CSV、Parquet 或 xlsx。")
    return files


def named_after(name):
    """The table a file or sheet is named after, the longest name first; None for none."""
    name = mappings.plain(name).removeprefix(_CENTRAL)
    named = {mappings.plain(q.stem): q.stem for q in catalog.load("schema").values()}
    named |= {mappings.plain(q.title): q.stem for q in catalog.load("schema").values()}
    for word in sorted(named, key=len, reverse=True):
        if name.startswith(word) and _SUFFIX.fullmatch(name.removeprefix(word)):
            return named[word]
    return None


def _plan(files, scratch, report):
    jobs = []
    for path, named in files:
        table = named_after(path.stem)
        if not table and path.suffix.lower() not in sources.WORKBOOK:
            if named:
                raise UserError(
                    f"文件名 {path.name} 不是表名，请按数据字典的表名命名，如 setl_d.csv。"
                )
            report.skipped.append((path.name, "文件名不是表名"))
            continue
        found = sources.read(path, scratch)
        planned = [job for source in found if (job := _job(source, table, report, len(found)))]
        if not planned and (table or named):
            raise UserError(
                f"工作簿 {path.name} 没有一张工作表是能装载的表，请按表名命名工作表或文件。"
            )
        jobs += planned
    if not jobs:
        raise UserError("没有一个文件以表名命名，请按数据字典的表名命名，如 setl_d.csv。")
    return jobs


def _job(source, table, report, sheets):
    """The job of one source; None, and a word in the report, for a sheet that is no table."""
    table = named_after(source.sheet) or table
    if not table:
        report.skipped.append((source.name, "文件名和工作表名都不是表名"))
        return None
    tried = [(header, mappings.recognise(table, header.cells)) for header in source.headers]
    header, layout = max(tried, key=lambda pair: len(pair[1].places), default=(None, None))
    if header and layout.places:
        _check_key(source, layout)
        return Job(source, header, layout)
    title = catalog.get(f"schema/{table}").title
    if sheets > 1:
        report.skipped.append((source.name, f"没有{title} {table} 的列"))
        return None
    raise UserError(
        f"文件 {source.name} 没有一列是{title} {table} 的列，请核对表头，或用 --mapping 给出对照。"
    )


def _check_key(source, layout):
    query = catalog.get(f"schema/{layout.table}")
    if not set(query.card["key"]) & set(layout.columns):
        words = "、".join(f"{query.columns[k]['label']} {k}" for k in query.card["key"])
        raise UserError(
            f"文件 {source.name} 没有{query.title} {query.stem} 的主键列（{words}），"
            "请补上该列，或用 --mapping 给出对照。"
        )


def _mapped(files, rules, scratch):
    """The jobs of the rules of a mapping file; every rule must find its file and headings."""
    read = {path: sources.read(path, scratch) for path, _ in files}
    jobs = []
    for rule in rules:
        mine = [s for found in read.values() for s in found if rule.applies(s.path, s.sheet)]
        if not mine:
            raise UserError(
                f"对照文件 {rule.source} 的 {rule.name} 没有对上任何文件，请核对 file。"
            )
        for source in mine:
            tried = [(header, rule.layout(header.cells)) for header in source.headers]
            fits = [(header, layout) for header, layout in tried if layout]
            if not fits:
                least = min((rule.absent(h.cells) for h in source.headers), key=len, default=[])
                raise UserError(
                    f"文件 {source.name} 里没有对照文件 {rule.source} 的 {rule.name}.columns "
                    f"写的列：{'、'.join(least)}，请改正。"
                )
            _check_key(source, fits[0][1])
            jobs.append(Job(source, *fits[0]))
    return jobs


# One job


def put(con, job, scratch, digest=None):
    """Put one source into its table and its batch into load_batch; what came of it (Loaded).

    ``digest`` is a future of the file's SHA-256 where another thread computes it. Raises UserError
    as load() does.
    """
    table = inserting.Table(con, job.layout.table)
    try:
        done = inserting.insert(table, job.layout, job.source, job.header)
    except sources.WrongEncoding:
        job = again(job, scratch)
        done = inserting.insert(table, job.layout, job.source, job.header)
    columns = set(job.layout.columns)
    first, last = table.dates(done.since)
    loaded = Loaded(
        table.name,
        table.title,
        job.source.name,
        done.rows,
        done.inserted - done.replaced,
        done.replaced,
        done.duplicates,
        done.left_out,
        job.layout.unknown(job.header.cells),
        [column for column in table.types if column not in columns],
        done.faults,
        first,
        last,
    )
    con.execute(
        "INSERT INTO load_batch VALUES ($table, $file, $sha, $rows, $at, $first, $last, $note)",
        {
            "table": table.name,
            "file": job.source.name,
            "sha": digest.result() if digest else sources.sha256(job.source.path),
            "rows": done.inserted,
            "at": datetime.now(),
            "first": first,
            "last": last,
            "note": loaded.note(),
        },
    )
    return loaded


def again(job, scratch):
    """The same job on a file whose beginning alone was UTF-8: read as GB18030."""
    (source,) = sources.read(job.source.path, scratch, "gb18030")
    place = (job.header.line, job.header.delimiter)
    header = next(h for h in source.headers if (h.line, h.delimiter) == place)
    return dataclasses.replace(job, source=source, header=header)
