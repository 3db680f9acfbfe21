"""From clicks to a mask on one frame. Clicks are law: every label-1 pixel is in the answer and no label-0 pixel is."""

from collections.abc import Sequence

import numpy as np

from masklet.domain.prompt import OBJECT, Point
from masklet.engine.flow.candidates import Candidate, candidates, pixel_of
from masklet.engine.flow.correction import correct, correct_at_once
from masklet.engine.flow.region import Bits
from masklet.engine.flow.scene import Scene
from masklet.masks.overlap import are_alike

MOST_SINGLY = 24  # clicks weighed one after another in one answer: a device must not be held for a thousand


def first_click(scene: Scene, point: Point, others: Sequence[Point]) -> Bits:
    """The likeliest object at a label-1 click; `others` are clicks known besides."""
    return candidates(scene, point, others, 1)[0].mask


def all_clicks(scene: Scene, points: Sequence[Point], shown: Bits | None, answered: int) -> Bits:
    """The mask after all points (in their order), of which the first `answered` are already in the mask `shown`.

    Beyond MOST_SINGLY new ones, the rest corrects the mask together.
    """
    height, width = scene.shape
    mask = np.zeros((height, width), np.bool_) if shown is None else shown
    return _in_turn(scene, points, mask, answered, answered + MOST_SINGLY)


def all_meant(scene: Scene, points: Sequence[Point], most: int) -> list[Candidate]:
    """At most so many different masks that points with a single label-1 click may mean, likeliest first: the first is
    that of `all_clicks`, and the other clicks hold for each."""
    first = next(index for index, point in enumerate(points) if point.label == OBJECT)
    known = points[: first + 1]
    found: list[Candidate] = []
    for start in candidates(scene, points[first], known[:-1], most):
        mask = _in_turn(scene, points, obey(start.mask, known), first + 1, MOST_SINGLY)
        if not any(are_alike(mask, other.mask) for other in found):
            found.append(Candidate(mask, start.score if mask.any() else 0.0))
    return found


def _in_turn(scene: Scene, points: Sequence[Point], mask: Bits, start: int, most: int) -> Bits:
    """The mask after the points from `start` on, one after another, those from `most` on together."""
    for index in range(start, len(points)):
        if mask.any() and index >= most:
            mask = correct_at_once(scene.frame, mask, points)
            break
        point, known = points[index], points[: index + 1]
        if mask.any():
            mask = correct(scene, mask, point, known[:-1])
        elif point.label == OBJECT:
            mask = first_click(scene, point, known[:-1])
        mask = obey(mask, known)
    return obey(mask, points)


def obey(mask: Bits, points: Sequence[Point]) -> Bits:
    """The mask with each click's own pixel as it says; a later click wins where two share a pixel."""
    out = mask.copy()
    for point in points:
        out[pixel_of(mask.shape, point)] = point.label == OBJECT
    return out
