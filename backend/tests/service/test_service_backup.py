"""A backup while a session is tracked and things are deleted: whole, and what runs goes on where it is put."""

import io
import threading

import pytest
from rows_actions import click, eventually, newest_job, stored, tracking
from rows_studio import Studio

from masklet.domain.errors import InvalidInput
from masklet.domain.export_options import ExportOptions
from masklet.domain.session import JobState
from masklet.service import backup
from masklet.service.backup import write_backup
from masklet.service.restoring import check_backup, restore


def backed_up(studio) -> bytes:
    out = io.BytesIO()
    report = write_backup(studio.folders.data, out, None, 5.0, lambda: "b")
    assert report.missing == ()
    assert [path.name for path in studio.folders.data.iterdir() if path.name.startswith(".backup")] == []
    return out.getvalue()


def put_back(content, folder) -> Studio:
    restore(io.BytesIO(content), folder, lambda: "r")
    return Studio(folder)


def test_a_tracking_goes_on_in_the_restored_folder(studio, tmp_path):
    session_id, job, stepper = tracking(studio, 12, 5)
    done = studio.session(4).session_id
    click(studio, done, 0, 0, 3)
    trash_id = studio.services.sessions.delete(studio.session().session_id)
    kept = studio.services.sessions.snapshot(done), stored(studio, done, 0), stored(studio, session_id, 0)
    content = backed_up(studio)
    assert newest_job(studio, session_id).done == 5  # the server was not disturbed, and goes on
    stepper.open()
    eventually(lambda: newest_job(studio, session_id).state is JobState.DONE)
    other = put_back(content, tmp_path / "other")
    try:
        assert (other.services.sessions.snapshot(done), stored(other, done, 0)) == kept[:2]
        eventually(lambda: newest_job(other, session_id).state is JobState.DONE)
        assert newest_job(other, session_id).job_id == job.job_id
        assert stored(other, session_id, 0) == stored(studio, session_id, 0)
        assert stored(other, session_id, 0).items() >= kept[2].items()
        assert [one.trash_id for one in other.services.trash.all()] == [trash_id]
        other.services.trash.restore(trash_id)
    finally:
        other.close_all()


def test_finished_exports_go_along(studio, tmp_path):
    session_id = studio.session(4).session_id
    click(studio, session_id, 0, 0, 3)
    job = studio.services.exports.start(session_id, "rows", ExportOptions())
    eventually(lambda: studio.services.exports.get(job.job_id).state is JobState.DONE)
    text = studio.services.exports.file(job.job_id)[0].read_bytes()
    other = put_back(backed_up(studio), tmp_path / "other")
    try:
        assert other.services.exports.file(job.job_id)[0].read_bytes() == text
    finally:
        other.close_all()


def test_what_is_deleted_for_good_while_it_is_taken_is_no_loss(studio, monkeypatch):
    """It goes between the copy of the rows and the links to the files: both are taken anew."""
    kept, gone = studio.session(), studio.session()
    real, taken = backup.snapshot, []

    def snapshot(source, target):
        real(source, target)
        taken.append(target)
        if len(taken) == 1:
            studio.services.trash.delete_forever(studio.services.videos.delete(gone.video_path))

    monkeypatch.setattr(backup, "snapshot", snapshot)
    files = check_backup(io.BytesIO(backed_up(studio)))
    assert len(taken) == 2
    assert {name.split("/")[1] for name in files if name.startswith("videos/")} == {kept.video_path[8:-4]}


def test_clicks_are_answered_while_it_is_taken(studio):
    """Nothing is locked: whatever was answered before it began is in it, and what comes meanwhile is in there or not."""
    session_id = studio.session(20).session_id
    stop, clicked = threading.Event(), []

    def click_on():
        while not stop.is_set():
            click(studio, session_id, 0, len(clicked) % 20, len(clicked) % 40)
            clicked.append(len(clicked))

    clicking = threading.Thread(target=click_on)
    clicking.start()
    eventually(lambda: len(clicked) > 5)
    before = len(clicked)
    content = backed_up(studio)
    eventually(lambda: len(clicked) > before)
    stop.set()
    clicking.join()
    check_backup(io.BytesIO(content))


def test_a_reader_that_breaks_off_is_told(studio, tmp_path):
    studio.add_video()
    content = backed_up(studio)
    with pytest.raises(InvalidInput, match="no whole backup"):
        restore(io.BytesIO(content[:3000]), tmp_path / "to", lambda: "r")
    assert list(tmp_path.glob("*to*")) == []
    assert list(tmp_path.glob(".restore*")) == []
