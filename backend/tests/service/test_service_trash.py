"""The trash: what is deleted is seen by nobody, comes back as it was, and goes for good when its time is over."""

import pytest
from rows_actions import Stepper, click, eventually, newest_job, start, stored, track, tracking

from masklet.domain.deletion import DeletedKind
from masklet.domain.errors import (
    DeletedNotFound,
    InvalidInput,
    JobNotFound,
    SessionNotFound,
    StorageFull,
    VideoNotFound,
)
from masklet.domain.export_options import ExportOptions
from masklet.domain.session import JobState
from masklet.service.config import Keeping
from masklet.service.interfaces import SessionDeleted
from masklet.store.trash import TrashRepository

DAY = 24 * 3600.0


@pytest.fixture
def session_id(studio):
    """Tracked, exported, with something to redo."""
    made = studio.session(6).session_id
    click(studio, made, 0, 2, 10)
    click(studio, made, 1, 0, 20)
    track(studio, made)
    job = studio.services.exports.start(made, "rows", ExportOptions())
    eventually(lambda: studio.services.exports.get(job.job_id).state is JobState.DONE)
    studio.services.sessions.rename(made, "Mine")
    studio.services.history.undo(made)
    return made


def everything(studio, session_id):
    """All that a person can see of a session."""
    services = studio.services
    masks = list(services.sessions.masks(session_id, None, 0, 5))
    exports = services.exports.of_session(session_id)
    files = [services.exports.file(job.job_id)[0].read_bytes() for job in exports]
    told = services.sessions.snapshot(session_id), services.history.all(session_id), services.effects.get(session_id)
    return told, masks, exports, files, services.overviews.get(session_id)


def refused(error, ask):
    with pytest.raises(error):
        ask()


def test_a_session_comes_back_exactly_as_it_was(studio, session_id):
    before = everything(studio, session_id)
    trash_id = studio.services.sessions.delete(session_id)
    assert studio.services.sessions.all(None) == []
    studio.services.trash.restore(trash_id)
    assert everything(studio, session_id) == before
    assert studio.services.trash.all() == []
    studio.services.history.redo(session_id)
    assert studio.services.sessions.get(session_id).name == "Mine"


def test_a_video_comes_back_with_its_sessions_after_a_restart(studio, session_id):
    path = studio.services.sessions.get(session_id).video_path
    other = studio.services.sessions.start(path, None).session_id
    before = everything(studio, session_id)
    trash_id = studio.services.videos.delete(path)
    assert studio.services.videos.all() == []
    studio.start()
    assert studio.services.videos.all() == []
    studio.services.trash.restore(trash_id)
    assert everything(studio, session_id) == before
    assert {one.session_id for one in studio.services.sessions.all(path)} == {session_id, other}
    assert studio.services.videos.media_file(path).is_file()


def test_what_is_deleted_is_nowhere(studio, session_id):
    services = studio.services
    path = services.sessions.get(session_id).video_path
    [export] = services.exports.of_session(session_id)
    services.videos.delete(path)
    for ask in (
        lambda: services.sessions.get(session_id),
        lambda: services.sessions.snapshot(session_id),
        lambda: services.sessions.masks(session_id, None, 0, 1),
        lambda: services.sessions.rename(session_id, "New"),
        lambda: services.sessions.duplicate(session_id, None),
        lambda: services.sessions.delete(session_id),
        lambda: services.overviews.get(session_id),
        lambda: services.history.all(session_id),
        lambda: services.history.undo(session_id),
        lambda: services.effects.get(session_id),
        lambda: services.effects.set(session_id, "[]"),
        lambda: services.events.follow(session_id, 0),
        lambda: services.exports.of_session(session_id),
        lambda: services.exports.start(session_id, "rows", ExportOptions()),
        lambda: services.propagations.cancel(session_id),
        lambda: click(studio, session_id, 0, 1, 3),
        lambda: start(studio, session_id),
        lambda: services.trash.with_session(session_id),
    ):
        refused(SessionNotFound, ask)
    for ask in (
        lambda: services.videos.get(path),
        lambda: services.videos.media_file(path),
        lambda: services.videos.frame_jpeg(path, 0),
        lambda: services.videos.rename(path, "New"),
        lambda: services.videos.delete(path),
        lambda: services.sessions.start(path, None),
        lambda: services.sessions.all(path),
        lambda: services.trash.with_video(path),
    ):
        refused(VideoNotFound, ask)
    for ask in (lambda: services.exports.get(export.job_id), lambda: services.exports.file(export.job_id)):
        refused(JobNotFound, ask)
    assert services.overviews.all(None) == services.sessions.all(None) == []
    assert not services.sessions.close(session_id)


