"""Which passes a propagation makes, and which frame is its n-th. Pure: no store, no worker.

An object *begins* where something is known of it: a prompt, or a mask that is not empty. Tracking leads away from
there, so results count only past the frame where the object begins. What is known only elsewhere is first led up to
the start frame by a pass of its own; from then on all objects go together, in the order that the wire contract promises.

An object with accepted frames on the way does not go with the others: its own passes stop before them
(`stretches_of`). Neither does one that a person marked as absent on the start frame.
"""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from masklet.domain.correction import WORDS_OF_A_MASK, Change, Correction
from masklet.domain.runs import Runs, holds, intersection, run_at
from masklet.domain.session import Direction, Run


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
        """How many frames its passes have in all."""
        return sum(len(planned.frames) for planned in self.passes)

    @property
    def computed(self) -> int:
        """How many of them the worker computes; those that are only told are the last ones."""
        return sum(len(planned.frames) for planned in self.passes if planned.begins)

    def position(self, done: int) -> int:
        """How many frames, from the first on, are settled once so many are computed."""
        return self.total if done >= self.computed else done

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
    """What is known of an object: its prompted frames, ascending, and its runs of masks that are not empty.

    `absent` and `accepted` are what a person marked, see TrackedObject.
    """

    prompted: Sequence[int]
    runs: Sequence[Run]
    words: Mapping[int, int] = field(default_factory=dict)  # how much was said on a prompted frame, where it counts
    absent: Runs = ()
    accepted: Runs = ()

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

    def between(self, low: int | None, high: int | None) -> "History":
        """What is known on these frames, both included (None: no bound)."""
        low, high = low or 0, self._last if high is None else high
        prompted = [at for at in self.prompted if low <= at <= high]
        return replace(self, prompted=prompted, runs=intersection(self.runs, ((low, high),)))

    @property
    def _last(self) -> int:
        """The last frame of which anything is known."""
        return max([0, *self.prompted[-1:], *(last for _, last in self.runs)])

    def next_accepted(self, frame_index: int, direction: Direction) -> int | None:
        """The first accepted frame on the side where tracking goes."""
        if direction is Direction.BACKWARD:
            return max(
                (min(last, frame_index - 1) for first, last in self.accepted if first < frame_index), default=None
            )
        return min((max(first, frame_index + 1) for first, last in self.accepted if last > frame_index), default=None)

    def next_bound(self, frame_index: int, direction: Direction) -> int | None:
        """The first frame on the side where tracking goes that a person spoke of: prompted or accepted."""
        found = (self.next_prompt(frame_index, direction), self.next_accepted(frame_index, direction))
        known = [at for at in found if at is not None]
        nearest = max if direction is Direction.BACKWARD else min
        return nearest(known, default=None)

    def said_on(self, frame_index: int) -> int:
        """How much was said there; an accepted mask is as good as a drawn one."""
        return max(self.words.get(frame_index, 1), WORDS_OF_A_MASK if holds(self.accepted, frame_index) else 1)


def plan_passes(
    histories: Mapping[int, History], start: int, stop: int, direction: Direction, first: int = 0
) -> tuple[PlannedPass, ...]:
    """The passes; `stop` is the last frame that the pass in `direction` (BOTH: its forward one) reaches. May be none.

    BOTH goes from start to stop, then from start back to `first`.
    """
    both = direction is Direction.BOTH
    ends = {Direction.FORWARD: stop, Direction.BACKWARD: first} if both else {direction: stop}
    main_direction = next(iter(ends))
    alone: dict[tuple[int, int, Direction], dict[int, int]] = {}
    main: dict[int, int] = {}
    back: dict[int, int] = {}
    lead_ins: dict[int, dict[int, int]] = {}
    for object_id, history in histories.items():
        begin = _begin(history, start, stop, direction)
        if _goes_alone(history, start, begin, direction):
            for way in stretches_of(history, start, ends, direction):
                alone.setdefault(way, {})[object_id] = way[0]
            continue
        if begin is None:
            continue
        is_behind = (begin < start) if main_direction is Direction.FORWARD else (begin > start)
        main[object_id] = start if is_behind else begin
        back[object_id] = begin if is_behind else start
        if is_behind or (both and begin != start):
            lead_ins.setdefault(begin, {})[object_id] = begin
    passes = [PlannedPass(*way, objects, leads_in=True) for way, objects in alone.items()]
    passes += [_lead_in(begin, start, objects) for begin, objects in sorted(lead_ins.items())]
    if main:
        passes.append(PlannedPass(start, stop, main_direction, main))
    if back and both and start > first:
        passes.append(PlannedPass(start, first, Direction.BACKWARD, back))
    if alone and not main:
        passes += _only_told(start, stop, direction, first)
    return tuple(passes)


