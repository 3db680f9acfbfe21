"""The log of a session's changes: what changed, not what it changed to; each subject once, at its newest cursor."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import delete, select, text, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session as OrmSession

from masklet.domain.errors import SessionNotFound
from masklet.store.models import EventRow, SessionRow


class EventKind(StrEnum):
    """What a row of the log is about. Subjects: a frame index, nothing, an object id, a job id, nothing, nothing."""

    FRAME = "frame"
    OBJECTS = "objects"
    CLEARED = "cleared"
    JOB = "job"
    HISTORY = "history"
    EFFECTS = "effects"


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """One row of the log."""

    seq: int
    kind: EventKind
    subject: str


_INSERT = insert(EventRow)
_PUT = _INSERT.on_conflict_do_update(
    index_elements=[EventRow.session_id, EventRow.kind, EventRow.subject], set_={"seq": _INSERT.excluded.seq}
)

_CHANGED = """
    SELECT DISTINCT frame_index FROM captured_masks WHERE capture_id IN (
        SELECT value FROM json_each(:captures)
        UNION ALL SELECT capture_id FROM recordings WHERE session_id = :session_id)
"""
_PUT_CHANGED = text(f"""
    INSERT INTO events (session_id, kind, subject, seq)
    SELECT s.session_id, 'frame', CAST(f.frame_index AS TEXT), s.last_seq + ROW_NUMBER() OVER (ORDER BY f.frame_index)
    FROM sessions AS s JOIN ({_CHANGED}) AS f WHERE s.session_id = :session_id
    ON CONFLICT (session_id, kind, subject) DO UPDATE SET seq = excluded.seq
""")
_COUNT_CHANGED = text(f"""
    UPDATE sessions SET last_seq = last_seq + (SELECT COUNT(*) FROM ({_CHANGED})), updated_at = :now
    WHERE session_id = :session_id
""")


class EventRepository:
    """Appends to and reads the log of a session."""

    def __init__(self, session: OrmSession) -> None:
        self._session = session

    def frame_changed(self, session_id: str, frame_index: int, now: float) -> None:
        """Masks of a frame changed."""
        self._append(session_id, EventKind.FRAME, str(frame_index), now)

    def edited_frames_changed(self, session_id: str, now: float, captures: Sequence[int] = ()) -> None:
        """Masks changed on every frame that these captures hold, and the one that is being recorded: `Context.edit`'s."""
        values = {"session_id": session_id, "now": now, "captures": json.dumps(captures)}
        self._session.flush()
        self._session.execute(_PUT_CHANGED, values)
        self._session.execute(_COUNT_CHANGED, values)

    def frames_changed(self, session_id: str, frames: Sequence[int], now: float) -> None:
        """Masks of many frames changed; they are told in this order."""
        if not frames:
            return
        last = self._advance(session_id, len(frames), now)
        kept = {"session_id": session_id, "kind": EventKind.FRAME.value}
        first = last - len(frames) + 1
        rows = [{**kept, "subject": str(at), "seq": seq} for seq, at in enumerate(frames, first)]
        self._session.connection().execute(_PUT, rows)

    def objects_changed(self, session_id: str, now: float) -> None:
        """Objects or prompts changed."""
        self._append(session_id, EventKind.OBJECTS, "", now)

    def masks_cleared(self, session_id: str, object_id: int, now: float) -> None:
        """All masks of an object are gone."""
        self._append(session_id, EventKind.CLEARED, str(object_id), now)

    def job_changed(self, session_id: str, job_id: str, now: float) -> None:
        """A job moved on."""
        self._append(session_id, EventKind.JOB, job_id, now)

    def history_changed(self, session_id: str, now: float) -> None:
        """There is a new edit, or one was undone or redone."""
        self._append(session_id, EventKind.HISTORY, "", now)

    def effects_changed(self, session_id: str, now: float) -> None:
        """The stack of effects changed."""
        self._append(session_id, EventKind.EFFECTS, "", now)

    def forget_frames(self, session_id: str) -> None:
        """Drop the frames from the log, as all masks are gone."""
        query = delete(EventRow).where(EventRow.session_id == session_id, EventRow.kind == EventKind.FRAME.value)
        self._session.execute(query)

    def after(self, session_id: str, cursor: int, limit: int) -> list[LoggedEvent]:
        """What changed after the cursor, in order, at most `limit`."""
        query = select(EventRow.seq, EventRow.kind, EventRow.subject)
        query = query.where(EventRow.session_id == session_id, EventRow.seq > cursor)
        rows = self._session.execute(query.order_by(EventRow.seq).limit(limit))
        return [LoggedEvent(seq, EventKind(kind), subject) for seq, kind, subject in rows]

    def _append(self, session_id: str, kind: EventKind, subject: str, now: float) -> None:
        """Raises SessionNotFound when the session was deleted meanwhile, which undoes the transaction."""
        seq = self._advance(session_id, 1, now)
        row = {"session_id": session_id, "kind": kind.value, "subject": subject, "seq": seq}
        self._session.connection().execute(_PUT, [row])

    def _advance(self, session_id: str, count: int, now: float) -> int:
        """The last of so many fresh cursors. Raises SessionNotFound."""
        query = update(SessionRow).where(SessionRow.session_id == session_id, SessionRow.trash_id.is_(None))
        query = query.values(last_seq=SessionRow.last_seq + count, updated_at=now)
        seq = self._session.execute(query.returning(SessionRow.last_seq)).scalar_one_or_none()
        if seq is None:
            raise SessionNotFound("There is no such session; it may have been deleted.")
        return seq
