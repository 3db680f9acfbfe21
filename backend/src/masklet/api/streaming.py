"""Threads are few: how many streams may be open and how many operations at work, of all clients and of one.

A stream is computed and written by the one request thread that it holds; an operation holds one while it waits for a worker.
"""

import select
import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from masklet.api.errors import TooManyStreams
from masklet.domain.errors import MaskletError, TooOften

AGAIN_S = 1
Refusal = Callable[[bool, int], MaskletError]


class Slots:
    """So many at once, of all clients together and of each. `refusal` makes the error: whether the client's own, and which, limit it met."""

    def __init__(self, limit: int, per_client: int, refusal: Refusal) -> None:
        self._limit, self._per_client, self._refusal = limit, per_client, refusal
        self._guard = threading.Lock()
        self._open: Counter[str] = Counter()

    def take(self, client: str) -> Callable[[], None]:
        """Returns what gives the slot back, once. Raises the refusal."""
        with self._guard:
            self._check(client)
            self._open[client] += 1
        taken = [True]

        def give_back() -> None:
            with self._guard:
                if taken:
                    taken.pop()
                    self._open[client] -= 1
                    self._open += Counter()  # clients without a stream are forgotten

        return give_back

    @contextmanager
    def held(self, client: str) -> Iterator[None]:
        """As `take`, for as long as the block lasts."""
        give_back = self.take(client)
        try:
            yield
        finally:
            give_back()

    def _check(self, client: str) -> None:
        if self._open[client] >= self._per_client:
            raise self._refusal(True, self._per_client)
        if self._open.total() >= self._limit:
            raise self._refusal(False, self._limit)


def stream_slots(limit: int, per_client: int) -> Slots:
    """For streams; more raise TooManyStreams."""

    def refusal(is_clients_own: bool, met: int) -> MaskletError:
        if is_clients_own:
            return TooManyStreams(
                f"You have {met} streams open, which is as many as one client may: close a tab or program.",
                reason="clientStreams",
                limit=met,
            )
        return TooManyStreams(
            "Too many streams are open on this server; close a tab or try again.", reason="streams", limit=met
        )

    return Slots(limit, per_client, refusal)


def request_slots(limit: int, per_client: int) -> Slots:
    """For operations and uploads; more raise TooOften."""

    def refusal(is_clients_own: bool, met: int) -> MaskletError:
        if is_clients_own:
            return TooOften(
                f"At most {met} requests at once; wait for some of their answers.",
                reason="atOnce",
                limit=met,
                retry_after_s=AGAIN_S,
            )
        return TooOften(
            "The server has as many requests at work as it can; try again in a moment.",
            reason="busy",
            limit=met,
            retry_after_s=AGAIN_S,
        )

    return Slots(limit, per_client, refusal)


def has_left(environ: dict[str, Any]) -> bool:
    """Whether the client closed its end: gunicorn hands out the socket, and a closed one reads as empty."""
    connection = environ.get("gunicorn.socket")
    if not isinstance(connection, socket.socket):
        return False
    try:
        poll = select.poll()
        poll.register(connection, select.POLLIN | select.POLLHUP | select.POLLERR)
        if not poll.poll(0):
            return False
        return connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True
