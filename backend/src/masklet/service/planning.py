"""Which passes a propagation makes, and which frame is its n-th. Pure: no store, no worker.

An object *begins* where something is known of it: a prompt, or a mask that is not empty. Tracking leads away from
there, so results count only past the frame where the object begins. What is known only elsewhere is first led up to
the start frame by a pass of its own; from then on all objects go together, in the order that the wire contract promises.
"""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from masklet.domain.correction import Change, Correction
from masklet.domain.session import Direction

Run = tuple[int, int]


@dataclass(frozen=True, slots=True)
class PlannedPass:
    """Frames `start` to `stop`, both included, for the objects in `begins` (object id: the frame where it begins).

    `leads_in`: it only brings objects to the start frame of the propagation; followers are not told its frames.
    """

    start: int
    stop: int
    direction: Direction
    begins: Mapping[int, int]
    leads_in: bool = False
    correction: Correction | None = None  # whose word this pass carries: its masks meet those that are stored

    @property
    def step(self) -> int:
        """+1 or -1."""
        return -1 if self.direction is Direction.BACKWARD else 1

    @property
    def frames(self) -> range:
        """Its frames, in order."""
        return range(self.start, self.stop + self.step, self.step)

    def counts_for(self, object_id: int, frame_index: int) -> bool:
        """Whether a result for this object on this frame is news."""
        return (frame_index - self.begins[object_id]) * self.step > 0


