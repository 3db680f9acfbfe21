"""What a frame costs the store, with and without the history, and what reading and undoing a long session costs.

Prints one line a figure.

Run: cd backend && ../.venv/bin/python bench/bench_store.py [frames objects]
"""

import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import partial
from pathlib import Path

import numpy as np

from masklet.domain.history import Edit, EditKind, EditNote
from masklet.domain.masklet import ObjectMask
from masklet.domain.session import Job, JobKind, JobState, Session, TrackedObject
from masklet.domain.video import SourceMeta, Video
from masklet.masks.rle import encode
from masklet.store.database import Database
from masklet.store.transaction import Transaction

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


def start(database: Database, frames: int, objects: int) -> None:
    """A session that is being tracked."""
    video = Video("v", "", WIDTH, HEIGHT, 0, 0, frames, Fraction(25), False, SourceMeta("", 1, 1, 0, "", "", 0.0))
    with database.write() as tx:
        tx.videos.put("v", video, None, 0.0)
        tx.sessions.add(Session("s", "v", "", "", 0.0, 0.0), "v")
        for object_id in range(objects):
            tx.objects.add("s", TrackedObject(object_id, "", ""))
        tx.jobs.add(Job("j", "s", JobKind.PROPAGATION, JobState.RUNNING, 0, 1, None, None, None, None, 0.0, None), "")


def fill(
    database: Database, frames: int, objects: int, score: float, is_recorded: Callable[[int], bool]
) -> list[float]:
    """The milliseconds that each frame takes, stored as tracking stores it."""
    masks = dict.fromkeys(range(objects), replace(disc(), object_score=score))

    def store(frame_index: int) -> None:
        with database.write() as tx:
            recording = tx.history.begin("s", f"job {score}") if is_recorded(frame_index) else None
            tx.objects.positions("s")
            tx.prompts.objects_on("s", frame_index)
            tx.masks.put("s", frame_index, masks)
            tx.jobs.progress("j", frame_index, 25.0)
            tx.events.frame_changed("s", frame_index, 0.0)
            if recording is not None:
                note = EditNote(EditKind.TRACK, first_frame=frame_index, last_frame=frame_index)
                tx.history.end(recording, note, 0.0)

    return [timed(partial(store, frame_index)) for frame_index in range(frames)]


def swap(database: Database, find: Callable[[Transaction], Edit | None]) -> None:
    """Undo or redo, with what followers are told."""
    with database.write(durable=True) as tx:
        edit = find(tx)
        assert edit is not None
        capture = tx.history.swap("s", edit)
        tx.events.objects_changed("s", 0.0)
        tx.events.edited_frames_changed("s", 0.0, [capture])


def measure_history(database: Database, frames: int, objects: int) -> None:
    """All masks again with other scores, every second frame recorded; then all of them recorded, undone and redone."""
    took = fill(database, frames, objects, 0.8, lambda frame_index: frame_index % 2 == 1)
    print(f"store one frame of {objects} objects again: median {statistics.median(took[0::2]):.2f} ms, "
          f"recorded {statistics.median(took[1::2]):.2f} ms")  # fmt: skip
    fill(database, frames, objects, 0.7, lambda frame_index: True)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    undo = timed(lambda: swap(database, lambda tx: tx.history.last_done("s")))
    redo = timed(lambda: swap(database, lambda tx: tx.history.first_undone("s")))
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"undo {frames * objects} masks: {undo:.0f} ms, redo: {redo:.0f} ms; memory grew by {grown:.0f} MB")


def main(frames: int, objects: int) -> None:
    """All figures."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(Path(folder) / "masklet.sqlite")
        database.migrate()
        start(database, frames, objects)
        took = fill(database, frames, objects, 0.9, lambda frame_index: False)
        print(f"store one frame of {objects} objects: median {statistics.median(took):.2f} ms, "
              f"95 % {statistics.quantiles(took, n=20)[-1]:.2f} ms")  # fmt: skip
        with database.read() as tx:
            print(f"runs of {frames * objects} masks: {timed(lambda: tx.masks.runs('s')):.0f} ms")
            read = timed(lambda: sum(1 for _ in tx.masks.frames("s", None, 0, frames, (HEIGHT, WIDTH))))
            print(f"read {frames} frames: {read:.0f} ms")
        measure_history(database, frames, objects)
        database.close()


if __name__ == "__main__":
    main(*(int(given) for given in sys.argv[1:] or ("6000", "10")))
