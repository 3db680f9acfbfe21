"""What survives: the death of the worker, of the server, of both; and what deleting ends."""

import threading

import pytest
from row_workers import FakeEngineWorker
from rows_actions import Stepper, click, eventually, follow, newest_job, rows, start, stored, track, tracking

from masklet.domain.errors import SessionNotFound, VideoNotFound, WorkerFailed
from masklet.domain.prompt import Point
from masklet.domain.session import Direction, JobState


def test_a_session_is_read_back_whole_by_the_next_server(studio):
    session_id = studio.session(6).session_id
    click(studio, session_id, 0, 2, 10)
    click(studio, session_id, 3, 4, 20)
    track(studio, session_id)
    before = studio.services.sessions.snapshot(session_id)
    studio.start()
    assert studio.services.sessions.snapshot(session_id) == before
    assert studio.services.sessions.all(None) == [before.session]
    assert rows(click(studio, session_id, 0, 3, 30)) == {0: 30, 3: 19}
    (spec,) = studio.engine.specs
    assert [(one.object_id, one.frame_index) for one in spec.prompted] == [(0, 2), (3, 4)]
    assert all(one.mask is not None for one in spec.prompted)
    assert spec.media_file.endswith("/video.mp4")


def test_a_job_goes_on_at_the_next_start_from_the_last_stored_frame(studio):
    session_id = studio.session(12).session_id
    click(studio, session_id, 0, 4, 10)
    click(studio, session_id, 1, 8, 20)
    stepper = Stepper(studio)
    job = start(studio, session_id, start=4)
    stepper.allow(10)  # object 1 is led from 8 to 4, then both go from 4 to 8
    eventually(lambda: newest_job(studio, session_id).done == 10)
    studio.engine.is_closed = True  # the process is gone: no step is answered any more
    studio.services.propagations.close(0.0)
    studio.engine.gate.set()
    studio.services.close()
    studio.start()
    told = follow(studio, job)
    assert [at for at, _ in told] == [*range(4, 12), *range(4, -1, -1)]
    assert newest_job(studio, session_id).state is JobState.DONE
    assert newest_job(studio, session_id).job_id == job.job_id
    assert stored(studio, session_id, 0) == {at: 6 + at for at in range(12)}
    assert stored(studio, session_id, 1) == {at: 12 + at for at in range(12)}
    assert studio.engine.runs[0].start == 8  # not again from 4


def test_a_killed_server_leaves_a_job_that_goes_on(studio):
    session_id, job, _stepper = tracking(studio, 10, 3)
    killed = studio.engine  # hangs for ever from here on, as a killed process does
    studio.start()
    assert len(follow(studio, job)) == 10
    assert stored(studio, session_id, 0) == {at: 10 + at for at in range(10)}
    killed.is_closed = True


def test_a_cancel_holds_across_a_restart(studio):
    session_id = studio.session(10).session_id
    click(studio, session_id, 0, 0, 10)
    Stepper(studio)
    start(studio, session_id)
    eventually(lambda: len(studio.engine.runs) == 1)  # a step is under way, and will be for ever
    studio.services.propagations.cancel(session_id)
    studio.start()
    assert newest_job(studio, session_id).state is JobState.CANCELLED
    assert studio.engine.runs == []


def test_going_on_sets_out_from_a_frame_where_the_hidden_object_was_seen(studio):
    """After a restart at a moment when one object is out of sight, the engine gets a frame where both were seen."""
    session_id = studio.session(12).session_id
    click(studio, session_id, 0, 0, 5)
    click(studio, session_id, 1, 0, 36)  # leaves the picture at frame 4
    stepper = Stepper(studio)
    job = start(studio, session_id, direction=Direction.FORWARD)
    stepper.allow(8)
    eventually(lambda: newest_job(studio, session_id).done == 8)
    studio.start()
    follow(studio, job)
    (run,) = studio.engine.runs
    assert (run.start, sorted(run.seeds)) == (3, [0, 1])
    assert stored(studio, session_id, 0) == {at: 5 + at for at in range(12)}


def test_a_worker_that_dies_while_tracking_is_opened_again_from_the_store(studio):
    session_id = studio.session(12).session_id
    click(studio, session_id, 0, 0, 10)
    count = iter(range(1000))

    def die(_: str) -> None:
        if next(count) in (3, 7):
            studio.engine.die()
            raise WorkerFailed("It died.")

    studio.engine.before_step = die
    assert track(studio, session_id) == [(at, {0: 10 + at}) for at in range(12)]
    assert newest_job(studio, session_id).state is JobState.DONE
    assert len(studio.engine.specs) == 3


def test_a_session_put_away_in_the_middle_of_a_pass_goes_on(studio):
    session_id = studio.session(12).session_id
    click(studio, session_id, 0, 0, 10)
    count = iter(range(1000))
    studio.engine.before_step = lambda _: studio.engine.die() if next(count) == 5 else None
    assert len(track(studio, session_id)) == 12
    assert newest_job(studio, session_id).state is JobState.DONE


