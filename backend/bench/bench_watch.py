"""What counting and tracing cost: clicks, tracking and the start of a server with nothing, with metrics, with metrics and traces.

    ../.venv/bin/python bench/bench_watch.py --rounds 5

The three servers run beside each other, are asked in turn, and never work at once; prints one line a figure.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from live_server import LiveServer, Product, disc_clip, make_data, product
from otlp_receiver import receiver

FRAMES = 240
WAYS: dict[str, dict[str, object]] = {
    "nothing": {"metrics": False},
    "metrics": {"metrics": True},
    "metrics and traces": {"metrics": True, "log_format": "json"},
}


def clicks_ms(server: LiveServer, path: str, how_many: int) -> list[float]:
    """First clicks of new sessions, from the request to its masks."""
    found = []
    for frame in range(how_many):
        session = server.start(path)
        began = time.perf_counter()
        server.click(session, frame, 0, 0.3, 0.5)
        found.append(1000 * (time.perf_counter() - began))
    return found


def cpu_s(server: LiveServer) -> float:
    """Processor seconds of the process that serves, so far: they hold on a busy machine too."""
    times = server.running.server().cpu_times()
    return float(times.user + times.system)


def frames_per_s(server: LiveServer, path: str) -> float:
    """Of one tracking from the job's start to its end."""
    session = server.start(path)
    server.click(session, 0, 0, 0.3, 0.5)
    began = time.perf_counter()
    assert server.wait(server.track(session), 300)["state"] == "DONE"
    return FRAMES / (time.perf_counter() - began)


def figures(rounds: int, folder: Path) -> Iterator[str]:
    """One line for each way."""
    clip = disc_clip(folder / "clip.mp4", FRAMES, 640, 360)
    with ExitStack() as stack:
        received = stack.enter_context(receiver())
        WAYS["metrics and traces"]["traces_endpoint"] = received.url
        servers, starts = {}, {}
        for way, settings in WAYS.items():
            running = stack.enter_context(product(make_data(folder / way), **settings))
            starts[way] = min(start_s(folder / way, settings) for _ in range(3))
            servers[way] = LiveServer(running)
        paths = {way: server.upload_file(clip)["path"] for way, server in servers.items()}
        clicks: dict[str, list[float]] = {way: [] for way in WAYS}
        rates: dict[str, list[float]] = {way: [] for way in WAYS}
        costs: dict[str, list[float]] = {way: [] for way in WAYS}
        for _ in range(rounds):
            for way, server in servers.items():
                clicks[way] += clicks_ms(server, paths[way], 8)
                before = cpu_s(server)
                rates[way].append(frames_per_s(server, paths[way]))
                costs[way].append(1000 * (cpu_s(server) - before) / FRAMES)
        for way in WAYS:
            yield (
                f"{way}: first click {statistics.median(clicks[way]):.1f} ms (median of {len(clicks[way])}), "
                f"tracking {statistics.median(rates[way]):.1f} frames/s (median of {rounds}, best {max(rates[way]):.1f}), "
                f"CPU of the API a tracked frame {statistics.median(costs[way]):.2f} ms, start {starts[way]:.2f} s (best of 3)"
            )
        yield f"spans received: {len(received.spans)}"
        began = time.perf_counter()
        for _ in range(20):
            size = len(servers["metrics"].http.get("/metrics").content)
        yield f"a scrape: {50 * (time.perf_counter() - began):.1f} ms, {size} bytes"


def start_s(data: Path, settings: dict[str, object]) -> float:
    """Seconds from the start of the program to its first answer, on a data folder that is there."""
    folder = data.with_name(f"{data.name} start")
    if not folder.is_dir():
        make_data(folder)
    running = Product(folder, **settings)
    try:
        return running.wait_ready()
    finally:
        running.kill_family()


def main() -> None:
    """See the head of this file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        for line in figures(rounds, Path(folder)):
            print(line, flush=True)


if __name__ == "__main__":
    main()
