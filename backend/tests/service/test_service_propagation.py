"""Propagation as a job: its order, what it never overwrites, cancel, and what is refused."""

import threading
import time

import pytest
from row_workers import row_mask
from rows_actions import Stepper, click, eventually, follow, newest_job, rows, start, stored, track, tracking

from masklet.domain.errors import (
    FrameOutOfRange,
    InvalidInput,
    JobNotFound,
    NothingToPropagate,
    ObjectNotFound,
    PropagationRunning,
    SessionNotFound,
    StorageFull,
    VideoUnreadable,
)
from masklet.domain.masklet import FrameMasks
from masklet.domain.session import Direction, JobState
from masklet.service.interfaces import FrameMasksChanged, HistoryChanged, JobChanged

FORWARD, BACKWARD, BOTH = Direction.FORWARD, Direction.BACKWARD, Direction.BOTH


def test_tells_frames_from_start_to_end_then_from_start_back(studio):
    session_id = studio.session(10).session_id
    click(studio, session_id, 0, 4, 20)
    click(studio, session_id, 1, 4, 10)
    told = track(studio, session_id, start=4)
    assert [frame_index for frame_index, _ in told] == [4, 5, 6, 7, 8, 9, 4, 3, 2, 1, 0]
    assert all(masks == {0: 16 + frame_index, 1: 6 + frame_index} for frame_index, masks in told)
    job = newest_job(studio, session_id)
    assert (job.state, job.done, job.total, job.error) == (JobState.DONE, 11, 11, None)
    assert job.finished_at is not None


def test_one_direction_and_a_last_frame(studio):
    session_id = studio.session(10).session_id
    click(studio, session_id, 0, 4, 20)
    assert [at for at, _ in track(studio, session_id, start=4, direction=FORWARD, stop=6)] == [4, 5, 6]
    assert [at for at, _ in track(studio, session_id, start=4, direction=BACKWARD, stop=3)] == [4, 3]
    assert stored(studio, session_id, 0) == {3: 19, 4: 20, 5: 21, 6: 22}


def test_prompted_frames_stay_as_corrected_and_lead_on_from_there(studio):
    session_id = studio.session(8).session_id
    click(studio, session_id, 0, 0, 10)
    track(studio, session_id)
    click(studio, session_id, 0, 4, 30)
    track(studio, session_id)
    assert stored(studio, session_id, 0) == {0: 10, 1: 11, 2: 12, 3: 13, 4: 30, 5: 31, 6: 32, 7: 33}


def test_prompted_frames_stay_whatever_the_engine_answers_there(studio):
    session_id = studio.session(6).session_id
    click(studio, session_id, 0, 0, 10)
    click(studio, session_id, 0, 3, 30)
    step = studio.engine.step

    def stubborn(session: str) -> FrameMasks | None:
        result = step(session)
        return result and FrameMasks(result.frame_index, dict.fromkeys(result.masks, row_mask(1)))

    studio.engine.step = stubborn
    track(studio, session_id)
    assert stored(studio, session_id, 0) == {0: 10, 1: 1, 2: 1, 3: 30, 4: 1, 5: 1}


def test_an_object_prompted_only_later_is_filled_backwards(studio):
    session_id = studio.session(6).session_id
    click(studio, session_id, 0, 0, 10)
    click(studio, session_id, 1, 3, 20)
    told = track(studio, session_id)
    assert [at for at, _ in told] == [0, 1, 2, 3, 4, 5]
    assert stored(studio, session_id, 1) == {0: 17, 1: 18, 2: 19, 3: 20, 4: 21, 5: 22}
    assert stored(studio, session_id, 0) == {at: 10 + at for at in range(6)}
    assert told[0] == (0, {0: 10, 1: 17})  # led back to the start first: the first frame told holds every object


def test_forward_from_the_middle_sets_out_from_the_nearest_known_frame_for_those_not_known_there(studio):
    session_id = studio.session(10).session_id
    click(studio, session_id, 0, 5, 20)
    click(studio, session_id, 1, 1, 10)
    click(studio, session_id, 1, 3, 30)
    told = track(studio, session_id, start=5, direction=FORWARD)
    assert [at for at, _ in told] == [5, 6, 7, 8, 9]
    assert stored(studio, session_id, 0) == {at: 15 + at for at in range(5, 10)}
    assert stored(studio, session_id, 1) == {1: 10, 3: 30, 4: 31, 5: 32, 6: 33, 7: 34, 8: 35, 9: 36}


