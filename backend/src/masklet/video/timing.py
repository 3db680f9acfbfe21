"""The clock of normalised files: frame k is at exactly k / frame_rate, in whole units of the file's time base."""

from fractions import Fraction

_FINE_ENOUGH = 10_000  # units a second; what MP4 writers use at least


def time_base_of(frame_rate: Fraction) -> Fraction:
    """A time base in which 1 / frame_rate is a whole number: 1/24000 for 24000/1001, 1/10000 or finer for whole rates."""
    units = frame_rate.numerator
    return Fraction(1, units * -(-_FINE_ENOUGH // units) if units < _FINE_ENOUGH else units)


def ticks_per_frame(frame_rate: Fraction) -> int:
    """Units of the time base from one frame to the next."""
    return int(1 / (frame_rate * time_base_of(frame_rate)))
