"""Fine-tuning: the proposal network goes on with a person's own masklets among the generated clips, and what was held out
says whether that helped.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch

from masklet.engine.proposals.network import MEANT, ProposalNetwork
from masklet.engine.proposals.weights import network_of, read_weights, write_weights
from masklet.training.chance import Chance
from masklet.training.lessons import draw_lesson
from masklet.training.own_clips import MaskedClip, divide, own_samples
from masklet.training.practice import overlaps_by_click
from masklet.training.progress import Progress
from masklet.training.run import WEIGHTS_NAME, Clock, Run
from masklet.training.samples import Samples
from masklet.training.settings import TrainingSettings
from masklet.training.source import generated_batches

RESULT_NAME = "held-out.json"
AT_ONCE = 32  # lessons
UNSEEN = 1_000_000  # the number of a batch that no training reaches


@dataclass(frozen=True, slots=True)
class Overlap:
    """Mean overlap with what is meant after one click and after three."""

    click_1: float
    click_3: float

    @property
    def mean(self) -> float:
        """What decides."""
        return (self.click_1 + self.click_3) / 2


@dataclass(frozen=True, slots=True)
class Change:
    """The same lessons before and after."""

    before: Overlap
    after: Overlap


@dataclass(frozen=True, slots=True)
class FineTuned:
    """What came of it. `held_out_by` says what was held out, `learned` and `judged` count masks."""

    helped: bool
    held_out: Change
    generated: Change
    held_out_by: str
    learned: int
    judged: int
    steps: int

    def sentence(self) -> str:
        """For a person."""
        kept = "" if self.helped else " It did not help: the weights are those it began with."
        return (
            f"held-out J after one click: {_told(self.held_out, 'click_1')}; after three: {_told(self.held_out, 'click_3')}; "
            f"on generated clips: {_told(self.generated, 'click_1')}.{kept}"
        )


def fine_tune(
    settings: TrainingSettings,
    clips: Sequence[MaskedClip],
    start: Path,
    folder: Path,
    device: str,
    resume: bool = False,
    clock: Clock | None = None,
) -> FineTuned:
    """Until the steps or the time are over. Besides what training writes, held-out.json says what came of it.

    proposals.safetensors are the new weights where what was held out is better with them, else the start's. Raises
    InvalidInput (too little to learn from, or another training's folder), CheckpointUnreadable, VideoUnreadable, FileExistsError.
    """
    weights = read_weights(start)
    divided = divide(clips, settings.seed)
    learned, held_out = own_samples(divided, settings)
    run = Run(settings, Progress(folder), device, learned, clock)
    run.begin(resume, weights)
    run.go()
    known, new = network_of(weights, run.learner.device), run.learner.average
    generated = next(generated_batches(settings, torch.device("cpu"), UNSEEN, settings.fresh))
    judged, forgotten = (
        Change(*(judge_on(network, part, settings) for network in (known, new))) for part in (held_out, generated)
    )
    helped = judged.after.mean > judged.before.mean
    write_weights(new if helped else known, folder / WEIGHTS_NAME)
    found = FineTuned(helped, judged, forgotten, divided.by, len(learned), len(held_out), run.learner.step)
    (folder / RESULT_NAME).write_text(json.dumps(asdict(found), indent=1) + "\n")
    return found


@torch.no_grad()
def judge_on(network: ProposalNetwork, samples: Samples, settings: TrainingSettings) -> Overlap:
    """How well single clicks and their corrections do on samples; the same lessons for every network."""
    device = next(network.parameters()).device
    chance = Chance(settings.seed, device)
    places = torch.arange(len(samples)).repeat(-(-settings.judged // len(samples)))[: settings.judged]
    found = []
    for at in places.split(AT_ONCE):
        lesson = draw_lesson(chance, samples.at(at).to(device), *settings.windows[0])
        by_click, _ = overlaps_by_click(network, chance, lesson, 3)
        found.append(torch.stack([by_click[0], by_click[2]])[:, lesson.single, MEANT].cpu())
    click_1, click_3 = torch.cat(found, dim=1).mean(dim=1).tolist()
    return Overlap(click_1, click_3)


def _told(change: Change, name: str) -> str:
    before, after = getattr(change.before, name), getattr(change.after, name)
    return f"{before:.2f} before, {after:.2f} after"
