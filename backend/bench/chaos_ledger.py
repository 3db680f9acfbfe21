"""What a server acknowledged, as facts, and whether what is found later equals it. Knows no server and no script.

A fact is a key and a value: ("mask", session, frame, object): run lengths. Keys begin with their kind; the second word of
all but ("video", path) and ("class", id) is the session.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from masklet.domain.masklet import Rle
from masklet.masks.rle import is_empty

Key = tuple[Any, ...]
Facts = dict[Key, Any]
OPEN, CANCELLED, FAILED = "open", "CANCELLED", "FAILED"  # values of ("export", session, job), beside digests


@dataclass(frozen=True)
class Request:
    """One that was sent. Unanswered, it may or may not have happened: `scope` is what it may change, `is_whole` (before,
    found) whether all of it is there. `edits`: the session whose history it belongs to."""

    name: str
    scope: Callable[[Key], bool]
    is_whole: Callable[[Facts, Facts], bool] = lambda _before, _found: True
    edits: str | None = None


@dataclass
class Tracking:
    """One under way: what is not streamed yet may be as it was or as it will be, but stays there."""

    job_id: str | None = None
    streamed: set[int] = field(default_factory=set)
    is_cancelled: bool = False
    is_over: bool = False


@dataclass(frozen=True)
class Verdict:
    """How a look at the store ended. Sentences name what is wrong; `changed`: the unanswered request did happen."""

    acknowledged: int
    lost: tuple[str, ...]
    odd: tuple[str, ...]
    changed: bool


class Ledger:
    """Thread-safe through `guard`: the script and the followers of streams write into it."""

    def __init__(self) -> None:
        self.guard = threading.RLock()
        self.facts: Facts = {}
        self.gone: set[Key] = set()
        self.claims: dict[str, tuple[Callable[[Key], bool], Callable[[Facts], bool]]] = {}
        self.tracking: dict[str, Tracking] = {}
        self.pending: Request | None = None

    def of_session(self, session: str) -> Facts:
        """Its facts."""
        return {key: value for key, value in self.facts.items() if is_of(key, session)}

    def put(self, session: str, facts: Facts) -> None:
        """Its facts are these now."""
        with self.guard:
            self.forget(lambda key: is_of(key, session))
            self.facts.update(facts)

    def forget(self, which: Callable[[Key], bool]) -> None:
        """These are no facts any more."""
        with self.guard:
            for key in [key for key in self.facts if which(key)]:
                del self.facts[key]

    def compare(self, found: Facts) -> Verdict:
        """What was acknowledged, beside what is there."""
        lost = [text for text, (_, holds) in self.claims.items() if not holds(found)]
        lost += [f"deleted, but there: {key}" for key in self.gone if key in found]
        known, inside, odd = 0, False, []
        for key in self.facts.keys() | found.keys():
            if self._is_claimed(key):
                continue
            known += key in self.facts
            if self._agrees(key, found):
                continue
            if self.pending is not None and self.pending.scope(key):
                inside = True
            elif key in self.facts:
                lost.append(f"{key}: {_short(self.facts[key])} became {_short(found.get(key))}")
            else:
                odd.append(f"from nowhere {key}: {_short(found[key])}")
        if inside and self.pending is not None and not self.pending.is_whole(self.facts, found):
            odd.append(f"half of “{self.pending.name}” happened")
        return Verdict(known + len(self.gone) + len(self.claims), tuple(lost), tuple(odd), inside)

    def frozen(self) -> "Ledger":
        """As it is now: what is streamed later is no part of it. Taken before the store is read, it must be there."""
        made = Ledger()
        with self.guard:
            made.facts, made.gone, made.claims = dict(self.facts), set(self.gone), dict(self.claims)
            runs = self.tracking.items()
            made.tracking = {session: replace(run, streamed=set(run.streamed)) for session, run in runs}
            made.pending = self.pending
        return made

    def pending_is(self, name: str) -> bool:
        """Whether this is the request that got no answer."""
        return self.pending is not None and self.pending.name == name

    def adopt(self, found: Facts) -> None:
        """The server has told all of this now."""
        with self.guard:
            self.facts, self.pending = dict(found), None
            self.claims.clear()
            self.tracking.clear()

    def _is_claimed(self, key: Key) -> bool:
        return any(scope(key) for scope, _ in self.claims.values())

    def _agrees(self, key: Key, found: Facts) -> bool:
        running = self.tracking.get(key[1]) if key[0] == "mask" else None
        if running is not None and key[2] not in running.streamed:
            return key in found or not holds_something(self.facts, key)
        if key[0] == "mask":
            return holds_something(self.facts, key) is holds_something(found, key) and (
                not holds_something(found, key) or self.facts[key] == found[key]
            )
        if key[0] == "export" and self.facts.get(key) in (OPEN, CANCELLED):
            return found.get(key, FAILED) != FAILED and (self.facts[key] == CANCELLED or found[key] != CANCELLED)
        return key in self.facts and key in found and self.facts[key] == found[key]


def holds_something(facts: Facts, key: Key) -> bool:
    """Whether a mask is there and not empty: answers tell of empty ones for every object that has none on a frame."""
    return key in facts and not is_empty(Rle(0, 0, facts[key]))


def essence(facts: Facts, session: str) -> Facts:
    """What of a session is undone, redone and copied: neither exports nor empty masks; keys without the session."""
    return {
        (key[0], *key[2:]): value
        for key, value in facts.items()
        if is_of(key, session) and key[0] != "export" and (key[0] != "mask" or holds_something(facts, key))
    }


def is_of(key: Key, session: str) -> bool:
    """Whether a fact is a session's."""
    return key[0] not in ("video", "class") and key[1] == session


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) < 90 else f"{text[:80]}… ({len(text)})"
