"""What the server tells of itself to whoever looks after it: whether it can work, and how much there is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class StudioState:
    """How much there is. `on_device`: sessions awake there. `jobs`: by kind and state; `stored_bytes`: by folder of the data folder."""

    sessions: int
    on_device: int
    propagating: int
    videos: int
    jobs: Mapping[tuple[str, str], int]
    stored_bytes: Mapping[str, int]
    free_bytes: int


class StudioStates(Protocol):
    def now(self) -> StudioState:
        """What is stored is walked through at most once a minute."""
        ...


class Readiness(Protocol):
    def problems(self) -> dict[str, str | None]:
        """What the server needs (`database`, `disk`, `engine`), each with a sentence where it cannot be used. Takes seconds at most."""
        ...
