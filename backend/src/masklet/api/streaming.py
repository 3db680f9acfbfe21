"""Long answers: how many may be open, of all clients and of one, and whether a client is still there.

A stream is computed and written by the one request thread that it holds; there are few of those, so streams are counted.
"""

import select
import socket
import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

from masklet.api.errors import TooManyStreams


class StreamSlots:
    """How many streams may be open, of all clients together and of each."""

    def __init__(self, limit: int, per_client: int) -> None:
        self._limit, self._per_client = limit, per_client
        self._guard = threading.Lock()
        self._open: Counter[str] = Counter()

    def take(self, client: str) -> Callable[[], None]:
        """Returns what gives the slot back, once. Raises TooManyStreams."""
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

    def _check(self, client: str) -> None:
        if self._open[client] >= self._per_client:
            raise TooManyStreams(
                f"You have {self._per_client} streams open, which is as many as one client may: close a tab or program.",
                reason="clientStreams",
                limit=self._per_client,
            )
        if self._open.total() >= self._limit:
            raise TooManyStreams(
                "Too many streams are open on this server; close a tab or try again.",
                reason="streams",
                limit=self._limit,
            )


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
