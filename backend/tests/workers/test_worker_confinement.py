"""What a child may not do: use all memory, all time, all disk, reach the network, start programs. Each ends as a typed error, and the next call works."""

import json
import platform
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from crafted_media import much_told
from video_cases import request_for
from worker_cases import failure, preparation

from masklet.domain.errors import LimitExceeded, WorkerFailed
from masklet.workers.bounds import Bounds
from masklet.workers.processes import SubprocessMediaWorker
from masklet.workers.roles import EXPORT, FRAMES, IMPORTS, PREPARE

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="children are confined on Linux alone")
SMALL = Bounds(file_bytes=2**20, memory_bytes=2**30, open_files=64, cpu_s=1, silence_s=20.0)


def ignore(done: int, total: int) -> None:
    """No interest in progress."""


@pytest.fixture
def worker(fakes_importable: None) -> Iterator[SubprocessMediaWorker]:
    made = SubprocessMediaWorker(threads=1, host="fake_hosts:media", bounds=SMALL)
    yield made
    made.close()


def ordered(worker: SubprocessMediaWorker, order: str, folder: Path) -> object:
    request = replace(preparation(order), out_dir=str(folder))
    return worker.prepare(request, ignore, lambda: False)


@pytest.mark.parametrize("order", ["memory", "output"])
def test_what_is_too_much_is_refused_and_the_child_lives(worker, tmp_path, order):
    assert ordered(worker, "fine", tmp_path)
    child = worker.pids["prepare"]
    error = failure(lambda: ordered(worker, order, tmp_path))
    assert type(error) is LimitExceeded
    assert error.details == {"reason": order}
    assert error.message.endswith(".")
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) <= SMALL.file_bytes
    assert ordered(worker, "fine", tmp_path) == "prepared clip.mp4"
    assert worker.pids["prepare"] == child


@pytest.mark.parametrize(("order", "silence_s"), [("processor", 60.0), ("silence", 3.0)])
def test_a_call_that_comes_no_further_is_ended(fakes_importable, tmp_path, order, silence_s):
    worker = SubprocessMediaWorker(threads=1, host="fake_hosts:media", bounds=replace(SMALL, silence_s=silence_s))
    try:
        error = failure(lambda: ordered(worker, order, tmp_path))
        assert type(error) is LimitExceeded
        assert error.details == {"reason": "stalled"}
    finally:
        worker.close()


def test_work_that_goes_on_may_take_longer_than_silence_may(worker, tmp_path):
    assert ordered(worker, "work", tmp_path) == "done"


def test_files_held_open_are_bounded(worker, tmp_path):
    assert type(failure(lambda: ordered(worker, "files", tmp_path))) is WorkerFailed
    assert ordered(worker, "fine", tmp_path) == "prepared clip.mp4"


@pytest.mark.skipif(
    platform.machine() not in ("x86_64", "aarch64"), reason="no filter of system calls for this machine"
)
def test_no_network_and_no_program(worker, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        said = ordered(worker, "connect", tmp_path / str(listener.getsockname()[1]))
        with pytest.raises(TimeoutError):
            listener.accept()
    assert said == "PermissionError PermissionError PermissionError"


WITHOUT_RIGHTS = """
import json, os, socket
from masklet.workers.bounds import Bounds
from masklet.workers.confinement import confine
if os.getuid() == 0:
    os.setresuid(65534, 65534, 65534)  # no capability is left
missing = confine(Bounds(file_bytes=1))
try:
    said = str(socket.socket())
except OSError as error:
    said = type(error).__name__
print(json.dumps([missing, said]))
"""


def test_it_needs_no_right():
    """As in a container without capabilities."""
    said = subprocess.run([sys.executable, "-c", WITHOUT_RIGHTS], capture_output=True, text=True, check=True)
    assert json.loads(said.stdout) == [[], "PermissionError"]


def test_whoever_reads_strangers_files_is_confined():
    assert all(role.bounds is not None for role in (PREPARE, EXPORT, FRAMES, IMPORTS))


def test_endless_metadata_ends(tmp_path):
    """Names of words cost FFmpeg the square of their number, in a part that tells of no progress."""
    (tmp_path / "in.avi").write_bytes(much_told(tmp_path / "whole.avi", 60_000))
    worker = SubprocessMediaWorker(threads=1, bounds=Bounds(file_bytes=2**20, cpu_s=2))
    try:
        error = failure(
            lambda: worker.prepare(request_for(tmp_path / "in.avi", tmp_path / "out"), ignore, lambda: False)
        )
        assert error.details == {"reason": "stalled"}
        assert list((tmp_path / "out").iterdir()) == []
    finally:
        worker.close()
