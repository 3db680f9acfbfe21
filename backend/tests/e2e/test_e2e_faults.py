"""Real faults under the running product: a disk that turns read-only, a lock held by another program, a clip removed by hand, native crashes."""

import signal
import sqlite3
import subprocess
import time
from contextlib import closing

import pytest
from product import CLIP, FRAMES, becomes_true, copy_data, marbles_at, product
from studio import Refused

pytestmark = pytest.mark.alone


def code_of(ask):
    with pytest.raises(Refused) as refused:
        ask()
    return refused.value.code


def is_sound(data):
    with closing(sqlite3.connect(data / "masklet.sqlite")) as rows:
        return rows.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def run(*words):
    return subprocess.run([str(word) for word in words], capture_output=True, text=True)


@pytest.fixture
def own_disk(tmp_path):
    """An ext4 file system in a file, mounted; called again, it is mounted anew."""
    image, folder = tmp_path / "disk.img", tmp_path / "disk"
    folder.mkdir()
    with image.open("wb") as file:
        file.truncate(96 * 1024**2)

    def mount():
        # not lazily: while a process that was just killed still has files there, the same broken disk would be mounted again
        assert becomes_true(lambda: not folder.is_mount() or run("umount", folder).returncode == 0, 20)
        return run("mount", "-o", "loop,errors=remount-ro", image, folder)

    made = run("mkfs.ext4", "-q", image)
    mounted = mount() if made.returncode == 0 else made
    if mounted.returncode:
        pytest.skip(f"no disk can be made here: {mounted.stderr.strip()}")
    yield folder, mount
    run("umount", "-l", folder)


def test_a_disk_that_turns_read_only(template, own_disk, square_clip):
    disk, mount = own_disk
    data = copy_data(template, disk / "data")
    assert (
        run("sync", "-f", disk).returncode == 0
    )  # what a disk that fails has not written yet is lost; the product syncs its own clips
    with product(data, keep_free_bytes=0) as running:
        studio = running.studio()
        session = studio.start(CLIP)
        [before] = studio.click(session, 0, 0, *marbles_at(0)[0])
        job_id = studio.track(session)
        next(job for job in studio.watch(job_id) if job["done"] > 5)
        aborted = run("mount", "-o", "remount,abort", disk)  # as the system does it after a fault of the disk
        assert aborted.returncode == 0, aborted.stderr
        assert code_of(lambda: studio.click(session, 1, 1, *marbles_at(1)[1])) == "STORAGE_UNAVAILABLE"
        [error] = studio.upload(square_clip.file.read_bytes(), "x.mp4")["errors"]
        assert error["extensions"]["code"] == "STORAGE_UNAVAILABLE"
        assert studio.http.get("/healthy").text == "OK"
        assert studio.session(session)["prompts"]  # what was said can be read
        assert studio.http.get(f"/{CLIP}").status_code == 200
        assert running.tracebacks() == []
    assert mount().returncode == 0
    assert is_sound(data)
    with product(data, keep_free_bytes=0) as running:
        studio = running.studio()
        job = studio.wait(job_id)
        assert (job["state"], job["error"]) == ("DONE", None)
        assert [frame["frameIndex"] for frame in studio.masklets(session, FRAMES - 1)] == list(range(FRAMES))
        assert [entry["rleMask"] for entry in studio.masklets(session, 0)[0]["rleMaskList"]] == [before["rleMask"]]
        assert studio.upload_file(square_clip.file)["frameCount"] == len(square_clip.truth)


@pytest.fixture(scope="module")
def shared(template, tmp_path_factory):
    with product(copy_data(template, tmp_path_factory.mktemp("faults"))) as running:
        yield running


def test_another_program_holds_the_database(shared, studio, figure):
    session = studio.start(CLIP)
    studio.click(session, 0, 0, *marbles_at(0)[0])
    with closing(sqlite3.connect(shared.data_dir / "masklet.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        assert code_of(lambda: studio.click(session, 1, 1, *marbles_at(1)[1])) == "STORAGE_UNAVAILABLE"
        figure(f"a click beside a held lock was refused after {time.monotonic() - began:.1f} s")
        assert studio.session(session)["prompts"]
        assert studio.http.get("/healthy").text == "OK"
        other.execute("ROLLBACK")
    assert studio.click(session, 1, 1, *marbles_at(1)[1])
    assert is_sound(shared.data_dir)
    assert shared.tracebacks() == []


def test_a_clip_that_is_removed_by_hand(shared, studio, square_clip):
    path = studio.upload_file(square_clip.file)["path"]
    session, well = studio.start(path), studio.start(CLIP)
    studio.click(session, 0, 0, 0.3, 0.5)
    (shared.data_dir / "videos" / path[8:-4] / "video.mp4").unlink()
    studio.data("mutation($i: CloseSessionInput!) { closeSession(input: $i) { success } }", i={"sessionId": session})
    for address, code in ((f"/{path}", "VIDEO_NOT_FOUND"), (f"/frames/{path}/1.jpg", "VIDEO_UNREADABLE")):
        answer = studio.http.get(address)
        assert (answer.status_code // 100, answer.json()["error"]["code"]) == (4, code)
    assert code_of(lambda: studio.click(session, 1, 1, 0.6, 0.5)) == "VIDEO_UNREADABLE"
    ended = studio.wait(studio.track(session))
    assert (ended["state"], ended["error"]["code"]) == ("FAILED", "VIDEO_UNREADABLE")
    for format_name, state in (("coco", "DONE"), ("mp4", "FAILED")):
        job = studio.wait(studio.export(session, format_name))
        assert job["state"] == state, job
    assert job["error"]["code"] == "VIDEO_UNREADABLE"
    assert studio.click(well, 0, 0, *marbles_at(0)[0])
    assert shared.tracebacks() == []


@pytest.mark.parametrize("how", [signal.SIGSEGV, signal.SIGABRT])
def test_a_worker_that_dies_in_native_code_is_started_again(shared, studio, how):
    session, other = studio.start(CLIP), studio.start(CLIP)
    studio.click(session, 0, 0, *marbles_at(0)[0])
    job_id = studio.track(session)
    next(job for job in studio.watch(job_id) if job["done"] > 10)
    worker, server = shared.children()["engine"], shared.server().pid
    worker.send_signal(how)
    assert becomes_true(lambda: not worker.is_running(), 10)
    assert studio.click(other, 0, 0, *marbles_at(0)[1])
    assert studio.http.get(f"/frames/{CLIP}/1.jpg").status_code == 200
    job = studio.wait(job_id)
    assert (job["state"], job["done"]) == ("DONE", FRAMES)
    assert shared.server().pid == server


def test_a_worker_that_dies_while_exporting_fails_that_export_in_words(shared, studio):
    session = studio.start(CLIP)
    studio.click(session, 0, 0, *marbles_at(0)[0])
    studio.wait(studio.track(session))
    job_id = studio.export(session, "mp4")
    assert becomes_true(lambda: "export" in shared.children(), 20)
    shared.children()["export"].send_signal(signal.SIGSEGV)
    job = studio.wait(job_id)
    assert job["state"] == "DONE" or job["error"]["code"] == "WORKER_FAILED"
    assert list((shared.data_dir / "exports").rglob("*.mp4")) == [] or job["state"] == "DONE"
    assert studio.wait(studio.export(session, "coco"))["state"] == "DONE"
    assert is_sound(shared.data_dir)
