"""A person at the stage, simulated on true masks as the evaluator of DAVIS sequences does: clicks the middle of what is wrong."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from masklet.domain.prompt import BACKGROUND, OBJECT, Point
from masklet.masks.morphology import parts

Bits = NDArray[np.bool_]


@dataclass(frozen=True)
class Told:
    """What is said on one frame, as the adapters of the evaluator take it."""

    mask: Bits | None = None
    points: NDArray[np.float32] | None = None
    labels: NDArray[np.int32] | None = None
    previous_mask: Bits | None = None


def first_click(truth: Bits) -> Point:
    """The point deepest inside the largest part of a mask (H x W, not empty)."""
    return Point(*deepest(largest_part(truth)[0]), OBJECT)


def next_click(truth: Bits, mask: Bits) -> Point | None:
    """The point deepest inside the largest connected error; None where the mask is perfect."""
    missed, missed_area = largest_part(truth & ~mask)
    wrong, wrong_area = largest_part(mask & ~truth)
    if missed_area == wrong_area == 0:
        return None
    if missed_area >= wrong_area:
        return Point(*deepest(missed), OBJECT)
    return Point(*deepest(wrong), BACKGROUND)


def arrays(points: Sequence[Point]) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
    """N x 2 (x, y) and N labels."""
    places = np.array([(p.x, p.y) for p in points], np.float32).reshape(-1, 2)
    return places, np.array([p.label for p in points], np.int32)


def tight_box(truth: Bits) -> tuple[float, float, float, float]:
    """x0, y0, x1, y1 of the outermost pixels of a mask (not empty), as the evaluator gives them."""
    ys, xs = np.nonzero(truth)
    return float(xs.min()), float(ys.min()), float(xs.max()), float(ys.max())


def largest_part(region: Bits) -> tuple[Bits, int]:
    """The largest connected part and its area; nothing and 0 where the region is empty."""
    numbers, areas = parts(region)
    if len(areas) < 2:
        return region, 0
    best = 1 + int(areas[1:].argmax())
    return numbers == best, int(areas[best])


def deepest(region: Bits) -> tuple[float, float]:
    """(x, y) of the pixel farthest from the region's outside; the frame's edge is outside."""
    padded = cv2.copyMakeBorder(region.astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT)
    away = cv2.distanceTransform(padded, cv2.DIST_L2, 5)[1:-1, 1:-1]
    y, x = np.unravel_index(int(away.argmax()), away.shape)
    return float(x), float(y)
