"""An online pixel classifier: random Fourier features and ridge regression whose memory is a sum, so it never grows.

Source: Rahimi and Recht, Random Features for Large-Scale Kernel Machines, 2007. Legend: F features, R random features.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from masklet.engine.flow.features import FEATURE_COUNT, GROUP_WEIGHTS, Features

RANDOM_FEATURES = 320
BANDWIDTH = 0.35  # standard deviation of the random directions, for features of unit deviation
RIDGE = 0.01
DECAY = 0.9
RECENT_SHARE = 0.5  # how much recent frames may count beside prompted ones
SEED = 7
BLOCK = 512  # pixels projected at a time: their features stay in the processor's cache

Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Projection:
    """Random directions, the same for every object and every run, over features brought to unit deviation."""

    mean_F: Vector
    directions_FR: NDArray[np.float32]
    phases_R: Vector

    def apply(self, features: Features) -> NDArray[np.float32]:
        """pixels x F to pixels x R, plus a constant in the last column's place."""
        random_NR = np.empty((len(features), RANDOM_FEATURES), np.float32)
        for start in range(0, len(features), BLOCK):
            block = random_NR[start : start + BLOCK]
            np.matmul(features[start : start + BLOCK] - self.mean_F, self.directions_FR, out=block)
            block += self.phases_R
            np.cos(block, out=block)
        random_NR[:, -1] = 1.0
        return random_NR


def projection(features: Features) -> Projection:
    """Fit scale to the features of the first frame learned from; the directions come from a fixed seed."""
    deviation = np.maximum(features.std(axis=0), 0.02)
    rng = np.random.default_rng(SEED)
    directions = rng.standard_normal((FEATURE_COUNT, RANDOM_FEATURES)) * BANDWIDTH
    phases = rng.uniform(0, 2 * np.pi, RANDOM_FEATURES)
    weights = np.array(GROUP_WEIGHTS) / deviation
    return Projection(
        features.mean(axis=0).astype(np.float32),
        (directions * weights[:, None]).astype(np.float32),
        phases.astype(np.float32),
    )


@dataclass(slots=True)
class Sums:
    """Everything remembered of some frames: the regression's normal equations and how many frames they stand for."""

    gram_RR: NDArray[np.float32]
    target_R: Vector
    weight: float

    def add(self, gram_RR: NDArray[np.float32], target_R: Vector) -> None:
        """One frame more."""
        self.gram_RR += gram_RR
        self.target_R += target_R
        self.weight += 1.0

    def fade(self, factor: float) -> None:
        """Let what is remembered count less."""
        self.gram_RR *= factor
        self.target_R *= factor
        self.weight *= factor


def _no_sums() -> Sums:
    zeros = np.zeros((RANDOM_FEATURES, RANDOM_FEATURES), np.float32)
    return Sums(zeros, np.zeros(RANDOM_FEATURES, np.float32), 0.0)


class Classifier:
    """Tells the object's pixels from the rest, about +1 and -1. Prompted frames are kept for ever, recent ones fade."""

    def __init__(self) -> None:
        self._projection: Projection | None = None
        self._prompted = _no_sums()
        self._recent = _no_sums()
        self._solution_R: Vector | None = None

    @property
    def has_learned(self) -> bool:
        """False before the first frame was learned from."""
        return self._prompted.weight + self._recent.weight > 0

    def project(self, features: Features) -> NDArray[np.float32]:
        """pixels x R, to be given to `learn` and `judge`."""
        if self._projection is None:
            self._projection = projection(features)
        return self._projection.apply(features)

    def learn(self, random_NR: NDArray[np.float32], is_object: NDArray[np.bool_], prompted: bool) -> None:
        """Take in one frame's pixels; both classes count the same however many pixels they have."""
        roots_N = np.sqrt(_balanced(is_object))
        weighted_NR = random_NR * roots_N[:, None]
        gram = weighted_NR.T @ weighted_NR  # of one matrix with itself: BLAS computes only half of it
        target = np.where(is_object, roots_N, -roots_N) @ weighted_NR
        if not prompted:
            self._recent.fade(DECAY)
        (self._prompted if prompted else self._recent).add(gram, target)
        self._solution_R = None

    def judge(self, random_NR: NDArray[np.float32]) -> Vector:
        """About +1 where pixels look like the object and -1 where they look like the rest."""
        if self._solution_R is None:
            self._solution_R = self._solve()
        return random_NR @ self._solution_R

    def _solve(self) -> Vector:
        kept, recent = self._prompted, self._recent
        share_recent = 0.0 if recent.weight == 0 else RECENT_SHARE / recent.weight * min(1.0, recent.weight)
        share_kept = 0.0 if kept.weight == 0 else 1 / kept.weight
        total = max(share_kept * kept.weight + share_recent * recent.weight, 1e-6)
        gram = (share_kept * kept.gram_RR + share_recent * recent.gram_RR) / total
        target = (share_kept * kept.target_R + share_recent * recent.target_R) / total
        gram[np.diag_indices(RANDOM_FEATURES)] += RIDGE
        return np.linalg.solve(gram, target).astype(np.float32)


def _balanced(is_object: NDArray[np.bool_]) -> Vector:
    inside = max(int(is_object.sum()), 1)
    outside = max(len(is_object) - inside, 1)
    return np.where(is_object, 0.5 / inside, 0.5 / outside).astype(np.float32)
