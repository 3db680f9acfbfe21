"""Lines that come frame by frame and are wanted track by track: kept in one file beside the export, never all in memory.

The file is a list of blocks, each some lines of one track; a block begins with where the track's block before it is, so memory
does not grow with the number of blocks.
"""

from collections.abc import Hashable, Iterator
from pathlib import Path
from struct import Struct
from types import TracebackType
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
HELD_BYTES = 512 * 1024  # of lines in memory, over all tracks
_OVERHEAD = 60  # bytes of a text beside its characters: short ones, such as areas, are mostly that
_HEAD = Struct("<qq")  # where the block before is, or -1; bytes of lines that follow


class TrackSpool(Generic[Key]):
    """Used with `with`, which closes and removes the file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("w+b")
        self._end = 0
        self._newest: dict[Key, int] = {}  # each track's last block
        self._held: dict[Key, list[str]] = {}
        self._size = 0

    def add(self, key: Key, line: str) -> None:
        """To the end of the track `key`; the line without its end."""
        if key in self._held:
            self._held[key].append(line)
        else:
            self._held[key] = [line]
        self._size += len(line) + _OVERHEAD
        if self._size > HELD_BYTES:
            self._put_down()

    def keys(self) -> list[Key]:
        """Of all tracks with lines, in no particular order."""
        self._put_down()
        return list(self._newest)

    def lines(self, key: Key) -> Iterator[str]:
        """The track's, with their ends, a block at a time."""
        self._put_down()
        places, place = [], self._newest[key]
        while place >= 0:
            places.append(place)
            place = self._head(place)[0]
        for place in reversed(places):
            _, size = self._head(place)
            yield self._file.read(size).decode()

    def items(self, key: Key) -> Iterator[str]:
        """The track's lines without their ends, one by one."""
        return (line for block in self.lines(key) for line in block.splitlines())

    def _head(self, place: int) -> tuple[int, int]:
        self._file.seek(place)
        before, size = _HEAD.unpack(self._file.read(_HEAD.size))
        return before, size

    def _put_down(self) -> None:
        self._file.seek(self._end)
        for key, lines in self._held.items():
            data = ("\n".join(lines) + "\n").encode()
            self._file.write(_HEAD.pack(self._newest.get(key, -1), len(data)) + data)
            self._newest[key] = self._end
            self._end += _HEAD.size + len(data)
        self._held.clear()
        self._size = 0

    def __enter__(self) -> "TrackSpool[Key]":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._file.close()  # what is still in its buffer may find the disk full
        finally:
            self._path.unlink(missing_ok=True)
