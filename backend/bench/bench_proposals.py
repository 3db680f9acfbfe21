"""What the proposal network reaches alone on the DAVIS sequences of ../shared, which it was never trained on.

    make bench-proposals ARGS=training/proposals.safetensors

Six frames of each sequence as the evaluator spreads them: J of its three masks and of the meant one after the first click in the
whole frame, of the best of them, and of the meant one for a tight box; with motion and without. Says so where ../shared is missing.
"""

import sys
from pathlib import Path

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from bench_clips import TrueClip, davis_clip, davis_names
from numpy.typing import NDArray
from simulated_person import first_click, tight_box
from torch import Tensor

from masklet.masks.overlap import iou
from masklet.training.inputs import NOWHERE, Said, network_input
from masklet.training.network import Answer, ProposalNetwork
from masklet.training.seen_flow import flow_of, seen_motion
from masklet.training.weights import read_weights

HEIGHT, WIDTH = 144, 256
SEEN_HEIGHT = 240  # in which motion is looked for, as the engine does
NAMES = ("part", "whole", "group", "meant", "best", "box")


def main(weights: Path) -> None:
    """Print a row for each sequence, then the means with and without motion."""
    if not davis_names():
        print("No DAVIS sequences in ../shared: nothing was measured.")
        return
    network = ProposalNetwork().eval()
    network.load_state_dict(read_weights(weights), strict=False)
    torch.set_num_threads(1)
    print(f"{'':16s}", *(f"{name:>6s}" for name in NAMES))
    rows = {name: _clip(network, davis_clip(name)) for name in davis_names()}
    for name, row in rows.items():
        print(f"{name:16s}", *(f"{value:6.3f}" for value in row[0]))
    for title, kind in (("all", 0), ("without motion", 1)):
        print(f"{title:16s}", *(f"{value:6.3f}" for value in np.mean([row[kind] for row in rows.values()], axis=0)))


def _clip(network: ProposalNetwork, clip: TrueClip) -> NDArray[np.float64]:
    """Means over frames, with motion and without, 2 x names."""
    rows = []
    for t in np.linspace(0, len(clip.frames) - 1, 6).round().astype(int).tolist():
        if clip.truths[t].any():
            neighbour = clip.frames[t + 1 if t + 1 < len(clip.frames) else t - 1]
            colours, motion = _seen(clip.frames[t], neighbour)
            rows.append([_frame(network, colours, m, clip.truths[t]) for m in (motion, torch.zeros_like(motion))])
    return np.asarray(np.mean(rows, axis=0))


def _seen(frame: NDArray[np.uint8], neighbour: NDArray[np.uint8]) -> tuple[Tensor, Tensor]:
    pair = [
        cv2.resize(f, (SEEN_HEIGHT * 16 // 9 + 1, SEEN_HEIGHT), interpolation=cv2.INTER_AREA)
        for f in (frame, neighbour)
    ]
    vectors = torch.from_numpy(flow_of(np.stack([p.transpose(2, 0, 1) for p in pair])))[None]
    motion = F.interpolate(seen_motion(vectors), (HEIGHT, WIDTH), mode="area")
    small = cv2.resize(frame, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
    colours = torch.from_numpy(small.transpose(2, 0, 1).copy())[None].float() / 255
    return colours, torch.cat([motion, torch.ones_like(motion[:, :1])], dim=1)


@torch.inference_mode()
def _frame(network: ProposalNetwork, colours: Tensor, motion: Tensor, truth: NDArray[np.bool_]) -> list[float]:
    height, width = truth.shape
    click = first_click(truth)
    at = torch.tensor([[[click.x * WIDTH / width, click.y * HEIGHT / height]]])
    nothing = torch.zeros(1, HEIGHT, WIDTH)
    said = Said(at, torch.ones(1, 1, dtype=torch.long), nothing, nothing)
    levels = _overlaps(network(network_input(colours, motion, said)), truth)
    x0, y0, x1, y1 = tight_box(truth)
    box = nothing - 1
    box[
        0,
        round(y0 * HEIGHT / height) : round(y1 * HEIGHT / height) + 1,
        round(x0 * WIDTH / width) : round(x1 * WIDTH / width) + 1,
    ] = 1
    boxed = Said(torch.full_like(at, NOWHERE), said.labels, box, nothing)
    return [*levels, max(levels), _overlaps(network(network_input(colours, motion, boxed)), truth)[3]]


def _overlaps(given: Answer, truth: NDArray[np.bool_]) -> list[float]:
    shown = F.interpolate(given.logits, truth.shape, mode="bilinear", align_corners=False)[0] > 0
    return [iou(mask, truth) for mask in shown.numpy()]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
