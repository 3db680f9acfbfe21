"""One more click on a mask: what is wrong around the click changes, the rest stays. Or very many clicks at once.

A person clicks the middle of what is wrong, so the click's clearance, its distance to the other side of the mask's
boundary, says how much it speaks of: a click deep inside a wrong fence takes the fence away, one beside a leg that is
missing adds the leg and not the lawn. The picture is cut anew in a window of that scale only.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from masklet.domain.prompt import OBJECT, Point
from masklet.engine.flow.candidates import candidates, pixel_of
from masklet.engine.flow.grabcut import Labels, cut, labels_of
from masklet.engine.flow.region import Bits, Field, Image, Region, window
from masklet.engine.flow.scene import Scene
from masklet.masks.geometry import Extent, clip, extent, long_side, union, widened
from masklet.masks.morphology import depth, disc_at, parts_touching

WORK_SIZE = 176
MAX_ZOOM = 3.0
ROUNDS = 1  # a second one changes nothing that can be measured
REACH = 4.0  # clearances that the window spans on each side of the click,
LEAST_REACH = 24.0  # frame pixels that it spans at least,
LEAST_SHARE = 0.6  # and the share of the mask's size
CORE = {True: 0.5, False: 0.9}  # clearances around a click that adds or takes away: certain
LIKELY = 1.5  # clearances: likely
OPEN = 2.5  # clearances: within, what was is no longer certain
BEYOND = 1.0  # of the mask's size: a click that adds from so far away speaks of an object, not of its rim
FARTHEST, LEAST_FARTHEST = 6.0, 22.0  # clearances and work pixels: what lies farther from the click is not about it
ADDS_AT_MOST = 0.5  # of the mask's size: a click that adds is taken to speak of no more
DEEP_INSIDE, FAR_OUTSIDE = 12, 40  # work pixels from the boundary that are as they were
NEARBY, COARSE_SIZE = 64, 428  # pixels around a click measured exactly; the long side where more is needed
CLICK_RADIUS = 4.0  # work pixels
LATE = 3  # clicks said before: one more that adds speaks of a detail, and all of the mask tells what it is like


@dataclass(frozen=True, slots=True)
class Spot:
    """A click seen in its window. `mask` before it, `away` the distance to it and its `clearance`, in work pixels."""

    region: Region
    image: Image
    mask: Bits
    away: Field
    clearance: float
    farthest: float  # from the click that anything changes
    adds: bool


def correct(scene: Scene, mask: Bits, click: Point, earlier: Sequence[Point], share: float = 1.0) -> Bits:
    """The mask (H x W, not empty) after one more click, which may contradict it or confirm it.

    `share` of its clearance is what the click is taken to speak of.
    """
    adds = click.label == OBJECT
    if mask[pixel_of(mask.shape, click)] == adds:
        return mask
    clear, size = clearance(mask, click), float(np.sqrt(np.count_nonzero(mask)))
    if adds and clear > BEYOND * size:
        return mask | candidates(scene, click, earlier, 1)[0].mask  # what is shown is a part, or one of several
    is_late = adds and len(earlier) >= LATE
    spot = (
        _detail(scene, mask, click) if is_late else _spot(scene, mask, click, _own(clear, size, click, earlier), share)
    )
    part = spot.region.enlarge(_change(spot, earlier).astype(np.float32)) > 0.5
    changed = spot.region.paste(part, *scene.shape)
    return mask | changed if adds else mask & ~changed


def clearance(mask: Bits, click: Point) -> float:
    """Distance in pixels from a click to the nearest pixel on the other side of the mask's boundary; the frame's edge
    bounds the object but not its surroundings."""
    row, column = pixel_of(mask.shape, click)
    top, left = max(0, row - NEARBY), max(0, column - NEARBY)
    near = _clear(mask[top : row + NEARBY, left : column + NEARBY], row - top, column - left, click)
    if near < NEARBY / 2:
        return near
    step: int = max(1, max(mask.shape) // COARSE_SIZE)  # far away, a few pixels do not matter
    return step * _clear(mask[::step, ::step], row // step, column // step, click)


def _clear(mask: Bits, row: int, column: int, click: Point) -> float:
    adds = click.label == OBJECT
    same = (~mask if adds else mask).astype(np.uint8)
    padded = cv2.copyMakeBorder(same, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=1 if adds else 0)
    if padded.all():
        return float(max(mask.shape))
    return float(cv2.distanceTransform(padded, cv2.DIST_L2, 3)[row + 1, column + 1])


def correct_at_once(frame: Image, mask: Bits, points: Sequence[Point]) -> Bits:
    """The mask (H x W, not empty) cut anew once with many clicks as certain; for more of them than can be weighed singly."""
    region = _around_all(mask, points)
    before = region.crop_mask(mask) > 0.5
    certain = labels_of(before, depth(before) > DEEP_INSIDE, depth(~before) > FAR_OUTSIDE)
    after = cut(region.crop(frame), _with_clicks(certain, region, points), ROUNDS)
    return region.paste(region.enlarge(after.astype(np.float32)) > 0.5, *mask.shape)


def _own(clear: float, size: float, click: Point, earlier: Sequence[Point]) -> float:
    """What of a click's clearance is its own: half the way to a click that says otherwise belongs to that one."""
    halfway = [float(np.hypot(p.x - click.x, p.y - click.y)) / 2 for p in earlier if p.label != click.label]
    most = ADDS_AT_MOST * size if click.label == OBJECT else np.inf
    return min([clear, most, *halfway])


