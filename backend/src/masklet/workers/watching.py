"""What the service's side of the pipe tells of its calls and children while they work. Knows nobody who listens."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from masklet.workers.messages import Call


class WatchedCall(Protocol):
    """One call, from being asked to its answer."""

    def begin(self) -> None:
        """Its turn came: from now on the worker works for it."""
        ...


class RoleWatch(Protocol):
    """Hears of the calls and children of one role. Called by any thread; raises nothing of its own."""

    def call(self, call: Call) -> AbstractContextManager[WatchedCall]:
        """Entered when it is asked, left with its answer or its error."""
        ...

    def started(self, pid: int) -> None:
        """A child runs."""
        ...

    def ended(self, pid: int, has_died: bool) -> None:
        """It is gone; `has_died`: nobody wanted that."""
        ...


class WorkersWatch(Protocol):
    """Hears of all workers."""

    def of(self, role: str) -> RoleWatch:
        """Who hears of the role of this name."""
        ...


class Unwatched:
    """Nobody listens. Implements WorkersWatch, RoleWatch and WatchedCall."""

    def of(self, role: str) -> RoleWatch:
        """See WorkersWatch."""
        return self

    @contextmanager
    def call(self, call: Call) -> Iterator[WatchedCall]:
        """See RoleWatch."""
        yield self

    def begin(self) -> None:
        """See WatchedCall."""

    def started(self, pid: int) -> None:
        """See RoleWatch."""

    def ended(self, pid: int, has_died: bool) -> None:
        """See RoleWatch."""


UNWATCHED = Unwatched()
