"""What a click may mean, told by motion: the connected pixels that move with it, brought to the picture's edges."""

from collections.abc import Iterator

import numpy as np

from masklet.engine.flow.proposals import Guess, Proposal, proposals
from masklet.engine.flow.region import Bits, Image, window
from masklet.engine.flow.scene_motion import ClickMotion
from masklet.engine.flow.second_look import second_look
from masklet.masks.geometry import extent, long_side, widened

LIKENESSES = (0.15, 0.4, 0.6)  # from all that moves at all to what moves just so
GUESSES = (Guess(1.2, 0.6, True), Guess(1.8, 0.6, True))
LARGEST_SHARE = 0.7  # of the frame: more is the camera's motion misread
CUT_SIZE = 96
WORK_SIZE = 96
MARGIN = 0.5
MAX_ZOOM = 2.0


def moving_proposals(frame: Image, x: float, y: float, surely_not: Bits, motion: ClickMotion) -> Iterator[Proposal]:
    """Masks that hold the click (x, y) of an H x W x 3 frame."""
    height, width = frame.shape[:2]
    here = np.zeros((height, width), np.bool_)
    here[min(int(y), height - 1), min(int(x), width - 1)] = True
    for least in LIKENESSES:
        part = motion.scene.enlarged(motion.part(least).astype(np.float32), (height, width)) > 0.5
        start = here if np.count_nonzero(part) > LARGEST_SHARE * part.size else (part & ~surely_not) | here
        yield around_mask(frame, second_look(frame, start, here, surely_not, CUT_SIZE), x, y)
    yield from proposals(frame, x, y, surely_not, GUESSES, motion)


def around_mask(frame: Image, mask: Bits, x: float, y: float) -> Proposal:
    """A full-size mask (not empty) as a proposal in a window that fits it."""
    height, width = mask.shape
    box = extent(mask)
    assert box is not None
    region = window(widened(box, 6 + MARGIN * long_side(box), width, height), WORK_SIZE, MAX_ZOOM)
    click = (x - region.extent[0]) * region.zoom, (y - region.extent[1]) * region.zoom
    return Proposal(region, region.crop(frame), region.crop_mask(mask) > 0.5, click)
