"""What goes into the repositories comes out of them, and what is deleted takes its own along."""

from itertools import pairwise
from pathlib import Path

import pytest
from fresh_store import GONE, PATH, SIZE, THERE, fresh
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from masklet.domain.errors import JobNotFound, ObjectNotFound, SessionNotFound
from masklet.domain.masklet import FrameMasks, Rle
from masklet.domain.prompt import Box, Point, Prompt
from masklet.domain.session import Job, JobKind, JobState, TrackedObject
from masklet.store.events import EventKind


@pytest.fixture
def database(tmp_path: Path, a_video):
    with fresh(tmp_path, a_video(PATH)) as made:
        yield made


def a_job(job_id: str, kind: JobKind = JobKind.PROPAGATION, created_at: float = 1.0) -> Job:
    return Job(job_id, "s", kind, JobState.QUEUED, 0, 10, None, None, None, None, created_at, None)


def test_videos_are_listed_samples_first_then_newest(database, a_video):
    with database.write() as tx:
        tx.videos.put("late", a_video("uploads/late.mp4"), None, 9.0)
        tx.videos.put("b", a_video("gallery/b.mp4"), 1, 5.0)
        tx.videos.put("a", a_video("gallery/a.mp4"), 0, 5.0)
        assert [video.path for video in tx.videos.all()] == [
            "gallery/a.mp4", "gallery/b.mp4", "uploads/late.mp4", PATH,
        ]  # fmt: skip
        assert tx.videos.get(PATH) == a_video(PATH)
        assert tx.videos.sample_ids() == ["a", "b"]


def test_prompts_come_back_as_they_were_said(database):
    said = Prompt(
        points=(Point(0.125, 719.999, 1), Point(3.0, 4.0, 0)),
        box=Box(1.5, 2.5, 3.5, 4.5),
        mask=Rle(4, 3, "1234"),
    )
    with database.write() as tx:
        tx.prompts.put("s", 7, 3, said)
        tx.prompts.put("s", 2, 3, Prompt(points=(Point(1.0, 1.0, 1),)))
        tx.prompts.put("s", 2, 3, Prompt(box=Box(0.0, 0.0, 1.0, 1.0)))
    with database.read() as tx:
        assert tx.prompts.find("s", 7, 3) == said
        assert tx.prompts.find("s", 7, 4) is None
        assert tx.prompts.objects_on("s", 3) == {2, 7}
        assert tx.prompts.frames_of("s") == {2: [3], 7: [3]}
        assert [row[:2] for row in tx.prompts.all("s")] == [(2, 3), (7, 3)]


def test_masks_come_back_by_frame_and_by_range(database):
    with database.write() as tx:
        for frame_index in (5, 1, 3):
            tx.masks.put("s", frame_index, {2: THERE, 7: GONE})
        tx.masks.put("s", 3, {7: THERE})
    with database.read() as tx:
        assert tx.masks.on_frame("s", 3, SIZE) == {2: THERE, 7: THERE}
        assert list(tx.masks.frames("s", None, 1, 3, SIZE)) == [
            FrameMasks(1, {2: THERE, 7: GONE}),
            FrameMasks(3, {2: THERE, 7: THERE}),
        ]
        assert [frame.masks.keys() for frame in tx.masks.frames("s", [7], 0, 99, SIZE)] == [{7}] * 3
        assert tx.masks.visible_on("s", [1, 3, 4], [2, 7]) == {1: 1, 3: 2, 4: 0}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seen=st.dictionaries(st.tuples(st.sampled_from([2, 7]), st.integers(0, 12)), st.booleans()))
