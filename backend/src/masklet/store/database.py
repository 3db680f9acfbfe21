"""One SQLite file: how it is opened, migrated, read and written. Knows nothing of what the tables hold."""

import contextlib
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session as OrmSession

from masklet.store.faults import fault_of
from masklet.store.migrate import is_current, migrate
from masklet.store.transaction import Transaction

_SYNC_EVERY_S = 1.0
_WRITE_PROBLEMS = {
    sqlite3.SQLITE_BUSY: "The database is locked.",
    sqlite3.SQLITE_FULL: "The database finds no room on the disk.",
    sqlite3.SQLITE_READONLY: "The database may not be written to.",
    sqlite3.SQLITE_CANTOPEN: "The database cannot be opened.",
}


class Database:
    """The store of rows. Thread-safe: any number of readers beside one writer.

    Durable means that a commit survives the death of every process. A write marked durable survives a power cut too,
    and so does every write before it; the others are at most about a second behind.
    """

    def __init__(self, path: Path, busy_s: float = 10.0) -> None:
        """`busy_s`: how long another program's lock is waited for."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._engine = create_engine(f"sqlite:///{path}", pool_size=16, max_overflow=-1)
        event.listen(self._engine, "connect", lambda connection, _record: _on_connect(connection, busy_s))
        event.listen(self._engine, "begin", _on_begin)
        self._lazy = self._engine.execution_options(begin="IMMEDIATE", synchronous="NORMAL")
        self._synced = self._engine.execution_options(begin="IMMEDIATE", synchronous="FULL")
        self._write_lock = threading.Lock()
        self._synced_at = 0.0

    def migrate(self) -> None:
        """Bring the tables to this program's version. Raises DataTooNew when they are already past it."""
        with self._errors(), self._lazy.begin() as connection:
            migrate(connection)

    def is_current(self) -> bool:
        """Whether the tables are this program's. Changes nothing. Raises DataTooNew."""
        with self._errors(), self._engine.connect() as connection:
            return is_current(connection)

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """A consistent view of all tables. Raises StorageUnavailable."""
        with self._errors(), OrmSession(self._engine) as session:
            yield Transaction(session)

    @contextmanager
    def write(self, durable: bool = False) -> Iterator[Transaction]:
        """A transaction, committed at the end of the block. Raises StorageFull, StorageUnavailable."""
        with self._write_lock, self._errors():
            engine = self._engine_for(durable)
            with OrmSession(engine) as session, session.begin():
                yield Transaction(session)

    def write_problem(self, timeout_s: float) -> str | None:
        """Why nothing can be written now, or None: writes a number that is there over itself, on a connection of its own."""
        try:
            with contextlib.closing(
                sqlite3.connect(f"{self._path.absolute().as_uri()}?mode=rw", timeout=timeout_s, uri=True)
            ) as connection:
                connection.isolation_level = None
                connection.execute("BEGIN IMMEDIATE")
                connection.execute(f"PRAGMA user_version={self._user_version(connection)}")
                connection.execute("COMMIT")
        except sqlite3.Error as error:
            code = getattr(error, "sqlite_errorcode", None) or 0
            return _WRITE_PROBLEMS.get(code & 0xFF, "The database cannot be written.")
        return None

    @staticmethod
    def _user_version(connection: sqlite3.Connection) -> int:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])

    def close(self) -> None:
        """Close the connections that are not in use."""
        self._engine.dispose()

    def _engine_for(self, durable: bool) -> Engine:
        """A synced commit carries the earlier ones with it, so one a second bounds what a power cut can cost."""
        now = time.monotonic()
        if durable or now - self._synced_at > _SYNC_EVERY_S:
            self._synced_at = now
            return self._synced
        return self._lazy

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            fault = fault_of(error.orig)
            if fault is None:
                raise
            raise fault from error


def _on_connect(connection: sqlite3.Connection, busy_s: float) -> None:
    # recursive_triggers: a row that REPLACE removes is kept for the history like any other.
    # Transactions are begun by us: the driver would begin them too late for a consistent view.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        f"busy_timeout={round(busy_s * 1000)}",
        "foreign_keys=ON",
        "recursive_triggers=ON",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _on_begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if "synchronous" in options:
        connection.exec_driver_sql(f"PRAGMA synchronous={options['synchronous']}")
    connection.exec_driver_sql(f"BEGIN {options.get('begin', 'DEFERRED')}")