def test_what_runs_in_it_is_cancelled_and_its_followers_go(studio):
    session_id, job, stepper = tracking(studio, 10, 2)
    stream = studio.services.events.follow(session_id, 0)
    next(stream)
    stepper.open()
    trash_id = studio.services.sessions.delete(session_id)
    assert isinstance([event for event in stream if event is not None][-1], SessionDeleted)
    assert session_id not in studio.engine.held
    studio.start()  # and a new start does not go on with it
    assert studio.engine.runs == []
    studio.services.trash.restore(trash_id)
    back = newest_job(studio, session_id)
    assert (back.job_id, back.state) == (job.job_id, JobState.CANCELLED)
    assert len(stored(studio, session_id, 0)) >= 2
    track(studio, session_id)
    assert len(stored(studio, session_id, 0)) == 10


def test_a_deletion_says_what_goes_with_it(studio, session_id):
    path = studio.services.sessions.get(session_id).video_path
    studio.services.sessions.start(path, None)
    alone, whole = studio.services.trash.with_session(session_id), studio.services.trash.with_video(path)
    assert (alone.sessions, alone.objects, alone.masks, alone.exports) == (1, 2, 12, 1)
    assert (whole.sessions, whole.objects, whole.masks, whole.exports) == (2, 2, 12, 1)
    [export] = studio.services.exports.of_session(session_id)
    assert alone.size > studio.services.exports.file(export.job_id)[0].stat().st_size
    files = studio.services.videos.media_file(path).parent.iterdir()
    assert whole.size == alone.size + sum(file.stat().st_size for file in files)


def test_the_trash_lists_what_is_in_it_and_its_size(studio, session_id):
    services = studio.services
    path = services.sessions.get(session_id).video_path
    size = services.trash.with_session(session_id).size
    studio.clock = lambda: 1000.0
    services.sessions.delete(session_id)
    studio.clock = lambda: 2000.0
    services.videos.delete(path)
    video, session = services.trash.all()
    assert (video.kind, video.name, video.deleted_at, video.gone_at) == (
        DeletedKind.VIDEO,
        "A clip",
        2000.0,
        2000 + DAY,
    )
    assert (session.kind, session.name, session.size) == (DeletedKind.SESSION, "A clip", size)
    assert services.trash.storage().trash == video.size + session.size
    assert services.trash.storage().used > 0


def test_a_session_does_not_come_back_without_its_video(studio, session_id):
    services = studio.services
    path = services.sessions.get(session_id).video_path
    of_session, of_video = services.sessions.delete(session_id), services.videos.delete(path)
    with pytest.raises(InvalidInput, match="bring back the video first"):
        services.trash.restore(of_session)
    services.trash.restore(of_video)
    assert services.sessions.all(path) == []
    services.trash.restore(of_session)
    assert services.sessions.get(session_id).video_path == path


def test_a_video_takes_sessions_that_were_deleted_before_it_along_for_good(studio, session_id):
    services = studio.services
    path = services.sessions.get(session_id).video_path
    of_session, of_video = services.sessions.delete(session_id), services.videos.delete(path)
    services.trash.delete_forever(of_video)
    assert services.trash.all() == []
    for ask in (services.trash.restore, services.trash.delete_forever):
        refused(DeletedNotFound, lambda ask=ask: ask(of_session))
    assert [path for path in studio.folders.exports.iterdir() if path.is_file()] == []


