"""How much two masks have in common. Knows nothing of run lengths or frames."""

import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.bool_]
ALIKE = 0.8  # overlap from which two masks are one choice to a person


def iou(first: Bits, second: Bits) -> float:
    """Region overlap of two H x W masks, intersection over union; 1 where both are empty."""
    union = int(np.count_nonzero(first | second))
    return 1.0 if union == 0 else int(np.count_nonzero(first & second)) / union


def are_alike(first: Bits, second: Bits) -> bool:
    """Whether offering both H x W masks would offer the same twice."""
    return iou(first, second) > ALIKE
