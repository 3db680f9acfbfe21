"""Where two passes meet: one frame's mask from the one that was stored and the one tracked from a correction."""

from masklet.domain.masklet import ObjectMask
from masklet.domain.tracking import Change, Correction
from masklet.masks import rle

EXPLAINED = 0.6  # of the stored mask: a tracked one that holds so much of it is the same object with more to it


def meet(stored: ObjectMask, tracked: ObjectMask, correction: Correction, frame_index: int) -> ObjectMask:
    """What a frame shows after a correction. The click's direction is law: one that takes away never adds elsewhere.

    Where the two masks show different things, the surer one wins, each trusted less the farther it comes from.
    """
    if correction.change is not Change.REPLACES and rle.is_empty(tracked.rle):
        return stored  # lost on the way: no reason to lose what was there
    if correction.change is Change.TAKES:
        return _taken(stored, tracked)
    if correction.change is Change.ADDS and _explains(tracked, stored):
        return tracked
    near = correction.nearness(frame_index)
    if rle.is_empty(tracked.rle):
        return tracked if near >= 0.5 else stored
    return tracked if tracked.object_score * near >= stored.object_score * (1 - near) else stored


def _taken(stored: ObjectMask, tracked: ObjectMask) -> ObjectMask:
    shared = rle.intersection(stored.rle, tracked.rle)
    if rle.is_empty(shared):
        return stored
    return ObjectMask(shared, max(stored.object_score, tracked.object_score))


def _explains(tracked: ObjectMask, stored: ObjectMask) -> bool:
    return rle.area(rle.intersection(stored.rle, tracked.rle)) >= EXPLAINED * rle.area(stored.rle)
