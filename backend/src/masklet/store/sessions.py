"""Rows of sessions, as domain values. Those in the trash are not there."""

from collections.abc import Sequence

from sqlalchemy import Select, func, insert, literal, select, update
from sqlalchemy.orm import Session as OrmSession

from masklet.domain.errors import SessionNotFound
from masklet.domain.session import Session
from masklet.domain.video import Video
from masklet.store.models import (
    Base,
    EffectsRow,
    MaskRow,
    ObjectNumberRow,
    ObjectRow,
    PromptRow,
    SessionRow,
    TrackedPromptsRow,
    VideoRow,
)
from masklet.store.videos import VideoRepository

_CONTENTS: tuple[type[Base], ...] = (
    ObjectRow,
    ObjectNumberRow,
    PromptRow,
    MaskRow,
    TrackedPromptsRow,
    EffectsRow,
)  # in the order of their keys


def no_session() -> SessionNotFound:
    """The same words for one that is not there and for one that somebody may not see."""
    return SessionNotFound("There is no such session; it may have been deleted.")


class SessionRepository:
    """Sessions by id, each with the video it annotates."""

    def __init__(self, session: OrmSession) -> None:
        self._session = session

    def add(self, session: Session, video_id: str) -> None:
        """A new session without objects."""
        row = SessionRow(
            session_id=session.session_id,
            video_id=video_id,
            engine=session.engine,
            name=session.name,
            created_at=session.created_at,
            updated_at=session.updated_at,
            last_seq=0,
            owner=session.owner,
        )
        self._session.add(row)
        self._session.flush()

    def all(self, video_path: str | None) -> list[Session]:
        """Most recently changed first; of one video or of all."""
        query = _visible()
        if video_path is not None:
            query = query.where(VideoRow.path == video_path)
        rows = self._session.execute(query.order_by(SessionRow.updated_at.desc(), SessionRow.session_id))
        return [_session(row, path) for row, path in rows]

    def get(self, session_id: str) -> Session:
        """Raises SessionNotFound."""
        found = self.find(session_id)
        if found is None:
            raise no_session()
        return found

    def find(self, session_id: str) -> Session | None:
        """None for an unknown id."""
        found = self._session.execute(_visible().where(SessionRow.session_id == session_id)).first()
        return None if found is None else _session(*found)

    def count(self) -> int:
        """How many there are."""
        query = select(func.count()).select_from(SessionRow).where(SessionRow.trash_id.is_(None))
        return self._session.scalar(query) or 0

    def video(self, session_id: str) -> Video:
        """The video of a session. Raises SessionNotFound."""
        return VideoRepository(self._session).get(self.get(session_id).video_path)

    def cursor(self, session_id: str) -> int:
        """Of the session's newest event. Raises SessionNotFound."""
        query = select(SessionRow.last_seq).where(SessionRow.session_id == session_id, SessionRow.trash_id.is_(None))
        seq = self._session.scalar(query)
        if seq is None:
            raise no_session()
        return seq

    def rename(self, session_id: str, name: str, now: float) -> None:
        """An unknown id changes nothing."""
        query = update(SessionRow).where(SessionRow.session_id == session_id)
        self._session.execute(query.values(name=name, updated_at=now))

    def copy_contents(self, source_id: str, target_id: str) -> None:
        """Objects, prompts, masks, what was tracked and the effects into a session that has none, all columns as they are, without reading them here."""
        for row in _CONTENTS:
            others = [column for column in row.__table__.columns if column.name != "session_id"]
            query = select(literal(target_id), *others).where(row.__table__.c.session_id == source_id)
            self._session.execute(insert(row).from_select(["session_id", *(one.name for one in others)], query))
        # objects keep their positions, which must stay behind the cursor
        seq = select(SessionRow.last_seq).where(SessionRow.session_id == source_id).scalar_subquery()
        self._session.execute(update(SessionRow).where(SessionRow.session_id == target_id).values(last_seq=seq))

    def adopt(self, session_ids: Sequence[str], owner: str) -> None:
        """They belong to this person from now on."""
        self._session.execute(update(SessionRow).where(SessionRow.session_id.in_(session_ids)).values(owner=owner))


def _visible() -> Select[SessionRow, str]:
    query = select(SessionRow, VideoRow.path).join(VideoRow, VideoRow.video_id == SessionRow.video_id)
    return query.where(SessionRow.trash_id.is_(None))


def _session(row: SessionRow, path: str) -> Session:
    return Session(row.session_id, path, row.engine, row.name, row.created_at, row.updated_at, row.owner)
