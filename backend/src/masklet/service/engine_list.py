"""The engines of the worker and which one a new session uses. Asks at most once a minute: the question waits for a frame step."""

import threading

from masklet.domain.errors import EngineUnavailable, InvalidInput, WorkerFailed
from masklet.domain.tracking import EngineInfo, engine_and_size, engine_at
from masklet.service.context import Clock
from masklet.service.elapsed import is_over
from masklet.workers.interface import EngineWorker

_FRESH_S = 60.0


class EngineList:
    """Thread-safe. `preferred` is the engine that the settings name, or None; `image_size` what they say of that."""

    def __init__(
        self, worker: EngineWorker, clock: Clock, preferred: str | None, image_size: int | None = None
    ) -> None:
        self._worker = worker
        self._clock = clock
        self._preferred = preferred
        self._image_size = image_size
        self._guard = threading.Lock()
        self._known: list[EngineInfo] = []
        self._asked_at: float | None = None

    def all(self) -> list[EngineInfo]:
        """Best first, available or not. Raises WorkerFailed."""
        with self._guard:
            now = self._clock()
            if self._asked_at is None or is_over(self._asked_at, now, _FRESH_S):
                self._asked_at = now  # before the answer: what changes meanwhile is asked for again
                self._known = self._ask()
            return list(self._known)

    def refresh(self) -> None:
        """Something has changed: the next question goes to the worker."""
        self._asked_at = None

    def default(self) -> EngineInfo | None:
        """The preferred engine where it is available, else the first that is; None where none is."""
        available = [engine for engine in self.all() if engine.available]
        preferred = [engine for engine in available if engine.name == self._preferred]
        return next(iter([*preferred, *available]), None)

    def choose(self, wanted: str | None, image_size: int | None = None) -> str:
        """What a session keeps of the wanted engine, or of the default one, at this image size (None: the settings' one).

        Raises EngineUnavailable, InvalidInput for a size that the engine does not have.
        """
        chosen = self._default_or_refuse() if wanted is None else self._find(wanted)
        if image_size is not None and image_size not in chosen.image_sizes:
            raise InvalidInput(_no_such_size(chosen), image_sizes=list(chosen.image_sizes))
        size = image_size or self.image_size_of(chosen)
        return chosen.name if size is None else engine_at(chosen, size)

    def image_size_of(self, engine: EngineInfo) -> int | None:
        """What a session with this engine gets that names no size; None where there is none to choose."""
        if self._image_size in engine.image_sizes:
            return self._image_size
        return engine.image_sizes[0] if engine.image_sizes else None

    def carries_corrections(self, name: str) -> bool:
        """See EngineInfo, of the engine that a session keeps by this name; False for one that is not known here."""
        engine, _ = engine_and_size(name)
        return any(one.name == engine and one.carries_corrections for one in self.all())

    def _ask(self) -> list[EngineInfo]:
        """Once more where the worker died: starting a session or a tracking should not fail for it."""
        try:
            try:
                return self._worker.engines()
            except WorkerFailed:
                return self._worker.engines()
        except BaseException:
            self._asked_at = None
            raise

    def _default_or_refuse(self) -> EngineInfo:
        chosen = self.default()
        if chosen is None:
            raise EngineUnavailable("No engine can run here.")
        return chosen

    def _find(self, wanted: str) -> EngineInfo:
        found = next((engine for engine in self.all() if engine.name == wanted), None)
        if found is None:
            raise EngineUnavailable("There is no engine of this name.")
        if not found.available:
            raise EngineUnavailable(f"The engine {found.title} cannot run here: {found.reason}")
        return found


def _no_such_size(engine: EngineInfo) -> str:
    if not engine.image_sizes:
        return f"{engine.title} has no image size to choose: it works in the video's own pixels."
    return f"{engine.title} takes images of {', '.join(map(str, engine.image_sizes))} pixels."
