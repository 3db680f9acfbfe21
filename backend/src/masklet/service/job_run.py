"""A job at work in a thread of its own: started, cancelled, stopped. Knows not what it does, nor how it ends."""

import contextvars
import threading
from abc import ABC, abstractmethod

import structlog

from masklet.domain.errors import Cancelled, StorageFull, StorageUnavailable
from masklet.domain.session import Job, JobKind, JobState
from masklet.service.context import Context

_TRY_END_EVERY_S = 1.0
_log = structlog.get_logger(__name__)


class JobRun(ABC):
    """From accepted to ended. Cancelled: a person wants its end. Stopped: the server ends, or its session is gone."""

    def __init__(self, context: Context, session_id: str, job_id: str, kind: JobKind) -> None:
        self.session_id, self.job_id = session_id, job_id
        self._context = context
        self._guard = threading.Lock()
        self._is_over = False
        self._is_cancelled = threading.Event()
        self._is_stopped = threading.Event()
        carried = contextvars.copy_context()  # its lines say which request began it
        name = f"{kind.value}-{job_id[:8]}"
        self._thread = threading.Thread(target=carried.run, args=(self._run,), name=name, daemon=True)

    def start(self) -> None:
        """Go."""
        self._thread.start()

    def cancel(self) -> bool:
        """End soon, keeping what is done; False when it has ended already."""
        with self._guard:
            if self._is_over:
                return False
            try:
                with self._context.change(self.session_id) as tx:
                    tx.jobs.mark_cancelling(self.job_id)
            finally:  # also where the disk is full: this may be what fills it
                self._is_cancelled.set()
            return True

    def stop(self) -> None:
        """End soon without an outcome: the job stays unfinished in the store."""
        self._is_stopped.set()

    def join(self, timeout_s: float | None = None) -> None:
        """Wait for the end."""
        self._thread.join(timeout_s)

    def _close(self) -> None:
        """From now on a cancel is too late: the end is decided, if not yet told."""
        with self._guard:
            self._is_over = True

    def _run(self) -> None:
        with structlog.contextvars.bound_contextvars(session_id=self.session_id, job_id=self.job_id):
            self._work()

    def _store_end(self, state: JobState, error: tuple[str, str] | None) -> None:
        """Followers wait for it, so where the disk takes nothing it is tried until it does. Raises Cancelled when stopped, SessionNotFound."""
        while True:
            try:
                return finish(self._context, self.session_id, self.job_id, state, error)
            except (StorageFull, StorageUnavailable) as fault:
                _log.warning("job_end_waits_for_the_disk", job_id=self.job_id, reason=fault.message)
                if self._is_stopped.wait(_TRY_END_EVERY_S):
                    raise Cancelled("The server stops.") from fault

    @abstractmethod
    def _work(self) -> None: ...


def new_job(context: Context, session_id: str, kind: JobKind, total: int, file_name: str | None = None) -> Job:
    """A job of `total` frames that waits for its turn; `file_name` is what an export is downloaded as."""
    return Job(
        job_id=context.new_id(),
        session_id=session_id,
        kind=kind,
        state=JobState.QUEUED,
        done=0,
        total=total,
        rate=None,
        error_code=None,
        error=None,
        file_name=file_name,
        created_at=context.clock(),
        finished_at=None,
    )


def finish(
    context: Context, session_id: str, job_id: str, state: JobState, error: tuple[str, str] | None = None
) -> None:
    """The job's end, told to its followers; `error` is (code, sentence). Raises SessionNotFound, StorageFull."""
    with context.change(session_id) as tx:
        if state is JobState.DONE:
            tx.jobs.complete(job_id)
        tx.jobs.finish(job_id, state, context.clock(), error)
        if tx.history.is_job_in(session_id, job_id):  # when its edit was told of, that had one frame
            tx.events.history_changed(session_id, context.clock())
        tx.events.job_changed(session_id, job_id, context.clock())
