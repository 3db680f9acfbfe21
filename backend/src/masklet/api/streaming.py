"""Long answers: a blocking source runs in a thread of its own, so that the request's thread can watch its client.

A stream holds one request thread; there are few of those, so streams are counted.
"""

import contextvars
import queue
import select
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from masklet.api.errors import TooManyStreams

T = TypeVar("T")
Source = Callable[[Callable[[], bool]], Iterator[T]]
WAITING = 16  # results computed ahead of a slow client


class StreamSlots:
    """How many streams may be open."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._free = threading.Semaphore(limit)

    def take(self) -> Callable[[], None]:
        """Returns what gives the slot back, once. Raises TooManyStreams."""
        if not self._free.acquire(blocking=False):
            raise TooManyStreams(
                "Too many streams are open on this server; close a tab or try again.",
                reason="streams",
                limit=self._limit,
            )
        taken = [True]

        def give_back() -> None:
            if taken:
                taken.pop()
                self._free.release()

        return give_back


@dataclass(frozen=True, slots=True)
class _End:
    error: BaseException | None


class Feed(Generic[T]):
    """Iterates a source in a thread; `next` waits for what it makes. Closing it tells the source at its next item."""

    def __init__(self, source: Source[T]) -> None:
        self._items: queue.Queue[T | _End] = queue.Queue(maxsize=WAITING)
        self._closed = threading.Event()
        context = contextvars.copy_context()
        self._thread = threading.Thread(target=context.run, args=(self._run, source), name="stream", daemon=True)
        self._thread.start()

    def next(self, timeout_s: float) -> T | None:
        """The next item, or None when there is none yet. Raises StopIteration at the end, or the source's error."""
        try:
            item = self._items.get(timeout=timeout_s)
        except queue.Empty:
            return None
        if not isinstance(item, _End):
            return item
        if item.error is not None:
            raise item.error
        raise StopIteration

    def close(self) -> None:
        """Take nothing more."""
        self._closed.set()

    def _run(self, source: Source[T]) -> None:
        error: BaseException | None = None
        try:
            items = source(self._closed.is_set)
            try:
                for item in items:
                    if not self._put(item):
                        break
            finally:
                close = getattr(items, "close", None)
                if close is not None:
                    close()
        except Exception as raised:  # noqa: BLE001 - handed to the request's thread, which maps it
            error = raised
        self._put(_End(error))

    def _put(self, item: T | _End) -> bool:
        while not self._closed.is_set():
            try:
                self._items.put(item, timeout=0.5)
            except queue.Full:
                continue
            return True
        return False


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
