"""Rows of videos, as domain values. Those in the trash are not there, but for `ids`."""

from collections.abc import Collection
from fractions import Fraction

from sqlalchemy import select, update
from sqlalchemy.orm import Session as OrmSession

from masklet.domain.errors import VideoNotFound
from masklet.domain.video import SourceMeta, Video
from masklet.store.models import VideoRow

_VISIBLE = VideoRow.trash_id.is_(None)


def no_video() -> VideoNotFound:
    """The same words for one that is not there and for one that somebody may not see."""
    return VideoNotFound("There is no such video; it may have been deleted.")


class VideoRepository:
    """Videos by their path. `video_id` names a video's folder and never leaves the server."""

    def __init__(self, session: OrmSession) -> None:
        self._session = session

    def put(
        self, video_id: str, video: Video, sample_rank: int | None, created_at: float, owner: str | None = None
    ) -> None:
        """Insert, or replace the facts of a video of this id."""
        self._session.merge(_row(video_id, video, sample_rank, created_at, owner))
        self._session.flush()

    def all(self) -> list[Video]:
        """Samples in their order, then uploads, newest first."""
        order = (VideoRow.sample_rank.is_(None), VideoRow.sample_rank, VideoRow.created_at.desc(), VideoRow.video_id)
        return [_video(row) for row in self._session.scalars(select(VideoRow).where(_VISIBLE).order_by(*order))]

    def get(self, path: str) -> Video:
        """Raises VideoNotFound."""
        return _video(self._row(path))

    def id_of(self, path: str) -> str:
        """The name of its folder. Raises VideoNotFound."""
        return self._row(path).video_id

    def is_sample(self, path: str) -> bool:
        """Raises VideoNotFound."""
        return self._row(path).sample_rank is not None

    def owner_of(self, path: str) -> str | None:
        """The key of the person whom it belongs to. Raises VideoNotFound."""
        return self._row(path).owner

    def owned_by(self, owner: str | None) -> set[str]:
        """The paths of a person's videos, or of those that are nobody's and no samples."""
        query = select(VideoRow.path).where(VideoRow.owner.is_(owner) if owner is None else VideoRow.owner == owner)
        return set(self._session.scalars(query.where(VideoRow.sample_rank.is_(None))))

    def samples(self) -> set[str]:
        """The paths of the gallery's clips."""
        return set(self._session.scalars(select(VideoRow.path).where(VideoRow.sample_rank.is_not(None))))

    def adopt(self, paths: Collection[str], owner: str) -> None:
        """They belong to this person from now on."""
        self._session.execute(update(VideoRow).where(VideoRow.path.in_(paths)).values(owner=owner))

    def sample_ids(self) -> list[str]:
        """The folders of the gallery's clips."""
        query = select(VideoRow.video_id).where(VideoRow.sample_rank.is_not(None)).order_by(VideoRow.sample_rank)
        return list(self._session.scalars(query))

    def ids(self) -> set[str]:
        """The folders of all videos, also of those in the trash."""
        return set(self._session.scalars(select(VideoRow.video_id)))

    def rename(self, path: str, title: str) -> None:
        """Raises VideoNotFound."""
        video_id = self.id_of(path)
        self._session.execute(update(VideoRow).where(VideoRow.video_id == video_id).values(title=title))

    def _row(self, path: str) -> VideoRow:
        row = self._session.scalar(select(VideoRow).where(VideoRow.path == path, _VISIBLE))
        if row is None:
            raise no_video()
        return row


def _row(video_id: str, video: Video, sample_rank: int | None, created_at: float, owner: str | None) -> VideoRow:
    source = video.source
    return VideoRow(
        video_id=video_id,
        path=video.path,
        title=video.title,
        width=video.width,
        height=video.height,
        pad_right=video.pad_right,
        pad_bottom=video.pad_bottom,
        frame_count=video.frame_count,
        rate_numerator=video.frame_rate.numerator,
        rate_denominator=video.frame_rate.denominator,
        has_audio=video.has_audio,
        source_file_name=source.file_name,
        source_width=source.width,
        source_height=source.height,
        source_rotation=source.rotation,
        source_codec=source.codec,
        source_container=source.container,
        source_start_s=source.start_s,
        sample_rank=sample_rank,
        created_at=created_at,
        owner=owner,
    )


def _video(row: VideoRow) -> Video:
    source = SourceMeta(
        row.source_file_name,
        row.source_width,
        row.source_height,
        row.source_rotation,
        row.source_codec,
        row.source_container,
        row.source_start_s,
    )
    return Video(
        path=row.path,
        title=row.title,
        width=row.width,
        height=row.height,
        pad_right=row.pad_right,
        pad_bottom=row.pad_bottom,
        frame_count=row.frame_count,
        frame_rate=Fraction(row.rate_numerator, row.rate_denominator),
        has_audio=row.has_audio,
        source=source,
    )
