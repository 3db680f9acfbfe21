"""The weights of a network as a file that is here, on its way, or missing. Knows neither where it lies nor what is in it."""

from dataclasses import dataclass
from enum import StrEnum


class CheckpointState(StrEnum):
    """PARTIAL: begun and not under way. VERIFYING: all of it came. DAMAGED: a file of this name that cannot be right."""

    MISSING = "MISSING"
    PARTIAL = "PARTIAL"
    DOWNLOADING = "DOWNLOADING"
    VERIFYING = "VERIFYING"
    READY = "READY"
    DAMAGED = "DAMAGED"


@dataclass(frozen=True, slots=True)
class CheckpointInfo:
    """What a person is told of a checkpoint. `total_bytes` is 0 until somebody said how long it is.

    `problem_code` and `problem` are those of the last download that failed, or None.
    """

    name: str
    title: str
    state: CheckpointState
    have_bytes: int
    total_bytes: int
    problem_code: str | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class CheckpointCheck:
    """What a file was found to be whose bytes and tensors are right. `recorded`: the SHA-256 that was written down when it came,
    which is the same, or None where none was."""

    name: str
    file_name: str
    sha256: str
    recorded: str | None
