"""A whole copy of the database while others write into it, and what a copy refers to. Knows neither tar files nor folders."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from masklet.domain.errors import InvalidInput, MaskletError
from masklet.store.faults import fault_of


@dataclass(frozen=True, slots=True)
class Referred:
    """Names of the videos' folders, and ids of the finished exports' jobs."""

    videos: frozenset[str]
    exports: frozenset[str]


def snapshot(source: Path, target: Path) -> None:
    """Copy the database as it is at one moment, readers and writers going on; the copy is one file. Raises StorageFull, StorageUnavailable."""
    with _faults(), closing(_reading(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)  # all pages in one step: one view of the store
        new.execute("PRAGMA journal_mode=DELETE").close()


def check(path: Path) -> None:
    """Raises InvalidInput where a database is damaged."""
    try:
        with closing(_reading(path)) as rows:
            found = [*rows.execute("PRAGMA integrity_check(1)"), *rows.execute("PRAGMA foreign_key_check")]
    except sqlite3.DatabaseError as error:
        raise _damaged() from error
    if found != [("ok",)]:
        raise _damaged()


def referred(path: Path) -> Referred:
    """Of any version of the tables. Raises StorageUnavailable."""
    with _faults(), closing(_reading(path)) as rows:
        videos = frozenset(row[0] for row in rows.execute("SELECT video_id FROM videos"))
        jobs = rows.execute("SELECT job_id FROM jobs WHERE kind = 'export' AND state = 'done'")
        return Referred(videos, frozenset(row[0] for row in jobs))


def _reading(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=10)


@contextmanager
def _faults() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        raise fault_of(error) or MaskletError("The database cannot be read.") from error


def _damaged() -> InvalidInput:
    return InvalidInput("The database is damaged.", reason="damagedFile")