def test_runs_are_the_stretches_of_frames_with_a_mask_that_is_not_empty(tmp_path_factory, a_video, seen):
    with fresh(tmp_path_factory.mktemp("runs"), a_video(PATH)) as database:
        with database.write() as tx:
            for (object_id, frame_index), is_there in seen.items():
                tx.masks.put("s", frame_index, {object_id: THERE if is_there else GONE})
        with database.read() as tx:
            runs = tx.masks.runs("s")
    covered = {(key, frame) for key, spans in runs.items() for first, last in spans for frame in range(first, last + 1)}
    assert covered == {key for key, is_there in seen.items() if is_there}
    for spans in runs.values():
        assert all(earlier[1] + 1 < later[0] for earlier, later in pairwise(spans))


def test_objects_keep_their_order_and_positions_are_never_used_twice(database):
    with database.write() as tx:
        before = tx.objects.positions("s")
        assert [one.object_id for one in tx.objects.all("s")] == [7, 2]
        tx.objects.remove("s", 2)
        tx.objects.add("s", TrackedObject(2, "Another", "#000000"))
        after = tx.objects.positions("s")
        assert after[2] > before[2] > before[7] == after[7]
        with pytest.raises(ObjectNotFound):
            tx.objects.get("s", 99)


def test_removing_an_object_takes_its_prompts_and_masks_only(database):
    with database.write() as tx:
        for object_id in (2, 7):
            tx.prompts.put("s", object_id, 0, Prompt(points=(Point(1.0, 1.0, 1),)))
            tx.masks.put("s", 0, {object_id: THERE})
        tx.objects.remove("s", 2)
        assert tx.prompts.frames_of("s") == {7: [0]}
        assert tx.masks.on_frame("s", 0, SIZE) == {7: THERE}


def test_the_log_holds_each_subject_once_at_its_newest_cursor(database):
    with database.write() as tx:
        start = tx.sessions.cursor("s")
        for frame_index in (1, 2, 1):
            tx.events.frame_changed("s", frame_index, 5.0)
        tx.events.objects_changed("s", 6.0)
        events = tx.events.after("s", start, 10)
        assert [(one.kind, one.subject) for one in events] == [
            (EventKind.FRAME, "2"), (EventKind.FRAME, "1"), (EventKind.OBJECTS, ""),
        ]  # fmt: skip
        assert events[-1].seq == tx.sessions.cursor("s") == start + 4
        assert tx.events.after("s", events[0].seq, 1) == [events[1]]
        assert tx.sessions.get("s").updated_at == 6.0


def test_an_event_of_a_deleted_session_undoes_its_transaction(database):
    with database.write() as tx:
        tx.trash.remove(None, "s")
    with pytest.raises(SessionNotFound), database.write() as tx:
        tx.events.frame_changed("s", 0, 1.0)


def test_jobs_are_found_by_state_and_go_with_their_session(database):
    with database.write() as tx:
        tx.jobs.add(a_job("first"), "plan")
        tx.jobs.add(a_job("second", created_at=2.0), "plan")
        tx.jobs.add(a_job("export", JobKind.EXPORT), "request")
        tx.jobs.begin("second", "new plan", 12)
        tx.jobs.progress("second", 4, 2.5)
        tx.jobs.mark_cancelling("second")
        tx.jobs.finish("first", JobState.FAILED, 3.0, ("WORKER_FAILED", "It died."))
    with database.read() as tx:
        (left,) = tx.jobs.unfinished(JobKind.PROPAGATION)
        assert (left.job.job_id, left.request, left.cancelling) == ("second", "new plan", True)
        assert (left.job.state, left.job.done, left.job.total, left.job.rate) == (JobState.RUNNING, 4, 12, 2.5)
        failed = tx.jobs.get("first").job
        assert (failed.state, failed.error_code, failed.error, failed.finished_at) == (
            JobState.FAILED, "WORKER_FAILED", "It died.", 3.0,
        )  # fmt: skip
        assert tx.jobs.newest("s", JobKind.PROPAGATION) == left.job
    with database.write() as tx:
        tx.trash.remove("v", None)
        with pytest.raises(JobNotFound):
            tx.jobs.get("second")
