"""Which frames of each object a plan could change: what a person is shown before they start tracking. Pure."""

from collections.abc import Iterator, Sequence

from masklet.domain.runs import difference, union
from masklet.domain.session import Run, TrackedObject
from masklet.service.interfaces import PlannedStretch
from masklet.service.planning import Plan


def planned_stretches(plan: Plan, objects: Sequence[TrackedObject]) -> tuple[PlannedStretch, ...]:
    """By object, lowest first, then by frame. Frames whose masks a person settled by a mark are not in them."""
    return tuple(
        PlannedStretch(one.object_id, first, last)
        for one in objects
        for first, last in difference(union(_reached(plan, one.object_id), ()), union(one.absent, one.accepted))
    )


def _reached(plan: Plan, object_id: int) -> Iterator[Run]:
    """The frames of each pass for which its results count."""
    for planned in plan.passes:
        begin = planned.begins.get(object_id)
        if begin is not None and planned.counts_for(object_id, planned.stop):
            first = begin + planned.step
            yield min(first, planned.stop), max(first, planned.stop)
