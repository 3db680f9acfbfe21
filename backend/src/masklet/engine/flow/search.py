"""Finding an object again that was lost: its appearance alone, in a window that widens while it is missing."""

import cv2
import numpy as np

from masklet.engine.flow import refine
from masklet.engine.flow.appearance import Appearance, doubled
from masklet.engine.flow.features import half_size
from masklet.engine.flow.presence import Presence
from masklet.engine.flow.region import LEAST_SIDE, Bits, Field, Image, Region, window
from masklet.masks.geometry import clip
from masklet.masks.morphology import parts

LARGEST_WORK = 400
WIDENING = 1.2  # factor of the window's growth with every frame that the object is missing, until it is the whole frame
SURE = 0.75  # of the prompted frames' likeness, wanted before an object counts as found
AREAS = (0.2, 3.0)  # of the area last seen


def find_again(appearance: Appearance, presence: Presence, last: Region, missing_for: int, frame: Image) -> Bits | None:
    """The object's full-size mask, or None where nothing in the frame (H x W x 3) is like it enough."""
    region = _wider(last, missing_for, frame)
    image = region.crop(frame)
    half = (region.width // 2, region.height // 2)
    view = appearance.view(half_size(image), (half[0] / 2, half[1] / 2, 1e4))
    verdict = appearance.judge(view)
    smooth = np.asarray(cv2.blur(verdict.classifier + 0.1 * verdict.colours, (5, 5)), np.float32)
    best = _likeliest_part(smooth, presence, region)
    if best is None:
        return None
    guide = refine.lightness(image)
    model = refine.fit(guide, doubled(best.astype(np.float32), (region.height, region.width)))
    mask = refine.decide(refine.full_size(model, region, frame) > refine.HALF)
    return region.paste(mask, frame.shape[0], frame.shape[1]) if mask.any() else None


def _likeliest_part(smooth: Field, presence: Presence, region: Region) -> Bits | None:
    numbers, areas = parts(smooth > 0)
    pixel = (2 / region.zoom) ** 2
    best, best_likeness = None, SURE * presence.likeness
    for number in range(1, len(areas)):
        if not AREAS[0] * presence.area <= areas[number] * pixel <= AREAS[1] * presence.area:
            continue
        part = numbers == number
        alike = float(np.minimum(smooth[part], 1).mean())
        if alike > best_likeness:
            best, best_likeness = part, alike
    return best


def _wider(last: Region, missing_for: int, frame: Image) -> Region:
    x0, y0, x1, y1 = last.extent
    grow = min(WIDENING**missing_for - 1, max(frame.shape) / LEAST_SIDE)
    grow_x, grow_y = grow * (x1 - x0), grow * (y1 - y0)
    extent = clip((x0 - grow_x, y0 - grow_y, x1 + grow_x, y1 + grow_y), frame.shape[1], frame.shape[0])
    return window(extent, LARGEST_WORK, last.zoom)
