"""Whether an object is visible: what tracking found, compared with what the prompted frames looked like."""

from dataclasses import dataclass

import numpy as np

from masklet.engine.flow.region import Bits, Field

FEWEST_PIXELS = 3  # of the half-size window; less is no object
HALF_LIKENESS = 0.4  # share of the prompted frames' likeness at which presence is a coin toss
STEEPNESS = 14.0
SHRUNK_TO = 0.01  # of the area seen of late: nearly gone


@dataclass(slots=True)
class Presence:
    """`likeness` of the object to its own model on prompted frames, `area` of late (frame pixels)."""

    likeness: float = 0.7
    area: float = 0.0

    def learn(self, classifier: Field, soft: Field, area: float) -> None:
        """Note what a frame with a given mask looks like (fields at half size)."""
        seen = likeness(classifier, soft > 0.5)
        self.likeness = float(np.clip(seen, 0.3, 1.0))
        self.area = area

    def visible(self, classifier: Field, soft: Field, area: float) -> float:
        """Probability in [0, 1] that what was found (half-size fields, area in frame pixels) is the object."""
        found = soft > 0.5
        if np.count_nonzero(found) < FEWEST_PIXELS or area < SHRUNK_TO * self.area:
            return 0.0
        relative = likeness(classifier, found) / self.likeness
        return float(1 / (1 + np.exp(-STEEPNESS * (relative - HALF_LIKENESS))))

    def follow(self, area: float) -> None:
        """Let the remembered area follow the object's."""
        self.area = 0.95 * self.area + 0.05 * area if self.area else area


def likeness(classifier: Field, found: Bits) -> float:
    """Mean verdict of the classifier over what was found, at most 1 a pixel."""
    if not found.any():
        return 0.0
    return float(np.minimum(classifier[found], 1).mean())