@dataclass(frozen=True, slots=True)
class Plan:
    """The passes of one propagation in order. `born`: the position of each object, to tell it from a later namesake.

    `said` is what it knew of each object: a digest of the prompt by frame. Empty where it does not go through the whole video.
    """

    passes: tuple[PlannedPass, ...]
    born: Mapping[int, int]
    said: Mapping[int, Mapping[int, str]] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many frames are tracked in all."""
        return sum(len(planned.frames) for planned in self.passes)

    @property
    def lead_in(self) -> int:
        """How many of them, the first ones, followers are not told."""
        return sum(len(planned.frames) for planned in self.passes if planned.leads_in)

    def locate(self, position: int) -> tuple[int, int]:
        """(index of the pass, index of the frame in it) of the frame tracked as number `position`, from 0."""
        for index, planned in enumerate(self.passes):
            if position < len(planned.frames):
                return index, position
            position -= len(planned.frames)
        return len(self.passes), 0

    def frame_at(self, position: int) -> int:
        """The frame tracked as number `position`, from 0."""
        index, offset = self.locate(position)
        return self.passes[index].frames[offset]


@dataclass(frozen=True, slots=True)
class History:
    """What is known of an object: its prompted frames, ascending, and its runs of masks that are not empty."""

    prompted: Sequence[int]
    runs: Sequence[Run]
    words: Mapping[int, int] = field(default_factory=dict)  # how much was said on a prompted frame, where it counts

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
    """The passes; `stop` is the last frame that the pass in `direction` (BOTH: its forward one) reaches. May be none.

    BOTH goes from start to stop, then from start back to 0.
    """
    main_direction = Direction.FORWARD if direction is Direction.BOTH else direction
    main: dict[int, int] = {}
    back: dict[int, int] = {}
    lead_ins: dict[int, dict[int, int]] = {}
    for object_id, history in histories.items():
        begin = _begin(history, start, stop, direction)
        if begin is None:
            continue
        is_behind = (begin < start) if main_direction is Direction.FORWARD else (begin > start)
        main[object_id] = start if is_behind else begin
        back[object_id] = begin if is_behind else start
        if is_behind or (direction is Direction.BOTH and begin != start):
            lead_ins.setdefault(begin, {})[object_id] = begin
    passes = [_lead_in(begin, start, objects) for begin, objects in sorted(lead_ins.items())]
    if main:
        passes.append(PlannedPass(start, stop, main_direction, main))
    if back and direction is Direction.BOTH and start > 0:
        passes.append(PlannedPass(start, 0, Direction.BACKWARD, back))
    return tuple(passes)


def _begin(history: History, start: int, stop: int, direction: Direction) -> int | None:
    """Where the object sets out: the start frame, else the nearest known frame behind it, else one on the way to stop."""
    if history.is_known_on(start):
        return start
    behind = history.nearest_behind(start, direction)
    if behind is not None:
        return behind
    ahead = history.nearest_after(start) if direction is Direction.BOTH else history.next_prompt(start, direction)
    return ahead if ahead is not None and (stop - ahead) * (stop - start) >= 0 else None


def _lead_in(begin: int, start: int, objects: Mapping[int, int]) -> PlannedPass:
    direction = Direction.FORWARD if begin < start else Direction.BACKWARD
    return PlannedPass(begin, start, direction, objects, leads_in=True)


def plan_with_corrections(
    histories: Mapping[int, History],
    corrections: Mapping[int, Mapping[int, Change]],
    start: int,
    last: int,
    direction: Direction,
) -> tuple[PlannedPass, ...]:
    """Passes through the whole video. Objects in `corrections` (by frame) are known on all of it: only those are carried.

    Frames are told in the order of the wire contract all the same, where need be without an object to be tracked.
    """
    ends = {Direction.FORWARD: last if direction is not Direction.BACKWARD else start, Direction.BACKWARD: 0}
    carried = tuple(
        planned
        for object_id, changes in corrections.items()
        if object_id in histories
        for at, change in sorted(changes.items())
        for planned in plan_correction(object_id, histories[object_id], at, change, ends[Direction.FORWARD])
    )
    others = {key: history for key, history in histories.items() if key not in corrections}
    passes = plan_passes(others, start, last, direction)
    if not passes and any(key in histories for key in corrections):
        passes = _only_told(start, last, direction)
    return (*carried, *passes)


def _only_told(start: int, last: int, direction: Direction) -> tuple[PlannedPass, ...]:
    main = Direction.FORWARD if direction is Direction.BOTH else direction
    told = [PlannedPass(start, last, main, {})]
    if direction is Direction.BOTH and start > 0:
        told.append(PlannedPass(start, 0, Direction.BACKWARD, {}))
    return tuple(told)


def plan_correction(object_id: int, history: History, at: int, change: Change, last: int) -> tuple[PlannedPass, ...]:
    """The passes that carry a correction on frame `at` back and on: to the neighbouring prompted frames, or the ends."""
    before, after = history.next_prompt(at, Direction.BACKWARD), history.next_prompt(at, Direction.FORWARD)
    ways = (
        (Direction.BACKWARD, before, 0 if before is None else before + 1),
        (Direction.FORWARD, after, last if after is None else after - 1),
    )
    return tuple(
        PlannedPass(at, stop, direction, {object_id: at}, True, _carried(history, at, end, change))
        for direction, end, stop in ways
        if (stop < at if direction is Direction.BACKWARD else stop > at)
    )


def _carried(history: History, at: int, end: int | None, change: Change) -> Correction:
    return Correction(at, end, change, history.words.get(at, 1), 1 if end is None else history.words.get(end, 1))


def plan_to_text(plan: Plan) -> str:
    """As it is kept with the job."""
    passes = [
        [one.start, one.stop, one.direction.value, list(one.begins.items()), one.leads_in, _as_list(one.correction)]
        for one in plan.passes
    ]
    said = [[key, list(prompts.items())] for key, prompts in plan.said.items()]
    return json.dumps({"passes": passes, "born": list(plan.born.items()), "said": said}, separators=(",", ":"))


def plan_from_text(text: str) -> Plan:
    """The inverse; also of what was kept before there were corrections."""
    content = json.loads(text)
    passes = tuple(
        PlannedPass(start, stop, Direction(direction), dict(begins), leads_in, _correction(*rest))
        for start, stop, direction, begins, leads_in, *rest in content["passes"]
    )
    said = {key: dict(prompts) for key, prompts in content.get("said", [])}
    return Plan(passes, dict(content["born"]), said)


def _as_list(one: Correction | None) -> list[int | str | None] | None:
    return None if one is None else [one.start, one.end, one.change.value, one.said, one.said_at_end]


def _correction(values: tuple[int, int | None, str, int, int] | None = None) -> Correction | None:
    if values is None:
        return None
    start, end, change, said, said_at_end = values
    return Correction(start, end, Change(change), said, said_at_end)
