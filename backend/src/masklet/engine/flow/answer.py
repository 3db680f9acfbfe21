"""From everything said about one object on one frame to its mask."""

import cv2
import numpy as np

from masklet.domain.prompt import Box, Prompt
from masklet.engine.flow.clicks import all_clicks
from masklet.engine.flow.grabcut import cut
from masklet.engine.flow.polish import polished
from masklet.engine.flow.region import Bits, Image, window
from masklet.masks import rle
from masklet.masks.geometry import clip, long_side, widened
from masklet.masks.morphology import without_small_parts

BOX_WORK_SIZE = 224
BOX_MARGIN = 0.35
BOX_ROUNDS = 5


def answer(frame: Image, prompt: Prompt, base: Bits | None) -> Bits:
    """The mask of a prompt on an H x W x 3 frame. A mask is taken as it is, a box cut out, points correct either;
    points alone start from `base`, the mask shown before, or from nothing."""
    start = base
    if prompt.mask is not None:
        start = rle.decode(prompt.mask)
    elif prompt.box is not None:
        start = in_box(frame, prompt.box)
    return all_clicks(frame, prompt.points, start, 0)


def in_box(frame: Image, box: Box) -> Bits:
    """The object that fills a box: inside it anything may be the object, outside nothing is."""
    height, width = frame.shape[:2]
    inner = clip((box.x0, box.y0, box.x1, box.y1), width, height)
    margin = 8 + BOX_MARGIN * long_side(inner)
    inside = np.zeros((height, width), np.bool_)
    inside[inner[1] : inner[3], inner[0] : inner[2]] = True
    region = window(widened(inner, margin, width, height), BOX_WORK_SIZE)
    within = region.crop_mask(inside) > 0.5
    labels = np.where(within, cv2.GC_PR_FGD, cv2.GC_BGD).astype(np.uint8)
    found = without_small_parts(cut(region.crop(frame), labels, BOX_ROUNDS) & within, 0.1)
    if not found.any():
        found = within
    part = region.enlarge(found.astype(np.float32)) > 0.5
    return polished(frame, region.paste(part, height, width)) & inside
