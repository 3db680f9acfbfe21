"""Checkpoints as a person sees them: the files' states, the one download that runs, and why the last one failed."""

import threading
from collections.abc import Callable
from dataclasses import replace

import structlog

from masklet.domain.checkpoint import CheckpointInfo, CheckpointState
from masklet.domain.errors import Cancelled, CheckpointNotFound, DownloadRunning, MaskletError
from masklet.service.context import Clock
from masklet.service.elapsed import is_over
from masklet.workers.interface import CheckpointWorker

_FRESH_S = 2.0
_CANCEL_PATIENCE_S = 1.0  # a silent server is given up later, see the download's own time limit
_log = structlog.get_logger(__name__)


class _Download:
    """One download under way in a thread of its own; `on_end` is told what went wrong, or None."""

    def __init__(
        self, worker: CheckpointWorker, name: str, on_end: Callable[["_Download", MaskletError | None], None]
    ) -> None:
        self.name = name
        self.done, self.total = 0, 0
        self._worker, self._on_end = worker, on_end
        self._is_cancelled = threading.Event()
        self._thread = threading.Thread(target=self._work, name=f"download-{name}", daemon=True)

    @property
    def is_cancelled(self) -> bool:
        """A person wants its end."""
        return self._is_cancelled.is_set()

    def start(self) -> None:
        """Go."""
        self._thread.start()

    def cancel(self, patience_s: float) -> None:
        """End soon, and wait a little for it."""
        self._is_cancelled.set()
        self._thread.join(patience_s)

    def shown_over(self, known: CheckpointInfo) -> CheckpointInfo:
        """The checkpoint as it is while this runs. Before the first byte was told, what the file says."""
        state = CheckpointState.DOWNLOADING
        if self.is_cancelled:
            state = CheckpointState.PARTIAL
        elif 0 < self.total <= self.done:
            state = CheckpointState.VERIFYING
        have = self.done or known.have_bytes
        return replace(known, state=state, have_bytes=have, total_bytes=self.total, problem_code=None, problem=None)

    def _work(self) -> None:
        problem: MaskletError | None = None
        try:
            self._worker.fetch(self.name, self._on_progress, self._is_cancelled.is_set)
        except Cancelled:
            pass
        except MaskletError as error:
            problem = error
        except Exception:  # noqa: BLE001 - a thread's last word: nobody above would hear of it
            _log.exception("download_broke", checkpoint=self.name)
            problem = MaskletError("The download broke unexpectedly; the server's log says why.")
        self._on_end(self, problem)

    def _on_progress(self, done: int, total: int) -> None:
        self.done, self.total = done, total


class CheckpointDesk:
    """Implements Checkpoints. Files are looked at now and then; while one is downloaded, progress comes from memory."""

    def __init__(self, worker: CheckpointWorker, clock: Clock, on_change: Callable[[], None]) -> None:
        """`on_change` is called when a state changed: an engine may have become available, or gone."""
        self._worker, self._clock, self._on_change = worker, clock, on_change
        self._guard = threading.Lock()
        self._looking = threading.Lock()
        self._running: _Download | None = None
        self._problems: dict[str, MaskletError] = {}
        self._known: list[CheckpointInfo] = []
        self._looked_at: float | None = None
        self._is_closed = False

    def all(self) -> list[CheckpointInfo]:
        """See Checkpoints. Raises WorkerFailed."""
        known = self._look()
        with self._guard:
            return [self._shown(each) for each in known]

    def start(self, name: str) -> CheckpointInfo:
        """See Checkpoints. One that is here already is only checked, and fetched anew where it is wrong."""
        self._find(name)  # looks at the files while the worker is free to
        with self._looking, self._guard:
            self._check_free()
            self._problems.pop(name, None)
            if not self._is_closed:
                self._running = _Download(self._worker, name, self._ended)
                self._running.start()
        return self._find(name)

    def cancel(self, name: str) -> CheckpointInfo:
        """See Checkpoints."""
        self._find(name)
        with self._guard:
            running = self._running
        if running is not None and running.name == name:
            running.cancel(_CANCEL_PATIENCE_S)
        return self._find(name)

    def close(self, timeout_s: float) -> None:
        """Break off what runs; what came is kept."""
        with self._guard:
            self._is_closed = True
            running = self._running
        if running is not None:
            running.cancel(timeout_s)

    def _look(self) -> list[CheckpointInfo]:
        """The files' states: as of late, and as of before the download while one runs, since the worker is busy then."""
        with self._looking:
            now = self._clock()
            is_fresh = self._looked_at is not None and not is_over(self._looked_at, now, _FRESH_S)
            if not self._known or (self._running is None and not is_fresh):
                before, self._known, self._looked_at = self._known, self._worker.states(), now
                if before and _states(before) != _states(self._known):
                    self._on_change()  # somebody put a file there by hand, or took one away
            return self._known

    def _check_free(self) -> None:
        if self._running is None:
            return
        if self._running.is_cancelled:
            raise DownloadRunning(
                "The download that was stopped is still ending; try again in some seconds.", reason="ending"
            )
        raise DownloadRunning("A checkpoint is being downloaded already; one at a time.", name=self._running.name)

    def _find(self, name: str) -> CheckpointInfo:
        found = next((each for each in self.all() if each.name == name), None)
        if found is None:
            raise CheckpointNotFound("There is no checkpoint of this name.")
        return found

    def _shown(self, known: CheckpointInfo) -> CheckpointInfo:
        if self._running is not None and self._running.name == known.name:
            return self._running.shown_over(known)
        problem = None if known.state is CheckpointState.READY else self._problems.get(known.name)
        return known if problem is None else replace(known, problem_code=problem.code, problem=problem.message)

    def _ended(self, download: _Download, problem: MaskletError | None) -> None:
        self._on_change()  # before its end shows: whoever sees a checkpoint that is ready is told of its engine, too
        with self._guard:
            self._running, self._looked_at, self._known = None, None, []
            if problem is not None:
                self._problems[download.name] = problem
        _log.info("download_ended", checkpoint=download.name, problem=problem and problem.message)


def _states(checkpoints: list[CheckpointInfo]) -> list[tuple[str, CheckpointState]]:
    return [(each.name, each.state) for each in checkpoints]
