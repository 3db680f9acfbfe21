"""New samples for training with the motion that the engine would see, batch after batch: generated on the device, encoded and
looked at on threads, with a person's own among them where there are some. On a GPU that is a process of its own, since
starting kernels and threads costs the learner's time.
"""

from collections.abc import Generator, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import multiprocessing as processes

from masklet.training.clips import generate
from masklet.training.samples import Samples, joined, of_clips
from masklet.training.seen_flow import flow_of, seen_motion
from masklet.training.settings import TrainingSettings
from masklet.training.textures import Atlas, make_atlas
from masklet.video.reencoded import reencoded

COARSENESS = (23, 40)  # H.264's constant rate factor: from fine to plainly blocky
AHEAD = 3  # batches that wait
Looked = tuple[NDArray[np.uint8], NDArray[np.float32]]


def batches(
    settings: TrainingSettings, device: torch.device, first: int, own: Samples | None = None
) -> Generator[Samples, None, None]:
    """The batches from this number on, without end; `settings.own` of each are drawn from `own`, where it is given."""
    generated = generated_batches(settings, device, first, settings.fresh - (settings.own if own is not None else 0))
    for number, made in enumerate(generated, first):
        yield made if own is None else joined(made, own.at(_drawn(settings, number, len(own))))


def generated_batches(settings: TrainingSettings, device: torch.device, first: int, samples: int) -> Iterator[Samples]:
    """Batches of so many samples from this number on, without end."""
    atlas = make_atlas(settings.seed, settings.atlas_columns, settings.families).to(device)
    with ThreadPoolExecutor(settings.flow_threads) as workers:
        while True:
            yield _batch(settings, atlas, first, samples, workers)
            first += 1


class BatchProcess:
    """The same as `batches`, made by a process that works ahead. Use it in a `with`: that ends the process."""

    def __init__(
        self, settings: TrainingSettings, device: torch.device, first: int, own: Samples | None = None
    ) -> None:
        context = processes.get_context("spawn")
        self._made = context.Queue(AHEAD)
        ordered = (settings, str(device), first, own, self._made)
        self._process = context.Process(target=_make, args=ordered, daemon=True)
        self._device = device

    def __enter__(self) -> Iterator[Samples]:
        self._process.start()
        return self._taken()

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.join()

    def _taken(self) -> Iterator[Samples]:
        while True:
            yield self._made.get().to(self._device)


def _make(
    settings: TrainingSettings, device: str, first: int, own: Samples | None, made: "processes.Queue[Samples]"
) -> None:
    for samples in batches(settings, torch.device(device), first, own):
        made.put(replace(samples, motion=samples.motion.half()).to(torch.device("cpu")))


def _drawn(settings: TrainingSettings, number: int, count: int) -> torch.Tensor:
    """Which of a person's own samples are in this batch: each once before any comes again."""
    places = range(number * settings.own, (number + 1) * settings.own)
    turns = {place // count for place in places}
    orders = {turn: np.random.default_rng((settings.seed, 3, turn)).permutation(count) for turn in turns}
    return torch.tensor([orders[place // count][place % count] for place in places], dtype=torch.long)


def _batch(settings: TrainingSettings, atlas: Atlas, number: int, samples: int, workers: Executor) -> Samples:
    s, device = settings, atlas.picture.device
    clips = generate(s.seed * 1_000_003 + number, samples, s.clip_height, s.clip_width, atlas)
    chance = np.random.default_rng((s.seed, number))
    factors = np.where(chance.random(samples) < s.encoded, chance.integers(*COARSENESS, samples), 0).tolist()
    looked = list(workers.map(_looked_at, clips.frames.cpu().numpy(), factors))
    frames, vectors = (torch.from_numpy(np.stack(part)).to(device) for part in zip(*looked, strict=True))
    return of_clips(replace(clips, frames=frames), seen_motion(vectors))


def _looked_at(pair_23HW: NDArray[np.uint8], factor: int) -> Looked:
    """The frames as they are kept (factor 0: not encoded), and the optical flow between them."""
    kept = reencoded(pair_23HW, factor) if factor else pair_23HW
    return kept, flow_of(kept)
