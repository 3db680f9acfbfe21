"""Which frame of the clip each picture of a movie is: counted, where both have one rate, else by time. Pure."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import TypeVar

_ONE_RATE = Fraction(1, 1000)  # 30 and 30000/1001 frames a second count as one

Picture = TypeVar("Picture")


def is_one_rate(first: Fraction, second: Fraction) -> bool:
    """Within 0.1 %."""
    return abs(first / second - 1) <= _ONE_RATE


def nearest(
    pictures: Iterable[tuple[Fraction, Picture]], frame_rate: Fraction, frame_count: int
) -> Iterator[tuple[int, Picture]]:
    """(the clip's frame index, picture) of pictures at ascending seconds: of those near one frame only the nearest.

    A picture from while the last of the clip's `frame_count` frames is shown is near no later one.
    """
    held: tuple[int, Fraction, Picture] | None = None
    for time_s, picture in pictures:
        place = time_s * frame_rate
        index = min(round(place), frame_count - 1) if place < frame_count else round(place)
        away = abs(place - index)
        if held is not None and held[0] != index:
            yield held[0], held[2]
            held = None
        if held is None or away < held[1]:
            held = (index, away, picture)
    if held is not None:
        yield held[0], held[2]
