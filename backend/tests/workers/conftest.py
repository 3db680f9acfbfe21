"""Children that run the fake hosts."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from masklet.workers.processes import SubprocessEngineWorker, SubprocessMediaWorker


@pytest.fixture
def fakes_importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent), prepend=os.pathsep)


@pytest.fixture
def engine_worker(fakes_importable: None) -> Iterator[SubprocessEngineWorker]:
    worker = SubprocessEngineWorker(threads=2, host="fake_hosts:engine")
    yield worker
    worker.close()


@pytest.fixture
def media_worker(fakes_importable: None) -> Iterator[SubprocessMediaWorker]:
    worker = SubprocessMediaWorker(threads=2, host="fake_hosts:media")
    yield worker
    worker.close()
