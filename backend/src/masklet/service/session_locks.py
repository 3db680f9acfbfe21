"""One lock for each session that is being changed, so that two tabs do not interleave. Idle sessions have none."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from masklet.workers.computing import waiting


class SessionLocks:
    """Locks by session id, made on first use and dropped after the last. The same thread may enter again."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._locks: dict[str, tuple[threading.RLock, list[None]]] = {}

    @contextmanager
    def hold(self, session_id: str) -> Iterator[None]:
        """Wait for the session's turn and keep it for the block."""
        with self._guard:
            lock, users = self._locks.setdefault(session_id, (threading.RLock(), []))
            users.append(None)
        try:
            if not lock.acquire(blocking=False):
                with waiting():
                    lock.acquire()
            try:
                yield
            finally:
                lock.release()
        finally:
            with self._guard:
                users.pop()
                if not users:
                    del self._locks[session_id]
