"""The two engines a rule must satisfy, behind one small face: load rows, read rows."""

import duckdb
import sqlglot
from sqlglot import exp

from oversight import catalog, publishing


def base_tables(sql):
    """Tables of queries/schema that a SELECT reads, through the views of queries/views."""
    views, reached, todo = catalog.load("views"), set(), publishing.tables_read(sql)
    while todo:
        name = todo.pop()
        if name in reached:
            continue
        reached.add(name)
        if f"views/{name}" in views:
            todo |= publishing.tables_read(views[f"views/{name}"].sql)
    return {name for name in reached if f"views/{name}" not in views}


class DuckDB:
    """The real schema and views, in memory."""

    def __init__(self):
        self.con = duckdb.connect()
        publishing.create_schema(self.con)
        publishing.create_views(self.con)

    def load(self, table, rows):
        """Replace a table's rows; columns a row does not name are NULL."""
        self.con.execute(f"DELETE FROM {table}")
        for row in rows:
            marks = ", ".join("?" * len(row))
            self.con.execute(
                f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", list(row.values())
            )

    def rows(self, sql, params):
        """What a SELECT returns, as dicts."""
        cursor = self.con.execute(sql, params)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


class Spark:
    """DuckDB types the rows, Spark reads them back: one schema, no second fixture."""

    def __init__(self):
        from pyspark.sql import SparkSession

        self.duckdb = DuckDB()
        self.session = (
            SparkSession.builder.master("local[1]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "1")
            .config("spark.sql.session.timeZone", "Asia/Shanghai")
            .getOrCreate()
        )
        self.viewed = set()

    def load(self, table, rows):
        """As DuckDB.load; the view keeps pointing at the table of that name."""
        self.duckdb.load(table, rows)
        relation = self.duckdb.con.table(table)
        schema = ", ".join(
            f"{name} {exp.DataType.build(str(type_), dialect='duckdb').sql('spark')}"
            for name, type_ in zip(relation.columns, relation.types, strict=True)
        )
        frame = self.session.createDataFrame(relation.fetchall(), schema)
        frame.createOrReplaceTempView(table)

    def rows(self, sql, params):
        """What the SELECT means in Spark SQL, as dicts."""
        for name in self._views(sql):
            view = catalog.get(f"views/{name}")
            self.session.sql(f"CREATE OR REPLACE TEMP VIEW {name} AS {self._spark(view.sql)}")
        return [row.asDict() for row in self.session.sql(self._spark(sql), args=params).collect()]

    def _views(self, sql):
        views = {query.stem: query.sql for query in catalog.load("views").values()}
        ordered = []

        def visit(text):
            for name in sorted(publishing.tables_read(text) & set(views)):
                visit(views[name])
                if name not in ordered:
                    ordered.append(name)

        visit(sql)
        return ordered

    @staticmethod
    def _spark(sql):
        (text,) = sqlglot.transpile(sql, read="duckdb", write="spark")
        return text
