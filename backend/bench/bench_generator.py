"""How many clips a second training's generator makes on this machine's CPU, and what one forward of the network costs.

    make bench-generator

Clips of 160 x 160 and 320 x 192 as training takes them: a tenth of them through the real H.264 encode, all with the optical
flow that the engine would see. On the clock with all cores, which needs a quiet machine, and for a second of CPU of one
thread. The network: CPU time on one thread.
"""

import os
import time

import numpy as np
import torch

from masklet.engine.proposals.network import CHANNELS_IN, ProposalNetwork
from masklet.training.settings import TrainingSettings
from masklet.training.source import generated_batches

CLIPS = ((160, 160), (192, 320))  # height and width
PICTURES = ((160, 160), (192, 192), (144, 256))
WARM, BATCHES, FORWARDS = 1, 3, 24


def main() -> None:
    """Print a line for each size."""
    cores = len(os.sched_getaffinity(0))
    for height, width in CLIPS:
        (clock, _), (_, cpu) = (_a_second(height, width, threads) for threads in (cores, 1))
        print(
            f"clips of {width} x {height}: {clock:.1f} a second on {cores} cores; one thread: {cpu:.1f} a second of CPU"
        )
    torch.set_num_threads(1)
    for height, width in PICTURES:
        print(f"one forward at {width} x {height}: {_forward_ms(height, width):.1f} ms of CPU on one thread")


def _a_second(height: int, width: int, threads: int) -> tuple[float, float]:
    """Clips for a second of the clock and of CPU."""
    torch.set_num_threads(threads)
    settings = TrainingSettings(clip_height=height, clip_width=width, flow_threads=threads, fresh=32)
    made = generated_batches(settings, torch.device("cpu"), 0, settings.fresh)
    for _ in range(WARM):
        next(made)
    begun = time.perf_counter(), time.process_time()
    for _ in range(BATCHES):
        next(made)
    clips = BATCHES * settings.fresh
    return clips / (time.perf_counter() - begun[0]), clips / (time.process_time() - begun[1])


@torch.inference_mode()
def _forward_ms(height: int, width: int) -> float:
    """The median of some."""
    network, picture = ProposalNetwork().eval(), torch.rand(1, CHANNELS_IN, height, width)
    taken = []
    for _ in range(FORWARDS):
        begun = time.process_time()
        network(picture)
        taken.append(time.process_time() - begun)
    return 1e3 * float(np.median(taken[WARM:]))


if __name__ == "__main__":
    main()
