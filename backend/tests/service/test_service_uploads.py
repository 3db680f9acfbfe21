"""Uploads from the first byte to a video: limits, a full disk, damage, ranges, waiting, and nothing left behind."""

import errno
import os
import threading
import uuid
from collections import namedtuple

import pytest
from rows_actions import eventually

from masklet.domain.errors import (
    InvalidInput,
    LimitExceeded,
    StorageFull,
    UploadNotFound,
    VideoNotFound,
    VideoUnreadable,
    WorkerFailed,
)
from masklet.service.config import Limits
from masklet.service.uploads import UploadState
from masklet.store.trash import TrashRepository


def send(studio, content: bytes = b"film", file_name: str = "film.mov", upload_id: str | None = None) -> str:
    """Receive a whole file; answers the upload's id."""
    incoming = studio.services.uploads.begin(upload_id, file_name, len(content))
    for at in range(0, len(content), 3):
        incoming.write(content[at : at + 3])
    return incoming.upload_id


def left_over(studio) -> list[str]:
    """Files of uploads that are nobody's."""
    hidden = [one.name for one in studio.folders.videos.iterdir() if one.name.startswith(".")]
    return hidden + [one.name for one in studio.folders.incoming.iterdir()]


def test_a_file_becomes_a_video_with_its_original(studio):
    upload_id = send(studio, b"film", "../My film.MOV")
    video = studio.services.uploads.prepare(upload_id, None, None)
    assert video.title == "My film"
    assert video.path.startswith("uploads/")
    assert video == studio.services.videos.get(video.path)
    folder = studio.services.videos.media_file(video.path).parent
    assert sorted(one.name for one in folder.iterdir()) == [
        "filmstrip.jpg", "frame_times.json", "original.mov", "poster.jpg", "video.mp4",
    ]  # fmt: skip
    assert (folder / "original.mov").read_bytes() == b"film"
    progress = studio.services.uploads.progress(upload_id)
    assert (progress.state, progress.video_path, progress.received_bytes) == (UploadState.READY, video.path, 4)
    assert left_over(studio) == []


def test_the_original_goes_where_it_is_not_wanted(studio):
    studio.start(keep_originals=False)
    video = studio.services.uploads.prepare(send(studio), None, None)
    folder = studio.services.videos.media_file(video.path).parent
    assert not list(folder.glob("original*"))
    assert left_over(studio) == []


def test_progress_is_told_from_the_first_byte_on_under_the_clients_id(studio):
    key = str(uuid.uuid4())
    incoming = studio.services.uploads.begin(key.upper(), "film.mov", 10)
    assert studio.services.uploads.progress(key).received_bytes == 0
    incoming.write(b"abc")
    progress = studio.services.uploads.progress(key)
    assert (progress.state, progress.received_bytes, progress.total_bytes) == (UploadState.RECEIVING, 3, 10)
    [part] = studio.folders.incoming.glob("*.part")
    assert part.read_bytes() == b"abc"
    assert studio.services.uploads.progress(key.upper()) == progress
    with pytest.raises(InvalidInput):
        studio.services.uploads.begin(key, "film.mov", 10)
    for wrong in ("", "../../x", "1234"):
        with pytest.raises(InvalidInput):
            studio.services.uploads.begin(wrong, "film.mov", 10)
        with pytest.raises(UploadNotFound):
            studio.services.uploads.progress(wrong)


def test_a_file_over_the_limit_is_refused_while_it_comes(studio):
    incoming = studio.services.uploads.begin(None, "film.mov", None)
    for _ in range(10):
        incoming.write(b"x" * 100)
    with pytest.raises(LimitExceeded) as refusal:
        incoming.write(b"x")
    assert refusal.value.details == {"reason": "file", "limit_bytes": 1000}
    assert left_over(studio) == []
    progress = studio.services.uploads.progress(incoming.upload_id)
    assert (progress.state, progress.error_code) == (UploadState.FAILED, "LIMIT_EXCEEDED")
    with pytest.raises(InvalidInput):
        incoming.write(b"x")
    with pytest.raises(InvalidInput):
        studio.services.uploads.prepare(incoming.upload_id, None, None)


def test_a_told_size_over_the_limit_is_refused_at_once(studio):
    key = str(uuid.uuid4())
    with pytest.raises(LimitExceeded):
        studio.services.uploads.begin(key, "film.mov", 1001)
    assert studio.services.uploads.progress(key).state is UploadState.FAILED


