"""Confines this process before it touches a stranger's file: memory, files, processor time, no network, no other program.

`python -m masklet.workers.confinement` tries it and prints what cannot be had here, a line each.
"""

import resource
import sys

from masklet.workers.bounds import GIB, Bounds
from masklet.workers.memory import machine_bytes
from masklet.workers.system_calls import refuse_system_calls


def confine(bounds: Bounds) -> list[str]:
    """For the rest of the process's life. Answers what this system does not have, as parts of a sentence."""
    missing = []
    if not sys.platform.startswith("linux"):
        missing.append("memory is bounded on Linux alone")
    for kind, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, bounds.open_files),
        (resource.RLIMIT_FSIZE, bounds.file_bytes),
        # private memory that can be written: threads' reserved addresses do not count, unlike in RLIMIT_AS
        (resource.RLIMIT_DATA, memory_bytes(bounds)),
    ):
        _lower(kind, most)
    if (reason := refuse_system_calls()) is not None:
        missing.append(reason)
    return missing


def memory_bytes(bounds: Bounds) -> int:
    """At most half of the memory that there is, so that the server keeps the other half; never below what small clips need."""
    return min(bounds.memory_bytes, max(GIB, machine_bytes() // 2))


class CpuAllowance:
    """Processor seconds until the next sign of life; the system ends a process that used them up (SIGXCPU)."""

    def __init__(self, seconds: int) -> None:
        self._seconds = seconds
        self._hard = resource.getrlimit(resource.RLIMIT_CPU)[1]

    def renew(self) -> None:
        """A sign of life: the seconds count from now."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        until = int(used.ru_utime + used.ru_stime) + 1 + self._seconds
        if self._hard != resource.RLIM_INFINITY:
            until = min(until, self._hard)
        resource.setrlimit(resource.RLIMIT_CPU, (until, self._hard))

    def suspend(self) -> None:
        """Between two calls nothing is counted."""
        resource.setrlimit(resource.RLIMIT_CPU, (self._hard, self._hard))


def _lower(kind: int, most: int) -> None:
    """Never above what this process was given."""
    hard = resource.getrlimit(kind)[1]
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (most, most))


if __name__ == "__main__":
    for line in confine(Bounds(file_bytes=GIB)):
        print(line)
