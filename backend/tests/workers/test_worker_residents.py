"""Who leaves the device and when: those who rest first, after their time, and as far as memory asks for it."""

import time

import pytest
from fake_hosts import FakeEngine, FakeFrames
from worker_cases import CLICK, failure, forward, session

from masklet.domain.engine_options import EngineOptions
from masklet.domain.errors import SessionNotLoaded
from masklet.workers.engine_host import EngineHost
from masklet.workers.processes import SubprocessEngineWorker
from masklet.workers.residents import Bounds


class Device:
    """A clock that stands until it is moved, and memory of which every held session takes 10 bytes."""

    def __init__(self, **bounds: float) -> None:
        self.now = 0.0
        kind = FakeEngine("fast")
        self.host = EngineHost(
            lambda: [kind],
            lambda name: kind,
            lambda spec: FakeFrames(spec.video),
            Bounds(**bounds),
            lambda: self.now,
            lambda: 10 * len(self.held) if hasattr(self, "host") else 0,
        )

    @property
    def held(self) -> list[str]:
        return list(self.host._residents)

    def open(self, *names: str) -> None:
        """And ask something of each."""
        for name in names:
            self.host.open(session(name))
            self.host.stop_pass(name)


def test_a_session_leaves_when_nobody_touched_it_for_its_time() -> None:
    device = Device(idle_s=60)
    device.open("a", "b")
    device.now = 40
    device.host.prompt("a", 1, 0, CLICK, None)
    device.host.put_idle_away()
    assert device.held == ["b", "a"]
    device.now = 60
    device.host.put_idle_away()
    assert device.held == ["a"]
    assert type(failure(lambda: device.host.clear("b"))) is SessionNotLoaded
    device.now = 100
    device.host.put_idle_away()
    assert device.held == []


def test_above_the_ceiling_the_longest_untouched_leave_but_not_who_is_served() -> None:
    device = Device(resident_bytes=30)
    device.open("a", "b", "c")
    device.host.prompt("a", 1, 0, CLICK, None)
    device.open("d")
    assert device.held == ["c", "a", "d"]
    low = Device(resident_bytes=5)
    low.open("a", "b")
    assert low.held == ["b"]
    low.host.prompt("b", 1, 0, CLICK, None)  # nobody is left to leave


def test_who_is_tracked_leaves_last_and_never_before_a_step() -> None:
    device = Device(resident_bytes=20)
    device.open("a")
    device.host.start_pass("a", forward(1))
    device.open("b", "c")
    assert device.held == ["a", "c"]
    device.host.start_pass("c", forward(1))
    device.open("d")
    assert device.held == ["a", "c", "d"]  # neither has made a step
    device.host.step("a")
    assert device.held == ["c", "a"]
    device.open("e")
    assert device.held == ["c", "e"]


def test_who_was_not_asked_yet_stays() -> None:
    device = Device(sessions=1)
    for name in "abc":
        device.host.open(session(name))
    assert device.held == ["a", "b", "c"]
    device.host.stop_pass("a")
    device.host.open(session("d"))
    assert device.held == ["b", "c", "d"]


def test_who_is_tracked_may_wait_long_for_a_turn() -> None:
    device = Device(idle_s=60)
    device.open("a", "b")
    device.host.start_pass("a", forward())
    device.now = 1000
    device.host.put_idle_away()
    assert device.held == ["a"]


def test_more_trackings_than_places_all_stay() -> None:
    device = Device(sessions=2)
    for name in "abcd":
        device.open(name)
        device.host.start_pass(name, forward(1))
    assert device.held == list("abcd")
    device.host.stop_pass("b")
    device.open("e")
    assert device.held == ["a", "c", "d", "e"]


@pytest.mark.usefixtures("fakes_importable")
def test_the_parent_knows_what_is_held_and_the_caretaker_puts_it_away() -> None:
    worker = SubprocessEngineWorker(2, "fake_hosts:engine_of", options=EngineOptions(idle_s=0.5))
    try:
        assert worker.holding().session_ids == frozenset()
        worker.open(session("a"))
        worker.open(session("b"))
        worker.forget("b")
        assert worker.holding().session_ids == {"a"}
        assert worker.holding().resident_bytes > 10_000_000
        deadline = time.monotonic() + 10
        while worker.holding().session_ids and time.monotonic() < deadline:
            time.sleep(0.05)
        assert worker.holding().session_ids == frozenset()
        assert type(failure(lambda: worker.clear("a"))) is SessionNotLoaded
    finally:
        worker.close()


def test_a_dead_worker_holds_nothing(engine_worker: SubprocessEngineWorker) -> None:
    engine_worker.open(session("a", engine="crashing"))
    engine_worker.start_pass("a", forward(1))
    assert engine_worker.holding().session_ids == {"a"}
    failure(lambda: [engine_worker.step("a") for _ in range(3)])
    assert engine_worker.holding().session_ids == frozenset()
