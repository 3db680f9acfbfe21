"""Blur background: sharp objects before a blurred background. Table and maths: contract/effects/blur_background.json."""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from masklet.domain.export import ParameterInfo
from masklet.export.effects.effect import Colours, Effect, LabelMap, Picture, Values

SHRINK = 4
OBJECT_WEIGHT = 1 / 64
Weighted = NDArray[np.float32]  # height x width x 4: weighted red, green, blue, and the weight


def apply(frame: Picture, labels: LabelMap, colours: Colours, values: Values) -> Picture:
    """The background blurred without the objects' colours; the objects as they are."""
    height, width = labels.shape
    small = _blurred(_small(frame, labels), float(values["strength"]) / SHRINK)
    size = (small.shape[1] * SHRINK, small.shape[0] * SHRINK)
    large = cv2.resize(small, size, interpolation=cv2.INTER_LINEAR)[:height, :width]
    out = np.empty_like(frame)
    for channel in range(3):
        out[:, :, channel] = cv2.divide(large[:, :, channel], large[:, :, 3], dtype=cv2.CV_8U)
    cv2.copyTo(frame, labels, out)
    return out


def _small(frame: Picture, labels: LabelMap) -> Weighted:
    """Means over blocks of 4 x 4, the picture's border repeated."""
    weight = np.where(labels == 0, np.float32(1), np.float32(OBJECT_WEIGHT))
    red, green, blue = cv2.split(frame)
    weighted = [cv2.multiply(channel, weight, dtype=cv2.CV_32F) for channel in (red, green, blue)]
    return np.dstack([_block_means(channel) for channel in (*weighted, weight)])


def _block_means(channel: NDArray[np.float32]) -> NDArray[np.float32]:
    height, width = channel.shape
    below, right = -height % SHRINK, -width % SHRINK
    if below or right:
        channel = np.asarray(cv2.copyMakeBorder(channel, 0, below, 0, right, cv2.BORDER_REPLICATE), np.float32)
    size = (channel.shape[1] // SHRINK, channel.shape[0] // SHRINK)
    return np.asarray(cv2.resize(channel, size, interpolation=cv2.INTER_AREA), np.float32)


def _blurred(small: Weighted, sigma: float) -> Weighted:
    radius = math.ceil(3 * sigma)
    kernel = np.exp(-(np.arange(-radius, radius + 1) ** 2) / (2 * sigma**2))
    kernel /= kernel.sum()
    return np.asarray(cv2.sepFilter2D(small, -1, kernel, kernel, borderType=cv2.BORDER_REPLICATE), np.float32)


BLUR_BACKGROUND = Effect(
    name="blur_background",
    title="Blur background",
    description="The objects sharp before a blurred background, without a halo of their own colours.",
    parameters=(ParameterInfo("strength", "Strength", "number", 8, 1, 20),),
    apply=apply,
)
