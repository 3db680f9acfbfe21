"""People who use a server by chance for a long time: each a thread with a line, a seed and some sessions of its own."""

import contextlib
import json
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import httpx
from live_server import FOLLOW_TRACK, MASKS, TRACK, Product, Refused, Studio, answer_of
from product import CLIP, FRAMES, marbles_at
from slow_reader import asked, get, stream
from studio import ENDED

CLOSE = "mutation($i: CloseSessionInput!) { closeSession(input: $i) { success } }"
DELETE = "mutation($i: DeleteSessionInput!) { deleteSession(input: $i) { success } }"
DELETE_VIDEO = "mutation($p: String!) { deleteVideo(path: $p) { success } }"
UNDO = "mutation($i: UndoInput!) { undo(input: $i) { kind } }"
REDO = "mutation($i: RedoInput!) { redo(input: $i) { kind } }"
BOX = f"mutation($i: AddBoxInput!) {{ addBox(input: $i) {{ {MASKS} }} }}"
LIST = "{ sessions { sessionId name asleep maskedFrames objects { objectId } propagation { state } } }"
EVENTS = f"""subscription($s: String!) {{ sessionEvents(sessionId: $s, after: 0) {{ __typename cursor
  ... on FrameMasksChanged {{ frame {{ {MASKS} }} }} }} }}"""
FORMATS = ("coco", "png", "csv", "davis", "mp4")
MOST_SESSIONS = 3
# what a person is told when things happen in that order; anything else is a fault
USUAL = {"PROPAGATION_RUNNING", "NOTHING_TO_PROPAGATE", "CANCELLED"}
USUAL_REASONS = {"noEdit", "nothingToExport", "streams"}


