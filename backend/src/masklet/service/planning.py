"""Which passes a propagation makes, and which frame is its n-th. Pure: no store, no worker.

An object *begins* where something is known of it: a prompt, or a mask that is not empty. Tracking leads away from
there, so results count only past the frame where the object begins.
"""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from masklet.domain.session import Direction

Run = tuple[int, int]


@dataclass(frozen=True, slots=True)
class PlannedPass:
    """Frames `start` to `stop`, both included, for the objects in `begins` (object id: the frame where it begins).

    `skips_start`: an earlier pass has told the start frame already; here it is only where tracking sets out.
    """

    start: int
    stop: int
    direction: Direction
    begins: Mapping[int, int]
    skips_start: bool = False

    @property
    def step(self) -> int:
        """+1 or -1."""
        return -1 if self.direction is Direction.BACKWARD else 1

    @property
    def frames(self) -> range:
        """The frames that it tells, in order."""
        first = self.start + self.step if self.skips_start else self.start
        return range(first, self.stop + self.step, self.step)

    def counts_for(self, object_id: int, frame_index: int) -> bool:
        """Whether a result for this object on this frame is news."""
        return (frame_index - self.begins[object_id]) * self.step > 0


@dataclass(frozen=True, slots=True)
class Plan:
    """The passes of one propagation in order. `born`: the position of each object, to tell it from a later namesake."""

    passes: tuple[PlannedPass, ...]
    born: Mapping[int, int]

    @property
    def total(self) -> int:
        """How many frames it tells in all."""
        return sum(len(planned.frames) for planned in self.passes)

    def locate(self, position: int) -> tuple[int, int]:
        """(index of the pass, index of the frame in it) of the frame told as number `position`, from 0."""
        for index, planned in enumerate(self.passes):
            if position < len(planned.frames):
                return index, position
            position -= len(planned.frames)
        return len(self.passes), 0

    def frame_at(self, position: int) -> int:
        """The frame told as number `position`, from 0."""
        index, offset = self.locate(position)
        return self.passes[index].frames[offset]


@dataclass(frozen=True, slots=True)
class History:
    """What is known of an object: its prompted frames, ascending, and its runs of masks that are not empty."""

    prompted: Sequence[int]
    runs: Sequence[Run]

    def is_known_on(self, frame_index: int) -> bool:
        """A prompt or a mask is there."""
        return frame_index in self.prompted or any(first <= frame_index <= last for first, last in self.runs)

    def nearest_before(self, frame_index: int) -> int | None:
        """The last frame before this one where something is known."""
        at = bisect_left(self.prompted, frame_index)
        known = [self.prompted[at - 1]] if at else []
        known += [min(last, frame_index - 1) for first, last in self.runs if first < frame_index]
        return max(known, default=None)

    def nearest_after(self, frame_index: int) -> int | None:
        """The first frame after this one where something is known."""
        at = bisect_right(self.prompted, frame_index)
        known = [self.prompted[at]] if at < len(self.prompted) else []
        known += [max(first, frame_index + 1) for first, last in self.runs if last > frame_index]
        return min(known, default=None)

    def nearest_behind(self, frame_index: int, direction: Direction) -> int | None:
        """The nearest known frame on the side where tracking comes from."""
        return self.nearest_after(frame_index) if direction is Direction.BACKWARD else self.nearest_before(frame_index)

    def next_prompt(self, frame_index: int, direction: Direction) -> int | None:
        """The first prompted frame on the side where tracking goes."""
        if direction is Direction.BACKWARD:
            at = bisect_left(self.prompted, frame_index)
            return self.prompted[at - 1] if at else None
        at = bisect_right(self.prompted, frame_index)
        return self.prompted[at] if at < len(self.prompted) else None


def plan_passes(
    histories: Mapping[int, History], start: int, stop: int, direction: Direction
) -> tuple[PlannedPass, ...]:
    """The passes; `stop` is the last frame that the pass in `direction` (BOTH: its forward one) reaches. May be none."""
    if direction is Direction.BOTH:
        return _both_ways(histories, start, stop)
    main: dict[int, int] = {}
    alone: dict[int, dict[int, int]] = {}
    for object_id, history in histories.items():
        behind = history.nearest_behind(start, direction)
        ahead = history.next_prompt(start, direction)
        if history.is_known_on(start):
            main[object_id] = start
        elif behind is not None:
            alone.setdefault(behind, {})[object_id] = behind
        elif ahead is not None and (stop - ahead) * (stop - start) >= 0:
            main[object_id] = ahead
    first = [PlannedPass(start, stop, direction, main)] if main else []
    return (*first, *_alone(alone, stop, direction))


def _both_ways(histories: Mapping[int, History], start: int, stop: int) -> tuple[PlannedPass, ...]:
    """From start to stop, back from start to 0; then what was not known on start, both ways from where it is known."""
    ahead: dict[int, int] = {}
    back: dict[int, int] = {}
    forward_alone: dict[int, dict[int, int]] = {}
    back_alone: dict[int, dict[int, int]] = {}
    for object_id, history in histories.items():
        if history.is_known_on(start):
            ahead[object_id] = back[object_id] = start
            continue
        begin = history.nearest_before(start)
        if begin is None:
            begin = history.nearest_after(start)
        if begin is None or begin > stop:
            continue
        if begin > start and begin in history.prompted:
            ahead[object_id] = begin
        else:
            forward_alone.setdefault(begin, {})[object_id] = begin
        back_alone.setdefault(begin, {})[object_id] = begin
    passes = [PlannedPass(start, stop, Direction.FORWARD, ahead)] if ahead else []
    if back and start > 0:
        passes.append(PlannedPass(start, 0, Direction.BACKWARD, back, skips_start=True))
    passes += _alone(forward_alone, stop, Direction.FORWARD)
    return (*passes, *_alone(back_alone, 0, Direction.BACKWARD))


def _alone(groups: Mapping[int, Mapping[int, int]], stop: int, direction: Direction) -> list[PlannedPass]:
    """Passes of their own, so that no other object's frames are told before its time."""
    return [PlannedPass(begin, stop, direction, objects) for begin, objects in sorted(groups.items()) if begin != stop]


def plan_to_text(plan: Plan) -> str:
    """As it is kept with the job."""
    passes = [
        [planned.start, planned.stop, planned.direction.value, list(planned.begins.items()), planned.skips_start]
        for planned in plan.passes
    ]
    return json.dumps({"passes": passes, "born": list(plan.born.items())}, separators=(",", ":"))


def plan_from_text(text: str) -> Plan:
    """The inverse."""
    content = json.loads(text)
    passes = tuple(
        PlannedPass(start, stop, Direction(direction), dict(begins), skips)
        for start, stop, direction, begins, skips in content["passes"]
    )
    return Plan(passes, dict(content["born"]))
