"""Masks as single closed lines through the centres of their border pixels, with holes: whoever fills one and draws its line
(OpenCV's fillPoly, as the YOLO readers do) has the part again, to the pixel. Knows no files.

A hole is tied to what surrounds it by a seam: a column of the part's own pixels, walked up and down again, so that it encloses
nothing.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from masklet.domain.masklet import Rle
from masklet.masks import rle

Points = NDArray[np.int64]  # N x 2: x, y
_FEWEST = 3  # readers take fewer points for a box


def seamed_parts(mask: Rle) -> list[Points]:
    """One line for each part (8 neighbours), the largest first; at least three points each. Empty for an empty mask."""
    x, y, width, height = rle.bounding_box(mask)
    if not width:
        return []
    bits = rle.decode(mask)[y : y + height, x : x + width].view(np.uint8)
    found, hierarchy = cv2.findContours(bits, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    contours = [np.asarray(one[:, 0], np.int64) for one in found]
    parents = [int(row[3]) for row in hierarchy[0]]
    outers = sorted((k for k, parent in enumerate(parents) if parent < 0), key=lambda k: -len(contours[k]))
    lines = []
    for k in outers:
        holes = [contours[h] for h, parent in enumerate(parents) if parent == k]
        lines.append(_cornered(_seamed(bits, contours[k], holes)) + np.array((x, y)))
    return lines


def _seamed(bits: NDArray[np.uint8], outer: Points, holes: list[Points]) -> Points:
    """From the topmost hole on: what is above each is tied in already."""
    line = outer
    for hole in sorted(holes, key=lambda one: int(one[:, 1].min())):
        start = int(hole[:, 1].argmin())
        x, bottom = (int(value) for value in hole[start])
        above = np.flatnonzero(bits[:bottom, x] == 0)
        top = int(above[-1]) + 1 if above.size else 0
        place = int(np.flatnonzero((line[:, 0] == x) & (line[:, 1] == top))[0])
        down = np.stack([np.full(bottom - top + 1, x), np.arange(top, bottom + 1)], 1)
        around = np.roll(hole, -start, 0)
        line = np.concatenate([line[:place], down, around[1:], down[::-1], line[place + 1 :]])
    return line


def _cornered(line: Points) -> Points:
    """Without points that a straight walk passes."""
    turns = (line - np.roll(line, 1, 0) != np.roll(line, -1, 0) - line).any(1)
    kept = line[turns] if turns.any() else line[:1]
    return np.concatenate([kept, np.repeat(kept[-1:], max(0, _FEWEST - len(kept)), 0)])
