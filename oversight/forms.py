"""Official forms: one TOML file in forms/ per form, filled from named queries as of a date.

The file says what the bureau's paper says (title, columns, fixed rows, footer); the queries give
the figures. Every cell knows the query and parameters that list the rows behind it.
"""

import tomllib
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from tempfile import TemporaryDirectory

from oversight import catalog, form_workbook, settings
from oversight.errors import UserError, toml_place

FORMS = Path(__file__).parent.parent / "forms"
TOTALS = ("none", "first", "last")
# What {…} a header text may hold.
_HEADER_WORDS = {"unit", "as_of"}


@dataclass(frozen=True)
class Column:
    """One printed column. ``width`` counts full-width characters; ``group`` is the upper label.

    ``drill`` names the query that lists the rows behind a cell: it is given the form's parameters,
    ``drill_params``, and for each of ``row_params`` the value of that query column in the row.
    An ``entered`` column is in no query: people write it. ``options`` are the only words the
    column may hold.
    """

    name: str
    label: str
    type: str
    width: float
    group: str | None = None
    align: str | None = None
    entered: bool = False
    options: tuple = ()
    drill: str | None = None
    drill_params: dict = field(default_factory=dict)
    row_params: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Balance:
    """勾稽: in every row the column ``whole`` equals the sum of the columns ``parts``."""

    whole: str
    parts: tuple


@dataclass(frozen=True)
class Form:
    """One official form as its file describes it. ``text_size`` is in points."""

    title: str
    attachment: str
    paper: str
    text_size: float
    query: str
    totals: str
    header: dict
    footer: tuple
    columns: tuple
    note: str = ""
    params: dict = field(default_factory=dict)
    balance: tuple = ()

    @property
    def measured(self):
        """Names of the columns that hold counts, the ones a 合计 row must equal the sum of."""
        return [column.name for column in self.columns if column.type == "count"]


@dataclass(frozen=True)
class Cell:
    """A value and, where rows stand behind it, the (query name, parameters) that list them."""

    value: object
    drill: tuple | None = None


@dataclass(frozen=True)
class Filled:
    """A form with its figures: ``cells[row][column]``, ``header`` as printed.

    ``total_row`` is the index of the 合计 row, None where the form has none.
    """

    form: Form
    as_of: object
    header: dict
    cells: tuple
    total_row: int | None

    @property
    def title(self):
        return self.form.title

    @property
    def columns(self):
        return self.form.columns

    @property
    def footer(self):
        return self.form.footer

    @property
    def rows(self):
        """The values alone, row by row."""
        return [[cell.value for cell in row] for row in self.cells]


def _refuse(name, what):
    raise UserError(f"表样文件 forms/{name}.toml {what}，请改正。")


def _build(name, where, kind, given):
    """``given`` as the dataclass ``kind``; keys and types it does not know are refused."""
    known = {spec.name: spec for spec in fields(kind)}
    for key, value in given.items():
        if key not in known:
            _refuse(name, f"{where}写了不认识的键“{key}”")
        wanted = {tuple: list, float: int | float}.get(known[key].type, known[key].type)
        if not isinstance(value, wanted):
            _refuse(name, f"{where}的键“{key}”写法不对")
    for key, spec in known.items():
        if key not in given and spec.default is MISSING and spec.default_factory is MISSING:
            _refuse(name, f"{where}缺少键“{key}”")
    return kind(**{k: tuple(v) if isinstance(v, list) else v for k, v in given.items()})


def _one_of(name, where, key, value, words):
    if value not in words:
        _refuse(name, f"{where}的“{key}”写的是“{value}”，只能是{'、'.join(words)}")


def _check_column(name, column, returned):
    where = f"的列 {column.name} "
    _one_of(name, where, "type", column.type, form_workbook.NUMBER_FORMATS)
    _one_of(name, where, "align", column.align, (None, *form_workbook.ALIGNMENTS))
    wanted = [*column.row_params.values(), *([] if column.entered else [column.name])]
    for source in wanted:
        if source not in returned:
            _refuse(name, f"{where}要的“{source}”不在所用查询的结果列里")
    if column.drill:
        taken = catalog.get(column.drill).params
        for param in column.drill_params | column.row_params:
            if param not in taken:
                _refuse(name, f"{where}给了查询 {column.drill} 没有的参数“{param}”")


def _check(name, form):
    query = catalog.get(form.query)
    _one_of(name, "", "totals", form.totals, TOTALS)
    _one_of(name, "", "paper", form.paper, form_workbook.PAPERS)
    for place, text in form.header.items():
        _one_of(name, "的 header ", "位置", place, form_workbook.HEADER_PLACES)
        try:
            text.format(**dict.fromkeys(_HEADER_WORDS, ""))
        except (KeyError, IndexError, ValueError, AttributeError):
            _refuse(name, f"的 header.{place} 里花括号中只能写 unit 或 as_of")
    if form.totals != "none" and "is_total" not in query.columns:
        _refuse(name, "有合计行，所用查询却没有 is_total 列")
    for param in form.params:
        if param not in query.params:
            _refuse(name, f"的 params 写了查询 {form.query} 没有的参数“{param}”")
    for column in form.columns:
        _check_column(name, column, query.columns)
    for rule in form.balance:
        for column in (rule.whole, *rule.parts):
            if column not in form.measured:
                _refuse(name, f"的 balance 写了不是条数列的“{column}”")


