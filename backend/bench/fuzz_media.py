"""`make fuzz-media`: damaged and hostile clips uploaded to a real server. Each works or is a typed error in less than a minute; nothing
dies, nothing is left on disk, memory stays bounded. Prints each failure, then `1000 tried, 0 failed`.

ROUNDS: how many; SEED: which. A failing file is kept in the folder KEEP.
"""

import argparse
import sys
import tempfile
import time
import uuid
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil
from fuzz_clips import corpus, mutated
from live_server import Studio
from running import Running, running

REAL_SERVER = str(Path(__file__).parents[1] / "tests/api/real_server.py")
NOWHERE = "http://127.0.0.1:9"  # nobody listens: nothing is downloaded
LIMIT_S = 60.0
MOST_GROWTH = 128 * 1024**2  # of the process that serves
LOOK_EVERY = 25
TYPED = {"VIDEO_UNREADABLE", "LIMIT_EXCEEDED", "INVALID_INPUT"}
PART = """mutation($u: ID!) { prepareUpload(uploadId: $u, startTimeSec: 0, durationTimeSec: 2) {
  path url posterUrl frameUrl frameCount } }"""
DELETE = "mutation($p: String!) { deleteVideo(path: $p) { success } }"


@dataclass
class Tally:
    """What came of a run."""

    tried: int = 0
    slowest_s: float = 0.0
    came: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    grew_bytes: int = 0

    def line(self) -> str:
        """The last lines of a run."""
        came = ", ".join(f"{count} {what}" for what, count in self.came.most_common())
        return (
            f"{came}; slowest {self.slowest_s:.1f} s; the server grew by {self.grew_bytes / 1024**2:.0f} MiB\n"
            f"{self.tried} tried, {len(self.failures)} failed"
        )


class Target:
    """The running server, asked as a browser would."""

    def __init__(self, program: Running) -> None:
        self.program, self.studio = program, Studio(program.url, timeout=LIMIT_S)
        self._waiting: set[str] = set()  # too long: kept until a person chooses a part
        self.family = [one.pid for one in self._serving()]
        self.began_bytes = self.resident_bytes()

    def take(self, name: str, data: bytes) -> str:
        """What came of a file: `works` or the error's code. Raises AssertionError with what is wrong."""
        upload_id = str(uuid.uuid4())
        body = self.studio.upload(data, name, upload_id)
        path = "uploadVideo"
        if body.get("errors") and self.studio.progress(upload_id)["state"] == "NEEDS_RANGE":
            self._waiting.add(f"incoming/{upload_id}.part")
            body, path = self.studio.raw(PART, u=upload_id), "prepareUpload"
            if not body.get("errors"):
                self._waiting.discard(f"incoming/{upload_id}.part")
        if body.get("errors"):
            return _refusal(body["errors"])
        video = body["data"][path]
        try:
            self._look(video)
        finally:
            self.studio.data(DELETE, p=video["path"])
        return "works"

    def _look(self, video: dict) -> None:
        """The clip is there to be played, and its first and last frame to be seen."""
        assert video["frameCount"] > 0
        for url in (video["url"], video["posterUrl"]):
            assert self.studio.http.get(url).status_code == 200, url
        for at in {0, video["frameCount"] - 1}:
            answer = self.studio.http.get(video["frameUrl"].replace("{frame}", str(at)))
            assert answer.status_code == 200, f"frame {at}: {answer.status_code} {answer.text[:200]}"

    def left(self) -> list[str]:
        """Files that no row speaks of; all clips were deleted."""
        folder = self.program.data_dir
        kept = [*(folder / "incoming").iterdir(), *(folder / "videos").iterdir()]
        return sorted({str(one.relative_to(folder)) for one in kept} - self._waiting)

    def resident_bytes(self) -> int:
        """Of the processes that serve; children that read media come and go and have bounds of their own."""
        return sum(one.memory_info().rss for one in self._serving())

    def is_as_it_was(self) -> bool:
        """The same processes serve, and they answer."""
        return self.family == [one.pid for one in self._serving()] and self.studio.http.get("/healthy").text == "OK"

    def tracebacks(self) -> int:
        """Errors that nobody foresaw."""
        return sum("Traceback" in line for line in self.program.lines)

    def _serving(self) -> list[psutil.Process]:
        own = psutil.Process(self.program.process.pid)
        return [one for one in (own, *own.children()) if "masklet.workers.child" not in one.cmdline()]


def _refusal(errors: list[dict]) -> str:
    """The code of the one error, which is a typed one with a sentence."""
    [error] = errors
    code = str(error["extensions"]["code"])
    assert code in TYPED, f"{code}: {error['message']}"
    assert error["message"].endswith("."), error["message"]
    return code


def fuzz(program: Running, folder: Path, rounds: int, seed: int = 0, keep: Path | None = None) -> Tally:
    """So many mutated clips, one after the other."""
    clips, missing = corpus(folder)
    print(f"{len(clips)} kinds of clips" + "".join(f"\nnot written here: {each}" for each in missing), flush=True)
    tally, target = Tally(), Target(program)
    with closing(target.studio):
        for number in range(rounds):
            told, data = mutated(clips, seed, number)
            if wrong := _tried(target, told, data, tally):
                tally.failures.append(f"number {number} of seed {seed}, {told}: {wrong}")
                print(tally.failures[-1], flush=True)
                if keep is not None:
                    keep.mkdir(exist_ok=True)
                    (keep / f"{seed}-{number}-{told.split()[0]}").write_bytes(data)
        tally.grew_bytes = target.resident_bytes() - target.began_bytes
        tally.failures += _afterwards(target, tally)
    return tally


def _tried(target: Target, told: str, data: bytes, tally: Tally) -> str | None:
    """What is wrong, or None."""
    began, before = time.monotonic(), target.tracebacks()
    try:
        tally.came[target.take(told.split()[0], data)] += 1
        wrong = None
    except (AssertionError, httpx.HTTPError, ValueError) as error:
        wrong = f"{type(error).__name__} {error}"
    took_s = time.monotonic() - began
    tally.tried += 1
    tally.slowest_s = max(tally.slowest_s, took_s)
    if wrong is None and took_s > LIMIT_S:
        wrong = f"{took_s:.0f} s"
    if wrong is None and target.tracebacks() > before:
        wrong = "a traceback in the log"
    if wrong is None and tally.tried % LOOK_EVERY == 0 and (left := target.left()):
        wrong = f"left on disk: {left}"
    return wrong


def _afterwards(target: Target, tally: Tally) -> list[str]:
    found = []
    if not target.is_as_it_was():
        found.append("the server is not the one that was started")
    if left := target.left():
        found.append(f"left on disk: {left}")
    if tally.grew_bytes > MOST_GROWTH:
        found.append(f"the server grew by {tally.grew_bytes} bytes")
    return found


def main() -> int:
    """Start a server, give it the files, say what came of it."""
    options = argparse.ArgumentParser()
    options.add_argument("--rounds", type=int, default=1000)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--keep", type=Path, help="where failing files are kept")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        with running(REAL_SERVER, data_dir=folder / "data", checkpoint_base=NOWHERE, keep_deleted_s=0) as program:
            (folder / "clips").mkdir()
            tally = fuzz(program, folder / "clips", given.rounds, given.seed, given.keep)
    print(tally.line())
    return 1 if tally.failures else 0


if __name__ == "__main__":
    sys.exit(main())
