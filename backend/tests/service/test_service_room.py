"""The quota and what stays free on the disk: refused before and while files are written, never what a person said."""

from collections import namedtuple
from pathlib import Path

import pytest
from rows_actions import click, eventually, track

from masklet.domain.errors import QuotaExceeded, StorageFull
from masklet.domain.export_options import ExportOptions
from masklet.domain.session import JobState
from masklet.service import room
from masklet.service.config import Keeping
from masklet.service.room import Room, size_of
from masklet.service.uploads import UploadState


@pytest.fixture(autouse=True)
def measured_each_time(monkeypatch):
    monkeypatch.setattr(room, "_MEASURED_FOR_S", 0.0)


def limited(studio, **keeping):
    studio.keeping = Keeping(**keeping)
    studio.start()
    return studio.services


def used(studio):
    return size_of(studio.folders.data)


def left_over(studio):
    hidden = [one.name for one in studio.folders.videos.iterdir() if one.name.startswith(".")]
    return hidden + [one.name for one in studio.folders.incoming.iterdir()]


def test_an_upload_over_the_quota_is_refused_before_its_first_byte(studio):
    services = limited(studio, quota_bytes=used(studio) + 500)
    with pytest.raises(QuotaExceeded) as refused:
        services.uploads.begin(None, "film.mov", 900)
    assert refused.value.details == {"reason": "quota", "quota_bytes": services.trash.storage().quota, "trash_bytes": 0}
    assert "MASKLET_QUOTA_BYTES" in refused.value.message
    assert left_over(studio) == []


def test_an_upload_is_refused_while_it_comes(studio):
    services = limited(studio, quota_bytes=used(studio) + 500)
    incoming = services.uploads.begin(None, "film.mov", None)
    incoming.write(b"x" * 300)
    with pytest.raises(QuotaExceeded):
        incoming.write(b"x" * 300)
    progress = services.uploads.progress(incoming.upload_id)
    assert (progress.state, progress.error_code) == (UploadState.FAILED, "QUOTA_EXCEEDED")
    assert left_over(studio) == []


def test_a_preparation_is_stopped_while_it_writes(studio):
    services = limited(studio, quota_bytes=used(studio) + 50_000)
    studio.media.before_prepare = lambda request: Path(request.out_dir, "video.mp4").write_bytes(b"x" * 60_000)
    incoming = services.uploads.begin(None, "film.mov", 4)
    incoming.write(b"film")
    with pytest.raises(QuotaExceeded):
        services.uploads.prepare(incoming.upload_id, None, None)
    assert left_over(studio) == []
    assert services.videos.all() == []


def exportable(studio):
    session_id = studio.session(4).session_id
    click(studio, session_id, 0, 0, 10)
    track(studio, session_id)
    return session_id


def test_an_export_is_refused_and_stopped(studio):
    session_id = exportable(studio)
    services = limited(studio, quota_bytes=used(studio) + 300_000)
    work = studio.folders.exports / "filler"
    studio.media.before_export = lambda: work.write_bytes(b"x" * 400_000)
    job = services.exports.start(session_id, "rows", ExportOptions())
    eventually(lambda: services.exports.get(job.job_id).state is JobState.FAILED)
    assert services.exports.get(job.job_id).error_code == "QUOTA_EXCEEDED"
    with pytest.raises(QuotaExceeded):
        services.exports.start(session_id, "rows", ExportOptions())
    work.unlink()
    studio.media.before_export = lambda: None
    job = services.exports.start(session_id, "rows", ExportOptions())
    eventually(lambda: services.exports.get(job.job_id).state is JobState.DONE)


def test_prompts_and_masks_are_kept_all_the_same(studio):
    session_id = exportable(studio)
    services = limited(studio, quota_bytes=1)
    click(studio, session_id, 1, 0, 20)
    assert len(track(studio, session_id)) == 4
    assert services.sessions.delete(session_id) is not None


def test_what_is_in_the_trash_counts_until_it_is_gone(studio):
    session = studio.session()
    folder = studio.folders.videos / session.video_path.removeprefix("uploads/").removesuffix(".mp4")
    (folder / "original.mov").write_bytes(b"x" * 2_000_000)
    services = limited(studio, quota_bytes=used(studio) + 1_000)
    trash_id = services.videos.delete(session.video_path)
    with pytest.raises(QuotaExceeded) as refused:
        services.uploads.begin(None, "film.mov", 1_000)
    assert refused.value.details["trash_bytes"] > 2_000_000
    services.trash.delete_forever(trash_id)
    services.uploads.begin(None, "film.mov", 1_000)


def test_some_of_the_disk_stays_free(studio, monkeypatch):
    services = limited(studio, keep_free_bytes=1000)
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr("shutil.disk_usage", lambda path: usage(10_000, 8_500, 1_500))
    incoming = services.uploads.begin(None, "film.mov", 500)
    with pytest.raises(StorageFull) as refused:
        services.uploads.begin(None, "film.mov", 501)
    assert refused.value.details == {"reason": "keptFree", "keep_free_bytes": 1000}
    monkeypatch.setattr("shutil.disk_usage", lambda path: usage(10_000, 9_900, 100))
    with pytest.raises(StorageFull):
        incoming.write(b"x")
    session_id = studio.session().session_id
    click(studio, session_id, 0, 0, 10)  # the database has the rest


def test_many_claims_within_a_measurement_count_together(tmp_path, monkeypatch):
    monkeypatch.setattr(room, "_MEASURED_FOR_S", 3600.0)
    kept = Room(tmp_path, Keeping(quota_bytes=1000), lambda: 0)
    for _ in range(10):
        kept.claim(100)
    with pytest.raises(QuotaExceeded):
        kept.claim(1)
    kept.check(0)
