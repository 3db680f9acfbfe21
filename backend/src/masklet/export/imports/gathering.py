"""Masks that come in a file's order and are wanted frame by frame: kept in a small database beside the result, not in memory."""

import sqlite3
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from types import TracebackType

from masklet.domain.masklet import FrameMasks, ObjectMask, Rle
from masklet.domain.runs import Runs
from masklet.masks import rle

_EVERY = -1  # in the place of an object
_TABLES = (
    "CREATE TABLE masks (number INTEGER, object INTEGER, counts BLOB, PRIMARY KEY (number, object)) WITHOUT ROWID",
    "CREATE TABLE spoken (number INTEGER, object INTEGER, PRIMARY KEY (number, object)) WITHOUT ROWID",
)
_SEEN = "SELECT number FROM masks WHERE object = ?"
_HIDDEN = f"""
    SELECT DISTINCT number FROM spoken
    WHERE object IN (?1, {_EVERY}) AND number NOT IN (SELECT number FROM masks WHERE object = ?1)
"""
_RUNS = """
    SELECT MIN(number), MAX(number) FROM (
        SELECT number, number - ROW_NUMBER() OVER (ORDER BY number) AS island FROM ({numbers}))
    GROUP BY island ORDER BY 1
"""


class Gathering:
    """Masks by (frame number, object), each once. Used with `with`, which removes the file."""

    def __init__(self, path: Path, height: int, width: int) -> None:
        self._path, self._height, self._width = path, height, width
        path.unlink(missing_ok=True)
        self._rows = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode = OFF", "synchronous = OFF"):
            self._rows.execute(f"PRAGMA {pragma}")
        for table in _TABLES:
            self._rows.execute(table)
        self._rows.execute("BEGIN")

    def add(self, number: int, object_id: int, mask: Rle) -> bool:
        """False where the object had a mask there already: the two become one."""
        insert = "INSERT OR IGNORE INTO masks VALUES (?, ?, ?)"
        if self._rows.execute(insert, (number, object_id, mask.counts.encode("ascii"))).rowcount:
            return True
        found = self._rows.execute("SELECT counts FROM masks WHERE number = ? AND object = ?", (number, object_id))
        both = rle.union(self._rle(found.fetchone()[0]), mask).counts.encode("ascii")
        self._rows.execute("UPDATE masks SET counts = ? WHERE number = ? AND object = ?", (both, number, object_id))
        return False

    def speak(self, numbers: range, object_id: int = _EVERY) -> None:
        """The file says of these frames what is on them, or whether one object is."""
        rows = ((number, object_id) for number in numbers)
        self._rows.executemany("INSERT OR IGNORE INTO spoken VALUES (?, ?)", rows)

    def keep_first(self) -> None:
        """Only the first mask of each object."""
        firsts = "SELECT MIN(number), object FROM masks GROUP BY object"
        self._rows.execute(f"DELETE FROM masks WHERE (number, object) NOT IN ({firsts})")

    def extent(self) -> tuple[int, int] | None:
        """The lowest and the highest number that is spoken of or holds a mask."""
        numbers = "SELECT number FROM masks UNION ALL SELECT number FROM spoken"
        low, high = self._rows.execute(f"SELECT MIN(number), MAX(number) FROM ({numbers})").fetchone()
        return None if low is None else (low, high)

    def beyond(self, lowest: int, highest: int) -> Iterator[int]:
        """Numbers with a mask below or above these, ascending."""
        query = "SELECT DISTINCT number FROM masks WHERE number < ? OR number > ? ORDER BY number"
        return (int(number) for (number,) in self._rows.execute(query, (lowest, highest)))

    def drop_beyond(self, lowest: int, highest: int) -> None:
        """Remove what is below or above these numbers."""
        for table in ("masks", "spoken"):
            self._rows.execute(f"DELETE FROM {table} WHERE number < ? OR number > ?", (lowest, highest))

    def counts(self) -> dict[int, int]:
        """By object how many masks it has."""
        return dict(self._rows.execute("SELECT object, COUNT(*) FROM masks GROUP BY object"))

    def seen(self, object_id: int) -> Runs:
        """The runs of numbers with a mask of the object."""
        return self._runs(_SEEN, object_id)

    def hidden(self, object_id: int) -> Runs:
        """The runs of numbers that are spoken of and hold no mask of the object."""
        return self._runs(_HIDDEN, object_id)

    def _runs(self, numbers: str, object_id: int) -> Runs:
        found = self._rows.execute(_RUNS.format(numbers=numbers), (object_id,))
        return tuple((first, last) for first, last in found)

    def frames(self) -> Iterator[FrameMasks]:
        """By number, ascending, which stands as the frame index."""
        query = "SELECT number, object, counts FROM masks ORDER BY number, object"
        for number, rows in groupby(self._rows.execute(query), key=lambda row: row[0]):
            yield FrameMasks(number, {key: ObjectMask(self._rle(counts), 1.0) for _, key, counts in rows})

    def _rle(self, counts: bytes) -> Rle:
        return Rle(self._height, self._width, counts.decode("ascii"))

    def __enter__(self) -> "Gathering":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._rows.close()
        self._path.unlink(missing_ok=True)