def _spot(scene: Scene, mask: Bits, click: Point, clear: float, share: float) -> Spot:
    size = float(np.sqrt(np.count_nonzero(mask)))
    region = _window(mask, click, max(REACH * clear, LEAST_REACH, LEAST_SHARE * size))
    farthest = max(LEAST_FARTHEST, FARTHEST * clear * region.zoom)
    return _seen_in(region, scene, mask, click, share * clear * region.zoom, farthest)


def _detail(scene: Scene, mask: Bits, click: Point) -> Spot:
    """A click that speaks of no more than itself, seen with all of the mask."""
    return _seen_in(_window(mask, click, np.inf), scene, mask, click, 0.0, np.inf)


def _seen_in(region: Region, scene: Scene, mask: Bits, click: Point, clear: float, farthest: float) -> Spot:
    before = region.crop_mask(mask) > 0.5
    away, adds = _away(region, click), click.label == OBJECT
    return Spot(region, region.crop(scene.frame), before, away, clear, farthest, adds)


def _window(mask: Bits, click: Point, reach: float) -> Region:
    """The window around the click, no larger than one that holds the whole mask and the click."""
    height, width = mask.shape
    whole = _extent_with(mask, [click])
    whole = widened(whole, 0.25 * long_side(whole) + 20, width, height)
    x0, y0, x1, y1 = click.x - reach, click.y - reach, click.x + reach, click.y + reach
    near = (max(x0, whole[0]), max(y0, whole[1]), min(x1, whole[2]), min(y1, whole[3]))
    return window(clip(near, width, height), WORK_SIZE, MAX_ZOOM)


def _change(spot: Spot, earlier: Sequence[Point]) -> Bits:
    """The window's pixels that change sides: those that the new cut gives the click's label and that hang together with it."""
    core = spot.away <= max(CLICK_RADIUS, CORE[spot.adds] * spot.clearance)
    labels = _with_clicks(_labels(spot), spot.region, earlier)
    said_otherwise = labels == (cv2.GC_BGD if spot.adds else cv2.GC_FGD)
    core &= ~(said_otherwise & (spot.away > CLICK_RADIUS))
    labels[core] = cv2.GC_FGD if spot.adds else cv2.GC_BGD
    found = cut(spot.image, labels, ROUNDS)
    changed = (found & ~spot.mask) if spot.adds else (spot.mask & ~found)
    return parts_touching(changed | core, core)


def _labels(spot: Spot) -> Labels:
    """GrabCut's start: the old mask, certain where it is deep and far from the click, turned around close to it."""
    near = spot.away <= max(3 * CLICK_RADIUS, LIKELY * spot.clearance)
    opened = spot.away <= OPEN * spot.clearance
    beyond = spot.away > spot.farthest
    inside, outside = depth(spot.mask) > DEEP_INSIDE, depth(~spot.mask) > FAR_OUTSIDE
    if spot.adds:
        return labels_of(spot.mask | near, inside, (outside & ~opened) | (beyond & ~spot.mask))
    return labels_of(spot.mask & ~near, (inside & ~opened) | (beyond & spot.mask), outside)


def _with_clicks(labels: Labels, region: Region, points: Sequence[Point]) -> Labels:
    out = labels.copy()
    for point in points:
        x, y = (point.x - region.extent[0]) * region.zoom, (point.y - region.extent[1]) * region.zoom
        if 0 <= x < region.width and 0 <= y < region.height:
            disc = disc_at((region.height, region.width), x, y, CLICK_RADIUS)
            out[disc] = cv2.GC_FGD if point.label == OBJECT else cv2.GC_BGD
    return out


def _away(region: Region, click: Point) -> Field:
    """Distance of each pixel of the window to the click."""
    ys, xs = np.mgrid[: region.height, : region.width].astype(np.float32)
    x, y = (click.x - region.extent[0]) * region.zoom, (click.y - region.extent[1]) * region.zoom
    return np.asarray(np.hypot(xs + 0.5 - x, ys + 0.5 - y), np.float32)


def _around_all(mask: Bits, points: Sequence[Point]) -> Region:
    """The window that holds the whole mask and the points, with something around."""
    box = _extent_with(mask, points)
    return window(widened(box, 0.25 * long_side(box) + 20, mask.shape[1], mask.shape[0]), WORK_SIZE)


def _extent_with(mask: Bits, points: Sequence[Point]) -> Extent:
    box = extent(mask)
    for point in points:
        row, column = pixel_of(mask.shape, point)
        pixel = (column, row, column + 1, row + 1)
        box = pixel if box is None else union(box, pixel)
    assert box is not None  # the mask is not empty
    return box
