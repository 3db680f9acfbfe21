"""From a box to the object that fills it: anything inside may be the object, nothing outside is."""

from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from masklet.domain.prompt import Box
from masklet.engine.flow.grabcut import cut
from masklet.engine.flow.learned import LearnedMask
from masklet.engine.flow.polish import polished
from masklet.engine.flow.ranking import contrast
from masklet.engine.flow.region import Bits, Image, window
from masklet.engine.flow.scene import Scene
from masklet.engine.flow.scene_motion import SceneMotion
from masklet.masks.geometry import clip, long_side, widened
from masklet.masks.morphology import grown, without_small_parts
from masklet.masks.overlap import iou

WORK_SIZE = 288  # GrabCut smooths away thin parts in a coarser window
MARGIN = 0.2
ROUNDS = 2
STILL = 0.8  # quantile of the motion around the box that is still background
RING = 0.2  # of the box's size: what counts as around it
SMALL_PART = 0.1
USUAL_FILL, GREATEST_FILL = 0.35, 0.8  # of the box; a rectangle filled whole is mostly a failed cut
LEARNED_WEIGHT = 6.0  # as much as what is fitted below gives one choice over another at most
# Fitted to the overlap of what is chosen; see docs/benchmarks.md for the same with sequences left out.
CONTRAST_WEIGHT, AGREEMENT_WEIGHT, MOTION_WEIGHT, SMALL_WEIGHT, FULL_WEIGHT = 7.0, 5.5, 2.0, 3.0, 5.0


def in_box(scene: Scene, box: Box) -> Bits:
    """The object that fills a box, H x W; all of the box where there is no edge in it."""
    height, width = scene.shape
    inner = clip((box.x0, box.y0, box.x1, box.y1), width, height)
    inside = np.zeros((height, width), np.bool_)
    inside[inner[1] : inner[3], inner[0] : inner[2]] = True
    region = window(widened(inner, 8 + MARGIN * long_side(inner), width, height), WORK_SIZE)
    within = region.crop_mask(inside) > 0.5
    image = region.crop(scene.frame)
    moving = region.crop_mask(_moving(scene.motion, inside)) > 0.5
    choices = list(_choices(image, moving & within, within))
    learned = None if scene.proposer is None else scene.proposer.in_box(scene.frame, scene.motion, box)
    told = None if learned is None else LearnedMask((region.crop_mask(learned.mask) > 0.5) & within, learned.quality)
    both = choices if told is None or not told.mask.any() else [*choices, told.mask]
    chosen = max(both, key=lambda mask: _fit(image, mask, choices, moving, within) + _say(mask, told))
    part = region.enlarge(chosen.astype(np.float32)) > 0.5
    return polished(scene.frame, region.paste(part, height, width)) & inside


def _choices(image: Image, moving: Bits, within: Bits) -> Iterator[Bits]:
    """Masks in the window: cut from all of the box, cut from what moves in it, and what moves in it."""
    yield _cut(image, within, within)
    if moving.any():
        yield _cut(image, moving, within)
        yield without_small_parts(moving, SMALL_PART)


def _cut(image: Image, likely: Bits, within: Bits) -> Bits:
    labels = np.where(within, cv2.GC_PR_BGD, cv2.GC_BGD).astype(np.uint8)
    labels[likely] = cv2.GC_PR_FGD
    found = without_small_parts(cut(image, labels, ROUNDS) & within, SMALL_PART)
    return found if found.any() else within


def _moving(motion: SceneMotion | None, inside: Bits) -> Bits:
    """What in the box moves otherwise than what is around it, full size."""
    if motion is None:
        return np.zeros_like(inside)
    within = motion.shrunk(inside)
    ring = grown(within, max(4, round(RING * np.sqrt(within.sum())))) & ~within
    if not ring.any() or not within.any():
        return np.zeros_like(inside)
    around = motion.residual[ring]
    usual = np.median(around, axis=0)
    limit = float(np.quantile(np.linalg.norm(around - usual, axis=1), STILL)) + 0.05
    moves = np.linalg.norm(motion.residual - usual, axis=2) > limit
    return (motion.enlarged(moves.astype(np.float32), (inside.shape[0], inside.shape[1])) > 0.5) & inside


def _say(mask: Bits, told: LearnedMask | None) -> float:
    """What a network adds to a choice's fit."""
    return 0.0 if told is None else LEARNED_WEIGHT * told.quality**2 * iou(mask, told.mask)


def _fit(image: Image, mask: Bits, choices: Sequence[Bits], moving: Bits, within: Bits) -> float:
    """How well a window's mask is the object that fills the box: an edge all around, alike from several starts, moving,
    and not a mere part."""
    fill = int(np.count_nonzero(mask)) / max(int(np.count_nonzero(within)), 1)
    agreement = float(np.mean([iou(mask, other) for other in choices]))
    both = max(int(np.count_nonzero(mask)) + int(np.count_nonzero(moving)), 1)
    along = 2 * int(np.count_nonzero(mask & moving)) / both
    return (
        CONTRAST_WEIGHT * contrast(image, mask)
        + AGREEMENT_WEIGHT * agreement
        + MOTION_WEIGHT * along
        + SMALL_WEIGHT * min(fill - USUAL_FILL, 0.0)
        - FULL_WEIGHT * max(fill - GREATEST_FILL, 0.0)
    )
