"""A propagation as it is followed: which events are its frames, when it is over, when a broken line is given up. No I/O."""

from collections.abc import Sequence
from dataclasses import dataclass

from masklet.client import documents, parsing
from masklet.client.errors import ApiError, ConnectionLost, JobCancelled, PropagationFailed
from masklet.client.model import FrameMasks, Job
from masklet.client.operation import Operation
from masklet.client.patience import Patience
from masklet.client.reading import Fields
from masklet.domain.session import JobState


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a session; at most one of `frame` and `job` is there."""

    cursor: int
    frame: FrameMasks | None = None
    job: Job | None = None
    is_deleted: bool = False


class Following:
    """One job of one session. `cursor` is where to go on; `is_over` once the job has ended well."""

    def __init__(
        self, session_id: str, cursor: int, job: Job, objects: Sequence[int] | None, patience: Patience
    ) -> None:
        self.cursor = cursor
        self.job = job
        self.is_over = False
        self._session_id = session_id
        self._objects = None if objects is None else frozenset(objects)
        self._pauses = patience.pauses
        self._losses = 0

    def operation(self) -> Operation[Event]:
        """Subscribe to what comes after the last event that was taken."""
        return Operation(documents.EVENTS, _event, {"id": self._session_id, "after": self.cursor})

    def take(self, event: Event) -> FrameMasks | None:
        """Remember the event; the frame to hand on, if it is one. Raises PropagationFailed, JobCancelled, ApiError."""
        self.cursor, self._losses = event.cursor, 0
        if event.is_deleted:
            raise ApiError("SESSION_NOT_FOUND", "The session was deleted while it was tracked.")
        if event.job is not None and event.job.job_id == self.job.job_id:
            self._see(event.job)
        return None if event.frame is None else self._chosen(event.frame)

    def lost(self, why: str) -> float:
        """The line broke, or ended before the job: seconds to wait before the next try. Raises ConnectionLost."""
        if self._losses >= len(self._pauses):
            raise ConnectionLost(f"The server was not reached {self._losses + 1} times in a row: {why}")
        self._losses += 1
        return self._pauses[self._losses - 1]

    def _see(self, job: Job) -> None:
        self.job = job
        code, sentence = job.problem or (job.state.value, "Tracking ended without a reason.")
        if job.state is JobState.CANCELLED:
            raise JobCancelled(job.job_id, "CANCELLED", "Tracking was cancelled.")
        if job.state is JobState.FAILED:
            raise PropagationFailed(job.job_id, code, sentence)
        self.is_over = job.state is JobState.DONE

    def _chosen(self, frame: FrameMasks) -> FrameMasks:
        if self._objects is None:
            return frame
        kept = [object_id for object_id in frame.masks if object_id in self._objects]
        masks, scores = {key: frame.masks[key] for key in kept}, {key: frame.scores[key] for key in kept}
        return FrameMasks(frame.frame_index, masks, scores)


def _event(data: Fields) -> Event:
    answer = data.fields("answer")
    cursor, kind = answer.whole("cursor"), answer.text("__typename")
    if kind == "FrameMasksChanged":
        return Event(cursor, frame=parsing.frame_masks(answer.fields("frame")))
    if kind == "JobChanged":
        return Event(cursor, job=parsing.job(answer.fields("job")))
    return Event(cursor, is_deleted=kind == "SessionDeleted")
