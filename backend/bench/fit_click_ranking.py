"""How much the fitted choice among a moving click's proposals owes to the sequences that it was fitted on.

    make bench-ranking

For six frames of each DAVIS sequence: every proposal's measures and the overlap that it would answer with. The weights
are fitted to the overlap of what is chosen (a softmax over the proposals), on all sequences and with two left out at a
time; the weights in use are judged beside them. Without ../shared it says so and ends.
"""

import sys
from collections.abc import Sequence
from dataclasses import astuple, dataclass

import cv2
import numpy as np
from bench_clips import davis_clip, davis_names
from davis_engine import FramesInMemory
from numpy.typing import NDArray
from simulated_person import first_click

from masklet.engine.flow import candidates as click
from masklet.engine.flow.polish import polished
from masklet.engine.flow.ranking import HUGE_SIZE, MOVING_CLICK, USUAL_SIZE, Measures, agreements, measure
from masklet.engine.flow.scene import SceneReader
from masklet.engine.flow.scene_motion import seen_from
from masklet.engine.flow.second_look import second_look
from masklet.masks.overlap import iou

Array = NDArray[np.float64]
FRAMES = 6
SHARPNESS, PENALTY, STEP, ROUNDS = 3.0, 3e-3, 0.5, 3000
LEFT_OUT = 2  # sequences


@dataclass(frozen=True)
class Case:
    """One click: the terms that the weights multiply, proposals x 9, and the overlap of each proposal once finished."""

    sequence: str
    terms: Array
    overlaps: Array


def cases(sequence: str) -> list[Case]:
    """The clicks of one sequence whose motion is certain enough for the fitted choice."""
    clip = davis_clip(sequence)
    reader = SceneReader(FramesInMemory(clip.frames))
    made = []
    for t in np.linspace(0, len(clip.frames) - 1, FRAMES).round().astype(int).tolist():
        scene, truth = reader.at(t), clip.truths[t]
        if not truth.any() or scene.motion is None:
            continue
        point = first_click(truth)
        motion = seen_from(scene.motion, point.x, point.y)
        if motion.certainty < click.CERTAIN_ENOUGH:
            continue
        clicked, nothing = click.pixels(scene.shape, [point]), np.zeros_like(truth)
        found = click._moving(scene, point, nothing, motion)
        measures = [measure(one, scene.shape, motion) for one in found]
        terms = [_terms(m, float(a)) for m, a in zip(measures, agreements(found), strict=True)]
        whole = [second_look(scene.frame, p.full_size(*scene.shape) | clicked, clicked, nothing) for p in found]
        made.append(Case(sequence, np.array(terms), np.array([iou(truth, polished(scene.frame, m)) for m in whole])))
    return made


def _terms(m: Measures, agreement: float) -> list[float]:
    """In the order of `ranking.Weights`."""
    small = min(float(np.log(max(m.size, 0.02) / USUAL_SIZE)), 0.0)
    looks = [m.contrast, m.separation, m.centrality, agreement, -m.at_rim, small, -max(m.size - HUGE_SIZE, 0.0)]
    return [*looks, m.moves_along, m.motion_edge]


def fitted(known: Sequence[Case]) -> Array:
    """Weights for which the softmax over the proposals expects the most overlap."""
    scale = np.concatenate([c.terms for c in known]).std(axis=0) + 1e-6
    weights = np.zeros_like(scale)
    for _ in range(ROUNDS):
        slope = sum((_slope(c.terms / scale, c.overlaps, weights) for c in known), np.zeros_like(weights))
        weights += STEP * (slope / len(known) - 2 * PENALTY * weights)
    return weights / scale


def _slope(terms: Array, overlaps: Array, weights: Array) -> Array:
    scores = SHARPNESS * terms @ weights
    chance = np.exp(scores - scores.max())
    chance /= chance.sum()
    return SHARPNESS * (terms.T @ (chance * (overlaps - chance @ overlaps)))


def chosen(known: Sequence[Case], weights: Array) -> float:
    """Mean overlap of what these weights choose."""
    return float(np.mean([c.overlaps[int(np.argmax(c.terms @ weights))] for c in known]))


def main() -> None:
    """Print the table."""
    names = davis_names()
    if not names:
        sys.exit("No DAVIS sequences in ../shared: nothing to fit on.")
    known = {name: cases(name) for name in names}
    everything = [c for name in names for c in known[name]]
    held_out = []
    for first in range(0, len(names), LEFT_OUT):
        out = names[first : first + LEFT_OUT]
        weights = fitted([c for name in names if name not in out for c in known[name]])
        held_out += [(name, chosen(known[name], weights), len(known[name])) for name in out if known[name]]
    print("| choice | J of the first click |\n|---|---|")
    print(f"| the best every time | {np.mean([c.overlaps.max() for c in everything]):.3f} |")
    print(f"| weights in use | {chosen(everything, np.array(astuple(MOVING_CLICK))):.3f} |")
    print(f"| fitted on all | {chosen(everything, fitted(everything)):.3f} |")
    print(
        f"| fitted on the others | {np.average([j for _, j, _ in held_out], weights=[n for *_, n in held_out]):.3f} |"
    )
    print("\nFitted on the others, by sequence:", ", ".join(f"{name} {j:.2f}" for name, j, _ in held_out))


if __name__ == "__main__":
    cv2.setNumThreads(1)
    main()
