"""The blur that several effects share. Maths: contract/effects/blur.json."""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from masklet.export.effects.effect import Picture, Plane

SHRINK = 4
OUTSIDE_WEIGHT = 1 / 64
Weighted = NDArray[np.float32]  # height x width x 4: weighted red, green, blue, and the weight


def weights(affected: NDArray[np.bool_]) -> Plane:
    """What is not blurred weighs little, so that it does not bleed into what is."""
    return np.where(affected, np.float32(1), np.float32(OUTSIDE_WEIGHT))


def blurred(below: Picture, weight: Plane, strength: float) -> Picture:
    """The weighted blur of the whole picture."""
    height, width = weight.shape
    small = _smooth(_small(below, weight), strength / SHRINK)
    size = (small.shape[1] * SHRINK, small.shape[0] * SHRINK)
    large = cv2.resize(small, size, interpolation=cv2.INTER_LINEAR)[:height, :width]
    out = np.empty_like(below)
    for channel in range(3):
        out[:, :, channel] = cv2.divide(large[:, :, channel], large[:, :, 3], dtype=cv2.CV_8U)
    return out


def _small(below: Picture, weight: Plane) -> Weighted:
    """Means over blocks of 4 x 4, the picture's border repeated."""
    weighted = [np.asarray(cv2.multiply(each, weight, dtype=cv2.CV_32F), np.float32) for each in cv2.split(below)]
    return np.dstack([_block_means(channel) for channel in (*weighted, weight)])


def _block_means(channel: Plane) -> Plane:
    height, width = channel.shape
    below, right = -height % SHRINK, -width % SHRINK
    if below or right:
        channel = np.asarray(cv2.copyMakeBorder(channel, 0, below, 0, right, cv2.BORDER_REPLICATE), np.float32)
    size = (channel.shape[1] // SHRINK, channel.shape[0] // SHRINK)
    return np.asarray(cv2.resize(channel, size, interpolation=cv2.INTER_AREA), np.float32)


def _smooth(small: Weighted, sigma: float) -> Weighted:
    radius = math.ceil(3 * sigma)
    kernel = np.exp(-(np.arange(-radius, radius + 1) ** 2) / (2 * sigma**2))
    kernel /= kernel.sum()
    return np.asarray(cv2.sepFilter2D(small, -1, kernel, kernel, borderType=cv2.BORDER_REPLICATE), np.float32)
