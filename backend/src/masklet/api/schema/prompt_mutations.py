"""Mutations of prompts; each answers the masks of every object on the frame."""

import strawberry

from masklet.api import parse
from masklet.api.context import Info
from masklet.api.pace import PROMPTS
from masklet.api.schema.inputs import (
    AddBoxInput,
    AddMaskInput,
    AddPointsInput,
    ClearPointsInFrameInput,
    ClearPointsInVideoInput,
)
from masklet.api.schema.masks import RLEMaskListOnFrame, frame_masks
from masklet.api.schema.paced import Paced
from masklet.api.schema.sessions import clip_of
from masklet.api.schema.success import Success


@strawberry.type
class PromptMutations:
    @strawberry.mutation(extensions=[Paced(PROMPTS)])
    def add_points(self, info: Info, input: AddPointsInput) -> RLEMaskListOnFrame:
        services = info.context.services
        clip = clip_of(services, input.session_id)
        object_id = parse.object_id(input.object_id)
        points = parse.points(input.points, input.labels, clip)
        return frame_masks(
            services.prompts.set_points(input.session_id, object_id, input.frame_index, points, input.clear_old_points)
        )

    @strawberry.mutation(extensions=[Paced(PROMPTS)])
    def add_box(self, info: Info, input: AddBoxInput) -> RLEMaskListOnFrame:
        services = info.context.services
        clip = clip_of(services, input.session_id)
        object_id = parse.object_id(input.object_id)
        box = parse.box(input.box, clip)
        return frame_masks(services.prompts.set_box(input.session_id, object_id, input.frame_index, box))

    @strawberry.mutation(
        description="A drawn mask replaces the object's points and box on the frame.", extensions=[Paced(PROMPTS)]
    )
    def add_mask(self, info: Info, input: AddMaskInput) -> RLEMaskListOnFrame:
        services = info.context.services
        object_id = parse.object_id(input.object_id)
        drawn = parse.mask(input.counts, input.size, clip_of(services, input.session_id))
        return frame_masks(services.prompts.set_mask(input.session_id, object_id, input.frame_index, drawn))

    @strawberry.mutation(extensions=[Paced(PROMPTS)])
    def clear_points_in_frame(self, info: Info, input: ClearPointsInFrameInput) -> RLEMaskListOnFrame:
        prompts = info.context.services.prompts
        return frame_masks(prompts.clear_frame(input.session_id, input.object_id, input.frame_index))

    @strawberry.mutation(extensions=[Paced(PROMPTS)])
    def clear_points_in_video(self, info: Info, input: ClearPointsInVideoInput) -> Success:
        info.context.services.prompts.clear_video(input.session_id)
        return Success(success=True)
