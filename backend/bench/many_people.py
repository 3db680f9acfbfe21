"""What each process of bench_many does as a client of its own: track and note when frames come, or click and note how long it takes.

Times are of CLOCK_MONOTONIC, which all processes of a machine share.
"""

import contextlib
import random
import time
from collections.abc import Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from masklet.client import Client

_spawn = get_context("spawn")


def _track(url: str, session_id: str, pipe: Connection) -> None:
    """Sends the time of each frame as it comes, until the pipe is closed or the clip ends."""
    with Client(url) as client:
        session = client.session(session_id)
        with contextlib.suppress(OSError):
            for _ in client.propagate(session):
                pipe.send(time.monotonic())


def _click(url: str, session_id: str, count: int, pipe: Connection) -> None:
    """Sends (frame, seconds) of each click, each the first one on a frame of its own, with pauses by chance."""
    chance = random.Random(3)
    with Client(url) as client:
        session = client.session(session_id)
        for k in range(count):
            frame = 7 * k
            began = time.perf_counter()
            client.add_points(session, frame, 0, [(0.3, 0.5)], [1])
            pipe.send((frame, time.perf_counter() - began))
            time.sleep(chance.uniform(0.1, 0.5))


class Trackers:
    """A process for each session that tracks and follows it."""

    def __init__(self, url: str, session_ids: list[str]) -> None:
        self._pipes: list[Connection] = []
        self._processes: list[BaseProcess] = []
        self._began, self.frames_seen = 0.0, 0
        for session_id in session_ids:
            ours, theirs = _spawn.Pipe(duplex=False)
            process = _spawn.Process(target=_track, args=(url, session_id, theirs), daemon=True)
            process.start()
            theirs.close()
            self._pipes.append(ours)
            self._processes.append(process)

    def wait_for_all(self) -> None:
        """Until each has its first frame."""
        self._began = max(pipe.recv() for pipe in self._pipes)
        self.frames_seen = 0

    def arrivals(self, settle_s: float, window_s: float) -> list[list[float]]:
        """By session the times of the frames that came within the window, which begins when all had frames and settled."""
        time.sleep(max(0.0, self._began + settle_s + window_s - time.monotonic()))
        first = self._began + settle_s
        times = [list(_waiting(pipe)) for pipe in self._pipes]
        self.frames_seen = sum(at >= self._began for many in times for at in many)
        return [[at for at in many if first <= at < first + window_s] for many in times]

    def end(self) -> None:
        """The server is not told: tracking goes on until it is cancelled."""
        for process in self._processes:
            _end(process)


def clicks(url: str, session_id: str, count: int) -> list[float]:
    """Seconds of each click."""
    ours, theirs = _spawn.Pipe(duplex=False)
    process = _spawn.Process(target=_click, args=(url, session_id, count, theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        return [ours.recv()[1] for _ in range(count)]
    finally:
        _end(process)


def _waiting(pipe: Connection) -> Iterator[float]:
    with contextlib.suppress(EOFError):
        while pipe.poll():
            yield pipe.recv()


def _end(process: BaseProcess) -> None:
    process.terminate()
    process.join()
