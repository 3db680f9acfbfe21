"""What an effect is on the server: its table and a function on one layer of a frame. The words of the maths: contract/effects/README.md."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from masklet.domain.export import ParameterInfo, ParameterValue
from masklet.export.effects.seen import Colour, Fact, LabelMap, Picture, Plane, Seen
from masklet.masks.palette import rgb

__all__ = ["Effect", "Fact", "LabelMap", "Picture", "Plane", "Seen", "Values", "mix", "plain", "star_extremes"]

Values = Mapping[str, ParameterValue]
Apply = Callable[[Seen, Values], Picture]

SOFT_EDGES = (
    ParameterInfo("feather", "Feather", "number", 0, 0, 40, step=1),
    ParameterInfo("grow", "Grow objects", "number", 0, -20, 20, step=1),
)


@dataclass(frozen=True, slots=True)
class Effect:
    """A pixel operation. `apply` answers a new picture (or one it was given) and leaves its inputs alone.

    It answers what the picture is where the effect applies wholly; the layer mixes that in by its cover. With
    `everywhere` it answers the whole picture itself. `edgeless`: feather and grow mean nothing. `reach`: it looks at `away`.
    """

    name: str
    title: str
    description: str
    on: str  # "objects" or "background"
    parameters: tuple[ParameterInfo, ...]
    apply: Apply
    everywhere: bool = False
    edgeless: bool = False
    reach: bool = False

    @property
    def table(self) -> tuple[ParameterInfo, ...]:
        """All that can be set, the effect's own first."""
        return self.parameters if self.edgeless else self.parameters + SOFT_EDGES


def mix(below: Picture, above: Picture, share: float | NDArray[np.floating[Any]]) -> Picture:
    """below + (above - below) * share, rounded."""
    if below.size == 0:
        return below
    if not isinstance(share, np.ndarray):
        return np.asarray(cv2.addWeighted(below, 1 - share, above, share, 0), np.uint8)
    share = share.astype(np.float32, copy=False)
    return np.asarray(cv2.blendLinear(below, above, 1 - share, share), np.uint8)


def plain(like: Picture, colour: ParameterValue | Colour) -> Picture:
    """A picture of the same size in one colour, '#rrggbb' or three numbers."""
    out = np.empty_like(like)
    out[:] = rgb(colour) if isinstance(colour, str) else colour
    return out


def star_extremes(labels: LabelMap, length: int) -> tuple[LabelMap, LabelMap]:
    """Least and greatest label at each pixel and the offsets of star(length), coordinates clamped to the picture."""
    kernel = _star(length)
    lowest = cv2.erode(labels, kernel, borderType=cv2.BORDER_REPLICATE)
    highest = cv2.dilate(labels, kernel, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(lowest, np.uint8), np.asarray(highest, np.uint8)


def _star(length: int) -> NDArray[np.uint8]:
    """The offsets of star(length) and the centre as a kernel."""
    kernel = np.zeros((2 * length + 1, 2 * length + 1), np.uint8)
    kernel[length, :] = kernel[:, length] = 1
    for radius in range(1, length + 1):
        step = int(0.70710678 * radius + 0.5)
        for dy in (-step, step):
            kernel[length + dy, [length - step, length + step]] = 1
    return kernel
