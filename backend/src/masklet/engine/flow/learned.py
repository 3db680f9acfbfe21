"""What a trained network has to say to a click or a box, as the built-in engine hears it. Knows no network."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from masklet.domain.prompt import Box, Point
from masklet.engine.flow.region import Bits, Image
from masklet.engine.flow.scene_motion import SceneMotion
from masklet.masks.overlap import iou

TRUST = 0.5  # of a choice's rank: the network's share where it has spoken


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


def support(mask: Bits, learned: Sequence[LearnedMask]) -> float:
    """How well the network would have a full-size mask, in [0, 1]: the quality of that one of its own which it is most like."""
    return max((one.quality * iou(mask, one.mask) for one in learned), default=0.0)


def joint(rank: float, supported: float) -> float:
    """A choice's rank where the network has spoken."""
    return (1 - TRUST) * rank + TRUST * supported
