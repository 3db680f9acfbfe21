"""How much the data folder may still hold: its quota, and what is kept free on its disk. Knows no rows."""

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from masklet.domain.deletion import StorageUse
from masklet.domain.errors import Cancelled, MaskletError, QuotaExceeded, StorageFull
from masklet.domain.preparation import IsCancelled
from masklet.service.backup import HELD
from masklet.service.config import Keeping

_MEASURED_FOR_S = 1.0


class Room:
    """Asked before and while files are written. Thread-safe.

    Sizes are measured at most once a second; what was announced since counts with them, so several writers together
    may pass the quota by what children write in a second, and no more.
    """

    def __init__(self, folder: Path, keeping: Keeping, trash_size: Callable[[], int]) -> None:
        self._folder, self._keeping, self._trash_size = folder, keeping, trash_size
        self._guard = threading.Lock()
        self._measured_at = float("-inf")
        self._used = 0

    def check(self, more: int) -> None:
        """Whether there is room for so many bytes. Raises QuotaExceeded, StorageFull."""
        self._check_free(more)
        if self._keeping.quota_bytes is not None:
            self._check_quota(more, self._keeping.quota_bytes)

    def claim(self, more: int) -> None:
        """So many bytes are written now, if they may. Raises QuotaExceeded, StorageFull."""
        self.check(more)
        with self._guard:
            self._used += more

    def use(self) -> StorageUse:
        """How full it is."""
        with self._guard:
            used = self._measure()
        return StorageUse(used, self._trash_size(), self._keeping.quota_bytes, self._free())

    @contextmanager
    def watched(self, is_cancelled: IsCancelled) -> Iterator[IsCancelled]:
        """For a worker that writes: what it asks whether to stop. Raises QuotaExceeded, StorageFull before it and after it stopped."""
        self.check(1)
        watch = _Watch(self, is_cancelled)
        try:
            yield watch
        except Cancelled as error:
            if watch.problem is not None:
                raise watch.problem from error
            raise

    def _check_free(self, more: int) -> None:
        kept = self._keeping.keep_free_bytes
        if self._free() - more >= kept:
            return
        if not kept:
            raise StorageFull("The disk has no room for this; make room and try again.")
        raise StorageFull(
            f"The disk is nearly full: {_megabytes(kept)} stay free, so that what is done is kept. Make room and try again.",
            reason="keptFree",
            keep_free_bytes=kept,
        )

    def _check_quota(self, more: int, quota: int) -> None:
        with self._guard:
            used = self._measure()
        if used + more <= quota:
            return
        trash = self._trash_size()
        raise QuotaExceeded(
            f"This server keeps at most {_megabytes(quota)} (MASKLET_QUOTA_BYTES), {_megabytes(used)} are used, {_megabytes(trash)} of "
            "them in the trash. Empty the trash, or delete what is not needed any more.",
            reason="quota",
            quota_bytes=quota,
            trash_bytes=trash,
        )

    def _measure(self) -> int:
        """Called with the guard held."""
        now = time.monotonic()
        if now - self._measured_at >= _MEASURED_FOR_S:
            self._used, self._measured_at = _size_of_data(self._folder), now
        return self._used

    def _free(self) -> int:
        return shutil.disk_usage(self._folder).free


class _Watch:
    """Stops a worker that has no room left, remembering why."""

    def __init__(self, room: Room, is_cancelled: IsCancelled) -> None:
        self._room, self._is_cancelled = room, is_cancelled
        self.problem: MaskletError | None = None

    def __call__(self) -> bool:
        if self.problem is None:
            try:
                self._room.check(0)
            except (QuotaExceeded, StorageFull) as error:
                self.problem = error
        return self.problem is not None or self._is_cancelled()


def _size_of_data(folder: Path) -> int:
    """Without what backups at work hold: links to files that are counted already."""
    return sum(size_of(path) for path in folder.iterdir() if not path.name.startswith(HELD))


def size_of(path: Path) -> int:
    """Bytes of a file, or of all files below a folder; what vanishes meanwhile, or is not there, counts nothing."""
    try:
        if not path.is_dir():
            return path.lstat().st_size
        with os.scandir(path) as entries:
            return sum(_entry_size(entry) for entry in entries)
    except (FileNotFoundError, PermissionError):  # as lost+found, which is the system's
        return 0


def _entry_size(entry: os.DirEntry[str]) -> int:
    try:
        return (
            size_of(Path(entry.path))
            if entry.is_dir(follow_symlinks=False)
            else entry.stat(follow_symlinks=False).st_size
        )
    except (FileNotFoundError, PermissionError):  # as lost+found, which is the system's
        return 0


def _megabytes(size: int) -> str:
    return f"{size / 1024**3:.3g} GiB" if size >= 1024**3 else f"{size / 1024**2:.3g} MiB"
