"""A session and what belongs to it, as plain values. Who stores or computes them is elsewhere."""

from dataclasses import dataclass, field
from enum import StrEnum


class Direction(StrEnum):
    """Where propagation goes from its start frame."""

    FORWARD = "forward"
    BACKWARD = "backward"
    BOTH = "both"


class JobKind(StrEnum):
    """What a job does."""

    PROPAGATION = "propagation"
    EXPORT = "export"


class JobState(StrEnum):
    """A job's life: queued, running, then one of the three ends."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"

    @property
    def is_final(self) -> bool:
        """True when nothing more will happen."""
        return self in (JobState.DONE, JobState.CANCELLED, JobState.FAILED)


@dataclass(frozen=True, slots=True)
class Session:
    """One user's annotation of one video. Times are UTC seconds since the epoch. `owner` is a Person's key, None: nobody's."""

    session_id: str
    video_path: str
    engine: str
    name: str
    created_at: float
    updated_at: float
    owner: str | None = None


Run = tuple[int, int]  # first and last frame, both included


@dataclass(frozen=True, slots=True)
class TrackedObject:
    """A thing being tracked. `object_id` is chosen by the client, from 0; `colour` is #rrggbb.

    `class_id` names an ObjectClass. A locked object takes no prompt and is not tracked. `absent` are the runs of frames
    that a person marked as without it, `accepted` those whose masks a person accepted: neither is changed by tracking.
    Runs ascend and neither touch nor overlap. `number` is None before it is stored.
    """

    object_id: int
    name: str
    colour: str
    class_id: int | None = None
    locked: bool = False
    absent: tuple[Run, ...] = ()
    accepted: tuple[Run, ...] = ()
    # which of the session's objects it is in files is the store's to say, and no part of what a person made of it
    number: int | None = field(default=None, compare=False)

    @property
    def number_in_files(self) -> int:
        """From 1; never another object's of the session, even where a client gave the id again."""
        return self.object_id + 1 if self.number is None else self.number


@dataclass(frozen=True, slots=True)
class ObjectClass:
    """What kind of thing an object is. The list of classes belongs to the whole project; `colour` is #rrggbb."""

    class_id: int
    name: str
    colour: str


@dataclass(frozen=True, slots=True)
class Job:
    """Work that outlives its request. `done` of `total` are frames; `error` is a sentence when it failed.

    `rate` is frames per second of late (None before it is known); `file_name` what an export is downloaded as.
    """

    job_id: str
    session_id: str
    kind: JobKind
    state: JobState
    done: int
    total: int
    rate: float | None
    error_code: str | None
    error: str | None
    file_name: str | None
    created_at: float
    finished_at: float | None
