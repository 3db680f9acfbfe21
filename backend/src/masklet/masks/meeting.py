"""Where two passes meet: one frame's mask from the one that was stored and the one tracked from a correction."""

from masklet.domain.correction import Change, Correction
from masklet.domain.masklet import ObjectMask, Rle
from masklet.masks import rle

EXPLAINED = 0.6  # of the stored mask: a tracked one that holds so much of it is the same object with more to it
MORE, MORE_BESIDE = 1.5, 0.05  # the change may grow to so many times what it was at the correction, and a share beside


class Meeting:
    """One correction's pass, frame by frame away from it. Remembers how much the correction changed where it began.

    The click's direction is law: one that adds takes nothing away and the other way round. A change that grows far
    beyond what the person asked for is tracking gone astray; there the surer mask wins, each trusted less the farther
    it comes from.
    """

    def __init__(self, correction: Correction) -> None:
        self._correction = correction
        self._most: float | None = None

    def meet(self, frame_index: int, stored: ObjectMask, tracked: ObjectMask) -> ObjectMask:
        """What the frame shows after the correction."""
        correction = self._correction
        change, weight = correction.change, correction.weight(frame_index)
        if change is not Change.REPLACES and rle.is_empty(tracked.rle):
            return stored  # lost on the way: no reason to lose what was there
        share = _share(stored.rle, tracked.rle, change)
        if self._most is None:
            self._most = MORE * share + MORE_BESIDE
        if change is Change.TAKES:
            return _taken(stored, tracked) if share <= self._most else stored
        if change is Change.ADDS and _explains(tracked.rle, stored.rle):
            goes_on = share <= self._most and (correction.said >= correction.said_at_end or weight >= 0.5)
            return tracked if goes_on else stored
        return _surer(weight, stored, tracked)


def _surer(weight: float, stored: ObjectMask, tracked: ObjectMask) -> ObjectMask:
    if rle.is_empty(tracked.rle):
        return tracked if weight >= 0.5 else stored
    return tracked if tracked.object_score * weight >= stored.object_score * (1 - weight) else stored


def _share(stored: Rle, tracked: Rle, change: Change) -> float:
    """What the tracked mask adds to the stored one, or takes from it, as a share of the larger of the two."""
    common = rle.area(rle.intersection(stored, tracked))
    before, after = rle.area(stored), rle.area(tracked)
    changed = before - common if change is Change.TAKES else after - common
    return changed / max(before, 1) if change is Change.TAKES else changed / max(after, 1)


def _taken(stored: ObjectMask, tracked: ObjectMask) -> ObjectMask:
    shared = rle.intersection(stored.rle, tracked.rle)
    if rle.is_empty(shared):
        return stored
    return ObjectMask(shared, max(stored.object_score, tracked.object_score))


def _explains(tracked: Rle, stored: Rle) -> bool:
    return rle.area(rle.intersection(stored, tracked)) >= EXPLAINED * rle.area(stored)
