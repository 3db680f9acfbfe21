"""One more click on a mask. Knows that a person clicks the middle of what is wrong.

So the click's clearance, its distance to the other side of the mask's boundary, says how much it speaks of: a click
deep inside a wrong fence takes the fence away, one beside a leg that is missing adds the leg and not the lawn.
"""

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from masklet.domain.prompt import OBJECT, Point
from masklet.engine.flow.appearance import Appearance, View, doubled, halved, place_of
from masklet.engine.flow.clicks import all_clicks, obey, pixel_of
from masklet.engine.flow.fuse import CLASSIFIER_WEIGHT, COLOUR_WEIGHT
from masklet.engine.flow.grabcut import cut, labels_of
from masklet.engine.flow.region import Bits, Field, Image, Region, around, window
from masklet.masks.geometry import extent, long_side, union, widened
from masklet.masks.morphology import depth, filled, parts_touching

WORK_SIZE = 176
ROUNDS = 3
MOST_SINGLY = 4  # new clicks in one answer that are weighed one by one
LITTLE = 8.0  # work pixels of clearance under which the click speaks of a detail
SURE_INSIDE, SURE_OUTSIDE = 12.0, 40.0  # work pixels from the boundary
WIDELY, FAR = 1.5, 2.5  # clearances: within, the old mask says nothing; beyond, it is believed where it is deep
MOST_OF_SIZE = 0.5  # of the shown mask's size: a click that adds reaches no farther
FOUND_AGAIN = 0.3  # a shown mask of less than this share of the corrected one had lost the object
EXTENSIONS = 2
EXTEND_WORK = 256
CONFIDENT = 1.5  # log-odds of the appearance wanted where no click was
CLICK_RADIUS = 3.0

Learned = Callable[[], Appearance]


@dataclass(frozen=True, slots=True)
class Spot:
    """A click in the window of the mask that it corrects: `mask` and `away`, the distance to the click, at work size.

    `agreed` and `opposed` are the pixels around the clicks before it, of its own label and of the other.
    """

    region: Region
    image: Image
    mask: Bits
    away: Field
    clearance: float
    adds: bool
    agreed: Bits
    opposed: Bits


def correct_by_clearance(
    frame: Image, shown: Bits | None, points: Sequence[Point], answered: int, learned: Learned
) -> Bits:
    """The mask (H x W) after all points said of the object on this frame, of which `shown` knows the first `answered`.

    `learned` makes the appearance known from the object's other prompted frames.
    """
    if len(points) - answered > MOST_SINGLY:
        return all_clicks(frame, points, shown, answered)
    mask = np.zeros(frame.shape[:2], np.bool_) if shown is None else shown
    for index in range(answered, len(points)):
        mask = _after_click(frame, mask, points[: index + 1], learned)
    return obey(mask, points)


def _after_click(frame: Image, shown: Bits, points: Sequence[Point], learned: Learned) -> Bits:
    click = points[-1]
    plain = all_clicks(frame, points, shown, len(points) - 1)
    if not shown.any():
        return _extended(frame, plain, learned())
    if shown[pixel_of(shown.shape, click)] == (click.label == OBJECT):
        return plain
    spot = _spot(frame, shown, points)
    if spot.clearance <= LITTLE:
        return plain
    if not spot.adds:
        return shown & ~_full_size(spot, _taken(spot), shown)
    if spot.clearance > np.sqrt(np.count_nonzero(spot.mask)):
        if any(point.label == OBJECT and shown[pixel_of(shown.shape, point)] for point in points[:-1]):
            return plain  # a click before says that what is shown is the object: this is a part that lies apart
        return _extended(frame, all_clicks(frame, points, None, 0), learned())
    if np.count_nonzero(shown) < FOUND_AGAIN * np.count_nonzero(plain):
        return _extended(frame, plain, learned())
    return shown | _full_size(spot, _added(spot), shown)


