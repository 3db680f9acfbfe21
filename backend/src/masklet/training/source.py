"""New clips for training with the motion that the engine would see, batch after batch: generated on the device, encoded and
looked at on threads. On a GPU that is a process of its own, since starting kernels and threads costs the learner's time.
"""

from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch import multiprocessing as processes

from masklet.training.clips import Clips, generate
from masklet.training.seen_flow import flow_of, seen_motion
from masklet.training.settings import TrainingSettings
from masklet.training.textures import Atlas, make_atlas
from masklet.video.reencoded import reencoded

COARSENESS = (23, 40)  # H.264's constant rate factor: from fine to plainly blocky
AHEAD = 3  # batches that wait
Batch = tuple[Clips, Tensor]  # and motion B x 2 x H x W, see seen_flow
Looked = tuple[NDArray[np.uint8], NDArray[np.float32]]


def batches(settings: TrainingSettings, device: torch.device, first: int) -> Iterator[Batch]:
    """The batches from this number on, without end."""
    atlas = make_atlas(settings.seed, settings.atlas_columns, settings.families).to(device)
    with ThreadPoolExecutor(settings.flow_threads) as workers:
        while True:
            yield _batch(settings, atlas, first, workers)
            first += 1


class BatchProcess:
    """The same, made by a process that works ahead. Use it in a `with`: that ends the process."""

    def __init__(self, settings: TrainingSettings, device: torch.device, first: int) -> None:
        context = processes.get_context("spawn")
        self._made = context.Queue(AHEAD)
        self._process = context.Process(target=_make, args=(settings, str(device), first, self._made), daemon=True)
        self._device = device

    def __enter__(self) -> Iterator[Batch]:
        self._process.start()
        return self._taken()

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.join()

    def _taken(self) -> Iterator[Batch]:
        while True:
            clips, motion = self._made.get()
            yield clips.to(self._device), motion.to(self._device)


def _make(settings: TrainingSettings, device: str, first: int, made: "processes.Queue[Batch]") -> None:
    for clips, motion in batches(settings, torch.device(device), first):
        made.put((clips.to(torch.device("cpu")), motion.half().cpu()))


def _batch(settings: TrainingSettings, atlas: Atlas, number: int, workers: Executor) -> Batch:
    s, device = settings, atlas.picture.device
    clips = generate(s.seed * 1_000_003 + number, s.fresh, s.clip_height, s.clip_width, atlas)
    chance = np.random.default_rng((s.seed, number))
    factors = np.where(chance.random(s.fresh) < s.encoded, chance.integers(*COARSENESS, s.fresh), 0).tolist()
    looked = list(workers.map(_looked_at, clips.frames.cpu().numpy(), factors))
    frames, vectors = (torch.from_numpy(np.stack(part)).to(device) for part in zip(*looked, strict=True))
    return replace(clips, frames=frames), seen_motion(vectors)


def _looked_at(pair_23HW: NDArray[np.uint8], factor: int) -> Looked:
    """The frames as they are kept (factor 0: not encoded), and the optical flow between them."""
    kept = reencoded(pair_23HW, factor) if factor else pair_23HW
    return kept, flow_of(kept)
