"""Frames per second of late. Pure but for the clock it is given."""

from collections import deque
from collections.abc import Callable

_WINDOW_S = 3.0


class FrameRateMeter:
    """Counts frames over the last seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._times: deque[float] = deque()

    def count(self) -> float | None:
        """One more frame; the rate, or None before there are two at different times."""
        now = self._clock()
        if self._times and now < self._times[-1]:
            self._times.clear()  # the clock was set back: what was counted before is nowhere on it
        self._times.append(now)
        while now - self._times[0] > _WINDOW_S and len(self._times) > 2:
            self._times.popleft()
        elapsed = now - self._times[0]
        return (len(self._times) - 1) / elapsed if elapsed > 0 else None