def _spot(frame: Image, shown: Bits, points: Sequence[Point]) -> Spot:
    height, width = shown.shape
    click = points[-1]
    adds = click.label == OBJECT
    row, column = pixel_of(shown.shape, click)
    box = extent(shown)
    pixel = (column, row, column + 1, row + 1)
    box = pixel if box is None else union(box, pixel)
    margin = (0.5 if adds else 0.25) * long_side(box) + 20
    region = window(widened(box, margin, width, height), WORK_SIZE)
    mask = region.crop_mask(shown) > 0.5
    away = _away(region, click)
    at = np.unravel_index(int(away.argmin()), away.shape)
    clearance = float((depth(~mask) if adds else depth(np.pad(mask, 1))[1:-1, 1:-1])[at])
    agreed, opposed = np.zeros_like(mask), np.zeros_like(mask)
    for point in points[:-1]:
        near = _away(region, point) <= CLICK_RADIUS
        if point.label == click.label:
            agreed |= near
        else:
            opposed |= near
    if opposed.any():  # half the way to a click that says otherwise belongs to that one
        clearance = min(clearance, float(away[opposed].min()) / 2)
    return Spot(region, region.crop(frame), mask, away, clearance, adds, agreed, opposed)


def _away(region: Region, click: Point) -> Field:
    """Distance of each pixel of the window to the click."""
    ys, xs = np.mgrid[: region.height, : region.width].astype(np.float32)
    x, y = (click.x - region.extent[0]) * region.zoom, (click.y - region.extent[1]) * region.zoom
    return np.asarray(np.hypot(xs + 0.5 - x, ys + 0.5 - y), np.float32)


def _taken(spot: Spot) -> Bits:
    """What a removing click takes away: what is like its surroundings, cut from what lies deep and far from it."""
    core = (spot.away <= 0.8 * spot.clearance) & ~spot.opposed
    deep = (depth(spot.mask) > SURE_INSIDE) & (spot.away > FAR * spot.clearance)
    likely = spot.mask & (spot.away > WIDELY * spot.clearance)
    never = core | spot.agreed | (depth(~spot.mask) > SURE_OUTSIDE)
    found = cut(spot.image, labels_of(likely, (deep | spot.opposed) & ~core, never & ~spot.opposed), ROUNDS)
    return parts_touching((spot.mask & ~found) | core, core)


def _added(spot: Spot) -> Bits:
    """What an adding click brings, beside what is shown."""
    reach = min(spot.clearance, MOST_OF_SIZE * float(np.sqrt(np.count_nonzero(spot.mask))))
    core = (spot.away <= max(4.0, 0.4 * reach)) & ~spot.opposed
    sure = core | spot.agreed | (depth(spot.mask) > SURE_INSIDE)
    never = spot.opposed | ((depth(~spot.mask) > SURE_OUTSIDE) & (spot.away > FAR * reach))
    likely = spot.mask | (spot.away <= WIDELY * reach)
    found = cut(spot.image, labels_of(likely, sure & ~spot.opposed, never), ROUNDS)
    return parts_touching((found & ~spot.mask) | core, core)


def _full_size(spot: Spot, change: Bits, shown: Bits) -> Bits:
    """The change at full size."""
    return spot.region.paste(spot.region.enlarge(change.astype(np.float32)) > 0.5, *shown.shape)


def _extended(frame: Image, mask: Bits, appearance: Appearance) -> Bits:
    """The mask with what adjoins it and looks like the object, here and on the frames that were learned from."""
    for _ in range(EXTENSIONS if mask.any() else 0):
        box = extent(mask)
        assert box is not None
        region = around(box, mask.shape[1], mask.shape[0], EXTEND_WORK)
        soft = halved(region.crop_mask(mask))
        more = _alike(soft, appearance.view(region.crop(frame), place_of(soft)), appearance)
        part = region.enlarge(doubled(more.astype(np.float32), (region.height, region.width))) > 0.5
        mask = mask | region.paste(part, *mask.shape)
    return mask


def _alike(soft: Field, view: View, appearance: Appearance) -> Bits:
    """At half size: the mask, and what is joined to it, near and confidently like it."""
    mask = soft > 0.5
    size = float(np.sqrt(max(float(np.count_nonzero(mask)), 9.0)))
    near = depth(~mask) <= size
    here = copy.deepcopy(appearance)  # what is learned from a mask yet unsure is for this frame alone
    here.learn(view, np.where(mask, 1, np.where(near, 0.5, 0)).astype(np.float32), True)
    verdict = here.judge(view)
    odds = CLASSIFIER_WEIGHT * np.clip(verdict.classifier, -1.3, 1.3) + COLOUR_WEIGHT * verdict.colours
    alike = (cv2.blur(odds, (3, 3)) > CONFIDENT) & near
    return filled(parts_touching(alike | mask, mask), 0.02)
