"""From clicks to a mask on one frame. Clicks are law: every label-1 pixel is in the answer and no label-0 pixel is."""

from collections.abc import Sequence

import numpy as np

from masklet.domain.prompt import OBJECT, Point
from masklet.engine.flow.correction import correct, correct_at_once
from masklet.engine.flow.polish import polished
from masklet.engine.flow.proposals import proposals
from masklet.engine.flow.ranking import FIRST_CLICK, best
from masklet.engine.flow.region import Bits, Image
from masklet.engine.flow.second_look import second_look

MOST_SINGLY = 24  # clicks weighed one after another in one answer: a device must not be held for a thousand


def first_click(frame: Image, point: Point, others: Sequence[Point]) -> Bits:
    """The likeliest object at a label-1 click on an H x W x 3 frame; `others` are clicks known besides."""
    height, width = frame.shape[:2]
    forbidden = pixels((height, width), [p for p in others if p.label != OBJECT])
    chosen = best(list(proposals(frame, point.x, point.y, forbidden)), height * width, FIRST_CLICK)
    part = chosen.region.enlarge(chosen.mask.astype(np.float32)) > 0.5
    coarse = chosen.region.paste(part, height, width)
    return polished(frame, second_look(frame, coarse, pixels((height, width), [point]), forbidden))


def all_clicks(frame: Image, points: Sequence[Point], shown: Bits | None, answered: int) -> Bits:
    """The mask after all points (in their order), of which the first `answered` are already in the mask `shown`.

    Beyond MOST_SINGLY new ones, the rest corrects the mask together.
    """
    height, width = frame.shape[:2]
    mask = np.zeros((height, width), np.bool_) if shown is None else shown
    for index in range(answered, len(points)):
        if mask.any() and index - answered >= MOST_SINGLY:
            mask = correct_at_once(frame, mask, points)
            break
        point, known = points[index], points[: index + 1]
        if mask.any():
            mask = correct(frame, mask, point, known[:-1])
        elif point.label == OBJECT:
            mask = first_click(frame, point, known[:-1])
        mask = obey(mask, known)
    return obey(mask, points)


def obey(mask: Bits, points: Sequence[Point]) -> Bits:
    """The mask with each click's own pixel as it says; a later click wins where two share a pixel."""
    out = mask.copy()
    for point in points:
        out[pixel_of(mask.shape, point)] = point.label == OBJECT
    return out


def pixels(shape: tuple[int, int], points: Sequence[Point]) -> Bits:
    """A full-size map of the clicks' pixels."""
    out = np.zeros(shape, np.bool_)
    for point in points:
        out[pixel_of(shape, point)] = True
    return out


def pixel_of(shape: tuple[int, ...], point: Point) -> tuple[int, int]:
    """The (row, column) that holds a click; one on the far edge belongs to the last pixel."""
    return min(int(point.y), shape[0] - 1), min(int(point.x), shape[1] - 1)