def test_a_disk_without_room_is_said_before_the_first_byte(studio, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr("shutil.disk_usage", lambda path: usage(100, 95, 5))
    with pytest.raises(StorageFull):
        studio.services.uploads.begin(None, "film.mov", 10)
    assert left_over(studio) == []


def test_a_disk_that_fills_up_ends_the_upload_and_leaves_nothing(studio, monkeypatch):
    incoming = studio.services.uploads.begin(None, "film.mov", 10)
    incoming.write(b"abc")
    real_open = type(studio.folders.data).open

    class FullFile:
        def __init__(self, file) -> None:
            self._file = file

        def __enter__(self):
            return self

        def __exit__(self, *_: object) -> None:
            self._file.close()

        def write(self, piece: bytes) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(type(studio.folders.data), "open", lambda path, *args: FullFile(real_open(path, *args)))
    with pytest.raises(StorageFull, match="disk is full"):
        incoming.write(b"def")
    monkeypatch.undo()
    assert left_over(studio) == []
    assert studio.services.uploads.progress(incoming.upload_id).error_code == "STORAGE_FULL"


def test_an_upload_that_breaks_off_leaves_nothing(studio):
    incoming = studio.services.uploads.begin(None, "film.mov", 10)
    incoming.write(b"abc")
    incoming.abort(ConnectionResetError("gone"))
    incoming.abort(ConnectionResetError("gone"))
    assert left_over(studio) == []
    progress = studio.services.uploads.progress(incoming.upload_id)
    assert (progress.state, progress.error) == (UploadState.FAILED, "The upload broke off.")


def test_what_is_no_video_is_said_and_leaves_nothing(studio):
    upload_id = send(studio, b"bad")
    with pytest.raises(VideoUnreadable):
        studio.services.uploads.prepare(upload_id, None, None)
    progress = studio.services.uploads.progress(upload_id)
    assert (progress.state, progress.error_code, progress.error) == (
        UploadState.FAILED, "VIDEO_UNREADABLE", "This file is no video.",
    )  # fmt: skip
    assert left_over(studio) == []
    assert studio.services.videos.all() == []
    with pytest.raises(InvalidInput):
        studio.services.uploads.prepare(upload_id, None, None)


def test_a_clip_that_is_too_long_waits_for_a_range(make_studio):
    studio = make_studio(Limits(max_duration_s=5.0))
    upload_id = send(studio, b"ten bytes!")
    with pytest.raises(LimitExceeded) as refusal:
        studio.services.uploads.prepare(upload_id, None, None)
    assert refusal.value.details == {"duration_s": 10.0, "limit_s": 5.0}
    progress = studio.services.uploads.progress(upload_id)
    assert (progress.state, progress.duration_s) == (UploadState.NEEDS_RANGE, 10.0)
    with pytest.raises(LimitExceeded):
        studio.services.uploads.prepare(upload_id, 0.0, 6.0)
    video = studio.services.uploads.prepare(upload_id, 2.0, 3.0)
    assert (studio.media.requests[-1].start_s, studio.media.requests[-1].duration_s) == (2.0, 3.0)
    assert studio.services.videos.get(video.path) == video
    assert left_over(studio) == []


def test_preparations_wait_for_each_other_and_say_so(studio):
    studio.media.gate.clear()
    first, second = send(studio), send(studio)
    threads = [
        threading.Thread(target=studio.services.uploads.prepare, args=(key, None, None)) for key in (first, second)
    ]
    threads[0].start()
    assert studio.media.entered.wait(10)
    threads[1].start()
    progress = studio.services.uploads.progress
    eventually(lambda: progress(second).state is UploadState.PREPARING)
    assert (progress(first).prepared_frames, progress(first).total_frames) == (1, 20)
    assert (progress(second).prepared_frames, progress(second).total_frames) == (0, 0)
    assert len(studio.media.requests) == 1
    with pytest.raises(InvalidInput):
        studio.services.uploads.prepare(second, None, None)
    studio.media.gate.set()
    for thread in threads:
        thread.join(10)
    assert len(studio.services.videos.all()) == 2


def test_a_worker_that_dies_once_is_asked_again_and_twice_is_an_error(studio):
    deaths = iter([True, False, True, True])

    def die(_: object) -> None:
        if next(deaths):
            raise WorkerFailed("It died.")

    studio.media.before_prepare = die
    assert studio.services.uploads.prepare(send(studio), None, None).title == "film"
    upload_id = send(studio)
    with pytest.raises(WorkerFailed):
        studio.services.uploads.prepare(upload_id, None, None)
    assert studio.services.uploads.progress(upload_id).error_code == "WORKER_FAILED"
    assert left_over(studio) == []


def test_a_row_that_cannot_be_written_leaves_no_files(studio, monkeypatch):
    def break_down(*_: object) -> None:
        raise StorageFull("The disk is full.")

    monkeypatch.setattr("masklet.store.videos.VideoRepository.put", break_down)
    with pytest.raises(StorageFull):
        studio.services.uploads.prepare(send(studio), None, None)
    assert list(studio.folders.videos.iterdir()) == []
    assert left_over(studio) == []


def test_the_next_start_sweeps_what_a_dead_server_left(studio):
    kept = studio.services.uploads.prepare(send(studio), None, None)
    send(studio)
    (studio.folders.videos / ".staging-1").mkdir()
    (studio.folders.videos / ("f" * 32)).mkdir()
    studio.start()
    assert left_over(studio) == []
    folder = studio.services.videos.media_file(kept.path).parent
    assert list(studio.folders.videos.iterdir()) == [folder]


def test_uploads_that_nobody_came_back_for_go_after_a_day(studio):
    old = send(studio)
    studio.services.uploads._get(old).touched_at -= 25 * 3600
    [old_file] = left_over(studio)
    send(studio)
    assert len(left_over(studio)) == 1
    assert left_over(studio) != [old_file]
    with pytest.raises(UploadNotFound):
        studio.services.uploads.progress(old)


def test_links_out_of_the_server_folder_pipes_and_devices_are_not_offered(studio, tmp_path):
    folder = studio.folders.imports
    folder.mkdir(parents=True, exist_ok=True)
    for path in (tmp_path / "outside.mp4", folder / "clip.mp4"):
        path.write_bytes(b"film")
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures/1.png").write_bytes(b"")
    os.mkfifo(folder / "pipe.mp4")
    for name, target in {
        "device.mp4": "/dev/zero",
        "inside.mp4": folder / "clip.mp4",
        "loop.mp4": folder / "loop.mp4",
        "nowhere.mp4": tmp_path / "none",
        "outside.mp4": tmp_path / "outside.mp4",
        "pictures": tmp_path / "pictures",
    }.items():
        (folder / name).symlink_to(target)
    assert list(studio.services.uploads.folder_entries()) == ["clip.mp4", "inside.mp4"]
    with pytest.raises(VideoNotFound):
        studio.services.uploads.open_from_folder("outside.mp4", None, None, None)


def test_the_server_folder_is_a_list_to_choose_from(studio):
    folder = studio.folders.imports
    assert list(studio.services.uploads.folder_entries()) == []
    (folder / "images").mkdir(parents=True)
    (folder / "images" / "1.png").write_bytes(b"")
    (folder / "empty").mkdir()
    for name in ("b.mp4", "A.mkv", "notes.txt", ".hidden.mp4"):
        (folder / name).write_bytes(b"film")
    (folder.parent / "secret.mp4").write_bytes(b"film")
    assert list(studio.services.uploads.folder_entries()) == ["A.mkv", "b.mp4", "images"]
    key = str(uuid.uuid4())
    video = studio.services.uploads.open_from_folder("b.mp4", key, None, None)
    assert video.title == "b"
    assert (folder / "b.mp4").read_bytes() == b"film"
    assert studio.services.uploads.progress(key).video_path == video.path
    assert studio.services.uploads.open_from_folder("images", None, None, None).title == "images"
    for name in ("../secret.mp4", "notes.txt", ".hidden.mp4", "", ".", "empty", str(folder / "b.mp4")):
        with pytest.raises(VideoNotFound):
            studio.services.uploads.open_from_folder(name, None, None, None)


def test_samples_are_made_once_and_again_when_a_file_is_missing(studio):
    seen = []
    studio.services.ensure_samples(lambda done, total: seen.append((done, total)))
    studio.services.ensure_samples(lambda done, total: None)
    assert studio.media.sample_runs == 1
    assert seen == [(1, 2), (2, 2)]
    uploaded = studio.services.uploads.prepare(send(studio), None, None)
    assert [one.path for one in studio.services.videos.all()] == [
        "gallery/pond.mp4",
        "gallery/street.mp4",
        uploaded.path,
    ]
    assert studio.services.videos.default().path == "gallery/pond.mp4"
    session_id = studio.services.sessions.start("gallery/pond.mp4", None).session_id
    studio.services.videos.poster_file("gallery/pond.mp4").unlink()
    studio.services.ensure_samples(lambda done, total: None)
    assert studio.media.sample_runs == 2
    assert studio.services.sessions.get(session_id).video_path == "gallery/pond.mp4"
    with pytest.raises(InvalidInput):
        studio.services.videos.delete("gallery/pond.mp4")
    studio.start()
    assert studio.services.videos.filmstrip_file("gallery/street.mp4").is_file()


def test_videos_are_named_and_their_frames_shown(studio):
    with pytest.raises(VideoNotFound):
        studio.services.videos.default()
    path = studio.add_video(5)
    assert studio.services.videos.rename(path, "Koi").title == "Koi"
    assert studio.services.videos.frame_jpeg(path, 4) == b"frame 4"
    with pytest.raises(VideoNotFound):
        studio.services.videos.rename("no such", "Koi")
    for stranger in ("no such", "../../etc/passwd", ""):
        with pytest.raises(VideoNotFound):
            studio.services.videos.media_file(stranger)


def test_a_video_can_be_deleted_although_the_disk_is_full(studio, monkeypatch):
    """Deleting is how a person makes room: the rows can be written once the files are gone."""
    session = studio.session()
    folder = studio.folders.videos / session.video_path.removeprefix("uploads/").removesuffix(".mp4")
    put, asked = TrashRepository.put, []

    def needs_room(repository, deletion):
        asked.append(folder.exists())
        if folder.exists():
            raise StorageFull("The disk is full.")
        return put(repository, deletion)

    monkeypatch.setattr(TrashRepository, "put", needs_room)
    assert studio.services.videos.delete(session.video_path) is None
    assert asked == [True]
    assert not folder.exists()
    assert studio.services.videos.all() == []
    assert studio.services.sessions.all(None) == []
