"""With what a command ends: the exit codes, and errors as a sentence on standard error."""

import errno
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NoReturn

import click

from masklet.domain.errors import (
    CheckpointNotFound,
    DownloadRunning,
    FrameOutOfRange,
    InvalidInput,
    InvalidPrompt,
    MaskletError,
    ObjectNotFound,
    SessionNotFound,
    UnknownExport,
    VideoNotFound,
)

OK, PROBLEM, USAGE, NOT_FOUND, REFUSED = range(5)
INTERRUPTED = 130  # with Ctrl+C, where the same command goes on


def fail(code: int, sentence: str) -> NoReturn:
    """End the program."""
    click.echo(sentence, err=True)
    sys.exit(code)


def end_with(codes: Iterable[int]) -> None:
    """End the program after several things of which some went wrong: with their code, 1 where codes differ."""
    wrong = set(codes) - {OK}
    if wrong:
        sys.exit(wrong.pop() if len(wrong) == 1 else PROBLEM)


@contextmanager
def told() -> Iterator[None]:
    """What a person can cause or meet in the block is a sentence and a code, never a trace."""
    try:
        yield
    except MaskletError as error:
        fail(code_of(error), error.message)
    except OSError as error:
        if error.errno == errno.EPIPE:  # who reads us went away: click ends quietly
            raise
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            fail(PROBLEM, "The disk is full: there is no room for this.")
        named = f"{error.filename}: " if error.filename else ""
        fail(PROBLEM, f"{named}{error.strerror or error}.")


def code_of(error: MaskletError) -> int:
    """With which an error ends a command."""
    match error:
        case SessionNotFound() | ObjectNotFound() | VideoNotFound() | CheckpointNotFound():
            return NOT_FOUND
        case DownloadRunning():
            return REFUSED
        case InvalidInput() if error.details.get("reason") in ("nothingToExport", "nothingImported"):
            return REFUSED
        case InvalidInput() | InvalidPrompt() | FrameOutOfRange() | UnknownExport():
            return USAGE
        case _:
            return PROBLEM
