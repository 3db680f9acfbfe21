"""`make fuzz`: generated GraphQL operations against a real server, none of which may fail inside, crash it or hang.

Prints each failure with its document, then `20000 tried, 0 failed`. ROUNDS: how many; SEED: which; MINUTES: at most so long.
"""

import argparse
import itertools
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from fuzz_operations import operations
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from live_server import Studio, disc_clip
from running import Running, running

REAL_SERVER = str(Path(__file__).parents[1] / "tests/api/real_server.py")
NOWHERE = "http://127.0.0.1:9"  # nobody listens: nothing is downloaded
HANGS_S = 10.0
FRAMES, WIDTH, HEIGHT = 12, 96, 54
CHUNK = 20
INSIDE = {"INTERNAL", "WORKER_FAILED"}  # codes of failures that no request may bring about
FORMATS = "{ server { exportFormats { name } } }"


@dataclass
class Tally:
    """What came of a run."""

    tried: int = 0
    slowest_s: float = 0.0
    answered: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    def line(self) -> str:
        """The last line of a run."""
        return (
            f"{len(self.answered)} fields of the roots, {sum(self.answered.values())} operations answered with data, "
            f"slowest {self.slowest_s:.1f} s\n{self.tried} tried, {len(self.failures)} failed"
        )


class World:
    """A clip, a session with objects and masks, and a job, made anew where an operation took them away."""

    def __init__(self, studio: Studio, clip: Path) -> None:
        self._studio, self._clip = studio, clip
        self.path = self.session = self.job = ""
        self.formats = [each["name"] for each in studio.data(FORMATS)["server"]["exportFormats"]]

    def mend(self) -> None:
        """What is missing is made."""
        if not self._studio.raw("query($p: String!) { video(path: $p) { path } }", p=self.path)["data"]:
            self.path = self._studio.upload_file(self._clip)["path"]
        if not self._studio.raw("query($s: String!) { session(sessionId: $s) { cursor } }", s=self.session)["data"]:
            self.session = self._studio.start(self.path)
            self._studio.click(self.session, 0, 0, 0.3, 0.5)
            self.job = self._studio.track(self.session)

    def known(self) -> dict[str, st.SearchStrategy[str]]:
        """Arguments whose values are there, by name."""
        frames = st.integers(0, FRAMES - 1).map(str)
        objects = st.integers(0, 3).map(str)
        names = ("frameIndex", "startFrameIndex", "endFrameIndex", "firstFrameIndex", "firstFrame", "lastFrame")
        return {
            **dict.fromkeys((*names, "startFrame", "endFrame"), frames),
            **dict.fromkeys(("objectId", "otherObjectId", "newObjectId"), objects),
            **dict.fromkeys(("classId", "editId", "most"), st.integers(1, 5).map(str)),
            **dict.fromkeys(("path", "videoPath"), self._later(lambda: self.path)),
            "sessionId": self._later(lambda: self.session),
            "jobId": self._later(lambda: self.job),
            "after": st.integers(0, 2).map(str),
            "labels": st.sampled_from(["[1]", "[0]"]),
            "points": st.sampled_from(["[[0.3, 0.5]]", "[[0, 1]]"]),
            "objectIds": st.sampled_from(["[0]", "null"]),
            "box": st.just("[0.1, 0.2, 0.5, 0.8]"),
            "size": st.just(f"[{HEIGHT}, {WIDTH}]"),
            **dict.fromkeys(("name", "title"), st.sampled_from(['"Disc"', '"Koi"'])),
            "colour": st.just('"#102030"'),
            "engine": st.just('"flow"'),
            "imageSize": st.just("null"),
            "options": st.sampled_from(['"{}"', r'"{\"with_video\": false}"']),
            "effects": st.just('"[]"'),
            "format": st.sampled_from(self.formats).map(json.dumps),
        }

    @staticmethod
    def _later(value) -> st.SearchStrategy[str]:  # noqa: ANN001 - a function without arguments
        return st.builds(lambda: json.dumps(value()))


