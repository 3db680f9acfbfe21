"""How the server starts and ends, under real gunicorn with fake services: quickly, wholly, in plain words."""

import os
import signal
import socket
import sys
import threading
import time

import httpx
import psutil
import pytest
from running import FAKE_SERVER, Running, free_port, running

EVENTS = 'subscription { sessionEvents(sessionId: "s0", after: 5) { cursor } }'
START = 'mutation { startSession(input: {path: "gallery/koi.mp4"}) { sessionId } }'


def served(folder, threads=16):
    return running(FAKE_SERVER, str(folder), data_dir=folder, max_streams=3, threads=threads)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """One for all tests that leave it as it was."""
    with served(tmp_path_factory.mktemp("server")) as program:
        yield program


@pytest.fixture
def roomy(tmp_path):
    """One that may have 16 requests on their way and as many at work."""
    with served(tmp_path, threads=64) as program:
        yield program


@pytest.fixture
def mortal(tmp_path):
    """One for a test that ends it."""
    with served(tmp_path) as program:
        yield program


def post(server, query, **options):
    return httpx.post(server.url + "/graphql", json={"query": query}, timeout=10, **options)


class OpenStream:
    """A subscription that is being read in the background."""

    def __init__(self, server):
        self.client = httpx.Client(timeout=30)
        request = self.client.build_request(
            "POST", server.url + "/graphql", json={"query": EVENTS}, headers={"Accept": "text/event-stream"}
        )
        self.answer = self.client.send(request, stream=True)
        self.pieces = self.answer.iter_raw()
        next(self.pieces)

    def drop(self):
        self.answer.close()
        self.client.close()


def test_ready_is_one_line_with_address_and_engine(server):
    said = [line for line in server.lines if "ready" in line]
    assert said == [f"Masklet Studio is ready at http://localhost:{server.port} (engine: Built-in on CPU)"]
    assert [line for line in server.lines if "sample" in line] == [
        "Making the sample clips of the gallery; this happens once ..."
    ]
    assert httpx.get(server.url + "/healthy").text == "OK"


def test_one_process_serves(server):
    assert len(server.family()) == 2


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signals_end_it_and_its_open_streams(mortal, number):
    assert post(mortal, START).json()["data"]["startSession"]["sessionId"] == "s0"
    streams = [OpenStream(mortal) for _ in range(3)]
    with httpx.Client() as idle:  # a browser keeps its connection
        idle.get(mortal.url + "/healthy")
        took, status = mortal.end(number)
    assert took < 5
    assert status == 0
    assert "closed" in mortal.lines
    assert not any("Traceback" in line for line in mortal.lines)
    for stream in streams:
        stream.drop()


def test_a_terminal_s_ctrl_c_reaches_every_process(mortal):
    post(mortal, START)
    stream = OpenStream(mortal)
    worker = mortal.family()[1]
    os.kill(worker, signal.SIGINT)
    took, status = mortal.end(signal.SIGINT)
    assert (took < 5, status) == (True, 0)
    stream.drop()


def test_nothing_is_left_when_the_parent_is_killed(mortal):
    family = mortal.family()
    os.kill(family[0], signal.SIGKILL)
    deadline = time.monotonic() + 8
    while any(psutil.pid_exists(pid) and psutil.Process(pid).status() != "zombie" for pid in family):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_ordinary_requests_find_a_thread_when_all_streams_are_taken(server):
    post(server, START)
    streams = [OpenStream(server) for _ in range(3)]
    refused = post(server, EVENTS, headers={"Accept": "text/event-stream"})
    assert (refused.status_code, refused.json()["errors"][0]["extensions"]["code"]) == (429, "LIMIT_EXCEEDED")
    began = time.monotonic()
    assert post(server, "{ defaultVideo { path } }").status_code == 200
    assert time.monotonic() - began < 1
    for stream in streams:
        stream.drop()


def test_a_dropped_client_frees_its_thread(server):
    post(server, START)
    for _ in range(3):
        streams = [OpenStream(server) for _ in range(3)]
        for stream in streams:
            stream.drop()
        deadline = time.monotonic() + 3
        while (answer := post_stream_status(server)) == 429:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert answer == 200


def post_stream_status(server):
    request = {"json": {"query": EVENTS}, "headers": {"Accept": "text/event-stream"}}
    with httpx.stream("POST", server.url + "/graphql", timeout=10, **request) as answer:
        return answer.status_code


def test_an_upload_over_the_limit_is_answered_although_the_client_still_sends(server):
    operations = (
        '{"query": "mutation($file: Upload!) { uploadVideo(file: $file) { path } }", "variables": {"file": null}}'
    )
    answer = httpx.post(
        server.url + "/graphql",
        data={"operations": operations, "map": '{"file": ["variables.file"]}'},
        files={"file": ("big.mp4", b"x" * 8_000_000, "video/mp4")},
        timeout=10,
    )
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (413, "LIMIT_EXCEEDED")


def test_a_client_that_leaves_during_its_upload_does_no_harm(server):
    head = (
        "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 50000\r\n\r\n"
        '--b\r\nContent-Disposition: form-data; name="operations"\r\n\r\n'
    )
    for _ in range(3):
        with socket.create_connection(("127.0.0.1", server.port)) as connection:
            connection.sendall(head.encode())
    assert httpx.get(server.url + "/healthy").text == "OK"


def test_media_ranges_over_a_real_connection(server):
    answer = httpx.get(server.url + "/gallery/koi.mp4", headers={"Range": "bytes=10-19"})
    assert (answer.status_code, answer.content) == (206, bytes(range(10, 20)))
    with httpx.Client() as client:  # kept alive: lengths must be right
        for _ in range(3):
            assert len(client.get(server.url + "/gallery/koi.mp4").content) == 2048
            assert client.head(server.url + "/gallery/koi.mp4").headers["content-length"] == "2048"


def test_a_busy_port_is_one_sentence(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        program = Running([sys.executable, FAKE_SERVER, str(tmp_path)], taken.getsockname()[1], data_dir=tmp_path)
        assert program.process.wait(20) == 1
        program._reader.join(5)
        [line] = program.lines
        assert f"Port {program.port} on 127.0.0.1 cannot be opened" in line


def test_a_failure_at_start_is_one_sentence(tmp_path):
    (tmp_path / "full").mkdir()
    program = Running([sys.executable, FAKE_SERVER, str(tmp_path / "full")], free_port(), data_dir=tmp_path)
    try:
        assert program.process.wait(20) != 0
    finally:
        program.kill_family()
    program._reader.join(5)
    assert "The disk is full; make room and try again." in program.lines
    assert not any("Traceback" in line for line in program.lines)


def test_many_requests_at_once(roomy):
    answers = []

    def ask():
        with httpx.Client(timeout=20) as client:
            for _ in range(5):
                answers.append(
                    client.post(roomy.url + "/graphql", json={"query": "{ defaultVideo { path } }"}).status_code
                )

    threads = [threading.Thread(target=ask) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert answers == [200] * 80
