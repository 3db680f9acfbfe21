"""How the cues of one frame become one log-odds of "this pixel is the object". The weights are set by hand."""

from dataclasses import dataclass

import numpy as np

from masklet.engine.flow.region import Field
from masklet.masks.morphology import signed_distance

DISTANCE_WEIGHT, DISTANCE_SCALE, DISTANCE_LIMIT = 0.7, 8.0, 4.0
CLASSIFIER_WEIGHT = 3.5
COLOUR_WEIGHT = 0.35
MOTION_WEIGHT = 0.35
WARP_WEIGHT = 0.5


@dataclass(frozen=True, slots=True)
class Cues:
    """Everything known of one frame's window, all H x W: see the modules that make them."""

    warped: Field  # the previous soft mask moved along, [0, 1]
    trust: Field  # in that motion, [0, 1]
    classifier: Field  # about [-1, 1]
    colours: Field  # log ratio
    motion: Field  # log ratio


def log_odds(cues: Cues) -> Field:
    """The fused log-odds, H x W."""
    distance = np.clip(signed_distance(cues.warped > 0.5) / DISTANCE_SCALE, -DISTANCE_LIMIT, DISTANCE_LIMIT)
    likely = np.clip(cues.warped, 0.03, 0.97)
    warp = np.log(likely / (1 - likely)) * cues.trust
    odds = (
        DISTANCE_WEIGHT * distance
        + WARP_WEIGHT * warp
        + CLASSIFIER_WEIGHT * np.clip(cues.classifier, -1.3, 1.3)
        + COLOUR_WEIGHT * cues.colours
        + MOTION_WEIGHT * cues.motion
    )
    return np.asarray(odds, np.float32)


def probability(odds: Field) -> Field:
    """Log-odds as [0, 1]."""
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -20, 20))), np.float32)
