"""What a source put into its table is looked over: blanks go, rows that are none go, and a word
is said on every fault.

The rows are in the table already (oversight/inserting.py), in the order of the file, and what is
odd is rare: to look costs a scan of columns in DuckDB's own form, to mend touches only the odd.
"""

from dataclasses import dataclass

from oversight import catalog, since
from oversight.errors import UserError

TOTALS = ("合计", "总计", "小计")
# Where a fund report is one line per direction, the subject of that line is called 合计.
_SUBJECT = "subj_name"
# Blanks a bureau's export may leave around a code: tabs keep Excel from reading it as a number.
BLANKS = " \t\r\n\u3000\u00a0"
# '001 and ="001" are meant for Excel too.
GUARDS = ("'", '="')
_RUINED = r"[0-9]+(\.[0-9]+)?[eE]\+[0-9]+"
_EXAMPLES = 3


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


def mend(table, layout, source, header, outcome, doubted, broken):
    """Look over the rows from ``outcome.since`` on and mend them; the outcome, filled in.

    ``doubted`` are the columns whose unread texts stand in load_odd, ``broken`` the lines of the
    file that did not split. Raises UserError where a key is ruined or rows cannot be told apart.
    """
    return _Mending(table, layout, source, header, outcome, doubted, broken).run()


class _Mending:
    def __init__(self, table, layout, source, header, outcome, doubted, broken):
        self.table, self.layout, self.source, self.header = table, layout, source, header
        self.con, self.outcome, self.broken = table.con, outcome, broken
        self.place = {column: number + 1 for number, column in enumerate(doubted)}
        self.texts = [
            c for c in layout.places if table.types[c] == "VARCHAR" and c not in layout.values
        ]
        self.keys = [k for k in table.key if k in layout.columns]
        self.new = f"rowid >= {outcome.since}"

    def run(self):
        """Look, tell, mend."""
        self.base, all_rows = self._one(
            f"SELECT min(rowid), count(*) FROM {self.table.name} WHERE {self.new}"
        )
        self._tell_broken()
        ruined = self._clean()
        self._check_keys(ruined)
        dropped = left_out(self.table, self.keys)
        different, kept, with_odd = self._one(
            f"SELECT count(DISTINCT hash({', '.join(self.keys)})) FILTER (NOT {dropped}), "
            f"count(*) FILTER (NOT {dropped}), count(load_odd) "
            f"FROM {self.table.name} WHERE {self.new}"
        )
        self.outcome.rows = all_rows
        if kept < all_rows:
            self._drop(dropped, all_rows - kept)
        if self.outcome.rows == 0 and self.broken:
            raise UserError(
                f"文件 {self.source.name} 没有一行能分成 {len(self.header.cells)} 列，"
                "请核对分隔符和引号后再装载。"
            )
        self._tell_values(ruined, with_odd)
        if different < kept:
            self._keep_last()
        self.outcome.inserted = kept - self.outcome.duplicates
        since.note_change(self.con, catalog.get(f"schema/{self.table.name}"), self.outcome.since)
        self.outcome.replaced = self.table.drop_older(self.outcome.since)
        return self.outcome

    def _tell_broken(self):
        if self.broken:
            self._fault(
                None,
                f"引号不成对或分不成 {len(self.header.cells)} 列",
                len(self.broken),
                [(line, None) for line in self.broken[:_EXAMPLES]],
            )
            self.outcome.left_out += len(self.broken)

    def _clean(self):
        """Take blanks and guards off the texts; the columns with numbers that Excel ruined."""
        # A column at a time, as a filter: a third of what one scan of all of them costs.
        for column in self.texts:
            if self._any(_outer(column)):
                self.con.execute(
                    f"UPDATE {self.table.name} SET {column} = load_clean({column}) "
                    f"WHERE {self.new} AND ({_outer(column)})"
                )
        return [column for column in self.texts if self._any(ruined(column))]

    def _any(self, condition):
        return self._one(
            f"SELECT 1 FROM {self.table.name} WHERE {self.new} AND ({condition}) LIMIT 1"
        )

    def _check_keys(self, ruined_columns):
        for key in self.keys:
            if key in ruined_columns:
                row, text = self._examples(ruined(key), key, 1)[0]
                where = f"文件 {self.source.name} 第 {row} 行的{self.table.labels[key]} {key}"
                raise UserError(
                    f"{where} 是“{text}”，长编号被 Excel 改成了科学计数，"
                    "请从系统重新导出并以文本格式保存后再装载。"
                )

    def _drop(self, dropped, count):
        """Rows of totals or without a key go; those without anything are not even told."""
        unread = "coalesce(list_count(load_odd), 0) = 0"
        empty = " AND ".join([*(f"{c} IS NULL" for c in self.layout.places), unread])
        nothing = self._one(f"SELECT count(*) FROM {self.table.name} WHERE {self.new} AND {empty}")[
            0
        ]
        self.outcome.rows -= nothing
        if count > nothing:
            first = self._examples(f"{dropped} AND NOT ({empty})", "NULL", _EXAMPLES)
            self._fault(None, "没有主键或是合计行", count - nothing, first)
            self.outcome.left_out += count - nothing
        self.con.execute(f"DELETE FROM {self.table.name} WHERE {self.new} AND {dropped}")

    def _tell_values(self, ruined_columns, with_odd):
        for column in self.layout.places:
            if column in self.place and with_odd:
                text = f"load_odd[{self.place[column]}]"
                self._tell(column, f"{text} IS NOT NULL", text)
            elif column in ruined_columns:
                self._tell(column, ruined(column), column)
                self.con.execute(
                    f"UPDATE {self.table.name} SET {column} = NULL "
                    f"WHERE {self.new} AND {ruined(column)}"
                )

    def _tell(self, column, condition, text):
        count = self._one(
            f"SELECT count(*) FROM {self.table.name} WHERE {self.new} AND {condition}"
        )[0]
        if count:
            first = self._examples(condition, text, _EXAMPLES)
            self._fault(column, self._reason(column), count, first)

    def _reason(self, column):
        if column in self.layout.values:
            return "不在对照表里"
        kind = self.table.types[column]
        if kind in ("DATE", "TIMESTAMP"):
            return "不是存在的日期"
        return "是被 Excel 改成科学计数的编号" if kind == "VARCHAR" else f"不是数或超出 {kind}"

    def _keep_last(self):
        """Of the rows that bear the same key the last of the file stays."""
        if len(self.keys) < len(self.table.key):
            labels = self.table.labels
            lacking = "、".join(f"{labels[k]} {k}" for k in self.table.key if k not in self.keys)
            raise UserError(
                f"文件 {self.source.name} 缺少主键列{lacking}，其余主键列分不清各行，"
                "请补上该列或用 --mapping 给出对照后再装载。"
            )
        name, keys = self.table.name, ", ".join(self.keys)
        self.outcome.duplicates = self._one(
            f"DELETE FROM {name} WHERE rowid IN (SELECT rowid FROM {name} "
            f"WHERE {self.new} AND hash({keys}) IN (SELECT hash({keys}) FROM {name} "
            f"WHERE {self.new} GROUP BY 1 HAVING count(*) > 1) "
            f"QUALIFY row_number() OVER (PARTITION BY {keys} ORDER BY rowid DESC) > 1)"
        )[0]

    def _examples(self, condition, text, count):
        found = self.con.execute(
            f"SELECT rowid, {text} FROM {self.table.name} WHERE {self.new} AND {condition} "
            f"ORDER BY rowid LIMIT {count}"
        ).fetchall()
        return [(self._row(rowid), text) for rowid, text in found]

    def _row(self, rowid):
        """The row of the file, counting the header lines and the lines that did not split."""
        row = self.header.line + rowid - self.base + 1
        for line in self.broken:
            row += line <= row
        return row

    def _fault(self, column, reason, count, examples):
        label = self.table.labels[column] if column else ""
        self.outcome.faults.append(
            Fault(self.source.name, column, label, reason, count, tuple(examples))
        )

    def _one(self, sql):
        return self.con.execute(sql).fetchone()


