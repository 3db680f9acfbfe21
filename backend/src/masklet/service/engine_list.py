"""What engines the worker has, asked at most once a minute: the question must not wait for a frame step each time."""

import threading

from masklet.domain.tracking import EngineInfo
from masklet.service.context import Clock
from masklet.workers.interface import EngineWorker

_FRESH_S = 60.0


class EngineList:
    """Thread-safe."""

    def __init__(self, worker: EngineWorker, clock: Clock) -> None:
        self._worker = worker
        self._clock = clock
        self._guard = threading.Lock()
        self._known: list[EngineInfo] = []
        self._asked_at = 0.0

    def all(self) -> list[EngineInfo]:
        """Best first, available or not. Raises WorkerFailed."""
        with self._guard:
            now = self._clock()
            if not self._known or now - self._asked_at > _FRESH_S:
                self._known, self._asked_at = self._worker.engines(), now
            return list(self._known)
