"""Which session's step comes next: the one that had least so far for its weight. Knows keys and time, no threads."""

from collections import OrderedDict, deque
from typing import Generic, TypeVar

T = TypeVar("T")
COMES_BACK_S = 0.02  # a session asks for its next step while the last one is stored: within some milliseconds


class FairOrder(Generic[T]):
    """Tickets by key. With equal weights it is round robin; a key of weight 2 gets two steps where the others get one.

    What a key had is counted from when it came: who waited long elsewhere has no claim. A key that was served and is
    still owed something, as only weights make it, is waited for some milliseconds, or it could never have two in a row.
    """

    def __init__(self) -> None:
        self._waiting: OrderedDict[str, deque[T]] = OrderedDict()
        self._weights: dict[str, float] = {}
        self._had: dict[str, float] = {}  # steps divided by weight
        self._now = 0.0  # what the one served last had before it
        self._last: tuple[str, float] = ("", 0.0)  # who that was and until when it is waited for

    def __len__(self) -> int:
        return sum(map(len, self._waiting.values()))

    def weigh(self, key: str, weight: float) -> None:
        """From now on. 1 is everybody's."""
        self._weights.pop(key, None)
        if weight != 1.0:
            self._weights[key] = weight

    def add(self, key: str, ticket: T) -> None:
        """Behind the tickets of the same key."""
        self._had[key] = max(self._had.get(key, self._now), self._now)
        self._waiting.setdefault(key, deque()).append(ticket)

    def remove(self, key: str, ticket: T) -> bool:
        """Whether it still waited."""
        tickets = self._waiting.get(key, deque())
        if ticket not in tickets:
            return False
        tickets.remove(ticket)
        if not tickets:
            del self._waiting[key]
        return True

    def of(self, key: str) -> list[T]:
        """The tickets of a key."""
        return list(self._waiting.get(key, ()))

    def all(self) -> list[T]:
        """All tickets."""
        return [ticket for tickets in self._waiting.values() for ticket in tickets]

    def wait_s(self, at: float) -> float:
        """Seconds from `at` for which the next turn is better kept for the one served last, who is not back yet."""
        key, until = self._last
        if not self._waiting or key in self._waiting or at >= until:
            return 0.0
        return until - at if self._had.get(key, self._now) < min(map(self._had.__getitem__, self._waiting)) else 0.0

    def pop(self) -> T | None:
        """The next ticket, if there is one."""
        if not self._waiting:
            return None
        key = min(self._waiting, key=self._had.__getitem__)
        ticket = self._waiting[key].popleft()
        self._waiting.move_to_end(key)
        if not self._waiting[key]:
            del self._waiting[key]
        self._now = self._had[key]
        self._had[key] += 1 / self._weights.get(key, 1.0)
        self._had = {one: had for one, had in self._had.items() if had > self._now or one in self._waiting}
        self._last = (key, 0.0)
        return ticket

    def served(self, at: float) -> None:
        """The turn of the last ticket is over: its key may come back for a while."""
        self._last = (self._last[0], at + COMES_BACK_S)
