"""What the proposal network reaches alone on the DAVIS sequences of ../shared, which it was never trained on.

    make bench-proposals ARGS=training/proposals.safetensors

Six frames of each sequence as the evaluator spreads them: J of its three masks and of the meant one after the first click in the
whole frame, of the best of them, of the meant one after a second look at a window around it (without and with that mask), and for a
tight box; with motion and without. Says so where ../shared is missing.
"""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from bench_clips import TrueClip, davis_clip, davis_names
from numpy.typing import NDArray
from simulated_person import first_click, tight_box
from torch import Tensor

from masklet.masks.geometry import extent
from masklet.masks.overlap import iou
from masklet.training.inputs import NOWHERE, Said, network_input
from masklet.training.network import Answer, ProposalNetwork
from masklet.training.seen_flow import flow_of, seen_motion
from masklet.training.weights import read_weights

HEIGHT, WIDTH = 144, 256
SEEN_HEIGHT = 240  # in which motion is looked for, as the engine does
AROUND = 1.6  # of the first mask's size: the window of the second look,
LEAST_WINDOW = 0.2  # and at least this much of the frame
MEANT = 3
NAMES = ("part", "whole", "group", "meant", "best", "zoom", "zoom+", "box")

Field = NDArray[np.float32]
Picture = TypeVar("Picture", bound=NDArray[np.generic])
Bits = NDArray[np.bool_]


