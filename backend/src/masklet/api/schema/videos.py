"""Videos and uploads as GraphQL types, and how they are made from the domain's values."""

import strawberry

from masklet.api.context import Context, Info
from masklet.api.schema.problems import Problem, problem
from masklet.api.urls import poster_path
from masklet.domain import video as domain
from masklet.domain.access import Right
from masklet.service.uploads import UploadProgress as Progress
from masklet.service.uploads import UploadState

MAX_TILES = 60
GALLERY = "gallery/"
strawberry.enum(UploadState)


@strawberry.type
class FrameRate:
    numerator: int
    denominator: int


@strawberry.type
class VideoSource:
    file_name: str
    width: int
    height: int
    codec: str


@strawberry.type
class Video:
    id: strawberry.ID
    path: str = strawberry.field(description="Opaque key; goes back into startSession.")
    title: str
    url: str
    poster_path: str | None
    poster_url: str | None
    filmstrip_url: str
    filmstrip_tiles: int
    frame_url: str = strawberry.field(
        description="Template of single frames as JPEG, for browsers without WebCodecs: replace {frame}."
    )
    width: int
    height: int
    frame_count: int
    frame_rate: FrameRate = strawberry.field(description="Frames per second as a fraction.")
    duration_sec: float
    has_audio: bool
    is_sample: bool = strawberry.field(description="True for the sample clips, which cannot be deleted.")
    source: VideoSource

    @strawberry.field(description="OWN: whoever asks may rename and delete it; else READ.")
    def right(self, info: Info) -> Right:
        return info.context.services.videos.right(self.path)


@strawberry.type
class VideoEdge:
    cursor: str
    node: Video


@strawberry.type
class PageInfo:
    has_next_page: bool
    has_previous_page: bool
    start_cursor: str | None
    end_cursor: str | None


@strawberry.type
class VideoConnection:
    edges: list[VideoEdge]
    page_info: PageInfo


@strawberry.type
class UploadProgress:
    upload_id: strawberry.ID
    file_name: str
    state: UploadState
    received_bytes: float
    total_bytes: float | None
    prepared_frames: int
    total_frames: int = strawberry.field(description="0 while unknown.")
    duration_sec: float | None = strawberry.field(description="Length of the source where it is longer than the limit.")
    video: Video | None
    error: Problem | None


def video(known: domain.Video, context: Context) -> Video:
    """A video with its addresses."""
    urls = context.urls
    poster = poster_path(known.path)
    return Video(
        id=strawberry.ID(known.path),
        path=known.path,
        title=known.title,
        url=urls.of(known.path),
        poster_path=poster,
        poster_url=urls.of(poster),
        filmstrip_url=urls.filmstrip(known.path),
        filmstrip_tiles=min(known.frame_count, MAX_TILES),
        frame_url=urls.frame_template(known.path),
        width=known.width,
        height=known.height,
        frame_count=known.frame_count,
        frame_rate=FrameRate(numerator=known.frame_rate.numerator, denominator=known.frame_rate.denominator),
        duration_sec=known.duration_s,
        has_audio=known.has_audio,
        is_sample=known.path.startswith(GALLERY),
        source=VideoSource(
            file_name=known.source.file_name,
            width=known.source.width,
            height=known.source.height,
            codec=known.source.codec,
        ),
    )


def upload_progress(progress: Progress, context: Context) -> UploadProgress:
    """Where an upload is; with its video once that is ready."""
    ready = progress.state is UploadState.READY and progress.video_path is not None
    return UploadProgress(
        upload_id=strawberry.ID(progress.upload_id),
        file_name=progress.file_name,
        state=progress.state,
        received_bytes=float(progress.received_bytes),
        total_bytes=None if progress.total_bytes is None else float(progress.total_bytes),
        prepared_frames=progress.prepared_frames,
        total_frames=progress.total_frames,
        duration_sec=progress.duration_s,
        video=video(context.services.videos.get(progress.video_path), context)
        if ready and progress.video_path
        else None,
        error=problem(progress.error_code, progress.error),
    )
