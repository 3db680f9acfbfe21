"""How much work each of several objects gets in a frame, so that many of them cost a few times what one does."""

import os
from dataclasses import dataclass

WORK_SIZE = 384  # window pixels, the root of their number, of an object alone
LEAST_WORK_SIZE = 128
LEARN_EVERY = 2  # frames
FULL_EFFORT = 1.2  # objects that may be worked on at full size together


@dataclass(frozen=True, slots=True)
class Effort:
    """`work_size` as in `region.window`; a frame in `learn_every` is learned from."""

    work_size: int
    learn_every: int


ALONE = Effort(WORK_SIZE, LEARN_EVERY)


def shared_by(object_count: int) -> Effort:
    """The effort for each of so many objects: up to FULL_EFFORT the full one, then about the same pixels for all together."""
    if object_count <= FULL_EFFORT:
        return ALONE
    size = round(WORK_SIZE * (FULL_EFFORT / object_count) ** 0.5)
    return Effort(max(LEAST_WORK_SIZE, size), LEARN_EVERY + min(object_count, 10) // 2)


def free_cores() -> int:
    """Cores that this process may use."""
    can_tell = hasattr(os, "sched_getaffinity")  # not on macOS
    return len(os.sched_getaffinity(0)) if can_tell else os.cpu_count() or 1
