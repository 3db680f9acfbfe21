"""Runs of frames as sets: [first, last] pairs, both included, that ascend and neither touch nor overlap. Pure."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from masklet.domain.session import Run

Runs = tuple[Run, ...]


def union(first: Iterable[Run], second: Iterable[Run]) -> Runs:
    """The frames in either; the runs given may be in any order, and touch or overlap."""
    merged: list[Run] = []
    for begin, end in sorted((*first, *second)):
        if merged and begin <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((begin, end))
    return tuple(merged)


def difference(first: Iterable[Run], second: Sequence[Run]) -> Runs:
    """The frames of `first` that are not in `second`."""
    left: list[Run] = []
    for begin, end in first:
        for taken_begin, taken_end in second:
            if taken_end < begin or taken_begin > end:
                continue
            if taken_begin > begin:
                left.append((begin, taken_begin - 1))
            begin = taken_end + 1
        if begin <= end:
            left.append((begin, end))
    return tuple(left)


def intersection(first: Iterable[Run], second: Sequence[Run]) -> Runs:
    """The frames in both."""
    return tuple(
        (max(begin, other_begin), min(end, other_end))
        for begin, end in first
        for other_begin, other_end in second
        if other_begin <= end and other_end >= begin
    )


def run_at(runs: Sequence[Run], frame_index: int) -> Run | None:
    """The run that holds the frame."""
    at = bisect_right(runs, frame_index, key=lambda run: run[0]) - 1
    return runs[at] if at >= 0 and frame_index <= runs[at][1] else None


def holds(runs: Sequence[Run], frame_index: int) -> bool:
    """Whether the frame is in one of the runs."""
    return run_at(runs, frame_index) is not None


def from_frames(frames: Iterable[int]) -> Runs:
    """The runs of single frames, in any order."""
    return union(((frame, frame) for frame in frames), ())