def fault(status: int, text: str, took_s: float) -> str | None:
    """What is wrong with an answer, or None."""
    if status >= 500:
        return f"status {status}"
    if took_s > HANGS_S:
        return f"{took_s:.1f} s"
    if "Traceback" in text or 'File \\"' in text:
        return "tells of the server's inside"
    codes = {code for code in INSIDE if f'"{code}"' in text}
    return f"code {', '.join(codes)}" if codes else None


def asked(http: httpx.Client, document: str) -> tuple[int, str]:
    """Status and text of the answer; of a stream its first event."""
    is_stream = document.startswith("subscription")
    accepted = {"Accept": "text/event-stream" if is_stream else "application/json"}
    with http.stream("POST", "/graphql", json={"query": document}, headers=accepted) as answer:
        if is_stream and answer.headers["Content-Type"].startswith("text/event-stream"):
            return answer.status_code, _first_event(answer.iter_lines())
        return answer.status_code, answer.read().decode()


def _first_event(lines: Iterator[str]) -> str:
    return next((line for line in lines if line.startswith("data:")), "")


def ask(http: httpx.Client, label: str, document: str, tally: Tally) -> None:
    """Send one operation and note what came of it."""
    began = time.monotonic()
    try:
        status, text = asked(http, document)
        wrong = fault(status, text, time.monotonic() - began)
    except httpx.HTTPError as error:
        status, text, wrong = 0, "", type(error).__name__
    tally.tried += 1
    tally.slowest_s = max(tally.slowest_s, time.monotonic() - began)
    tally.answered[label] += status == 200 and '"data":' in text and '"errors"' not in text
    if wrong is not None:
        tally.failures.append(f"{label}: {wrong}\n{document}\n{text[:500]}")


def fuzz(program: Running, folder: Path, rounds: int, seed_number: int = 0, limit_s: float = 1e9) -> Tally:
    """So many operations, each field of the roots in turn, or as many as the time allows."""
    tally, deadline = Tally(), time.monotonic() + limit_s
    clip = disc_clip(folder / "clip.mp4", FRAMES, WIDTH, HEIGHT)
    with closing(Studio(program.url)) as studio, httpx.Client(base_url=program.url, timeout=HANGS_S) as http:
        world = World(studio, clip)
        for label, documents, some in _turns(operations(world.known()), rounds, seed_number):
            world.mend()
            most = min(some, rounds - tally.tried)
            for document in _drawn(documents, most, seed_number + tally.tried):
                ask(http, label, document, tally)
            if tally.tried >= rounds or time.monotonic() > deadline:
                break
    if traces := [line for line in program.lines if "Traceback" in line]:
        tally.failures.append(f"{len(traces)} tracebacks in the log")
    return tally


def _turns(
    made: dict[str, st.SearchStrategy[str]], rounds: int, start: int
) -> Iterator[tuple[str, st.SearchStrategy[str], int]]:
    """Every field, again and again; a short run takes few of each. `start` chooses where it begins."""
    some = max(1, min(CHUNK, rounds // len(made) // 2))
    fields = list(made.items())
    at = start % len(fields)
    for label, documents in itertools.cycle(fields[at:] + fields[:at]):
        yield label, documents, some


def _drawn(documents: st.SearchStrategy[str], count: int, number: int) -> list[str]:
    drawn: list[str] = []

    @seed(number)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(documents)
    def collect(document: str) -> None:
        drawn.append(document)

    collect()
    return drawn[:count]


def main() -> int:
    """Start a server, ask it, say what came of it."""
    options = argparse.ArgumentParser()
    options.add_argument("--rounds", type=int, default=20_000)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--minutes", type=float, default=600.0, help="stop after these, whatever was tried")
    given_options = options.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        with running(REAL_SERVER, data_dir=folder / "data", checkpoint_base=NOWHERE) as program:
            tally = fuzz(program, folder, given_options.rounds, given_options.seed, 60 * given_options.minutes)
    for failure in tally.failures:
        print(failure, end="\n\n")
    print(tally.line())
    return 1 if tally.failures else 0


if __name__ == "__main__":
    sys.exit(main())
