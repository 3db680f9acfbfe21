"""What the proposal network reaches alone on the DAVIS sequences of ../shared, which it was never trained on.

    make bench-proposals ARGS=training/proposals.safetensors

Six frames of each sequence as the evaluator spreads them: J of its three masks and of the meant one after the first click in the
whole frame, of the best of them, of the meant one after a second look at a window around it (without and with that mask), and for a
tight box; with motion and without. Says so where ../shared is missing.
"""

import sys
from pathlib import Path

import numpy as np
import torch
from bench_clips import TrueClip, davis_clip, davis_names
from numpy.typing import NDArray
from simulated_person import first_click, tight_box

from masklet.domain.prompt import Box
from masklet.engine.flow.region import Bits
from masklet.engine.flow.scene_motion import scene_motion
from masklet.engine.proposals.network import MEANT, ProposalNetwork
from masklet.engine.proposals.proposer import ask, box_said, clicks_said
from masklet.engine.proposals.sight import Sight, told
from masklet.engine.proposals.weights import network_of, read_weights
from masklet.masks.overlap import iou

NAMES = ("part", "whole", "group", "meant", "best", "zoom", "zoom+", "box")


def main(weights: Path) -> None:
    """Print a row for each sequence, then the means with and without motion."""
    if not davis_names():
        print("No DAVIS sequences in ../shared: nothing was measured.")
        return
    network = network_of(read_weights(weights), torch.device("cpu"))
    torch.set_num_threads(1)
    print(f"{'':16s}", *(f"{name:>6s}" for name in NAMES))
    rows = {name: clip_row(network, davis_clip(name)) for name in davis_names()}
    for name, row in rows.items():
        print(f"{name:16s}", *(f"{value:6.3f}" for value in row[0]))
    for title, kind in (("all", 0), ("without motion", 1)):
        print(f"{title:16s}", *(f"{value:6.3f}" for value in np.mean([row[kind] for row in rows.values()], axis=0)))


def clip_row(network: ProposalNetwork, clip: TrueClip) -> NDArray[np.float64]:
    """Means over six frames, with motion and without, 2 x names."""
    rows = []
    for t in np.linspace(0, len(clip.frames) - 1, 6).round().astype(int).tolist():
        if clip.truths[t].any():
            sight = sight_of(clip, t)
            rows.append([_frame(network, one, clip.truths[t]) for one in (sight, Sight(sight.frame, None))])
    return np.asarray(np.mean(rows, axis=0))


def sight_of(clip: TrueClip, t: int) -> Sight:
    """The whole frame, with its motion to the next one (of the last to the one before)."""
    neighbour = clip.frames[t + 1 if t + 1 < len(clip.frames) else t - 1]
    return Sight(clip.frames[t], told(scene_motion(clip.frames[t], neighbour)))


def clicked(network: ProposalNetwork, sight: Sight, truth: Bits) -> list[Bits]:
    """What the first click finds: part, whole, group, meant; then meant in a window around that, without and with it."""
    click = first_click(truth)
    levels = [sight.placed(mask) for mask in ask(network, sight, clicks_said(sight, [click])).logits[0]]
    near = sight.around(levels[MEANT])
    before = (None, near.cut(levels[MEANT]))
    again = [ask(network, near, clicks_said(near, [click], previous)).logits[0, MEANT] for previous in before]
    return [*levels, *(near.placed(mask) for mask in again)]


def boxed(network: ProposalNetwork, sight: Sight, truth: Bits) -> Bits:
    """What a tight box finds."""
    said = box_said(sight, Box(*tight_box(truth)))
    return sight.placed(ask(network, sight, said).logits[0, MEANT])


def _frame(network: ProposalNetwork, sight: Sight, truth: Bits) -> list[float]:
    found = [iou(mask, truth) for mask in (*clicked(network, sight, truth), boxed(network, sight, truth))]
    return [*found[:4], max(found[:4]), *found[4:]]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
