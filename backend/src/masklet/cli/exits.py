"""With what a command ends: the exit codes, and errors as a sentence on standard error."""

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import click

from masklet.domain.errors import (
    FrameOutOfRange,
    InvalidInput,
    MaskletError,
    ObjectNotFound,
    SessionNotFound,
    UnknownExport,
    VideoNotFound,
)

OK, PROBLEM, USAGE, NOT_FOUND, REFUSED = range(5)


def fail(code: int, sentence: str) -> NoReturn:
    """End the program."""
    click.echo(sentence, err=True)
    sys.exit(code)


@contextmanager
def told() -> Iterator[None]:
    """What a person can cause or meet in the block is a sentence and a code, never a trace."""
    try:
        yield
    except MaskletError as error:
        fail(_code_of(error), error.message)
    except OSError as error:
        if error.errno == errno.EPIPE:  # who reads us went away: click ends quietly
            raise
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            fail(PROBLEM, "The disk is full: there is no room for this.")
        named = f"{error.filename}: " if error.filename else ""
        fail(PROBLEM, f"{named}{error.strerror or error}.")


def _code_of(error: MaskletError) -> int:
    match error:
        case SessionNotFound() | ObjectNotFound() | VideoNotFound():
            return NOT_FOUND
        case InvalidInput() if error.details.get("reason") in ("nothingToExport", "nothingImported"):
            return REFUSED
        case InvalidInput() | FrameOutOfRange() | UnknownExport():
            return USAGE
        case _:
            return PROBLEM
