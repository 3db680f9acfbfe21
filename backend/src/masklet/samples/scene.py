"""What a generated scene is: how long, how fast, what is tracked in it, and who paints its frames."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

Frame = NDArray[np.uint8]  # height x width x 3, RGB
TrueMasks = Mapping[int, NDArray[np.bool_]]  # by object id, height x width; all False where the object is hidden
PaintFrame = Callable[[int], tuple[Frame, TrueMasks]]

FULL_WIDTH, FULL_HEIGHT = 1280, 720


@dataclass(frozen=True, slots=True)
class Scene:
    """One procedural clip. `object_names[i]` names object id i; `painter(width, height)` prepares what frames share.

    Everything is a function of the frame index and the size: the same call always gives the same bytes.
    """

    name: str
    title: str
    frame_rate: Fraction
    frame_count: int
    object_names: tuple[str, ...]
    painter: Callable[[int, int], PaintFrame]

    def frames(
        self,
        width: int = FULL_WIDTH,
        height: int = FULL_HEIGHT,
        frame_count: int | None = None,
        *,
        start: int = 0,
        step: int = 1,
    ) -> Iterator[tuple[Frame, TrueMasks]]:
        """Frames with their true masks, from `start`, every `step`-th; at most `frame_count` of them (None: to the end)."""
        paint = self.painter(width, height)
        indices = range(start, self.frame_count, step)
        for frame_index in indices if frame_count is None else indices[:frame_count]:
            yield paint(frame_index)
