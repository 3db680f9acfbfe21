"""What a frame costs the store, with and without the history, and what reading, undoing and duplicating a long session costs.

Prints one line a figure; the last ones are of a session with as many edits as are kept, through the service and the API.

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

from masklet.api.app import create_app
from masklet.bootstrap import build_services
from masklet.domain.history import Edit, EditKind, EditNote
from masklet.domain.masklet import ObjectMask
from masklet.domain.session import Job, JobKind, JobState, Session, TrackedObject
from masklet.domain.video import SourceMeta, Video
from masklet.masks.rle import encode
from masklet.settings import Settings
from masklet.store.database import Database
from masklet.store.history import MOST_EDITS
from masklet.store.transaction import Transaction

HEIGHT, WIDTH = 720, 1280
BARE = """{ session(sessionId: "s") { sessionId name engine cursor objects { objectId name colour classId locked absent accepted }
  prompts { objectId frameIndex points labels box hasMask } masklets { objectId runs } propagation { jobId state done total } } }"""
EDIT = "editId kind objectId objectName firstFrame lastFrame detail createdAt undone"
SESSION = BARE.replace("cursor", f"cursor history {{ {EDIT} }}", 1)


def disc() -> ObjectMask:
    """An object of ordinary size."""
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    return ObjectMask(encode((y - 300) ** 2 + (x - 600) ** 2 < 150**2), 0.9)


def timed(act: Callable[[], object]) -> float:
    """Milliseconds."""
    begin = time.perf_counter()
    act()
    return (time.perf_counter() - begin) * 1e3


def median_of(act: Callable[[], object]) -> float:
    """Milliseconds, of nine runs."""
    return statistics.median(timed(act) for _ in range(9))


def start(database: Database, frames: int, objects: int) -> None:
    """A session that is being tracked."""
    video = Video(
        "uploads/v.mp4", "", WIDTH, HEIGHT, 0, 0, frames, Fraction(25), False, SourceMeta("", 1, 1, 0, "", "", 0.0)
    )
    with database.write() as tx:
        tx.videos.put("v", video, None, 0.0)
        tx.sessions.add(Session("s", "uploads/v.mp4", "", "", 0.0, 0.0), "v")
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


def measure_whole_session(folder: Path, objects: int) -> None:
    """Many small edits, the last of which pushes the tracking out of the history; then the session as a person opens it."""
    services = build_services(Settings(data_dir=folder))
    http = create_app(services).test_client()
    names = [f"{number}" for number in range(MOST_EDITS + 1)]
    took = [
        timed(partial(services.sessions.update_object, "s", at % objects, name, None)) for at, name in enumerate(names)
    ]
    print(f"name an object: median {statistics.median(took):.1f} ms; where it drops the oldest edit, with its masks: "
          f"{max(took):.0f} ms")  # fmt: skip
    print(f"history of {len(services.history.all('s'))} edits: {median_of(lambda: services.history.all('s')):.1f} ms")
    answer = http.post("/graphql", json={"query": SESSION}).json
    assert len(answer["data"]["session"]["history"]) == MOST_EDITS
    print(f"session query with it: {median_of(lambda: http.post('/graphql', json={'query': SESSION})):.0f} ms, "
          f"without: {median_of(lambda: http.post('/graphql', json={'query': BARE})):.0f} ms")  # fmt: skip
    print(f"duplicate: {timed(lambda: services.sessions.duplicate('s', None)):.0f} ms")
    services.close()


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
        print(f"database: {sum(one.stat().st_size for one in Path(folder).glob('*.sqlite*')) / 2**20:.0f} MB")
        measure_whole_session(Path(folder), objects)


if __name__ == "__main__":
    main(*(int(given) for given in sys.argv[1:] or ("6000", "10")))
