"""Session events as GraphQL types."""

import strawberry

from masklet.api.context import Context
from masklet.api.schema.history import Edit, edit
from masklet.api.schema.jobs import Job, job
from masklet.api.schema.masks import RLEMaskListOnFrame, frame_masks
from masklet.api.schema.sessions import Prompt, TrackedObject, prompt, tracked_object
from masklet.domain.video import Video
from masklet.service import interfaces as service


@strawberry.interface
class SessionEvent:
    cursor: int


@strawberry.type
class FrameMasksChanged(SessionEvent):
    frame: RLEMaskListOnFrame


@strawberry.type
class ObjectsChanged(SessionEvent):
    objects: list[TrackedObject]
    prompts: list[Prompt]


@strawberry.type
class MasksCleared(SessionEvent):
    object_ids: list[int]


@strawberry.type
class JobChanged(SessionEvent):
    job: Job


@strawberry.type
class HistoryChanged(SessionEvent):
    edits: list[Edit]
    session_name: str = strawberry.field(description="Naming a session is an edit, too.")


@strawberry.type
class EffectsChanged(SessionEvent):
    effects: str | None = strawberry.field(description="As in Session.")


@strawberry.type
class SessionDeleted(SessionEvent):
    pass


EVENT_TYPES = (
    FrameMasksChanged,
    ObjectsChanged,
    MasksCleared,
    JobChanged,
    HistoryChanged,
    EffectsChanged,
    SessionDeleted,
)


def session_event(event: service.SessionEvent, clip: Video, context: Context) -> SessionEvent:
    """One event of the service as the wire has it."""
    match event:
        case service.FrameMasksChanged(cursor, frame):
            return FrameMasksChanged(cursor=cursor, frame=frame_masks(frame))
        case service.ObjectsChanged(cursor, objects, prompts):
            return ObjectsChanged(
                cursor=cursor,
                objects=[tracked_object(known) for known in objects],
                prompts=[prompt(row, clip) for row in prompts],
            )
        case service.MasksCleared(cursor, object_ids):
            return MasksCleared(cursor=cursor, object_ids=list(object_ids))
        case service.JobChanged(cursor, known):
            return JobChanged(cursor=cursor, job=job(known, context))
        case service.HistoryChanged(cursor, edits, name):
            return HistoryChanged(cursor=cursor, edits=[edit(known) for known in edits], session_name=name)
        case service.EffectsChanged(cursor, effects):
            return EffectsChanged(cursor=cursor, effects=effects)
        case service.SessionDeleted(cursor):
            return SessionDeleted(cursor=cursor)