def _begin(history: History, start: int, stop: int, direction: Direction) -> int | None:
    """Where the object sets out: the start frame, else the nearest known frame behind it, else one on the way to stop."""
    if history.is_known_on(start):
        return start
    behind = history.nearest_behind(start, direction)
    if behind is not None:
        return behind
    ahead = history.nearest_after(start) if direction is Direction.BOTH else history.next_prompt(start, direction)
    way = -1 if direction is Direction.BACKWARD else 1
    return ahead if ahead is not None and (stop - ahead) * way >= 0 else None


def _goes_alone(history: History, start: int, begin: int | None, direction: Direction) -> bool:
    """With accepted frames; absent where the others start; or known beyond the start from its masks alone."""
    is_seen_later = direction is Direction.BOTH and begin is not None and begin > start
    is_only_seen = is_seen_later and begin not in history.prompted
    return bool(history.accepted) or holds(history.absent, start) or is_only_seen


def stretches_of(
    history: History, start: int, ends: Mapping[Direction, int], direction: Direction
) -> Iterator[tuple[int, int, Direction]]:
    """(start, stop, direction) of an object's own passes. Accepted frames are walls: what is known beyond them does not
    count, their own masks do, and tracking stops before them. From within a wall it sets out at the wall's edges."""
    wall = run_at(history.accepted, start)
    for way, end in ends.items():
        is_forward = way is not Direction.BACKWARD
        edge = start if wall is None else wall[is_forward]
        low, high = history.next_accepted(edge, Direction.BACKWARD), history.next_accepted(edge, Direction.FORWARD)
        if wall is not None:
            low, high = (wall[0], high) if is_forward else (low, wall[1])
        known, reach = history.between(low, high), ends.get(Direction.FORWARD, end)
        begin = _begin(known, edge, reach, direction) if wall is None else _begin(known, edge, end, way)
        bound = high if is_forward else low
        if bound is not None:
            end = min(end, bound - 1) if is_forward else max(end, bound + 1)
        if begin is not None and (end > begin if is_forward else end < begin):
            yield begin, end, way


def _lead_in(begin: int, start: int, objects: Mapping[int, int]) -> PlannedPass:
    direction = Direction.FORWARD if begin < start else Direction.BACKWARD
    return PlannedPass(begin, start, direction, objects, leads_in=True)


def plan_with_corrections(
    histories: Mapping[int, History],
    corrections: Mapping[int, Mapping[int, Change]],
    start: int,
    last: int,
    direction: Direction,
    first: int = 0,
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
    passes = plan_passes(others, start, last, direction, first)
    if not passes and any(key in histories for key in corrections):
        passes = _only_told(start, last, direction, first)
    return (*carried, *passes)


def _only_told(start: int, last: int, direction: Direction, first: int) -> tuple[PlannedPass, ...]:
    main = Direction.FORWARD if direction is Direction.BOTH else direction
    told = [PlannedPass(start, last, main, {})]
    if direction is Direction.BOTH and start > first:
        told.append(PlannedPass(start, first, Direction.BACKWARD, {}))
    return tuple(told)


def plan_correction(object_id: int, history: History, at: int, change: Change, last: int) -> tuple[PlannedPass, ...]:
    """The passes that carry a correction on frame `at` back and on: to the neighbouring prompted or accepted frames,
    or the ends."""
    before, after = history.next_bound(at, Direction.BACKWARD), history.next_bound(at, Direction.FORWARD)
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
    return Correction(at, end, change, history.said_on(at), 1 if end is None else history.said_on(end))


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
