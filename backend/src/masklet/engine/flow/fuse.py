"""How the cues of one frame become one log-odds of "this pixel is the object"."""

from dataclasses import dataclass

import numpy as np

from masklet.engine.flow.region import Field
from masklet.masks.morphology import signed_distance

DISTANCE_SCALE = 0.06  # of the object's size (the root of its area); never less than 2 pixels
DISTANCE_LIMIT = 4.0
MOST_LIKE = 1.3
# Set by hand near the directions of a logistic regression on cue maps, and judged by closed-loop tracking: the
# regression's own weights fit each frame better, and let the mask shrink from frame to frame.
WEIGHTS = {
    "distance": 0.4,
    "warp": 0.5,
    "classifier": 2.0,
    "given": 1.5,
    "colours": 0.5,
    "motion": 0.8,
    "lost": -0.5,
    "anything": -0.4,
}


@dataclass(frozen=True, slots=True)
class Cues:
    """Everything known of one frame's window, all h x w: see the modules that make them."""

    warped: Field  # the previous soft mask moved along, [0, 1]
    trust: Field  # in that motion, [0, 1]
    classifier: Field  # about [-1, 1]
    given: Field  # about [-1, 1]
    colours: Field  # log ratio
    motion: Field  # log ratio


def evidence(cues: Cues) -> dict[str, Field]:
    """One map for each weight, h x w."""
    inside = cues.warped > 0.5
    scale = max(2.0, DISTANCE_SCALE * float(np.sqrt(np.count_nonzero(inside))))
    return {
        "distance": np.clip(signed_distance(inside) / scale, -DISTANCE_LIMIT, DISTANCE_LIMIT),
        "warp": _logit(cues.warped) * cues.trust,
        "classifier": np.clip(cues.classifier, -MOST_LIKE, MOST_LIKE),
        "given": np.clip(cues.given, -MOST_LIKE, MOST_LIKE),
        "colours": cues.colours,
        "motion": cues.motion,
        "lost": 1 - cues.trust,  # what nothing led to came out from behind the object more often than with it
        "anything": np.ones_like(cues.trust),
    }


def log_odds(cues: Cues) -> Field:
    """The fused log-odds, h x w."""
    odds = np.zeros_like(cues.warped)
    for name, field in evidence(cues).items():
        odds += np.float32(WEIGHTS[name]) * field
    return odds


def _logit(share: Field) -> Field:
    likely = np.clip(share, 0.03, 0.97)
    return np.asarray(np.log(likely / (1 - likely)), np.float32)


def probability(odds: Field) -> Field:
    """Log-odds as [0, 1]."""
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -20, 20))), np.float32)
