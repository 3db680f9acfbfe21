"""Counts and traces the calls to one kind of worker, and its children."""

import contextlib
import threading
import time
from collections.abc import Iterator

from masklet.domain.errors import MaskletError, SessionNotLoaded
from masklet.watch.metrics import Metrics
from masklet.watch.tracing import Tracer
from masklet.workers.messages import Call
from masklet.workers.watching import WatchedCall


class _Turn:
    """Implements WatchedCall. Splits a call into waiting and work, which is a span of its own: the step of the device."""

    def __init__(self, metrics: Metrics | None, tracer: Tracer, role: str, method: str) -> None:
        self._metrics, self._tracer, self._role, self._method = metrics, tracer, role, method
        self._span = contextlib.ExitStack()
        self._asked_at = time.perf_counter()
        self.began_at: float | None = None
        if metrics is not None:
            metrics.waiting.labels(role).inc()

    def begin(self) -> None:
        """See WatchedCall."""
        self._stop_waiting()
        self._span.enter_context(self._tracer.span(f"{self._role} at work"))
        self.began_at = time.perf_counter()

    def end(self, error: BaseException | None) -> None:
        """Its answer or its error came."""
        self._span.close()
        if self.began_at is None:
            self._stop_waiting()
        elif self._metrics is not None:
            took = time.perf_counter() - self.began_at
            self._metrics.call_seconds.labels(self._role, self._method).observe(took)
        if self._metrics is not None and isinstance(error, MaskletError) and not isinstance(error, SessionNotLoaded):
            self._metrics.call_errors.labels(self._role, error.code).inc()

    def _stop_waiting(self) -> None:
        if self._metrics is not None:
            self._metrics.waiting.labels(self._role).dec()
            waited = time.perf_counter() - self._asked_at
            self._metrics.wait_seconds.labels(self._role, self._method).observe(waited)


class WorkerWatch:
    """Implements RoleWatch."""

    def __init__(self, role: str, metrics: Metrics | None, tracer: Tracer) -> None:
        self._role, self._metrics, self._tracer = role, metrics, tracer
        self._guard = threading.Lock()
        self._pids: set[int] = set()

    @property
    def pids(self) -> frozenset[int]:
        """Of the children that run now."""
        with self._guard:
            return frozenset(self._pids)

    @contextlib.contextmanager
    def call(self, call: Call) -> Iterator[WatchedCall]:
        """See RoleWatch."""
        turn, error = _Turn(self._metrics, self._tracer, self._role, call.method), None
        with self._tracer.span(f"{self._role} {call.method}", **call.about):
            try:
                yield turn
            except BaseException as raised:
                error = raised
                raise
            finally:
                turn.end(error)

    def started(self, pid: int) -> None:
        """See RoleWatch."""
        with self._guard:
            self._pids.add(pid)
        if self._metrics is not None:
            self._metrics.starts.labels(self._role).inc()

    def ended(self, pid: int, has_died: bool) -> None:
        """See RoleWatch."""
        with self._guard:
            self._pids.discard(pid)
        if has_died and self._metrics is not None:
            self._metrics.deaths.labels(self._role).inc()
