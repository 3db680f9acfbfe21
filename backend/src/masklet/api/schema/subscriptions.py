"""The subscriptions. Their generators block, and are quiet now and then, in the thread of their request (api/quiet.py)."""

from collections.abc import AsyncGenerator

import strawberry

from masklet.api.context import Info
from masklet.api.quiet import Quiet
from masklet.api.schema.events import SessionEvent, session_event
from masklet.api.schema.inputs import PropagateInVideoInput
from masklet.api.schema.masks import RLEMaskListOnFrame, frame_masks
from masklet.api.schema.propagation import start_propagation


@strawberry.type
class Subscription:
    @strawberry.subscription(description="Start tracking and receive each frame as it is made.")
    async def propagate_in_video(
        self,
        info: Info,
        input: PropagateInVideoInput,
    ) -> AsyncGenerator[RLEMaskListOnFrame, None]:
        services = info.context.services
        started = start_propagation(services, input)
        for told in services.propagations.follow(started.job_id):
            if told is None:
                await Quiet()
            else:
                yield frame_masks(told[0])

    @strawberry.subscription(description="Replays what happened after the cursor, then follows.")
    async def session_events(self, info: Info, session_id: str, after: int = 0) -> AsyncGenerator[SessionEvent, None]:
        services = info.context.services
        clip = services.videos.get(services.sessions.get(session_id).video_path)
        for event in services.events.follow(session_id, after):
            if event is None:
                await Quiet()
            else:
                yield session_event(event, clip, info.context)
