"""What a worker's caller tells of it: each call's waiting and work, children that start, end and die; lines of its log."""

import contextlib
import json
import os
import signal

import pytest
import structlog
from worker_cases import CLICK, session

from masklet.domain.errors import SessionNotLoaded, WorkerFailed
from masklet.workers.log_lines import LogStyle, style_of
from masklet.workers.processes import SubprocessEngineWorker


class Listener:
    """Implements WorkersWatch, RoleWatch and WatchedCall; writes down what it hears."""

    def __init__(self):
        self.heard = []

    def of(self, role):
        self.heard.append(("of", role))
        return self

    @contextlib.contextmanager
    def call(self, call):
        self.heard.append(("asked", call.method))
        try:
            yield self
        except Exception as error:
            self.heard.append(("failed", call.method, type(error).__name__))
            raise
        self.heard.append(("answered", call.method))

    def begin(self):
        self.heard.append(("begun",))

    def started(self, pid):
        self.heard.append(("started", pid))

    def ended(self, pid, has_died):
        self.heard.append(("ended", pid, has_died))


@pytest.fixture
def listener():
    return Listener()


@pytest.fixture
def worker(listener, fakes_importable):
    made = SubprocessEngineWorker(threads=1, host="fake_hosts:engine", watch=listener)
    yield made
    made.close()


def test_a_call_is_heard_from_asked_to_answered(worker, listener):
    worker.open(session("a"))
    pid = worker.pid
    with pytest.raises(SessionNotLoaded):
        worker.prompt("b", 0, 0, CLICK, None)
    assert listener.heard == [
        ("of", "engine"),
        ("asked", "open"),
        ("begun",),
        ("started", pid),
        ("answered", "open"),
        ("asked", "prompt"),
        ("begun",),
        ("failed", "prompt", "SessionNotLoaded"),
    ]


def test_a_death_is_told_from_an_end(worker, listener):
    worker.open(session("a"))
    first = worker.pid
    os.kill(first, signal.SIGKILL)
    with contextlib.suppress(WorkerFailed, SessionNotLoaded):
        worker.forget("a")
    worker.open(session("a"))
    second = worker.pid
    worker.close()
    ends = [each for each in listener.heard if each[0] in ("started", "ended")]
    assert ends == [("started", first), ("ended", first, True), ("started", second), ("ended", second, False)]


@pytest.mark.parametrize("style", [LogStyle(), LogStyle(True, "debug"), LogStyle(False, "error")])
def test_a_style_comes_back_from_its_text(style):
    assert style_of(style.to_text()) == style


def test_a_worker_s_lines_are_json_and_say_for_whom(capfd, fakes_importable):
    """One that fails logs why, in its own process."""
    worker = SubprocessEngineWorker(threads=1, host="fake_hosts:engine", log_style=LogStyle(as_json=True))
    try:
        with structlog.contextvars.bound_contextvars(request_id="r1", session_id="a", other="stays here"):
            worker.open(session("a"))
            with pytest.raises(WorkerFailed):
                worker.prompt("a", 666, 0, CLICK, None)
    finally:
        worker.close()
    lines = [json.loads(line) for line in capfd.readouterr().err.splitlines() if line.startswith("{")]
    [line] = [line for line in lines if line["level"] == "error"]
    assert (line["request_id"], line["session_id"], line["worker"]) == ("r1", "a", "engine")
    assert "Traceback" in line["exception"]
    assert "other" not in line
