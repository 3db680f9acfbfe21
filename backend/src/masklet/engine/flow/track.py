"""One object followed from frame to frame: its window, its soft mask there and its appearance. Owns no frames."""

from dataclasses import dataclass, replace

import numpy as np

from masklet.engine.flow import belief, fuse, refine, relative_motion
from masklet.engine.flow.appearance import Appearance, View, doubled, halved, place_of
from masklet.engine.flow.effort import ALONE, Effort
from masklet.engine.flow.features import half_size
from masklet.engine.flow.optical_flow import MotionEstimator, enlarged, sample
from masklet.engine.flow.presence import Presence
from masklet.engine.flow.region import Bits, Field, Image, Region, around, still_fits, window
from masklet.engine.flow.search import find_again
from masklet.masks.geometry import Extent, centre, extent
from masklet.masks.morphology import depth

NEAR = 40  # half-size pixels from the warped mask; beyond, nothing is the object
PRESENT = 0.5
LEARN_ABOVE = 0.7  # a frame where it is less likely visible teaches nothing
FOUND_AGAIN = 0.6  # the score of a mask that was found by its looks alone
STEP_DAMPING = 0.7


@dataclass(frozen=True, slots=True)
class Found:
    """One object on one frame: full-size H x W mask, empty when the object is not visible."""

    mask: Bits
    score: float


@dataclass(slots=True)
class Where:
    """Where the object was last: window, soft mask in it, box in frame pixels and its speed in pixels a frame.

    `image` is the window of that frame, where it was cut already.
    """

    region: Region
    soft: Field
    box: Extent
    image: Image | None = None
    speed: tuple[float, float] = (0.0, 0.0)


class Track:
    """Follows one object. `show` and `learn` bring in known masks; `step` goes to the next frame."""

    def __init__(self, width: int, height: int, motion: MotionEstimator, effort: Effort = ALONE) -> None:
        self._width, self._height = width, height
        self._motion, self._effort = motion, effort
        self._appearance = Appearance()
        self._presence = Presence()
        self._where: Where | None = None
        self._missing_for = 0
        self._unlearned = 0

    @property
    def has_learned(self) -> bool:
        """False before it was told what the object looks like."""
        return self._appearance.has_learned

    def show(self, mask: Bits) -> None:
        """Say where the object is on the present frame; an empty mask says that it is not there."""
        box = extent(mask)
        if box is None:
            self._missing_for = max(1, self._missing_for)
            return
        region = around(box, self._width, self._height, self._effort.work_size)
        self._where = Where(region, region.crop_mask(mask), box)
        self._missing_for = 0

    def learn(self, frame: Image, mask: Bits, prompted: bool = True) -> None:
        """Remember what the object looks like on a frame where its mask is known. An empty mask teaches nothing."""
        box = extent(mask)
        if box is None:
            return
        region = around(box, self._width, self._height, self._effort.work_size)
        soft = halved(region.crop_mask(mask))
        view = self._appearance.view(half_size(region.crop(frame)), place_of(soft))
        self._appearance.learn(view, soft, prompted)
        if self._appearance.has_learned:
            area = float(np.count_nonzero(mask))
            self._presence.learn(self._appearance.judge(view).classifier, soft, area)

    def step(self, previous: Image, current: Image) -> Found:
        """Follow the object to the next frame (both H x W x 3)."""
        if self._where is None or not self._appearance.has_learned:
            return self._nothing()
        if self._missing_for:
            return self._look_for_it(self._where, current)
        return self._follow(self._where, previous, current)

    def _follow(self, where: Where, previous: Image, current: Image) -> Found:
        region = self._next_region(where)
        now = region.crop(current)
        before = where.image if region == where.region and where.image is not None else region.crop(previous)
        cues, view, warped = self._look(where, region, half_size(before), half_size(now))
        likely = fuse.probability(fuse.log_odds(cues))
        guide = refine.lightness(now)
        model = refine.fit(guide, doubled(likely, (region.height, region.width)))
        model = refine.without(model, refine.strays(likely, warped, cues.motion))
        soft = refine.apply(model, guide)
        whole = refine.decide(refine.full_size(model, region, current) > refine.HALF)
        mask = region.paste(whole, self._height, self._width)
        seen = Where(region, soft, where.box, now)
        half = halved(soft)
        visible = self._presence.visible(cues.classifier, half, float(np.count_nonzero(mask)))
        if visible < PRESENT or not mask.any():
            self._missing_for = 1
            return self._nothing()
        self._settle(seen, mask, view, learns=visible > LEARN_ABOVE)
        signals = belief.signals(half > refine.HALF, cues, likely, self._presence.likeness)
        return Found(mask, belief.score(signals))

    def _look(self, where: Where, region: Region, before: Image, now: Image) -> tuple[fuse.Cues, View, Field]:
        """Everything that one frame says (half-size pictures): its cues, its description and the mask moved along."""
        motion = self._motion.estimate(before, now)
        vectors = enlarged(motion.to_previous, (region.height, region.width))
        warped = halved(sample(region.carry(where.soft, where.region), vectors))
        view = self._appearance.view(now, place_of(warped))
        verdict = self._appearance.judge(view, depth(warped <= refine.HALF) <= NEAR)
        moving = relative_motion.judge(motion.to_previous, motion.trust, warped)
        return (
            fuse.Cues(warped, motion.trust, verdict.classifier, verdict.given, verdict.colours, moving),
            view,
            warped,
        )

    def _settle(self, seen: Where, mask: Bits, view: View, learns: bool) -> None:
        """Take over what was seen; `seen` still has the old box and no speed."""
        box = extent(mask) or seen.box
        self._where = replace(seen, box=box, speed=self._speed(box))
        self._presence.follow(float(np.count_nonzero(mask)))
        self._unlearned += 1
        if learns and self._unlearned >= self._effort.learn_every:
            self._unlearned = 0
            self._appearance.learn(view, halved(seen.soft), prompted=False)

    def _look_for_it(self, where: Where, current: Image) -> Found:
        self._missing_for += 1
        found = find_again(self._appearance, self._presence, where.region, self._missing_for, current)
        if found is None:
            return self._nothing()
        self.show(found)
        return Found(found, FOUND_AGAIN)

    def _next_region(self, where: Where) -> Region:
        dx, dy = where.speed
        x0, y0, x1, y1 = where.box
        moved = (round(x0 + dx), round(y0 + dy), round(x1 + dx), round(y1 + dy))
        wanted = around(moved, self._width, self._height, self._effort.work_size)
        return where.region if still_fits(where.region, wanted) else window(wanted.extent, self._effort.work_size)

    def _speed(self, box: Extent) -> tuple[float, float]:
        if self._where is None:
            return 0.0, 0.0
        new, old = centre(box), centre(self._where.box)
        return STEP_DAMPING * (new[0] - old[0]), STEP_DAMPING * (new[1] - old[1])

    def _nothing(self) -> Found:
        return Found(np.zeros((self._height, self._width), np.bool_), 0.0)
