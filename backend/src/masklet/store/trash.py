"""What was deleted and can be brought back: rows stay as they are, bearing the id of their deletion, and nobody else sees them."""

from dataclasses import dataclass

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session as OrmSession

from masklet.domain.deletion import DeletedKind
from masklet.domain.errors import DeletedNotFound, InvalidInput
from masklet.store.models import JobRow, MaskRow, ObjectRow, SessionRow, TrashRow, VideoRow


@dataclass(frozen=True, slots=True)
class StoredDeletion:
    """One thing in the trash; `video_id` names the folder of a video, and is None for a session."""

    trash_id: str
    video_id: str | None
    session_id: str | None
    name: str
    deleted_at: float
    size: int

    @property
    def kind(self) -> DeletedKind:
        """What was deleted."""
        return DeletedKind.SESSION if self.video_id is None else DeletedKind.VIDEO


@dataclass(frozen=True, slots=True)
class Contents:
    """What sessions hold; `mask_bytes` are those of the run lengths."""

    objects: int
    masks: int
    mask_bytes: int


def no_deletion() -> DeletedNotFound:
    """The same for one that never was and one that somebody may not see."""
    return DeletedNotFound("This is no longer in the trash: it was brought back, or its time was over.")


class TrashRepository:
    """Deletions by id."""

    def __init__(self, session: OrmSession) -> None:
        self._session = session

    def put(self, deletion: StoredDeletion) -> list[str]:
        """A video with the sessions that it has, or a session; answers those sessions. Unknown ones leave an empty deletion."""
        marked = {"trash_id": deletion.trash_id}
        query = update(SessionRow).where(SessionRow.trash_id.is_(None)).values(marked)
        if deletion.video_id is not None:
            video = update(VideoRow).where(VideoRow.video_id == deletion.video_id)
            self._session.execute(video.values(marked))
            query = query.where(SessionRow.video_id == deletion.video_id)
        else:
            query = query.where(SessionRow.session_id == deletion.session_id)
        sessions = list(self._session.scalars(query.returning(SessionRow.session_id)))
        self._session.add(_row(deletion))
        self._session.flush()
        return sessions

    def all(self) -> list[StoredDeletion]:
        """Newest first."""
        query = select(TrashRow).order_by(TrashRow.deleted_at.desc(), TrashRow.trash_id)
        return [_stored(row) for row in self._session.scalars(query)]

    def get(self, trash_id: str) -> StoredDeletion:
        """Raises DeletedNotFound."""
        row = self._session.get(TrashRow, trash_id)
        if row is None:
            raise no_deletion()
        return _stored(row)

    def owner_of(self, trash_id: str) -> str | None:
        """Whom the deleted video or session belongs to; None: nobody, or there is no such deletion."""
        video = select(VideoRow.owner).join(TrashRow, TrashRow.video_id == VideoRow.video_id)
        session = select(SessionRow.owner).join(TrashRow, TrashRow.session_id == SessionRow.session_id)
        owners = (self._session.scalar(query.where(TrashRow.trash_id == trash_id)) for query in (video, session))
        return next((owner for owner in owners if owner is not None), None)

    def size(self) -> int:
        """Bytes, as they were when things were deleted."""
        return self._session.scalar(select(func.coalesce(func.sum(TrashRow.size), 0))) or 0

    def restore(self, trash_id: str) -> None:
        """All that was deleted with it. Raises DeletedNotFound; InvalidInput where its video is deleted too."""
        deletion = self.get(trash_id)
        if deletion.session_id is not None and self._video_is_deleted(deletion.session_id):
            raise InvalidInput(
                "The video of this session is deleted too; bring back the video first.", reason="videoDeleted"
            )
        for row in (VideoRow, SessionRow):
            query = update(row).where(row.trash_id == trash_id).values(trash_id=None)
            self._session.execute(query, execution_options={"synchronize_session": False})
        self._session.execute(delete(TrashRow).where(TrashRow.trash_id == trash_id))
        self._session.expire_all()

    def sessions_of(self, video_id: str) -> list[str]:
        """All of a video, deleted or not: what goes for good with it."""
        return list(self._session.scalars(select(SessionRow.session_id).where(SessionRow.video_id == video_id)))

    def remove(self, video_id: str | None, session_id: str | None) -> None:
        """For good, with all that is theirs, the deletion too."""
        if video_id is not None:
            self._session.execute(delete(VideoRow).where(VideoRow.video_id == video_id))
        if session_id is not None:
            self._session.execute(delete(SessionRow).where(SessionRow.session_id == session_id))

    def contents(self, session_ids: list[str]) -> Contents:
        """What these sessions hold together; reads the length of every mask."""
        objects = select(func.count()).select_from(ObjectRow).where(ObjectRow.session_id.in_(session_ids))
        of_masks = select(func.count(), func.coalesce(func.sum(func.length(MaskRow.counts)), 0))
        masks, size = self._session.execute(of_masks.where(MaskRow.session_id.in_(session_ids))).one()
        return Contents(self._session.scalar(objects) or 0, masks, size)

    def open_jobs(self, session_ids: list[str]) -> list[tuple[str, str]]:
        """(session id, job id) of what has not ended in these sessions."""
        query = select(JobRow.session_id, JobRow.job_id).where(JobRow.session_id.in_(session_ids))
        return [(key, job) for key, job in self._session.execute(query.where(JobRow.finished_at.is_(None)))]

    def _video_is_deleted(self, session_id: str) -> bool:
        query = select(VideoRow.trash_id).join(SessionRow, SessionRow.video_id == VideoRow.video_id)
        return self._session.scalar(query.where(SessionRow.session_id == session_id)) is not None


def _row(one: StoredDeletion) -> TrashRow:
    return TrashRow(
        trash_id=one.trash_id,
        video_id=one.video_id,
        session_id=one.session_id,
        name=one.name,
        deleted_at=one.deleted_at,
        size=one.size,
    )


def _stored(row: TrashRow) -> StoredDeletion:
    return StoredDeletion(row.trash_id, row.video_id, row.session_id, row.name, row.deleted_at, row.size)
