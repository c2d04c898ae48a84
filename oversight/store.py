"""The store: one writable ledgers file, the published claims file attached beside it, read-only.

Every read and every write names a viewer. Rows are scoped by the views of the ledgers file, which
read the viewer from variables of the cursor; the identity of insured persons is masked here, in
SQL. A page can therefore neither widen its scope nor unmask.
"""

import os
import re
import threading
from contextlib import contextmanager
from pathlib import Path

import duckdb

from oversight import audit, catalog, faults, ledgers, publishing, safekeeping
from oversight.errors import UserError

# What the query layer shows instead of a person's identity; keys are column names everywhere.
_MASKS = {
    "psn_name": "left({0}, 1) || '**'",
    "psn_no": "left({0}, 4) || '****' || right({0}, 4)",
    "certno": "repeat('*', greatest(length({0}) - 4, 0)) || right({0}, 4)",
    "mob": "left({0}, 3) || '****' || right({0}, 4)",
    "tel": "left({0}, 3) || '****' || right({0}, 4)",
}
# Who buys for another is a person like any other; of a physician the name is shown, no number.
_MASKS |= {"agnter_name": _MASKS["psn_name"]}
_MASKS |= dict.fromkeys(("agnter_certno", "prsc_dr_certno"), _MASKS["certno"])
_SIDES = re.compile("_[ab]$")
_OPEN = {}
_OPENING = threading.Lock()


def mask(frame, viewer):
    """Rows that never were in the store as ``viewer`` may see them.

    Columns named as those of _MASKS are masked, also with the ending _a or _b (two persons).
    """
    masks = [
        f"{_MASKS[_SIDES.sub('', name)].format(name)} AS {name}"
        for name in frame.columns
        if _SIDES.sub("", name) in _MASKS
    ]
    if not viewer.masked or not masks or frame.empty:
        return frame
    with duckdb.connect() as con:
        return con.execute(f"SELECT * REPLACE ({', '.join(masks)}) FROM frame").df()


def data_dir():
    """The data folder: OVERSIGHT_DATA, or data/ beside the program."""
    return Path(os.environ.get("OVERSIGHT_DATA") or Path(__file__).parent.parent / "data")


def open_store(folder=None):
    """The store of ``folder`` (default: data_dir()); one per folder in a process.

    Raises UserError when the folder or a file in it cannot be used.
    """
    folder = Path(folder or data_dir()).absolute()
    with _OPENING:
        if folder not in _OPEN:
            _OPEN[folder] = Store(folder)
        return _OPEN[folder]


