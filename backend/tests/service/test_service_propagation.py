"""Propagation as a job: order, cancel, restarts of worker and server, and what it never overwrites."""

from row_workers import row_of
from rows_studio import Studio

from masklet.domain.masklet import FrameMasks
from masklet.domain.prompt import Point
from masklet.domain.session import Direction, JobState


def click(studio: Studio, session_id: str, object_id: int, frame_index: int, row: int) -> FrameMasks:
    return studio.services.prompts.set_points(session_id, object_id, frame_index, [Point(1, row, 1)], True)


def rows(frame: FrameMasks) -> dict[int, int | None]:
    return {key: row_of(mask.rle) for key, mask in frame.masks.items()}


def track(studio: Studio, session_id: str, start: int = 0, direction: Direction = Direction.BOTH, **how):
    job = studio.services.propagations.start(session_id, start, how.get("stop"), direction, how.get("objects"))
    return [(frame.frame_index, rows(frame)) for frame, _, _ in studio.services.propagations.follow(job.job_id)]


def test_tracks_every_frame_in_the_demo_order(studio):
    session_id = studio.session(10).session_id
    click(studio, session_id, 0, 4, 20)
    told = track(studio, session_id, start=4)
    assert [frame_index for frame_index, _ in told] == [4, 5, 6, 7, 8, 9, 3, 2, 1, 0]
    assert all(masks == {0: 20 + frame_index - 4} for frame_index, masks in told)
    job = studio.services.sessions.snapshot(session_id).job
    assert (job.state, job.done, job.total) == (JobState.DONE, 10, 10)
