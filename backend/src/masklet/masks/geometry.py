"""Where a mask lies: its box, centre and size in pixels. Knows nothing of run lengths or frames."""

import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.bool_]
Extent = tuple[int, int, int, int]  # x0, y0, x1, y1 in pixels, x1 and y1 not included


def extent(mask: Bits) -> Extent | None:
    """The smallest rectangle around an H x W mask, or None where the mask is empty."""
    columns = np.flatnonzero(mask.any(axis=0))
    if columns.size == 0:
        return None
    rows = np.flatnonzero(mask.any(axis=1))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def centre(box: Extent) -> tuple[float, float]:
    """The middle (x, y) of a rectangle."""
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def long_side(box: Extent) -> int:
    """The longer side of a rectangle."""
    return max(box[2] - box[0], box[3] - box[1])


def clip(box: tuple[float, float, float, float], width: int, height: int) -> Extent:
    """The rectangle's whole pixels inside a frame; at least one pixel, even for a box outside."""
    x0 = min(max(int(np.floor(box[0])), 0), width - 1)
    y0 = min(max(int(np.floor(box[1])), 0), height - 1)
    x1 = max(min(int(np.ceil(box[2])), width), x0 + 1)
    y1 = max(min(int(np.ceil(box[3])), height), y0 + 1)
    return x0, y0, x1, y1


def widened(box: tuple[float, float, float, float], margin: float, width: int, height: int) -> Extent:
    """The rectangle with a margin on each side, as far as the frame goes."""
    return clip((box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin), width, height)


def union(first: Extent, second: Extent) -> Extent:
    """The smallest rectangle around two."""
    return min(first[0], second[0]), min(first[1], second[1]), max(first[2], second[2]), max(first[3], second[3])
