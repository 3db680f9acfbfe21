"""A file server on this machine that does as it is told: cut off, lie about lengths, ignore ranges, refuse, fall silent."""

import contextlib
import http.server
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class Ways:
    """How the next answers go wrong. `cut_after` is for one answer; `ranges` are those that were asked for, "" for none."""

    content: bytes = bytes(range(256)) * 4000
    cut_after: int | None = None
    announced: int | None = None  # the length that is claimed
    knows_ranges: bool = True
    sends_from: int | None = None  # another piece than was asked for
    status: int | None = None
    is_chunked: bool = False
    content_type: str = "application/octet-stream"
    held: threading.Event = field(default_factory=threading.Event)  # cleared: nothing more is sent after `cut_after`
    ranges: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    address: str = ""


class _Handler(http.server.BaseHTTPRequestHandler):
    ways: Ways
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        ways, asked = self.ways, self.headers.get("Range", "")
        ways.ranges.append(asked)
        ways.paths.append(self.path)
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked and ways.knows_ranges else 0
        if ways.status is not None:
            self._end_with(ways.status)
        elif start >= len(ways.content) and start:
            self._end_with(416, f"bytes */{len(ways.content)}")
        else:
            self._send(start, is_piece=bool(asked) and ways.knows_ranges)

    def _send(self, start: int, is_piece: bool) -> None:
        ways = self.ways
        start = start if ways.sends_from is None else ways.sends_from
        body = ways.content[start:]
        self.send_response(206 if is_piece else 200)
        self.send_header("Content-Type", ways.content_type)
        self.send_header("Connection", "close")
        if is_piece:
            total = ways.announced or len(ways.content)
            self.send_header("Content-Range", f"bytes {start}-{total - 1}/{total}")
        if ways.is_chunked:
            self.send_header("Transfer-Encoding", "chunked")
        else:
            self.send_header("Content-Length", str((ways.announced or len(ways.content)) - start))
        self.end_headers()
        cut, ways.cut_after = ways.cut_after, None
        piece = body[:cut]
        self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece) if ways.is_chunked else piece)
        if ways.is_chunked and cut is None:
            self.wfile.write(b"0\r\n\r\n")
        self.wfile.flush()
        ways.held.wait(20)
        self.close_connection = True

    def _end_with(self, status: int, content_range: str = "") -> None:
        self.send_response(status)
        if content_range:
            self.send_header("Content-Range", content_range)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Quiet."""


class _Server(http.server.ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Clients that leave in the middle are what it is for."""


@contextlib.contextmanager
def wayward_server() -> Iterator[Ways]:
    """A running server's ways, with its address."""
    ways = Ways()
    ways.held.set()
    handler = type("OneHandler", (_Handler,), {"ways": ways})
    with _Server(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=lambda: server.serve_forever(0.02), daemon=True).start()
        ways.address = f"http://127.0.0.1:{server.server_port}"
        try:
            yield ways
        finally:
            ways.held.set()
            server.shutdown()
