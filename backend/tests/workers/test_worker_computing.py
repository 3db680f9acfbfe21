"""Few requests compute at once, and whoever waits lets others compute."""

import itertools
import threading
import time

import pytest

from masklet.service.session_locks import SessionLocks
from masklet.workers.call_queue import CallQueue
from masklet.workers.computing import ComputeLimit, waiting
from masklet.workers.watching import UNWATCHED

LONG_S = 30


class Crowd:
    """How many compute now, and at most did."""

    def __init__(self):
        self.now, self.most, self._guard = 0, 0, threading.Lock()

    def work(self, limit):
        for _ in range(5):
            with limit.computing():
                with self._guard:
                    self.now += 1
                    self.most = max(self.most, self.now)
                time.sleep(0.002)
                with self._guard:
                    self.now -= 1


def in_threads(act, count):
    threads = [threading.Thread(target=act) for _ in range(count)]
    for thread in threads:
        thread.start()
    return threads


def test_no_more_than_so_many_compute():
    crowd, limit = Crowd(), ComputeLimit(at_once=2, patience_s=LONG_S)
    for thread in in_threads(lambda: crowd.work(limit), 12):
        thread.join(LONG_S)
    assert crowd.most == 2


def test_who_does_not_get_a_turn_computes_all_the_same():
    limit = ComputeLimit(at_once=1, patience_s=0.05)
    with limit.computing():
        [other] = in_threads(lambda: Crowd().work(limit), 1)
        other.join(LONG_S)
        assert not other.is_alive()


def test_a_turn_within_a_turn_is_the_same_one():
    limit = ComputeLimit(at_once=1, patience_s=LONG_S)
    with limit.computing(), limit.computing():
        pass
    with limit.computing():
        pass


def test_each_thing_is_made_in_a_turn_and_used_without():
    limit = ComputeLimit(at_once=1, patience_s=LONG_S)
    for _ in itertools.islice(limit.each(itertools.count()), 3):
        with limit.computing():  # would wait for long if the turn of the making were held
            pass
    assert list(limit.each(iter("ab"))) == ["a", "b"]


def test_an_error_gives_the_turn_back():
    limit = ComputeLimit(at_once=1, patience_s=LONG_S)
    with pytest.raises(ZeroDivisionError), limit.computing():
        _ = 1 / 0
    with limit.computing(), pytest.raises(ZeroDivisionError), waiting():
        _ = 1 / 0
    with limit.computing():
        pass


def test_a_wait_within_a_wait_is_one_wait():
    """As an upload waits for its turn and, within that, for a worker: no turn is taken in between, and none is lost."""
    limit = ComputeLimit(at_once=1, patience_s=LONG_S)

    def can_compute():
        [other] = in_threads(lambda: Crowd().work(limit), 1)
        other.join(5)
        return not other.is_alive()

    for _ in range(2):
        with limit.computing(), waiting():
            with waiting():
                pass
            assert can_compute()
    assert can_compute()


class SlowLink:
    """A worker whose answer takes until it is told."""

    watch = UNWATCHED

    def __init__(self):
        self.asked, self.may_answer = threading.Event(), threading.Event()

    def call(self, call, on_progress, is_cancelled):
        self.asked.set()
        assert self.may_answer.wait(LONG_S)

    def close(self):
        """Nothing to give back."""


def held_up_by(wait, begun, go_on):
    """Whether another computes while a request is in `wait`; `begun` is set once it is."""
    limit = ComputeLimit(at_once=1, patience_s=LONG_S)

    def ask():
        with limit.computing():
            wait()

    [asking] = in_threads(ask, 1)
    assert begun.wait(LONG_S)
    [other] = in_threads(lambda: Crowd().work(limit), 1)
    other.join(5)
    computed = not other.is_alive()
    go_on()
    asking.join(LONG_S)
    other.join(LONG_S)
    return not computed


def test_who_waits_for_a_worker_holds_nobody_up():
    link = SlowLink()
    queue = CallQueue(link)
    assert not held_up_by(lambda: queue.ask(SlowLink.close), link.asked, link.may_answer.set)


def test_who_waits_for_a_session_holds_nobody_up():
    locks, begun = SessionLocks(), threading.Event()
    keeper, kept = threading.Event(), threading.Event()

    def keep():
        with locks.hold("one"):
            kept.set()
            assert keeper.wait(LONG_S)

    def wait():
        begun.set()
        with locks.hold("one"):
            pass

    [keeping] = in_threads(keep, 1)
    assert kept.wait(LONG_S)
    assert not held_up_by(wait, begun, keeper.set)
    keeping.join(LONG_S)


def test_who_waits_without_waiting_does_hold_others_up():
    """What the two tests above would see if nothing gave way."""
    begun, go_on = threading.Event(), threading.Event()

    def wait():
        begun.set()
        go_on.wait(LONG_S)

    assert held_up_by(wait, begun, go_on.set)