def test_masks_known_on_the_start_frame_are_seeds(studio):
    session_id = studio.session(10).session_id
    click(studio, session_id, 0, 0, 10)
    track(studio, session_id, direction=FORWARD, stop=4)
    studio.engine.runs.clear()
    track(studio, session_id, start=4, direction=FORWARD)
    (run,) = studio.engine.runs
    assert run.start == 4
    assert list(run.seeds) == [0]
    assert stored(studio, session_id, 0) == {at: 10 + at for at in range(10)}


def test_objects_without_a_prompt_are_skipped_and_named_ones_only_are_tracked(studio):
    session_id = studio.session(4).session_id
    click(studio, session_id, 0, 0, 10)
    click(studio, session_id, 1, 0, 20)
    studio.services.sessions.update_object(session_id, 2, "Nothing said", None)
    told = track(studio, session_id, objects=[1])
    assert stored(studio, session_id, 0) == {0: 10}
    assert stored(studio, session_id, 1) == {0: 20, 1: 21, 2: 22, 3: 23}
    assert told[-1] == (3, {0: None, 1: 23, 2: None})
    assert {key for run in studio.engine.runs for key in run.object_ids} == {1}


def test_an_object_that_left_the_picture_stays_gone_and_is_stored_as_empty(studio):
    session_id = studio.session(6).session_id
    click(studio, session_id, 0, 0, 37)
    track(studio, session_id)
    assert stored(studio, session_id, 0) == {0: 37, 1: 38, 2: 39, 3: None, 4: None, 5: None}
    (summary,) = studio.services.sessions.snapshot(session_id).masks
    assert summary.runs == ((0, 2),)


@pytest.mark.parametrize(
    ("how", "error"),
    [
        ({"start": 10}, FrameOutOfRange),
        ({"start": -1}, FrameOutOfRange),
        ({"start": 0, "stop": 10}, FrameOutOfRange),
        ({"start": 5, "stop": 4, "direction": FORWARD}, InvalidInput),
        ({"start": 5, "stop": 6, "direction": BACKWARD}, InvalidInput),
        ({"objects": [9]}, ObjectNotFound),
        ({"objects": []}, NothingToPropagate),
        ({"start": 0, "stop": 1, "direction": FORWARD}, NothingToPropagate),
    ],
)
def test_what_cannot_be_tracked_is_refused_with_its_own_error(studio, how, error):
    session_id = studio.session(10).session_id
    click(studio, session_id, 0, 3, 10)
    with pytest.raises(error):
        start(studio, session_id, **how)
    assert studio.services.sessions.snapshot(session_id).job is None


def test_without_prompts_or_session_there_is_nothing_to_track(studio):
    session_id = studio.session().session_id
    with pytest.raises(NothingToPropagate):
        start(studio, session_id)
    with pytest.raises(SessionNotFound):
        start(studio, "no such")
    with pytest.raises(SessionNotFound):
        studio.services.propagations.cancel("no such")
    with pytest.raises(JobNotFound):
        studio.services.propagations.follow("no such")


def test_cancel_between_two_frames_keeps_what_is_done(studio):
    session_id, job, stepper = tracking(studio, 10, 3)
    assert studio.services.propagations.cancel(session_id) is True
    stepper.open()
    told = follow(studio, job)
    assert [at for at, _ in told] in ([0, 1, 2], [0, 1, 2, 3])  # the frame that was under way may still come
    assert stored(studio, session_id, 0) == {at: 10 + at for at in range(len(told))}
    assert newest_job(studio, session_id).state is JobState.CANCELLED


def test_a_cancel_reaches_what_is_accepted_and_is_not_remembered_otherwise(studio):
    session_id = studio.session(5).session_id
    click(studio, session_id, 0, 0, 10)
    assert studio.services.propagations.cancel(session_id) is False
    assert len(track(studio, session_id)) == 5
    assert studio.services.propagations.cancel(session_id) is False
    stepper = Stepper(studio)
    job = start(studio, session_id)
    assert studio.services.propagations.cancel(session_id) is True
    stepper.open()
    assert len(follow(studio, job)) <= 1
    assert newest_job(studio, session_id).state is JobState.CANCELLED


