"""Opens files that may be anything: a pipe would be waited for, a device read for ever; only regular files are read."""

import os
import stat
from pathlib import Path
from typing import IO

from masklet.domain.errors import VideoUnreadable


def open_regular(path: Path) -> IO[bytes]:
    """The file; the caller closes it. Raises VideoUnreadable for what is no regular file, OSError as `open` does."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)  # a pipe without a writer opens at once
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise VideoUnreadable("This is no file with a video in it, but a folder, a pipe or a device.", reason="noVideo")
    return os.fdopen(descriptor, "rb")


class RegularFile:
    """One for a library that is given a file and never closes it: it is closed with its last reference."""

    def __init__(self, path: Path) -> None:
        """As `open_regular`."""
        self._file = open_regular(path)
        self.read, self.seek, self.tell = self._file.read, self._file.seek, self._file.tell

    def __del__(self) -> None:
        if hasattr(self, "_file"):
            self._file.close()
