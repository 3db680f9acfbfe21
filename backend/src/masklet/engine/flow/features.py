"""What a pixel looks like: colour at several scales, texture, surroundings and place. No learning here.

Legend: H, W work size; h = H / 2, w = W / 2; F features.
"""

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


def describe(lab_hw3: NDArray[np.float32], place: tuple[float, float, float]) -> Features:
    """Features of each pixel of a half-size Lab picture, row by row.

    `place` is the object's expected centre (x, y) and size in the same pixels; position is relative to it.
    """
    blurred = [lab_hw3 if k == 1 else np.asarray(cv2.blur(lab_hw3, (k, k)), np.float32) for k in BLURS]
    planes = [*blurred, _deviation(lab_hw3), _structure(lab_hw3[..., 0]), *_ring(blurred[1]), _place(lab_hw3, place)]
    stacked = np.concatenate(planes, axis=2)
    return stacked.reshape(-1, FEATURE_COUNT)


def _deviation(lab_hw3: NDArray[np.float32]) -> NDArray[np.float32]:
    mean = cv2.blur(lab_hw3, (7, 7))
    square = cv2.blur(lab_hw3 * lab_hw3, (7, 7))
    return np.sqrt(np.maximum(square - mean * mean, 0)).astype(np.float32)


def _structure(lightness: Field) -> NDArray[np.float32]:
    dx = np.asarray(cv2.Sobel(lightness, cv2.CV_32F, 1, 0, scale=0.25), np.float32)
    dy = np.asarray(cv2.Sobel(lightness, cv2.CV_32F, 0, 1, scale=0.25), np.float32)
    tensor = np.asarray(cv2.blur(np.dstack([dx * dx, dy * dy, dx * dy]), (5, 5)), np.float32)
    return (np.sign(tensor) * np.sqrt(np.abs(tensor))).astype(np.float32)


def _ring(lab_hw3: NDArray[np.float32]) -> list[NDArray[np.float32]]:
    height, width = lab_hw3.shape[:2]
    r = RING_RADIUS
    wide = np.asarray(cv2.copyMakeBorder(lab_hw3, r, r, r, r, cv2.BORDER_REPLICATE), np.float32)
    return [wide[r + dy : r + dy + height, r + dx : r + dx + width] for dx, dy in RING]


def _place(lab_hw3: NDArray[np.float32], place: tuple[float, float, float]) -> NDArray[np.float32]:
    height, width = lab_hw3.shape[:2]
    x, y, size = place
    xs = np.clip((np.arange(width) - x) / size, -1.5, 1.5)
    ys = np.clip((np.arange(height) - y) / size, -1.5, 1.5)
    grid = np.meshgrid(xs, ys)
    return np.dstack(grid).astype(np.float32)
