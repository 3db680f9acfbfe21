"""Which constant rate a clip gets, from the times of its frames. Pure arithmetic; knows no files."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

import numpy as np
from numpy.typing import NDArray

COMMON = tuple(
    Fraction(rate)
    for rate in ("24000/1001", "24", "25", "30000/1001", "30", "50", "60000/1001", "60", "48", "15", "12", "10", "20")
)
FAST = tuple(Fraction(rate) for rate in ("72", "90", "100", "120000/1001", "120", "144", "240"))
FASTEST = Fraction(1000)
_JITTER = 0.1  # of a frame: how far a constant-rate source may stray, beyond the rounding of its clock
_LARGEST_TERM = 1001  # denominators of rates that are measured rather than known


@dataclass(frozen=True, slots=True)
class Rate:
    """The rate of the normalised clip. `slack`: how far (in frames) a time may lie from its tick because of rounding."""

    frame_rate: Fraction
    variable: bool
    slack: float

    def tick(self, time_s: Fraction) -> int:
        """The first tick that shows a frame of this time (seconds from the clip's start)."""
        place = time_s * self.frame_rate
        return max(0, ceil(place - Fraction(self.slack)) if self.variable else round(place))


def choose_rate(stamps: Sequence[int], time_base: Fraction, hints: Sequence[Fraction]) -> Rate:
    """The rate for frames at `stamps` (ascending, in units of `time_base`); `hints` are the container's claims.

    A source is constant if one rate puts every frame within a tenth of a frame of its own tick, the rounding of its
    clock apart. Else it is variable, and gets the common rate nearest to its median interval.
    """
    known = [hint for hint in hints if 0 < hint <= FASTEST]
    if len(stamps) < 2:
        return Rate(known[0] if known else Fraction(25), False, 0.0)
    times: NDArray[np.float64] = (np.asarray(stamps, np.float64) - stamps[0]) * float(time_base)
    candidates = dict.fromkeys([*known, *COMMON, *FAST, *_measured(stamps, time_base)])
    strays = {rate: _stray(times, rate) for rate in candidates}
    exact = [rate for rate, stray in strays.items() if stray <= min(float(time_base * rate) * 0.75, 0.3) + 1e-3]
    for rate in known:
        if rate in exact:
            return Rate(rate, False, 0.0)
    best = min(exact or strays, key=lambda rate: strays[rate])
    if exact or strays[best] <= _JITTER + _rounding(time_base, best):
        return Rate(best, False, 0.0)
    nominal = _nominal(times)
    return Rate(nominal, True, _JITTER + _rounding(time_base, nominal))


def _measured(stamps: Sequence[int], time_base: Fraction) -> list[Fraction]:
    length = (stamps[-1] - stamps[0]) * time_base
    if length <= 0:
        return []
    rate = ((len(stamps) - 1) / length).limit_denominator(_LARGEST_TERM)
    return [rate] if 0 < rate <= FASTEST else []


def _stray(times: NDArray[np.float64], rate: Fraction) -> float:
    """The furthest that any frame lies from its own tick, in frames."""
    return float(np.abs(times * float(rate) - np.arange(len(times))).max())


def _rounding(time_base: Fraction, rate: Fraction) -> float:
    return min(float(time_base * rate), 0.3)


def _nominal(times: NDArray[np.float64]) -> Fraction:
    """The common rate nearest to the usual interval, or a whole one where none is near."""
    intervals = np.diff(times)
    intervals = intervals[intervals > 0]
    if not len(intervals):
        return Fraction(25)
    median = float(np.median(intervals))
    near = intervals[np.abs(intervals - median) < 0.25 * median]
    usual = float(near.mean()) if len(near) else median  # of two intervals that differ much, none is near the middle
    nearest = min(COMMON, key=lambda rate: abs(float(rate) * usual - 1))
    if abs(float(nearest) * usual - 1) < 0.08:
        return nearest
    return Fraction(min(60, max(1, round(1 / usual))))
