"""What the API itself costs, without service or engine: addPoints requests, and frames a second of a stream with ten objects.

    cd backend && ../.venv/bin/python bench/bench_api.py

Real gunicorn over the fake services of the tests; masks of 600 characters, as objects of a 720p clip have.
"""

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

TESTS = Path(__file__).parents[1] / "tests"
OBJECTS, FRAMES, CLICKS = 10, 1000, 300
sys.path[:0] = [str(TESTS / "api"), str(TESTS / "cli")]

POINTS = """mutation($i: AddPointsInput!) { addPoints(input: $i)
  { frameIndex rleMaskList { objectId objectScore rleMask { counts size order } } } }"""
TRACK = """subscription($i: PropagateInVideoInput!) { propagateInVideo(input: $i)
  { frameIndex rleMaskList { objectId objectScore rleMask { counts size order } } } }"""
START = 'mutation { startSession(input: {path: "gallery/koi.mp4"}) { sessionId } }'


def serve() -> None:
    """The child: fake services that answer at once, with ten objects on many frames."""
    import fake_services

    from masklet.cli.hosting import host_or_exit
    from masklet.cli.reading import settings_or_exit
    from masklet.domain.masklet import ObjectMask, Rle

    fake_services.MASK = ObjectMask(Rle(720, 1280, "0123456789" * 60), 0.5)

    def make(_settings: object, _watch: object) -> Any:  # noqa: ANN401 - a fake that satisfies the protocol
        services = fake_services.FakeServices(Path(tempfile.mkdtemp()))
        services.propagations.objects = list(range(OBJECTS))
        services.propagations.frames = [*range(FRAMES)]
        return services

    host_or_exit(settings_or_exit(), make, lambda settings, services: print("is ready at", settings.port, flush=True))


def lines(url: str, query: str, variables: dict[str, object]) -> Iterator[str]:
    """The data lines of a Server-Sent Events stream."""
    request: dict[str, Any] = {
        "json": {"query": query, "variables": variables},
        "headers": {"Accept": "text/event-stream"},
    }
    with httpx.stream("POST", url, timeout=60, **request) as answer:
        for line in answer.iter_lines():
            if line.startswith("data: "):
                yield line


def measure(url: str) -> None:
    """Ask and print."""
    with httpx.Client(timeout=30) as client:
        client.post(url + "/graphql", json={"query": START})
        click = {"sessionId": "s0", "frameIndex": 0, "objectId": 1, "labels": [1], "points": [[0.5, 0.5]]}
        body = json.dumps({"query": POINTS, "variables": {"i": {**click, "clearOldPoints": True}}})
        headers = {"Content-Type": "application/json"}
        times, bare = [], []
        for _ in range(CLICKS):
            began = time.perf_counter()
            client.post(url + "/graphql", content=body, headers=headers).raise_for_status()
            times.append((time.perf_counter() - began) * 1000)
            began = time.perf_counter()
            client.get(url + "/healthy")
            bare.append((time.perf_counter() - began) * 1000)
    print(
        f"addPoints: median {statistics.median(times):.2f} ms, 95 % below {statistics.quantiles(times, n=20)[-1]:.2f} ms"
    )
    print(f"an empty request (GET /healthy): median {statistics.median(bare):.2f} ms")
    began = time.perf_counter()
    count = sum(1 for _ in lines(url + "/graphql", TRACK, {"i": {"sessionId": "s0", "startFrameIndex": 0}}))
    print(f"SSE with {OBJECTS} objects: {count / (time.perf_counter() - began):.0f} frames a second")
    began = time.perf_counter()
    stream = httpx.post(url + "/propagate_in_video", json={"session_id": "s0", "start_frame_index": 0}, timeout=60)
    parts = stream.content.count(b"--frame\r\n")
    print(f"/propagate_in_video with {OBJECTS} objects: {parts / (time.perf_counter() - began):.0f} frames a second")


def main() -> None:
    """Start the child, measure, end it."""
    from running import running

    with tempfile.TemporaryDirectory() as folder, running(__file__, "serve", data_dir=folder) as program:
        measure(program.url)


if __name__ == "__main__":
    serve() if sys.argv[1:] == ["serve"] else main()
