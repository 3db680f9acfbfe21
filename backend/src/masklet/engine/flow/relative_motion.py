"""Which pixels move with the object and which with what is around it: one affine motion each, and the residuals."""

import numpy as np
from numpy.typing import NDArray

from masklet.engine.flow.optical_flow import Vectors
from masklet.engine.flow.region import Field

STRONGEST = 2.0
NOISE = 0.7  # pixels of residual that mean nothing
FEWEST = 40  # pixels needed to fit a motion


def judge(vectors: Vectors, trust: Field, warped: Field) -> Field:
    """Positive where the motion fits the object better than its surroundings; within +-STRONGEST.

    `vectors` H x W x 2, `trust` and the warped soft mask H x W, of one size.
    """
    height, width = trust.shape
    ys, xs = np.mgrid[:height, :width].astype(np.float32) / max(height, width)
    basis_N3 = np.stack([np.ones_like(xs), xs, ys], axis=-1).reshape(-1, 3)
    flat_N2 = vectors.reshape(-1, 2)
    inside = _residual(basis_N3, flat_N2, ((warped > 0.7) * trust).ravel())
    outside = _residual(basis_N3, flat_N2, ((warped < 0.2) * trust).ravel())
    if inside is None or outside is None:
        return np.zeros((height, width), np.float32)
    evidence = (outside - inside).reshape(height, width) / (2 * NOISE**2)
    return np.asarray(np.clip(evidence, -STRONGEST, STRONGEST) * trust, np.float32)


def _residual(
    basis_N3: NDArray[np.float32], vectors_N2: NDArray[np.float32], weights_N: NDArray[np.float32]
) -> NDArray[np.float32] | None:
    """Squared distance of every vector from the affine motion that the weighted ones agree on (fitted twice)."""
    weights = weights_N
    residual = None
    for _ in range(2):
        if np.count_nonzero(weights > 0.3) < FEWEST:
            return residual
        weighted = basis_N3 * weights[:, None]
        normal = weighted.T @ basis_N3 + 1e-3 * np.eye(3, dtype=np.float32)
        model_32 = np.linalg.solve(normal, weighted.T @ vectors_N2)
        residual = ((basis_N3 @ model_32 - vectors_N2) ** 2).sum(axis=1)
        weights = weights_N * np.exp(-residual / 8)
    return residual
