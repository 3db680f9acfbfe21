"""How long the client waits: for an answer, between tries after a broken line, between looks at an export. Knows no clock."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds. `pauses`: before each new try after a broken line, in a row; whenever something comes through, they begin anew.

    `silence_s`: a stream that says nothing for so long is dead; the server writes at least every ten seconds.
    """

    answer_s: float = 60.0
    silence_s: float = 30.0
    pauses: tuple[float, ...] = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
    first_look_s: float = 0.05
    longest_look_s: float = 1.0

    def looks(self) -> Iterator[float]:
        """Growing pauses without end."""
        pause = self.first_look_s
        while True:
            yield pause
            pause = min(pause * 1.5, self.longest_look_s)
