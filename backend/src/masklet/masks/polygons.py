"""Masks as polygons along the edges of their pixels, from corner to corner: whoever fills them by area gets every pixel back.

A hole hangs on its outline by a seam that runs there and back: it encloses nothing, and filling by parity leaves the hole out.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pycocotools import _mask as coco

from masklet.domain.errors import InvalidInput
from masklet.domain.masklet import Rle
from masklet.masks.outlines import Points, pixel_outlines

_REACH = 4  # sizes of the picture a corner may lie outside: the way there is walked in steps of a fifth of a pixel
_STEPS = 5  # of that walk in a pixel
_MOST_STEPS = 1 << 24  # each takes 20 bytes; 1280 x 720 pixels of which every hundredth is a hole have 2^24 / 1.2


def polygons(mask: Rle) -> list[Points]:
    """One for each part, the longest first, at least 4 corners each; parts that touch at a corner are one."""
    return [_seamed(one.points, one.inner) for one in pixel_outlines(mask) if not one.is_hole]


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


def _seamed(outline: Points, holes: Sequence[Points]) -> Points:
    """One walk: along the outline, and from its corner nearest to a hole's first one around that hole and back."""
    detours: dict[int, list[Points]] = {}
    for hole in holes:
        nearest = int(np.abs(outline - hole[0]).sum(axis=1).argmin())
        detours.setdefault(nearest, []).append(hole)
    walk = []
    for place, corner in enumerate(outline):
        walk.append(corner[None])
        for hole in detours.get(place, ()):
            walk += [hole, hole[:1], corner[None]]
    return np.concatenate(walk)
