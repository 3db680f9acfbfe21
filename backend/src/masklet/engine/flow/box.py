"""From a box to the object that fills it: anything inside may be the object, nothing outside is."""

from collections.abc import Iterator

import cv2
import numpy as np

from masklet.domain.prompt import Box
from masklet.engine.flow.grabcut import cut
from masklet.engine.flow.polish import polished
from masklet.engine.flow.ranking import contrast
from masklet.engine.flow.region import Bits, Image, Region, window
from masklet.engine.flow.scene import Scene
from masklet.engine.flow.scene_motion import SceneMotion
from masklet.masks.geometry import Extent, clip, extent, long_side, widened
from masklet.masks.morphology import grown, without_small_parts

WORK_SIZE = 288  # GrabCut smooths away thin parts in a coarser window
MARGIN = 0.2
ROUNDS = 2
STILL = 0.8  # quantile of the motion around the box that is still background
RING = 0.2  # of the box's size: what counts as around it
SMALL_PART = 0.1
# How a choice is made: contrast at the edge, a mask that reaches all four sides, and one that is not a mere part.
CONTRAST_WEIGHT, TIGHT_WEIGHT, SMALL_WEIGHT = 12.0, 2.5, 8.0
USUAL_FILL = 0.35  # of the box


def in_box(scene: Scene, box: Box) -> Bits:
    """The object that fills a box, H x W; all of the box where there is no edge in it."""
    height, width = scene.shape
    inner = clip((box.x0, box.y0, box.x1, box.y1), width, height)
    inside = np.zeros((height, width), np.bool_)
    inside[inner[1] : inner[3], inner[0] : inner[2]] = True
    region = window(widened(inner, 8 + MARGIN * long_side(inner), width, height), WORK_SIZE)
    within = region.crop_mask(inside) > 0.5
    image = region.crop(scene.frame)
    chosen = max(_choices(scene, region, image, inside, within), key=lambda mask: _fit(image, mask, within))
    part = region.enlarge(chosen.astype(np.float32)) > 0.5
    return polished(scene.frame, region.paste(part, height, width)) & inside


def _choices(scene: Scene, region: Region, image: Image, inside: Bits, within: Bits) -> Iterator[Bits]:
    """Masks in the window: cut from all of the box, cut from what moves in it, and what moves in it."""
    yield _cut(image, within, within)
    if scene.motion is None:
        return
    moving = region.crop_mask(_moving(scene.motion, inside)) > 0.5
    if moving.any():
        yield _cut(image, moving & within, within)
        yield without_small_parts(moving & within, SMALL_PART)


def _cut(image: Image, likely: Bits, within: Bits) -> Bits:
    labels = np.where(within, cv2.GC_PR_BGD, cv2.GC_BGD).astype(np.uint8)
    labels[likely] = cv2.GC_PR_FGD
    found = without_small_parts(cut(image, labels, ROUNDS) & within, SMALL_PART)
    return found if found.any() else within


def _moving(motion: SceneMotion, inside: Bits) -> Bits:
    """What in the box moves otherwise than what is around it, full size."""
    within = motion.shrunk(inside)
    ring = grown(within, max(4, round(RING * np.sqrt(within.sum())))) & ~within
    if not ring.any() or not within.any():
        return np.zeros_like(inside)
    around = motion.residual[ring]
    usual = np.median(around, axis=0)
    limit = float(np.quantile(np.linalg.norm(around - usual, axis=1), STILL)) + 0.05
    moves = np.linalg.norm(motion.residual - usual, axis=2) > limit
    return (motion.enlarged(moves.astype(np.float32), (inside.shape[0], inside.shape[1])) > 0.5) & inside


def _fit(image: Image, mask: Bits, within: Bits) -> float:
    """How well a window's mask is an object that fills the box."""
    box, whole = extent(mask), extent(within)
    if box is None or whole is None:
        return -np.inf
    fill = np.count_nonzero(mask) / np.count_nonzero(within)
    tight = _area(box) / _area(whole)
    return CONTRAST_WEIGHT * contrast(image, mask) + TIGHT_WEIGHT * tight + SMALL_WEIGHT * min(fill - USUAL_FILL, 0)


def _area(box: Extent) -> int:
    return (box[2] - box[0]) * (box[3] - box[1])
