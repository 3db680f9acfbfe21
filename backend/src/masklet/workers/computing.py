"""Python computes in one thread at a time: requests take turns at it, a few at once, so that a short one is not one of a hundred.

A thread that wants the interpreter looks for it every millisecond or so: with a hundred of them the one that has it hardly runs.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")
AT_ONCE = 2  # one computes while the other is in the database
PATIENCE_S = 0.5  # then a thread computes all the same: what holds the others up may wait for this one


class ComputeLimit:
    """So many requests compute at once, the others wait for their turn. Thread-safe; delays everyone a little and stops nobody."""

    def __init__(self, at_once: int = AT_ONCE, patience_s: float = PATIENCE_S) -> None:
        self._free = threading.Semaphore(at_once)
        self._patience_s = patience_s

    @contextmanager
    def computing(self) -> Iterator[None]:
        """Have a turn for as long as the block lasts, but for what it does within `waiting`. Within another it does nothing."""
        if _THREAD.turn is not None:
            yield
            return
        turn = _THREAD.turn = _Turn(self._free, self._patience_s)
        turn.take()
        try:
            yield
        finally:
            _THREAD.turn = None
            turn.give_back()

    def each(self, made: Iterator[T]) -> Iterator[T]:
        """The same things: each is made in a turn of its own, none is held while it is used."""
        while True:
            with self.computing():
                try:
                    one = next(made)
                except StopIteration:
                    return
            yield one


class _Turn:
    """Of one thread."""

    def __init__(self, free: threading.Semaphore, patience_s: float) -> None:
        self._free, self._patience_s = free, patience_s
        self._is_held = False
        self.waits = False

    def take(self) -> None:
        self._is_held = self._free.acquire(timeout=self._patience_s)

    def give_back(self) -> None:
        if self._is_held:
            self._is_held = False
            self._free.release()


class _Thread(threading.local):
    """Not a context variable: threads of jobs copy those of their request, whose turn is not theirs."""

    turn: _Turn | None = None


_THREAD = _Thread()


@contextmanager
def waiting() -> Iterator[None]:
    """Around what a thread waits for: others compute meanwhile. Does nothing in a thread that has no turn, and within another."""
    turn = _THREAD.turn
    if turn is None or turn.waits:
        yield
        return
    turn.waits = True
    turn.give_back()
    try:
        yield
    finally:
        turn.take()
        turn.waits = False