class Store:
    """An open data folder. Use open_store(); close() releases the ledgers file."""

    def __init__(self, folder):
        self.folder = publishing.ensure_writable(folder)
        self.path = self.folder / "ledgers.duckdb"
        self._write_lock = threading.Lock()
        self._attach_lock = threading.Lock()
        self._attached = []
        self._statements = {}
        self._idle = {}
        self.claims = None
        # Set while ledgers are filled that nobody reads before they are opened again.
        self.unread = False
        self._con = publishing.open_file(self.path)
        try:
            with faults.blaming(self.path):
                # On a damaged file nothing is written, not even views.
                for broken in safekeeping.unreadable(self._con):
                    raise UserError(f"{broken}（python -m oversight restore 备份文件）。")
                ledgers.prepare(self._con)
            # Page queries are small: a second thread for one of them costs more than it saves.
            self._con.execute("SET threads = 1")
            self.refresh()
        except BaseException:
            self._con.close()
            raise

    def close(self):
        """Release the files; the store is opened anew by the next open_store()."""
        with _OPENING:
            _OPEN.pop(self.folder, None)
        self._con.close()

    def refresh(self):
        """Attach the newest published claims file, if it is another one. True when it changed.

        Raises UserError when the newest file is damaged or of another version; the file in force
        stays in force.
        """
        newest = publishing.current(self.folder)
        with self._attach_lock:
            if self._attached and newest == self.claims:
                return False
            con = self._con.cursor()
            name = f"claims_{newest.stem.split('-')[1]}" if newest else "claims_none"
            if newest:
                self._attach(con, newest, name)
            else:
                publishing.empty(con, name)
            self.claims = newest
            self._attached.append(name)
            self._statements.clear()
            self._idle.clear()
            self._detach_old(con)
            return True

    def _attach(self, con, path, name):
        quoted = str(path).replace("'", "''")
        try:
            con.execute(f"ATTACH '{quoted}' AS {name} (READ_ONLY)")
        except duckdb.Error as error:
            raise UserError(faults.explain_file(error, path)) from error
        try:
            with faults.blaming(path):
                publishing.check_version(con, path, name, whole=True)
        except UserError:
            con.execute(f"DETACH {name}")
            raise

    def _detach_old(self, con):
        # The last one but one stays: another session may be in the middle of a query on it.
        while len(self._attached) > 2:
            con.execute(f"DETACH {self._attached.pop(0)}")

    @property
    def claims_catalog(self):
        """Name under which the claims file in force is attached."""
        return self._attached[-1]

    @property
    def stamp(self):
        """What changes when the claims in force or the ledgers change: a key for caches."""
        seq = self._con.cursor().execute("SELECT coalesce(max(seq), 0) FROM audit").fetchone()[0]
        return f"{self.claims_catalog}:{seq}"

    def cursor(self, viewer):
        """A cursor that sees the ledgers and the claims in force, as ``viewer`` may see them."""
        cur = self._con.cursor()
        cur.execute(f"SET search_path = 'ledgers,{self.claims_catalog}'")
        cur.execute("SET VARIABLE viewer_role = $1", [viewer.role])
        cur.execute("SET VARIABLE viewer_scope = $1", [viewer.scope])
        return cur

    @contextmanager
    def _reading(self, viewer):
        """A cursor() for one query: making one takes a fifth of a small query, so they are kept."""
        idle = self._idle.setdefault((viewer, self.claims_catalog), [])
        try:
            cur = idle.pop()
        except IndexError:
            cur = self.cursor(viewer)
        yield cur
        # Not after an error: who knows in what state it is.
        idle.append(cur)

    def _execute(self, cur, name, viewer, params):
        query = catalog.get(name)
        bound = {key: params.get(key, query.defaults.get(key)) for key in query.used}
        if "as_of" in bound and bound["as_of"] is None:
            raise UserError(f"查询“{query.title}”没有给出截至日期，请先选择日期。")
        return cur.execute(self._masked(cur, query, bound, viewer), bound)

    def _masked(self, cur, query, bound, viewer):
        if not viewer.masked:
            return query.parsed
        if query.name not in self._statements:
            names = [row[0] for row in cur.execute(f"DESCRIBE {query.sql}", bound).fetchall()]
            masks = [f"{_MASKS[n].format(n)} AS {n}" for n in names if n in _MASKS]
            self._statements[query.name] = (
                f"SELECT * REPLACE ({', '.join(masks)}) FROM ({query.sql})"
                if masks
                else query.parsed
            )
        return self._statements[query.name]

    def run(self, name, viewer, **params):
        """Run a named query as ``viewer``; a pandas frame with the columns the card declares.

        Parameters the query does not use are ignored, so that a page hands all its filters to all
        its queries; an optional one left out is NULL, no restriction.
        """
        with self._reading(viewer) as cur:
            return self._execute(cur, name, viewer, params).df()

    def rows(self, name, viewer, **params):
        """As run(), but a list of dicts of Python values (Decimal, date, None)."""
        with self._reading(viewer) as cur:
            self._execute(cur, name, viewer, params)
            names = [column[0] for column in cur.description]
            return [dict(zip(names, row, strict=True)) for row in cur.fetchall()]

    @contextmanager
    def write(self, viewer, action, subject, detail=None):
        """One transaction on the ledgers: the caller's rows and their audit row, or nothing.

        Writers of this process wait for each other; ``detail`` may be filled by the caller (a
        dict) until the block ends.
        """
        detail = {} if detail is None else detail
        with self._write_lock:
            cur = self.cursor(viewer)
            cur.execute("BEGIN")
            try:
                yield cur
                audit.append(cur, viewer, action, subject, detail)
                cur.execute("COMMIT")
            except BaseException:
                cur.execute("ROLLBACK")
                raise
