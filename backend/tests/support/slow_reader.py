"""A client that asks and then reads as slowly as it likes, over a bare socket with a small buffer. Knows no HTTP library."""

import json
import socket
from contextlib import closing

BUFFER = 4096  # the system doubles it; what is in flight beyond it waits in the server's


def asked(port: int, request: bytes, timeout_s: float = 30.0) -> socket.socket:
    """A connection on which this was sent; nothing is read yet."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
    connection.settimeout(timeout_s)
    connection.connect(("127.0.0.1", port))
    connection.sendall(request)
    return connection


def get(path: str, port: int) -> bytes:
    """A request for a file."""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()


def post(path: str, port: int, body: object, accept: str = "application/json") -> bytes:
    """A request with JSON in it."""
    content = json.dumps(body).encode()
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: {accept}\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(content)}\r\n\r\n".encode() + content


def stream(port: int, query: str, **variables: object) -> bytes:
    """A subscription over SSE."""
    return post("/graphql", port, {"query": query, "variables": variables}, "text/event-stream")


def all_of(connection: socket.socket) -> bytes:
    """What still comes until the server closes its end or breaks off."""
    pieces = []
    with closing(connection):
        try:
            while piece := connection.recv(65536):
                pieces.append(piece)
        except (ConnectionResetError, TimeoutError):
            pass
    return b"".join(pieces)
