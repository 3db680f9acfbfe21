"""Calls to one host in a fair order, whatever carries them there."""

import itertools
from collections.abc import Callable
from typing import Protocol, TypeVar, cast

from masklet.workers.computing import waiting
from masklet.workers.interface import Holding, IsCancelled, OnProgress
from masklet.workers.log_lines import about
from masklet.workers.messages import Call
from masklet.workers.turnstile import Turnstile
from masklet.workers.watching import RoleWatch

T = TypeVar("T")


class Link(Protocol):
    """Carries a call to a host. Called by one thread at a time, except `close`. Raises MaskletError."""

    @property
    def watch(self) -> RoleWatch:
        """Who hears of its calls."""
        ...

    def call(self, call: Call, on_progress: OnProgress | None, is_cancelled: IsCancelled | None) -> object:
        """The host's answer, or its error raised."""
        ...

    def holding(self) -> Holding:
        """What the host held when it last answered. For any thread."""
        ...

    def close(self) -> None:
        """Give back what carries the calls; one in flight ends with WorkerFailed."""
        ...


class CallQueue:
    """One call at a time over a link. Thread-safe."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._turnstile = Turnstile()
        self._call_ids = itertools.count(1)

    def ask(
        self,
        method: Callable[..., T],
        *arguments: object,
        on_progress: OnProgress | None = None,
        is_cancelled: IsCancelled | None = None,
        patient_key: str | None = None,
    ) -> T:
        """Run the host's method of the same name. `method` is the interface's, for its name and its result's type.

        A `patient_key` makes the call wait behind those without one (see Turnstile).
        """
        call = Call(
            next(self._call_ids),
            method.__name__,
            arguments,
            reports=on_progress is not None,
            cancellable=is_cancelled is not None,
            about=about(),
        )
        with self._link.watch.call(call) as watched, waiting(), self._turnstile.turn(patient_key, is_cancelled):
            watched.begin()
            return cast(T, self._link.call(call, on_progress, is_cancelled))

    def weigh(self, patient_key: str, weight: float) -> None:
        """See Turnstile."""
        self._turnstile.weigh(patient_key, weight)

    def withdraw(self, patient_key: str) -> None:
        """See Turnstile."""
        self._turnstile.withdraw(patient_key)

    def holding(self) -> Holding:
        """See Link."""
        return self._link.holding()

    def close(self) -> None:
        """Send waiting calls away and close the link; a call in flight ends with WorkerFailed."""
        self._turnstile.close()
        self._link.close()
