"""One more click on a mask: the region around the click changes, the rest stays."""

from collections.abc import Sequence

import numpy as np

from masklet.domain.prompt import OBJECT, Point
from masklet.engine.flow.grabcut import cut, labels_of
from masklet.engine.flow.region import Bits, Image, Region, window
from masklet.masks.geometry import clip, extent, long_side, union
from masklet.masks.morphology import disc_at, parts_touching, shrunk

WORK_SIZE = 176
SURE_RADIUS = 4.0  # work pixels around each click
ROUNDS = 2


def correct(frame: Image, mask: Bits, click: Point, earlier: Sequence[Point]) -> Bits:
    """The mask (H x W, not empty) after one more click, which may contradict it or confirm it."""
    adds = click.label == OBJECT
    row, column = min(int(click.y), mask.shape[0] - 1), min(int(click.x), mask.shape[1] - 1)
    if mask[row, column] == adds:
        return mask
    region = _window_of(frame, mask, click)
    before = region.crop_mask(mask) > 0.5
    after = _cut_again(region, frame, before, click, earlier)
    here = _disc(region, click)
    change = parts_touching((after != before) | here, here)
    part = region.enlarge(change.astype(np.float32)) > 0.5
    changed = region.paste(part, *mask.shape)
    return mask | changed if adds else mask & ~changed


def _cut_again(region: Region, frame: Image, before: Bits, click: Point, earlier: Sequence[Point]) -> Bits:
    """The window's mask, cut anew with the old one as the likely object and all clicks as certain."""
    surely, surely_not = shrunk(before, 12), shrunk(~before, 40)
    likely = before.copy()
    for point in (*earlier, click):
        disc = _disc(region, point)
        adds = point.label == OBJECT
        surely, surely_not = (surely | disc, surely_not & ~disc) if adds else (surely & ~disc, surely_not | disc)
        wide = disc_at(before.shape, *_in_window(region, point), 3 * SURE_RADIUS)
        likely = likely | wide if adds else likely & ~wide
    found = cut(region.crop(frame), labels_of(likely, surely, surely_not), ROUNDS)
    return found | _disc(region, click) if click.label == OBJECT else found & ~_disc(region, click)


def _in_window(region: Region, point: Point) -> tuple[float, float]:
    return (point.x - region.extent[0]) * region.zoom, (point.y - region.extent[1]) * region.zoom


def _disc(region: Region, point: Point) -> Bits:
    x, y = _in_window(region, point)
    if not (0 <= x < region.width and 0 <= y < region.height):
        return np.zeros((region.height, region.width), np.bool_)
    return disc_at((region.height, region.width), x, y, SURE_RADIUS)


def _window_of(frame: Image, mask: Bits, click: Point) -> Region:
    height, width = mask.shape
    point = (int(click.x), int(click.y), int(click.x) + 1, int(click.y) + 1)
    box = union(extent(mask) or point, point)
    margin = 0.25 * long_side(box) + 20
    wide = clip((box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin), width, height)
    return window(wide, WORK_SIZE)
