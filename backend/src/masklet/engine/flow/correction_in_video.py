"""A further click where the object is known from other frames: also says when what was shown is not the object at all."""

import copy
from collections.abc import Callable, Sequence

import cv2
import numpy as np

from masklet.domain.prompt import OBJECT, Point
from masklet.engine.flow.appearance import Appearance, View, doubled, halved, place_of
from masklet.engine.flow.candidates import pixel_of
from masklet.engine.flow.clicks import all_clicks, obey
from masklet.engine.flow.correction import clearance, correct
from masklet.engine.flow.features import half_size
from masklet.engine.flow.region import Bits, Field, Image, around
from masklet.engine.flow.scene import Scene
from masklet.masks.geometry import extent
from masklet.masks.morphology import depth, filled, parts_touching

MOST_SINGLY = 4  # new clicks in one answer that are weighed one by one
FOUND_AGAIN = 0.3  # a shown mask of less than this share of the corrected one had lost the object
SETTLED = 2  # clicks after which a tracked mask has about the right size
GROWN = 2.0  # then one more click that makes it so much larger lost itself on open ground beside a thin part,
THIN = 0.25  # and is taken to speak of this share of its clearance
EXTENSIONS = 2
EXTEND_WORK = 256
CLASSIFIER_WEIGHT, COLOUR_WEIGHT = 3.5, 0.35  # log-odds of the appearance alone: no motion leads to a lost object
CONFIDENT = 1.5  # log-odds wanted where no click was
RIM = 3  # half-size pixels: what lies along the mask no wider than this is its rim

Learned = Callable[[], Appearance]


def correct_in_video(
    scene: Scene, shown: Bits | None, points: Sequence[Point], answered: int, learned: Learned
) -> Bits:
    """The mask (H x W) after all points said of the object on this frame, of which `shown` knows the first `answered`.

    `learned` makes the appearance known from the object's other prompted frames.
    """
    if len(points) - answered > MOST_SINGLY:
        return all_clicks(scene, points, shown, answered)
    mask = np.zeros(scene.shape, np.bool_) if shown is None else shown
    for index in range(answered, len(points)):
        mask = _after_click(scene, mask, points[: index + 1], learned)
    return obey(mask, points)


def _after_click(scene: Scene, shown: Bits, points: Sequence[Point], learned: Learned) -> Bits:
    if not shown.any() or _is_elsewhere(shown, points):
        return _extended(scene.frame, all_clicks(scene, points, None, 0), learned())
    mask = all_clicks(scene, points, shown, len(points) - 1)
    adds = points[-1].label == OBJECT
    if adds and len(points) > SETTLED and np.count_nonzero(mask) > GROWN * np.count_nonzero(shown):
        return correct(scene, shown, points[-1], points[:-1], THIN)
    if adds and np.count_nonzero(shown) < FOUND_AGAIN * np.count_nonzero(mask):
        return _extended(scene.frame, mask, learned())
    return mask


def _is_elsewhere(shown: Bits, points: Sequence[Point]) -> bool:
    """Whether the last click says that the object is not what is shown: it adds, far away, and no click before confirms."""
    click = points[-1]
    if click.label != OBJECT or shown[pixel_of(shown.shape, click)]:
        return False
    if any(point.label == OBJECT and shown[pixel_of(shown.shape, point)] for point in points[:-1]):
        return False  # then this is a part that lies apart
    return clearance(shown, click) > float(np.sqrt(np.count_nonzero(shown)))


def _extended(frame: Image, mask: Bits, appearance: Appearance) -> Bits:
    """The mask with what adjoins it and looks like the object, here and on the frames that were learned from."""
    for _ in range(EXTENSIONS if mask.any() else 0):
        box = extent(mask)
        assert box is not None
        region = around(box, mask.shape[1], mask.shape[0], EXTEND_WORK)
        soft = halved(region.crop_mask(mask))
        more = _alike(soft, appearance.view(half_size(region.crop(frame)), place_of(soft)), appearance)
        if not more.any():
            break
        part = region.enlarge(doubled(more.astype(np.float32), (region.height, region.width))) > 0.5
        mask = mask | region.paste(part, *mask.shape)
    return mask


def _alike(soft: Field, view: View, appearance: Appearance) -> Bits:
    """At half size: what is joined to the mask, near and confidently like it. Not its rim: the mask was brought to the
    picture's edges at full size, which this cannot better."""
    mask = soft > 0.5
    size = float(np.sqrt(max(float(np.count_nonzero(mask)), 9.0)))
    near = depth(~mask) <= size
    here = copy.deepcopy(appearance)  # what is learned from a mask yet unsure is for this frame alone
    here.learn(view, np.where(mask, 1, np.where(near, 0.5, 0)).astype(np.float32), True)
    if not here.has_learned:
        return np.zeros_like(mask)  # too small or too large a mask to learn from
    verdict = here.judge(view)
    odds = CLASSIFIER_WEIGHT * np.clip(verdict.classifier, -1.3, 1.3) + COLOUR_WEIGHT * verdict.colours
    alike = (cv2.blur(odds, (3, 3)) > CONFIDENT) & near & ~mask
    thick = cv2.morphologyEx(alike.astype(np.uint8), cv2.MORPH_OPEN, np.ones((RIM, RIM), np.uint8)) > 0
    return filled(parts_touching(thick | mask, mask), 0.02) & ~mask
