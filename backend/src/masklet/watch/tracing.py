"""Spans: what was done for a request, one within the other. Imports OpenTelemetry only where traces are wanted."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from masklet.domain.errors import MaskletError


class TracesUnavailable(MaskletError):
    """Traces are configured, and the packages for them are not installed."""


class Tracer(Protocol):
    """Makes spans. Thread-safe; a copied context carries the current span along."""

    def span(self, name: str, **attributes: str) -> AbstractContextManager[str | None]:
        """A span within the current one, as long as the block; gives the id of its trace."""
        ...

    def close(self) -> None:
        """Send what is left, for a second at most."""
        ...


class NoTracer:
    """Nobody wants traces."""

    @contextmanager
    def span(self, name: str, **attributes: str) -> Iterator[str | None]:
        """See Tracer."""
        yield None

    def close(self) -> None:
        """See Tracer."""


def tracer_to(endpoint: str | None) -> Tracer:
    """A tracer that sends to the OTLP/HTTP receiver at this base address; None: no traces. Raises TracesUnavailable."""
    if endpoint is None:
        return NoTracer()
    try:
        from masklet.watch.otel import OtelTracer
    except ModuleNotFoundError as missing:
        raise TracesUnavailable(
            f"MASKLET_TRACES_ENDPOINT is set, and the package {missing.name} is missing: pip install 'masklet[traces]'."
        ) from missing
    return OtelTracer(endpoint)
