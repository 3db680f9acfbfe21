"""From frames at their own times to frames at a constant rate: each tick shows the latest frame at or before it."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import av

from masklet.video.rates import Rate


@dataclass(frozen=True, slots=True)
class SourceFrame:
    """A decoded frame: its number in the source, and seconds from the source's first frame."""

    index: int
    time_s: Fraction
    picture: av.VideoFrame


def resample(frames: Iterator[SourceFrame], rate: Rate, last_s: Fraction) -> Iterator[SourceFrame]:
    """One frame for every tick, the first at the first frame; `last_s` is how long the last frame stays.

    A constant-rate source comes through one to one; a frame of it that could not be decoded is bridged by the one before.
    """
    held: SourceFrame | None = None
    zero_s, ticks = Fraction(0), 0
    for frame in frames:
        if held is None:
            zero_s = frame.time_s
        else:
            for _ in range(rate.tick(frame.time_s - zero_s) - ticks):
                yield held
                ticks += 1
        held = frame
    if held is not None:
        end = (held.time_s - zero_s + last_s) * rate.frame_rate
        for _ in range(max(1, round(end) - ticks)):
            yield held
