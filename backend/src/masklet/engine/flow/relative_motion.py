"""Which pixels move with the object and which with what is around it: one affine motion each, and the residuals."""

import numpy as np
from numpy.typing import NDArray

from masklet.engine.flow.optical_flow import Vectors
from masklet.engine.flow.region import Field

STRONGEST = 2.0
NOISE = 0.7  # pixels of residual that mean nothing
FIT_STEP = 2  # every second pixel and row is enough to fit a motion
FEWEST = 10  # of those needed


def judge(vectors: Vectors, trust: Field, warped: Field) -> Field:
    """Positive where the motion fits the object better than its surroundings; within +-STRONGEST.

    `vectors` H x W x 2, `trust` and the warped soft mask H x W, of one size.
    """
    height, width = trust.shape
    basis_N3 = _basis(height, width)
    some = np.s_[::FIT_STEP, ::FIT_STEP]
    few_M3 = basis_N3.reshape(height, width, 3)[some].reshape(-1, 3)
    few_M2, weights, sides = vectors[some].reshape(-1, 2), trust[some], warped[some]
    inside = _affine(few_M3, few_M2, ((sides > 0.7) * weights).ravel())
    outside = _affine(few_M3, few_M2, ((sides < 0.2) * weights).ravel())
    if inside is None or outside is None:
        return np.zeros((height, width), np.float32)
    # |v - a|^2 - |v - b|^2 = (b - a) . (2 v - a - b): one product less for every pixel
    fits_N4 = basis_N3 @ np.concatenate([outside, inside], axis=1)
    gap_N2 = fits_N4[:, 2:] - fits_N4[:, :2]
    both_N2 = 2 * vectors.reshape(-1, 2) - fits_N4[:, 2:] - fits_N4[:, :2]
    evidence = (gap_N2 * both_N2).sum(axis=1).reshape(height, width) / np.float32(2 * NOISE**2)
    return np.asarray(np.clip(evidence, -STRONGEST, STRONGEST) * trust, np.float32)


def _basis(height: int, width: int) -> NDArray[np.float32]:
    """1, x and y of each pixel, row by row, in shares of the longer side."""
    basis_hw3 = np.empty((height, width, 3), np.float32)
    basis_hw3[..., 0] = 1
    basis_hw3[..., 1] = np.arange(width, dtype=np.float32) / max(height, width)
    basis_hw3[..., 2] = np.arange(height, dtype=np.float32)[:, None] / max(height, width)
    return basis_hw3.reshape(-1, 3)


def _affine(
    basis_N3: NDArray[np.float32], vectors_N2: NDArray[np.float32], weights_N: NDArray[np.float32]
) -> NDArray[np.float32] | None:
    """The motion (3 x 2) that the weighted vectors agree on, fitted twice; None where they are too few."""
    weights, model_32 = weights_N, None
    for _ in range(2):
        if np.count_nonzero(weights > 0.3) < FEWEST:
            return model_32
        weighted = basis_N3 * weights[:, None]
        normal = weighted.T @ basis_N3 + 1e-3 * np.eye(3, dtype=np.float32)
        model_32 = np.asarray(np.linalg.solve(normal, weighted.T @ vectors_N2), np.float32)
        residual = ((basis_N3 @ model_32 - vectors_N2) ** 2).sum(axis=1)
        weights = weights_N * np.exp(-residual / 8)
    return model_32
