"""The blur that several effects share. Maths: contract/effects/blur.json."""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from masklet.export.effects.effect import Picture, Plane

SHRINK = 4
OUTSIDE_WEIGHT = 1 / 64
Floats = NDArray[np.float32]
Weighted = NDArray[np.float32]  # height x width x 4: weighted red, green, blue, and the weight


def weights(affected: NDArray[np.bool_]) -> Plane:
    """What is not blurred weighs little, so that it does not bleed into what is."""
    return np.where(affected, np.float32(1), np.float32(OUTSIDE_WEIGHT))


def blurred(below: Picture, weight: Plane, strength: float, highlights: float = 0) -> Picture:
    """The weighted blur of the whole picture; with highlights, 0 to 1, bright spots weigh more."""
    height, width = weight.shape
    small = _smooth(_small(below, weight, highlights), strength / SHRINK)
    size = (small.shape[1] * SHRINK, small.shape[0] * SHRINK)
    large = cv2.resize(small, size, interpolation=cv2.INTER_LINEAR)[:height, :width]
    out = np.empty_like(below)
    for channel in range(3):
        out[:, :, channel] = cv2.divide(large[:, :, channel], large[:, :, 3], dtype=cv2.CV_8U)
    return out


def _small(below: Picture, weight: Plane, highlights: float) -> Weighted:
    """Means over blocks of 4 x 4, the picture's border repeated; colours and weights are joined at half size."""
    colour, weight = _halved(_whole_blocks(below.astype(np.float32))), _halved(_whole_blocks(weight))
    if highlights > 0:
        mean = cv2.transform(colour, np.full((1, 3), 1 / 3 / 255, np.float32))
        weight = weight * (1 + 15 * highlights * np.asarray(mean, np.float32) ** 4)
    return np.dstack([_halved(colour * weight[:, :, None]), _halved(weight)])


def _whole_blocks(picture: Floats) -> Floats:
    height, width = picture.shape[:2]
    below, right = -height % SHRINK, -width % SHRINK
    if below or right:
        return np.asarray(cv2.copyMakeBorder(picture, 0, below, 0, right, cv2.BORDER_REPLICATE), np.float32)
    return picture


def _halved(picture: Floats) -> Floats:
    size = (picture.shape[1] // 2, picture.shape[0] // 2)
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.float32)


def _smooth(small: Weighted, sigma: float) -> Weighted:
    radius = math.ceil(3 * sigma)
    kernel = np.exp(-(np.arange(-radius, radius + 1) ** 2) / (2 * sigma**2))
    kernel /= kernel.sum()
    return np.asarray(cv2.sepFilter2D(small, -1, kernel, kernel, borderType=cv2.BORDER_REPLICATE), np.float32)
