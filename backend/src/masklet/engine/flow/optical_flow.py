"""How pixels move between two frames (DIS optical flow, both ways) and how far that is to be believed."""

from concurrent.futures import Executor
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from masklet.engine.flow.region import Field, Image

Vectors = NDArray[np.float32]  # height x width x 2: x and y in pixels


# DIS at every pixel's scale, with fewer steps than its "medium" preset: as good here at a third of the time. The way
# forward serves as a check alone and is computed at half the size.
FINEST, CHECK_FINEST = 0, 1
PATCH_STRIDE = 4
DESCENT_STEPS = 8
SMOOTHING_STEPS = 2
TRUSTED_GAP = 1.0  # pixels between the ways forward and back


@dataclass(frozen=True, slots=True)
class Motion:
    """`to_previous` is where each pixel of the new frame came from; `trust` in [0, 1]."""

    to_previous: Vectors
    trust: Field


class MotionEstimator:
    """Holds OpenCV's estimators, which keep buffers; one caller at a time. With `beside`, the two ways are computed at once."""

    def __init__(self, beside: Executor | None = None) -> None:
        self._way_back, self._way_forward = _estimator(FINEST), _estimator(CHECK_FINEST)
        self._beside = beside

    def estimate(self, previous: Image, current: Image) -> Motion:
        """Motion between two H x W x 3 pictures of one size."""
        before, after = _grey(previous), _grey(current)
        promised = None if self._beside is None else self._beside.submit(_flow, self._way_forward, before, after)
        backward = _flow(self._way_back, after, before)
        forward = _flow(self._way_forward, before, after) if promised is None else promised.result()
        gap = backward + sample(forward, backward)
        return Motion(backward, np.exp(-(gap**2).sum(axis=2) / TRUSTED_GAP**2).astype(np.float32))


def _flow(dis: cv2.DISOpticalFlow, first: NDArray[np.uint8], second: NDArray[np.uint8]) -> Vectors:
    return np.asarray(dis.calc(first, second, None), np.float32)  # type: ignore[call-overload]


def _estimator(finest_scale: int) -> cv2.DISOpticalFlow:
    dis = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    dis.setFinestScale(finest_scale)
    dis.setPatchStride(PATCH_STRIDE)
    dis.setGradientDescentIterations(DESCENT_STEPS)
    dis.setVariationalRefinementIterations(SMOOTHING_STEPS)
    return dis


def sample(field: NDArray[np.float32], vectors: Vectors) -> NDArray[np.float32]:
    """`field` (H x W [x C]) read at each pixel plus its vector; the edge goes on outside."""
    height, width = vectors.shape[:2]
    xs, ys = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    found = cv2.remap(
        field, xs + vectors[..., 0], ys + vectors[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(found, np.float32)


def _grey(image: Image) -> NDArray[np.uint8]:
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.uint8)


def enlarged(vectors: Vectors, shape: tuple[int, int]) -> Vectors:
    """The vectors of a smaller picture for one of `shape` (height, width)."""
    grow = np.array([shape[1] / vectors.shape[1], shape[0] / vectors.shape[0]], np.float32)
    return np.asarray(cv2.resize(vectors, shape[::-1], interpolation=cv2.INTER_LINEAR) * grow, np.float32)
