"""The trained network as the built-in engine asks it: one frame, a click or a box. Implements engine.flow.learned.Proposer."""

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor

from masklet.domain.errors import CheckpointUnreadable
from masklet.domain.prompt import Box, Point
from masklet.engine.flow.learned import LearnedMask
from masklet.engine.flow.region import Image
from masklet.engine.flow.scene_motion import SceneMotion
from masklet.engine.proposals.inputs import NOWHERE, Said, network_input
from masklet.engine.proposals.network import MEANT, Answer, ProposalNetwork
from masklet.engine.proposals.sight import HEIGHT, WIDTH, Sight, told
from masklet.engine.proposals.weights import network_of, read_weights


class NetworkProposer:
    """Reads the weights when it is first asked; the trackers of a process share it."""

    def __init__(self, weights: Path) -> None:
        self._weights = weights
        self._network: ProposalNetwork | None = None

    def at_click(
        self, frame: Image, motion: SceneMotion | None, point: Point, others: Sequence[Point]
    ) -> list[LearnedMask]:
        """See Proposer. Part, whole, group and what all clicks together mean."""
        sight = Sight(frame, told(motion))
        answered = ask(self._loaded(), sight, clicks_said(sight, [point, *others]))
        return [_placed(sight, answered, k) for k in range(answered.quality.shape[1])]

    def in_box(self, frame: Image, motion: SceneMotion | None, box: Box) -> LearnedMask:
        """See Proposer."""
        sight = Sight(frame, told(motion))
        return _placed(sight, ask(self._loaded(), sight, box_said(sight, box)), MEANT)

    def _loaded(self) -> ProposalNetwork:
        if self._network is None:
            try:
                self._network = network_of(read_weights(self._weights), torch.device("cpu"))
            except OSError as error:
                why = error.strerror or "it is not there"  # safetensors' own error has no reason
                raise CheckpointUnreadable(f"{self._weights.name} cannot be read: {why}.") from error
        return self._network


@torch.inference_mode()
def ask(network: ProposalNetwork, sight: Sight, said: Said) -> Answer:
    """The network's answer in the sight's window."""
    answer: Answer = network(network_input(*sight.seen(), said))
    return answer


def clicks_said(sight: Sight, points: Sequence[Point], previous: Tensor | None = None) -> Said:
    """Clicks in the frame's pixels, and the mask before them (see Sight.cut), as the network is told them."""
    height, width = sight.frame.shape[:2]
    at = torch.stack([sight.at(point.x / width, point.y / height) for point in points])
    labels = torch.tensor([[point.label for point in points]])
    nothing = torch.zeros(1, HEIGHT, WIDTH)
    return Said(at[None], labels, nothing, nothing if previous is None else previous)


def box_said(sight: Sight, box: Box) -> Said:
    """A box in the frame's pixels as the network is told it."""
    height, width = sight.frame.shape[:2]
    (x0, y0), (x1, y1) = (sight.at(x / width, y / height) for x, y in ((box.x0, box.y0), (box.x1, box.y1)))
    filled = torch.full((1, HEIGHT, WIDTH), -1.0)
    filled[0, _span(y0, y1, HEIGHT), _span(x0, x1, WIDTH)] = 1
    nowhere = torch.full((1, 1, 2), NOWHERE)
    return Said(nowhere, torch.ones(1, 1, dtype=torch.long), filled, torch.zeros(1, HEIGHT, WIDTH))


def _span(first: Tensor, last: Tensor, size: int) -> slice:
    """At least one pixel of the network's."""
    begin = min(max(round(float(first)), 0), size - 1)
    return slice(begin, max(begin + 1, round(float(last))))


def _placed(sight: Sight, answered: Answer, k: int) -> LearnedMask:
    return LearnedMask(sight.placed(answered.logits[0, k]), float(answered.quality[0, k]))
