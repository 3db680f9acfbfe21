"""Lists that grow item by item, many at once, and are written one after the other: kept on disk, since a clip's do not fit in
memory. Knows JSON's comma and nothing else.

Only the ends of the lists are held. Files are opened for one write each: hundreds of lists take no hundreds of open files.
"""

from pathlib import Path
from shutil import copyfileobj
from typing import TextIO

_HELD = 16 * 1024  # bytes of each list; 255 objects with three lists each hold 12 MB
_OVERHEAD = 60  # bytes of a text beside its characters: short ones, such as areas, are mostly that


class SpooledLists:
    """Lists of JSON texts by name, kept in `folder`, which the caller removes. Names are fit for files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: dict[str, list[str]] = {}
        self._sizes: dict[str, int] = {}
        self._begun: set[str] = set()

    def add(self, name: str, item: str) -> None:
        """One more at the end of that list."""
        self._held.setdefault(name, []).append(item)
        self._sizes[name] = self._sizes.get(name, 0) + len(item) + _OVERHEAD
        if self._sizes[name] > _HELD:
            self._put(name)

    def write(self, name: str, file: TextIO) -> None:
        """The whole list in brackets. It is gone afterwards, so that the disk holds it once."""
        file.write("[")
        if name in self._begun:
            with self._path(name).open(encoding="utf-8") as kept:
                copyfileobj(kept, file)
            self._path(name).unlink()
            self._begun.remove(name)
            file.write("," if self._held.get(name) else "")
        file.write(",".join(self._held.pop(name, [])) + "]")

    def _put(self, name: str) -> None:
        with self._path(name).open("a", encoding="utf-8") as kept:
            kept.write(("," if name in self._begun else "") + ",".join(self._held[name]))
        self._begun.add(name)
        self._held[name], self._sizes[name] = [], 0

    def _path(self, name: str) -> Path:
        return self._folder / name
