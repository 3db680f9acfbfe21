"""What crosses the pipe between the service and a child: calls and cancellations one way, progress and one reply the other."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from masklet.domain import errors
from masklet.domain.errors import MaskletError


@dataclass(frozen=True, slots=True)
class Call:
    """Run a method of the host. `reports`: it takes `on_progress`; `cancellable`: it takes `is_cancelled`.

    `about`: whom it is for, as the lines that it logs say (see log_lines.ABOUT).
    """

    call_id: int
    method: str
    arguments: tuple[object, ...]
    reports: bool = False
    cancellable: bool = False
    about: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cancel:
    """The caller of this call wants no more of it. The id keeps a late one from hitting the next call."""

    call_id: int


@dataclass(frozen=True, slots=True)
class Progress:
    """See OnProgress."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Answer:
    """The last message of a call that worked."""

    value: object


@dataclass(frozen=True, slots=True)
class Failure:
    """The last message of a call that did not: an error of the one tree, by its name."""

    error_name: str
    message: str
    details: dict[str, object]


@dataclass(frozen=True, slots=True)
class Sign:
    """The call goes on, with nothing to tell."""


Reply = Answer | Failure


def failure_of(error: MaskletError) -> Failure:
    """The error as a message. A subclass from outside the tree crosses as its nearest class of the tree."""
    name = next(cls.__name__ for cls in type(error).__mro__ if getattr(errors, cls.__name__, None) is cls)
    return Failure(name, error.message, dict(error.details))


def error_of(failure: Failure) -> MaskletError:
    """The same error again: class, message and details."""
    error: MaskletError = getattr(errors, failure.error_name).__new__(getattr(errors, failure.error_name))
    MaskletError.__init__(error, failure.message, **failure.details)
    return error
