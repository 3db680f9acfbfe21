"""Which sessions a device holds and who leaves first. Knows their order, time and memory, not what is held of them."""

import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from masklet.workers.memory import give_back, resident_bytes

Clock = Callable[[], float]


class Guest(Protocol):
    """What is held of a session. `is_tracking`: a pass is under way. `was_of_use`: since it was opened it did what for,
    a step where it is tracking, else any call."""

    @property
    def is_tracking(self) -> bool: ...
    @property
    def was_of_use(self) -> bool: ...
    def close(self) -> None:
        """Give back what it holds."""
        ...


G = TypeVar("G", bound=Guest)


@dataclass(frozen=True, slots=True)
class Bounds:
    """`sessions` that rest stay; `idle_s` seconds after their last touch all leave; above `resident_bytes` (None: no
    ceiling) the longest untouched leave until memory fits, those that are tracking last. Those that were of no use yet
    stay in any case: else sessions that do not fit together would put each other away before their calls come."""

    sessions: int = 8
    idle_s: float = 600.0
    resident_bytes: int | None = None


class Residents(Generic[G]):
    """The guests by session id, longest untouched first. `measure` is the process's resident memory in bytes."""

    def __init__(
        self, bounds: Bounds, clock: Clock = time.monotonic, measure: Callable[[], int] = resident_bytes
    ) -> None:
        self._bounds, self._clock, self._measure = bounds, clock, measure
        self._guests: OrderedDict[str, tuple[G, float]] = OrderedDict()

    def __iter__(self) -> Iterator[str]:
        return iter(self._guests)

    def add(self, session_id: str, guest: G) -> None:
        """Take it in; it was touched now."""
        self._guests[session_id] = (guest, self._clock())

    def touch(self, session_id: str) -> G | None:
        """The guest, which was touched now; None for one that is not here."""
        known = self._guests.pop(session_id, None)
        if known is None:
            return None
        self._guests[session_id] = (known[0], self._clock())
        return known[0]

    def put_away(self, session_id: str) -> None:
        """Close it. Unknown ones are no error."""
        known = self._guests.pop(session_id, None)
        if known is not None:
            known[0].close()

    def put_resting_away(self, but: str) -> bool:
        """All that track nothing leave; whether there were any."""
        resting = [key for key, (it, _) in self._guests.items() if not it.is_tracking and key != but]
        for session_id in resting:
            self.put_away(session_id)
        return bool(resting)

    def make_room(self) -> None:
        """Before one more comes in."""
        while len(self._guests) >= self._bounds.sessions:
            first = next(self._useful(is_tracking=False), None)
            if first is None:  # memory is the bound of those that track
                return
            self.put_away(first)

    def put_idle_away(self) -> None:
        """Those whose time is over. Who is tracked waits for a turn, which may take long."""
        now = self._clock()
        guests = self._guests.items()
        over = [key for key, (it, at) in guests if not it.is_tracking and now - at >= self._bounds.idle_s]
        for session_id in over:
            self.put_away(session_id)
        if over:
            give_back()

    def keep_below_ceiling(self, but: str) -> None:
        """Others leave until the process's memory fits its bound or nobody else may leave."""
        ceiling = self._bounds.resident_bytes
        while ceiling is not None and self._measure() > ceiling:
            leaving = next((key for key in self._leaving() if key != but), None)
            if leaving is None:
                return
            self.put_away(leaving)
            give_back()

    def _useful(self, is_tracking: bool) -> Iterator[str]:
        return (key for key, (it, _) in self._guests.items() if it.was_of_use and it.is_tracking == is_tracking)

    def _leaving(self) -> Iterator[str]:
        yield from self._useful(is_tracking=False)
        yield from self._useful(is_tracking=True)
