"""What an effect sees of one frame: the picture below, whose pixels are whose, how far the edge is. Computed only when asked for."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from masklet.domain.export import ParameterValue
from masklet.masks.palette import rgb

Picture = NDArray[np.uint8]  # height x width x 3, RGB
LabelMap = NDArray[np.uint8]  # height x width: 0 background, else k for the k-th object in z-order
Colours = NDArray[np.uint8]  # (objects + 1) x 3: row k is the k-th object's colour
Plane = NDArray[np.float32]  # height x width
Colour = Sequence[int] | NDArray[np.uint8]

FARTHEST = 64  # no effect looks further from its objects


@dataclass(frozen=True, slots=True)
class Fact:
    """Where an object shows: outer edges of its box."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


class Shot:
    """One frame as all layers see it. `before(n)` is the label map n frames earlier, None before the clip's start."""

    def __init__(
        self,
        picture: Picture,
        labels: LabelMap,
        colours: Colours,
        names: Sequence[str] = (),
        frame_index: int = 0,
        before: Callable[[int], LabelMap | None] = lambda _: None,
    ) -> None:
        self.picture = picture
        self.labels = labels
        self.colours = colours
        self.names = names
        self.frame_index = frame_index
        self.before = before

    @cached_property
    def facts(self) -> dict[int, Fact]:
        """Of the labels that show, in z-order."""
        found = {}
        for k in range(1, len(self.colours)):
            x, y, width, height = cv2.boundingRect((self.labels == k).view(np.uint8))
            if width:
                found[k] = Fact(x, y, x + width, y + height)
        return found

    def tint_of(self, label: int, values: Mapping[str, ParameterValue]) -> Colour:
        """The object's colour, or the parameter `colour` where `tint` says so."""
        return self.colours[label] if values["tint"] == "object" else rgb(str(values["colour"]))


class Seen:
    """One layer's view of a shot. `chosen[label]` is 1 for its objects."""

    def __init__(
        self,
        shot: Shot,
        below: Picture,
        chosen: NDArray[np.uint8],
        feather: float = 0,
        grow: float = 0,
        background: bool = False,
        reach: bool = False,
    ) -> None:
        self.shot = shot
        self.below = below
        self.chosen = chosen
        self.soft = feather != 0 or grow != 0
        self.measured = self.soft or reach
        self._feather = feather
        self._grow = grow
        self._background = background

    @cached_property
    def own(self) -> LabelMap:
        """The layer's objects, hard: their label, else 0."""
        return np.where(np.take(self.chosen, self.shot.labels) != 0, self.shot.labels, np.uint8(0))

    @cached_property
    def label(self) -> LabelMap:
        """The layer's object at each pixel, or the nearest one where distances are measured; 0: none."""
        return self._fields[1] if self.measured else self.own

    @property
    def away(self) -> Plane:
        """Pixels to the grown edge, negative inside."""
        return self._fields[0]

    @cached_property
    def cover(self) -> Plane:
        """How far the effect applies, 0..1."""
        if self.measured:
            inside = np.clip(0.5 - self.away / max(self._feather, 1), 0, 1)
        else:
            inside = (self.own != 0).astype(np.float32)
        return np.asarray(1 - inside if self._background else inside, np.float32)

    @cached_property
    def affected(self) -> NDArray[np.bool_]:
        """Where it applies, hard."""
        return np.asarray(self.own == 0 if self._background else self.own != 0)

    def facts(self) -> Iterator[tuple[int, Fact]]:
        """Label and box of each of the layer's objects that shows, in z-order."""
        return ((k, fact) for k, fact in self.shot.facts.items() if self.chosen[k])

    def tint(self, values: Mapping[str, ParameterValue], labels: LabelMap | None = None) -> Picture:
        """Each pixel's object's colour, or the parameter `colour` where `tint` says so."""
        if values["tint"] == "object":
            return np.take(self.shot.colours, self.label if labels is None else labels, axis=0)
        out = np.empty_like(self.below)
        out[:] = rgb(str(values["colour"]))
        return out

    def window(self, left: float, top: float, right: float, bottom: float) -> tuple[slice, slice]:
        """The rows and columns of the picture that hold this box."""
        height, width = self.shot.labels.shape
        low = (max(int(np.floor(top)), 0), max(int(np.floor(left)), 0))
        high = (min(int(np.ceil(bottom)) + 1, height), min(int(np.ceil(right)) + 1, width))
        return slice(low[0], max(high[0], low[0])), slice(low[1], max(high[1], low[1]))

    @cached_property
    def _fields(self) -> tuple[Plane, LabelMap]:
        """Distance to the grown edge, and the nearest label; only around the objects, as it is the same elsewhere."""
        away = np.full(self.own.shape, FARTHEST + 0.5, np.float32)
        near = np.zeros_like(self.own)
        x, y, width, height = cv2.boundingRect(self.own)
        if width:
            rows = slice(max(y - FARTHEST - 1, 0), y + height + FARTHEST + 1)
            columns = slice(max(x - FARTHEST - 1, 0), x + width + FARTHEST + 1)
            away[rows, columns], near[rows, columns] = _measured(self.own[rows, columns])
        return np.asarray(away - np.float32(self._grow)), near


def _measured(own: LabelMap) -> tuple[Plane, LabelMap]:
    """Signed distance to the edge, and the nearest label within reach."""
    inside = (own != 0).view(np.uint8)
    to_outside = _distance(inside)
    to_inside, index = cv2.distanceTransformWithLabels(
        1 - inside, cv2.DIST_L2, cv2.DIST_MASK_5, labelType=cv2.DIST_LABEL_PIXEL
    )
    to_inside = _distance(1 - inside)
    table = np.zeros(int(index.max()) + 1, np.uint8)
    table[index[inside != 0]] = own[inside != 0]
    away = np.where(inside, 0.5 - to_outside, to_inside - 0.5)
    near = np.where(to_inside <= FARTHEST, np.take(table, index), np.uint8(0))
    return np.asarray(np.clip(away, -FARTHEST - 0.5, FARTHEST + 0.5), np.float32), np.asarray(near, np.uint8)


def _distance(where: NDArray[np.uint8]) -> Plane:
    """From each pixel that is set to the nearest one that is not; far where there is none."""
    if where.all():
        return np.full(where.shape, FARTHEST + 1, np.float32)
    return np.asarray(cv2.distanceTransform(where, cv2.DIST_L2, cv2.DIST_MASK_PRECISE), np.float32)
