"""One source into its table the careful way: text first, then values, and a word on every fault.

The text goes into a staging table as it stands in the file; from there one can tell what was
wrong in which row, which rows repeat a key, and what is no row at all.
"""

from dataclasses import dataclass

import duckdb

from oversight import catalog
from oversight.errors import UserError
from oversight.inserting import Outcome, left_out, ruined

_EXAMPLES = 3
# Blanks a bureau's export may leave around a code: tabs keep Excel from reading it as a number.
_BLANK = " \t\r\n\u3000\u00a0"
_GUARD = "='\""
# What DuckDB itself reads comes first: coalesce leaves the rest to the few that it cannot.
MACROS = r"""
CREATE OR REPLACE TEMP MACRO load_number(x) AS regexp_replace(x, '[,，\s￥¥]|元$', '', 'g');
CREATE OR REPLACE TEMP MACRO load_share(x) AS
    CASE WHEN ends_with(x, '%')
         THEN CAST(TRY_CAST(rtrim(x, '%') AS DECIMAL(18, 8)) / 100 AS VARCHAR) ELSE x END;
CREATE OR REPLACE TEMP MACRO load_other_time(x) AS CASE
    WHEN regexp_full_match(x, '\d{8}') THEN try_strptime(x, '%Y%m%d')
    WHEN regexp_full_match(x, '\d{14}') THEN try_strptime(x, '%Y%m%d%H%M%S')
    -- Excel's own days since 1899-12-30; five digits are 1927 to 2173
    WHEN regexp_full_match(x, '[1-9]\d{4}(\.\d+)?')
    THEN TIMESTAMP '1899-12-30' + to_seconds(CAST(round(TRY_CAST(x AS DOUBLE) * 86400) AS BIGINT))
    ELSE try_strptime(x, [
        '%Y年%m月%d日', '%Y.%m.%d', '%Y年%m月%d日%H时%M分%S秒', '%Y年%m月%d日 %H:%M:%S',
        '%Y.%m.%d %H:%M:%S', '%Y年%m月%d日 %H:%M', '%Y.%m.%d %H:%M']) END;
CREATE OR REPLACE TEMP MACRO load_time(x) AS CASE
    WHEN coalesce(TRY_CAST(x AS TIMESTAMP), load_other_time(x)) >= TIMESTAMP '1900-01-01'
    THEN coalesce(TRY_CAST(x AS TIMESTAMP), load_other_time(x)) END;
"""


class WrongEncoding(Exception):
    """The text turned out not to be UTF-8 below its beginning."""


@dataclass(frozen=True)
class Fault:
    """Something in a file that did not go in: values of a column, or, without one, rows.

    ``examples`` are (row in the file, text); ``count`` is how many there are in all.
    """

    file: str
    column: str | None
    label: str
    reason: str
    count: int
    examples: tuple

    def sentence(self):
        """The fault in Chinese, with its first places."""
        places = "；".join(
            f"第 {row} 行“{text}”" if text else f"第 {row} 行" for row, text in self.examples
        )
        what = f"{self.label} {self.column} " if self.column else ""
        end = "已留空" if self.column else "未入库"
        return f"{self.file} {what}{self.reason}，{end}，共 {self.count} 处：{places}"


def careful(table, layout, source, header):
    """Insert the source by way of a staging table; the Outcome with all its faults.

    Raises UserError where a key is ruined, or where rows cannot be told apart; WrongEncoding where
    the text is not UTF-8.
    """
    return _Careful(table, layout, source, header).run()


