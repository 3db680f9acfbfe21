"""Which colours an object has and which its surroundings: Lab histograms that remember as the classifier does."""

import cv2
import numpy as np
from numpy.typing import NDArray

BINS = 16
DECAY = 0.9
STRONGEST = 3.0  # a log ratio beyond this is no better evidence


def bins_of(lab_hw3: NDArray[np.float32]) -> NDArray[np.int32]:
    """The histogram bin of each pixel of a Lab picture as `features.lab` makes it."""
    stretched = np.clip(lab_hw3 * np.array([1, 1 / 1.6, 1 / 1.6]) + np.array([0, 0.5, 0.5]), 0, 0.9999)
    steps = (stretched * BINS).astype(np.int32)
    return np.asarray((steps[..., 0] * BINS + steps[..., 1]) * BINS + steps[..., 2], np.int32)


class ColourModel:
    """Two histograms, the object's and its surroundings', each of prompted (kept) and recent (fading) frames."""

    def __init__(self) -> None:
        self._prompted = np.zeros((2, BINS**3), np.float32)
        self._recent = np.zeros((2, BINS**3), np.float32)
        self._ratio: NDArray[np.float32] | None = None

    def learn(self, bins: NDArray[np.int32], is_object: NDArray[np.bool_], prompted: bool) -> None:
        """Take in one frame's pixels."""
        seen = np.stack([_histogram(bins[is_object]), _histogram(bins[~is_object])])
        if prompted:
            self._prompted += seen
        else:
            self._recent = self._recent * DECAY + seen
        self._ratio = None

    def judge(self, bins: NDArray[np.int32]) -> NDArray[np.float32]:
        """Log of how much likelier each pixel's colour is in the object than around it, within +-STRONGEST."""
        if self._ratio is None:
            inside, outside = _smoothed(self._prompted + 0.3 * self._recent)
            self._ratio = np.clip(np.log((inside + 1e-4) / (outside + 1e-4)), -STRONGEST, STRONGEST)
        return self._ratio[bins]


def _histogram(bins: NDArray[np.int32]) -> NDArray[np.float32]:
    counts = np.bincount(bins, minlength=BINS**3).astype(np.float32)
    return counts / max(float(counts.sum()), 1.0)


def _smoothed(histograms: NDArray[np.float32]) -> NDArray[np.float32]:
    cubes = histograms.reshape(2, BINS, BINS * BINS)
    kernel = np.array([0.2, 0.6, 0.2])
    out = [cv2.sepFilter2D(_blur_inner(cube), cv2.CV_32F, np.ones(1), kernel) for cube in cubes]
    total = np.stack(out).reshape(2, -1)
    return np.asarray(total / np.maximum(total.sum(axis=1, keepdims=True), 1e-6), np.float32)


def _blur_inner(cube: NDArray[np.float32]) -> NDArray[np.float32]:
    planes = cube.reshape(BINS, BINS, BINS)
    kernel = np.array([0.2, 0.6, 0.2])
    blurred = [cv2.sepFilter2D(plane, cv2.CV_32F, kernel, kernel) for plane in planes]
    return np.stack(blurred).reshape(BINS, BINS * BINS).astype(np.float32)
