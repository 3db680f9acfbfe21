"""What is compared: the masks of a clip's objects, frame by frame, whatever files they come from. Knows no file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.bool_]
FrameKey = int | str  # what a frame's file is called, as a number where it is one


def frame_key(stem: str) -> FrameKey:
    """Of a file's name without its ending: 00012 and 12 are the same frame."""
    return int(stem) if stem.isascii() and stem.isdecimal() else stem


@dataclass(frozen=True, slots=True)
class LabelledFrame:
    """The objects on one frame by number, each H x W; `void` (H x W, or None) are pixels that are not judged."""

    height: int
    width: int
    masks: Mapping[int, Bits] = field(default_factory=dict)
    void: Bits | None = None

    def judged(self, number: int, void: Bits | None) -> Bits:
        """An object's mask without void pixels, all False where it is not on this frame."""
        mask = self.masks.get(number)
        if mask is None:
            return np.zeros((self.height, self.width), np.bool_)
        return mask if void is None else mask & ~void


class MaskSequence(Protocol):
    """One clip's masks. Reading raises InvalidInput where a file is damaged or no mask."""

    @property
    def name(self) -> str:
        """What the clip is called."""
        ...

    @property
    def frames(self) -> Sequence[FrameKey]:
        """The frames that have masks, or of which it is known that they have none, in order."""
        ...

    def numbers(self) -> set[int]:
        """Of all objects; may read every frame."""
        ...

    def read(self, key: FrameKey) -> LabelledFrame:
        """One of `frames`."""
        ...
