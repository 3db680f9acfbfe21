"""What a click costs: CPU milliseconds of the first and of the four next ones on 720p frames, ours beside GrabCut's.

    make bench-clicks [ARGS="--frames 3 --only-ours"]

Process time of one thread, through the product's own tracker, from opening it to the mask's run lengths; decoding the
two frames that it reads is not in it. Where ../shared is missing, a generated clip is clicked.
"""

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

import cv2
import numpy as np
from bench_clips import davis_clip, davis_names, enlarged, spread, video_pairs
from davis_baselines import GrabCutEngine
from davis_engine import FramesInMemory
from hard_clips import Frame, TrueClip, plain_clip
from numpy.typing import NDArray
from simulated_person import arrays, first_click, next_click

from masklet.domain.masklet import Rle
from masklet.domain.prompt import OBJECT, Point, Prompt
from masklet.engine.flow.engine import FlowEngine
from masklet.masks import rle
from masklet.masks.overlap import iou

WIDTH, HEIGHT = 1280, 720
NEXT_CLICKS = 4
LIMITS = {"first": (500, 250), "next": (60, 40)}  # milliseconds: must, aim
GRID = (3, 4)  # rows and columns of a frame without truth; the busiest cell's middle is clicked
SHIFT = 0.15  # of the first mask's size: how far from it the truth is taken to be where there is none

Bits = NDArray[np.bool_]
Clicker = Callable[[Sequence[Point], Bits | None], Bits]


@dataclass
class Costs:
    """Milliseconds of each click, and the overlap after the last one where the truth is known."""

    first: list[float] = field(default_factory=list)
    next: list[float] = field(default_factory=list)
    overlaps: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Case:
    """A frame with its next one; `truth` None where nobody knows it."""

    name: str
    frames: Sequence[Frame]
    truth: Bits | None


def ours(frames: Sequence[Frame]) -> Clicker:
    """The product's tracker, opened anew."""
    tracker = FlowEngine().open(FramesInMemory(frames))
    shown: list[Rle | None] = [None]

    def click(points: Sequence[Point], before: Bits | None) -> Bits:
        shown[0] = tracker.add_prompt(0, 0, Prompt(tuple(points)), shown[0]).rle
        return rle.decode(shown[0])

    return click


def grabcut(frames: Sequence[Frame]) -> Clicker:
    """OpenCV's GrabCut from a disc."""
    engine = GrabCutEngine()
    engine.set_video(frames)
    return lambda points, before: engine.segment(0, *arrays(points), None, before)[0][0]


def click_through(case: Case, method: Callable[[Sequence[Frame]], Clicker], costs: Costs) -> None:
    """One first click and the next ones, each on the largest error."""
    points = [_busiest(case.frames[0]) if case.truth is None else first_click(case.truth)]
    start = time.process_time()
    click = method(case.frames)
    mask = click(points, None)
    costs.first.append(1000 * (time.process_time() - start))
    truth = _beside(mask) if case.truth is None else case.truth
    for _ in range(NEXT_CLICKS):
        wanted = next_click(truth, mask)
        if wanted is None:
            break
        points.append(wanted)
        start = time.process_time()
        mask = click(points, mask)
        costs.next.append(1000 * (time.process_time() - start))
    if case.truth is not None:
        costs.overlaps.append(iou(case.truth, mask))


def cases(frames_a_clip: int) -> Iterator[Case]:
    """Frames of the DAVIS sequences and videos that are there, or else of a generated clip."""
    none = True
    for case in chain(_of_davis(frames_a_clip), _of_videos(frames_a_clip)):
        none = False
        yield case
    if none:
        print("no ../shared/davis or ../shared/videos here: a generated clip is clicked")
        yield from _of_clip(plain_clip(), frames_a_clip)


def _of_davis(most: int) -> Iterator[Case]:
    for name in davis_names():
        yield from _of_clip(davis_clip(name), most)


def _of_clip(clip: TrueClip, most: int) -> Iterator[Case]:
    for t in spread(len(clip.frames), most):
        pair = enlarged(TrueClip(clip.name, clip.frames[t : t + 2], clip.truths[t : t + 2]), WIDTH, HEIGHT)
        if pair.truths[0].any():
            yield Case(clip.name, pair.frames, pair.truths[0])


def _of_videos(most: int) -> Iterator[Case]:
    for name, pair in video_pairs(most):
        yield Case(name, pair, None)


def _busiest(frame: Frame) -> Point:
    """The middle of the grid's cell with the most edges, of those not at the rim."""
    edges = np.abs(cv2.Laplacian(cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY), cv2.CV_32F))
    cells = cv2.resize(edges, (GRID[1], GRID[0]), interpolation=cv2.INTER_AREA)
    row, column = np.unravel_index(int(cells.argmax()), cells.shape)
    height, width = frame.shape[:2]
    return Point((column + 0.5) * width / GRID[1], (row + 0.5) * height / GRID[0], OBJECT)


def _beside(mask: Bits) -> Bits:
    """A stand-in for a truth that nobody knows, so that there is something to correct: the mask moved sideways."""
    return np.roll(mask, max(2, round(SHIFT * float(np.sqrt(np.count_nonzero(mask))))), axis=1)


def report(title: str, costs: Costs) -> None:
    """Median and maximum of both kinds of click."""
    for kind, spent in (("first", costs.first), ("next", costs.next)):
        must, aim = LIMITS[kind]
        numbers = f"median {np.median(spent):7.1f} ms  max {max(spent):7.1f} ms  of {len(spent):3d}"
        print(f"{title:<10}{kind + ' click':<12}{numbers}  limit {must} ms, aim {aim}")
    if costs.overlaps:
        print(
            f"{title:<10}J after {1 + NEXT_CLICKS} clicks, mean {np.mean(costs.overlaps):.3f} of {len(costs.overlaps)}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--frames", type=int, default=1, help="frames of each clip")
    parser.add_argument("--only-ours", action="store_true", help="leave GrabCut out, which takes long")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    methods = {"ours": ours} if options.only_ours else {"ours": ours, "grabcut": grabcut}
    warm = next(_of_clip(plain_clip(), 1))
    click_through(warm, ours, Costs())  # the libraries' own first call is not a click's cost
    spent = {name: Costs() for name in methods}
    for case in cases(options.frames):
        for name, method in methods.items():
            click_through(case, method, spent[name])
        print(f"  {case.name:<18}" + "".join(f"{n} {c.first[-1]:6.0f} ms   " for n, c in spent.items()), flush=True)
    for name, costs in spent.items():
        report(name, costs)
    if not options.only_ours:
        first, after = (np.median(getattr(spent["grabcut"], k)) / np.median(getattr(spent["ours"], k)) for k in LIMITS)
        print(f"GrabCut takes {first:.1f} times as long for a first click, {after:.1f} times for a next one")


if __name__ == "__main__":
    main()
