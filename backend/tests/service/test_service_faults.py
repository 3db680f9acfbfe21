"""Faults of the disk, of the database and of the clock: said in words, nothing corrupt, and everything works again afterwards."""

import sqlite3
import time
from contextlib import closing, contextmanager

import pytest
from rows_actions import Stepper, click, eventually, follow, newest_job, start, stored, track
from sqlalchemy import event

from masklet.domain.errors import StorageUnavailable, VideoUnreadable
from masklet.domain.export_options import ExportOptions
from masklet.domain.session import JobState
from masklet.service.interfaces import JobChanged
from masklet.service.rate import FrameRateMeter
from masklet.store import snapshot


@pytest.fixture
def hasty(studio):
    """A studio whose database waits for nobody."""

    def set_up(connection, _record):
        connection.execute("PRAGMA busy_timeout=20").close()

    engine = studio.services._context.database._engine
    engine.dispose()
    event.listen(engine, "connect", set_up)
    return studio


@contextmanager
def locked(studio):
    """Another program writes."""
    with closing(sqlite3.connect(studio.folders.data / "masklet.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def read_only(studio):
    """SQLite's own refusal to write, on every connection."""
    engine = studio.services._context.database._engine

    def forbid(connection, _record, _proxy):
        connection.execute("PRAGMA query_only=ON").close()

    def allow(connection, _record):
        connection.execute("PRAGMA query_only=OFF").close()

    event.listen(engine, "checkout", forbid)
    event.listen(engine, "checkin", allow)
    try:
        yield
    finally:
        event.remove(engine, "checkout", forbid)
        event.remove(engine, "checkin", allow)


@pytest.fixture(params=[(locked, "busy"), (read_only, "readOnly")], ids=["locked", "read-only"])
def fault(request):
    return request.param


def is_sound(studio):
    snapshot.check(studio.folders.data / "masklet.sqlite")


def test_what_writes_is_refused_in_words_and_reading_goes_on(hasty, fault):
    failing, reason = fault
    services = hasty.services
    session_id = hasty.session(5).session_id
    click(hasty, session_id, 0, 0, 10)
    before = services.sessions.snapshot(session_id)
    with failing(hasty):
        for ask in (
            lambda: click(hasty, session_id, 0, 1, 3),
            lambda: services.sessions.rename(session_id, "New"),
            lambda: services.sessions.delete(session_id),
            lambda: services.sessions.start(before.video.path, None),
            lambda: start(hasty, session_id),
            lambda: services.exports.start(session_id, "rows", ExportOptions()),
        ):
            with pytest.raises(StorageUnavailable) as refused:
                ask()
            assert refused.value.details == {"reason": reason}
        assert services.sessions.snapshot(session_id) == before
        assert services.sessions.all(None) == [before.session]
    is_sound(hasty)
    assert services.sessions.rename(session_id, "New").name == "New"
    assert len(track(hasty, session_id)) == 5


def test_an_upload_that_cannot_be_kept_leaves_nothing(hasty, fault):
    failing, _ = fault
    incoming = hasty.services.uploads.begin(None, "film.mov", 4)
    incoming.write(b"film")
    with failing(hasty), pytest.raises(StorageUnavailable):
        hasty.services.uploads.prepare(incoming.upload_id, None, None)
    assert [*hasty.folders.videos.iterdir(), *hasty.folders.incoming.iterdir()] == []
    assert hasty.services.uploads.progress(incoming.upload_id).error_code == "STORAGE_UNAVAILABLE"


def test_tracking_ends_with_it_once_its_end_can_be_written(hasty, fault):
    failing, _ = fault
    session_id = hasty.session(8).session_id
    click(hasty, session_id, 0, 0, 10)
    stepper = Stepper(hasty)
    job = start(hasty, session_id)
    stepper.allow(3)
    eventually(lambda: newest_job(hasty, session_id).done == 3)
    with failing(hasty):
        stepper.open()
        time.sleep(0.3)
        assert not newest_job(hasty, session_id).state.is_final
    with pytest.raises(StorageUnavailable):
        follow(hasty, job)
    ended = newest_job(hasty, session_id)
    assert (ended.state, ended.error_code, ended.done) == (JobState.FAILED, "STORAGE_UNAVAILABLE", 3)
    assert len(stored(hasty, session_id, 0)) == 3
    is_sound(hasty)
    assert len(track(hasty, session_id)) == 8


def test_an_export_ends_once_its_end_can_be_written(hasty, fault):
    failing, _ = fault
    services = hasty.services
    session_id = hasty.session(5).session_id
    click(hasty, session_id, 0, 0, 10)
    hasty.media.gate.clear()
    job = services.exports.start(session_id, "rows", ExportOptions())
    assert hasty.media.entered.wait(10)
    with failing(hasty):
        hasty.media.gate.set()
        time.sleep(0.3)
        assert not services.exports.get(job.job_id).state.is_final
    eventually(lambda: services.exports.get(job.job_id).state.is_final)
    assert services.exports.get(job.job_id).error_code == "STORAGE_UNAVAILABLE"
    again = services.exports.start(session_id, "rows", ExportOptions())
    eventually(lambda: services.exports.get(again.job_id).state is JobState.DONE)


def test_a_clock_that_jumps_back_disturbs_nothing(studio):
    services, now = studio.services, [10_000.0]
    studio.clock = lambda: now[0]
    session_id = studio.session(6).session_id
    click(studio, session_id, 0, 0, 10)
    first = start(studio, session_id)
    assert len(follow(studio, first)) == 6
    cursor = services.sessions.snapshot(session_id).cursor
    deleted = services.sessions.delete(
        services.sessions.start(services.sessions.get(session_id).video_path, None).session_id
    )
    now[0] = 100.0
    click(studio, session_id, 0, 3, 12)
    second = start(studio, session_id)
    assert len(follow(studio, second)) == 6
    assert newest_job(studio, session_id).job_id == second.job_id
    told = []
    for one in services.events.follow(session_id, cursor):
        if one is None:
            break
        told.append(one)
    cursors = [one.cursor for one in told]
    assert cursors == sorted(set(cursors))
    assert min(cursors) > cursor
    assert JobState.DONE in {
        one.job.state for one in told if isinstance(one, JobChanged) and one.job.job_id == second.job_id
    }
    assert [edit.edit_id for edit in services.history.all(session_id)] == sorted(
        edit.edit_id for edit in services.history.all(session_id)
    )
    services.history.undo(session_id)
    studio.start()
    assert newest_job(studio, session_id).job_id == second.job_id
    assert [one.trash_id for one in studio.services.trash.all()] == [deleted]
    studio.services.trash.restore(deleted)


def test_progress_is_told_although_the_clock_jumped_back(studio):
    now = [10_000.0]
    studio.clock = lambda: now[0]
    session_id = studio.session(6).session_id
    click(studio, session_id, 0, 0, 10)
    stepper = Stepper(studio)
    start(studio, session_id)
    stepper.allow(2)
    eventually(lambda: newest_job(studio, session_id).done == 2)
    now[0] = 100.0
    cursor = studio.services.sessions.snapshot(session_id).cursor
    stepper.allow(2)
    eventually(lambda: newest_job(studio, session_id).done == 4)
    told = []
    for one in studio.services.events.follow(session_id, cursor):
        if one is None:
            break
        told.append(one)
    assert any(isinstance(one, JobChanged) for one in told)
    stepper.open()


def test_the_rate_starts_anew_where_the_clock_jumps_back():
    times = iter([10.0, 10.5, 1.0, 1.25])
    meter = FrameRateMeter(lambda: next(times))
    assert [meter.count() for _ in range(4)] == [None, 2.0, None, 4.0]


def test_a_clip_that_was_removed_by_hand_is_told_of_and_others_work(studio):
    services = studio.services
    broken, well = studio.session(5), studio.session(5)
    click(studio, broken.session_id, 0, 0, 10)
    studio.start()  # nothing is open any more
    services = studio.services
    services.videos.media_file(broken.video_path).unlink()
    for ask in (
        lambda: services.videos.frame_jpeg(broken.video_path, 0),
        lambda: click(studio, broken.session_id, 0, 1, 3),
        lambda: follow(studio, start(studio, broken.session_id)),
    ):
        with pytest.raises(VideoUnreadable, match="missing on the server"):
            ask()
    click(studio, well.session_id, 0, 0, 10)
    assert len(track(studio, well.session_id)) == 5
    job = services.exports.start(broken.session_id, "rows", ExportOptions())  # what is stored can be taken away
    eventually(lambda: services.exports.get(job.job_id).state is JobState.DONE)
    services.trash.delete_forever(services.videos.delete(broken.video_path))
    assert [one.path for one in services.videos.all()] == [well.video_path]
