"""What each family of textures brings: the proposal network is trained anew without it, on one small budget, and measured.

    make bench-families ARGS="--steps 200"

Every run takes the same steps on one thread. A row for each: overlap after one and three clicks on clips of all families that none
was trained on, after one on clips of each family alone, and J of the first click on the DAVIS sequences, where ../shared is there.
The second row is the first with another seed: so much of a difference is chance.
"""

import argparse
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import numpy as np
import torch
from bench_clips import davis_clip, davis_names
from bench_proposals import NAMES, clip_row

from masklet.engine.proposals.network import MEANT, ProposalNetwork
from masklet.training.chance import Chance
from masklet.training.learner import Learner
from masklet.training.lessons import draw_lesson
from masklet.training.pool import Pool
from masklet.training.practice import overlaps_by_click
from masklet.training.scene import LAYERS
from masklet.training.settings import TrainingSettings, for_cpu
from masklet.training.source import generated_batches
from masklet.training.textures import FAMILIES

CPU = torch.device("cpu")
CLIPS, JUDGED = 600, 192
HELD_OUT_SEED = 77
COLUMNS = ("1 click", "3 clicks", *FAMILIES, "DAVIS")


def main() -> None:
    """A row as each run ends."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=200)
    settings = small_settings(parser.parse_args().steps)
    torch.set_num_threads(1)
    held_out = replace(settings, seed=HELD_OUT_SEED)
    everything = pool_of(held_out, JUDGED)
    alone = [pool_of(replace(held_out, families=(name,)), JUDGED) for name in FAMILIES]
    print(f"{'left out':12s}", *(f"{name:>8s}" for name in COLUMNS), flush=True)
    for name, run in runs(settings):
        network = trained(run, pool_of(run, CLIPS))
        row = [*by_click(network, everything, run, 3)[::2], *(by_click(network, pool, run, 1)[0] for pool in alone)]
        print(f"{name:12s}", *(f"{value:8.3f}" for value in (*row, on_davis(network))), flush=True)


def small_settings(steps: int) -> TrainingSettings:
    """Small pictures on one core, of clips that are all made before the first step."""
    settings = for_cpu(TrainingSettings(steps=steps))
    return replace(
        settings, side_by_side=1, clip_height=96, clip_width=160, windows=settings.first_windows, first_share=0.0
    )


def runs(settings: TrainingSettings) -> Iterator[tuple[str, TrainingSettings]]:
    """With all families, twice, then without each."""
    yield "nothing", settings
    yield "nothing", replace(settings, seed=settings.seed + 1)
    for name in FAMILIES:
        yield name, replace(settings, families=tuple(other for other in FAMILIES if other != name))


def pool_of(settings: TrainingSettings, clips: int) -> Pool:
    """So many clips of the settings' seed and families."""
    pool = Pool(1, clips, settings.clip_height, settings.clip_width, LAYERS + 1, CPU)
    with closing(generated_batches(settings, CPU, 0, clips)) as made:
        pool.put(0, next(made))
    return pool


def trained(settings: TrainingSettings, pool: Pool) -> ProposalNetwork:
    """After all steps."""
    learner = Learner(settings, CPU)
    while learner.step < settings.steps:
        learner.learn(pool, learner.step / settings.steps)
    return learner.average


@torch.no_grad()
def by_click(network: ProposalNetwork, pool: Pool, settings: TrainingSettings, clicks: int) -> list[float]:
    """Mean overlap of what is meant after each click, the same lessons for every network."""
    lesson = draw_lesson(Chance(99, CPU), pool.take(torch.arange(pool.held)), *settings.windows[0])
    found, _ = overlaps_by_click(network, Chance(98, CPU), lesson, clicks)
    return [float(overlap[lesson.single, MEANT].mean()) for overlap in found]


def on_davis(network: ProposalNetwork) -> float:
    """J of what is meant after the first click; nan without the sequences."""
    rows = [clip_row(network, davis_clip(name))[0] for name in davis_names()]
    return float(np.mean(rows, axis=0)[NAMES.index("meant")]) if rows else float("nan")


if __name__ == "__main__":
    main()
