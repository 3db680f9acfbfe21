"""The server's figures for docs/benchmarks.md: opening, clicking, tracking, memory. Run by `make bench`; prints one line a figure."""

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from live_server import LiveServer, disc_clip, live_server
from numpy.typing import NDArray

from masklet.domain.masklet import ObjectMask, Rle
from masklet.domain.prompt import Point, Prompt
from masklet.domain.session import Direction
from masklet.domain.tracking import Pass, PromptedFrame
from masklet.engine import registry
from masklet.video.reader import VideoReader

MIB = 1024**2
CLOSE = "mutation ($i: CloseSessionInput!) { closeSession(input: $i) { success } }"


def timed_ms(call: object, *arguments: object) -> float:
    """Wall milliseconds of one call."""
    start = time.perf_counter()
    call(*arguments)  # type: ignore[operator]
    return 1000 * (time.perf_counter() - start)


def opening(server: LiveServer, folder: Path) -> Iterator[str]:
    """Opening a session must cost the same for a short and a long clip."""
    for seconds in (10, 300):
        video = server.upload_file(disc_clip(folder / f"{seconds}.mp4", seconds * 24, 320, 180))
        opened = statistics.median(timed_ms(server.start, video["path"]) for _ in range(5))
        session = server.start(video["path"])
        click = timed_ms(server.click, session, 0, 0, 0.3, 0.5)
        yield f"open a session, {seconds} s clip (320x180): {opened:.1f} ms median of 5; its first click {click:.0f} ms"


def clicking(server: LiveServer, path: str) -> Iterator[str]:
    """A click to its mask over HTTP: each in a session of its own, then corrections in one session."""
    firsts = [timed_ms(server.click, server.start(path), 5 * k, 0, 0.3, 0.5) for k in range(5)]
    session = server.start(path)
    server.click(session, 0, 0, 0.3, 0.5)
    nexts = [timed_ms(server.click, session, 0, 0, 0.3 + 0.005 * k, 0.5) for k in range(1, 6)]
    yield f"first click to mask, 720p: {statistics.median(firsts):.0f} ms median of 5 (max {max(firsts):.0f})"
    yield f"next click to mask, 720p: {statistics.median(nexts):.0f} ms median of 5 (max {max(nexts):.0f})"


def engine_alone(file: Path, frames: int, counts: dict[str, object]) -> float:
    """Milliseconds a frame of the engine itself: same clip and seed, in this process, frames decoded beforehand."""
    reader = VideoReader(file, frames, 1280, 720)
    decoded = [reader.read(k).copy() for k in range(frames)]
    reader.close()

    class Held:
        """Frames that cost nothing to read."""

        frame_count, width, height = frames, 1280, 720

        def read(self, frame_index: int) -> NDArray[np.uint8]:
            return decoded[frame_index]

    engine = registry.engines()[0]
    tracker = engine.open(Held())
    height, width = counts["size"]  # type: ignore[misc]
    mask = ObjectMask(Rle(height, width, str(counts["counts"])), 1.0)
    click = Prompt((Point(0.3 * 1280, 0.5 * 720, 1),))
    tracker.restore([PromptedFrame(0, 0, click, mask)])
    run = Pass(0, frames - 1, Direction.FORWARD, (0,))
    start = time.perf_counter()
    for _ in tracker.propagate(run):
        pass
    return 1000 * (time.perf_counter() - start) / frames


def tracking(server: LiveServer, path: str, file: Path, frames: int) -> Iterator[str]:
    """Frames per second of a job in the server, and how much of a frame's time is spent outside the engine."""
    session = server.start(path)
    mask = server.click(session, 0, 0, 0.3, 0.5)[0]["rleMask"]
    start = time.perf_counter()
    job = server.wait(server.track(session), 600, 0.05)
    per_frame = 1000 * (time.perf_counter() - start) / frames
    assert job["state"] == "DONE", job
    alone = engine_alone(file, frames, mask)
    outside = 100 * max(0.0, 1 - alone / per_frame)
    yield f"tracking, 720p, 1 object: {1000 / per_frame:.1f} frames/s ({per_frame:.1f} ms a frame)"
    yield f"of which the engine alone: {alone:.1f} ms; outside the engine: {outside:.1f} % of the frame time"


def memory(server: LiveServer, folder: Path) -> Iterator[str]:
    """Resident memory of API and engine worker while tracking a short and a long clip of the same size."""
    for frames in (300, 3000):
        video = server.upload_file(disc_clip(folder / f"memory{frames}.mp4", frames, 640, 360))
        session = server.start(video["path"])
        server.click(session, 0, 0, 0.3, 0.5)
        samples = []
        for job in server.watch(server.track(session), 600, 0.5):
            resident = server.resident_bytes()
            samples.append((job["done"], resident["api"] / MIB, resident["engine"] / MIB))
        peak_api, peak_engine = (max(sample[k] for sample in samples) for k in (1, 2))
        full = next(
            sample for sample in samples if sample[0] >= 250
        )  # the reader's cache of 64 MiB is full from here on
        yield (
            f"memory tracking {frames} frames (640x360): API peak {peak_api:.0f} MiB, engine worker peak "
            f"{peak_engine:.0f} MiB; from frame {full[0]} to the end API {samples[-1][1] - full[1]:+.1f} MiB, "
            f"engine worker {samples[-1][2] - full[2]:+.1f} MiB"
        )
        server.data(CLOSE, i={"sessionId": session})


def main() -> None:
    """Run the chosen cases against one server."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="opening,clicking,tracking,memory")
    cases = parser.parse_args().only.split(",")
    with tempfile.TemporaryDirectory() as temporary, live_server() as server:
        folder = Path(temporary)
        if "opening" in cases:
            print(*opening(server, folder), sep="\n", flush=True)
        if "clicking" in cases or "tracking" in cases:
            frames = 120
            file = disc_clip(folder / "hd.mp4", frames, 1280, 720)
            path = server.upload_file(file)["path"]
            if "clicking" in cases:
                print(*clicking(server, path), sep="\n", flush=True)
            if "tracking" in cases:
                print(*tracking(server, path, file, frames), sep="\n", flush=True)
        if "memory" in cases:
            for line in memory(server, folder):
                print(line, flush=True)


if __name__ == "__main__":
    main()
