"""What a single click may mean: masks of several sizes around it, each cut from a window of its own scale."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from masklet.engine.flow.grabcut import cut, labels_of
from masklet.engine.flow.region import Bits, Image, Region, window
from masklet.masks.geometry import clip
from masklet.masks.morphology import disc_at, filled, parts_touching

WORK_SIZE = 128
SIDES = (0.25, 0.45, 0.8, 1.4)  # of the windows, as a share of the frame's short side
SURE_RADIUS = 0.03  # of the window
LIKELY_RADII = (0.14, 0.28)
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mask in a window, both of the window's work size; `click` in its pixels."""

    region: Region
    image: Image
    mask: Bits
    click: tuple[float, float]


def proposals(frame: Image, x: float, y: float, surely_not: Bits) -> Iterator[Proposal]:
    """Masks that hold the click (x, y) and no pixel of `surely_not` (full size)."""
    for share in SIDES:
        region = _window_at(frame, x, y, share)
        image = region.crop(frame)
        click = (x - region.extent[0]) * region.zoom, (y - region.extent[1]) * region.zoom
        excluded = region.crop_mask(surely_not) > 0.5
        edge = _open_edge(region, frame)
        for radius in LIKELY_RADII:
            mask = _cut_from_disc(image, click, radius, excluded | edge)
            yield Proposal(region, image, mask, click)


def _cut_from_disc(image: Image, click: tuple[float, float], radius: float, surely_not: Bits) -> Bits:
    height, width = image.shape[:2]
    sure = disc_at((height, width), *click, SURE_RADIUS * min(width, height))
    likely = disc_at((height, width), *click, radius * min(width, height))
    found = cut(image, labels_of(likely, sure, surely_not & ~sure), ROUNDS)
    return filled(parts_touching(found | sure, sure), 0.02)


def _window_at(frame: Image, x: float, y: float, share: float) -> Region:
    height, width = frame.shape[:2]
    half = share * min(width, height) / 2
    return window(clip((x - half, y - half, x + half, y + half), width, height), WORK_SIZE, max_zoom=2.0)


def _open_edge(region: Region, frame: Image) -> Bits:
    """The window's rim where the picture goes on beyond it: an object that fits the window does not reach there."""
    height, width = frame.shape[:2]
    x0, y0, x1, y1 = region.extent
    rim = np.zeros((region.height, region.width), np.bool_)
    rim[:2] |= y0 > 0
    rim[-2:] |= y1 < height
    rim[:, :2] |= x0 > 0
    rim[:, -2:] |= x1 < width
    return rim
