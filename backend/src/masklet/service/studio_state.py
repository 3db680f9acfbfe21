"""How much there is: sessions, clips, jobs, bytes. For whoever looks after the server."""

import os
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path

from masklet.service.context import Context
from masklet.service.health_interfaces import StudioState

_FRESH_S = 60.0  # a walk through ten thousand files takes a while
_DATABASE, _OTHER = "database", "other"
PARTS = ("videos", "exports", "incoming", "checkpoints", _DATABASE, _OTHER)


class StateDesk:
    """Implements StudioStates. `propagating` tells how many sessions are tracked now."""

    def __init__(
        self, context: Context, propagating: Callable[[], int], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._context, self._propagating, self._clock = context, propagating, clock
        self._guard = threading.Lock()
        self._stored: dict[str, int] = {}
        self._walked_at: float | None = None

    def now(self) -> StudioState:
        """See StudioStates."""
        with self._context.database.read() as tx:
            sessions, videos, jobs = tx.sessions.count(), len(tx.videos.all()), tx.jobs.counts()
        return StudioState(
            sessions=sessions,
            on_device=len(self._context.engine_worker.holding().session_ids),
            propagating=self._propagating(),
            videos=videos,
            jobs=jobs,
            stored_bytes=self._stored_bytes(),
            free_bytes=shutil.disk_usage(self._context.folders.data).free,
        )

    def _stored_bytes(self) -> dict[str, int]:
        with self._guard:
            now = self._clock()
            if self._walked_at is None or now - self._walked_at > _FRESH_S:
                self._stored, self._walked_at = stored_bytes(self._context.folders.data), now
            return dict(self._stored)


def stored_bytes(data: Path) -> dict[str, int]:
    """Bytes by part of the data folder, see PARTS: its folders, and the files in itself as `database`."""
    sizes = dict.fromkeys(PARTS, 0)
    with os.scandir(data) as entries:
        for entry in entries:
            folder = entry.name if entry.name in PARTS else _OTHER
            sizes[folder if entry.is_dir(follow_symlinks=False) else _DATABASE] += _size(entry)
    return sizes


def _size(entry: os.DirEntry[str]) -> int:
    """Of a file, or of everything below a folder. What goes away meanwhile counts nothing."""
    try:
        if not entry.is_dir(follow_symlinks=False):
            return entry.stat(follow_symlinks=False).st_size
        with os.scandir(entry.path) as below:
            return sum(map(_size, below))
    except (FileNotFoundError, PermissionError):  # as lost+found, which is the system's
        return 0
