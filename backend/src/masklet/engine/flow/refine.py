"""Soft masks brought to the picture's edges (guided filter) and freed of specks.

Source: He and Sun, Fast Guided Filter, 2015: the linear model is fitted at work size and applied at full size.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from masklet.engine.flow.region import Bits, Field, Image, Region
from masklet.masks.geometry import extent
from masklet.masks.morphology import depth, filled, parts, parts_touching, without_small_parts

RADIUS = 5
SMOOTHNESS = 4e-4
STILL = -0.5  # mean evidence of motion below which a part moves with the surroundings
HALF = 0.5  # above is the object
SMALL_PART = 0.05
SMALL_HOLE = 0.002
REACH = 30  # half-size pixels from the warped mask within which a new part may come out, as from behind a pole


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


def decide(hard: Bits, seeds: Bits | None = None) -> Bits:
    """The mask (H x W) without specks and pinholes; with `seeds`, only its parts that hold a pixel of them."""
    box = extent(hard)
    if box is None:
        return hard
    inside = np.s_[box[1] : box[3], box[0] : box[2]]  # all there is to look at, often a quarter of the window
    part = hard[inside] if seeds is None else parts_touching(hard[inside], seeds[inside])
    out = np.zeros_like(hard)
    out[inside] = filled(without_small_parts(part, SMALL_PART), SMALL_HOLE)
    return out


def strays(soft: Field, warped: Field, moving: Field) -> Bits:
    """Parts of a soft mask that are specks, far from where the object was, or still with what is around it.

    All h x w. `moving` is the evidence of `relative_motion`; of parts that move with the surroundings the largest stays.
    """
    hard = soft > HALF
    kept = without_small_parts(parts_touching(hard, depth(warped <= HALF) <= REACH), SMALL_PART)
    return hard & ~_moving_parts(kept, moving)


def without(model: EdgeModel, dropped: Bits) -> EdgeModel:
    """The model that answers 0 in those pixels (h x w, of any size) and next to them."""
    if not dropped.any():
        return model
    height, width = model.slope.shape
    wide = cv2.dilate(dropped.astype(np.uint8), np.ones((5, 5), np.uint8))
    out = cv2.resize(wide, (width, height), interpolation=cv2.INTER_NEAREST) > 0
    return EdgeModel(np.where(out, np.float32(0), model.slope), np.where(out, np.float32(0), model.offset))


def _moving_parts(mask: Bits, moving: Field) -> Bits:
    numbers, areas = parts(mask)
    if len(areas) <= 2:
        return mask
    means = np.bincount(numbers.ravel(), moving.ravel(), len(areas)) / areas
    keep = means > STILL
    keep[1 + int(areas[1:].argmax())] = True
    keep[0] = False
    return np.asarray(keep[numbers], np.bool_)


def _mean(field: Field) -> Field:
    size = 2 * RADIUS + 1
    return np.asarray(cv2.blur(field, (size, size)), np.float32)
