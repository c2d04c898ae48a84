"""The two engines a rule or view must satisfy, behind one small face: load rows, read rows."""

import duckdb
import sqlglot
from sqlglot import exp

from oversight import catalog, claims_schema, publishing, sql_reading
from tests import cases


def base_tables(sql):
    """Tables of queries/schema that a SELECT reads, through the views of queries/views."""
    views, reached, todo = catalog.load("views"), set(), set(sql_reading.tables_read(sql))
    while todo:
        name = todo.pop()
        if name in reached:
            continue
        reached.add(name)
        if f"views/{name}" in views:
            todo |= sql_reading.tables_read(views[f"views/{name}"].sql)
    # The calendar is not loaded: every claims file has it.
    return {name for name in reached if f"views/{name}" not in views} - {"cal_day"}


class DuckDB:
    """The real schema and views, in memory."""

    def __init__(self):
        self.con = duckdb.connect()
        claims_schema.create(self.con)
        publishing.create_views(self.con)

    def load(self, table, rows):
        """Replace a table's rows; columns a row does not name are NULL."""
        self.con.execute(f"DELETE FROM {table}")
        cases.insert(self.con, table, rows)

    def rows(self, sql, params):
        """What a SELECT returns, as dicts."""
        cursor = self.con.execute(sql, params)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


class Spark:
    """The same SELECT in Spark SQL. DuckDB keeps the tables, and what the views make of them.

    A view is proved on Spark by its own cases; a rule reads what DuckDB makes of it, so that a
    small case does not plan every view again.
    """

    def __init__(self):
        from pyspark.sql import SparkSession

        self.duckdb = DuckDB()
        self.session = (
            SparkSession.builder.master("local[1]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "1")
            .config("spark.sql.session.timeZone", "Asia/Shanghai")
            # A handful of rows a query: compiling code for them takes longer than reading them.
            .config("spark.sql.codegen.wholeStage", "false")
            .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
            .config("spark.sql.adaptive.enabled", "false")
            .getOrCreate()
        )

    def load(self, table, rows):
        """As DuckDB.load."""
        self.duckdb.load(table, rows)

    def rows(self, sql, params):
        """What the SELECT means in Spark SQL, as dicts."""
        for name in sql_reading.tables_read(sql):
            self._show(name)
        (text,) = sqlglot.transpile(sql, read="duckdb", write="spark")
        return [row.asDict() for row in self.session.sql(text, args=params).collect()]

    def _show(self, name):
        relation = self.duckdb.con.table(name)
        schema = ", ".join(
            f"{column} {exp.DataType.build(str(type_), dialect='duckdb').sql('spark')}"
            for column, type_ in zip(relation.columns, relation.types, strict=True)
        )
        frame = self.session.createDataFrame(relation.fetchall(), schema)
        frame.createOrReplaceTempView(name)