def test_a_worker_that_keeps_dying_fails_the_job_after_three_new_attempts(studio):
    session_id = studio.session(12).session_id
    click(studio, session_id, 0, 0, 10)
    steps: list[str] = []

    def die(session: str) -> None:
        steps.append(session)
        if len(steps) > 5:
            raise WorkerFailed("It died.")

    studio.engine.before_step = die
    job = start(studio, session_id)
    with pytest.raises(WorkerFailed, match="It died"):
        follow(studio, job)
    assert len(steps) == 5 + 1 + 3
    assert newest_job(studio, session_id).error_code == "WORKER_FAILED"
    assert len(stored(studio, session_id, 0)) == 5


def test_a_click_survives_one_death_of_the_worker_and_tells_of_a_second(studio):
    session_id = studio.session().session_id
    click(studio, session_id, 0, 0, 10)
    deaths = iter([True, False, True, True])

    def die(_: str) -> None:
        if next(deaths):
            studio.engine.die()
            raise WorkerFailed("It died.")

    studio.engine.before_prompt = die
    assert rows(click(studio, session_id, 0, 0, 12)) == {0: 12}
    cursor = studio.services.sessions.snapshot(session_id).cursor
    with pytest.raises(WorkerFailed):
        click(studio, session_id, 0, 0, 14)
    assert studio.services.sessions.snapshot(session_id).cursor == cursor
    assert stored(studio, session_id, 0) == {0: 12}


def test_a_prompt_that_could_not_be_stored_is_forgotten_by_the_worker(studio, monkeypatch):
    session_id = studio.session().session_id
    click(studio, session_id, 0, 0, 10)

    def break_down(*_: object) -> None:
        raise OSError("broken")

    monkeypatch.setattr("masklet.store.prompts.PromptRepository.put", break_down)
    with pytest.raises(OSError, match="broken"):
        click(studio, session_id, 0, 0, 20)
    monkeypatch.undo()
    assert session_id not in studio.engine.held
    assert stored(studio, session_id, 0) == {0: 10}
    click(studio, session_id, 1, 5, 3)
    (spec,) = studio.engine.specs[1:]
    assert [(one.object_id, one.prompt.points) for one in spec.prompted] == [(0, (Point(1.0, 10.0, 1),))]


def test_deleting_the_session_while_it_is_tracked_ends_it_cleanly(studio):
    session_id, job, stepper = tracking(studio, 10, 2)
    stream = studio.services.propagations.follow(job.job_id)
    next(stream)
    stepper.open()
    studio.services.sessions.delete(session_id)
    assert len(list(filter(None, stream))) < 10
    with pytest.raises(SessionNotFound):
        studio.services.sessions.get(session_id)
    with pytest.raises(SessionNotFound):
        studio.services.propagations.cancel(session_id)
    assert session_id not in studio.engine.held


def test_deleting_the_video_takes_sessions_jobs_and_files(studio):
    path = studio.add_video(10)
    session_id = studio.services.sessions.start(path, None).session_id
    folder = studio.services.videos.media_file(path).parent
    click(studio, session_id, 0, 0, 10)
    stepper = Stepper(studio)
    start(studio, session_id)
    stepper.open()
    trash_id = studio.services.videos.delete(path)
    assert folder.exists()
    studio.services.trash.delete_forever(trash_id)
    assert not folder.exists()
    with pytest.raises(SessionNotFound):
        studio.services.sessions.snapshot(session_id)
    with pytest.raises(VideoNotFound):
        studio.services.sessions.start(path, None)
    with pytest.raises(VideoNotFound):
        studio.services.videos.delete(path)


def test_a_video_goes_with_all_its_sessions_or_stays_with_all_of_them(studio, monkeypatch):
    path = studio.add_video(10)
    kept = [studio.services.sessions.start(path, None) for _ in range(2)]

    def die(*_: object) -> None:
        raise OSError("killed")

    monkeypatch.setattr("masklet.store.trash.TrashRepository.put", die)
    with pytest.raises(OSError, match="killed"):
        studio.services.videos.delete(path)
    assert {one.session_id for one in studio.services.sessions.all(path)} == {one.session_id for one in kept}
    assert studio.services.videos.media_file(path).is_file()


def test_closing_stops_between_two_frames_and_leaves_no_thread(studio):
    session_id, _, stepper = tracking(studio, 10, 2)
    stepper.open()
    studio.services.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith(("propagation", "export"))]
    studio.start(FakeEngineWorker(), go_on=False)
    job = newest_job(studio, session_id)
    assert job.state in (JobState.RUNNING, JobState.DONE)
    assert len(stored(studio, session_id, 0)) == job.done
