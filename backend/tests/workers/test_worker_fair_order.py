"""Shares of steps: equal, weighted, for who comes later; and that an unfair order is caught. Time is a fake clock's."""

from collections import Counter, OrderedDict, deque
from itertools import pairwise

import pytest

from masklet.workers.fair_order import COMES_BACK_S, FairOrder
from masklet.workers.turnstile import Turnstile


class Device:
    """Sessions that ask again `late_s` after each step of `step_s`, as jobs do; `served` are (time, key) of all steps."""

    def __init__(self, order: FairOrder[str], keys: str, step_s: float = 0.05, late_s: float = 0.005) -> None:
        self.order, self.step_s, self.late_s, self.now = order, step_s, late_s, 0.0
        self.served: list[tuple[float, str]] = []
        self.coming: list[tuple[float, str]] = [(0.0, key) for key in keys]

    def run(self, until: float) -> Counter[str]:
        while self.now < until:
            self._let_in()
            kept_s = self.order.wait_s(self.now)
            key = None if kept_s > 0 else self.order.pop()
            if key is None:
                self.now += min(kept_s, 0.001) if kept_s else 0.001
                continue
            self.served.append((self.now, key))
            self.now += self.step_s
            self.order.served(self.now)
            self.coming.append((self.now + self.late_s, key))
        return Counter(key for _, key in self.served)

    def _let_in(self) -> None:
        for at, key in [each for each in self.coming if each[0] <= self.now]:
            self.order.add(key, key)
            self.coming.remove((at, key))

    def longest_wait(self, key: str) -> float:
        """In steps, from one of its steps to the next."""
        times = [at for at, one in self.served if one == key]
        return max(later - sooner for sooner, later in pairwise([0.0, *times, self.now])) / self.step_s


class FirstComeFirstServed(FairOrder[str]):
    """Unfair: a session that asks for many steps at once gets them all."""

    def __init__(self) -> None:
        super().__init__()
        self.line: deque[str] = deque()

    def add(self, key: str, ticket: str) -> None:
        self.line.append(ticket)

    def pop(self) -> str | None:
        return self.line.popleft() if self.line else None


class Greedy(FairOrder[str]):
    """Unfair: the last one served goes first."""

    def pop(self) -> str | None:
        self._had = OrderedDict((key, 0.0 if key == self._last[0] else had + 1) for key, had in self._had.items())
        return super().pop()

    def wait_s(self, at: float) -> float:
        key, until = self._last
        return 0.0 if key in self._waiting or at >= until else until - at


def fair(device: Device, keys: str) -> bool:
    counts = device.run(20)
    waits = [device.longest_wait(key) for key in keys if counts[key] > 1]
    return min(counts[key] for key in keys) > 0 and len(waits) == len(keys) and max(waits) <= 2 * len(keys)


def test_equal_sessions_get_equal_steps_and_none_waits_twice_its_share() -> None:
    device = Device(FairOrder(), "abcdefgh")
    assert fair(device, "abcdefgh")
    counts = device.run(20)
    assert max(counts.values()) - min(counts.values()) <= 1
    assert max(map(device.longest_wait, "abcdefgh")) <= 9


@pytest.mark.parametrize("order", [Greedy])
def test_a_planted_unfairness_is_caught(order: type[FairOrder[str]]) -> None:
    assert not fair(Device(order(), "abcdefgh"), "abcdefgh")


def test_one_who_asks_for_many_at_once_is_caught_where_they_are_served_in_line() -> None:
    for order, caught in ((FairOrder(), False), (FirstComeFirstServed(), True)):
        device = Device(order, "ab")
        for _ in range(50):
            order.add("greedy", "greedy")
        device.run(2)
        assert (device.longest_wait("a") > 4) is caught


@pytest.mark.parametrize("others", ["b", "bcdefgh"])
def test_weights_are_shares(others: str) -> None:
    order: FairOrder[str] = FairOrder()
    order.weigh("a", 3)
    order.weigh("b", 0.5)
    counts = Device(order, "a" + others).run(60)
    assert counts["a"] / counts["b"] == pytest.approx(6, rel=0.1)
    if "c" in others:
        assert counts["c"] / counts["b"] == pytest.approx(2, rel=0.1)


def test_equal_weights_never_keep_the_device_waiting() -> None:
    order: FairOrder[str] = FairOrder()
    device = Device(order, "ab")
    device.run(5)
    assert len(device.served) >= 5 / device.step_s - 2


def test_a_session_that_comes_later_has_no_claim_for_the_past() -> None:
    order: FairOrder[str] = FairOrder()
    device = Device(order, "ab")
    device.run(10)
    device.coming.append((device.now, "c"))
    before = Counter(key for _, key in device.served)
    counts = device.run(13)
    assert counts["c"] - before["c"] == pytest.approx(counts["a"] - before["a"], abs=2)


def test_who_is_owed_and_does_not_come_back_is_waited_for_briefly() -> None:
    order: FairOrder[str] = FairOrder()
    order.weigh("a", 4)
    order.add("a", "a")
    assert order.pop() == "a"
    order.add("b", "b")
    order.pop()
    order.add("a", "a")
    assert order.pop() == "a"
    order.add("b", "b")
    order.served(1.0)
    assert order.wait_s(1.0) == pytest.approx(COMES_BACK_S)
    assert order.wait_s(1.0 + COMES_BACK_S) == 0
    assert order.pop() == "b"


def test_a_turnstile_keeps_the_turn_for_who_is_owed_no_longer_than_that() -> None:
    turnstile = Turnstile()
    turnstile.weigh("a", 5)
    for key in "ababb":  # a is owed and gone
        with turnstile.turn(key):
            pass
    with turnstile.turn():
        pass
