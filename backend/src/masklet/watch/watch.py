"""Everything that the API and the workers tell of their work, in one hand: counted, traced, or neither."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from masklet.service.health_interfaces import StudioState
from masklet.watch.metrics import Metrics
from masklet.watch.state import StateCollector
from masklet.watch.tracing import NoTracer, Tracer, tracer_to
from masklet.watch.workers import WorkerWatch
from masklet.workers.roles import ROLES


class Watch:
    """Implements WorkersWatch. `metrics` None: nothing is counted. Thread-safe."""

    def __init__(self, metrics: Metrics | None = None, tracer: Tracer | None = None) -> None:
        self.metrics = metrics
        self._tracer = tracer or NoTracer()
        self._workers = {role: WorkerWatch(role, metrics, self._tracer) for role in ROLES}

    def of(self, role: str) -> WorkerWatch:
        """See WorkersWatch."""
        return self._workers[role]

    def collect_state(self, state: Callable[[], StudioState]) -> None:
        """From now on a scrape asks this too. Once."""
        if self.metrics is not None:
            self.metrics.registry.register(StateCollector(state, self._workers))

    def page(self) -> tuple[bytes, str]:
        """All numbers in Prometheus' text format, and its content type. Only where there are metrics."""
        assert self.metrics is not None
        return generate_latest(self.metrics.registry), CONTENT_TYPE_LATEST

    @contextmanager
    def request(self, method: str, address: str) -> Iterator[str | None]:
        """As long as a request is worked on; gives the id of its trace."""
        with self._tracer.span(f"{method} {address}") as trace_id:
            yield trace_id

    def answered(self, address: str, status: int, code: str | None) -> None:
        """A request's answer is on its way; `code`: of its error, where it is one that runs no operation."""
        if self.metrics is not None:
            self.metrics.requests.labels(address, str(status)).inc()
        if code is not None:
            self.told_error(code)

    def told_error(self, code: str) -> None:
        """A client was told of an error."""
        if self.metrics is not None:
            self.metrics.errors.labels(code).inc()

    @contextmanager
    def operation(self, name: str) -> Iterator[None]:
        """As long as a query or a mutation runs."""
        began = time.perf_counter()
        with self._tracer.span(name):
            try:
                yield
            finally:
                if self.metrics is not None:
                    self.metrics.operation_seconds.labels(name).observe(time.perf_counter() - began)

    @contextmanager
    def streaming(self, name: str) -> Iterator[None]:
        """As long as a stream is computed."""
        with self._tracer.span(name):
            yield

    def stream_opened(self, name: str) -> Callable[[], None]:
        """Returns what is to be called when it is closed."""
        metrics = self.metrics
        if metrics is None:
            return _nothing
        metrics.streams.labels(name).inc()
        metrics.streams_open.labels(name).inc()
        return metrics.streams_open.labels(name).dec

    def uploaded(self, outcome: str) -> None:
        """A file was received: `taken` or `refused`."""
        if self.metrics is not None:
            self.metrics.uploads.labels(outcome).inc()

    def close(self) -> None:
        """Send the last traces."""
        self._tracer.close()


def make_watch(has_metrics: bool, traces_endpoint: str | None) -> Watch:
    """As the settings want it. Raises TracesUnavailable."""
    return Watch(Metrics() if has_metrics else None, tracer_to(traces_endpoint))


def _nothing() -> None:
    """Nobody counts."""
