"""A person at work by chance: sends one request after the other and writes down what was acknowledged. Knows no kill."""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chaos_ledger import Facts, Key, Ledger, Request, is_of
from chaos_reading import LISTS, list_facts, read_session
from live_server import Refused, Studio

Answer = Any


@dataclass(frozen=True)
class Clip:
    """A file to upload; `size` is (height, width)."""

    file: Path
    frames: int
    size: tuple[int, int]


class Person:
    """`studio` is the line to the server, a new one after each restart. Actions are functions of chaos_acts files."""

    def __init__(self, ledger: Ledger, chance: random.Random, clips: tuple[Clip, ...]) -> None:
        self.ledger, self.chance, self.clips = ledger, chance, clips
        self.studio: Studio | None = None
        self.undoable: dict[str, list[Facts]] = {}
        self.redoable: dict[str, list[Facts]] = {}
        self.files: dict[str, list[tuple[str, bytes]]] = {"coco": [], "session": []}
        self.answered: dict[str, int] = {}
        self.refused: dict[str, int] = {}
        self.trouble: list[str] = []
        self._count = 0

    def word(self, kind: str) -> str:
        """A name that was never given before."""
        self._count += 1
        return f"{kind} {self._count}"

    def number(self) -> int:
        """A number that was never given before."""
        self._count += 1
        return self._count

    def ask(self, request: Request, send: Callable[[Studio], Answer], learn: Callable[[Answer], None]) -> Answer | None:
        """Send it; `learn` writes down what the answer says. None where it was refused: then nothing changed."""
        assert self.studio is not None
        before = {} if request.edits is None else self.ledger.of_session(request.edits)
        self.ledger.pending = request
        try:
            answer = send(self.studio)
        except Refused as error:
            self._note_refusal(request, error)
            self.ledger.pending = None
            return None
        with self.ledger.guard:
            learn(answer)
            self.ledger.pending = None
        self.answered[request.name] = self.answered.get(request.name, 0) + 1
        if request.edits is not None and request.edits not in self.ledger.tracking:
            self.undoable.setdefault(request.edits, []).append(before)
            self.redoable.pop(request.edits, None)
        return answer

    def read(self, session: str) -> None:
        """What the server tells of a session is acknowledged, too."""
        assert self.studio is not None
        facts = read_session(self.studio, session)
        with self.ledger.guard:
            self.ledger.put(session, facts)
            self.ledger.claims = {text: kept for text, kept in self.ledger.claims.items() if session not in text}

    def claim(self, session: str, what: str, holds: Callable[[Facts], bool]) -> None:
        """Until the session is read again, this alone is known of it; one claim a session."""
        self.ledger.claims[f"{what} ({session})"] = (lambda key: is_of(key, session), holds)

    def may_come_with(self, session: str, *kinds: str) -> None:
        """Until the session is read: its clip, or classes of its objects, may have come with it."""
        known = set(self.ledger.facts)
        self.ledger.claims[f"what came with ({session})"] = (
            lambda key: key[0] in kinds and key not in known,
            lambda _: True,
        )

    def read_lists(self) -> None:
        """The clips and classes that there are now."""
        assert self.studio is not None
        with self.ledger.guard:
            self.ledger.facts |= list_facts(self.studio.data(LISTS))

    def forget_history(self, session: str) -> None:
        """What undo leads to is not known any more."""
        self.undoable.pop(session, None)
        self.redoable.pop(session, None)

    def sessions(self, tracked: bool = False) -> list[str]:
        """Of the ledger; those that are tracked are left out unless asked for."""
        known = sorted(key[1] for key in self.ledger.facts if key[0] == "session")
        return [one for one in known if tracked or one not in self.ledger.tracking]

    def frames_of(self, session: str) -> int:
        """Of the session's clip."""
        path = self.ledger.facts["session", session]
        return int(self.ledger.facts["video", path][1])

    def size_of(self, session: str) -> tuple[int, int]:
        """(height, width) of the session's clip; the number of frames tells the clips apart."""
        return next(clip.size for clip in self.clips if clip.frames == self.frames_of(session))

    def keys(self, kind: str, session: str) -> list[Key]:
        """Of one kind and session, in order."""
        return sorted(key for key in self.ledger.facts if key[0] == kind and key[1] == session)

    def one_of(self, many: list[Any]) -> Any:  # noqa: ANN401 - whatever the list holds
        """By chance. Raises NothingToDo."""
        if not many:
            raise NothingToDo
        return self.chance.choice(many)

    def _note_refusal(self, request: Request, error: Refused) -> None:
        code = str(error.code)
        what = f"{request.name} ({code})"
        self.refused[what] = self.refused.get(what, 0) + 1
        if code == "INTERNAL":
            self.trouble.append(f"{request.name}: {error}")


class NothingToDo(Exception):
    """This cannot be done now, such as deleting where there is nothing."""


def new_things(ledger: Ledger, *kinds: str) -> Callable[[Key], bool]:
    """The scope of a request that makes something whose id only its answer tells."""
    known = {key[1] for key in ledger.facts}
    return lambda key: key[1] not in known and key[0] in kinds


def within(session: str) -> Callable[[Key], bool]:
    """The scope of a request about one session."""
    return lambda key: is_of(key, session)


def covers(runs: str, at: int) -> bool:
    """Whether a frame is in runs as the ledger keeps them."""
    return any(first <= at <= last for first, last in json.loads(runs))
