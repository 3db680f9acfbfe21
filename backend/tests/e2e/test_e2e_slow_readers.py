"""Readers that stop reading, or read a byte a second: others are served, memory stays, and they are dropped in the end."""

import contextlib
import json
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest
from product import CLIP, copy_data, marbles_at, product
from slow_reader import all_of, asked, get, post, stream
from stored_session import store_session
from studio import EVENTS, FOLLOW_TRACK, MASKS, Studio

from masklet.store.database import Database

pytestmark = pytest.mark.alone

OBJECTS = 40
STALLED_S = 4
BIG_EVENTS = f"""subscription($s: String!) {{ sessionEvents(sessionId: $s, after: 0) {{ __typename cursor
  ... on FrameMasksChanged {{ frame {{ {MASKS} }} }} }} }}"""
PAGE = f"query($s: String!) {{ masklets(sessionId: $s, startFrame: 0, endFrame: 499) {{ {MASKS} }} }}"


@pytest.fixture(scope="module")
def served(template, tmp_path_factory):
    """A server with a session whose answers are larger than what the system keeps for a reader, and an export of it."""
    folder = tmp_path_factory.mktemp("slow")
    settings = {"stalled_reader_s": STALLED_S, "threads": 48, "max_streams": 24, "streams_per_client": 24}
    data = copy_data(template, folder / "data")
    large = max(data.rglob("video.mp4"), key=lambda file: "pond" in str(file.parent))
    large.write_bytes(large.read_bytes() + bytes(3_000_000))  # a file is sent as it is
    with product(data, **settings) as running:
        database = Database(data / "masklet.sqlite")
        session = store_session(database, CLIP, OBJECTS, False)
        path = key_of(large, database)
        database.close()
        yield running, session, path
        assert running.tracebacks() == []


def key_of(file, database):
    """By which the clip is asked for."""
    with database.read() as tx:
        return next(video.path for video in tx.videos.all() if tx.videos.id_of(video.path) == file.parent.name)


def answers(running, session, path):
    """A request for each kind of long answer."""
    return {
        "events": stream(running.port, BIG_EVENTS, s=session),
        "page": post("/graphql", running.port, {"query": PAGE, "variables": {"s": session}}),
        "clip": get(f"/{path}", running.port),
    }


def whole_of(running, request):
    """How long the answer is."""
    connection = asked(running.port, request.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1))
    return len(all_of(connection))


def threads_of(running):
    return running.server().num_threads()


def test_who_reads_nothing_is_dropped_and_holds_back_nobody(served, figure):
    running, *_ = served
    wanted = answers(*served)
    before, memory = threads_of(running), running.server().memory_info().rss
    stalled = [asked(running.port, request) for request in wanted.values() for _ in range(4)]
    time.sleep(1)
    with contextlib.closing(running.studio()) as studio:
        took = [timed(lambda: studio.http.get("/healthy")) for _ in range(20)]
        assert studio.session(served[1])["cursor"] > 0
    grown = running.server().memory_info().rss - memory
    time.sleep(STALLED_S + 1)
    names = [name for name in wanted for _ in range(4)]
    cut = {name: len(all_of(connection)) for name, connection in zip(names, stalled, strict=True)}
    figure(
        f"12 readers that read nothing: /healthy at most {1000 * max(took):.0f} ms, {grown / 1e6:.0f} MB more, cut {cut}"
    )
    assert sorted(took)[-2] < 0.5
    assert grown < 60_000_000
    whole = {name: whole_of(running, wanted[name]) for name in ("clip",)}
    assert all(cut[name] < whole[name] for name in whole)
    assert threads_of(running) <= before + 24


def test_requests_that_do_not_come_hold_no_more_than_their_share_of_the_threads(served, figure):
    running, *_ = served
    half = b"POST /graphql HTTP/1.1\r\nHost: 127"
    begun = [asked(running.port, half) for _ in range(100)]  # twice the threads that there are
    time.sleep(1)
    with contextlib.closing(running.studio()) as studio:
        took = [timed(lambda: studio.http.get("/healthy")) for _ in range(20)]
        assert studio.session(served[1])["cursor"] > 0
    figure(f"100 requests that do not come, 48 threads: /healthy at most {1000 * max(took):.0f} ms")
    assert sorted(took)[-2] < 0.5
    time.sleep(STALLED_S + 1)
    assert all(all_of(connection) == b"" for connection in begun)


def test_a_byte_a_second_is_too_slow(served):
    running, *_ = served
    request = answers(*served)["clip"]
    connection = asked(running.port, request)
    began = time.monotonic()
    with contextlib.suppress(ConnectionResetError):
        while connection.recv(1):
            assert time.monotonic() - began < STALLED_S * 5, "it still gets bytes"
            time.sleep(0.5)
            if is_cut(connection):
                break
    connection.close()
    assert STALLED_S * 0.5 < time.monotonic() - began < STALLED_S * 5


