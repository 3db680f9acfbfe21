"""One propagation at work in its own thread: a step, a commit, a step. Knows not who started it nor who follows it."""

from collections.abc import Callable
from dataclasses import replace

import structlog

from masklet.domain.errors import (
    Cancelled,
    MaskletError,
    SessionNotFound,
    SessionNotLoaded,
    VideoUnreadable,
    WorkerFailed,
)
from masklet.domain.history import EditNote
from masklet.domain.masklet import FrameMasks, ObjectMask, Rle
from masklet.domain.session import JobKind, JobState
from masklet.domain.tracking import Pass
from masklet.masks.meeting import Meeting
from masklet.masks.rle import is_empty
from masklet.service.context import Context
from masklet.service.elapsed import is_over
from masklet.service.frames import size_of
from masklet.service.history_notes import note_of_tracking
from masklet.service.job_run import JobRun
from masklet.service.loading import SessionLoader
from masklet.service.marking import is_settled
from masklet.service.planning import Plan, PlannedPass, plan_to_text
from masklet.service.rate import FrameRateMeter
from masklet.service.steps_ahead import StepsAhead
from masklet.store.transaction import Transaction

MAX_RESTARTS = 3
LOOK_BACK = 50  # frames, for one on which all objects were visible to set out from again
_ANNOUNCE_EVERY_S = 0.25
_log = structlog.get_logger(__name__)


class _ServerStops(Exception):
    """The server is stopping; the job goes on at its next start."""


