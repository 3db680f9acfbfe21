"""Resident memory of a running product, every few seconds, and its trend. Knows not what its clients do."""

import contextlib
import csv
import statistics
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil
from live_server import Product

MB = 1_000_000
ROLES = ("api", "engine", "prepare", "export", "frames", "imports")


@dataclass(frozen=True)
class Sample:
    """`at_s` after the start; bytes by role of the processes that ran; `pids` tell a new process from an old one."""

    at_s: float
    resident: dict[str, int]
    pids: dict[str, int]


class Sampler:
    """A thread that samples every `every_s` until it is left."""

    def __init__(self, running: Product, every_s: float) -> None:
        self._running, self._every_s = running, every_s
        self._began = time.monotonic()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._work, name="sampler", daemon=True)
        self.samples: list[Sample] = []
        self.health_s: list[float] = []

    def __enter__(self) -> "Sampler":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _work(self) -> None:
        with contextlib.closing(self._running.studio()) as studio:
            while not self._over.wait(self._every_s):
                self.samples.append(self._sample())
                asked = time.perf_counter()
                assert studio.http.get("/healthy").status_code == 200
                self.health_s.append(time.perf_counter() - asked)

    def _sample(self) -> Sample:
        processes = {"api": self._running.server(), **self._running.children()}
        resident, pids = {}, {}
        for role, process in processes.items():
            with contextlib.suppress(psutil.NoSuchProcess):
                resident[role], pids[role] = process.memory_info().rss, process.pid
        return Sample(time.monotonic() - self._began, resident, pids)


def trend(samples: Sequence[Sample], role: str, after_s: float) -> float | None:
    """MB a minute by least squares after the warm-up; None where the process was not there all the time, or another one."""
    late = [sample for sample in samples if sample.at_s >= after_s]
    if len(late) < 3 or len({sample.pids.get(role) for sample in late}) > 1 or role not in late[0].pids:
        return None
    minutes = [sample.at_s / 60 for sample in late]
    return statistics.linear_regression(minutes, [sample.resident[role] / MB for sample in late]).slope


def write_csv(file: Path, samples: Sequence[Sample], every: int) -> None:
    """Every so many-th sample, in MB."""
    with file.open("w", newline="") as out:
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(["seconds", *(f"{role}_MB" for role in ROLES)])
        for sample in samples[::every]:
            cells = (f"{sample.resident[role] / MB:.1f}" if role in sample.resident else "" for role in ROLES)
            rows.writerow([f"{sample.at_s:.0f}", *cells])
