"""How well the network does on generated clips: overlaps after a click, three, five and a box."""

from collections.abc import Callable

import torch
from torch import Tensor

from masklet.engine.proposals.network import MEANT, ProposalNetwork
from masklet.training.chance import Chance
from masklet.training.lessons import Lesson, draw_lesson
from masklet.training.pool import Pool
from masklet.training.practice import overlaps_by_click
from masklet.training.progress import Report
from masklet.training.settings import TrainingSettings

SAMPLES, CLICKS = 192, 5


@torch.no_grad()
def report_on(
    network: ProposalNetwork, pool: Pool, settings: TrainingSettings, device: torch.device
) -> tuple[Callable[[int, float, float], Report], Lesson, Tensor]:
    """What is missing for a Report is the step, the seconds and the loss; with the lessons and the first answers."""
    chance = Chance(99, device)
    lesson = draw_lesson(chance, pool.take(chance.below(pool.held, min(SAMPLES, pool.held))), *settings.windows[0])
    by_click, first = overlaps_by_click(network, chance, lesson, CLICKS)
    single, boxed = lesson.single, lesson.said.box.flatten(1).any(dim=1)
    clicked = [float(o[single, MEANT].mean()) for o in by_click]
    levels = by_click[0][single & lesson.nested].mean(dim=0).tolist()
    box = float(by_click[0][boxed, MEANT].mean())

    def report(step: int, seconds: float, loss: float) -> Report:
        part, whole, group = levels[:3]
        return Report(step, seconds, loss, part, whole, group, clicked[0], clicked[2], clicked[4], box)

    return report, lesson, first
