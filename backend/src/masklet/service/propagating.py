"""Accepts, cancels, resumes and follows propagations; at most one is active in a session."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from masklet.domain.errors import MaskletError, NothingToPropagate, PropagationRunning
from masklet.domain.masklet import FrameMasks
from masklet.domain.session import Direction, Job, JobKind, JobState
from masklet.service.context import Context
from masklet.service.engine_list import EngineList
from masklet.service.frames import all_masks, size_of
from masklet.service.interfaces import PlannedStretch
from masklet.service.job_run import finish, new_job
from masklet.service.loading import SessionLoader
from masklet.service.plan_making import make_plan
from masklet.service.plan_stretches import planned_stretches
from masklet.service.planning import Plan, plan_from_text, plan_to_text
from masklet.service.propagation_run import PropagationRun
from masklet.store.transaction import Transaction

_FRAMES_A_READ = 16


class PropagationDesk:
    """Implements Propagations. One thread for each propagation under way, none for idle sessions."""

    def __init__(self, context: Context, loader: SessionLoader, engines: EngineList, heartbeat_s: float = 2.0) -> None:
        self._heartbeat_s = heartbeat_s
        self._context = context
        self._loader = loader
        self._engines = engines
        self._guard = threading.Lock()
        self._runs: dict[str, PropagationRun] = {}  # the newest of each session
        self._is_closed = False

    def start(
        self,
        session_id: str,
        start: int,
        stop: int | None,
        direction: Direction,
        object_ids: Sequence[int] | None,
        first: int | None = None,
    ) -> Job:
        """See Propagations. A new one waits for a cancelled one to end, then plans with what that one left."""

        carries = self._carries_corrections(session_id)

        def planned() -> Plan:
            with self._context.database.read() as tx:
                return make_plan(tx, session_id, start, stop, direction, object_ids, carries, first)

        context = self._context
        with context.locks.hold(session_id):
            plan = planned()
            previous = self._run_of(session_id)
            if previous is not None and previous.is_active:
                raise PropagationRunning(
                    "This session is being tracked already; cancel that first, or wait for its end."
                )
            job = new_job(context, session_id, JobKind.PROPAGATION, plan.computed)
            with context.change(session_id) as tx:
                tx.jobs.add(job, plan_to_text(plan))
                tx.events.job_changed(session_id, job.job_id, context.clock())
            self._launch(job, planned if previous else lambda: plan, previous)
        return job

    def plan(
        self,
        session_id: str,
        start: int,
        stop: int | None,
        direction: Direction,
        object_ids: Sequence[int] | None,
        first: int | None = None,
    ) -> tuple[PlannedStretch, ...]:
        """See Propagations."""
        carries = self._carries_corrections(session_id)
        with self._context.database.read() as tx:
            try:
                plan = make_plan(tx, session_id, start, stop, direction, object_ids, carries, first)
            except NothingToPropagate:
                return ()
            return planned_stretches(plan, tx.objects.all(session_id))

    def _carries_corrections(self, session_id: str) -> bool:
        with self._context.database.read() as tx:
            engine = tx.sessions.get(session_id).engine
        return self._engines.carries_corrections(engine)

    def cancel(self, session_id: str) -> bool:
        """See Propagations. Raises SessionNotFound."""
        with self._context.database.read() as tx:
            tx.sessions.get(session_id)
        run = self._run_of(session_id)
        return run is not None and run.cancel()

    def is_running(self, session_id: str) -> bool:
        """True until the session's propagation has ended."""
        return self._run_of(session_id) is not None

    def active_job(self, session_id: str) -> str | None:
        """The id of the session's propagation, unless that has ended or was told to."""
        run = self._run_of(session_id)
        return run.job_id if run is not None and run.is_active else None

    def count(self) -> int:
        """How many sessions are tracked now, or wait for it."""
        with self._guard:
            return sum(not run.is_over for run in self._runs.values())

    @contextmanager
    def none_running(self, session_id: str) -> Iterator[None]:
        """Hold the session's lock with no propagation under way: one that runs is cancelled."""
        while True:
            self.stop(session_id)  # without the lock, which it may need to end
            with self._context.locks.hold(session_id):
                if not self.is_running(session_id):
                    yield
                    return

    def stop(self, session_id: str) -> None:
        """Cancel the session's propagation, if any, and wait for its end: at most one step."""
        run = self._run_of(session_id)
        if run is not None:
            run.cancel()
            run.join()

    def follow(self, job_id: str) -> Iterator[tuple[FrameMasks, int, int] | None]:
        """See Propagations. The plan says which frame is the n-th, so nothing is kept for a follower that falls behind."""
        with self._context.database.read() as tx:
            job = tx.jobs.get(job_id).job
        return self._frames_of(job_id, job.session_id)

    def resume(self) -> None:
        """Go on with what a stopped server left, from the last stored frame."""
        context = self._context
        with context.database.read() as tx:
            unfinished = tx.jobs.unfinished(JobKind.PROPAGATION)
        for stored in unfinished:
            job, plan = stored.job, plan_from_text(stored.request)
            if stored.cancelling:
                finish(context, job.session_id, job.job_id, JobState.CANCELLED)
                continue
            self._launch(job, _constant(plan), self._run_of(job.session_id))

    def close(self, timeout_s: float) -> None:
        """Stop all between two frames; they stay unfinished in the store."""
        with self._guard:
            self._is_closed = True
            runs = list(self._runs.values())
        for run in runs:
            run.stop()
        for run in runs:
            run.join(timeout_s)

    def _run_of(self, session_id: str) -> PropagationRun | None:
        with self._guard:
            run = self._runs.get(session_id)
            if run is not None and run.is_over:
                del self._runs[session_id]
                return None
            return run

    def _launch(self, job: Job, make_plan: Callable[[], Plan], after: PropagationRun | None) -> None:
        run = PropagationRun(self._context, self._loader, job.session_id, job.job_id, job.done, make_plan, after)
        with self._guard:
            if self._is_closed:
                return  # accepted and stored: the next start of the server goes on with it
            self._runs[job.session_id] = run
            run.start()

    def _frames_of(self, job_id: str, session_id: str) -> Iterator[tuple[FrameMasks, int, int] | None]:
        told = 0
        with self._context.changes.watch(session_id) as watch:
            while not watch.is_closed:
                version = watch.version
                with self._context.database.read() as tx:
                    stored = tx.jobs.find(job_id)
                    if stored is None:
                        return  # deleted with its session
                    job, plan = stored.job, plan_from_text(stored.request)
                    frames = self._read(tx, job, plan, told)
                for frame in frames:
                    told += 1
                    yield frame, told, plan.total - plan.lead_in
                if not frames and job.state.is_final:
                    raise_error_of(job)
                    return
                if not frames:
                    watch.wait(version, self._heartbeat_s)
                    if watch.version == version:
                        yield None

    def _read(self, tx: Transaction, job: Job, plan: Plan, told: int) -> list[FrameMasks]:
        size = size_of(tx.sessions.video(job.session_id))
        first = plan.lead_in + told
        last = min(plan.position(job.done), first + _FRAMES_A_READ)
        return [all_masks(tx, job.session_id, plan.frame_at(at), size) for at in range(first, last)]


def raise_error_of(job: Job) -> None:
    """Raise what a failed job failed of, as it was."""
    if job.state is not JobState.FAILED:
        return
    kinds = {kind.code: kind for kind in reversed(MaskletError.__subclasses__()) if kind.code != MaskletError.code}
    raise kinds.get(job.error_code or "", MaskletError)(job.error or "The job failed.")


def _constant(plan: Plan) -> Callable[[], Plan]:
    return lambda: plan
