"""Who uses a data folder: servers share it, what must not happen beside them asks to have it alone. Knows no rows."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

NAME = ".in-use"


class ServerMark:
    """Held while a process serves the folder; the system lets go of it when the process dies, however it does."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME
        self._file: BinaryIO | None = None

    def hold(self) -> None:
        """Waits for the moment that somebody has the folder alone. Raises OSError."""
        if self._file is None:
            self._file = self._path.open("ab")
            fcntl.flock(self._file, fcntl.LOCK_SH)

    def release(self) -> None:
        """Holding none is no error."""
        if self._file is not None:
            self._file.close()
            self._file = None


@contextmanager
def alone(folder: Path) -> Iterator[bool]:
    """True in the block where nobody serves the folder, nor begins to until it ends; False where somebody does."""
    with (folder / NAME).open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def is_served(folder: Path) -> bool:
    """Whether a server uses the folder now. Makes nothing."""
    if not (folder / NAME).is_file():
        return False
    with (folder / NAME).open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
