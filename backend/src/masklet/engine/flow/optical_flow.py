"""How pixels move between two frames (DIS optical flow, both ways) and how far that is to be believed."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from masklet.engine.flow.region import Field, Image

Vectors = NDArray[np.float32]  # height x width x 2: x and y in pixels


@dataclass(frozen=True, slots=True)
class Motion:
    """`to_previous` is where each pixel of the new frame came from; `trust` in [0, 1]."""

    to_previous: Vectors
    trust: Field


class MotionEstimator:
    """Holds OpenCV's estimator, which keeps buffers; one thread at a time."""

    def __init__(self) -> None:
        self._dis = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)

    def estimate(self, previous: Image, current: Image) -> Motion:
        """Motion between two H x W x 3 pictures of one size."""
        before, after = _grey(previous), _grey(current)
        forward = np.asarray(self._dis.calc(before, after, None), np.float32)  # type: ignore[call-overload]
        backward = np.asarray(self._dis.calc(after, before, None), np.float32)  # type: ignore[call-overload]
        gap = backward + sample(forward, backward)
        return Motion(backward, np.exp(-(gap**2).sum(axis=2) / 4).astype(np.float32))


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
