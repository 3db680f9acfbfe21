"""What a frame costs the store, and what reading a long session back costs. Prints one line a figure.

Run: cd backend && ../.venv/bin/python bench/bench_store.py [frames objects]
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from pathlib import Path

import numpy as np

from masklet.domain.masklet import ObjectMask
from masklet.domain.session import Job, JobKind, JobState, Session, TrackedObject
from masklet.domain.video import SourceMeta, Video
from masklet.masks.rle import encode
from masklet.store.database import Database

HEIGHT, WIDTH = 720, 1280


def disc() -> ObjectMask:
    """An object of ordinary size."""
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    return ObjectMask(encode((y - 300) ** 2 + (x - 600) ** 2 < 150**2), 0.9)


def timed(act: Callable[[], object]) -> float:
    """Milliseconds."""
    begin = time.perf_counter()
    act()
    return (time.perf_counter() - begin) * 1e3


def fill(database: Database, frames: int, objects: int) -> list[float]:
    """A session as tracking makes it, with the milliseconds that each frame took."""
    video = Video("v", "", WIDTH, HEIGHT, 0, 0, frames, Fraction(25), False, SourceMeta("", 1, 1, 0, "", "", 0.0))
    with database.write() as tx:
        tx.videos.put("v", video, None, 0.0)
        tx.sessions.add(Session("s", "v", "", "", 0.0, 0.0), "v")
        for object_id in range(objects):
            tx.objects.add("s", TrackedObject(object_id, "", ""))
        tx.jobs.add(Job("j", "s", JobKind.PROPAGATION, JobState.RUNNING, 0, 1, None, None, None, None, 0.0, None), "")
    masks = dict.fromkeys(range(objects), disc())

    def store(frame_index: int) -> None:
        with database.write() as tx:
            tx.objects.positions("s")
            tx.prompts.objects_on("s", frame_index)
            tx.masks.put("s", frame_index, masks)
            tx.jobs.progress("j", frame_index, 25.0)
            tx.events.frame_changed("s", frame_index, 0.0)

    return [timed(partial(store, frame_index)) for frame_index in range(frames)]


def main(frames: int, objects: int) -> None:
    """All figures."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(Path(folder) / "masklet.sqlite")
        database.migrate()
        took = fill(database, frames, objects)
        print(f"store one frame of {objects} objects: median {statistics.median(took):.2f} ms, "
              f"95 % {statistics.quantiles(took, n=20)[-1]:.2f} ms")  # fmt: skip
        with database.read() as tx:
            print(f"runs of {frames * objects} masks: {timed(lambda: tx.masks.runs('s')):.0f} ms")
            read = timed(lambda: sum(1 for _ in tx.masks.frames("s", None, 0, frames, (HEIGHT, WIDTH))))
            print(f"read {frames} frames: {read:.0f} ms")
        database.close()


if __name__ == "__main__":
    main(*(int(given) for given in sys.argv[1:] or ("6000", "10")))
