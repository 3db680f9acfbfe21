"""What `masklet models` does with one checkpoint, and how it says what came of it."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import click

from masklet.cli.exits import NOT_FOUND, OK, code_of, fail
from masklet.domain.checkpoint import CheckpointInfo, CheckpointState
from masklet.domain.errors import MaskletError
from masklet.engine.sam2.published import PUBLISHED
from masklet.workers.interface import CheckpointWorker

_STATES = {
    CheckpointState.MISSING: "not here",
    CheckpointState.PARTIAL: "begun",
    CheckpointState.READY: "here",
    CheckpointState.DAMAGED: "damaged",
}
_NEWEST = "sam2.1_hiera_"


@dataclass(frozen=True, slots=True)
class Outcome:
    """`sentence` where it went well, else `problem` and its exit code; `facts` are for programs."""

    name: str
    sentence: str = ""
    problem: str | None = None
    code: int = OK
    facts: dict[str, Any] = field(default_factory=dict)

    def about(self) -> dict[str, Any]:
        """For programs."""
        return {"name": self.name, "ok": self.problem is None, "problem": self.problem, **self.facts}


def full_names(words: Sequence[str], known: Sequence[CheckpointInfo]) -> list[str]:
    """`tiny` is SAM 2.1's. Ends the program where there is no such checkpoint."""
    names = [one.name for one in known]
    return [_full_name(word.removesuffix(".pt"), names) for word in words]


def _full_name(word: str, names: Sequence[str]) -> str:
    for name in (word, f"{_NEWEST}{word}"):
        if name in names:
            return name
    fail(NOT_FOUND, f"There is no checkpoint {word}; there are {', '.join(names)}.")


def state_of(one: CheckpointInfo) -> str:
    """In a word or two."""
    return _STATES[one.state]


def is_file(one: CheckpointInfo) -> bool:
    """Whether there is something to verify."""
    return one.state in (CheckpointState.READY, CheckpointState.DAMAGED)


def looks(one: CheckpointInfo) -> str:
    """Its size, about, and how much of it is here."""
    whole = PUBLISHED[one.name].megabytes if one.name in PUBLISHED else None
    if is_file(one) or whole is None:
        return megabytes(one.have_bytes)
    return f"{megabytes(one.have_bytes)} of about {whole} MB" if one.have_bytes else f"about {whole} MB"


def about(one: CheckpointInfo) -> dict[str, Any]:
    """For programs."""
    return {"name": one.name, "title": one.title, "state": state_of(one), "bytes": one.have_bytes}


def fetched(worker: CheckpointWorker, name: str) -> Outcome:
    """Download and check it, with a bar on standard error where a person looks on."""
    with click.progressbar(
        length=1, label=name, file=sys.stderr, hidden=not sys.stderr.isatty(), item_show_func=lambda words: words
    ) as bar:

        def on_progress(done: int, total: int) -> None:
            bar.length = total or max(1, done)
            is_last = 0 < total <= done
            bar.update(done - bar.pos, "checking" if is_last else f"{megabytes(done)} of {megabytes(total)}")

        try:
            worker.fetch(name, on_progress, lambda: False)
        except MaskletError as error:
            return _failed(name, error)
    return Outcome(name, "It is here and right.")


def checked(worker: CheckpointWorker, name: str) -> Outcome:
    """Read all of it."""
    try:
        found = worker.check(name)
    except MaskletError as error:
        return _failed(name, error)
    hashed = "its SHA-256 is the recorded one" if found.recorded else "no SHA-256 was recorded when it came"
    facts = {"file": found.file_name, "sha256": found.sha256, "recorded": found.recorded}
    return Outcome(name, f"Right: every tensor fits, {hashed}.", facts=facts)


def megabytes(count: int) -> str:
    """Of 2**20 bytes, as the client counts."""
    return f"{count / 2**20:.0f} MB"


def _failed(name: str, error: MaskletError) -> Outcome:
    return Outcome(name, problem=error.message, code=code_of(error))