class PropagationRun(JobRun):
    """From accepted to ended. `is_active`: a cancel still reaches it. Frames are stored in order, each while the worker computes the next."""

    def __init__(
        self,
        context: Context,
        loader: SessionLoader,
        session_id: str,
        job_id: str,
        done: int,
        make_plan: Callable[[], Plan],
        after: "PropagationRun | None",
    ) -> None:
        super().__init__(context, session_id, job_id, JobKind.PROPAGATION)
        self._loader = loader
        self._done = done
        self._make_plan = make_plan
        self._after = after
        self._meter = FrameRateMeter(context.clock)
        self._announced_at = 0.0
        self._passed_over: list[str] = []  # sentences, one for each frame that could not be read

    @property
    def is_active(self) -> bool:
        """Accepted, not ended, and nobody asked to cancel it."""
        return not self._is_over and not self._is_cancelled.is_set()

    @property
    def is_over(self) -> bool:
        """Its end is decided, if not yet told."""
        return self._is_over

    def cancel(self) -> bool:
        """See JobRun. A step that waits for the others' is not waited for."""
        is_cancelled = super().cancel()
        if is_cancelled:  # else the step is that of the next one
            self._withdraw_step()
        return is_cancelled

    def _withdraw_step(self) -> None:
        self._context.engine_worker.withdraw_step(self.session_id)

    def _weight(self) -> float:
        with self._context.database.read() as tx:
            return self._context.weights.of(tx.sessions.get(self.session_id))

    def _work(self) -> None:
        try:
            self._tell_end(*self._outcome())
        except (SessionNotFound, _ServerStops) as error:
            _log.info("propagation_left", job_id=self.job_id, reason=type(error).__name__)
        except Exception:  # noqa: BLE001 - a thread's last word: nobody above would hear of it
            _log.exception("propagation_end_not_stored", job_id=self.job_id)
        finally:
            self._is_over = True
            self._context.changes.notify(self.session_id)

    def _outcome(self) -> tuple[JobState, tuple[str, str] | None]:
        """How it ended, with (code, sentence) of what went wrong. Raises SessionNotFound, _ServerStops."""
        try:
            if self._after is not None:
                self._after.join()
            self._check_flags()
            self._track()
        except Cancelled:
            return JobState.CANCELLED, None
        except (SessionNotFound, _ServerStops):
            raise
        except MaskletError as error:
            self._check_stop()
            return JobState.FAILED, (error.code, error.message)
        except Exception:  # noqa: BLE001 - whatever broke is kept with the job
            _log.exception("propagation_broke", job_id=self.job_id)
            return JobState.FAILED, ("INTERNAL", "Tracking broke unexpectedly; the server's log says why.")
        return JobState.DONE, self._left_out()

    def _left_out(self) -> tuple[str, str] | None:
        """What a person should know of a propagation that came to its end."""
        if not self._passed_over:
            return None
        more = len(self._passed_over) - 1
        others = f" So were {more} others." if more else ""
        return VideoUnreadable.code, f"{self._passed_over[0]} It was passed over.{others}"

    def _tell_end(self, state: JobState, error: tuple[str, str] | None) -> None:
        self._close()
        self._loader.tell(self.session_id, lambda worker: worker.stop_pass(self.session_id))
        try:
            self._store_end(state, error)
        except Cancelled as stopped:
            raise _ServerStops from stopped

    def _track(self) -> None:
        plan, note = self._begin()
        failures = 0
        while self._done < plan.computed:
            done_before = self._done
            try:
                self._run_pass(plan, note)
            except (WorkerFailed, SessionNotLoaded) as error:
                self._check_flags()
                failures = 1 if self._done > done_before else failures + 1
                if failures > MAX_RESTARTS:
                    raise WorkerFailed(
                        f"Tracking stopped after {MAX_RESTARTS} new attempts: {error.message}"
                    ) from error
                _log.warning("propagation_restarted", job_id=self.job_id, done=self._done, reason=error.message)
        self._remember(plan)

    def _begin(self) -> tuple[Plan, EditNote]:
        plan = self._make_plan()
        context = self._context
        with context.change(self.session_id) as tx:
            tx.jobs.begin(self.job_id, plan_to_text(plan), plan.computed)
            tx.events.job_changed(self.session_id, self.job_id, context.clock())
            return plan, note_of_tracking(tx, self.session_id, plan)

    def _remember(self, plan: Plan) -> None:
        """What was said of the objects that are tracked through the whole video now. It is undone with the tracking.

        They have a mask, if an empty one, on every frame but those that cannot be read.
        """
        with self._context.change(self.session_id) as tx:
            frames = 0 if self._passed_over else tx.sessions.video(self.session_id).frame_count
            alive, masked = tx.objects.positions(self.session_id), tx.masks.counts_by_object(self.session_id)
            tx.history.resume_job(self.session_id, self.job_id)
            for object_id, said in plan.said.items():
                if plan.born[object_id] == alive.get(object_id) and masked.get(object_id, 0) >= frames:
                    tx.prompts.put_tracked(self.session_id, object_id, said)
            tx.history.stop(self.session_id)

    def _run_pass(self, plan: Plan, note: EditNote) -> None:
        """The rest of the pass that the next frame belongs to."""
        index, offset = plan.locate(self._done)
        planned = plan.passes[index]
        with self._context.database.read() as tx:
            run = self._pass(tx, plan, planned, offset)
        if not run.object_ids:  # they were removed: the frames are told as they are stored
            self._done += len(planned.frames) - offset
            with self._context.change(self.session_id, durable=False) as tx:
                tx.jobs.progress(self.job_id, self._done, None)
            return
        meeting = None if planned.correction is None else Meeting(planned.correction)
        self._loader.ask(self.session_id, lambda worker: worker.start_pass(self.session_id, run))
        worker = self._context.engine_worker
        worker.weigh(self.session_id, self._weight())
        with StepsAhead(lambda: worker.step(self.session_id), self._withdraw_step) as steps:
            for frame_index in planned.frames[offset:]:
                self._keep(plan, planned, self._step_to(steps, frame_index, planned.stop), meeting, note)

    def _pass(self, tx: Transaction, plan: Plan, planned: PlannedPass, offset: int) -> Pass:
        """What to ask of the worker. After a restart it sets out from frames that are stored already."""
        alive = tx.objects.positions(self.session_id)
        object_ids = tuple(key for key in planned.begins if plan.born[key] == alive.get(key))
        start = planned.start
        if offset:
            stored = planned.frames[max(0, offset - LOOK_BACK) : offset][::-1]
            visible = tx.masks.visible_on(self.session_id, stored, object_ids)
            start = max(stored, key=visible.__getitem__)  # the nearest of those with the most objects
        seeds = self._seeds(tx, planned, object_ids, start)
        return Pass(start, planned.stop, planned.direction, object_ids, seeds)

    def _seeds(self, tx: Transaction, planned: PlannedPass, object_ids: tuple[int, ...], start: int) -> dict[int, Rle]:
        prompted = tx.prompts.objects_on(self.session_id, start)
        stored = tx.masks.on_frame(self.session_id, start, size_of(tx.sessions.video(self.session_id)))
        return {
            key: stored[key].rle
            for key in object_ids
            if key in stored and key not in prompted and not is_empty(stored[key].rle)
            if key in planned.begins and (start - planned.begins[key]) * planned.step >= 0
        }

    def _step_to(self, steps: StepsAhead, frame_index: int, stop: int) -> FrameMasks:
        """The worker's masks of this frame, past those that are told already. Raises what step raises, and Cancelled."""
        while True:
            self._check_flags()
            result = steps.next()
            if result is None:  # the worker lost the pass, as when the session was opened anew meanwhile
                raise SessionNotLoaded("Tracking ended early.")
            if result.frame_index != stop:
                steps.go_on()
            if result.frame_index == frame_index:
                return result

    def _keep(
        self, plan: Plan, planned: PlannedPass, result: FrameMasks, meeting: Meeting | None, note: EditNote
    ) -> None:
        context, frame_index = self._context, result.frame_index
        now = context.clock()
        rate = self._meter.count()
        if result.problem is not None:
            self._passed_over.append(result.problem)
        note = replace(note, first_frame=frame_index, last_frame=frame_index)
        with context.edit(self.session_id, note, durable=False, job_id=self.job_id) as tx:
            alive = tx.objects.positions(self.session_id)
            settled = self._settled(tx, frame_index)
            news = {
                key: mask
                for key, mask in result.masks.items()
                if plan.born.get(key) == alive.get(key, -1) and key not in settled
                if result.problem is None and planned.counts_for(key, frame_index)
            }
            if meeting is not None:
                news = self._met(tx, frame_index, news, meeting)
            tx.masks.put(self.session_id, frame_index, news)
            tx.jobs.progress(self.job_id, self._done + 1, rate)
            if news:
                tx.events.frame_changed(self.session_id, frame_index, now)
            if is_over(self._announced_at, now, _ANNOUNCE_EVERY_S):
                tx.events.job_changed(self.session_id, self.job_id, now)
                self._announced_at = now
        self._done += 1

    def _settled(self, tx: Transaction, frame_index: int) -> set[int]:
        """The objects of which a person said what is on the frame."""
        marked = {one.object_id for one in tx.objects.all(self.session_id) if is_settled(one, frame_index)}
        return tx.prompts.objects_on(self.session_id, frame_index) | marked

    def _met(
        self, tx: Transaction, frame_index: int, news: dict[int, ObjectMask], meeting: Meeting
    ) -> dict[int, ObjectMask]:
        """A correction's masks with those that are stored."""
        stored = tx.masks.on_frame(self.session_id, frame_index, size_of(tx.sessions.video(self.session_id)))
        return {
            key: meeting.meet(frame_index, stored[key], mask) if key in stored else mask for key, mask in news.items()
        }

    def _check_flags(self) -> None:
        self._check_stop()
        if self._is_cancelled.is_set():
            raise Cancelled("Tracking was cancelled.")

    def _check_stop(self) -> None:
        if self._is_stopped.is_set():
            raise _ServerStops
