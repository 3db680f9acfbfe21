"""What a pixel looks like: colour at several scales, texture, surroundings and place. No learning here.

Legend: H, W work size; h = H / 2, w = W / 2; F features.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from masklet.engine.flow.region import Field, Image

Features = NDArray[np.float32]  # pixels x F

BLURS = (1, 3, 7, 15)
RING_RADIUS = 8
RING = [(round(RING_RADIUS * np.cos(a)), round(RING_RADIUS * np.sin(a))) for a in np.arange(8) * np.pi / 4]
# How much each group counts: Lab at each blur, deviation, structure tensor, ring, place.
GROUP_WEIGHTS = (*((1.0,) * 3 * len(BLURS)), *((0.7,) * 3), *((0.5,) * 3), *((0.35,) * 24), *((1.0,) * 2))
FEATURE_COUNT = len(GROUP_WEIGHTS)
PLACE = slice(FEATURE_COUNT - 2, FEATURE_COUNT)


def half_size(image: Image) -> Image:
    """The picture at half its work size."""
    height, width = image.shape[:2]
    return np.asarray(cv2.resize(image, (width // 2, height // 2), interpolation=cv2.INTER_AREA), np.uint8)


def lab(image: Image) -> NDArray[np.float32]:
    """H x W x 3 RGB as CIE Lab, about [0, 1] for lightness and [-1, 1] for a and b."""
    converted = cv2.cvtColor(image.astype(np.float32) / 255, cv2.COLOR_RGB2Lab)
    return np.asarray(converted, np.float32) * np.array([0.01, 0.02, 0.02], np.float32)


@dataclass(frozen=True, slots=True)
class Description:
    """A half-size picture from which the features of any of its pixels are read."""

    lab_hw3: NDArray[np.float32]
    own_NC: NDArray[np.float32]  # what needs no neighbour's values: colour, deviation, structure
    around_M3: NDArray[np.float32]  # colours with a margin of RING_RADIUS on each side
    place: tuple[float, float, float]

    @property
    def shape(self) -> tuple[int, int]:
        """h, w."""
        return self.lab_hw3.shape[0], self.lab_hw3.shape[1]

    def rows(self, pixels_N: NDArray[np.intp]) -> Features:
        """N x F for pixels given by their flat index."""
        features = np.empty((len(pixels_N), FEATURE_COUNT), np.float32)
        own = self.own_NC.shape[1]
        features[:, :own] = self.own_NC[pixels_N]
        ys, xs = np.divmod(pixels_N, self.shape[1])
        wide = self.shape[1] + 2 * RING_RADIUS
        middle = (ys + RING_RADIUS) * wide + xs + RING_RADIUS
        for k, (dx, dy) in enumerate(RING):
            features[:, own + 3 * k : own + 3 * k + 3] = self.around_M3[middle + (dy * wide + dx)]
        x, y, size = self.place
        features[:, -2] = np.clip((xs - x) / size, -1.5, 1.5)
        features[:, -1] = np.clip((ys - y) / size, -1.5, 1.5)
        return features


def describe(lab_hw3: NDArray[np.float32], place: tuple[float, float, float]) -> Description:
    """Describe each pixel of a half-size Lab picture.

    `place` is the object's expected centre (x, y) and size in the same pixels; position is relative to it.
    """
    blurred = [lab_hw3 if k == 1 else np.asarray(cv2.blur(lab_hw3, (k, k)), np.float32) for k in BLURS]
    own = np.concatenate([*blurred, _deviation(lab_hw3), _structure(lab_hw3[..., 0])], axis=2)
    r = RING_RADIUS
    around = np.asarray(cv2.copyMakeBorder(blurred[1], r, r, r, r, cv2.BORDER_REPLICATE), np.float32)
    return Description(lab_hw3, own.reshape(-1, own.shape[2]), around.reshape(-1, 3), place)


def _deviation(lab_hw3: NDArray[np.float32]) -> NDArray[np.float32]:
    mean = cv2.blur(lab_hw3, (7, 7))
    square = cv2.blur(lab_hw3 * lab_hw3, (7, 7))
    return np.sqrt(np.maximum(square - mean * mean, 0)).astype(np.float32)


def _structure(lightness: Field) -> NDArray[np.float32]:
    dx = np.asarray(cv2.Sobel(lightness, cv2.CV_32F, 1, 0, scale=0.25), np.float32)
    dy = np.asarray(cv2.Sobel(lightness, cv2.CV_32F, 0, 1, scale=0.25), np.float32)
    tensor = np.asarray(cv2.blur(np.dstack([dx * dx, dy * dy, dx * dy]), (5, 5)), np.float32)
    return (np.sign(tensor) * np.sqrt(np.abs(tensor))).astype(np.float32)
