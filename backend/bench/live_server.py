"""A real server in processes of its own, on a free port and a data folder of its own, and what benches ask of it."""

import contextlib
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parents[1] / "tests"
sys.path[:0] = [str(TESTS / room) for room in ("support", "cli", "e2e")]

from disc_clip import disc_clip  # noqa: E402 - the tests' own helpers, found through the path above
from product import Product, make_data, product  # noqa: E402
from studio import FOLLOW_TRACK, JOB, MASKS, POINTS, TRACK, Refused, Studio, answer_of  # noqa: E402

__all__ = [
    "FOLLOW_TRACK",
    "JOB",
    "MASKS",
    "POINTS",
    "TRACK",
    "LiveServer",
    "Product",
    "Refused",
    "Studio",
    "answer_of",
    "disc_clip",
    "live_server",
    "make_data",
]


class LiveServer(Studio):
    """A client of one running product that also measures its processes."""

    def __init__(self, running: Product) -> None:
        super().__init__(running.url, timeout=600)
        self.running = running

    def resident_bytes(self) -> dict[str, int]:
        """Resident memory of the process that serves and of the engine's worker."""
        engine = self.running.children().get("engine")
        return {
            "api": self.running.server().memory_info().rss,
            "engine": 0 if engine is None else engine.memory_info().rss,
        }


@contextlib.contextmanager
def live_server() -> Iterator[LiveServer]:
    """Start `masklet start`, wait until it answers, end it."""
    with tempfile.TemporaryDirectory() as temporary, product(make_data(Path(temporary))) as running:
        server = LiveServer(running)
        try:
            yield server
        finally:
            server.close()
