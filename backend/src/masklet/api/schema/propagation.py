"""How a propagation begins, whichever operation asks for it, and what one would track."""

import strawberry

from masklet.api.context import Info
from masklet.api.schema.inputs import PropagateInVideoInput
from masklet.domain.session import Job
from masklet.service.interfaces import Services


@strawberry.type(description="Frames, both included, that tracking would compute and might change.")
class PlannedStretch:
    object_id: int
    first_frame: int
    last_frame: int


@strawberry.type
class PropagationQueries:
    @strawberry.field(description="What startPropagation would track; quick. Empty where there is nothing.")
    def propagation_plan(self, info: Info, input: PropagateInVideoInput) -> list[PlannedStretch]:
        stop, object_ids, first = _limits(input)
        propagations = info.context.services.propagations
        plan = propagations.plan(input.session_id, input.start_frame_index, stop, input.direction, object_ids, first)
        return [PlannedStretch(object_id=o.object_id, first_frame=o.first_frame, last_frame=o.last_frame) for o in plan]


def start_propagation(services: Services, wanted: PropagateInVideoInput) -> Job:
    """Queue it. Raises what Propagations.start raises."""
    stop, object_ids, first = _limits(wanted)
    start = wanted.start_frame_index
    return services.propagations.start(wanted.session_id, start, stop, wanted.direction, object_ids, first)


def _limits(wanted: PropagateInVideoInput) -> tuple[int | None, list[int] | None, int | None]:
    """(the last frame, the objects, how far back BOTH goes); None where it was left out."""
    stop = None if wanted.end_frame_index is strawberry.UNSET else wanted.end_frame_index
    object_ids = None if wanted.object_ids is strawberry.UNSET else wanted.object_ids
    first = None if wanted.first_frame_index is strawberry.UNSET else wanted.first_frame_index
    return stop, object_ids, first
