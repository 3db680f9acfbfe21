"""`make soak`: people at random for MINUTES, resident memory of every process meanwhile. Ends with errors and trends.

Prints the seed (SEED), PEOPLE are how many at once. Status 1 for any error, or where the memory of a process that was
there all the time grows by more than MOST MB a minute after the warm-up (a fifth of the time, 10 minutes at most).
"""

import argparse
import os
import signal
import statistics
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from live_server import disc_clip, make_data
from product import Product, copy_data
from soak_memory import ROLES, Sampler, trend, write_csv
from soak_people import Ledger, Person
from soak_plot import draw

SETTINGS = {"device_sessions": 4, "session_idle_s": 15, "worker_memory_bytes": 600_000_000}
EVERY_S = 5.0


@dataclass(frozen=True)
class Outcome:
    """`trends` are MB a minute by role."""

    minutes: float
    operations: int
    errors: list[str]
    trends: dict[str, float]

    def line(self) -> str:
        """What is said at last."""
        told = ", ".join(f"{role} {value:+.2f} MB/min" for role, value in self.trends.items())
        return f"{self.minutes:g} min, {self.operations} operations, {len(self.errors)} errors, trend {told}"


def soak(
    minutes: float, people: int, seed: int, data: Path, upload: Path, every_s: float = EVERY_S
) -> tuple[Outcome, Sampler]:
    """A server of its own on this data folder, used and watched."""
    running = Product(data, **SETTINGS)
    ledger, over = Ledger(), threading.Event()
    try:
        running.wait_ready()
        threads = [
            threading.Thread(
                target=Person(running, seed + k, ledger, over, upload).work, name=f"person-{k}", daemon=True
            )
            for k in range(people)
        ]
        with Sampler(running, every_s) as sampler:
            for thread in threads:
                thread.start()
            _report_until(time.monotonic() + minutes * 60, ledger, sampler)
            over.set()
            for thread in threads:
                thread.join(120)
        stuck = [f"{thread.name} is stuck" for thread in threads if thread.is_alive()]
        errors = ledger.errors + stuck + [f"log: {line}" for line in running.tracebacks()]
    finally:
        running.kill_family()
    print(f"done: {dict(ledger.done.most_common())}")
    print(f"refused as it should be: {dict(ledger.refused.most_common())}")
    print(f"/healthy: 95% within {1000 * statistics.quantiles(sampler.health_s, n=20)[-1]:.0f} ms, ", end="")
    print(f"longest {1000 * max(sampler.health_s):.0f} ms")
    slopes = {role: trend(sampler.samples, role, min(600, minutes * 12)) for role in ROLES}
    told = {role: slope for role, slope in slopes.items() if slope is not None}
    return Outcome(minutes, ledger.done.total(), errors, told), sampler


def _report_until(end: float, ledger: Ledger, sampler: Sampler) -> None:
    """A line a minute, and errors when they come."""
    told = 0
    while (left := end - time.monotonic()) > 0:
        time.sleep(min(60, left))
        if sampler.samples:
            now = {role: round(value / 1e6) for role, value in sampler.samples[-1].resident.items()}
            for error in ledger.errors[told:]:
                print(f"error: {error}")
            told = len(ledger.errors)
            print(f"{ledger.done.total()} operations, {len(ledger.errors)} errors, MB: {now}", flush=True)


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=float(os.environ.get("MINUTES") or 60))
    parser.add_argument("--people", type=int, default=int(os.environ.get("PEOPLE") or 8))
    parser.add_argument("--seed", type=int, default=int(os.environ.get("SEED") or time.time()))
    parser.add_argument("--most", type=float, default=float(os.environ.get("MOST") or 1.0))
    parser.add_argument(
        "--out", type=Path, default=Path(os.environ.get("OUT") or "../docs"), help="Folder of the plot."
    )
    wanted = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the server goes with us
    print(f"{wanted.minutes:g} minutes, {wanted.people} people, SEED={wanted.seed}", flush=True)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        data = copy_data(make_data(folder / "template"), folder / "data")
        upload = disc_clip(folder / "disc.mp4", 48, 160, 90)
        outcome, sampler = soak(wanted.minutes, wanted.people, wanted.seed, data, upload)
    wanted.out.mkdir(parents=True, exist_ok=True)
    write_csv(wanted.out / "soak.csv", sampler.samples, every=6)
    draw(wanted.out / "soak.svg", sampler.samples, outcome.line())
    for error in outcome.errors[:50]:
        print(f"error: {error}")
    print(outcome.line())
    sys.exit(1 if outcome.errors or any(slope > wanted.most for slope in outcome.trends.values()) else 0)


if __name__ == "__main__":
    main()
