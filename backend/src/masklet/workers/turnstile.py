"""Who may talk to a device next: one at a time, people before tracking, tracking fairly by session. Knows no worker."""

import threading
from collections import OrderedDict, deque
from collections.abc import Iterator
from contextlib import contextmanager

from masklet.domain.errors import Cancelled, WorkerFailed
from masklet.workers.interface import IsCancelled

_CANCEL_POLL_S = 0.1


class _Ticket:
    """One waiting thread. `patient_key`: None for a person, a session for a step of its tracking."""

    def __init__(self, patient_key: str | None) -> None:
        self.patient_key = patient_key
        self.called = threading.Event()


class Turnstile:
    """A lock with an order: urgent turns first come first served, then patient ones round-robin by key."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._busy = False
        self._closed = False
        self._urgent: deque[_Ticket] = deque()
        self._patient: OrderedDict[str, deque[_Ticket]] = OrderedDict()

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

    def close(self) -> None:
        """Send everybody who waits away; the turn that is held may end by itself."""
        with self._lock:
            self._closed = True
            waiting = [*self._urgent, *(ticket for tickets in self._patient.values() for ticket in tickets)]
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
                self._patient.setdefault(patient_key, deque()).append(ticket)
            if not self._busy:
                self._call_next()
        return ticket

    def _wait(self, ticket: _Ticket, is_cancelled: IsCancelled | None) -> None:
        while not ticket.called.wait(None if is_cancelled is None else _CANCEL_POLL_S):
            if is_cancelled is not None and is_cancelled():
                raise Cancelled("Cancelled before it began.")
        if self._closed:
            raise _closed()

    def _withdraw(self, ticket: _Ticket) -> None:
        with self._lock:
            if not self._remove(ticket):  # it was its turn already
                self._call_next()

    def _remove(self, ticket: _Ticket) -> bool:
        key = ticket.patient_key
        tickets = self._urgent if key is None else self._patient.get(key, deque())
        if ticket not in tickets:
            return False
        tickets.remove(ticket)
        if key is not None and not tickets:
            del self._patient[key]
        return True

    def _pass_on(self) -> None:
        with self._lock:
            self._call_next()

    def _call_next(self) -> None:
        ticket = self._pop()
        self._busy = ticket is not None
        if ticket is not None:
            ticket.called.set()

    def _pop(self) -> _Ticket | None:
        if self._urgent:
            return self._urgent.popleft()
        if not self._patient:
            return None
        key, tickets = self._patient.popitem(last=False)
        ticket = tickets.popleft()
        if tickets:  # this session's other steps go behind those of the other sessions
            self._patient[key] = tickets
        return ticket


def _closed() -> WorkerFailed:
    return WorkerFailed("The server is shutting down.")
