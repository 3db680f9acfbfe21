"""Steps of a pass: one ahead, never two, and none left over."""

import threading

import pytest

from masklet.domain.errors import WorkerFailed
from masklet.domain.masklet import FrameMasks
from masklet.service.steps_ahead import StepsAhead


def nothing() -> None:
    """No step waits here."""


class Steps:
    """Answers frames 0, 1, 2…; `begun` counts the calls."""

    def __init__(self, last: int) -> None:
        self.begun = 0
        self.last = last
        self.ended = threading.Semaphore(0)

    def __call__(self) -> FrameMasks | None:
        at, self.begun = self.begun, self.begun + 1
        self.ended.release()
        return FrameMasks(at, {}) if at <= self.last else None


def test_the_next_step_is_under_way_while_one_is_used_and_no_further():
    steps = Steps(last=9)
    with StepsAhead(steps, nothing) as ahead:
        for at in range(4):
            frame = ahead.next()
            ahead.go_on()
            assert frame is not None
            assert frame.frame_index == at
            assert steps.ended.acquire(timeout=5)  # this one
            assert steps.ended.acquire(timeout=5)  # and the one after it
            assert steps.begun == at + 2
            steps.ended.release()  # which counts for the next round
    assert steps.begun == 5


def test_the_end_and_errors_arrive_where_the_answer_is_awaited():
    with StepsAhead(Steps(last=0), nothing) as ahead:
        assert ahead.next() is not None
        ahead.go_on()
        assert ahead.next() is None

    def fail() -> None:
        raise WorkerFailed("It died.")

    with StepsAhead(fail, nothing) as ahead, pytest.raises(WorkerFailed, match="It died"):
        ahead.next()


def test_nothing_is_asked_for_that_nobody_wants():
    steps = Steps(last=9)
    with StepsAhead(steps, nothing) as ahead:
        ahead.next()
    assert steps.begun == 1


def test_leaving_waits_for_the_step_under_way():
    begun, may_end, over = threading.Event(), threading.Event(), []

    def slow() -> None:
        begun.set()
        may_end.wait(5)
        over.append(True)

    with StepsAhead(slow, nothing):
        assert begun.wait(5)
        threading.Timer(0.05, may_end.set).start()
    assert over == [True]