def parse(name, text):
    """One file's text as a Form.

    Raises UserError naming the file and the key for anything the file may not say.
    """
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        _refuse(name, f"{toml_place(error)}不合 TOML 的写法")
    for key, where, kind in (("columns", "的列", Column), ("balance", "的勾稽", Balance)):
        if isinstance(given.get(key), list):
            given[key] = [_build(name, where, kind, entry) for entry in given[key]]
    form = _build(name, "", Form, given)
    _check(name, form)
    return form


def load(folder=FORMS):
    """All forms by name, in file-name order. Raises UserError for a file that is not right."""
    paths = sorted(Path(folder).glob("*.toml"))
    return {path.stem: parse(path.stem, path.read_text("utf-8")) for path in paths}


def _cell(column, row, given, entered):
    if column.entered:
        return Cell(entered)
    if column.drill is None:
        return Cell(row[column.name])
    params = given | column.drill_params
    params |= {param: row[source] for param, source in column.row_params.items()}
    taken = catalog.get(column.drill).used
    return Cell(row[column.name], (column.drill, {k: v for k, v in params.items() if k in taken}))


def fill(store, viewer, name, as_of, campaign=None, entered=None):
    """The form ``name`` with what the ledgers knew on ``as_of`` (a date), as ``viewer`` sees it.

    ``campaign`` None counts all campaigns. ``entered`` gives the texts of the columns that people
    write, by column name; they stand in the 合计 row (in a form without one, in every row), and a
    column not given stays blank: such a text is never invented. The reporting unit is the
    viewer's own, else the bureau of the settings. Raises UserError for an unknown name or column.
    """
    known = load()
    if name not in known:
        raise UserError(f"没有名为“{name}”的表，现有：{'、'.join(known)}。")
    form, entered = known[name], entered or {}
    for key in entered:
        if key not in [column.name for column in form.columns if column.entered]:
            raise UserError(f"《{form.title}》没有由人填写的列“{key}”，请核对列名。")
    given = form.params | {"as_of": as_of, "campaign": campaign}
    rows = store.rows(form.query, viewer, **given)
    if form.totals != "none":
        rows.sort(key=lambda row: row["is_total"], reverse=form.totals == "first")
    totals = [index for index, row in enumerate(rows) if row.get("is_total")]
    unit = viewer.scope or settings.load(store.folder).bureau
    words = {"unit": unit, "as_of": f"{as_of.year}年{as_of.month}月{as_of.day}日"}
    return Filled(
        form=form,
        as_of=as_of,
        header={place: text.format(**words) for place, text in form.header.items()},
        cells=tuple(
            tuple(
                _cell(column, row, given, entered.get(column.name) if write else None)
                for column in form.columns
            )
            for row, write in ((row, not totals or row["is_total"]) for row in rows)
        ),
        total_row=totals[0] if totals else None,
    )


def check(filled):
    """勾稽 before a form leaves the house: sums, totals, words a column may hold.

    Raises UserError naming the row and the columns that do not agree.
    """
    form = filled.form
    place = {column.name: index for index, column in enumerate(form.columns)}
    label = {column.name: column.label for column in form.columns}
    for number, row in enumerate(filled.rows, start=1):
        for rule in form.balance:
            if row[place[rule.whole]] != sum(row[place[part]] for part in rule.parts):
                parts = "＋".join(label[part] for part in rule.parts)
                raise UserError(
                    f"《{form.title}》第{number}行勾稽不符：{parts} 不等于 {label[rule.whole]}，"
                    "没有导出，请先核对台账。"
                )
        for column in form.columns:
            if column.options and row[place[column.name]] not in column.options:
                raise UserError(
                    f"《{form.title}》第{number}行“{column.label}”写的是"
                    f"“{row[place[column.name]]}”，只能是{'、'.join(column.options)}。"
                )
    if filled.total_row is None:
        return
    details = [row for index, row in enumerate(filled.rows) if index != filled.total_row]
    for name in form.measured:
        if filled.rows[filled.total_row][place[name]] != sum(row[place[name]] for row in details):
            raise UserError(
                f"《{form.title}》勾稽不符：“{label[name]}”的合计不等于各行之和，"
                "没有导出，请先核对台账。"
            )


def export(filled, path):
    """Write a filled form to ``path`` as the bureau files it, and return the path.

    The file appears whole or not at all. Raises UserError when sums do not agree (check), the
    ending is not .xlsx, or the file cannot be written.
    """
    path = Path(path)
    if path.suffix.lower() != ".xlsx":
        raise UserError(f"不能导出为“{path.suffix or path.name}”，请把文件名写成以 .xlsx 结尾。")
    check(filled)
    form_workbook.write(filled, path)
    return path


def to_bytes(filled):
    """A filled form as the bytes of its xlsx file. Raises UserError as export() does."""
    with TemporaryDirectory() as folder:
        return export(filled, Path(folder) / "form.xlsx").read_bytes()
