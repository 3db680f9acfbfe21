"""How a propagation begins, whichever operation asks for it."""

import strawberry

from masklet.api.schema.inputs import PropagateInVideoInput
from masklet.domain.session import Job
from masklet.service.interfaces import Services


def start_propagation(services: Services, wanted: PropagateInVideoInput) -> Job:
    """Queue it. Raises what Propagations.start raises."""
    stop = None if wanted.end_frame_index is strawberry.UNSET else wanted.end_frame_index
    object_ids = None if wanted.object_ids is strawberry.UNSET else wanted.object_ids
    return services.propagations.start(wanted.session_id, wanted.start_frame_index, stop, wanted.direction, object_ids)