def test_a_second_one_is_refused_but_waits_for_a_cancelled_one(studio):
    session_id = studio.session(6).session_id
    click(studio, session_id, 0, 0, 10)
    stepper = Stepper(studio)
    first = start(studio, session_id)
    eventually(lambda: len(studio.engine.runs) == 1)
    with pytest.raises(PropagationRunning):
        start(studio, session_id)
    studio.services.propagations.cancel(session_id)
    second = start(studio, session_id)
    with pytest.raises(PropagationRunning):
        start(studio, session_id)
    time.sleep(0.1)
    assert newest_job(studio, session_id).state is JobState.QUEUED
    assert len(studio.engine.runs) == 1
    stepper.open()
    assert [at for at, _ in follow(studio, second)] == [0, 1, 2, 3, 4, 5]
    assert studio.services.exports.get(first.job_id).state is JobState.CANCELLED
    assert studio.services.exports.get(second.job_id).state is JobState.DONE


def test_a_propagation_that_waits_can_be_cancelled_too(studio):
    session_id = studio.session(6).session_id
    click(studio, session_id, 0, 0, 10)
    stepper = Stepper(studio)
    start(studio, session_id)
    studio.services.propagations.cancel(session_id)
    second = start(studio, session_id)
    assert studio.services.propagations.cancel(session_id) is True
    stepper.open()
    assert follow(studio, second) == []
    assert studio.services.exports.get(second.job_id).state is JobState.CANCELLED


