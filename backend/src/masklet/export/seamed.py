"""Masks as single closed lines through the centres of their border pixels, with holes: whoever fills one and draws its line
(OpenCV's fillPoly, as the YOLO readers do) has the part again, to the pixel. Knows no files.

A hole is tied to what surrounds it by a seam: a column of the part's own pixels, walked up and down again, so that it encloses
nothing. Points are plain pairs on the way: noisy masks have hundreds of tiny contours, on which numpy's calls would cost most.
"""

from collections import defaultdict
from operator import itemgetter

import cv2
import numpy as np
from numpy.typing import NDArray

from masklet.domain.masklet import Rle
from masklet.masks import rle

Points = NDArray[np.int64]  # N x 2: x, y
Line = list[tuple[int, int]]
Plane = NDArray[np.int64]  # height x width
_FEWEST = 3  # readers take fewer points for a box


def seamed_parts(mask: Rle) -> list[Points]:
    """One line for each part (8 neighbours), the longest first; at least three points each. Empty for an empty mask."""
    x, y, width, height = rle.bounding_box(mask)
    if not width:
        return []
    bits = rle.decode(mask)[y : y + height, x : x + width].view(np.uint8)
    tops = _tops(bits)
    lines = [_cornered(_seamed(tops, outer, holes)) for outer, holes in _parts(bits)]
    return [np.array(line, np.int64) + np.array((x, y)) for line in lines]


def _parts(bits: NDArray[np.uint8]) -> list[tuple[Line, list[Line]]]:
    """Outer contour and those of its holes, for each part."""
    found, hierarchy = cv2.findContours(bits, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    outers: dict[int, Line] = {}
    holes = defaultdict[int, list[Line]](list)
    for place, (contour, relations) in enumerate(zip(found, hierarchy[0].tolist(), strict=True)):
        line, parent = [(x, y) for x, y in contour[:, 0].tolist()], relations[3]
        if parent < 0:
            outers[place] = line
        else:
            holes[parent].append(line)
    return [(outers[k], holes[k]) for k in sorted(outers, key=lambda k: -len(outers[k]))]


def _tops(bits: NDArray[np.uint8]) -> Plane:
    """At each pixel of the mask, the row where the column's run through it begins."""
    below = np.arange(1, len(bits) + 1)[:, None]
    return np.asarray(np.maximum.accumulate(np.where(bits == 0, below, 0), axis=0), np.int64)


def _seamed(tops: Plane, outer: Line, holes: list[Line]) -> Line:
    """The outer contour, and on passing a point with a seam down it, round the hole and back; holes may hang on holes."""
    seams = defaultdict[tuple[int, int], list[Line]](list)
    for hole in holes:
        start = hole.index(min(hole, key=itemgetter(1)))
        x, bottom = hole[start]
        down = [(x, y) for y in range(int(tops[bottom, x]), bottom + 1)]
        seams[down[0]].append([*down[1:], *hole[start + 1 :], *hole[:start], *reversed(down)])
    line, walks = Line(), [iter(outer)]
    while walks:
        for point in walks[-1]:
            line.append(point)
            if point in seams:
                walks += map(iter, seams.pop(point))
                break
        else:
            walks.pop()
    return line


def _cornered(line: Line) -> Line:
    """Without points that a straight walk passes."""
    around = zip([line[-1], *line[:-1]], line, [*line[1:], line[0]], strict=True)
    kept = [(x, y) for (x0, y0), (x, y), (x1, y1) in around if x - x0 != x1 - x or y - y0 != y1 - y] or line[:1]
    return kept + kept[-1:] * (_FEWEST - len(kept))
