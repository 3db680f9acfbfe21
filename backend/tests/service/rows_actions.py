"""What the tests of the service do over and over, in words."""

import time
from collections.abc import Callable

from row_workers import row_of
from rows_studio import Studio

from masklet.domain.masklet import FrameMasks
from masklet.domain.prompt import Point
from masklet.domain.session import Direction, Job

Rows = dict[int, int | None]


def click(studio: Studio, session_id: str, object_id: int, frame_index: int, row: int) -> FrameMasks:
    """One click that makes a row."""
    return studio.services.prompts.set_points(session_id, object_id, frame_index, [Point(1.0, float(row), 1)], True)


def rows(frame: FrameMasks) -> Rows:
    """The row that each object shows; None where it is empty."""
    return {key: row_of(mask.rle) for key, mask in frame.masks.items()}


def start(
    studio: Studio,
    session_id: str,
    start: int = 0,
    direction: Direction = Direction.BOTH,
    stop: int | None = None,
    objects: list[int] | None = None,
) -> Job:
    """Accept a propagation."""
    return studio.services.propagations.start(session_id, start, stop, direction, objects)


def follow(studio: Studio, job: Job) -> list[tuple[int, Rows]]:
    """All of its frames, to its end."""
    told = filter(None, studio.services.propagations.follow(job.job_id))  # None: nothing happened for a moment
    return [(frame.frame_index, rows(frame)) for frame, _, _ in told]


def track(studio: Studio, session_id: str, **how: object) -> list[tuple[int, Rows]]:
    """Accept and follow to the end."""
    return follow(studio, start(studio, session_id, **how))  # type: ignore[arg-type]


def stored(studio: Studio, session_id: str, object_id: int) -> dict[int, int | None]:
    """By frame the row of the mask that is stored for an object."""
    last = studio.services.sessions.snapshot(session_id).video.frame_count - 1
    frames = studio.services.sessions.masks(session_id, [object_id], 0, last)
    return {frame.frame_index: rows(frame)[object_id] for frame in frames}


def newest_job(studio: Studio, session_id: str) -> Job:
    """The session's newest propagation."""
    job = studio.services.sessions.snapshot(session_id).job
    assert job is not None
    return job


def eventually(is_so: Callable[[], bool], timeout_s: float = 10.0) -> None:
    """Wait for something another thread does."""
    deadline = time.monotonic() + timeout_s
    while not is_so():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.002)


class Stepper:
    """Lets the engine take exactly as many steps as the test says."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self._left = 0
        studio.engine.gate.clear()
        studio.engine.before_step = self._count

    def allow(self, steps: int) -> None:
        """So many more steps, then hold."""
        self._left += steps
        self._studio.engine.gate.set()

    def open(self) -> None:
        """As many as it likes."""
        self._left = 10**9
        self._studio.engine.gate.set()

    def _count(self, session_id: str) -> None:
        self._left -= 1
        if self._left <= 0:
            self._studio.engine.gate.clear()


def tracking(studio: Studio, frame_count: int, done: int) -> tuple[str, Job, Stepper]:
    """A session of one object, on row 10 of frame 0, whose propagation is held after so many frames."""
    session_id = studio.session(frame_count).session_id
    click(studio, session_id, 0, 0, 10)
    stepper = Stepper(studio)
    job = start(studio, session_id)
    stepper.allow(done)
    eventually(lambda: newest_job(studio, session_id).done == done)
    return session_id, job, stepper
