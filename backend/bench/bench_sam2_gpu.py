"""SAM 2 on a GPU beside transformers' Sam2VideoModel, eager and compiled: frames per second and peak memory: make bench-gpu

    .bench/bin/python backend/bench/bench_sam2_gpu.py [--configs sam2.1_hiera_tiny] [--objects 1,10] [--frames 200]

Ours is the product's pass: frames at 720p in, run lengths out. Theirs begins at pictures that lie on the device, made ready
beforehand, and ends at masks of the video's size on the host. Warming up (until the memory is full) is timed apart.
`--device cpu --configs sam2.1_hiera_pico --frames 2` only shows that the program runs.
"""

import argparse
import gc
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

import torch
from sam2_ours import Repeated
from sam2_peer import PARTS, Peer, peer_model
from sam2_stand_in import clip, network_of, tensors_of
from torch.nn.functional import interpolate

from masklet.domain.engine_options import EngineOptions
from masklet.domain.prompt import Point, Prompt
from masklet.domain.session import Direction
from masklet.domain.tracking import Pass
from masklet.engine.sam2.device import Device, choose
from masklet.engine.sam2.pictures import pixels, squared
from masklet.engine.sam2.tracker import Sam2Tracker
from masklet.sam2.config import CONFIGS

HEIGHT, WIDTH = 720, 1280
WARM = 24  # frames until seven memories and sixteen pointers are there, and what is compiled is compiled
SIDES = ("ours", "eager", "compiled")
GIB = 1024**3


@dataclass(frozen=True)
class Case:
    """One cell of the table."""

    config: str
    objects: int
    frames: int
    device: Device

    @property
    def frame_count(self) -> int:
        """Of the whole clip."""
        return 1 + WARM + self.frames

    def places(self) -> list[tuple[float, float]]:
        """Where to click, 0..1, one for each object."""
        return [((0.5 + k % 4) / 4, (0.5 + k // 4) / 3) for k in range(self.objects)]


def ours(case: Case) -> Iterator[object]:
    """A step for each frame: its masks as run lengths."""
    network = network_of(case.config, tensors_of(case.config)).with_precision(case.device.dtype).to(case.device.name)
    options = EngineOptions(device=case.device.name)
    tracker = Sam2Tracker(network, Repeated(clip(HEIGHT, WIDTH), case.frame_count), network.config.image_size, options)
    for number, (x, y) in enumerate(case.places()):
        tracker.add_prompt(number, 0, Prompt((Point(x * WIDTH, y * HEIGHT, 1),)), None)
    yield from tracker.propagate(Pass(0, case.frame_count - 1, Direction.FORWARD, tuple(range(case.objects))))
    tracker.close()


def theirs(case: Case, is_compiled: bool) -> Iterator[object]:
    """A step for each frame: its masks as bits on the host."""
    size, device = CONFIGS[case.config].image_size, torch.device(case.device.name)
    model = peer_model(CONFIGS[case.config], tensors_of(case.config)).to(device, case.device.dtype)
    for part in PARTS if is_compiled else ():
        getattr(model, part).compile()
    pictures = pixels([squared(frame, size) for frame in clip(HEIGHT, WIDTH)], device)
    peer = Peer(model, pictures, case.frame_count, (HEIGHT, WIDTH))
    for number, (x, y) in enumerate(case.places()):
        peer.click(number, 0, (x * size, y * size))
    for index in range(case.frame_count):
        logits = interpolate(peer.step(index).float(), (HEIGHT, WIDTH), mode="bilinear", align_corners=False)
        yield (logits > 0).cpu()


def measured(case: Case, side: str) -> str:
    """Frames per second once warm, peak memory, and how long warming up took."""
    gc.collect()
    is_cuda = case.device.kind == "cuda"
    if is_cuda:
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats()
    steps = ours(case) if side == "ours" else theirs(case, side == "compiled")
    began = time.perf_counter()
    for _ in range(1 + WARM):
        next(steps)
    warmed = time.perf_counter()
    for _ in range(case.frames):
        next(steps)
    rate = case.frames / (time.perf_counter() - warmed)
    peak = f"{torch.cuda.max_memory_allocated() / GIB:.2f} GiB" if is_cuda else "not measured"
    return f"{rate:7.2f} frames/s, peak {peak}, loading and warming up {warmed - began:.1f} s"


def attempted(case: Case, side: str) -> str:
    """The same, or why there is no such figure."""
    try:
        return measured(case, side)
    except RuntimeError as error:  # of memory that is full, or of what cannot be compiled
        return f"none: {str(error).strip().splitlines()[0]}"


def main() -> None:
    """Print one line a figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--configs", default="sam2.1_hiera_tiny,sam2.1_hiera_base_plus,sam2.1_hiera_large")
    parser.add_argument("--objects", default="1,10")
    parser.add_argument("--frames", type=int, default=200)
    parser.add_argument("--sides", default=",".join(SIDES))
    parser.add_argument("--device", default="cuda")
    parser.add_argument("--precision", default="auto")
    said = parser.parse_args()
    if said.device.startswith("cuda") and not torch.cuda.is_available():
        sys.exit(f"This needs a GPU with CUDA, and PyTorch {torch.__version__} sees none here.")
    device = choose(EngineOptions(device=said.device, precision=said.precision))
    if device.problem:
        sys.exit(device.problem)
    print(f"{device.title}, {device.precision}, torch {torch.__version__}, {said.frames} frames at {WIDTH}x{HEIGHT}")
    for config in said.configs.split(","):
        for objects in (int(count) for count in said.objects.split(",")):
            for side in said.sides.split(","):
                case = Case(config, objects, said.frames, device)
                print(f"{config}, {objects} object(s), {side:<9}{attempted(case, side)}", flush=True)


if __name__ == "__main__":
    main()
