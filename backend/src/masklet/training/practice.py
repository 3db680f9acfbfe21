"""One step of training: what a person would say is simulated, the network answers, and its last answer is judged.
Legend: B samples, M masks, h x w pixels of the network's input; answers are at half that size.
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from masklet.engine.proposals.inputs import Said, network_input
from masklet.engine.proposals.network import MEANT, Answer, ProposalNetwork
from masklet.training.chance import Chance
from masklet.training.depth import depths
from masklet.training.lessons import Lesson

ANYWHERE = 0.2  # correcting clicks that are not in the middle of what is wrong
QUALITY_WEIGHT = 2.0


@dataclass(frozen=True, slots=True)
class Judged:
    """`loss` to be made smaller; `overlap` B x M, of each mask with its truth."""

    loss: Tensor
    overlap: Tensor


def answer(network: ProposalNetwork, lesson: Lesson, said: Said) -> Answer:
    """The network's answer to what was said."""
    given: Answer = network(network_input(lesson.colours, lesson.motion, said))
    return given


def correct(chance: Chance, lesson: Lesson, said: Said, given: Answer) -> Said:
    """What a person says next: a click in the largest of what is wrong with the answer."""
    shown = given.logits[:, MEANT].detach().float() > 0
    truth = F.avg_pool2d(lesson.masks[:, MEANT:], 2)[:, 0] > 0.5
    wrong = depths(truth & ~shown), depths(shown & ~truth)
    width = shown.shape[2]
    deep = torch.maximum(*wrong).flatten(1)
    at = deep.argmax(dim=1)
    anywhere = chance.choose((deep > 0).float() + 1e-9)
    at = torch.where(chance.happens(ANYWHERE, len(at)), anywhere, at)
    adds = wrong[0].flatten(1).gather(1, at[:, None])[:, 0] > 0
    click = torch.stack([(at % width) * 2 + 1.0, torch.div(at, width, rounding_mode="floor") * 2 + 1.0], dim=-1)
    previous = F.interpolate(shown[:, None].float() * 2 - 1, scale_factor=2.0, mode="nearest")[:, 0]
    return said.with_click(click, adds.long(), previous)


@torch.no_grad()
def overlaps_by_click(
    network: ProposalNetwork, chance: Chance, lesson: Lesson, clicks: int
) -> tuple[list[Tensor], Tensor]:
    """After each click the overlaps of all masks, B x M, where each answer is corrected; and the first answers' logits."""
    truth, said, found, first = F.avg_pool2d(lesson.masks, 2), lesson.said, list[Tensor](), None
    for _ in range(clicks):
        given = answer(network, lesson, said)
        found.append(overlaps(given.logits.float(), truth))
        first = given.logits if first is None else first
        said = correct(chance, lesson, said, given)
    assert first is not None, "at least one click"
    return found, first


def judge(lesson: Lesson, said: Said, given: Answer) -> Judged:
    """Part, whole and group count where a single click was said, part and group where they are known; the meant mask always."""
    truth = F.avg_pool2d(lesson.masks, 2)
    logits = given.logits.float()
    overlap = overlaps(logits, truth)
    single = lesson.single & (said.clicks.shape[1] == 1)
    nested = single & lesson.nested
    counts = torch.stack([nested, single, nested, torch.ones_like(single)], dim=1).float()
    each = F.binary_cross_entropy_with_logits(logits, truth, reduction="none").mean(dim=(2, 3)) * 2 + _dice(
        logits, truth
    )
    quality = (given.quality.float() - overlap) ** 2
    return Judged(((each + QUALITY_WEIGHT * quality) * counts).sum() / counts.sum(), overlap)


def overlaps(logits: Tensor, truth: Tensor) -> Tensor:
    """Area of what both hold by the area that either does, B x M; 1 where both are empty."""
    shown, true = logits.detach() > 0, truth > 0.5
    both, either = (shown & true).sum(dim=(2, 3)), (shown | true).sum(dim=(2, 3))
    return torch.where(either > 0, both / either.clamp(min=1), 1.0)


def _dice(logits: Tensor, truth: Tensor) -> Tensor:
    shown = torch.sigmoid(logits)
    both, sum_of_both = (shown * truth).sum(dim=(2, 3)), (shown + truth).sum(dim=(2, 3))
    return 1 - (2 * both + 1) / (sum_of_both + 1)
