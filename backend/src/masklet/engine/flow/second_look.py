"""A mask found in a coarse window, cut again in a finer one that fits it."""

import numpy as np

from masklet.engine.flow.grabcut import cut, labels_of
from masklet.engine.flow.region import Bits, Image, window
from masklet.masks.geometry import extent, long_side, widened
from masklet.masks.morphology import depth, filled, parts_touching

WORK_SIZE = 160
MARGIN = 0.25  # of the mask's long side
SURE_DEPTH = 0.5  # of the mask's greatest depth: deeper is certainly the object
FAR = 0.35  # of the mask's size: farther outside is certainly not
ROUNDS = 2


def second_look(frame: Image, mask: Bits, clicked: Bits, surely_not: Bits, work_size: int = WORK_SIZE) -> Bits:
    """The mask (H x W, not empty) with its boundary found anew; keeps the parts that hold a pixel of `clicked`."""
    box = extent(mask)
    if box is None:
        return mask
    height, width = mask.shape
    margin = 8 + MARGIN * long_side(box)
    region = window(widened(box, margin, width, height), work_size)
    likely = region.crop_mask(mask) > 0.5
    clicks = region.crop_mask(clicked) > 0
    inner = depth(likely)
    sure = (inner > SURE_DEPTH * inner.max()) | clicks
    far = depth(~likely) > FAR * np.sqrt(likely.sum())
    found = cut(region.crop(frame), labels_of(likely, sure, (far | (region.crop_mask(surely_not) > 0)) & ~sure), ROUNDS)
    kept = filled(parts_touching(found | clicks, clicks), 0.02)
    return region.paste(region.enlarge(kept.astype(np.float32)) > 0.5, height, width)
