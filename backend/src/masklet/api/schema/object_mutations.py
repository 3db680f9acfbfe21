"""Mutations of objects: what they are called, their class, lock and order, merged, split, and marked on frames."""

import strawberry

from masklet.api import parse
from masklet.api.context import Info
from masklet.api.schema.inputs import (
    MarkFramesInput,
    MergeObjectsInput,
    RemoveObjectInput,
    ReorderObjectsInput,
    SplitObjectInput,
    UpdateObjectInput,
)
from masklet.api.schema.masks import RLEMaskListOnFrame, frame_masks
from masklet.api.schema.sessions import TrackedObject, tracked_object
from masklet.api.schema.success import Success
from masklet.domain import session as domain
from masklet.service.interfaces import Services
from masklet.service.titles import clean_name


@strawberry.type
class ObjectMutations:
    @strawberry.mutation
    def remove_object(self, info: Info, input: RemoveObjectInput) -> list[RLEMaskListOnFrame]:
        frames = info.context.services.sessions.remove_object(input.session_id, input.object_id)
        return [frame_masks(frame) for frame in frames]

    @strawberry.mutation
    def update_object(self, info: Info, input: UpdateObjectInput) -> TrackedObject:
        return tracked_object(_updated(info.context.services, input))

    @strawberry.mutation
    def reorder_objects(self, info: Info, input: ReorderObjectsInput) -> list[TrackedObject]:
        objects = info.context.services.objects.reorder(input.session_id, input.object_ids)
        return [tracked_object(known) for known in objects]

    @strawberry.mutation
    def merge_objects(self, info: Info, input: MergeObjectsInput) -> Success:
        info.context.services.objects.merge(input.session_id, input.object_id, input.other_object_id)
        return Success(success=True)

    @strawberry.mutation
    def split_object(self, info: Info, input: SplitObjectInput) -> TrackedObject:
        new_object_id = parse.object_id(input.new_object_id)
        objects = info.context.services.objects
        return tracked_object(objects.split(input.session_id, input.object_id, input.frame_index, new_object_id))

    @strawberry.mutation(description="The object is not on these frames: no prompts, empty masks, nothing tracked.")
    def mark_absent(self, info: Info, input: MarkFramesInput) -> TrackedObject:
        marks = info.context.services.marks
        return tracked_object(
            marks.mark_absent(input.session_id, input.object_id, input.first_frame, input.last_frame, input.marked)
        )

    @strawberry.mutation(description="The masks on these frames stay as they are; tracking stops before them.")
    def accept_frames(self, info: Info, input: MarkFramesInput) -> TrackedObject:
        marks = info.context.services.marks
        return tracked_object(
            marks.accept(input.session_id, input.object_id, input.first_frame, input.last_frame, input.marked)
        )


def _updated(services: Services, wanted: UpdateObjectInput) -> domain.TrackedObject:
    """Each kind of change is a step of the history of its own; all are checked before the first is made."""
    name = None if wanted.name is strawberry.UNSET or wanted.name is None else clean_name(wanted.name)
    colour = parse.optional_colour(wanted.colour)
    object_id, session_id = parse.object_id(wanted.object_id), wanted.session_id
    if wanted.class_id is not strawberry.UNSET and wanted.class_id is not None:
        services.classes.get(wanted.class_id)
    tracked: domain.TrackedObject | None = None
    if name is not None or colour is not None or (wanted.class_id is strawberry.UNSET and not _says_locked(wanted)):
        tracked = services.sessions.update_object(session_id, object_id, name, colour)
    if wanted.class_id is not strawberry.UNSET:
        tracked = services.objects.classify(session_id, object_id, wanted.class_id)
    if tracked is None or _says_locked(wanted):
        tracked = services.objects.lock(session_id, object_id, bool(wanted.locked))
    return tracked


def _says_locked(wanted: UpdateObjectInput) -> bool:
    return wanted.locked is not strawberry.UNSET and wanted.locked is not None
