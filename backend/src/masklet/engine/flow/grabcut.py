"""GrabCut with everything it needs fixed: size, seed, rounds. Source: Rother, Kolmogorov and Blake, 2004 (OpenCV's)."""

import cv2
import numpy as np
from numpy.typing import NDArray

from masklet.engine.flow.region import Bits, Image

SEED = 5
Labels = NDArray[np.uint8]  # H x W of cv2.GC_BGD, GC_FGD, GC_PR_BGD, GC_PR_FGD


def labels_of(likely: Bits, surely: Bits, surely_not: Bits) -> Labels:
    """A map of what is known: `likely` the object, for certain, for certain not."""
    labels = np.where(likely, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    labels[surely_not] = cv2.GC_BGD
    labels[surely] = cv2.GC_FGD
    return labels


def cut(image: Image, labels: Labels, rounds: int) -> Bits:
    """The object after some rounds; the labels' own object where one of the two sides is empty."""
    object_side = _object_side(labels)
    if np.count_nonzero(object_side) < 10 or np.count_nonzero(~object_side) < 10:
        return object_side
    cv2.setRNGSeed(SEED)  # its k-means starts at random
    out = labels.copy()
    cv2.grabCut(image, out, None, np.zeros((1, 65)), np.zeros((1, 65)), rounds, cv2.GC_INIT_WITH_MASK)  # type: ignore[call-overload]
    return _object_side(out)


def _object_side(labels: Labels) -> Bits:
    return np.asarray((labels == cv2.GC_FGD) | (labels == cv2.GC_PR_FGD), np.bool_)