class Ledger:
    """What all people did and what went wrong. Thread-safe."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.errors: list[str] = []

    def note(self, what: str) -> None:
        with self._guard:
            self.done[what] += 1

    def note_refusal(self, what: str, code: str) -> None:
        with self._guard:
            self.refused[f"{what} {code}"] += 1

    def note_error(self, what: str) -> None:
        with self._guard:
            self.errors.append(what)


class Person:
    """Works until `over`."""

    def __init__(self, running: Product, seed: int, ledger: Ledger, over: threading.Event, upload: Path) -> None:
        self.running, self.ledger, self.over, self.upload_file = running, ledger, over, upload
        self.chance = random.Random(seed)
        self.studio = Studio(running.url, timeout=600)  # a busy machine is slow, which is no error here
        self.sessions: list[str] = []

    def work(self) -> None:
        """One act after the other, with rests in between."""
        acts, weights = zip(*ACTS, strict=True)
        with contextlib.closing(self.studio):
            while not self.over.is_set():
                self._do(self.chance.choices(acts, weights)[0])
                self.over.wait(self.chance.expovariate(2))
            for session in self.sessions:
                self._do(lambda person, one=session: person.studio.data(DELETE, i={"sessionId": one}), "delete_session")

    def _do(self, act: "Callable[[Person], object]", name: str | None = None) -> None:
        name = name or act.__name__
        try:
            act(self)
        except Refused as error:
            reason = (error.args[0] if error.args else "") or ""
            if error.code in USUAL or any(f"'{word}'" in reason for word in USUAL_REASONS):
                self.ledger.note_refusal(name, str(error.code))
            else:
                self.ledger.note_error(f"{name}: {error}")
        except (httpx.HTTPError, OSError, AssertionError, KeyError, ValueError) as error:
            self.ledger.note_error(f"{name}: {type(error).__name__}: {error}")
        else:
            self.ledger.note(name)

    def session(self) -> str:
        """One of its own; opened where there is none."""
        if not self.sessions:
            open_session(self)
        return self.chance.choice(self.sessions)


def open_session(person: Person) -> None:
    if len(person.sessions) >= MOST_SESSIONS:
        return delete_session(person)
    session = person.studio.start(CLIP)
    person.sessions.append(session)
    _click(person, session, 0, 0)


def click(person: Person) -> None:
    _click(person, person.session(), person.chance.randrange(FRAMES), person.chance.randrange(4))


def correct(person: Person) -> None:
    """A click that takes away, then tracking from there."""
    session, frame = person.session(), person.chance.randrange(FRAMES)
    _click(person, session, frame, 0)
    person.studio.click(session, frame, 0, 0.05, 0.05, label=0, clear=False)
    person.studio.track(session, frame)


def box(person: Person) -> None:
    given = {"sessionId": person.session(), "frameIndex": 3, "objectId": 1, "box": [0.2, 0.2, 0.6, 0.7]}
    person.studio.data(BOX, i=given)


def track(person: Person) -> None:
    """Started; then left alone, waited for, or cancelled."""
    session = person.session()
    wanted = {"sessionId": session, "startFrameIndex": 0, "direction": "FORWARD"}
    job = person.studio.data(TRACK, i=wanted)["startPropagation"]["jobId"]
    after = person.chance.random()
    if after < 0.3:
        _wait(person, job)
    elif after < 0.6:
        person.over.wait(person.chance.random() * 3)
        person.studio.cancel(session)


def follow_track(person: Person) -> None:
    """The subscription that tracks, dropped at some frame."""
    wanted = {"sessionId": person.session(), "startFrameIndex": 0, "direction": "FORWARD"}
    _follow(person, FOLLOW_TRACK, i=wanted)


def follow_events(person: Person) -> None:
    """Everything from the beginning; dropped after a while, also while nothing happens."""
    _follow(person, EVENTS, s=person.session())


def _follow(person: Person, query: str, **variables: object) -> None:
    most, end = person.chance.randrange(1, FRAMES), time.monotonic() + person.chance.uniform(1, 15)
    request = {"json": {"query": query, "variables": variables}, "headers": {"Accept": "text/event-stream"}}
    with person.studio.http.stream("POST", "/graphql", **request) as answer:
        for line in answer.iter_lines():  # an idle stream has heartbeats
            if line.startswith("data: "):
                answer_of(json.loads(line[6:]))
                most -= 1
            if most == 0 or time.monotonic() > end or person.over.is_set():
                return


def undo(person: Person) -> None:
    person.studio.data(UNDO, i={"sessionId": person.session()})


def redo(person: Person) -> None:
    person.studio.data(REDO, i={"sessionId": person.session()})


def export(person: Person) -> None:
    session = person.session()
    job = _wait(person, person.studio.export(session, person.chance.choice(FORMATS)))
    if job["state"] not in ENDED:  # it is over before the export is
        return
    assert job["state"] == "DONE", job
    with person.studio.http.stream("GET", job["downloadUrl"]) as answer:
        assert answer.status_code == 200
        assert sum(len(piece) for piece in answer.iter_bytes()) > 0


def masklets(person: Person) -> None:
    person.studio.masklets(person.session(), FRAMES - 1)


def listing(person: Person) -> None:
    person.studio.data(LIST)
    person.studio.session(person.session())


def media(person: Person) -> None:
    """A part of the clip, and a frame as a picture."""
    answer = person.studio.http.get(f"/{CLIP}", headers={"Range": "bytes=100-5000"})
    assert answer.status_code == 206
    assert person.studio.http.get(f"/frames/{CLIP}/{person.chance.randrange(FRAMES)}.jpg").status_code == 200


def upload(person: Person) -> None:
    path = person.studio.upload_file(person.upload_file)["path"]
    person.studio.click(person.studio.start(path), 0, 0, 0.3, 0.5)
    person.studio.data(DELETE_VIDEO, p=path)


def close_session(person: Person) -> None:
    person.studio.data(CLOSE, i={"sessionId": person.session()})


def delete_session(person: Person) -> None:
    session = person.session()
    person.sessions.remove(session)
    person.studio.data(DELETE, i={"sessionId": session})


def read_slowly(person: Person) -> None:
    """Events or a clip, a byte at a time or nothing at all for a while; then the line is dropped."""
    port, session = person.running.port, person.session()
    wanted = person.chance.choice((stream(port, EVENTS, s=session), get(f"/{CLIP}", port)))
    bytes_a_second = person.chance.choice((0, 1, 1000))
    with contextlib.closing(asked(port, wanted)) as connection:
        end = time.monotonic() + person.chance.uniform(2, 20)
        while time.monotonic() < end and not person.over.wait(1.0):
            if bytes_a_second:
                connection.recv(bytes_a_second)


def rest(person: Person) -> None:
    """Long enough for its sessions to leave the device."""
    person.over.wait(person.chance.uniform(5, 30))


def _wait(person: Person, job_id: str) -> dict:
    """The job when it ended, or when all is over; how long it takes is the machine's."""
    while (job := person.studio.job(job_id))["state"] not in ENDED and not person.over.wait(0.5):
        pass
    return job


def _click(person: Person, session: str, frame: int, object_id: int) -> None:
    marbles = marbles_at(frame)
    x, y = marbles[person.chance.choice(sorted(marbles))]
    person.studio.click(session, frame, object_id, x, y)


ACTS: tuple[tuple[Callable[[Person], object], int], ...] = (
    (open_session, 4), (click, 14), (correct, 4), (box, 3), (track, 6), (follow_track, 4), (follow_events, 5), (undo, 5),
    (redo, 3), (export, 4), (masklets, 5), (listing, 5), (media, 5), (upload, 1), (close_session, 3),
    (delete_session, 2), (read_slowly, 2), (rest, 3),
)  # fmt: skip
