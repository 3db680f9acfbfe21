"""An online pixel classifier: random Fourier features and ridge regression whose memory is a sum, so it never grows.

Source: Rahimi and Recht, Random Features for Large-Scale Kernel Machines, 2007. Legend: F features, R random features.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from masklet.engine.flow.features import FEATURE_COUNT, GROUP_WEIGHTS, Features

RANDOM_FEATURES = 512
BANDWIDTH = 0.35  # standard deviation of the random directions, for features of unit deviation
RIDGE = 0.01
DECAY = 0.9
RECENT_SHARE = 0.5  # how much recent frames may count beside prompted ones
SEED = 7
BLOCK = 256  # pixels projected at a time: their features stay in the processor's cache

Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Projection:
    """Random directions, the same for every object and every run, over features brought to unit deviation."""

    mean_F: Vector
    directions_FR: NDArray[np.float32]
    phases_R: Vector

    def apply(self, features: Features) -> NDArray[np.float32]:
        """pixels x F to pixels x R, with a constant in the last column."""
        random_NR = np.empty((len(features), RANDOM_FEATURES), np.float32)
        np.matmul(features - self.mean_F, self.directions_FR, out=random_NR)
        random_NR += self.phases_R
        np.cos(random_NR, out=random_NR)
        random_NR[:, -1] = 1.0
        return random_NR


def projection(features: Features) -> Projection:
    """Scales that suit these features; the directions come from a fixed seed."""
    deviation = np.maximum(features.std(axis=0), 0.02)
    rng = np.random.default_rng(SEED)
    directions = _orthogonal(rng) * BANDWIDTH
    phases = rng.uniform(0, 2 * np.pi, RANDOM_FEATURES)
    weights = np.array(GROUP_WEIGHTS) / deviation
    return Projection(
        features.mean(axis=0).astype(np.float32),
        (directions * weights[:, None]).astype(np.float32),
        phases.astype(np.float32),
    )


def _orthogonal(rng: np.random.Generator) -> NDArray[np.float64]:
    """F x R directions: each F of them at right angles, with the lengths of Gaussian ones.

    They stand for the kernel as well as half as many more independent ones. Source: Yu and others, Orthogonal Random
    Features, 2016.
    """
    blocks = -(-RANDOM_FEATURES // FEATURE_COUNT)
    turned = np.linalg.qr(rng.standard_normal((blocks, FEATURE_COUNT, FEATURE_COUNT)))[0]
    lengths = np.linalg.norm(rng.standard_normal((blocks, FEATURE_COUNT, FEATURE_COUNT)), axis=1)
    return np.concatenate(list(turned * lengths[:, None, :]), axis=1)[:, :RANDOM_FEATURES]


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
        self._solution_R2: NDArray[np.float32] | None = None
        self._given_R: Vector | None = None

    @property
    def has_learned(self) -> bool:
        """False before the first frame was learned from."""
        return self._prompted.weight + self._recent.weight > 0

    @property
    def has_scale(self) -> bool:
        """False before `scale_to`."""
        return self._projection is not None

    def scale_to(self, features: Features) -> None:
        """Fit scale to the features of the first frame learned from."""
        self._projection = projection(features)

    def learn(self, features: Features, is_object: NDArray[np.bool_], prompted: bool) -> None:
        """Take in one frame's pixels; both classes count the same however many pixels they have."""
        roots_N = np.sqrt(_balanced(is_object))
        weighted_NR = self._scaled().apply(features) * roots_N[:, None]
        gram = weighted_NR.T @ weighted_NR  # of one matrix with itself: BLAS computes only half of it
        target = np.where(is_object, roots_N, -roots_N) @ weighted_NR
        if not prompted:
            self._recent.fade(DECAY)
        (self._prompted if prompted else self._recent).add(gram, target)
        self._solution_R2 = None
        if prompted:
            self._given_R = None

    def judge(self, features: Features) -> NDArray[np.float32]:
        """N x 2, about +1 where pixels look like the object and -1 where not: to all that is known, to what was given.

        Something must have been learned.
        """
        if self._solution_R2 is None:
            self._solution_R2 = self._solve()
        judged_N2 = np.empty((len(features), 2), np.float32)
        for start in range(0, len(features), BLOCK):
            block = slice(start, start + BLOCK)
            np.matmul(self._scaled().apply(features[block]), self._solution_R2, out=judged_N2[block])
        return judged_N2

    def _scaled(self) -> Projection:
        assert self._projection is not None, "scale_to comes first"
        return self._projection

    def _solve(self) -> NDArray[np.float32]:
        kept, recent = self._prompted, self._recent
        if self._given_R is None and kept.weight > 0:
            self._given_R = _ridge(kept.gram_RR, kept.target_R, kept.weight)
        share = RECENT_SHARE * min(1.0, recent.weight) / max(recent.weight, 1e-6)
        share_kept = 1 / kept.weight if kept.weight > 0 else 0.0
        gram_RR = np.float32(share_kept) * kept.gram_RR + np.float32(share) * recent.gram_RR
        target_R = np.float32(share_kept) * kept.target_R + np.float32(share) * recent.target_R
        both_R = _ridge(gram_RR, target_R, share_kept * kept.weight + share * recent.weight)
        return np.stack([both_R, both_R if self._given_R is None else self._given_R], axis=1)


def _ridge(gram_RR: NDArray[np.float32], target_R: Vector, weight: float) -> Vector:
    """The regression of sums over frames of this total weight."""
    stiff = gram_RR + np.float32(RIDGE * weight) * np.eye(RANDOM_FEATURES, dtype=np.float32)
    return np.linalg.solve(stiff, target_R).astype(np.float32)


def _balanced(is_object: NDArray[np.bool_]) -> Vector:
    inside = max(int(is_object.sum()), 1)
    outside = max(len(is_object) - inside, 1)
    return np.where(is_object, 0.5 / inside, 0.5 / outside).astype(np.float32)
