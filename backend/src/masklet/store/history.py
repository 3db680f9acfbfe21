"""The history of a session: its edits in order, recorded, undone and redone. What an edit changed is kept in captures."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, delete, select, update
from sqlalchemy.orm import Session as OrmSession

from masklet.domain.history import Edit, EditKind, EditNote
from masklet.store.captures import CaptureRepository
from masklet.store.models import CaptureRow, EditRow, SessionRow

MOST_EDITS = 300

_GO_ON = """
    INSERT INTO recordings (session_id, capture_id)
    SELECT session_id, capture_id FROM edits WHERE session_id = ? AND job_id = ? AND NOT undone
    AND edit_id = (SELECT MAX(edit_id) FROM edits WHERE session_id = ?) RETURNING capture_id
"""
_WIDEN = """
    UPDATE edits SET first_frame = MIN(first_frame, ?), last_frame = MAX(last_frame, ?) WHERE capture_id = ?
"""


@dataclass(frozen=True, slots=True)
class Recording:
    """What is being recorded. `goes_on`: it belongs to an edit that is there already."""

    session_id: str
    capture_id: int
    job_id: str | None
    goes_on: bool


class HistoryRepository:
    """Edits by session. Those that are undone are the newest ones."""

    def __init__(self, session: OrmSession) -> None:
        self._session = session
        self._captures = CaptureRepository(session)

    def all(self, session_id: str) -> tuple[Edit, ...]:
        """Oldest first."""
        query = select(EditRow).where(_of(session_id)).order_by(EditRow.edit_id)
        return tuple(_edit(row) for row in self._session.scalars(query))

    def edited_sessions(self, session_id: str | None) -> frozenset[str]:
        """Which sessions have any edit, done or undone; of one session, or of all (None). Reads only the index."""
        query = select(EditRow.session_id).distinct()
        if session_id is not None:
            query = query.where(_of(session_id))
        return frozenset(self._session.scalars(query))

    def find(self, session_id: str, edit_id: int) -> Edit | None:
        """None for an unknown id, also of an edit that was dropped."""
        row = self._session.get(EditRow, (session_id, edit_id))
        return None if row is None else _edit(row)

    def last_done(self, session_id: str) -> Edit | None:
        """What an undo takes back."""
        query = select(EditRow).where(_of(session_id), EditRow.undone.is_(False))
        row = self._session.scalars(query.order_by(EditRow.edit_id.desc()).limit(1)).first()
        return None if row is None else _edit(row)

    def first_undone(self, session_id: str) -> Edit | None:
        """What a redo brings back."""
        query = select(EditRow).where(_of(session_id), EditRow.undone.is_(True))
        row = self._session.scalars(query.order_by(EditRow.edit_id).limit(1)).first()
        return None if row is None else _edit(row)

    def is_job_in(self, session_id: str, job_id: str) -> bool:
        """Whether the job changed anything."""
        return self._capture_of_job(session_id, job_id) is not None

    def begin(self, session_id: str, job_id: str | None = None) -> Recording:
        """Record what the transaction changes from now on. A job goes on with its edit while none came after it.

        Raises SessionNotFound.
        """
        if job_id is not None:
            values = (session_id, job_id, session_id)
            found = self._session.connection().exec_driver_sql(_GO_ON, values).scalar_one_or_none()
            if found is not None:
                return Recording(session_id, int(found), job_id, goes_on=True)
        capture_id = self._captures.new(session_id)
        self._captures.record(session_id, capture_id)
        return Recording(session_id, capture_id, job_id, goes_on=False)

    def end(self, recording: Recording, note: EditNote, now: float) -> bool:
        """True when there is a new edit, which drops the undone ones. What changed nothing leaves none."""
        self._captures.stop(recording.session_id)
        if recording.goes_on:
            values = (note.first_frame, note.last_frame, recording.capture_id)
            self._session.connection().exec_driver_sql(_WIDEN, values)
            return False
        if self._captures.is_empty(recording.capture_id):
            self._captures.drop(recording.capture_id)
            return False
        self._drop(select(EditRow.capture_id).where(_of(recording.session_id), EditRow.undone.is_(True)))
        self._add(recording, note, now)
        newest = select(EditRow.capture_id).where(_of(recording.session_id)).order_by(EditRow.edit_id.desc())
        self._drop(newest.limit(-1).offset(MOST_EDITS))
        return True

    def resume_job(self, session_id: str, job_id: str) -> None:
        """Record into the newest edit of the job, whatever came after it; a job without one records nothing."""
        capture_id = self._capture_of_job(session_id, job_id)
        if capture_id is not None:
            self._captures.record(session_id, capture_id)

    def stop(self, session_id: str) -> None:
        """The end of `resume_job`."""
        self._captures.stop(session_id)

    def swap(self, session_id: str, edit: Edit) -> int:
        """Undo the edit, or redo it where it is undone: the same exchange of rows. Returns the capture of what changed.

        Only the last done and the first undone edit may be swapped.
        """
        old = self._session.execute(select(EditRow.capture_id).where(_of(session_id), EditRow.edit_id == edit.edit_id))
        before = old.scalar_one()
        after = self._captures.new(session_id)
        self._captures.record(session_id, after)
        self._captures.apply(session_id, before)
        self._captures.stop(session_id)
        query = update(EditRow).where(_of(session_id), EditRow.edit_id == edit.edit_id)
        self._session.execute(query.values(capture_id=after, undone=not edit.undone))
        self._captures.drop(before)
        self._session.expire_all()
        return after

    def restore(self, session_id: str, object_id: int, edit_id: int | None) -> None:
        """The object's masks, prompts and marks as they were right after an edit that is done; None: before all edits."""
        wanted = self._captures.before(session_id, object_id, -1 if edit_id is None else edit_id)
        self._captures.apply(session_id, wanted)
        self._captures.drop(wanted)

    def _capture_of_job(self, session_id: str, job_id: str) -> int | None:
        query = select(EditRow.capture_id).where(_of(session_id), EditRow.job_id == job_id)
        return self._session.scalars(query.order_by(EditRow.edit_id.desc()).limit(1)).first()

    def _add(self, recording: Recording, note: EditNote, now: float) -> None:
        session_id, name = recording.session_id, note.object_name
        if not name and note.object_id is not None:
            name = self._captures.object_name(session_id, recording.capture_id, note.object_id)
        next_seq = update(SessionRow).where(SessionRow.session_id == session_id)
        query = next_seq.values(last_seq=SessionRow.last_seq + 1).returning(SessionRow.last_seq)
        row = EditRow(
            session_id=session_id,
            edit_id=self._session.execute(query).scalar_one(),
            capture_id=recording.capture_id,
            job_id=recording.job_id,
            kind=note.kind.value,
            object_id=note.object_id,
            object_name=name,
            first_frame=note.first_frame,
            last_frame=note.last_frame,
            detail=note.detail,
            created_at=now,
            undone=False,
        )
        self._session.add(row)
        self._session.flush()

    def _drop(self, capture_ids: Select[int]) -> None:
        """These captures with their edits."""
        query = delete(CaptureRow).where(CaptureRow.capture_id.in_(capture_ids))
        self._session.execute(query.execution_options(synchronize_session=False))


def _of(session_id: str) -> ColumnElement[bool]:
    return EditRow.session_id == session_id


def _edit(row: EditRow) -> Edit:
    note = EditNote(EditKind(row.kind), row.object_id, row.object_name, row.first_frame, row.last_frame, row.detail)
    return Edit(row.edit_id, note, row.created_at, row.undone)