def test_a_dropped_reader_goes_on_from_its_cursor(served):
    running, session, *_ = served
    lost = asked(running.port, stream(running.port, BIG_EVENTS, s=session))
    time.sleep(STALLED_S + 2)
    all_of(lost)
    with contextlib.closing(running.studio()) as studio:
        whole = studio.session(session)["cursor"]
        told = studio.events(EVENTS, s=session, after=whole - 5)
        cursors = [next(told)["data"]["sessionEvents"]["cursor"] for _ in range(1)]
        told.close()
    assert cursors[0] > whole - 5


def is_cut(connection):
    """Whether the server has reset it, without reading what waits."""
    return connection.getsockopt(1, 4) != 0  # SOL_SOCKET, SO_ERROR


def timed(act):
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def test_tracking_streams_that_are_not_read_do_not_hold_tracking_back(served):
    running, *_ = served
    with contextlib.closing(Studio(running.url, timeout=280)) as studio:
        sessions = [studio.start(CLIP) for _ in range(2)]
        for session in sessions:
            studio.click(session, 0, 0, *marbles_at(0)[1])
        wanted = {"i": {"sessionId": sessions[0], "startFrameIndex": 0, "direction": "FORWARD"}}
        body = {"session_id": sessions[1], "start_frame_index": 0}
        requests = (stream(running.port, FOLLOW_TRACK, **wanted), post("/propagate_in_video", running.port, body))
        unread = [asked(running.port, request) for request in requests]
        for session in sessions:
            deadline = time.monotonic() + 240
            while (studio.session(session)["propagation"] or {}).get("state") != "DONE":
                assert time.monotonic() < deadline
                time.sleep(0.2)
        for connection in unread:
            assert b"200 OK" in connection.recv(15)
            connection.close()


IDLE, ACTIVE, ASKED = 200, 32, 100


def health_times(url, count):
    """Seconds that /healthy took, sorted, as a client with nothing else to do sees it."""
    program = [sys.executable, str(Path(__file__).parents[1] / "support" / "health_times.py"), url, str(count)]
    told = subprocess.run(program, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    return sorted(json.loads(told.stdout))


def share_stolen(since):
    """Of the time since, what a machine beside this one took of its processors."""
    passed = [after - before for before, after in zip(since, psutil.cpu_times(), strict=True)]
    return passed[since._fields.index("steal")] / sum(passed)


@pytest.mark.timeout(400)
@pytest.mark.parametrize("followed", ["others", "the same"])
def test_two_hundred_streams_beside_thirty_two_who_work(data_dir, figure, followed):
    """Streams of other sessions, where nothing happens; or of those that are worked on, so that each is told everything."""
    with product(data_dir, streams_per_client=IDLE + ACTIVE) as running, contextlib.closing(running.studio()) as studio:
        sessions = [studio.start("gallery/marbles.mp4") for _ in range(8)]
        quiet = sessions if followed == "the same" else [studio.start("gallery/marbles.mp4") for _ in range(8)]
        before = running.server().memory_info().rss
        idle = [asked(running.port, stream(running.port, EVENTS, s=quiet[k % 8], after=10**6)) for k in range(IDLE)]
        for connection in idle:
            assert b"200 OK" in connection.recv(15)
        memory, threads = running.server().memory_info().rss - before, threads_of(running)
        wrong, over = [], threading.Event()

        def work(k):
            with contextlib.closing(
                Studio(running.url, timeout=280)
            ) as mine:  # how long a click takes is not asked here
                while not over.wait(1):
                    try:
                        mine.click(sessions[k % 8], k, k % 4, 0.3 + 0.01 * k, 0.5)
                        mine.masklets(sessions[k % 8], 50)
                        mine.session(sessions[k % 8])
                    except Exception as error:  # noqa: BLE001 - told at the end
                        wrong.append(repr(error))

        workers = [threading.Thread(target=work, args=(k,)) for k in range(ACTIVE)]
        for worker in workers:
            worker.start()
        times = psutil.cpu_times()
        health = health_times(running.url, ASKED)
        stolen = share_stolen(times)
        over.set()
        for worker in workers:
            worker.join()
        for connection in idle:
            connection.close()
        assert wrong == []
        figure(
            f"{IDLE} streams of {followed}: {memory / IDLE / 1000:.0f} kB each, {threads} threads; with {ACTIVE} clients at work "
            f"/healthy: median {1000 * health[ASKED // 2]:.0f} ms, 95% {1000 * health[ASKED * 95 // 100]:.0f} ms, longest {1000 * health[-1]:.0f} ms; "
            f"{100 * stolen:.1f} % of the machine's time went to others"
        )
        assert threads <= IDLE + 60
        assert (
            health[ASKED * 95 // 100] < 0.2
        )  # the longest too on a machine that nobody takes time from: told, not asked
        assert running.tracebacks() == []
