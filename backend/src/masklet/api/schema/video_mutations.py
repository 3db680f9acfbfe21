"""Mutations of videos and uploads."""

import strawberry
from strawberry.file_uploads import Upload

from masklet.api import parse
from masklet.api.context import Info
from masklet.api.pace import UPLOADS
from masklet.api.received import received_file
from masklet.api.schema.paced import Paced
from masklet.api.schema.trash import MovedToTrash, moved
from masklet.api.schema.videos import Video, video
from masklet.domain.errors import InvalidInput
from masklet.service.titles import clean_name


@strawberry.type
class VideoMutations:
    @strawberry.mutation
    def upload_video(
        self,
        info: Info,
        file: Upload,
        start_time_sec: float | None = strawberry.UNSET,
        duration_time_sec: float | None = strawberry.UNSET,
        upload_id: strawberry.ID | None = strawberry.UNSET,
    ) -> Video:
        received = received_file(file, "uploadVideo")
        start, duration = _range(start_time_sec, duration_time_sec)
        return video(info.context.services.uploads.prepare(received.take(), start, duration), info.context)

    @strawberry.mutation(description="Prepare a received upload again with a range, after NEEDS_RANGE.")
    def prepare_upload(
        self,
        info: Info,
        upload_id: strawberry.ID,
        start_time_sec: float | None = strawberry.UNSET,
        duration_time_sec: float | None = strawberry.UNSET,
    ) -> Video:
        start, duration = _range(start_time_sec, duration_time_sec)
        return video(info.context.services.uploads.prepare(upload_id, start, duration), info.context)

    @strawberry.mutation(extensions=[Paced(UPLOADS)])
    def open_from_folder(
        self,
        info: Info,
        name: str,
        upload_id: strawberry.ID | None = strawberry.UNSET,
        start_time_sec: float | None = strawberry.UNSET,
        duration_time_sec: float | None = strawberry.UNSET,
    ) -> Video:
        start, duration = _range(start_time_sec, duration_time_sec)
        uploads = info.context.services.uploads
        return video(uploads.open_from_folder(name, upload_id or None, start, duration), info.context)

    @strawberry.mutation
    def rename_video(self, info: Info, path: str, title: str) -> Video:
        return video(info.context.services.videos.rename(path, clean_name(title)), info.context)

    @strawberry.mutation(
        description="With its sessions into the trash, from where they can be brought back for a while."
    )
    def delete_video(self, info: Info, path: str) -> MovedToTrash:
        return moved(info.context.services.videos.delete(path))


def _range(start: float | None, duration: float | None) -> tuple[float | None, float | None]:
    """UNSET and null both mean: not given."""
    start_s = None if start is strawberry.UNSET else parse.seconds(start, "start")
    duration_s = None if duration is strawberry.UNSET else parse.seconds(duration, "duration")
    if duration_s == 0:
        raise InvalidInput("The chosen range is empty.", reason="emptyRange")
    return start_s, duration_s
