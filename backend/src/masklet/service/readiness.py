"""Whether the server can do its work now: rows can be written, the disk has room, the engine answers."""

import shutil
import threading
import time
from collections.abc import Callable

import structlog

from masklet.domain.errors import MaskletError
from masklet.service.context import Context
from masklet.workers.interface import EngineWorker

ANSWER_WITHIN_S = 2.0
PATIENCE_S = 60.0  # a step of a large network on a CPU takes seconds, and the question waits for it
_FRESH_S = 10.0
_CHECKED_FRESH_S = 1.0  # anybody may ask
_log = structlog.get_logger(__name__)


class EngineProbe:
    """Asks the engine now and then, and waits only a little for its answer. Thread-safe."""

    def __init__(self, worker: EngineWorker, clock: Callable[[], float]) -> None:
        self._worker, self._clock = worker, clock
        self._guard = threading.Lock()
        self._answered = threading.Event()
        self._asked_at: float | None = None
        self._is_asking = False
        self._has_answered = False
        self._problem: str | None = None

    def problem(self) -> str | None:
        """Why it cannot be used, or None. One that is busy for a while can be."""
        self._ask_if_stale()
        if self._answered.wait(ANSWER_WITHIN_S):
            return self._problem
        with self._guard:
            waited = self._clock() - (self._asked_at or 0.0)
        if self._has_answered and waited < PATIENCE_S:
            return self._problem
        return "The engine does not answer."

    def _ask_if_stale(self) -> None:
        with self._guard:
            now = self._clock()
            if self._is_asking or (self._asked_at is not None and now - self._asked_at < _FRESH_S):
                return
            self._is_asking, self._asked_at = True, now
            self._answered.clear()
        threading.Thread(target=self._ask, name="engine-probe", daemon=True).start()

    def _ask(self) -> None:
        problem: str | None = "The engine's process fails."
        try:
            engines = self._worker.engines()
            problem = None if any(engine.available for engine in engines) else "No engine can be used here."
        except MaskletError as error:
            _log.warning("engine_not_ready", reason=error.message)
        finally:
            with self._guard:
                self._problem, self._has_answered, self._is_asking = problem, True, False
                self._answered.set()


class ReadinessDesk:
    """Implements Readiness. `least_free_bytes`: less room on the data folder's disk is too little."""

    def __init__(self, context: Context, least_free_bytes: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._context, self._least_free_bytes, self._clock = context, least_free_bytes, clock
        self._engine = EngineProbe(context.engine_worker, clock)
        self._guard = threading.Lock()  # one checks, the others take what it found
        self._checked: dict[str, str | None] = {}
        self._checked_at: float | None = None

    def problems(self) -> dict[str, str | None]:
        """See Readiness."""
        with self._guard:
            if self._checked_at is None or self._clock() - self._checked_at > _CHECKED_FRESH_S:
                self._checked = {
                    "database": self._context.database.write_problem(ANSWER_WITHIN_S),
                    "disk": self._disk(),
                    "engine": self._engine.problem(),
                }
                self._checked_at = self._clock()
            return dict(self._checked)

    def _disk(self) -> str | None:
        try:
            free = shutil.disk_usage(self._context.folders.data).free
        except OSError:
            return "The data folder cannot be read."
        if free >= self._least_free_bytes:
            return None
        return f"Only {free // 1024**2} MiB are free; {self._least_free_bytes // 1024**2} MiB are wanted."
