"""The videos: listed, named, deleted, their files found; and the gallery's samples, made when they are missing."""

from dataclasses import replace
from pathlib import Path

import structlog

from masklet.domain.access import Right
from masklet.domain.errors import InvalidInput, VideoNotFound
from masklet.domain.preparation import OnProgress
from masklet.domain.video import Video
from masklet.service.context import Context
from masklet.service.frames import check_frame
from masklet.service.trash_desk import TrashDesk

_FILES = ("video.mp4", "poster.jpg", "filmstrip.jpg", "frame_times.json")
_log = structlog.get_logger(__name__)


class VideoDesk:
    """Implements Videos."""

    def __init__(self, context: Context, trash: TrashDesk) -> None:
        self._context = context
        self._trash = trash

    def default(self) -> Video:
        """See Videos: the first there is. Raises VideoNotFound."""
        videos = self.all()
        if not videos:
            raise VideoNotFound("There is no video yet.")
        return videos[0]

    def all(self) -> list[Video]:
        """See Videos."""
        with self._context.database.read() as tx:
            return tx.videos.all()

    def get(self, path: str) -> Video:
        """See Videos. Raises VideoNotFound."""
        with self._context.database.read() as tx:
            return tx.videos.get(path)

    def right(self, path: str) -> Right:
        """See Videos."""
        with self._context.database.read() as tx:
            return Right.READ if tx.videos.is_sample(path) else Right.OWN

    def rename(self, path: str, title: str) -> Video:
        """See Videos."""
        with self._context.database.write(durable=True) as tx:
            tx.videos.rename(path, title)
        return self.get(path)

    def delete(self, path: str) -> str | None:
        """See Videos. What is tracked or exported of it ends cleanly."""
        with self._context.database.read() as tx:
            if tx.videos.is_sample(path):
                raise InvalidInput("The sample clips of the gallery stay.", reason="sample")
        return self._trash.put_video(path)

    def media_file(self, path: str) -> Path:
        """See Videos. Raises VideoNotFound."""
        return self._file(path, "video.mp4")

    def poster_file(self, path: str) -> Path:
        """The poster of a known video."""
        return self._file(path, "poster.jpg")

    def filmstrip_file(self, path: str) -> Path:
        """The filmstrip of a known video."""
        return self._file(path, "filmstrip.jpg")

    def frame_jpeg(self, path: str, frame_index: int) -> bytes:
        """One frame. Raises VideoNotFound, FrameOutOfRange, VideoUnreadable, WorkerFailed."""
        video = self.get(path)
        check_frame(frame_index, video)
        with self._context.database.read() as tx:
            clip = self._context.media.clip(tx.videos.id_of(path))
        return self._context.media_worker.frame_jpeg(str(clip), video, frame_index)

    def ensure_samples(self, on_progress: OnProgress) -> None:
        """Make and register the gallery's clips, unless all that are registered have their files."""
        context = self._context
        with context.database.read() as tx:
            sample_ids = tx.videos.sample_ids()
        if sample_ids and all((context.media.folder(one) / name).is_file() for one in sample_ids for name in _FILES):
            return
        clips = context.media_worker.make_samples(str(context.media.root), on_progress)
        with context.database.write(durable=True) as tx:
            for rank, clip in enumerate(clips):
                video = replace(clip.video, path=f"gallery/{clip.name}.mp4")
                tx.videos.put(clip.name, video, rank, context.clock())
        _log.info("samples_ready", count=len(clips))

    def _file(self, path: str, name: str) -> Path:
        with self._context.database.read() as tx:
            return self._context.media.folder(tx.videos.id_of(path)) / name