@dataclass(frozen=True)
class Sight:
    """A frame (H x W x 3), its motion (h x w x 2) and the part of it that is looked at: x, y, width and height in shares."""

    frame: NDArray[np.uint8]
    motion: Field
    window: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)

    def seen(self, moves: bool) -> tuple[Tensor, Tensor]:
        """Colours and motion in the window at the network's size."""
        colours, motion = (
            cv2.resize(self._cut(p), (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA) for p in (self.frame, self.motion)
        )
        shown = torch.from_numpy(motion.transpose(2, 0, 1).copy())[None]
        known = torch.cat([shown, torch.ones_like(shown[:, :1])], dim=1)
        picture = torch.from_numpy(colours.transpose(2, 0, 1).copy())[None].float() / 255
        return picture, known if moves else torch.zeros_like(known)

    def at(self, x: float, y: float) -> Tensor:
        """A place of the frame, in shares, in the network's pixels."""
        left, top, width, height = self.window
        return torch.tensor([(x - left) / width * WIDTH, (y - top) / height * HEIGHT])

    def placed(self, logits_hw: Tensor) -> Bits:
        """An answer in the window as a mask of the whole frame."""
        height, width = self.frame.shape[:2]
        x0, y0, x1, y1 = self._pixels(height, width)
        inside = (
            F.interpolate(logits_hw[None, None], (y1 - y0, x1 - x0), mode="bilinear", align_corners=False)[0, 0] > 0
        )
        whole = np.zeros((height, width), np.bool_)
        whole[y0:y1, x0:x1] = inside.numpy()
        return whole

    def cut(self, mask: Bits) -> Tensor:
        """A mask of the frame as a previous one, 1 and -1, 1 x h x w."""
        small = cv2.resize(self._cut(mask.astype(np.float32)), (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
        return torch.from_numpy(small > 0.5)[None].float() * 2 - 1

    def around(self, mask: Bits) -> "Sight":
        """The window around a mask; the whole frame where it is empty."""
        if not mask.any():
            return self
        height, width = mask.shape
        found = extent(mask)
        assert found is not None
        x0, y0, x1, y1 = found
        size = min(1.0, max(LEAST_WINDOW, AROUND * (x1 - x0) / width, AROUND * (y1 - y0) / height))
        left, top = ((a + b) / 2 / whole - size / 2 for a, b, whole in ((x0, x1, width), (y0, y1, height)))
        return Sight(self.frame, self.motion, (min(max(left, 0), 1 - size), min(max(top, 0), 1 - size), size, size))

    def _cut(self, picture: Picture) -> Picture:
        x0, y0, x1, y1 = self._pixels(*picture.shape[:2])
        return np.ascontiguousarray(picture[y0:y1, x0:x1])

    def _pixels(self, height: int, width: int) -> tuple[int, int, int, int]:
        x, y, across, down = self.window
        x0, y0 = int(x * width), int(y * height)
        return x0, y0, x0 + max(1, round(across * width)), y0 + max(1, round(down * height))


def main(weights: Path) -> None:
    """Print a row for each sequence, then the means with and without motion."""
    if not davis_names():
        print("No DAVIS sequences in ../shared: nothing was measured.")
        return
    network = network_of(weights)
    torch.set_num_threads(1)
    print(f"{'':16s}", *(f"{name:>6s}" for name in NAMES))
    rows = {name: clip_row(network, davis_clip(name)) for name in davis_names()}
    for name, row in rows.items():
        print(f"{name:16s}", *(f"{value:6.3f}" for value in row[0]))
    for title, kind in (("all", 0), ("without motion", 1)):
        print(f"{title:16s}", *(f"{value:6.3f}" for value in np.mean([row[kind] for row in rows.values()], axis=0)))


def network_of(weights: Path) -> ProposalNetwork:
    """The network with these weights, to be asked."""
    network = ProposalNetwork().eval()
    network.load_state_dict(read_weights(weights), strict=False)
    return network


def clip_row(network: ProposalNetwork, clip: TrueClip) -> NDArray[np.float64]:
    """Means over six frames, with motion and without, 2 x names."""
    rows = []
    for t in np.linspace(0, len(clip.frames) - 1, 6).round().astype(int).tolist():
        if clip.truths[t].any():
            sight = sight_of(clip, t)
            rows.append([_frame(network, sight, clip.truths[t], moves) for moves in (True, False)])
    return np.asarray(np.mean(rows, axis=0))


def sight_of(clip: TrueClip, t: int) -> Sight:
    """The whole frame, with its motion to the next one (of the last to the one before)."""
    neighbour = clip.frames[t + 1 if t + 1 < len(clip.frames) else t - 1]
    size = (SEEN_HEIGHT * 16 // 9 + 1, SEEN_HEIGHT)
    pair = [cv2.resize(f, size, interpolation=cv2.INTER_AREA).transpose(2, 0, 1) for f in (clip.frames[t], neighbour)]
    motion = seen_motion(torch.from_numpy(flow_of(np.stack(pair)))[None])[0]
    return Sight(clip.frames[t], motion.numpy().transpose(1, 2, 0))


@torch.inference_mode()
def clicked(network: ProposalNetwork, sight: Sight, truth: Bits, moves: bool = True) -> list[Bits]:
    """What the first click finds: part, whole, group, meant; then meant in a window around that, without and with it."""
    height, width = truth.shape
    click = first_click(truth)
    at = (click.x / width, click.y / height)
    levels = [sight.placed(mask) for mask in _answer(network, sight, moves, at)]
    near = sight.around(levels[MEANT])
    zoomed = near.placed(_answer(network, near, moves, at)[MEANT])
    refined = near.placed(_answer(network, near, moves, at, previous=near.cut(levels[MEANT]))[MEANT])
    return [*levels, zoomed, refined]


@torch.inference_mode()
def boxed(network: ProposalNetwork, sight: Sight, truth: Bits, moves: bool = True) -> Bits:
    """What a tight box finds."""
    return sight.placed(_answer(network, sight, moves, box=_box(truth))[MEANT])


def _frame(network: ProposalNetwork, sight: Sight, truth: Bits, moves: bool) -> list[float]:
    found = [iou(mask, truth) for mask in (*clicked(network, sight, truth, moves), boxed(network, sight, truth, moves))]
    return [*found[:4], max(found[:4]), *found[4:]]


def _answer(
    network: ProposalNetwork,
    sight: Sight,
    moves: bool,
    click: tuple[float, float] | None = None,
    box: Tensor | None = None,
    previous: Tensor | None = None,
) -> Tensor:
    """Masks x h/2 x w/2 of logits."""
    nothing = torch.zeros(1, HEIGHT, WIDTH)
    at = torch.full((2,), NOWHERE) if click is None else sight.at(*click)
    said = Said(
        at[None, None],
        torch.ones(1, 1, dtype=torch.long),
        nothing if box is None else box,
        nothing if previous is None else previous,
    )
    given: Answer = network(network_input(*sight.seen(moves), said))
    return given.logits[0]


def _box(truth: Bits) -> Tensor:
    height, width = truth.shape
    x0, y0, x1, y1 = tight_box(truth)
    box = torch.full((1, HEIGHT, WIDTH), -1.0)
    rows = slice(round(y0 * HEIGHT / height), round(y1 * HEIGHT / height) + 1)
    box[0, rows, round(x0 * WIDTH / width) : round(x1 * WIDTH / width) + 1] = 1
    return box


if __name__ == "__main__":
    main(Path(sys.argv[1]))
