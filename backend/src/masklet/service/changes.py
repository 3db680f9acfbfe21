"""Wakes those who follow a session when it changed. Knows not what changed: followers read that from the store."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from masklet.workers.computing import waiting


class Watch:
    """One follower's seat. Take `version` before reading; `wait` returns at once if something happened since."""

    def __init__(self, lock: threading.Lock) -> None:
        self._changed = threading.Condition(lock)
        self._version = 0
        self.is_closed = False

    @property
    def version(self) -> int:
        """Grows with every change."""
        return self._version

    def wait(self, version: int, timeout_s: float) -> None:
        """Until something happened after `version` was taken, or so long."""
        with waiting(), self._changed:
            self._changed.wait_for(lambda: self._version != version or self.is_closed, timeout_s)

    def wake(self) -> None:
        """Called with the lock held."""
        self._version += 1
        self._changed.notify_all()


class Changes:
    """Thread-safe. Costs nothing for a session that nobody follows."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._watches: dict[str, list[Watch]] = {}
        self._is_closed = False

    @contextmanager
    def watch(self, session_id: str) -> Iterator[Watch]:
        """A seat for as long as the block lasts."""
        watch = Watch(self._lock)
        with self._lock:
            watch.is_closed = self._is_closed
            self._watches.setdefault(session_id, []).append(watch)
        try:
            yield watch
        finally:
            with self._lock:
                self._watches[session_id].remove(watch)
                if not self._watches[session_id]:
                    del self._watches[session_id]

    def notify(self, session_id: str) -> None:
        """Something of the session was committed."""
        with self._lock:
            for watch in self._watches.get(session_id, ()):
                watch.wake()

    def close(self) -> None:
        """Send all followers home."""
        with self._lock:
            self._is_closed = True
            for watches in self._watches.values():
                for watch in watches:
                    watch.is_closed = True
                    watch.wake()
