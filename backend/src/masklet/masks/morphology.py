"""Shapes of masks: parts, holes, depth, discs (numpy and OpenCV). Never imported by the API's process."""

import cv2
import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.bool_]
Field = NDArray[np.float32]


def depth(mask: Bits) -> Field:
    """Distance of each pixel of an H x W mask to the nearest pixel outside it; outside the picture counts as inside."""
    if mask.all():
        return np.full(mask.shape, float(max(mask.shape)), np.float32)
    return np.asarray(cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, 5), np.float32)


def signed_distance(mask: Bits) -> Field:
    """Distance to the mask's boundary in pixels: positive inside, negative outside."""
    return depth(mask) - depth(~mask)


def parts(mask: Bits) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Connected parts (8 neighbours): a map of numbers from 1 (0: outside) and the area of each number, 0 included."""
    _, numbers, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    return np.asarray(numbers, np.int32), np.asarray(stats[:, cv2.CC_STAT_AREA], np.int32)


def without_small_parts(mask: Bits, share: float) -> Bits:
    """The mask without parts smaller than `share` of its largest one."""
    numbers, areas = parts(mask)
    if len(areas) <= 2:
        return mask
    keep = areas >= share * areas[1:].max()
    keep[0] = False
    return np.asarray(keep[numbers], np.bool_)


def parts_touching(mask: Bits, seeds: Bits) -> Bits:
    """Those parts of the mask that hold a pixel of `seeds`."""
    numbers, areas = parts(mask)
    keep = np.zeros(len(areas), np.bool_)
    keep[np.unique(numbers[seeds & mask])] = True
    keep[0] = False
    return np.asarray(keep[numbers], np.bool_)


def filled(mask: Bits, share: float) -> Bits:
    """The mask with those holes closed that are smaller than `share` of its area."""
    numbers, areas = parts(~mask)
    small = areas < share * np.count_nonzero(mask)
    small[0] = False
    edge = np.concatenate([numbers[0], numbers[-1], numbers[:, 0], numbers[:, -1]])
    small[edge] = False
    return mask | small[numbers]


def boundary(mask: Bits) -> Bits:
    """Pixels of the mask that have a neighbour (of 4) outside it."""
    padded = np.pad(mask, 1, mode="edge")
    inner = padded[:-2, 1:-1] & padded[2:, 1:-1] & padded[1:-1, :-2] & padded[1:-1, 2:]
    return mask & ~inner


def grown(mask: Bits, radius: int) -> Bits:
    """The mask widened by a disc."""
    return np.asarray(cv2.dilate(mask.astype(np.uint8), _disc(radius)) > 0, np.bool_)


def shrunk(mask: Bits, radius: int) -> Bits:
    """The mask narrowed by a disc; the picture's edge does not narrow it."""
    return ~grown(~mask, radius)


def disc_at(shape: tuple[int, int], x: float, y: float, radius: float) -> Bits:
    """Pixels of an H x W picture within `radius` of a point; always at least the nearest pixel."""
    height, width = shape
    column, row = min(max(round(x), 0), width - 1), min(max(round(y), 0), height - 1)
    ys, xs = np.ogrid[:height, :width]
    return np.asarray((xs - column) ** 2 + (ys - row) ** 2 <= radius**2, np.bool_)


def _disc(radius: int) -> NDArray[np.uint8]:
    grid = np.arange(-radius, radius + 1)
    return (grid[:, None] ** 2 + grid[None] ** 2 <= radius * radius + radius // 2).astype(np.uint8)


def tidied(mask: Bits, most_area: int) -> Bits:
    """The mask with holes of at most `most_area` pixels closed and specks of at most so many removed; its largest part stays."""
    numbers, areas = parts(~mask)
    holes = areas <= most_area
    holes[0] = False
    whole = mask | holes[numbers] if holes.any() else mask
    numbers, areas = parts(whole)
    specks = areas <= most_area
    specks[0] = False
    if len(areas) > 1:
        specks[1 + int(areas[1:].argmax())] = False
    return whole & ~specks[numbers] if specks.any() else whole
