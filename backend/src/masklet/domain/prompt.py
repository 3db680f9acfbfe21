"""What a person says about an object on one frame. Parsed at the edge, trusted inside."""

from dataclasses import dataclass

from masklet.domain.masklet import Rle

BACKGROUND, OBJECT = 0, 1


@dataclass(frozen=True, slots=True)
class Point:
    """A click in pixels of the normalised video (x right, y down); label 1 object, 0 background."""

    x: float
    y: float
    label: int


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels of the normalised video; x0 < x1 and y0 < y1."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Prompt:
    """Everything said about one object on one frame: points, a box, a mask, or a mixture. Empty says nothing."""

    points: tuple[Point, ...] = ()
    box: Box | None = None
    mask: Rle | None = None

    @property
    def is_empty(self) -> bool:
        """True when nothing is said."""
        return not self.points and self.box is None and self.mask is None

    @property
    def is_ambiguous(self) -> bool:
        """True for one object click, alone or with background clicks: it may mean a part, the whole or more."""
        alone = sum(point.label == OBJECT for point in self.points) == 1
        return alone and self.box is None and self.mask is None