def test_what_is_brought_back_meanwhile_is_not_deleted_forever(studio, session_id, monkeypatch):
    services = studio.services
    trash_id = services.sessions.delete(session_id)
    found = TrashRepository.get

    def brought_back_after(self, asked):
        monkeypatch.setattr(TrashRepository, "get", found)
        known = found(self, asked)
        services.trash.restore(asked)
        return known

    monkeypatch.setattr(TrashRepository, "get", brought_back_after)
    refused(DeletedNotFound, lambda: services.trash.delete_forever(trash_id))
    assert services.sessions.get(session_id).session_id == session_id


def test_a_class_can_go_while_a_deleted_session_has_it(studio, session_id):
    services = studio.services
    made = services.classes.add("Fish", None)
    services.objects.classify(session_id, 0, made.class_id)
    trash_id = services.sessions.delete(session_id)
    services.classes.remove(made.class_id)
    services.trash.restore(trash_id)
    assert services.sessions.snapshot(session_id).objects[0].class_id is None


def test_it_empties_itself_when_the_time_is_over(studio, session_id):
    services = studio.services
    path = services.sessions.get(session_id).video_path
    studio.clock = lambda: 1000.0
    services.sessions.delete(session_id)
    studio.clock = lambda: 5000.0
    services.videos.delete(path)
    studio.clock = lambda: 1000 + DAY - 1
    assert services.trash.empty() == 0
    studio.clock = lambda: 1000 + DAY
    assert services.trash.empty() == 1
    studio.clock = lambda: 500.0  # jumped back: nothing goes early
    assert services.trash.empty() == 0
    studio.clock = lambda: 5000 + DAY
    studio.start()
    eventually(lambda: studio.services.trash.all() == [])
    eventually(lambda: list(studio.folders.videos.iterdir()) == [])


def test_without_a_time_things_are_gone_at_once(studio, session_id):
    studio.keeping = Keeping(keep_deleted_s=0)
    studio.start()
    path = studio.services.sessions.get(session_id).video_path
    assert studio.services.sessions.delete(session_id) is None
    assert studio.services.videos.delete(path) is None
    assert studio.services.trash.all() == []
    assert list(studio.folders.videos.iterdir()) == []


def test_a_session_whose_deletion_finds_no_room_stays(studio, session_id, monkeypatch):
    def needs_room(_repository, _deletion):
        raise StorageFull("The disk is full.")

    before = everything(studio, session_id)
    monkeypatch.setattr(TrashRepository, "put", needs_room)
    refused(StorageFull, lambda: studio.services.sessions.delete(session_id))
    assert everything(studio, session_id) == before


def test_emptying_makes_room_on_a_full_disk(studio, session_id, monkeypatch):
    services = studio.services
    path = services.sessions.get(session_id).video_path
    folder = services.videos.media_file(path).parent
    trash_id, remove = services.videos.delete(path), TrashRepository.remove

    def needs_room(repository, video_id, of_session):
        if folder.exists():
            raise StorageFull("The disk is full.")
        remove(repository, video_id, of_session)

    monkeypatch.setattr(TrashRepository, "remove", needs_room)
    services.trash.delete_forever(trash_id)
    assert services.trash.all() == []
    assert not folder.exists()


def test_a_start_keeps_the_files_of_what_is_in_the_trash(studio, session_id):
    path = studio.services.sessions.get(session_id).video_path
    Stepper(studio).open()
    trash_id = studio.services.videos.delete(path)
    files = {
        file: file.read_bytes() for file in studio.folders.data.rglob("*.*") if file.suffix in (".mp4", ".zip", ".txt")
    }
    assert files
    studio.start()
    assert {file: file.read_bytes() for file in files} == files
    studio.services.trash.restore(trash_id)