def test_two_starts_at_once_make_one_job(studio):
    session_id = studio.session(6).session_id
    click(studio, session_id, 0, 0, 10)
    stepper = Stepper(studio)
    outcomes: list[str] = []

    def try_it() -> None:
        try:
            outcomes.append(start(studio, session_id).state.value)
        except PropagationRunning:
            outcomes.append("refused")

    threads = [threading.Thread(target=try_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    stepper.open()
    assert sorted(outcomes) == ["queued", "refused", "refused", "refused"]


def test_sessions_are_tracked_side_by_side_without_mixing(studio):
    sessions = [studio.session(30).session_id for _ in range(3)]
    for number, session_id in enumerate(sessions):
        click(studio, session_id, number, 0, number * 3)
    jobs = [start(studio, session_id) for session_id in sessions]
    for number, (session_id, job) in enumerate(zip(sessions, jobs, strict=True)):
        assert follow(studio, job) == [(at, {number: number * 3 + at}) for at in range(30)]
        assert stored(studio, session_id, number) == {at: number * 3 + at for at in range(30)}


def test_a_late_follower_gets_every_frame_in_the_order_computed(studio):
    session_id = studio.session(8).session_id
    click(studio, session_id, 0, 3, 10)
    job = start(studio, session_id, start=3)
    first = follow(studio, job)
    click(studio, session_id, 1, 5, 20)  # moves frame 5 to the end of the session's log
    assert [at for at, _ in follow(studio, job)] == [at for at, _ in first] == [3, 4, 5, 6, 7, 3, 2, 1, 0]
    counts = [told[1:] for told in studio.services.propagations.follow(job.job_id) if told is not None]
    assert counts == [(at + 1, 9) for at in range(9)]


def test_a_follower_that_leaves_does_not_end_the_job(studio):
    session_id = studio.session(8).session_id
    click(studio, session_id, 0, 0, 10)
    stepper = Stepper(studio)
    job = start(studio, session_id)
    stepper.allow(2)
    stream = studio.services.propagations.follow(job.job_id)
    next(stream)
    stream.close()
    stepper.open()
    eventually(lambda: newest_job(studio, session_id).state is JobState.DONE)
    assert len(stored(studio, session_id, 0)) == 8


def test_clicks_while_tracking_are_stored_and_not_overwritten(studio):
    session_id, job, stepper = tracking(studio, 10, 2)
    assert rows(click(studio, session_id, 0, 6, 33)) == {0: 33}
    click(studio, session_id, 1, 0, 1)
    stepper.open()
    follow(studio, job)
    assert stored(studio, session_id, 0)[6] == 33
    assert stored(studio, session_id, 1) == {0: 1}


def test_an_object_removed_while_tracking_gets_no_masks_even_under_its_old_number(studio):
    session_id = studio.session(10).session_id
    click(studio, session_id, 0, 0, 10)
    click(studio, session_id, 1, 0, 20)
    stepper = Stepper(studio)
    job = start(studio, session_id)
    stepper.allow(3)
    eventually(lambda: newest_job(studio, session_id).done == 3)
    studio.services.sessions.remove_object(session_id, 1)
    click(studio, session_id, 1, 9, 5)
    stepper.open()
    follow(studio, job)
    assert stored(studio, session_id, 1) == {9: 5}
    assert len(stored(studio, session_id, 0)) == 10


def test_progress_is_told_some_times_a_second_and_at_the_end(studio):
    session_id = studio.session(20).session_id
    click(studio, session_id, 0, 0, 1)
    cursor = studio.services.sessions.snapshot(session_id).cursor
    job = start(studio, session_id)
    states = []
    for event in studio.services.events.follow(session_id, cursor):
        if isinstance(event, JobChanged):
            states.append((event.job.state, event.job.done))
            assert event.job.job_id == job.job_id
            if event.job.state.is_final:
                break
        else:
            assert event is None or isinstance(event, FrameMasksChanged | HistoryChanged)
    assert states[-1] == (JobState.DONE, 20)
    assert len(states) <= 6


def test_a_damaged_frame_fails_the_job_and_keeps_why(studio):
    session_id = studio.session(10).session_id
    click(studio, session_id, 0, 0, 10)
    steps = iter(range(100))

    def break_down(_: str) -> None:
        if next(steps) == 4:
            raise VideoUnreadable("Frame 4 cannot be read.")

    studio.engine.before_step = break_down
    job = start(studio, session_id)
    with pytest.raises(VideoUnreadable, match="Frame 4 cannot be read"):
        follow(studio, job)
    ended = newest_job(studio, session_id)
    assert (ended.state, ended.error_code, ended.error) == (
        JobState.FAILED, "VIDEO_UNREADABLE", "Frame 4 cannot be read.",
    )  # fmt: skip
    assert stored(studio, session_id, 0) == {0: 10, 1: 11, 2: 12, 3: 13}
    assert len(track(studio, session_id)) == 10


def test_a_disk_that_is_full_fails_the_job_once_there_is_room_to_say_so(studio, monkeypatch):
    session_id = studio.session(10).session_id
    click(studio, session_id, 0, 0, 10)
    refusals = []

    def full(*_: object) -> None:
        refusals.append(1)
        raise StorageFull("The disk is full.")

    monkeypatch.setattr("masklet.service.job_run._TRY_END_EVERY_S", 0.01)
    monkeypatch.setattr("masklet.store.masks.MaskRepository.put", full)
    monkeypatch.setattr("masklet.store.jobs.JobRepository.finish", full)
    job = start(studio, session_id)
    eventually(lambda: len(refusals) >= 3)
    assert newest_job(studio, session_id).state is JobState.RUNNING
    monkeypatch.undo()
    with pytest.raises(StorageFull):
        follow(studio, job)
    assert newest_job(studio, session_id).error_code == "STORAGE_FULL"
    assert stored(studio, session_id, 0) == {0: 10}


def test_a_frame_that_was_passed_over_is_named_when_all_else_is_done(studio, monkeypatch):
    worker = studio.engine
    answer = worker.step

    def step(session_id):
        frame = answer(session_id)
        if frame is not None and frame.frame_index == 3:
            return FrameMasks(3, {key: row_mask(-1) for key in frame.masks}, "Frame 3 of this video cannot be read.")
        return frame

    monkeypatch.setattr(worker, "step", step)
    session_id = studio.session(6).session_id
    click(studio, session_id, 0, 0, 10)
    track(studio, session_id, direction=FORWARD)
    job = newest_job(studio, session_id)
    assert (job.state, job.error_code) == (JobState.DONE, "VIDEO_UNREADABLE")
    assert job.error == "Frame 3 of this video cannot be read. It was passed over."
    assert stored(studio, session_id, 0) == {0: 10, 1: 11, 2: 12, 4: 14, 5: 15}
