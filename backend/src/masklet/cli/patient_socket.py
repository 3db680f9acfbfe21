"""A connection that waits for its other end only so long, and the ends that are waited for. Knows sockets, no HTTP.

A blocking send to a reader that reads nothing, or a byte a second, would hold its thread for ever; so would a request
that comes a byte a second.
"""

import errno
import os
import select
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import IO, Any

PIECE = 64 * 1024  # of which the reader must take all within its time: about 1 kB a second where that is a minute
LEAST = 1024  # bytes that must come for the same time of waiting
SEND_BUFFER = 256 * 1024  # bytes in the system for each connection, which it would let grow to megabytes
_RESET_AT_ONCE = struct.pack("ii", 1, 0)  # SO_LINGER: what was not taken is thrown away with the connection


class SlowPeers:
    """Those that are waited for now. At most `most`: one more, and the one that was waited for longest is dropped."""

    def __init__(self, most: int, stalled_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.stalled_s, self.clock = stalled_s, clock
        self._most = most
        self._guard = threading.Lock()
        self._waiting: dict[int, PatientSocket] = {}  # by file number, longest waiting first

    @contextmanager
    def waiting(self, connection: "PatientSocket") -> Iterator[None]:
        """For as long as a thread waits for this one's other end."""
        number = connection.fileno()
        with self._guard:
            self._waiting[number] = connection
            if len(self._waiting) > self._most:
                self._waiting.pop(next(iter(self._waiting))).drop()
        try:
            yield
        finally:
            with self._guard:
                self._waiting.pop(number, None)


class PatientSocket(socket.socket):
    """Sends in pieces; a reader that does not take a piece in time is reset: OSError, as if it had gone. So is a sender."""

    def __init__(self, connection: socket.socket, peers: SlowPeers) -> None:
        """Takes the connection over."""
        super().__init__(connection.family, connection.type, connection.proto, fileno=connection.detach())
        self.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        self._peers = peers
        self._waited_s, self._came = 0.0, 0  # for bytes that came since the last LEAST

    def recv(self, size: int, flags: int = 0) -> bytes:
        """See socket."""
        if flags & socket.MSG_DONTWAIT or not self.getblocking():
            return super().recv(size, flags)
        try:
            piece = super().recv(size, flags | socket.MSG_DONTWAIT)
        except BlockingIOError:
            self._await_bytes()
            piece = super().recv(size, flags)
        self._came += len(piece)
        if self._came >= LEAST:
            self._waited_s, self._came = 0.0, 0
        return piece

    def sendall(self, data: Any, flags: int = 0) -> None:  # noqa: ANN401 - whatever has bytes
        """See socket."""
        with memoryview(data) as view, view.cast("B") as octets:
            self._send_pieces(len(octets), lambda at, end: self.send(octets[at:end], flags | socket.MSG_DONTWAIT))

    def sendfile(self, file: IO[bytes], offset: int = 0, count: int | None = None) -> int:  # type: ignore[override]
        """See socket; `file` is one of the system's."""
        number = file.fileno()
        size = os.fstat(number).st_size - offset if count is None else count
        blocking = self.getblocking()
        self.setblocking(False)  # sendfile has no flag for it
        try:
            return self._send_pieces(size, lambda at, end: os.sendfile(self.fileno(), number, offset + at, end - at))
        finally:
            with suppress(OSError):
                self.setblocking(blocking)

    def drop(self) -> None:
        """Reset the connection: whoever waits for its reader gets an error."""
        with suppress(OSError):
            self.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_AT_ONCE)
            self.shutdown(socket.SHUT_RDWR)

    def _send_pieces(self, size: int, send: Callable[[int, int], int]) -> int:
        at, end, until = 0, 0, 0.0
        while at < size:
            if at == end:
                end, until = min(size, at + PIECE), self._peers.clock() + self._peers.stalled_s
            try:
                sent = send(at, end)
            except (BlockingIOError, InterruptedError):
                self._wait_until(until)
                continue
            if sent == 0:  # the file is shorter than it was
                break
            at += sent
        return at

    def _wait_until(self, until: float) -> None:
        self._wait(select.POLLOUT, until - self._peers.clock())

    def _await_bytes(self) -> None:
        """Only waiting counts: a client that asks little, and quickly, may be there for ever."""
        began = self._peers.clock()
        self._wait(select.POLLIN, self._peers.stalled_s - self._waited_s)
        self._waited_s += self._peers.clock() - began

    def _wait(self, event: int, most_s: float) -> None:
        with self._peers.waiting(self):
            if most_s > 0 and _is_ready(self, event, most_s):
                return
        self.drop()
        raise ConnectionResetError(errno.ECONNRESET, "the other end was waited for too long")


def _is_ready(connection: socket.socket, event: int, within_s: float) -> bool:
    poll = select.poll()
    poll.register(connection, event)
    return bool(poll.poll(within_s * 1000))
