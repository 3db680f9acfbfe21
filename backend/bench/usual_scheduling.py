"""The encoder SVT-AV1, where it runs as root, gives the thread that opens it the highest realtime priority, and leaves it so.

Whatever that thread starts later, threads and processes, inherits it: two of those that spin keep two cores from everything
else, also from the one that is to end them.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

CAN_TELL = hasattr(os, "sched_getscheduler")  # not on a Mac


def scheduling() -> tuple[int, int]:
    """Policy and realtime priority of the calling thread."""
    return (os.sched_getscheduler(0), os.sched_getparam(0).sched_priority) if CAN_TELL else (0, 0)


@contextmanager
def usual_scheduling() -> Iterator[None]:
    """Whatever is encoded in here, the thread is scheduled afterwards as it was before."""
    before = scheduling()
    try:
        yield
    finally:
        if scheduling() != before:
            os.sched_setscheduler(0, before[0], os.sched_param(before[1]))
