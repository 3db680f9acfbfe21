"""Masks as polygons along the edges of their pixels: exact, also for one pixel, holes and parts. Knows no files.

A pixel (x, y) covers x..x+1 and y..y+1, so whoever fills the polygons at pixel centres (COCO's API, datumaro, CVAT) has the mask
again, to the pixel.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from masklet.domain.masklet import Rle
from masklet.masks import rle

Points = NDArray[np.int64]  # N x 2: x, y


@dataclass(frozen=True, slots=True)
class Outline:
    """A closed line. `depth`: 0 a part, 1 a hole in one, 2 a part in that hole, …: drawn in order of depth, odd ones erase.

    `inner` are the lines directly inside: of a part its holes.
    """

    points: Points
    depth: int
    inner: tuple[Points, ...]

    @property
    def is_hole(self) -> bool:
        """What it surrounds is taken away."""
        return self.depth % 2 == 1


def pixel_outlines(mask: Rle) -> list[Outline]:
    """The longest first among parts and among holes, so that what is called the first part is mostly the same in neighbouring
    frames. Empty for an empty mask."""
    x, y, width, height = rle.bounding_box(mask)
    if not width:
        return []
    # doubled, each side of a pixel has border points of its own, and halving them, rounded, is the corner between pixels
    inside = rle.decode(mask)[y : y + height, x : x + width].view(np.uint8)
    doubled = np.repeat(np.repeat(inside, 2, 0), 2, 1)
    found, hierarchy = cv2.findContours(doubled, cv2.RETR_TREE, cv2.CHAIN_APPROX_NONE)
    parents = [int(row[3]) for row in hierarchy[0]]
    lines = list(_cornered(found, x, y))
    inner: list[list[Points]] = [[] for _ in lines]
    for line, parent in zip(lines, parents, strict=True):
        if parent >= 0:
            inner[parent].append(line)
    outlines = map(Outline, lines, _depths(parents), map(tuple, inner))
    return sorted(outlines, key=lambda one: -len(one.points))


def _depths(parents: list[int]) -> list[int]:
    """OpenCV lists a contour's parent before or after it, so each way up is walked until a known one."""
    depths = [-1] * len(parents)
    for start in range(len(parents)):
        way, at = [], start
        while at >= 0 and depths[at] < 0:
            way.append(at)
            at = parents[at]
        known = depths[at] if at >= 0 else -1
        for place in reversed(way):
            known += 1
            depths[place] = known
    return depths


def _cornered(contours: Sequence[NDArray[Any]], x: int, y: int) -> Iterator[Points]:
    """Only the corners of each, all contours at once: noisy masks have hundreds."""
    lengths = np.array([len(one) for one in contours])
    starts = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    points = (np.concatenate(contours)[:, 0].astype(np.int64) + 1) // 2
    owner = np.repeat(np.arange(len(contours)), lengths)
    before, _ = _neighbours(owner.size, starts, lengths)
    moves = (points != points[before]).any(1)  # the first of points that fell together
    points, owner = points[moves], owner[moves]
    lengths = np.bincount(owner, minlength=len(contours))
    starts = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    before, after = _neighbours(owner.size, starts, lengths)
    turns = ((points - points[before]) != (points[after] - points)).any(1)
    kept = np.bincount(owner[turns], minlength=len(contours))
    corners, end = points[turns] + (x, y), 0
    for number in kept.tolist():
        yield corners[end : end + number]
        end += number


def _neighbours(count: int, starts: Points, lengths: Points) -> tuple[Points, Points]:
    """Places of the point before and of the point after, round each contour."""
    before, after = np.arange(count) - 1, np.arange(count) + 1
    before[starts] = starts + lengths - 1
    after[starts + lengths - 1] = starts
    return before, after
