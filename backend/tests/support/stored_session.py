"""Writes a session as tracking would have left it, straight into a data folder whose server is stopped: for measurements.

    python stored_session.py DATA_DIR VIDEO_PATH --objects 3        # prints the session's id

Each object is a disc that wanders; every frame of the clip holds every object, with its event. Without masks (--bare)
there are only the objects.
"""

from __future__ import annotations

import argparse
import uuid
from pathlib import Path

import numpy as np

from masklet.domain.masklet import ObjectMask, Rle
from masklet.domain.prompt import Point, Prompt
from masklet.domain.session import Session, TrackedObject
from masklet.masks import rle
from masklet.masks.palette import colour
from masklet.store.database import Database

SHAPES = 48  # different positions; after them they begin again


def discs(index: int, objects: int, height: int, width: int) -> list[Rle]:
    """One object's masks for SHAPES frames: about the size of a real object where there are few, smaller among many."""
    radius = height / (6 if objects <= 4 else 14)
    ys, xs = np.mgrid[:height, :width]
    column, row = index % 8, index // 8
    masks = []
    for step in range(SHAPES):
        turn = 2 * np.pi * step / SHAPES
        x = width * (column + 0.7) / 8.4 + radius * 0.5 * np.cos(turn)
        y = height * (row + 0.7) / 4.4 + radius * 0.5 * np.sin(turn)
        masks.append(rle.encode((ys - y) ** 2 + (xs - x) ** 2 < radius**2))
    return masks


def store_session(database: Database, video_path: str, objects: int, is_bare: bool) -> str:
    """The new session's id."""
    session_id = str(uuid.uuid4())
    with database.write() as tx:
        video = tx.videos.get(video_path)
        tx.sessions.add(
            Session(session_id, video_path, "flow", f"{objects} objects", 0.0, 0.0), tx.videos.id_of(video_path)
        )
        for object_id in range(objects):
            tx.objects.add(session_id, TrackedObject(object_id, f"Object {object_id + 1}", colour(object_id)))
            if not is_bare:
                tx.prompts.put(session_id, object_id, 0, Prompt((Point(5.0, 5.0, 1),)))
    if is_bare:
        return session_id
    shapes = [discs(index, objects, video.height, video.width) for index in range(objects)]
    for first in range(0, video.frame_count, 500):
        with database.write() as tx:
            for frame in range(first, min(first + 500, video.frame_count)):
                masks = {k: ObjectMask(shapes[k][frame % SHAPES], 0.9) for k in range(objects)}
                tx.masks.put(session_id, frame, masks)
                tx.events.frame_changed(session_id, frame, 0.0)
    return session_id


def main() -> None:
    """See the file's head."""
    parser = argparse.ArgumentParser()
    parser.add_argument("data_dir", type=Path)
    parser.add_argument("video_path")
    parser.add_argument("--objects", type=int, default=3)
    parser.add_argument("--bare", action="store_true")
    given = parser.parse_args()
    database = Database(given.data_dir / "masklet.sqlite")
    database.migrate()
    print(store_session(database, given.video_path, given.objects, given.bare))
    database.close()


if __name__ == "__main__":
    main()