class _Careful:
    def __init__(self, table, layout, source, header):
        self.table, self.layout, self.source, self.header = table, layout, source, header
        self.con = table.con
        self.outcome = Outcome()
        self.bound = {}
        self.broken = []

    def run(self):
        """Stage, look, insert."""
        self.con.execute(MACROS)
        self._stage()
        self._find_odd()
        self.texts = {c: self._text(c) for c in self.layout.places}
        self.values = {c: self._value(c) for c in self.layout.columns}
        self._check_keys()
        self._count_left_out()
        self._count_faults()
        self._insert()
        self.con.execute("DROP TABLE load_stage")
        return self.outcome

    def _stage(self):
        relation, bound = self.source.relation(self.header, self.layout.missing, rejects=True)
        columns = ", ".join(f"c{place} AS {c}" for c, place in self.layout.places.items())
        try:
            self.con.execute(
                f"CREATE OR REPLACE TEMP TABLE load_stage AS SELECT {columns} FROM {relation}",
                bound,
            )
        except duckdb.Error as error:
            raise UserError(
                f"文件 {self.source.name} 读到一半出错，可能已损坏，请重新导出后再装载。"
            ) from error
        if "rejects" in bound:
            self._rejected()
        empty = " AND ".join(f"{c} IS NULL" for c in self.layout.places)
        self.con.execute(f"DELETE FROM load_stage WHERE {empty}")
        self.outcome.rows = self._one("SELECT count(*) FROM load_stage")[0]
        if self.outcome.rows == 0 and self.broken:
            raise UserError(
                f"文件 {self.source.name} 没有一行能分成 {len(self.header.cells)} 列，"
                "请核对分隔符和引号后再装载。"
            )

    def _rejected(self):
        found = self.con.execute("SELECT line, error_type FROM reject_errors ORDER BY line")
        rejected = dict(found.fetchall())
        self.con.execute("DROP TABLE reject_errors")
        self.con.execute("DROP TABLE reject_scans")
        if "INVALID ENCODING" in rejected.values():
            raise WrongEncoding
        self.broken = list(rejected)
        if self.broken:
            width = len(self.header.cells)
            self._fault(
                None,
                f"引号不成对或分不成 {width} 列",
                len(self.broken),
                [(line, None) for line in self.broken[:_EXAMPLES]],
            )
            self.outcome.left_out += len(self.broken)

    def _find_odd(self):
        """Which columns hold outer blanks, guards against Excel, or numbers Excel ruined."""
        columns = list(self.layout.places)
        tests = [
            f"bool_or({c} <> trim({c}) OR contains({c}, chr(9)) OR contains({c}, chr(12288))), "
            f"bool_or(starts_with({c}, '=\"') OR starts_with({c}, '''')), bool_or({ruined(c)})"
            for c in columns
        ]
        found = self._one(f"SELECT {', '.join(tests)} FROM load_stage")
        self.padded = {c for c, odd in zip(columns, found[0::3], strict=True) if odd}
        self.guarded = {c for c, odd in zip(columns, found[1::3], strict=True) if odd}
        self.ruined = {c for c, odd in zip(columns, found[2::3], strict=True) if odd}

    def _text(self, column):
        text = column
        if column in self.padded | self.guarded:
            self.bound["blank"], self.bound["guard"] = _BLANK, _BLANK + _GUARD
            text = f"nullif(trim({column}, ${'guard' if column in self.guarded else 'blank'}), '')"
        if column in self.layout.first:
            self.bound[f"part_{column}"] = self.layout.first[column]
            text = f"nullif(trim(split_part({text}, $part_{column}, 1)), '')"
        return text

    def _value(self, column):
        kind = self.table.types[column]
        if column in self.layout.constants:
            self.bound[f"is_{column}"] = self.layout.constants[column]
            return f"CAST($is_{column} AS {kind})"
        text = self.texts[column]
        if column in self.layout.values:
            codes = self.layout.values[column]
            self.bound[f"from_{column}"] = list(codes)
            self.bound[f"to_{column}"] = list(codes.values())
            text = f"$to_{column}[list_position($from_{column}, {text})]"
        if kind == "DATE":
            return f"CAST(load_time({text}) AS DATE)"
        if kind == "TIMESTAMP":
            return f"load_time({text})"
        if kind != "VARCHAR":
            other = f"TRY_CAST(load_share(load_number({text})) AS {kind})"
            return f"coalesce(TRY_CAST({text} AS {kind}), {other})"
        if column in self.ruined and column not in self.layout.values:
            return f"CASE WHEN NOT {ruined(text)} THEN {text} END"
        return text

    def _check_keys(self):
        for key in self.table.key:
            if key not in self.ruined or self.table.types[key] != "VARCHAR":
                continue
            row, text = self._examples(ruined(self.texts[key]), self.texts[key], 1)[0]
            raise UserError(
                f"文件 {self.source.name} 第 {row} 行的{self.table.labels[key]} {key} 是“{text}”，"
                "长编号被 Excel 改成了科学计数，请从系统重新导出并以文本格式保存后再装载。"
            )

    def _count_left_out(self):
        self.dropped = left_out(self.table, self.layout, self.values)
        count = self._one(f"SELECT count(*) FROM load_stage WHERE {self.dropped}")[0]
        if count:
            first = self._examples(self.dropped, "NULL", _EXAMPLES)
            self._fault(None, "没有主键或是合计行", count, first)
            self.outcome.left_out += count

    def _count_faults(self):
        columns = list(self.layout.places)
        wrong = {c: f"{self.texts[c]} IS NOT NULL AND {self.values[c]} IS NULL" for c in columns}
        keep = f"NOT {self.dropped}"
        counts = ", ".join(f"count(*) FILTER ({wrong[c]})" for c in columns)
        found = self._one(f"SELECT {counts} FROM load_stage WHERE {keep}")
        for column, count in zip(columns, found, strict=True):
            if count:
                condition = f"{keep} AND {wrong[column]}"
                first = self._examples(condition, self.texts[column], _EXAMPLES)
                self._fault(column, self._reason(column), count, first)

    def _reason(self, column):
        if column in self.layout.values:
            return "不在对照表里"
        kind = self.table.types[column]
        if kind in ("DATE", "TIMESTAMP"):
            return "不是存在的日期"
        return "是被 Excel 改成科学计数的编号" if kind == "VARCHAR" else f"不是数或超出 {kind}"

    def _insert(self):
        table, columns = self.table, self.layout.columns
        keys = [k for k in table.key if k in columns]
        values = ", ".join(f"{self.values[c]} AS {c}" for c in columns)
        rows = f"SELECT rowid AS load_row, {values} FROM load_stage WHERE NOT {self.dropped}"
        total, different = self._one(
            f"SELECT count(*), count(DISTINCT hash({', '.join(keys)})) FROM ({rows})"
        )
        last = ""
        if different < total:
            if len(keys) < len(table.key):
                lacking = "、".join(f"{table.labels[k]} {k}" for k in table.key if k not in keys)
                raise UserError(
                    f"文件 {self.source.name} 缺少主键列{lacking}，其余主键列分不清各行，"
                    "请补上该列或用 --mapping 给出对照后再装载。"
                )
            last = (
                f" QUALIFY row_number() OVER (PARTITION BY {', '.join(keys)} "
                "ORDER BY load_row DESC) = 1"
            )
        since = self.outcome.since = table.next_row()
        inserted = self._one(
            f"INSERT INTO {table.name} ({', '.join(columns)}) "
            f"SELECT {', '.join(columns)} FROM ({rows}){last}"
        )[0]
        self.outcome.duplicates = total - inserted
        self.outcome.inserted = inserted
        self.outcome.replaced = table.drop_older(since)

    def _examples(self, condition, text, count):
        found = self.con.execute(
            f"SELECT rowid, {text} FROM load_stage WHERE {condition} ORDER BY rowid LIMIT {count}",
            self._used(f"{condition} {text}"),
        ).fetchall()
        return [(self._row(rowid), text) for rowid, text in found]

    def _row(self, rowid):
        """The row of the file, counting the header lines and the lines that did not split."""
        row = self.header.line + rowid + 1
        for line in self.broken:
            row += line <= row
        return row

    def _fault(self, column, reason, count, examples):
        label = self.table.labels[column] if column else ""
        self.outcome.faults.append(
            Fault(self.source.name, column, label, reason, count, tuple(examples))
        )

    def _one(self, sql):
        return self.con.execute(sql, self._used(sql)).fetchone()

    def _used(self, sql):
        return {name: self.bound[name] for name in catalog.parameters(sql)}
