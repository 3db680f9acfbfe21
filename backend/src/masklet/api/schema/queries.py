"""The queries."""

from collections.abc import Sequence

import strawberry

from masklet.api import parse
from masklet.api.context import Info
from masklet.api.pace import PROMPTS
from masklet.api.schema.access import AccessQueries
from masklet.api.schema.checkpoints import Checkpoint, checkpoint
from masklet.api.schema.classes import ClassQueries
from masklet.api.schema.jobs import Job, job
from masklet.api.schema.masks import MaskCandidate, RLEMaskListOnFrame, candidate, frame_masks
from masklet.api.schema.paced import Paced
from masklet.api.schema.pages import page
from masklet.api.schema.propagation import PropagationQueries
from masklet.api.schema.server import Server, server
from masklet.api.schema.sessions import Session, clip_of, session
from masklet.api.schema.trash import TrashQueries
from masklet.api.schema.videos import UploadProgress, Video, VideoConnection, upload_progress, video
from masklet.domain.errors import LimitExceeded
from masklet.domain.prompt import Prompt
from masklet.service.interfaces import Services

MAX_FRAMES_AN_ANSWER = 500


@strawberry.type
class Query(ClassQueries, PropagationQueries, AccessQueries, TrashQueries):
    @strawberry.field
    def default_video(self, info: Info) -> Video:
        return video(info.context.services.videos.default(), info.context)

    @strawberry.field
    def videos(
        self, info: Info, first: int | None = strawberry.UNSET, after: str | None = strawberry.UNSET
    ) -> VideoConnection:
        return page(
            info.context.services.videos.all(), first or (0 if first == 0 else None), after or None, info.context
        )

    @strawberry.field
    def video(self, info: Info, path: str) -> Video:
        return video(info.context.services.videos.get(path), info.context)

    @strawberry.field
    def upload_progress(self, info: Info, upload_id: strawberry.ID) -> UploadProgress:
        return upload_progress(info.context.services.uploads.progress(upload_id), info.context)

    @strawberry.field
    def sessions(self, info: Info, video_path: str | None = strawberry.UNSET) -> list[Session]:
        overviews = info.context.services.overviews.all(video_path or None)
        return [session(known, info.context) for known in overviews]

    @strawberry.field
    def session(self, info: Info, session_id: str) -> Session:
        return session(info.context.services.overviews.get(session_id), info.context)

    @strawberry.field(description="Stored masks of frames start to end, both included; at most 500 frames an answer.")
    def masklets(
        self,
        info: Info,
        session_id: str,
        start_frame: int,
        end_frame: int,
        object_ids: list[int] | None = strawberry.UNSET,
    ) -> list[RLEMaskListOnFrame]:
        services = info.context.services
        wanted = None if object_ids is strawberry.UNSET else object_ids
        return _masklets(services, session_id, start_frame, end_frame, wanted)

    @strawberry.field(
        description="What points may mean as a new object, best first; addPoints answers the first. Stores nothing.",
        extensions=[Paced(PROMPTS)],
    )
    def mask_candidates(
        self,
        info: Info,
        session_id: str,
        frame_index: int,
        labels: list[int],
        points: list[list[float]],
        most: int = 3,
    ) -> list[MaskCandidate]:
        services = info.context.services
        prompt = Prompt(tuple(parse.points(points, labels, clip_of(services, session_id))))
        return [candidate(mask) for mask in services.prompts.candidates(session_id, frame_index, prompt, most)]

    @strawberry.field
    def job(self, info: Info, job_id: strawberry.ID) -> Job:
        return job(info.context.services.exports.get(job_id), info.context)

    @strawberry.field
    def server(self, info: Info) -> Server:
        return server(info.context)

    @strawberry.field(description="Quick to read, also again and again while one is downloaded.")
    def checkpoints(self, info: Info) -> list[Checkpoint]:
        return [checkpoint(known) for known in info.context.services.checkpoints.all()]


def _masklets(
    services: Services, session_id: str, start: int, end: int, object_ids: Sequence[int] | None
) -> list[RLEMaskListOnFrame]:
    if end - start + 1 > MAX_FRAMES_AN_ANSWER:
        raise LimitExceeded(f"At most {MAX_FRAMES_AN_ANSWER} frames are read at once.", limit=MAX_FRAMES_AN_ANSWER)
    return [frame_masks(frame) for frame in services.sessions.masks(session_id, object_ids, start, end)]
