"""`make bench-many`: one session tracked alone, then eight, then one again, with clicks in another; prints ratios.

A real server in its own process, each client in a process of its own. Only ratios of one run are worth reading: others
may use the machine. Bounds (docs/benchmarks.md): a click's 95th percentile is at most two frame steps above its own
cost, eight together track at least 0.9 of what one does, and no session waits more than twice its share.
"""

import argparse
import statistics
import sys
import tempfile
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from live_server import LiveServer, Product, disc_clip
from many_people import Trackers, clicks
from product import copy_data, make_data, product

SETTLE_S = 2.0


@dataclass(frozen=True)
class Figures:
    """Frames a second and seconds. Waits are gaps between the frames of each session among many, in steps of all; CPU is
    seconds a frame of the engine's and the API's process."""

    people: int
    alone_before: float
    together: float
    alone_after: float
    clicks_alone: list[float]
    clicks_among: list[float]
    mean_waits: list[float]
    longest_waits: list[float]
    cpu_alone: tuple[float, float]
    cpu_together: tuple[float, float]

    @property
    def alone(self) -> float:
        return (self.alone_before + self.alone_after) / 2

    @property
    def throughput_ratio(self) -> float:
        return self.together / self.alone

    @property
    def step_s(self) -> float:
        """One frame step of the device, as it takes when many are tracked."""
        return 1 / self.together

    @property
    def click_steps(self) -> float:
        """By how many frame steps the 95th percentile among many is above the one alone."""
        return (percentile(self.clicks_among, 95) - percentile(self.clicks_alone, 95)) / self.step_s

    @property
    def shares(self) -> float:
        """The mean wait of the session that waits most, in its share: one step of each session."""
        return max(self.mean_waits) / self.people

    def lines(self) -> list[str]:
        """What is printed."""
        alone, among = self.clicks_alone, self.clicks_among
        return [
            f"frames a second: alone {self.alone_before:.1f}, {self.people} together {self.together:.1f}, "
            f"alone {self.alone_after:.1f}; together / alone {self.throughput_ratio:.2f} (at least 0.90)",
            f"CPU of a frame: engine {1000 * self.cpu_alone[0]:.0f} ms alone, {1000 * self.cpu_together[0]:.0f} together; "
            f"API {1000 * self.cpu_alone[1]:.1f} ms alone, {1000 * self.cpu_together[1]:.1f} together",
            f"one frame step: {1000 * self.step_s:.0f} ms",
            f"a click alone: median {1000 * statistics.median(alone):.0f} ms, 95% {1000 * percentile(alone, 95):.0f} ms; "
            f"among {self.people}: median {1000 * statistics.median(among):.0f} ms, 95% {1000 * percentile(among, 95):.0f} ms;"
            f" that is {self.click_steps:.2f} steps more (at most 2)",
            f"wait of the session that waits most / its share: mean {self.shares:.2f} (at most 2), "
            f"longest single {max(self.longest_waits) / self.people:.2f}",
        ]

    @property
    def holds(self) -> bool:
        """All three bounds."""
        return self.throughput_ratio >= 0.9 and self.click_steps <= 2 and self.shares <= 2


def percentile(values: list[float], percent: int) -> float:
    """Of at least two values."""
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


class Measuring:
    """One running server with a clip that is long enough for one session alone not to come to its end."""

    def __init__(self, running: Product, file: Path, window_s: float, count: int) -> None:
        self._running, self._window_s, self._count = running, window_s, count
        self._server = LiveServer(running)
        self._path = self._server.upload_file(file)["path"]
        self._clicked = self._server.start(self._path)

    def clicks_alone(self) -> list[float]:
        """Seconds of each, in a session of its own."""
        return clicks(self._running.url, self._server.start(self._path), self._count)

    def tracked(self, people: int, with_clicks: bool) -> tuple[list[list[float]], tuple[float, float], list[float]]:
        """Frames' times by session, CPU seconds a frame of (engine, API), and seconds of clicks made after the window."""
        sessions = [self._server.start(self._path) for _ in range(people)]
        for session in sessions:
            self._server.click(session, 0, 0, 0.3, 0.5)
        trackers = Trackers(self._running.url, sessions)
        try:
            trackers.wait_for_all()
            before = self._cpu_s()
            arrivals = trackers.arrivals(SETTLE_S, self._window_s)
            after = self._cpu_s()
            among = clicks(self._running.url, self._clicked, self._count) if with_clicks else []
        finally:
            trackers.end()
            for session in sessions:
                self._server.cancel(session)
        frames = max(1, trackers.frames_seen)
        return arrivals, ((after[0] - before[0]) / frames, (after[1] - before[1]) / frames), among

    def _cpu_s(self) -> tuple[float, float]:
        both = (self._running.children()["engine"], self._running.server())
        engine, api = (sum(process.cpu_times()[:2]) for process in both)
        return engine, api

    def close(self) -> None:
        self._server.close()


def measure(running: Product, file: Path, people: int, window_s: float, count: int) -> Figures:
    """Clicks alone, then one session, many with clicks beside, one again."""
    measuring = Measuring(running, file, window_s, count)
    alone = measuring.clicks_alone()
    [before], cpu_alone, _ = measuring.tracked(1, with_clicks=False)
    together, cpu_together, among = measuring.tracked(people, with_clicks=True)
    [after], _, _ = measuring.tracked(1, with_clicks=False)
    measuring.close()
    total = sum(map(len, together)) / window_s
    gaps = [[later - sooner for sooner, later in pairwise(times)] for times in together]
    return Figures(
        people, len(before) / window_s, total, len(after) / window_s, alone, among,
        [window_s / max(1, len(times)) * total for times in together],
        [max(gap, default=window_s) * total for gap in gaps],
        cpu_alone, cpu_together,
    )  # fmt: skip


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=8)
    parser.add_argument("--window", type=float, default=20.0, help="Seconds of each measurement.")
    parser.add_argument("--clicks", type=int, default=40)
    parser.add_argument("--size", default="1280x720")
    parser.add_argument("--frames", type=int, default=1500)
    wanted = parser.parse_args()
    width, height = map(int, wanted.size.split("x"))
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        data = copy_data(make_data(folder / "template"), folder / "data")
        clip = disc_clip(folder / "disc.mp4", wanted.frames, width, height)
        with product(data, max_duration_s=3600) as running:
            figures = measure(running, clip, wanted.people, wanted.window, wanted.clicks)
    print("\n".join(figures.lines()))
    sys.exit(0 if figures.holds else 1)


if __name__ == "__main__":
    main()
