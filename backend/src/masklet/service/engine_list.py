"""The engines of the worker and which one a new session uses. Asks at most once a minute: the question waits for a frame step."""

import threading

from masklet.domain.errors import EngineUnavailable
from masklet.domain.tracking import EngineInfo
from masklet.service.context import Clock
from masklet.workers.interface import EngineWorker

_FRESH_S = 60.0


class EngineList:
    """Thread-safe. `preferred` is the engine that the settings name, or None."""

    def __init__(self, worker: EngineWorker, clock: Clock, preferred: str | None) -> None:
        self._worker = worker
        self._clock = clock
        self._preferred = preferred
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

    def default(self) -> EngineInfo | None:
        """The preferred engine where it is available, else the first that is; None where none is."""
        available = [engine for engine in self.all() if engine.available]
        preferred = [engine for engine in available if engine.name == self._preferred]
        return next(iter([*preferred, *available]), None)

    def choose(self, wanted: str | None) -> str:
        """The name of the wanted engine, or of the default one. Raises EngineUnavailable."""
        if wanted is None:
            chosen = self.default()
            if chosen is None:
                raise EngineUnavailable("No engine can run here.")
            return chosen.name
        found = next((engine for engine in self.all() if engine.name == wanted), None)
        if found is None:
            raise EngineUnavailable("There is no engine of this name.")
        if not found.available:
            raise EngineUnavailable(f"The engine {found.title} cannot run here: {found.reason}")
        return found.name
