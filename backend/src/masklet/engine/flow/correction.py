"""One more click on a mask: the region around the click changes, the rest stays. Or very many at once."""

from collections.abc import Iterator, Sequence

import numpy as np

from masklet.domain.prompt import OBJECT, Point
from masklet.engine.flow.grabcut import cut, labels_of
from masklet.engine.flow.proposals import Guess, Proposal, proposals
from masklet.engine.flow.ranking import CHANGE, ranked
from masklet.engine.flow.region import Bits, Image, Region, window
from masklet.engine.flow.scene import Scene
from masklet.masks.geometry import extent, long_side, union, widened
from masklet.masks.morphology import disc_at, parts_touching, shrunk

WORK_SIZE = 176
SURE_RADIUS = 4.0  # work pixels around each click
ROUNDS = 2
MUCH = 1.5  # of the sure disc
GUESSES = (
    Guess(0.12, 1.0, True),
    Guess(0.25, 1.0, True),
    Guess(0.5, 1.0, True),
    Guess(0.8, 1.7, True),
)


def correct(scene: Scene, mask: Bits, click: Point, earlier: Sequence[Point]) -> Bits:
    """The mask (H x W, not empty) after one more click, which may contradict it or confirm it."""
    frame = scene.frame
    adds = click.label == OBJECT
    row, column = min(int(click.y), mask.shape[0] - 1), min(int(click.x), mask.shape[1] - 1)
    if mask[row, column] == adds:
        return mask
    chosen = _whole_cut_again(frame, mask, click, earlier)
    if not _says_much(chosen):
        chosen = ranked(list(_objects_there(frame, mask, click, earlier)), scene.shape, CHANGE)[0][0]
    part = chosen.region.enlarge(chosen.mask.astype(np.float32)) > 0.5
    changed = chosen.region.paste(part, *mask.shape)
    return mask | changed if adds else mask & ~changed


def correct_at_once(frame: Image, mask: Bits, points: Sequence[Point]) -> Bits:
    """The mask (H x W, not empty) cut anew once with many clicks as certain; for more of them than can be weighed singly."""
    region = _window_of(mask, points)
    after = _cut_again(region, frame, region.crop_mask(mask) > 0.5, points)
    return region.paste(region.enlarge(after.astype(np.float32)) > 0.5, *mask.shape)


def _whole_cut_again(frame: Image, mask: Bits, click: Point, earlier: Sequence[Point]) -> Proposal:
    """The change that comes from cutting the whole mask anew."""
    region = _window_of(mask, [click])
    before = region.crop_mask(mask) > 0.5
    after = _cut_again(region, frame, before, [*earlier, click])
    return _change(Proposal(region, region.crop(frame), after != before, _in_window(region, click)))


def _says_much(change: Proposal) -> bool:
    """Whether the change reaches beyond what was forced around the click."""
    return bool(change.mask.sum() > MUCH * np.pi * SURE_RADIUS**2)


def _objects_there(frame: Image, mask: Bits, click: Point, earlier: Sequence[Point]) -> Iterator[Proposal]:
    """Changes that come from objects of several sizes around the click."""
    opposed = _opposed(mask.shape, click, earlier)
    for made in proposals(frame, click.x, click.y, opposed, GUESSES):
        seen = made.region.crop_mask(mask) > 0.5
        yield _change(Proposal(made.region, made.image, made.mask & (seen != (click.label == OBJECT)), made.click))


def _change(wanted: Proposal) -> Proposal:
    """Only the part of a change that holds the click."""
    x, y = wanted.click
    here = disc_at((wanted.region.height, wanted.region.width), x, y, SURE_RADIUS)
    return Proposal(wanted.region, wanted.image, parts_touching(wanted.mask | here, here), wanted.click)


def _cut_again(region: Region, frame: Image, before: Bits, points: Sequence[Point]) -> Bits:
    """The window's mask, cut anew with the old one as the likely object and all clicks as certain."""
    surely, surely_not = shrunk(before, 12), shrunk(~before, 40)
    likely = before.copy()
    for point in points:
        disc = _disc(region, point)
        adds = point.label == OBJECT
        surely, surely_not = (surely | disc, surely_not & ~disc) if adds else (surely & ~disc, surely_not | disc)
        wide = disc_at(_shape(before), *_in_window(region, point), 3 * SURE_RADIUS)
        likely = likely | wide if adds else likely & ~wide
    return cut(region.crop(frame), labels_of(likely, surely, surely_not), ROUNDS)


def _opposed(shape: tuple[int, ...], click: Point, earlier: Sequence[Point]) -> Bits:
    """Full-size discs around clicks of the other label, which the change must not touch."""
    out = np.zeros(shape, np.bool_)
    radius = 0.01 * min(shape)
    for point in earlier:
        if point.label != click.label:
            out |= disc_at(_shape(out), point.x, point.y, radius)
    return out


def _shape(mask: Bits) -> tuple[int, int]:
    return mask.shape[0], mask.shape[1]


def _in_window(region: Region, point: Point) -> tuple[float, float]:
    return (point.x - region.extent[0]) * region.zoom, (point.y - region.extent[1]) * region.zoom


def _disc(region: Region, point: Point) -> Bits:
    x, y = _in_window(region, point)
    if not (0 <= x < region.width and 0 <= y < region.height):
        return np.zeros((region.height, region.width), np.bool_)
    return disc_at((region.height, region.width), x, y, SURE_RADIUS)


def _window_of(mask: Bits, points: Sequence[Point]) -> Region:
    """The window that holds the whole mask and the points, with something around."""
    height, width = mask.shape
    box = extent(mask)
    for point in points:
        pixel = (int(point.x), int(point.y), int(point.x) + 1, int(point.y) + 1)
        box = pixel if box is None else union(box, pixel)
    assert box is not None  # the mask is not empty
    margin = 0.25 * long_side(box) + 20
    return window(widened(box, margin, width, height), WORK_SIZE)
