"""Masks as they are stored and sent: run-length encoded, with the score that says whether the object is visible."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rle:
    """COCO run-length mask: column-major, compressed counts as COCO's ASCII string; size in pixels of the normalised video."""

    height: int
    width: int
    counts: str


@dataclass(frozen=True, slots=True)
class ObjectMask:
    """One object on one frame. `object_score` in [0, 1]: how sure the engine is that the object is visible here; of a
    candidate (Tracker.candidates), how well it probably fits what was meant."""

    rle: Rle
    object_score: float


@dataclass(frozen=True, slots=True)
class FrameMasks:
    """Several objects on one frame, by object id. `problem` is a sentence where the frame was passed over (it cannot be read)."""

    frame_index: int
    masks: Mapping[int, ObjectMask]
    problem: str | None = None
