"""F of DAVIS: how well the contour of a mask follows a true one (numpy and OpenCV). J is `overlap.iou`. Never imported by the API's process."""

import cv2
import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.bool_]
TOLERANCE = 0.008  # of the frame's diagonal


def contour_accuracy(truth: Bits, mask: Bits) -> float:
    """F in [0, 1] of two H x W masks: the harmonic mean of precision and recall of their contours' pixels.

    A pixel is right where the other contour comes as near as 0.008 of the frame's diagonal, rounded up to whole pixels. 1 where
    neither mask has a contour, 0 where one has none. Source: Perazzi et al., CVPR 2016, as the DAVIS 2017 evaluation has it.
    """
    true_contour, contour = contour_map(truth), contour_map(mask)
    if not true_contour.any() or not contour.any():
        return float(true_contour.any() == contour.any())
    near = _disc(int(np.ceil(TOLERANCE * np.hypot(*truth.shape))))
    true_part, part = _common_window(true_contour, contour)
    precision = _share_near(part, true_part, near)
    recall = _share_near(true_part, part, near)
    return 0.0 if precision + recall == 0 else 2 * precision * recall / (precision + recall)


def contour_map(mask: Bits) -> Bits:
    """Pixels of an H x W mask that differ from their right, lower or lower right neighbour."""
    edge = np.zeros(mask.shape, np.bool_)
    edge[:, :-1] |= mask[:, :-1] != mask[:, 1:]
    edge[:-1] |= mask[:-1] != mask[1:]
    edge[:-1, :-1] |= mask[:-1, :-1] != mask[1:, 1:]
    return edge


def _share_near(contour: Bits, other: Bits, near: NDArray[np.uint8]) -> float:
    reached = cv2.dilate(other.view(np.uint8), near).view(np.bool_)
    return float(np.count_nonzero(contour & reached) / np.count_nonzero(contour))


def _common_window(first: Bits, second: Bits) -> tuple[Bits, Bits]:
    """Both cut to where either has a pixel: outside of it nothing is counted, and most of a frame is outside."""
    either = first | second
    rows, columns = np.flatnonzero(either.any(axis=1)), np.flatnonzero(either.any(axis=0))
    window = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return np.ascontiguousarray(first[window]), np.ascontiguousarray(second[window])


def _disc(radius: int) -> NDArray[np.uint8]:
    """Of DAVIS, a little smaller than the discs of morphology.py."""
    grid = np.arange(-radius, radius + 1)
    return (grid[:, None] ** 2 + grid[None] ** 2 <= radius**2).astype(np.uint8)
