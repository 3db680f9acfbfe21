"""How a propagation begins, whichever operation asks for it."""

import strawberry

from masklet.api import parse
from masklet.api.schema.inputs import PropagateInVideoInput
from masklet.domain.session import Job
from masklet.service.interfaces import Services


def start_propagation(services: Services, wanted: PropagateInVideoInput) -> Job:
    """Queue it. Raises what Propagations.start raises, and FrameOutOfRange."""
    session = services.sessions.get(wanted.session_id)
    clip = services.videos.get(session.video_path)
    stop = None if wanted.end_frame_index is strawberry.UNSET else wanted.end_frame_index
    object_ids = None if wanted.object_ids is strawberry.UNSET else wanted.object_ids
    return services.propagations.start(
        session.session_id,
        parse.frame_index(wanted.start_frame_index, clip),
        None if stop is None else parse.frame_index(stop, clip),
        wanted.direction,
        object_ids,
    )
