"""How far a mask that tracking found is to be believed: signals of one frame, and the score made of them."""

from dataclasses import dataclass

import numpy as np

from masklet.engine.flow.fuse import Cues
from masklet.engine.flow.region import Bits, Field
from masklet.masks.morphology import grown, shrunk

RIM = 4  # half-size pixels on each side of the mask's boundary
NEAR = 12  # half-size pixels around the mask that count as its surroundings
# A logistic regression on the overlap J of 2826 tracked frames (bench_object_score.py has the figures held out).
WEIGHTS = {
    "taught": 1.02,
    "likeness": 1.29,
    "agreement": 1.05,
    "continuity": 1.35,
    "sureness": 1.16,
    "motion": 2.57,
    "trust": -0.82,
}
BIAS = -4.24


@dataclass(frozen=True, slots=True)
class Signals:
    """What a frame's mask looks like from several sides; each about [0, 1], `motion` [-1, 1]."""

    taught: float  # likeness of the prompted frames to the model learned from them: low for a mask that mixes things
    likeness: float  # to everything known of the object
    agreement: float  # overlap with what the prompted frames alone call the object
    continuity: float  # overlap with the previous mask moved along
    sureness: float  # distance of the fused probability from one half, along the boundary
    motion: float  # evidence that it moves otherwise than its surroundings
    trust: float  # in its motion


def signals(found: Bits, cues: Cues, probability: Field, taught: float) -> Signals:
    """All maps h x w; `taught` as in `Presence.likeness`."""
    near, rim = grown(found, NEAR), grown(found, RIM) & ~shrunk(found, RIM)
    return Signals(
        taught,
        _mean(np.clip(cues.classifier, -1, 1), found),
        _overlap(found, (cues.given > 0) & near),
        _overlap(found, cues.warped > 0.5),
        _mean(np.abs(probability - 0.5), rim) * 2,
        (_mean(cues.motion, found) - _mean(cues.motion, near & ~found)) / 4,
        _mean(cues.trust, found),
    )


def score(seen: Signals) -> float:
    """The overlap J to be expected of the mask, in [0, 1]."""
    odds = BIAS + sum(weight * getattr(seen, name) for name, weight in WEIGHTS.items())
    return float(1 / (1 + np.exp(-odds)))


def _mean(field: Field, where: Bits) -> float:
    return float(field[where].mean()) if where.any() else 0.0


def _overlap(first: Bits, second: Bits) -> float:
    either = np.count_nonzero(first | second)
    return np.count_nonzero(first & second) / either if either else 0.0
