"""A mask brought to the picture's edges at full size, in the window around it."""

from masklet.engine.flow import refine
from masklet.engine.flow.region import Bits, Image, window
from masklet.masks.geometry import extent, long_side, widened

WORK_SIZE = 288
MARGIN = 0.08


def polished(frame: Image, mask: Bits) -> Bits:
    """The mask with its boundary moved to edges nearby; as it was where that would leave nothing."""
    box = extent(mask)
    if box is None:
        return mask
    height, width = mask.shape
    margin = 8 + MARGIN * long_side(box)
    region = window(widened(box, margin, width, height), WORK_SIZE)
    guide = refine.lightness(region.crop(frame))
    model = refine.fit(guide, region.crop_mask(mask))
    part = refine.decide(refine.full_size(model, region, frame) > refine.HALF)
    return region.paste(part, height, width) if part.any() else mask
