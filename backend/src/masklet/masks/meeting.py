"""Where two passes meet: one frame's mask from the one that was stored and the one tracked from a correction."""

from masklet.domain.masklet import ObjectMask
from masklet.domain.tracking import Correction
from masklet.masks import rle

EXPLAINED = 0.6  # of the stored mask; a new one that holds so much of it is the same object with more to it
SAME = 0.3  # of the new mask; less of it in the stored one, and the two show different things


def meet(stored: ObjectMask, tracked: ObjectMask, correction: Correction, frame_index: int) -> ObjectMask:
    """What the frame shows after a correction. The click's direction is law for the whole pass: a removing one only takes away.

    Where the two show different things, the surer one wins, each trusted less the farther it comes from.
    """
    if rle.is_empty(tracked.rle) or rle.is_empty(stored.rle):
        return stored if rle.is_empty(tracked.rle) and correction.end is not None else tracked
    shared = rle.intersection(stored.rle, tracked.rle)
    common = rle.area(shared)
    if not correction.adds:
        return ObjectMask(shared, max(stored.object_score, tracked.object_score)) if common else stored
    if common >= EXPLAINED * rle.area(stored.rle):
        return tracked
    near = correction.nearness(frame_index)
    return tracked if tracked.object_score * near >= stored.object_score * (1 - near) else stored
