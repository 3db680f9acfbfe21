"""What a trained network has to say to a click or a box, as the built-in engine hears it. Knows no network."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from masklet.domain.prompt import Box, Point
from masklet.engine.flow.region import Bits, Image
from masklet.engine.flow.scene_motion import SceneMotion
from masklet.masks.overlap import iou

TRUST = 0.4  # of a choice's rank: the share of a network that is quite sure


@dataclass(frozen=True, slots=True)
class LearnedMask:
    """A full-size H x W mask, and the overlap that it probably has with what was meant, in [0, 1]."""

    mask: Bits
    quality: float


class Proposer(Protocol):
    """A network with its weights. `frame` H x W x 3; `motion` None: it is a still. Raises CheckpointUnreadable."""

    def at_click(
        self, frame: Image, motion: SceneMotion | None, point: Point, others: Sequence[Point]
    ) -> list[LearnedMask]:
        """What a label-1 click may mean; `others` are clicks known besides."""
        ...

    def in_box(self, frame: Image, motion: SceneMotion | None, box: Box) -> LearnedMask:
        """What fills the box."""
        ...


def joint(rank: float, mask: Bits, learned: Sequence[LearnedMask]) -> float:
    """A choice's rank where the network has spoken: as much of it as the network is sure is how well that would have the mask."""
    sure = max(one.quality for one in learned)
    share = TRUST * sure
    return (1 - share) * rank + share * max(one.quality * iou(mask, one.mask) for one in learned) / max(sure, 1e-6)
