"""How well `object_score` tells good masks from bad ones: area under ROC at J = .5 and calibration, on DAVIS sequences.

    OMP_NUM_THREADS=1 PYTHONPATH=src:bench python bench/bench_object_score.py [--root ../../shared/davis]

Each sequence is tracked from its true first mask to its end, and for 30 frames from imperfect ones: widened, narrowed,
shifted, the box filled, and what the click engine answers to one click, three clicks and a box.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
from davis_engine import DavisEngine
from numpy.typing import NDArray

from masklet.engine.flow.optical_flow import MotionEstimator
from masklet.engine.flow.region import Bits, Image
from masklet.engine.flow.track import Track
from masklet.masks.geometry import extent
from masklet.masks.morphology import depth

ROOT = Path(__file__).resolve().parents[3] / "shared" / "davis"
IMPERFECT_FRAMES = 30
GOOD = 0.5


def main() -> None:
    """Print the rows."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=Path, default=ROOT)
    root = parser.parse_args().root
    if not root.is_dir():
        sys.exit(f"no sequences at {root}")
    cv2.setNumThreads(1)
    rows = [row for folder in sorted((root / "JPEGImages/480p").iterdir()) for row in measured(root, folder.name)]
    report(rows)


def measured(root: Path, sequence: str) -> Iterator[tuple[str, float, float]]:
    """(first mask's kind, J, score) of each tracked frame of a sequence."""
    frames, truths = load(root, sequence)
    for kind, first in first_masks(frames[0], truths[0]):
        count = len(frames) if kind == "true" else IMPERFECT_FRAMES + 1
        track = Track(first.shape[1], first.shape[0], MotionEstimator())
        track.learn(frames[0], first)
        track.show(first)
        for k in range(1, min(count, len(frames))):
            found = track.step(frames[k - 1], frames[k])
            yield kind, overlap(truths[k], found.mask), found.score


def first_masks(frame: Image, truth: Bits) -> Iterator[tuple[str, Bits]]:
    """The true mask and imperfect ones, with their names."""
    size = float(np.sqrt(np.count_nonzero(truth)))
    box = extent(truth)
    assert box is not None
    whole_box = np.zeros_like(truth)
    whole_box[box[1] : box[3], box[0] : box[2]] = True
    yield "true", truth
    yield "wide", cv2.dilate(truth.astype(np.uint8), _square(0.2 * size)) > 0
    yield "narrow", cv2.erode(truth.astype(np.uint8), _square(0.15 * size)) > 0
    yield "shift", np.roll(truth, (round(0.15 * size), round(0.25 * size)), (0, 1))
    yield "box", whole_box
    yield from clicked(frame, truth, box)


def clicked(frame: Image, truth: Bits, box: tuple[int, int, int, int]) -> Iterator[tuple[str, Bits]]:
    """Answers of the click engine to one click, to three (each in the middle of the worst error) and to a box."""
    engine = DavisEngine()
    engine.set_video([frame])
    points, labels, mask = np.zeros((0, 2), np.float32), np.zeros(0, np.int32), np.zeros_like(truth)
    for click in (1, 2, 3):
        missed, wrong = truth & ~mask, mask & ~truth
        error = missed if missed.sum() >= wrong.sum() else wrong
        y, x = np.unravel_index(int(depth(error).argmax()), truth.shape)
        points, labels = np.vstack([points, np.float32([[x, y]])]), np.append(labels, np.int32(error is missed))
        mask = engine.segment(0, points, labels, None, mask if click > 1 else None)[0][0]
        if click != 2:
            yield f"click{click}", mask
    yield "boxed", engine.segment(0, points[:0], labels[:0], (box[0], box[1], box[2] - 1, box[3] - 1), None)[0][0]


def report(rows: list[tuple[str, float, float]]) -> None:
    """Area under ROC and a table of calibration, for all rows and for each kind."""
    kinds = np.array([row[0] for row in rows])
    quality, score = np.array([row[1] for row in rows]), np.array([row[2] for row in rows])
    for kind in ("all", *dict.fromkeys(kinds.tolist())):
        which = np.ones(len(rows), bool) if kind == "all" else kinds == kind
        good = quality[which] >= GOOD
        print(f"{kind:8s} frames {which.sum():5d} bad {(~good).sum():4d} AUC {area_under_roc(score[which], good):.3f}")
    for low in np.arange(0, 1, 0.2):
        which = (score >= low) & (score < low + 0.2 + (low > 0.7))
        if which.any():
            print(
                f"score {low:.1f}-{low + 0.2:.1f}: frames {which.sum():5d} mean J {quality[which].mean():.3f}", end=""
            )
            print(f" share of J >= .5 {(quality[which] >= GOOD).mean():.3f}")


def area_under_roc(score: NDArray[np.float64], good: NDArray[np.bool_]) -> float:
    """The chance that a good frame scores above a bad one, ties counting half."""
    if good.all() or not good.any():
        return float("nan")
    above = score[good][:, None] - score[~good][None]
    return float((above > 0).mean() + (above == 0).mean() / 2)


def load(root: Path, sequence: str) -> tuple[list[Image], list[Bits]]:
    """Frames (RGB) and true masks."""
    names = sorted((root / "JPEGImages/480p" / sequence).glob("*.jpg"))
    frames = [np.asarray(cv2.cvtColor(cv2.imread(str(n)), cv2.COLOR_BGR2RGB), np.uint8) for n in names]
    masks = [root / "Annotations/480p" / sequence / f"{n.stem}.png" for n in names]
    return frames, [np.asarray(cv2.imread(str(m), 0)) > 0 for m in masks]


def overlap(truth: Bits, mask: Bits) -> float:
    """J."""
    union = np.count_nonzero(truth | mask)
    return 1.0 if union == 0 else np.count_nonzero(truth & mask) / union


def _square(side: float) -> NDArray[np.uint8]:
    return np.ones((max(1, round(side)),) * 2, np.uint8)


if __name__ == "__main__":
    main()
