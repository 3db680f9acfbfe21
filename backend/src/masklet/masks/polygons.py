"""Masks as polygons along the edges of their pixels, from corner to corner: whoever fills them by area gets every pixel back.

A hole hangs on its outline by a seam that runs there and back: it encloses nothing, and filling by parity leaves the hole out.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray
from pycocotools import _mask as coco

from masklet.domain.errors import InvalidInput
from masklet.domain.masklet import Rle
from masklet.masks.rle import BoolMask

Corners = NDArray[np.int64]  # N x 2: x, y in pixels, (0, 0) the outer corner of the first one

_REACH = (
    4  # how many sizes of the picture a corner may lie outside: the way there is walked in steps of a fifth of a pixel
)
_STEPS = 5  # of that walk in a pixel
_MOST_STEPS = 1 << 24  # each takes 20 bytes; 1280 x 720 pixels of which every hundredth is a hole have 2^24 / 1.2
_SIBLING, _CHILD = 0, 2  # columns of OpenCV's hierarchy


def polygons(mask: BoolMask) -> list[Corners]:
    """One for each part of an H x W mask, at least 4 corners each; parts that touch at a corner are one."""
    # Twice the size, an edge between pixels lies between two rows of pixels that OpenCV tells apart.
    doubled = cv2.resize(mask.view(np.uint8), None, fx=2, fy=2, interpolation=cv2.INTER_NEAREST)
    contours, hierarchy = cv2.findContours(doubled, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    if not contours:
        return []
    outlines = [_corners(np.asarray(contour, np.int64)[:, 0]) for contour in contours]
    found, place = [], 0
    while place >= 0:
        holes = _children(hierarchy[0], place)
        found.append(_seamed(outlines[place], [outlines[hole] for hole in holes]))
        place = int(hierarchy[0][place][_SIBLING])
    return found


def filled(corners: Sequence[NDArray[np.float64]], height: int, width: int) -> Rle:
    """The mask that polygons (each N x 2: x, y in pixels) cover together, as COCO's tools fill them: at the middles of pixels.

    Raises InvalidInput for fewer than 3 corners, for corners that are no numbers, and for a way round them without end.
    """
    size = np.array([width, height], np.float64)
    lists = []
    for each in corners:
        if each.ndim != 2 or each.shape[0] < 3 or each.shape[1] != 2 or not np.isfinite(each).all():
            raise InvalidInput("A polygon needs three corners or more, each of two numbers.")
        near = np.clip(each, -_REACH * size, (_REACH + 1) * size)
        if float(np.abs(near - np.roll(near, 1, axis=0)).max(axis=1).sum()) * _STEPS > _MOST_STEPS:
            raise InvalidInput("A polygon's outline is too long.")
        lists.append(near.ravel().tolist())
    if not lists:
        raise InvalidInput("There is no polygon.")
    counts = coco.merge(coco.frPyObjects(lists, height, width))["counts"]
    return Rle(height, width, counts.decode("ascii"))


def _children(hierarchy: NDArray[np.int32], parent: int) -> list[int]:
    found, child = [], int(hierarchy[parent][_CHILD])
    while child >= 0:
        found.append(child)
        child = int(hierarchy[child][_SIBLING])
    return found


def _corners(halves: NDArray[np.int64]) -> Corners:
    """Those of the pixels' edges: without the steps between two halves of a pixel, and only where the direction changes."""
    places = (halves + 1) // 2
    places = places[(places != np.roll(places, 1, axis=0)).any(axis=1)]
    before, after = places - np.roll(places, 1, axis=0), np.roll(places, -1, axis=0) - places
    return np.asarray(places[(before != after).any(axis=1)], np.int64)


def _seamed(outline: Corners, holes: Sequence[Corners]) -> Corners:
    """One walk: along the outline, and from its corner nearest to a hole's first one around that hole and back."""
    detours: dict[int, list[Corners]] = {}
    for hole in holes:
        nearest = int(np.abs(outline - hole[0]).sum(axis=1).argmin())
        detours.setdefault(nearest, []).append(hole)
    walk = []
    for place, corner in enumerate(outline):
        walk.append(corner[None])
        for hole in detours.get(place, ()):
            walk += [hole, hole[:1], corner[None]]
    return np.concatenate(walk)
