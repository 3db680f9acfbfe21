"""A full disk, on a small one of its own: said in words, nothing half done left, the server serves on."""

import contextlib
import os
import sqlite3
import subprocess
import time
from contextlib import closing

import pytest
from product import CLIP, FRAMES, becomes_true, copy_data, marbles_at, product
from studio import Refused
from upload_pieces import HEAD, MULTIPART, TAIL

DISK_BYTES = 24 * 1024**2


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 24 MiB in memory."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", str(folder)]
    mounted = subprocess.run(command, capture_output=True, text=True)
    if mounted.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {mounted.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@contextlib.contextmanager
def filled(disk, leave=0):
    """Nothing but `leave` bytes is free on the disk."""
    file = disk / "filler"
    with file.open("wb") as filler, contextlib.suppress(OSError):
        free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
        filler.write(b"x" * max(0, free - leave))
    try:
        yield
    finally:
        file.unlink()


def an_export_ends_in_words_and_works_again(running, disk, session):
    studio = running.studio()
    with filled(disk):
        with pytest.raises(Refused) as refused:
            studio.export(session, "mp4")
        assert refused.value.code == "STORAGE_FULL"
    assert studio.wait(studio.export(session, "mp4"))["state"] == "DONE"
    with closing(sqlite3.connect(running.data_dir / "masklet.sqlite")) as rows:
        assert rows.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def names(folder):
    return {path.name for path in folder.iterdir()}


def test_a_full_disk_fails_what_needs_room_and_nothing_else(template, small_disk, long_clip):
    data = copy_data(template, small_disk / "data")
    with product(data, keep_free_bytes=0) as running:  # the disk is smaller than what stays free
        studio = running.studio()
        session = studio.start(CLIP)
        studio.click(session, 0, 0, *marbles_at(0)[0])
        before = names(data / "videos")
        refused_while_it_is_received(running, small_disk)
        refused_while_it_is_prepared(running, small_disk, long_clip)
        assert (names(data / "incoming"), names(data / "videos")) == (set(), before)
        a_click_is_refused_and_works_again(running, small_disk, session)
        tracking_ends_in_words_and_goes_on_with_room(running, small_disk, session)
        an_export_ends_in_words_and_works_again(running, small_disk, session)
        assert studio.upload_file(long_clip)["frameCount"] == 1200
        assert running.tracebacks() == []


def refused_while_it_is_received(running, disk):
    """The disk is full when a part of the file has come."""
    incoming = running.data_dir / "incoming"
    with contextlib.ExitStack() as stack:

        def pieces():
            yield HEAD
            for at in range(20):
                if at == 8:
                    assert becomes_true(lambda: any(file.stat().st_size for file in incoming.iterdir()), 5)
                    stack.enter_context(filled(disk))
                yield b"x" * 256 * 1024
            yield TAIL

        answer = running.studio().http.post("/graphql", content=pieces(), headers={"Content-Type": MULTIPART}).json()
        assert answer["errors"][0]["extensions"]["code"] == "STORAGE_FULL"
        assert names(incoming) == set()
        assert running.studio().http.get("/healthy").text == "OK"


def refused_while_it_is_prepared(running, disk, clip):
    """There is room for the file, not for the clip that is made of it."""
    with filled(disk, leave=clip.stat().st_size + 100_000):
        [error] = running.studio().upload(clip.read_bytes(), "x.mp4")["errors"]
        assert error["extensions"]["code"] == "STORAGE_FULL"


def a_click_is_refused_and_works_again(running, disk, session):
    """The first ones may still find room in the database's own pages; what is answered is what is kept."""
    studio = running.studio()
    x, y = marbles_at(0)[1]
    accepted = []

    def click_all():
        for frame_index in range(40):
            studio.click(session, frame_index, 1, x, y)
            accepted.append(frame_index)

    with filled(disk):
        with pytest.raises(Refused) as refused:
            click_all()
        assert refused.value.code == "STORAGE_FULL"
        prompts = studio.session(session)["prompts"]
        assert [prompt["frameIndex"] for prompt in prompts if prompt["objectId"] == 1] == accepted
    assert studio.click(session, 100, 1, x, y)


def tracking_ends_in_words_and_goes_on_with_room(running, disk, session):
    studio = running.studio()
    job_id = studio.track(session)
    next(job for job in studio.watch(job_id) if job["done"] > 5)
    with filled(disk):
        time.sleep(1.5)
        stopped_at = studio.job(job_id)["done"]
        assert studio.http.get("/healthy").text == "OK"
    job = studio.wait(job_id)
    if job["state"] == "FAILED":
        assert job["error"]["code"] == "STORAGE_FULL"
        assert job["done"] == stopped_at
        job = studio.wait(studio.track(session))
    assert (job["state"], job["done"]) == ("DONE", FRAMES)
