"""Rows of jobs, as domain values, those of sessions in the trash only where it says so; what a job is to do is a JSON text that only the service reads."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, literal_column, select, update
from sqlalchemy.orm import Session as OrmSession

from masklet.domain.errors import JobNotFound
from masklet.domain.session import Job, JobKind, JobState
from masklet.store.models import JobRow, SessionRow

_OPEN = (JobState.QUEUED.value, JobState.RUNNING.value)
_MADE: ColumnElement[int] = literal_column("jobs.rowid")  # clocks jump back; this grows with every job


def no_job() -> JobNotFound:
    """The same words for one that is not there and for one of a session that somebody may not see."""
    return JobNotFound("There is no such job; its session may have been deleted.")


@dataclass(frozen=True, slots=True)
class StoredJob:
    """A job with its request and whether a person asked to cancel it."""

    job: Job
    request: str
    cancelling: bool


class JobRepository:
    """Jobs by id and by session."""

    def __init__(self, session: OrmSession) -> None:
        self._session = session

    def add(self, job: Job, request: str) -> None:
        """A new job."""
        row = JobRow(
            job_id=job.job_id,
            session_id=job.session_id,
            kind=job.kind.value,
            state=job.state.value,
            cancelling=False,
            request=request,
            done=job.done,
            total=job.total,
            rate=job.rate,
            error_code=job.error_code,
            error=job.error,
            file_name=job.file_name,
            created_at=job.created_at,
            finished_at=job.finished_at,
        )
        self._session.add(row)
        self._session.flush()

    def find(self, job_id: str) -> StoredJob | None:
        """None for an unknown id, as after its session was deleted."""
        query = select(JobRow).join(SessionRow, SessionRow.session_id == JobRow.session_id)
        row = self._session.scalar(query.where(JobRow.job_id == job_id, SessionRow.trash_id.is_(None)))
        return None if row is None else _stored(row)

    def get(self, job_id: str) -> StoredJob:
        """Raises JobNotFound."""
        found = self.find(job_id)
        if found is None:
            raise no_job()
        return found

    def newest(self, session_id: str, kind: JobKind) -> Job | None:
        """The session's newest job of a kind."""
        jobs = self.of_session(session_id, kind)
        return jobs[0] if jobs else None

    def of_session(self, session_id: str, kind: JobKind) -> list[Job]:
        """Newest first; also of a session in the trash."""
        query = select(JobRow).where(JobRow.session_id == session_id, JobRow.kind == kind.value)
        return [_stored(row).job for row in self._session.scalars(query.order_by(_MADE.desc()))]

    def newest_of_sessions(self, kind: JobKind, session_id: str | None) -> dict[str, Job]:
        """By session id its newest job of a kind; of one session, or of all (None)."""
        query = select(JobRow).where(JobRow.kind == kind.value).order_by(_MADE)
        if session_id is not None:
            query = query.where(JobRow.session_id == session_id)
        return {row.session_id: _stored(row).job for row in self._session.scalars(query)}

    def ids(self, state: JobState) -> set[str]:
        """Of all jobs in this state, also of sessions in the trash."""
        return set(self._session.scalars(select(JobRow.job_id).where(JobRow.state == state.value)))

    def counts(self) -> dict[tuple[str, str], int]:
        """How many there are of each kind in each state."""
        query = select(JobRow.kind, JobRow.state, func.count()).group_by(JobRow.kind, JobRow.state)
        return {(kind, state): count for kind, state, count in self._session.execute(query)}

    def unfinished(self, kind: JobKind) -> list[StoredJob]:
        """Oldest first: what a stopped server left to do."""
        query = select(JobRow).where(JobRow.state.in_(_OPEN), JobRow.kind == kind.value)
        return [_stored(row) for row in self._session.scalars(query.order_by(_MADE))]

    def progress(self, job_id: str, done: int, rate: float | None, total: int | None = None) -> None:
        """So many frames are done (of so many, where that is news)."""
        values = {"done": done, "rate": rate} | ({} if total is None else {"total": total})
        self._session.execute(update(JobRow).where(JobRow.job_id == job_id).values(values))

    def complete(self, job_id: str) -> None:
        """All of its frames are done."""
        self._session.execute(update(JobRow).where(JobRow.job_id == job_id).values(done=JobRow.total))

    def begin(self, job_id: str, request: str, total: int) -> None:
        """It runs, with this request."""
        values = {"state": JobState.RUNNING.value, "request": request, "total": total}
        self._session.execute(update(JobRow).where(JobRow.job_id == job_id).values(values))

    def mark_cancelling(self, job_id: str) -> None:
        """A person asked to cancel it; it must not go on after a restart."""
        self._session.execute(update(JobRow).where(JobRow.job_id == job_id).values(cancelling=True))

    def finish(self, job_id: str, state: JobState, now: float, error: tuple[str, str] | None = None) -> None:
        """Its end; `error` is (code, sentence)."""
        code, sentence = error or (None, None)
        values = {"state": state.value, "finished_at": now, "error_code": code, "error": sentence}
        self._session.execute(update(JobRow).where(JobRow.job_id == job_id).values(values))


def _stored(row: JobRow) -> StoredJob:
    job = Job(
        job_id=row.job_id,
        session_id=row.session_id,
        kind=JobKind(row.kind),
        state=JobState(row.state),
        done=row.done,
        total=row.total,
        rate=row.rate,
        error_code=row.error_code,
        error=row.error,
        file_name=row.file_name,
        created_at=row.created_at,
        finished_at=row.finished_at,
    )
    return StoredJob(job, row.request, row.cancelling)
