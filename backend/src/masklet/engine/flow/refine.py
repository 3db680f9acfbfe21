"""Soft masks brought to the picture's edges (guided filter) and freed of specks.

Source: He and Sun, Fast Guided Filter, 2015: the linear model is fitted at work size and applied at full size.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from masklet.engine.flow.region import Bits, Field, Image, Region
from masklet.masks.morphology import depth, filled, parts_touching, without_small_parts

RADIUS = 5
SMOOTHNESS = 4e-4
HALF = 0.5  # above is the object
SMALL_PART = 0.05
SMALL_HOLE = 0.002
REACH = 40  # pixels from the warped mask within which a new part may come out, as from behind a pole


@dataclass(frozen=True, slots=True)
class EdgeModel:
    """soft = slope x lightness + offset, both H x W."""

    slope: Field
    offset: Field


def lightness(image: Image) -> Field:
    """H x W in [0, 1]."""
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.float32) / np.float32(255)


def fit(guide: Field, soft: Field) -> EdgeModel:
    """The locally linear model of a soft mask in the guide's lightness."""
    mean_guide, mean_soft = _mean(guide), _mean(soft)
    covariance = _mean(guide * soft) - mean_guide * mean_soft
    variance = _mean(guide * guide) - mean_guide * mean_guide
    slope = np.asarray(covariance / (variance + SMOOTHNESS), np.float32)
    return EdgeModel(_mean(slope), _mean(mean_soft - slope * mean_guide))


def apply(model: EdgeModel, guide: Field) -> Field:
    """The refined soft mask, within [0, 1]."""
    return np.asarray(np.clip(model.slope * guide + model.offset, 0, 1), np.float32)


def full_size(model: EdgeModel, region: Region, frame: Image) -> Field:
    """The refined soft mask at the frame's own resolution, of the region's extent."""
    x0, y0, x1, y1 = region.extent
    guide = lightness(frame[y0:y1, x0:x1])
    return apply(EdgeModel(region.enlarge(model.slope), region.enlarge(model.offset)), guide)


def decide(hard: Bits) -> Bits:
    """The mask without specks and pinholes."""
    return filled(without_small_parts(hard, SMALL_PART), SMALL_HOLE)


def without_strays(soft: Field, warped: Field) -> Field:
    """The soft mask with parts brought under one half that are specks, or that lie far from where the object was."""
    hard = soft > HALF
    kept = without_small_parts(parts_touching(hard, depth(warped <= HALF) <= REACH), SMALL_PART)
    return np.where(hard & ~kept, np.minimum(soft, 0.2), soft).astype(np.float32)


def _mean(field: Field) -> Field:
    size = 2 * RADIUS + 1
    return np.asarray(cv2.blur(field, (size, size)), np.float32)
