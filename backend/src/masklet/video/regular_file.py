"""Opens files that may be anything: a pipe would be waited for, a device read for ever; only regular files are read."""

import errno
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


class LentFile:
    """An opened file for FFmpeg, which asks damaged files for places before their beginning: told as an error number, not raised.

    `is_ours`: FFmpeg never closes what it was given, so it is closed with its last reference.
    """

    def __init__(self, file: IO[bytes], is_ours: bool) -> None:
        self._file, self._is_ours = file, is_ours
        self.read, self.tell = file.read, file.tell

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """The new place, or -EINVAL."""
        try:
            return self._file.seek(offset, whence)
        except (OSError, ValueError, OverflowError):
            return -errno.EINVAL

    def __del__(self) -> None:
        if self._is_ours:
            self._file.close()
