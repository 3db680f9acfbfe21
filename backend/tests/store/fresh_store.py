"""A store with little in it, for the tests of its rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from masklet.domain.masklet import ObjectMask
from masklet.domain.session import Session, TrackedObject
from masklet.domain.video import Video
from masklet.masks.rle import empty, encode
from masklet.store.database import Database

SIZE = (4, 3)
GONE = ObjectMask(empty(*SIZE), 0.0)
THERE = ObjectMask(encode(np.ones(SIZE, np.uint8)), 0.25)
PATH = "uploads/v.mp4"


@contextmanager
def fresh(folder: Path, video: Video) -> Iterator[Database]:
    """A store with one session and the objects 7 and 2."""
    made = Database(folder / "masklet.sqlite")
    made.migrate()
    with made.write() as tx:
        tx.videos.put("v", video, None, 1.0)
        tx.sessions.add(Session("s", PATH, "rows", "S", 1.0, 1.0), "v")
        for object_id in (7, 2):
            tx.objects.add("s", TrackedObject(object_id, f"Object {object_id}", "#010203"))
    try:
        yield made
    finally:
        made.close()
