"""Shapes that make up objects, drawn over each other in an order that is not the file's: kept on disk until all are there."""

import sqlite3
from collections.abc import Iterator
from itertools import groupby
from types import TracebackType

import numpy as np

from masklet.domain.masklet import Rle
from masklet.masks import rle

_TABLE = """CREATE TABLE shapes (object INTEGER, number INTEGER, height INTEGER, width INTEGER, z INTEGER, place INTEGER,
    erases INTEGER, counts BLOB, PRIMARY KEY (object, number, height, width, z, place)) WITHOUT ROWID"""


class Drawn:
    """Shapes by object and frame number. Used with `with`; the database is a temporary one that SQLite removes."""

    def __init__(self) -> None:
        self._rows = sqlite3.connect("", isolation_level=None)
        for pragma in ("journal_mode = OFF", "synchronous = OFF"):
            self._rows.execute(f"PRAGMA {pragma}")
        self._rows.execute(_TABLE)
        self._rows.execute("BEGIN")
        self._place = 0

    def add(self, slot: int, number: int, mask: Rle, z: int, erases: bool) -> None:
        """One that lies above those of a lower `z`, and above those of the same that came before; `erases`: it is a hole in them.

        Its run lengths are trusted.
        """
        self._place += 1
        row = (slot, number, mask.height, mask.width, z, self._place, int(erases), mask.counts.encode("ascii"))
        self._rows.execute("INSERT INTO shapes VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)

    def masks(self) -> Iterator[tuple[int, int, Rle]]:
        """(slot, number, mask), by slot and number."""
        rows = self._rows.execute(
            "SELECT object, number, height, width, erases, counts FROM shapes ORDER BY 1, 2, 3, 4, z, place"
        )
        for (slot, number, height, width), shapes in groupby(rows, key=lambda row: row[:4]):
            drawn = [(Rle(height, width, counts.decode("ascii")), bool(erases)) for *_, erases, counts in shapes]
            yield slot, number, over(drawn)

    def __enter__(self) -> "Drawn":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._rows.close()


def over(shapes: list[tuple[Rle, bool]]) -> Rle:
    """All of one size, drawn from the first to the last; those that are marked erase."""
    first, erases = shapes[0]
    if len(shapes) == 1 and not erases:
        return first
    bits = np.zeros((first.height, first.width), np.bool_)
    for mask, erases in shapes:
        bits[rle.decode(mask)] = not erases
    return rle.encode(bits)
