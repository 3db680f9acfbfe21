"""The checkpoints' worker, in-process and in a child: states, fetches, and the options that it is given."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from fake_hosts import checkpoints
from worker_cases import failure

from masklet.domain.engine_options import EngineOptions
from masklet.domain.errors import Cancelled, CheckpointNotFound, CheckpointUnreadable, NetworkUnavailable, StorageFull
from masklet.workers.inprocess import InProcessCheckpointWorker
from masklet.workers.interface import CheckpointWorker
from masklet.workers.processes import SubprocessCheckpointWorker

OPTIONS = EngineOptions(("/a b", "/'c\""), "/d", "http://e", "cuda:1", "float16", 512, 7, False)


def ignore(done: int, total: int) -> None:
    """No interest in progress."""


def never() -> bool:
    return False


@pytest.fixture(params=["in-process", "subprocess"])
def worker(request: pytest.FixtureRequest, fakes_importable: None) -> Iterator[CheckpointWorker]:
    made = (
        InProcessCheckpointWorker(checkpoints(OPTIONS))
        if request.param == "in-process"
        else SubprocessCheckpointWorker(OPTIONS, host="fake_hosts:checkpoints")
    )
    yield made
    made.close()


def test_the_options_arrive_whole(worker: CheckpointWorker) -> None:
    assert worker.states()[0].title == repr(OPTIONS)


def test_a_fetch_tells_and_ends(worker: CheckpointWorker) -> None:
    told: list[tuple[int, int]] = []
    worker.fetch("x", lambda done, total: told.append((done, total)), never)
    assert told == [(1, 2), (2, 2)]
    assert type(failure(lambda: worker.fetch("full", ignore, never))) is StorageFull
    began = time.monotonic()
    assert (
        type(failure(lambda: worker.fetch("until-cancelled", ignore, lambda: time.monotonic() > began + 0.1)))
        is Cancelled
    )
    worker.states()


def test_the_child_ends_when_nobody_needs_it(fakes_importable: None) -> None:
    worker = SubprocessCheckpointWorker(OPTIONS, host="fake_hosts:checkpoints", idle_s=0.05)
    child = worker.states()[0].have_bytes
    assert child == worker.pid != os.getpid()
    deadline = time.monotonic() + 5
    while psutil.pid_exists(child):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert worker.states()[0].have_bytes != child
    worker.close()
    assert worker.pid is None


def test_the_products_own_host_looks_without_torch(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "sam2.1_hiera_tiny.pt").write_bytes(b"cut off")
    options = EngineOptions((str(folder),), str(tmp_path / "downloads"), "http://127.0.0.1:9")
    worker = SubprocessCheckpointWorker(options)
    try:
        assert [each.state.value for each in worker.states()] == ["DAMAGED"] + 7 * ["MISSING"]
        assert worker.pid is not None
        mapped = {Path(entry.path).name for entry in psutil.Process(worker.pid).memory_maps()}
        assert not any("torch" in name for name in mapped)
        assert type(failure(lambda: worker.fetch("huge", ignore, never))) is CheckpointNotFound
        assert type(failure(lambda: worker.check("sam2.1_hiera_tiny"))) is CheckpointUnreadable
        assert type(failure(lambda: worker.check("sam2_hiera_tiny"))) is CheckpointNotFound
        assert type(failure(lambda: worker.fetch("sam2_hiera_tiny", ignore, never))) is NetworkUnavailable
    finally:
        worker.close()