def _outer(text):
    """SQL that is true for a text with a blank or a guard around it, quick where none has one.

    Comparisons, not functions, where they will do: DuckDB answers them from a column's own
    statistics. Below “!” are only blanks.
    """
    begins = [*GUARDS, *(blank for blank in BLANKS if blank > "!")]
    ranges = [f"({text} >= '{_quoted(b)}' AND {text} < '{_quoted(_after(b))}')" for b in begins]
    ends = [f"suffix({text}, '{blank}')" for blank in BLANKS]
    return " OR ".join([f"{text} < '!'", *ranges, *ends])


def _after(text):
    """The first text that begins otherwise and comes later."""
    return text[:-1] + chr(ord(text[-1]) + 1)


def _quoted(text):
    return text.replace("'", "''")


def ruined(text):
    """SQL that is true for a number as Excel writes a code too long for it: 1.23E+17."""
    return (
        f"CASE WHEN contains({text}, 'E+') OR contains({text}, 'e+') "
        f"THEN regexp_full_match({text}, '{_RUINED}') ELSE false END"
    )


def left_out(table, keys):
    """SQL that is true for a row without any of the keys and for a row of totals."""
    codes = [k for k in keys if k != _SUBJECT] or keys
    words = ", ".join(f"'{word}'" for word in TOTALS)
    nothing = " AND ".join(f"{key} IS NULL" for key in codes)
    totals = [
        f"coalesce({key} IN ({words}), false)" for key in codes if table.types[key] == "VARCHAR"
    ]
    return f"(({nothing}){''.join(f' OR {total}' for total in totals)})"
