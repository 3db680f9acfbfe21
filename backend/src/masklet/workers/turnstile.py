"""Who may talk to a device next: one at a time, people before tracking, tracking fairly by session. Knows no worker."""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from masklet.domain.errors import Cancelled, WorkerFailed
from masklet.workers.fair_order import FairOrder
from masklet.workers.interface import IsCancelled

_CANCEL_POLL_S = 0.1


class _Ticket:
    """One waiting thread. `patient_key`: None for a person, a session for a step of its tracking."""

    def __init__(self, patient_key: str | None) -> None:
        self.patient_key = patient_key
        self.called = threading.Event()
        self.is_withdrawn = False


class Turnstile:
    """A lock with an order: urgent turns first come first served, then patient ones fairly by key (see FairOrder)."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._busy = False
        self._closed = False
        self._urgent: deque[_Ticket] = deque()
        self._patient: FairOrder[_Ticket] = FairOrder()

    @contextmanager
    def turn(self, patient_key: str | None = None, is_cancelled: IsCancelled | None = None) -> Iterator[None]:
        """Wait for the turn and hold it. Raises Cancelled while waiting, WorkerFailed when closed."""
        ticket = self._queue(patient_key)
        try:
            self._wait(ticket, is_cancelled)
        except BaseException:
            self._withdraw(ticket)
            raise
        try:
            yield
        finally:
            self._pass_on()

    def weigh(self, key: str, weight: float) -> None:
        """The share of a patient key; 1 is everybody's."""
        with self._lock:
            self._patient.weigh(key, weight)

    def withdraw(self, key: str) -> None:
        """Whoever waits for a turn with this patient key gets Cancelled; a turn that is held is not touched."""
        with self._lock:
            tickets = self._patient.of(key)
            for ticket in tickets:
                self._patient.remove(key, ticket)
                ticket.is_withdrawn = True
        for ticket in tickets:
            ticket.called.set()

    def close(self) -> None:
        """Send everybody who waits away; the turn that is held may end by itself."""
        with self._lock:
            self._closed = True
            waiting = [*self._urgent, *self._patient.all()]
        for ticket in waiting:
            ticket.called.set()

    def _queue(self, patient_key: str | None) -> _Ticket:
        ticket = _Ticket(patient_key)
        with self._lock:
            if self._closed:
                raise _closed()
            if patient_key is None:
                self._urgent.append(ticket)
            else:
                self._patient.add(patient_key, ticket)
            if not self._busy:
                self._call_next()
        return ticket

    def _wait(self, ticket: _Ticket, is_cancelled: IsCancelled | None) -> None:
        while not ticket.called.wait(None if is_cancelled is None else _CANCEL_POLL_S):
            if is_cancelled is not None and is_cancelled():
                raise Cancelled("Cancelled before it began.")
        if self._closed:
            raise _closed()
        if ticket.is_withdrawn:
            raise Cancelled("It is not wanted any more.")

    def _withdraw(self, ticket: _Ticket) -> None:
        with self._lock:
            if not self._remove(ticket) and not ticket.is_withdrawn:  # it was its turn already
                self._call_next()

    def _remove(self, ticket: _Ticket) -> bool:
        if ticket.patient_key is not None:
            return self._patient.remove(ticket.patient_key, ticket)
        if ticket not in self._urgent:
            return False
        self._urgent.remove(ticket)
        return True

    def _pass_on(self) -> None:
        with self._lock:
            self._patient.served(self._clock())
            self._call_next()

    def _call_next(self) -> None:
        """With the lock held, while no turn is."""
        wait_s = 0.0 if self._urgent else self._patient.wait_s(self._clock())
        if wait_s > 0:
            self._busy = False
            late = threading.Timer(wait_s, self._call_if_idle)
            late.daemon = True
            return late.start()
        ticket = self._urgent.popleft() if self._urgent else self._patient.pop()
        self._busy = ticket is not None
        if ticket is not None:
            ticket.called.set()

    def _call_if_idle(self) -> None:
        with self._lock:
            if not self._busy:
                self._call_next()


def _closed() -> WorkerFailed:
    return WorkerFailed("The server is shutting down.")
