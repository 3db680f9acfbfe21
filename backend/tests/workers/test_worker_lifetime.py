"""Children that die, parents that die, and the end of a worker: nothing hangs, nothing is left behind."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from worker_cases import CLICK, forward, session

from masklet.domain.errors import SessionNotLoaded, WorkerFailed
from masklet.workers.processes import SubprocessEngineWorker
from masklet.workers.supervision import RestartBackoff

pytestmark = pytest.mark.alone

PARENT = """
import sys
from worker_cases import forward, session
from masklet.workers.processes import SubprocessEngineWorker
worker = SubprocessEngineWorker(threads=1, host="fake_hosts:engine")
worker.open(session("a", engine=sys.argv[1]))
worker.start_pass("a", forward(1))
print(worker.pid, flush=True)
if sys.argv[1] == "stuck":
    worker.step("a")
sys.stdin.read()
"""


def is_gone(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE  # nobody's child now: waits for init at most
    except psutil.NoSuchProcess:
        return True


def open_descriptors() -> list[str]:
    return sorted(entry.name for entry in Path("/proc/self/fd").iterdir())


def becomes_true(condition: Callable[[], bool], within_s: float) -> bool:
    deadline = time.monotonic() + within_s
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


class Background(threading.Thread):
    """Runs a call and keeps what came of it."""

    def __init__(self, act: Callable[[], object]) -> None:
        super().__init__(daemon=True)
        self.act, self.error, self.result = act, None, None
        self.start()

    def run(self) -> None:
        try:
            self.result = self.act()
        except Exception as error:  # noqa: BLE001  the test looks at it
            self.error = error

    def outcome(self, within_s: float) -> Exception | None:
        self.join(within_s)
        assert not self.is_alive(), "the call hangs"
        return self.error


def test_a_kill_in_the_middle_of_a_step_fails_it_at_once_and_the_next_call_finds_a_new_child(
    engine_worker: SubprocessEngineWorker,
) -> None:
    engine_worker.open(session("a", engine="stuck"))
    engine_worker.start_pass("a", forward(1))
    step = Background(lambda: engine_worker.step("a"))
    first = engine_worker.pid
    assert first is not None
    time.sleep(0.1)
    os.kill(first, signal.SIGKILL)
    assert isinstance(step.outcome(1.0), WorkerFailed)
    with pytest.raises(SessionNotLoaded):
        engine_worker.step("a")
    assert engine_worker.pid not in (None, first)
    engine_worker.open(session("a"))
    engine_worker.prompt("a", 1, 0, CLICK, None)


def test_a_crash_of_native_code_fails_the_step_alone(engine_worker: SubprocessEngineWorker) -> None:
    engine_worker.open(session("a", engine="crashing"))
    engine_worker.start_pass("a", forward(1))
    engine_worker.step("a")
    engine_worker.step("a")
    with pytest.raises(WorkerFailed):
        engine_worker.step("a")
    with pytest.raises(SessionNotLoaded):
        engine_worker.step("a")


def test_a_child_that_died_at_rest_is_replaced_unnoticed(engine_worker: SubprocessEngineWorker) -> None:
    engine_worker.engines()
    first = engine_worker.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    time.sleep(0.2)  # the system takes a process apart in several steps
    assert engine_worker.engines()
    assert engine_worker.pid != first


def test_a_child_that_cannot_start_fails_each_call_and_is_not_started_in_a_storm(fakes_importable: None) -> None:
    worker = SubprocessEngineWorker(threads=1, host="fake_hosts:dead_on_arrival")
    began = time.monotonic()
    for _ in range(4):
        with pytest.raises(WorkerFailed):
            worker.engines()
    assert time.monotonic() - began > 0.25  # after two deaths the next starts wait
    worker.close()


def test_the_backoff_doubles_to_a_cap_and_forgets() -> None:
    backoff = RestartBackoff(free_deaths=2, first_s=0.5, cap_s=4.0, window_s=60.0)
    delays = []
    for _ in range(7):
        backoff.died(100.0)
        delays.append(backoff.delay_s(100.0))
    assert delays == [0.0, 0.0, 0.5, 1.0, 2.0, 4.0, 4.0]
    assert backoff.delay_s(103.0) == 1.0
    assert backoff.delay_s(105.0) == 0.0
    assert backoff.delay_s(160.0) == 0.0


@pytest.mark.parametrize("engine", ["fast", "stuck"])
def test_the_child_ends_when_its_parent_is_killed(engine: str, fakes_importable: None) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, engine], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    assert parent.stdin is not None
    child = int(parent.stdout.readline())
    time.sleep(0.2)  # well into its computation
    try:
        assert not is_gone(child)
        parent.kill()
        assert becomes_true(lambda: is_gone(child), 2.0)
    finally:
        parent.kill()
        parent.communicate()
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)


@pytest.mark.parametrize("engine", ["fast", "stuck"])
def test_close_ends_and_reaps_the_child_and_fails_the_call_in_flight(
    engine: str, engine_worker: SubprocessEngineWorker
) -> None:
    engine_worker.open(session("a", engine=engine))
    engine_worker.start_pass("a", forward(1))
    child = engine_worker.pid
    assert child is not None
    steps = [Background(lambda: engine_worker.step("a")) for _ in range(3)] if engine == "stuck" else []
    time.sleep(0.1)
    began = time.monotonic()
    engine_worker.close()
    assert time.monotonic() - began < 2.0
    assert not psutil.pid_exists(child)
    for step in steps:
        assert isinstance(step.outcome(1.0), WorkerFailed)
    with pytest.raises(WorkerFailed):
        engine_worker.engines()
    engine_worker.close()


def test_close_ends_a_child_that_was_stopped(engine_worker: SubprocessEngineWorker) -> None:
    engine_worker.engines()
    child = engine_worker.pid
    assert child is not None
    os.kill(child, signal.SIGSTOP)
    engine_worker.close()
    assert not psutil.pid_exists(child)


def test_an_interrupt_does_not_reach_the_child(engine_worker: SubprocessEngineWorker) -> None:
    engine_worker.engines()
    child = engine_worker.pid
    assert child is not None
    assert os.getpgid(child) != os.getpgid(0)  # nor does one from the terminal
    os.kill(child, signal.SIGINT)
    engine_worker.engines()
    assert engine_worker.pid == child


def test_nothing_is_left_open_in_the_parent(fakes_importable: None) -> None:
    before = open_descriptors()
    for _ in range(3):
        worker = SubprocessEngineWorker(threads=1, host="fake_hosts:engine")
        worker.engines()
        assert worker.pid is not None
        os.kill(worker.pid, signal.SIGKILL)
        with contextlib.suppress(WorkerFailed):  # raised when the call comes before the death is seen
            worker.engines()
        worker.close()
    assert open_descriptors() == before
